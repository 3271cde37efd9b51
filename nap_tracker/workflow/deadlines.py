"""Dates from dates: entry into force, when the plan is due, its reviews, the national reports.

Nothing here knows what day it is. Every date comes with the rule that made it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from nap_tracker.i18n import N_
from nap_tracker.workflow.readings import Resubmission, ReviewStart
from nap_tracker.workflow.rules import Rule
from nap_tracker.workflow.spans import Span, later_of
from nap_tracker.workflow.treaty_dates import Cycle, treaty_dates

FIRST_WAVE = N_(
    "The Convention entered into force on %(in_force)s for every state whose instrument was"
    " deposited by %(last_deposit)s, on the 90th day after the fiftieth. Deposit: %(deposit)s."
)
NINETY_DAYS = N_(
    "The 90th day after the instrument was deposited. Deposit (%(deposit)s) plus 90 days:"
    " %(in_force)s."
)
AROUND_THE_FIRST_WAVE = N_(
    "The 90th day after the instrument was deposited, and not before %(first_wave)s. Deposit:"
    " %(deposit)s."
)
BY_ENTRY = N_(
    "Entry into force (%(in_force)s) plus three years: %(by_entry)s. Notification (%(notified)s)"
    " plus three years: %(by_notice)s. The later of the two counts: entry into force."
)
BY_NOTICE = N_(
    "Entry into force (%(in_force)s) plus three years: %(by_entry)s. Notification (%(notified)s)"
    " plus three years: %(by_notice)s. The later of the two counts: the notification."
)
BY_BOTH = N_(
    "Entry into force (%(in_force)s) and notification (%(notified)s), each plus three years, lead"
    " to the same date: %(by_entry)s."
)
BY_EITHER = N_(
    "Entry into force (%(in_force)s) plus three years: %(by_entry)s. Notification (%(notified)s)"
    " plus three years: %(by_notice)s. The later of the two counts. Which one that is shows once"
    " the dates are known more exactly."
)
AT_THE_EARLIEST = N_(
    "Entry into force (%(in_force)s) plus three years: %(by_entry)s, at the earliest. It also"
    " depends on the notification to the Secretariat, and no date of one is recorded: three years"
    " after it, if that is later."
)
FROM_SUBMISSION = N_(
    "Every three years after the plan was submitted (%(start)s): %(years)s years after it."
)
FROM_DUE_DATE = N_(
    "Every three years after the plan was due (%(start)s), as the focal point reads the"
    " Convention: %(years)s years after it."
)
FROM_RESUBMISSION = N_(
    "Every three years after the newest plan was submitted (%(start)s), as the focal point reads"
    " the Convention: %(years)s years after it."
)
FIRST_REPORT = N_("Set by decision MC-1/8 of the Conference of the Parties.")
NEXT_REPORT = N_(
    "Decision MC-1/8 asks for this report every four years, the first one by %(first)s. This date"
    " is worked out from that: check it with the Secretariat."
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with the rule that made it."""

    on: Span
    rule: Rule
    is_certain: bool = True
    """False where it can only be later: the other branch of the rule is not known."""
    is_a_reading: bool = False
    """Whether it follows from the treaty only by the reading of somebody."""


@dataclass(frozen=True, slots=True)
class ReportDue:
    """A national report of Article 21 and the years it covers."""

    dated: Dated
    covers: tuple[date, date] | None = None


def entry_into_force(deposit: Span) -> Dated:
    """For a state whose instrument was deposited then (Article 31)."""
    dates = treaty_dates()
    in_force = deposit.plus_days(dates.days_after_deposit).not_before(dates.first_wave_on)
    first_wave = Span.on(dates.first_wave_on)
    last_deposit = first_wave.plus_days(-dates.days_after_deposit)
    params = {"deposit": deposit, "in_force": in_force}
    if in_force == first_wave:
        return Dated(in_force, Rule(FIRST_WAVE, {**params, "last_deposit": last_deposit}))
    if deposit.first <= last_deposit.first:
        return Dated(in_force, Rule(AROUND_THE_FIRST_WAVE, {**params, "first_wave": first_wave}))
    return Dated(in_force, Rule(NINETY_DAYS, params))


def plan_due(in_force: Span, notified: Span | None) -> Dated:
    """When the plan is due (Article 7(3)(b)); without a notification only the earliest date."""
    years = treaty_dates().plan_years
    by_entry = in_force.plus_years(years)
    params = {"in_force": in_force, "by_entry": by_entry}
    if notified is None:
        return Dated(by_entry, Rule(AT_THE_EARLIEST, params), is_certain=False)
    by_notice = notified.plus_years(years)
    params |= {"notified": notified, "by_notice": by_notice}
    return Dated(later_of(by_entry, by_notice), Rule(_branch(by_entry, by_notice), params))


def _branch(by_entry: Span, by_notice: Span) -> str:
    if by_entry == by_notice and by_entry.is_a_day:
        return BY_BOTH
    if by_notice.last <= by_entry.first:
        return BY_ENTRY
    return BY_NOTICE if by_entry.last <= by_notice.first else BY_EITHER


def reviews(
    submitted: Sequence[Span],
    *,
    due: Span | None = None,
    start: ReviewStart = ReviewStart.SUBMISSION,
    resubmission: Resubmission = Resubmission.GOES_ON,
) -> Iterator[Dated]:
    """The reviews after the plan was submitted (Article 7(3)(c)), without end.

    `submitted` is in order. Counted from the due date only where that is known (`due`).
    """
    if start is ReviewStart.DUE_DATE and due is not None:
        yield from _every_three_years(due, FROM_DUE_DATE, is_a_reading=True)
    elif resubmission is Resubmission.GOES_ON:
        yield from _every_three_years(submitted[0], FROM_SUBMISSION)
    else:
        yield from _begun_anew(submitted)


def _begun_anew(submitted: Sequence[Span]) -> Iterator[Dated]:
    """What fell due before the next plan was submitted stays due; after it the count is new."""
    for place, (begin, end) in enumerate(zip(submitted, [*submitted[1:], None], strict=True)):
        message = FROM_RESUBMISSION if place else FROM_SUBMISSION
        for review in _every_three_years(begin, message, is_a_reading=place > 0):
            if end is not None and review.on.first >= end.first:
                break
            yield review


def _every_three_years(start: Span, message: str, *, is_a_reading: bool = False) -> Iterator[Dated]:
    step = treaty_dates().review_years
    for years in count(step, step):
        if start.last.year + years > date.max.year:
            return
        rule = Rule(message, {"start": start, "years": years})
        yield Dated(start.plus_years(years), rule, is_a_reading=is_a_reading)


def reports(cycle: Cycle, in_force: Span) -> Iterator[ReportDue]:
    """The reports of one kind that fall due once the Convention is in force for the Party."""
    for number in count():
        on = Span.on(cycle.first_due_on).plus_years(number * cycle.every_years)
        if on.first < in_force.last:
            continue
        first = Span.on(cycle.first_due_on)
        rule = Rule(NEXT_REPORT, {"first": first}) if number else Rule(FIRST_REPORT)
        is_a_reading = cycle.next_is_a_reading if number else cycle.basis_of_first == "reading"
        yield ReportDue(Dated(on, rule, is_a_reading=is_a_reading), _covered(cycle, on.first))


def _covered(cycle: Cycle, due_on: date) -> tuple[date, date] | None:
    if cycle.first_covers_from is None:
        return None
    from_ = date(due_on.year - cycle.every_years, 1, 1)
    return max(from_, cycle.first_covers_from), date(due_on.year - 1, 12, 31)
