"""What is recorded of a plan in force, as stands: what a three-yearly review puts beside questions.

Every source speaks the language in force. What nobody recorded is said to be not recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.annex_c.values import amount_of
from nap_tracker.content.stand import Reading, Stand
from nap_tracker.content.tracked import Tracked
from nap_tracker.content.tree import Words
from nap_tracker.exports.document_values import money
from nap_tracker.i18n import N_, chosen, day, gettext, use_locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import activities, obligations
from nap_tracker.services.activities import Followed
from nap_tracker.services.obligations import Account
from nap_tracker.services.plans import schema_of
from nap_tracker.workflow.duties import Kind, Standing
from nap_tracker.workflow.duty_words import TITLES, title_params
from nap_tracker.workflow.implementation import IMPLEMENTATION
from nap_tracker.workflow.progress import STATUS_NAMES
from nap_tracker.workflow.spans import Span

INPUT = "input"
"""What organisations and communities said to the review: kept with it, and no stand."""
NOT_RECORDED = N_("No data: nothing is recorded of it here")


@dataclass(frozen=True)
class Ground:
    """What is known of one plan, read once."""

    version: PlanVersion
    account: Account
    tracked: Tracked
    followed: tuple[Followed, ...]
    schema: Schema
    until: date
    language: str

    def words(self, text: Words) -> str:
        """In the language of the review, or in one there is."""
        return chosen(text, self.language) if text else ""


Source = Callable[[Ground], Iterator[Stand]]


def gather(version: PlanVersion, *, until: date, language: str) -> tuple[Stand, ...]:
    """Every stand of the plan in force, source after source; a constant number of queries.

    Who may see them is the caller's to ask.
    """
    schema = schema_of(version, language)
    following = activities.of_version(OPERATOR, version)
    party = version.plan.party
    account = obligations.of_parties([party])[party.id]
    with use_locale(language):
        ground = Ground(
            version, account, following.tracked, following.activities, schema, until, language
        )
        return tuple(stand for source in SOURCES.values() for stand in source(ground))


def _treaty(ground: Ground) -> Iterator[Stand]:
    """The duties of Article 7 as the clock has them; a duty that only may arise is left out."""
    for duty in ground.account.clock.of_article_7:
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


def _activities(ground: Ground) -> Iterator[Stand]:
    """Those of the plan and those noted beside it, with what people said and what follows."""
    for followed in ground.followed:
        one = followed.activity
        yield Stand(
            "activity",
            one.uid,
            ground.words(one.number),
            ground.words(one.statement) or gettext("Untitled"),
            one.items,
            tuple(_of_activity(followed)),
        )


def _of_activity(followed: Followed) -> Iterator[Reading]:
    one = followed.activity
    planned = " – ".join(day(end) for end in (one.start, one.end) if end)
    yield Reading("planned", gettext("As planned"), planned or gettext("No dates in the plan"))
    if followed.track is None and followed.heard_on is None:
        yield Reading("phase", gettext("Phase"), gettext(NOT_RECORDED))
        return
    status = followed.judgement.status
    yield Reading("phase", gettext("Phase"), gettext(IMPLEMENTATION.names[followed.phase]))
    yield Reading("status", gettext("Status"), gettext(STATUS_NAMES[status]))
    heard = day(followed.heard_on) if followed.heard_on else gettext("Nothing heard yet")
    yield Reading("heard", gettext("Last heard of"), heard)


def _indicators(ground: Ground) -> Iterator[Stand]:
    for one in ground.tracked.indicators:
        target = day(one.target_year) if one.target_year else gettext("No date in the plan")
        yield Stand(
            "indicator",
            one.uid,
            ground.words(one.number),
            ground.words(one.title) or gettext("Untitled"),
            one.items,
            (Reading("target_year", gettext("Target for"), target),),
        )


def _money(ground: Ground) -> Iterator[Stand]:
    """What the plan says a thing costs; what is not costed is not free."""
    for one in ground.tracked.lines:
        amount = amount_of(one.cost)
        cost = gettext("Not costed")
        if one.cost is not None and amount is not None:
            cost = f"{money(amount)} {one.cost.get('currency', '')}"
        activity = ground.tracked.activity(one.activity_uid or "")
        title = ground.words(one.description) or gettext("Untitled")
        items = activity.items if activity else ()
        yield Stand(
            "money", one.uid, "", title, items, (Reading("planned", gettext("As planned"), cost),)
        )


def _practices(ground: Ground) -> Iterator[Stand]:
    for one in ground.tracked.practices:
        name = _option(ground.schema, "practice", one.practice)
        found = _option(ground.schema, "presence", one.presence)
        yield Stand(
            "practice",
            one.uid,
            "",
            name or gettext("Untitled"),
            (),
            (Reading("planned", gettext("As found in the plan"), found or gettext("Not known")),),
        )


def _option(schema: Schema, field: str, value: str | None) -> str:
    options = next((f.options for f in schema.register("practice").fields if f.id == field), ())
    return next((option.label for option in options if option.code == value), value or "")


SOURCES: Mapping[str, Source] = {
    "treaty": _treaty,
    "plan": _plan,
    "activity": _activities,
    "indicator": _indicators,
    "money": _money,
    "practice": _practices,
}
"""The kind of a stand -> who makes it; a question of the pack names them."""


def of_kinds(stands: Sequence[Stand], kinds: Sequence[str]) -> tuple[Stand, ...]:
    """Those a question draws on."""
    return tuple(stand for stand in stands if stand.kind in kinds)
