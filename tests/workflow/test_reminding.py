"""On which days a date is told: a table one can read beside the rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nap_tracker.workflow.reminding import asked_again, is_working_day, nudged, reached

DUE = date(2026, 6, 10)  # a Wednesday
SATURDAY_SUNDAY = frozenset({5, 6})


def told(due: date, first: date, last: date, **facts: object) -> list[tuple[str, str]]:
    """(day, rule) of every day on which another rule is the newest."""
    found, day, before = [], first, ""
    while day <= last:
        rule = reached(due, day, **facts)  # type: ignore[arg-type]
        if rule is not None and rule.name != before:
            found.append((day.isoformat(), rule.name))
            before = rule.name
        day += timedelta(days=1)
    return found


def test_a_date_is_told_30_7_and_1_days_before_and_1_7_and_every_30_after() -> None:
    assert told(DUE, date(2026, 4, 1), date(2026, 9, 10)) == [
        ("2026-05-11", "before-30"),
        ("2026-06-03", "before-7"),
        ("2026-06-09", "before-1"),
        ("2026-06-11", "after-1"),
        ("2026-06-17", "after-7"),
        ("2026-07-10", "after-30"),
        ("2026-08-09", "after-60"),
        ("2026-09-08", "after-90"),
    ]


def test_the_day_before_a_monday_is_told_on_friday() -> None:
    monday = date(2026, 6, 15)
    week = told(monday, date(2026, 6, 10), date(2026, 6, 16), weekend=SATURDAY_SUNDAY)
    assert week == [
        ("2026-06-10", "before-7"),
        ("2026-06-12", "before-1"),
        ("2026-06-16", "after-1"),
    ]


def test_in_a_leap_year_the_day_before_the_first_of_march_is_the_29th() -> None:
    assert ("2028-02-29", "before-1") in told(date(2028, 3, 1), date(2028, 2, 1), date(2028, 3, 1))
    assert ("2027-02-28", "before-1") in told(date(2027, 3, 1), date(2027, 2, 1), date(2027, 3, 1))
    assert ("2028-01-30", "before-30") in told(
        date(2028, 2, 29), date(2028, 1, 1), date(2028, 2, 29)
    )


def test_what_was_not_known_on_a_day_is_not_told_as_if_it_had_been() -> None:
    given = date(2026, 5, 20)
    assert told(DUE, given, date(2026, 6, 10), since=given) == [
        ("2026-06-03", "before-7"),
        ("2026-06-09", "before-1"),
    ]
    assert reached(DUE, DUE, since=DUE) is None
    assert reached(DUE, date(2026, 6, 9), since=date(2026, 6, 9)) is not None


def test_what_was_missed_is_told_as_the_newest_rule_alone() -> None:
    rule = reached(DUE, date(2026, 6, 20))
    assert rule is not None
    assert (rule.name, rule.day) == ("after-7", date(2026, 6, 17))


@pytest.mark.parametrize(
    ("days", "name"), [(-1, None), (0, "nudge-0"), (29, "nudge-0"), (30, "nudge-30")]
)
def test_something_quiet_is_asked_about_every_30_days(days: int, name: str | None) -> None:
    rule = nudged(DUE, DUE + timedelta(days=days))
    assert (rule.name if rule else None) == name


def test_what_was_put_off_comes_back_once_on_its_day() -> None:
    assert asked_again(DUE, DUE - timedelta(days=1)) is None
    assert asked_again(DUE, DUE) == asked_again(DUE, DUE + timedelta(days=2))
    assert asked_again(DUE, DUE + timedelta(days=60)) is None


def test_offices_are_closed_on_the_days_of_their_country() -> None:
    friday, sunday = date(2026, 6, 12), date(2026, 6, 14)
    assert is_working_day(friday, SATURDAY_SUNDAY)
    assert not is_working_day(sunday, SATURDAY_SUNDAY)
    assert not is_working_day(friday, frozenset({4, 5}))
