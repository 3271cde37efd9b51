"""What of a plan in force can be published: its stands, without what the public may not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from nap_tracker.content.audience import Audience
from nap_tracker.content.public_progress import FLAGGED, opened
from nap_tracker.content.stand import Stand
from nap_tracker.content.tracked import Tracked
from nap_tracker.i18n import locale, use_locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import OPERATOR, Actor, Permission
from nap_tracker.services import (
    activities,
    activity_stands,
    finances,
    indicator_standings,
    practices,
    tracked_texts,
    tracking,
)
from nap_tracker.services.activities import Following
from nap_tracker.services.finances import Money
from nap_tracker.services.indicator_standings import AsOf, Line
from nap_tracker.services.plans import schema_of
from nap_tracker.services.practices import Board

ROW = "row:"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that could be published, with exactly the words the public would read."""

    stand: Stand
    is_kept: bool = False
    """The plan keeps it, or a part of it, from the public: it cannot be chosen."""

    @property
    def key(self) -> str:
        """By which it is chosen."""
        return f"{self.stand.kind}:{self.stand.uid}"

    @property
    def is_flagged(self) -> bool:
        """It could lead to givers, places or people: nobody chooses it unasked."""
        return self.stand.kind in FLAGGED


@dataclass(frozen=True)
class Offer:
    """What of a plan can be published as of a day, read once for every language."""

    version: PlanVersion
    until: date
    following: Following
    money: Money
    board: Board
    text: _Text

    def candidates(self, language: str) -> tuple[Candidate, ...]:
        """Activities, indicators, money, its sources, practices: the same in each language."""
        with use_locale(language):
            return tuple(self.text.candidates(self._stands()))

    def _stands(self) -> Iterator[Stand]:
        """As the drafting team reads them, in the language in force."""
        plan, zone = self.version.plan, self.version.plan.party.time_zone
        yield from activity_stands.stood(self.following, self.until, zone)
        yield from indicator_standings.stood(self.following.indicators, AsOf(self.until, zone))
        yield from finances.stood(self.money, plan, self.until)
        yield from finances.stood_by_source(self.money, schema_of(self.version, locale()))
        yield from practices.stood(self.board)


def look(actor: Actor, version: PlanVersion, *, until: date) -> Offer:
    """How everything stood on a day. `version` is the one in force.

    Figures that nobody approved are in no stand.
    """
    require(actor, Permission.PROGRESS_PUBLISH, version)
    following = activities.on_day(OPERATOR, version, until)
    tracked = tracking.of_version(OPERATOR, version)
    return Offer(
        version,
        until,
        following,
        finances.of_version(OPERATOR, version, tracked, until=until, converts=False),
        practices.on_day(version, until),
        _Text.of(version, following.indicators),
    )


@dataclass(frozen=True)
class _Text:
    """The text in force as the drafting team has it, and as the public may."""

    plan_id: str
    whole: Tracked
    public: Tracked
    sources: Mapping[str, str]
    """Indicator that is followed -> the row it was taken from."""

    @classmethod
    def of(cls, version: PlanVersion, indicators: Iterable[Line]) -> _Text:
        rows = {
            line.track.id: line.track.source.removeprefix(ROW)
            for line in indicators
            if line.track.source.startswith(ROW)
        }
        public = tracked_texts.read(version, Audience.PUBLIC)
        return cls(version.plan_id, tracking.whole(version), public, rows)

    def candidates(self, stands: Iterable[Stand]) -> Iterator[Candidate]:
        for stand in stands:
            told = opened(stand)
            if told is not None:
                yield Candidate(self._without_lead(told), self._keeps(told))

    def _keeps(self, stand: Stand) -> bool:
        asks: Mapping[str, Callable[[str], bool]] = {
            "activity": self._keeps_activity,
            "indicator": self._keeps_indicator,
            "money": self._keeps_money,
            "source": self._keeps_sources,
        }
        ask = asks.get(stand.kind)
        return ask is not None and ask(stand.uid)

    def _keeps_activity(self, uid: str) -> bool:
        """What was noted beside the text has no row in it that could be kept."""
        mine, theirs = self.whole.activity(uid), self.public.activity(uid)
        if mine is None:
            return False
        return theirs is None or (mine.statement, mine.number) != (theirs.statement, theirs.number)

    def _keeps_indicator(self, uid: str) -> bool:
        row = self.sources.get(uid, "")
        mine = self.whole.indicator(row)
        theirs = self.public.indicator(row)
        if mine is None or theirs is None:
            return mine is not theirs
        return any(
            getattr(mine, name) != getattr(theirs, name)
            for name in ("title", "number", "unit", "baseline", "target", "target_year")
        )

    def _keeps_money(self, uid: str) -> bool:
        """A sum tells of each of its parts, so one hidden part hides it."""
        if uid == self.plan_id:
            activities = [one.uid for one in self.whole.activities]
            return any(map(self._keeps_activity, activities)) or self._keeps_lines(None)
        return self._keeps_activity(uid) or self._keeps_lines(uid)

    def _keeps_sources(self, _: str) -> bool:
        """All sources together are the whole, so that what hides one of them hides each."""
        shown = {one.uid: one.source_type for one in self.public.lines}
        return self._keeps_money(self.plan_id) or any(
            shown.get(one.uid) != one.source_type for one in self.whole.lines
        )

    def _keeps_lines(self, activity: str | None) -> bool:
        shown = {(one.uid, one.activity_uid): one.cost for one in self.public.lines}
        return any(
            shown.get((one.uid, one.activity_uid), self) != one.cost
            for one in self.whole.lines
            if activity in (None, one.activity_uid)
        )

    def _without_lead(self, stand: Stand) -> Stand:
        """The name of an institution that the plan keeps from the public is left out."""
        mine, theirs = self.whole.activity(stand.uid), self.public.activity(stand.uid)
        if stand.kind != "activity" or mine is None or mine.lead_uid is None:
            return stand
        body = self.whole.institution(mine.lead_uid)
        shown = self.public.institution(theirs.lead_uid) if theirs else None
        if body is not None and shown is not None and body.name == shown.name:
            return stand
        return replace(stand, readings=tuple(r for r in stand.readings if r.key != "lead"))
