"""Three readings of an activity beside its phase: status, freshness, quality of monitoring.

They are never added up to one light. What cannot be told is "not known" and counted apart: that
nobody reported is no delay, and no success.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

from nap_tracker.i18n import N_
from nap_tracker.workflow.implementation import CLOSED, Phase
from nap_tracker.workflow.progress_limits import Limits
from nap_tracker.workflow.spans import Span, months_after


class Feeling(StrEnum):
    """What a reading is drawn with: colour and mark follow from it, in one place."""

    GOOD = "good"
    BAD = "bad"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Is it going well? Worked out; a person may override it for a reason."""

    ON_TIME = "on_time"
    LATE = "late"
    SEVERELY_LATE = "severely_late"
    DONE = "done"
    CANCELLED = "cancelled"
    MERGED = "merged"
    NOT_KNOWN = "not_known"


class Because(StrEnum):
    """Why a status is what it is."""

    PHASE = "phase"
    OVERRIDE = "override"
    MILESTONE = "milestone"
    END = "end"
    START = "start"
    INDICATOR = "indicator"
    NOTHING_OPEN = "nothing_open"
    NOTHING_DUE = "nothing_due"
    NO_DATES = "no_dates"
    NOT_HEARD = "not_heard"
    NOTHING_HEARD = "nothing_heard"


class Freshness(StrEnum):
    """When did anybody last report?"""

    FRESH = "fresh"
    ACCEPTABLE = "acceptable"
    LATE = "late"
    STALE = "stale"
    NEVER = "never"
    CLOSED = "closed"
    """It is over: nothing more is expected."""


STATUS_NAMES: Mapping[Status, str] = {
    Status.ON_TIME: N_("On time"),
    Status.LATE: N_("Late"),
    Status.SEVERELY_LATE: N_("Severely late"),
    Status.DONE: N_("Done"),
    Status.CANCELLED: N_("Cancelled"),
    Status.MERGED: N_("Merged into another"),
    Status.NOT_KNOWN: N_("Not known"),
}
FEELINGS: Mapping[Status, Feeling] = {
    Status.ON_TIME: Feeling.GOOD,
    Status.LATE: Feeling.BAD,
    Status.SEVERELY_LATE: Feeling.BAD,
    Status.DONE: Feeling.GOOD,
    Status.CANCELLED: Feeling.NEUTRAL,
    Status.MERGED: Feeling.NEUTRAL,
    Status.NOT_KNOWN: Feeling.UNKNOWN,
}
BECAUSE_WORDS: Mapping[Because, str] = {
    Because.PHASE: N_("The people who carry it out say so."),
    Because.OVERRIDE: N_("Somebody decided so, for a reason that is shown."),
    Because.MILESTONE: N_("Due %(day)s and not reached: %(what)s"),
    Because.END: N_("It was to end %(day)s and is not finished."),
    Because.START: N_("It was to begin %(day)s and has not started."),
    Because.INDICATOR: N_("An indicator that shows its progress is not on track."),
    Because.NOTHING_OPEN: N_("Nothing that was due is open."),
    Because.NOTHING_DUE: N_("Nothing was due so far."),
    Because.NO_DATES: N_("It has no date by which this could be told."),
    Because.NOTHING_HEARD: N_("Nothing was due so far, and nobody has reported on it."),
    Because.NOT_HEARD: N_("Dates have passed, and nobody has reported on it."),
}
FRESHNESS_NAMES: Mapping[Freshness, str] = {
    Freshness.FRESH: N_("Heard of lately"),
    Freshness.ACCEPTABLE: N_("Heard of some time ago"),
    Freshness.LATE: N_("Not heard of for long"),
    Freshness.STALE: N_("Not heard of for very long"),
    Freshness.NEVER: N_("Nothing heard yet"),
    Freshness.CLOSED: N_("Nothing more is expected"),
}
OVERRIDABLE = (Status.ON_TIME, Status.LATE, Status.SEVERELY_LATE, Status.NOT_KNOWN)
"""The others are phases, which somebody says."""
OF_PHASE = {
    Phase.FINISHED: Status.DONE,
    Phase.CANCELLED: Status.CANCELLED,
    Phase.MERGED: Status.MERGED,
}


class Dated(Protocol):
    """A milestone as far as it is followed."""

    @property
    def uid(self) -> str: ...

    @property
    def due(self) -> str | None: ...

    @property
    def reached_on(self) -> str | None: ...


class Point(NamedTuple):
    """The least that is one."""

    uid: str
    due: str | None
    reached_on: str | None = None


class Measure(NamedTuple):
    """An indicator that shows the progress of the activity."""

    is_on_track: bool | None
    """None where it cannot be told: no value, an old one, or a figure that leaves it open."""
    is_current: bool = False
    """It has a value that is up to date, and a target that is not past."""


class ActivityFacts(NamedTuple):
    """One activity of a plan in force, as the readings ask: a list has hundreds."""

    phase: Phase = Phase.NOT_KNOWN
    start: str | None = None
    end: str | None = None
    points: Sequence[Dated] = ()
    measures: tuple[Measure, ...] = ()
    heard_on: date | None = None
    override: Status | None = None
    """Somebody's decision that has not lapsed with a review."""
    is_described: bool = False
    has_lead: bool = False


class Judgement(NamedTuple):
    """A status with its reason."""

    status: Status
    because: Because
    due: str | None = None
    milestone: str | None = None
    """Uid of the milestone it is about."""


class Monitoring(NamedTuple):
    """Could we tell? Three tests of the data."""

    is_described: bool
    """A lead institution, words that say what is done, and a milestone."""
    looks_ahead: bool
    """A milestone that is due within a year."""
    is_measured: bool
    """An indicator with a present value and a present target."""

    @property
    def met(self) -> int:
        """How many of the three are met."""
        return sum((self.is_described, self.looks_ahead, self.is_measured))


def status(facts: ActivityFacts, today: date, limits: Limits) -> Judgement:
    """What the status is now: the phase, else what somebody decided, else what follows."""
    if facts.override is not None and facts.phase not in CLOSED:
        return Judgement(facts.override, Because.OVERRIDE)
    return worked_out(facts, today, limits)


def worked_out(facts: ActivityFacts, today: date, limits: Limits) -> Judgement:
    """What follows from phase, dates and indicators, whatever somebody decided."""
    if facts.phase in OF_PHASE:
        return Judgement(OF_PHASE[facts.phase], Because.PHASE)
    overdue = sorted(_overdue(facts, today), key=lambda found: found[0])
    if overdue and facts.heard_on is None:
        return Judgement(Status.NOT_KNOWN, Because.NOT_HEARD)
    if overdue:
        last, because, due, uid = overdue[0]
        late = Status.SEVERELY_LATE if today > months_after(last, limits.severe) else Status.LATE
        return Judgement(late, because, due, uid)
    if any(measure.is_on_track is False for measure in facts.measures):
        return Judgement(Status.LATE, Because.INDICATOR)
    return _in_time(facts, today)


def _in_time(facts: ActivityFacts, today: date) -> Judgement:
    """Of what nothing shows to be late."""
    if any(_last(p.due) < today for p in facts.points if p.due):
        return Judgement(Status.ON_TIME, Because.NOTHING_OPEN)
    if facts.start or facts.end or any(point.due for point in facts.points):
        if not _was_heard_of(facts):
            return Judgement(Status.NOT_KNOWN, Because.NOTHING_HEARD)
        return Judgement(Status.ON_TIME, Because.NOTHING_DUE)
    if any(measure.is_on_track for measure in facts.measures):
        return Judgement(Status.ON_TIME, Because.NOTHING_OPEN)
    return Judgement(Status.NOT_KNOWN, Because.NO_DATES)


def freshness(facts: ActivityFacts, today: date, limits: Limits) -> Freshness:
    """How long ago somebody last reported, by the limits of the plan."""
    if facts.phase in CLOSED:
        return Freshness.CLOSED
    if facts.heard_on is None:
        return Freshness.NEVER
    for months, found in (
        (limits.fresh, Freshness.FRESH),
        (limits.acceptable, Freshness.ACCEPTABLE),
        (limits.late, Freshness.LATE),
    ):
        if today <= months_after(facts.heard_on, months):
            return found
    return Freshness.STALE


def monitoring(facts: ActivityFacts, today: date, limits: Limits) -> Monitoring:
    """Whether the data let anybody tell; says nothing of how it goes."""
    ahead = (
        Span.of(point.due).first <= months_after(today, limits.ahead)
        for point in facts.points
        if point.due and not point.reached_on and _last(point.due) >= today
    )
    return Monitoring(
        is_described=facts.is_described and facts.has_lead and bool(facts.points),
        looks_ahead=any(ahead),
        is_measured=any(measure.is_current for measure in facts.measures),
    )


def is_overdue(point: Dated, today: date) -> bool:
    """Its last possible day is over and nobody said that it was reached."""
    return bool(point.due) and not point.reached_on and _last(point.due) < today


def _was_heard_of(facts: ActivityFacts) -> bool:
    """Somebody reported, or an approved value tells; that a date lies ahead tells nothing."""
    is_told = any(measure.is_on_track is not None for measure in facts.measures)
    return is_told or facts.heard_on is not None or any(p.reached_on for p in facts.points)


def _overdue(
    facts: ActivityFacts, today: date
) -> Iterator[tuple[date, Because, str | None, str | None]]:
    """(last day, why, due, milestone) of everything whose last day is over."""
    for point in facts.points:
        if is_overdue(point, today):
            yield _last(point.due), Because.MILESTONE, point.due, point.uid
    if facts.end and _last(facts.end) < today:
        yield _last(facts.end), Because.END, facts.end, None
    waits = facts.phase in (Phase.NOT_KNOWN, Phase.NOT_STARTED)
    if waits and facts.start and _last(facts.start) < today:
        yield _last(facts.start), Because.START, facts.start, None


def _last(partial: str | None) -> date:
    """A year is over with its last day."""
    return Span.of(partial or "9999").last
