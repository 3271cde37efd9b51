"""What is recorded of a plan in force, as stands: what a three-yearly review puts beside questions.

Every source speaks the language in force, of the end of the period under review. A source that has
nothing to tell gives no stand at all, which prints as "no data".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from nap_tracker.content.stand import KINDS, Reading, Stand
from nap_tracker.content.tracked import Tracked
from nap_tracker.content.tree import Words
from nap_tracker.i18n import N_, chosen, day, gettext, use_locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    activities,
    activity_stands,
    finances,
    indicator_standings,
    obligations,
    practices,
)
from nap_tracker.services.activities import Following
from nap_tracker.services.finances import Money
from nap_tracker.services.indicator_standings import AsOf, Line
from nap_tracker.services.plans import schema_of
from nap_tracker.workflow.duties import Kind, Standing
from nap_tracker.workflow.duty_words import TITLES, title_params
from nap_tracker.workflow.spans import Span

INPUT = "input"
"""What organisations and communities said to the review: kept with it, and no stand."""
NOT_RECORDED = N_("No data: nothing is recorded of it here")


@dataclass(frozen=True)
class Ground:
    """A plan and the period that is looked back on; what several sources need is read once."""

    version: PlanVersion
    since: date
    until: date
    language: str

    @cached_property
    def following(self) -> Following:
        """The activities as they stood at the end of the period."""
        return activities.on_day(OPERATOR, self.version, self.until)

    @cached_property
    def tracked(self) -> Tracked:
        """What the plan says; of the activities, where they were read already."""
        known = self._known
        return known.tracked if known else activities.tracked_of(OPERATOR, self.version)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The indicators; activities are judged by them, and may have read them already."""
        known = self._known
        if known is not None:
            return known.indicators
        return indicator_standings.of_plan(self.version.plan_id, until=self.as_of)

    @cached_property
    def money(self) -> Money | None:
        """None where there is neither a budget line nor a record."""
        found = finances.of_version(
            OPERATOR, self.version, self.tracked, until=self.until, converts=False
        )
        return found if found.lines or found.entries else None

    @property
    def as_of(self) -> AsOf:
        return AsOf(self.until, self.version.plan.party.time_zone)

    @property
    def _known(self) -> Following | None:
        return self.__dict__.get("following")

    def words(self, text: Words) -> str:
        """In the language of the review, or in one there is."""
        return chosen(text, self.language) if text else ""


Source = Callable[[Ground], Iterable[Stand]]


def gather(
    version: PlanVersion,
    *,
    since: date,
    until: date,
    language: str,
    kinds: Collection[str] = KINDS,
) -> tuple[Stand, ...]:
    """Every stand of the plan in force, source after source; a constant number of queries.

    Who may see them is the caller's to ask.
    """
    with use_locale(language):
        ground = Ground(version, since, until, language)
        wanted = (source for kind, source in SOURCES.items() if kind in kinds)
        return tuple(stand for source in wanted for stand in source(ground))


def _treaty(ground: Ground) -> Iterator[Stand]:
    """The duties of Article 7 as the clock has them; a duty that only may arise is left out."""
    party = ground.version.plan.party
    account = obligations.of_parties([party])[party.id]
    for duty in account.clock.of_article_7:
        if duty.kind is Kind.STEPS or duty.standing is Standing.CONTINUOUS:
            continue
        readings = [
            Reading("done", gettext("Done"), _span(duty.done) or gettext(NOT_RECORDED)),
        ]
        if duty.due is not None:
            readings.insert(0, Reading("due", gettext("Due"), _span(duty.due)))
        title = gettext(TITLES[duty.kind], **title_params(duty))
        yield Stand("treaty", duty.key, "", title, (), tuple(readings))


def _span(span: Span | None) -> str:
    return day(span.partial or span.first.isoformat()) if span else ""


def _plan(ground: Ground) -> Iterator[Stand]:
    plan = ground.version.plan
    ends = [day(end) for end in (plan.period_start, plan.period_end) if end]
    period = gettext("%(start)s to %(end)s", start=ends[0], end=ends[-1]) if ends else ""
    yield Stand(
        "plan",
        plan.id,
        "",
        ground.words(plan.title),
        (),
        (Reading("period", gettext("Period of the plan"), period or gettext(NOT_RECORDED)),),
    )


def _activities(ground: Ground) -> Iterable[Stand]:
    """Those of the plan and those noted beside it, with what people said and what follows."""
    zone = ground.version.plan.party.time_zone
    return activity_stands.stood(ground.following, ground.until, zone)


def _indicators(ground: Ground) -> Iterable[Stand]:
    """Those that are followed, by their approved values."""
    return indicator_standings.stood(ground.lines, ground.as_of, since=ground.since)


def _money(ground: Ground) -> Iterable[Stand]:
    """What was budgeted, secured and spent; nothing where neither a line nor a record is there."""
    money = ground.money
    return finances.stood(money, ground.version.plan, ground.until) if money else ()


def _money_by_source(ground: Ground) -> Iterable[Stand]:
    """The same by kind of source: no giver is named."""
    money = ground.money
    schema = schema_of(ground.version, ground.language)
    return finances.stood_by_source(money, schema) if money else ()


def _practices(ground: Ground) -> Iterable[Stand]:
    """Counts of sites; nothing where no site is listed."""
    board = practices.on_day(ground.version, ground.until)
    return () if board.is_empty else practices.stood(board)


SOURCES: Mapping[str, Source] = {
    "treaty": _treaty,
    "plan": _plan,
    "activity": _activities,
    "indicator": _indicators,
    "money": _money,
    "source": _money_by_source,
    "practice": _practices,
}
"""The kind of a stand -> who makes it; a question of the pack names them."""
