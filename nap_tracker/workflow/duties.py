"""The clock of one Party: which duty of the Convention falls when, why, and how it stands today.

Late is a fact and locks nothing. What only a government can decide is never worked out here: a
Party that has not determined its mining to be more than insignificant owes no plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from nap_tracker.i18n import N_
from nap_tracker.workflow.deadlines import (
    Dated,
    ReportDue,
    entry_into_force,
    plan_due,
    reports,
    reviews,
)
from nap_tracker.workflow.readings import NotificationDate, Readings
from nap_tracker.workflow.rules import Rule
from nap_tracker.workflow.spans import Span
from nap_tracker.workflow.treaty_dates import treaty_dates

NOTIFY = N_(
    "A Party that determines that its small-scale gold mining is more than insignificant notifies"
    " the Secretariat. The Convention sets no date."
)
IMPLEMENT = N_("A Party that has determined develops the plan and carries it out, without end.")
STEPS = N_(
    "Every Party with small-scale gold mining that uses mercury takes steps to reduce, and where"
    " feasible eliminate, its use, emissions and releases, whether or not it owes a plan."
)
AFTER_SUBMISSION = N_("Every three years after the plan is submitted.")
NOT_A_PARTY = N_(
    "No deposit of an instrument is recorded. A state that is not a Party may prepare a plan of its"
    " own will; no date of the Convention applies to it."
)
NOT_DETERMINED = N_(
    "It is not recorded that the Party has determined its small-scale gold mining to be more than"
    " insignificant. Until it has, a plan is of its own will and has no due date."
)
VOLUNTARY_REVIEW = N_(
    "The plan is of the state's own will, and so is its review. Three years after it was submitted"
    " (%(start)s) would be %(on)s."
)


class Kind(StrEnum):
    """The duties the clock knows, in the order of the treaty."""

    STEPS = "steps"
    NOTIFY = "notify"
    IMPLEMENT = "implement"
    PLAN = "plan"
    REVIEW = "review"
    SHORT_REPORT = "short_report"
    FULL_REPORT = "full_report"


class Standing(StrEnum):
    """How a duty stands on a day; worked out, never stored."""

    AT_THE_EARLIEST = "at_the_earliest"
    """Its date depends on a notification that is not recorded: it is never overdue."""
    BEFORE_OUR_TIME = "before_our_time"
    """A report that fell due before the Party kept its dates here; nothing is recorded of it."""
    CONTINUOUS = "continuous"
    """Without end."""
    DONE = "done"
    DUE = "due"
    """On a day that is still to come, or today."""
    OPEN = "open"
    """The Convention sets no date, or it begins with something that has not happened."""
    OVERDUE = "overdue"
    PERHAPS_OVERDUE = "perhaps_overdue"
    """Its date is known to the month or the year, and that has begun."""
    VOLUNTARY = "voluntary"


ARTICLES = {
    Kind.STEPS: N_("Article 7(2)"),
    Kind.NOTIFY: N_("Article 7(3)"),
    Kind.IMPLEMENT: N_("Article 7(3)(a)"),
    Kind.PLAN: N_("Article 7(3)(b)"),
    Kind.REVIEW: N_("Article 7(3)(c)"),
    Kind.SHORT_REPORT: N_("Article 21"),
    Kind.FULL_REPORT: N_("Article 21"),
}
REPORTS = frozenset({Kind.SHORT_REPORT, Kind.FULL_REPORT})
PRESSING = frozenset({Standing.DUE, Standing.OVERDUE, Standing.PERHAPS_OVERDUE})


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification to the Secretariat with its dates, as far as they are known."""

    sent: Span | None = None
    received: Span | None = None
    acknowledged: Span | None = None

    def counting(self, which: NotificationDate) -> Span | None:
        """The date that counts by a reading."""
        return {
            NotificationDate.SENT: self.sent,
            NotificationDate.RECEIVED: self.received,
            NotificationDate.ACKNOWLEDGED: self.acknowledged,
        }[which]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is recorded of a Party, as far as its dates depend on it."""

    deposited: Span | None = None
    is_determined: bool = False
    """It has determined its mining to be more than insignificant, and not taken that back."""
    notice: Notice | None = None
    """The first notification of that determination."""
    submitted: tuple[Span, ...] = ()
    """Every submission of a plan or an amendment, in order."""
    done: Mapping[str, Span] = field(default_factory=dict, hash=False)
    """Key of a review or report -> when it was filed."""
    readings: Readings = field(default_factory=Readings)
    kept_since: date | None = None
    """Since when the Party keeps its dates here."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of a Party on one day."""

    key: str
    """Stays the same while dates change."""
    kind: Kind
    standing: Standing
    rule: Rule
    due: Span | None = None
    days: int = 0
    """Until it is due, or since; where its date is partial at least so many."""
    done: Span | None = None
    late: int = 0
    """Days after its date at which it was done, at least."""
    is_a_reading: bool = False
    covers: tuple[date, date] | None = None
    number: int = 0
    """Of a review: the first, the second."""

    @property
    def article(self) -> str:
        """Where the Convention says so; a message."""
        return ARTICLES[self.kind]


@dataclass(frozen=True, slots=True)
class Clock:
    """Everything the Convention asks of a Party, seen from one day."""

    on: date
    facts: Facts
    in_force: Dated | None
    duties: tuple[Duty, ...]

    @property
    def of_article_7(self) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.duties if duty.kind not in REPORTS)

    @property
    def of_article_21(self) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.duties if duty.kind in REPORTS)

    @property
    def next(self) -> Duty | None:
        """The duty of Article 7 that falls first; before it, to notify, which has no date."""
        mine = self.of_article_7
        notify = [d for d in mine if d.kind is Kind.NOTIFY and d.standing is Standing.OPEN]
        dated = [d for d in mine if d.standing in PRESSING and d.due is not None]
        dated.sort(key=lambda duty: (duty.due.last, duty.key) if duty.due else (date.max, ""))
        return next(iter([*notify, *dated]), None)

    def duty(self, key: str) -> Duty:
        """KeyError where there is none."""
        return {duty.key: duty for duty in self.duties}[key]


@lru_cache(maxsize=1024)
def clock(facts: Facts, today: date) -> Clock:
    """The duties of a Party, in the order of the treaty and of their dates.

    Worked out once a day for the same facts: the first page shows every Party somebody works in.
    """
    in_force = entry_into_force(facts.deposited) if facts.deposited else None
    return Clock(today, facts, in_force, tuple(_duties(facts, in_force, today)))


def _duties(facts: Facts, in_force: Dated | None, today: date) -> Iterator[Duty]:
    yield Duty("steps", Kind.STEPS, Standing.CONTINUOUS, Rule(STEPS))
    if in_force is None or not facts.is_determined:
        yield from _of_own_will(facts, in_force, today)
    else:
        yield from _owed(facts, in_force.on, today)
    if in_force is not None:
        yield from _reports(facts, in_force.on, today)


def _of_own_will(facts: Facts, in_force: Dated | None, today: date) -> Iterator[Duty]:
    rule = Rule(NOT_A_PARTY if in_force is None else NOT_DETERMINED)
    done = facts.submitted[0] if facts.submitted else None
    yield Duty("plan", Kind.PLAN, Standing.VOLUNTARY, rule, done=done)
    if not facts.submitted:
        return
    start = facts.submitted[-1]
    for number, review in enumerate(reviews([start]), start=1):
        key = f"review-{number}"
        if key in facts.done or review.on.last < today:
            continue
        why = Rule(VOLUNTARY_REVIEW, {"start": start, "on": review.on})
        yield Duty(key, Kind.REVIEW, Standing.VOLUNTARY, why, number=number)
        return


def _owed(facts: Facts, in_force: Span, today: date) -> Iterator[Duty]:
    yield _notification(facts)
    yield Duty("implement", Kind.IMPLEMENT, Standing.CONTINUOUS, Rule(IMPLEMENT))
    notified = facts.notice.counting(facts.readings.notification_date) if facts.notice else None
    due = plan_due(in_force, notified)
    first = facts.submitted[0] if facts.submitted else None
    chosen = facts.readings.notification_date is not NotificationDate.SENT and due.is_certain
    dated = replace(due, is_a_reading=chosen)
    yield _standing(Duty("plan", Kind.PLAN, Standing.OPEN, due.rule), dated, first, today)
    if not facts.submitted:
        yield Duty("review-1", Kind.REVIEW, Standing.OPEN, Rule(AFTER_SUBMISSION), number=1)
        return
    yield from _reviews(facts, in_force, due, today)


def _notification(facts: Facts) -> Duty:
    notice = facts.notice
    done = (notice.sent or notice.received or notice.acknowledged) if notice else None
    standing = Standing.DONE if notice else Standing.OPEN
    return Duty("notify", Kind.NOTIFY, standing, Rule(NOTIFY), done=done)


def _reviews(facts: Facts, in_force: Span, due: Dated, today: date) -> Iterator[Duty]:
    """Those there have been since the Convention was in force for the Party, and the next one."""
    dates = reviews(
        facts.submitted,
        due=due.on if due.is_certain else None,
        start=facts.readings.review_start,
        resubmission=facts.readings.resubmission,
    )
    for number, review in enumerate(dates, start=1):
        if review.on.first < in_force.last:
            continue
        key = f"review-{number}"
        duty = Duty(key, Kind.REVIEW, Standing.OPEN, review.rule, number=number)
        yield _standing(duty, review, facts.done.get(key), today)
        if review.on.first > today and key not in facts.done:
            return


def _reports(facts: Facts, in_force: Span, today: date) -> Iterator[Duty]:
    dates = treaty_dates()
    found = [
        *_of_cycle(facts, Kind.SHORT_REPORT, reports(dates.short_report, in_force), today),
        *_of_cycle(facts, Kind.FULL_REPORT, reports(dates.full_report, in_force), today),
    ]
    yield from sorted(found, key=lambda duty: duty.due.first if duty.due else date.max)


def _of_cycle(facts: Facts, kind: Kind, cycle: Iterator[ReportDue], today: date) -> Iterator[Duty]:
    for report in cycle:
        on = report.dated.on
        key = f"{kind.value}-{on.first.year}"
        duty = Duty(key, kind, Standing.OPEN, report.dated.rule, covers=report.covers)
        known = _standing(duty, report.dated, facts.done.get(key), today)
        is_old = facts.kept_since is not None and on.last < facts.kept_since
        if known.standing is Standing.OVERDUE and is_old:
            known = replace(known, standing=Standing.BEFORE_OUR_TIME, days=0)
        yield known
        if on.first > today and key not in facts.done:
            return


def _standing(duty: Duty, dated: Dated, done: Span | None, today: date) -> Duty:
    known = replace(duty, due=dated.on, done=done, is_a_reading=dated.is_a_reading)
    if done is not None:
        late = max(0, (done.first - dated.on.last).days) if dated.is_certain else 0
        return replace(known, standing=Standing.DONE, late=late)
    if not dated.is_certain:
        return replace(known, standing=Standing.AT_THE_EARLIEST)
    if dated.on.last < today:
        return replace(known, standing=Standing.OVERDUE, days=(today - dated.on.last).days)
    if dated.on.first < today:
        return replace(known, standing=Standing.PERHAPS_OVERDUE)
    return replace(known, standing=Standing.DUE, days=(dated.on.first - today).days)
