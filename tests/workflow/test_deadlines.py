"""Dates from dates: the six fixtures, partial dates, leap days, and what must always hold."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.i18n import use_locale
from nap_tracker.workflow.deadlines import entry_into_force, plan_due, reports, reviews
from nap_tracker.workflow.readings import Resubmission, ReviewStart
from nap_tracker.workflow.spans import Span, later_of
from nap_tracker.workflow.treaty_dates import treaty_dates

DAYS = st.dates(date(2013, 10, 10), date(2060, 12, 31))
PARTIAL = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from([4, 7, 10]))

FIXTURES = [
    ("A", "2017-04-10", "2017-06-01", "2017-08-16", "2020-08-16", "entry into force"),
    ("B", "2017-04-10", "2018-03-01", "2017-08-16", "2021-03-01", "the notification"),
    ("C", "2020-01-10", "2019-05-02", "2020-04-09", "2023-04-09", "entry into force"),
    ("D", "2020-01-10", "2024-02-29", "2020-04-09", "2027-02-28", "the notification"),
    ("E", "2017-05-18", "2017-08-16", "2017-08-16", "2020-08-16", "the same date"),
    ("F", "2017-05-19", "2017-08-16", "2017-08-17", "2020-08-17", "entry into force"),
]


@pytest.mark.parametrize(
    ("deposit", "notified", "in_force", "due", "why"), [f[1:] for f in FIXTURES], ids="ABCDEF"
)
def test_the_plan_is_due_at_the_later_of_two_dates(deposit, notified, in_force, due, why):
    entry = entry_into_force(Span.of(deposit))
    assert entry.on == Span.of(in_force)
    plan = plan_due(entry.on, Span.of(notified))
    assert plan.on == Span.of(due)
    assert plan.is_certain
    assert why in plan.rule.words


def test_the_first_wave_and_the_ninety_days_give_their_own_rule():
    assert "fiftieth" in entry_into_force(Span.of("2014-09-24")).rule.words
    later = entry_into_force(Span.of("2020-01-10")).rule.words
    assert later == (
        "The 90th day after the instrument was deposited. Deposit (10 January 2020) plus 90 days:"
        " 9 April 2020."
    )


def test_a_rule_speaks_the_language_of_who_asks():
    rule = plan_due(Span.of("2017-08-16"), Span.of("2018-03-01")).rule
    with use_locale("fr"):
        assert "1er mars 2021" in rule.words
        assert "Entry" not in rule.words


def test_without_a_notification_only_the_earliest_date_is_known():
    plan = plan_due(Span.of("2017-08-16"), None)
    assert plan.on == Span.of("2020-08-16")
    assert not plan.is_certain
    assert "at the earliest" in plan.rule.words


def test_a_month_stays_a_month_and_a_year_a_year():
    assert plan_due(Span.of("2017-08-16"), Span.of("2020-04")).on.partial == "2023-04"
    assert plan_due(Span.of("2017-08-16"), Span.of("2020")).on.partial == "2023"


def test_what_lies_between_two_days_says_which():
    entry = entry_into_force(Span.of("2020-04"))
    assert entry.on == Span(date(2020, 6, 30), date(2020, 7, 29))
    assert entry.on.partial is None
    assert entry.on.words == "between 30 June 2020 and 29 July 2020"


def test_a_deposit_in_the_month_of_the_fiftieth_may_be_of_the_first_wave_or_not():
    entry = entry_into_force(Span.of("2017-05"))
    assert entry.on == Span(date(2017, 8, 16), date(2017, 8, 29))
    assert "not before 16 August 2017" in entry.rule.words


def test_two_partial_branches_do_not_pretend_to_know_which_is_later():
    plan = plan_due(Span.of("2020-04-09"), Span.of("2020"))
    assert plan.on == Span(date(2023, 4, 9), date(2023, 12, 31))
    assert "known more exactly" in plan.rule.words


def test_reviews_come_every_three_years_after_the_submission():
    found = list(islice(reviews([Span.of("2020-04-30")]), 3))
    assert [r.on.partial for r in found] == ["2023-04-30", "2026-04-30", "2029-04-30"]
    assert not any(r.is_a_reading for r in found)


def test_a_leap_day_comes_back_in_leap_years():
    found = list(islice(reviews([Span.of("2020-02-29")]), 4))
    expected = ["2023-02-28", "2026-02-28", "2029-02-28", "2032-02-29"]
    assert [r.on.partial for r in found] == expected


def test_reviews_can_count_from_the_due_date():
    found = reviews([Span.of("2022-01-15")], due=Span.of("2020-08-16"), start=ReviewStart.DUE_DATE)
    first = next(found)
    assert first.on.partial == "2023-08-16"
    assert first.is_a_reading
    assert "was due" in first.rule.words


def test_without_a_due_date_reviews_count_from_the_submission_all_the_same():
    assert next(reviews([Span.of("2020")], start=ReviewStart.DUE_DATE)).on.partial == "2023"


def test_an_amendment_begins_anew_only_by_that_reading():
    submitted = [Span.of("2019-06-01"), Span.of("2023-02-01")]
    goes_on = [r.on.partial for r in islice(reviews(submitted), 3)]
    anew = reviews(submitted, resubmission=Resubmission.RESTARTS)
    restarts = [r.on.partial for r in islice(anew, 3)]
    assert goes_on == ["2022-06-01", "2025-06-01", "2028-06-01"]
    assert restarts == ["2022-06-01", "2026-02-01", "2029-02-01"]


def test_reports_due_before_entry_into_force_never_appear():
    dates = treaty_dates()
    early = next(reports(dates.short_report, Span.of("2017-08-16")))
    late = next(reports(dates.short_report, Span.of("2020-01-01")))
    assert (early.dated.on.partial, late.dated.on.partial) == ("2019-12-31", "2023-12-31")
    assert (early.dated.is_a_reading, late.dated.is_a_reading) == (False, True)


def test_full_reports_say_which_years_they_cover():
    found = list(islice(reports(treaty_dates().full_report, Span.of("2017-08-16")), 3))
    assert [r.dated.on.partial for r in found] == ["2021-12-31", "2025-12-31", "2029-12-31"]
    assert found[0].covers == (date(2017, 8, 16), date(2020, 12, 31))
    assert found[1].covers == (date(2021, 1, 1), date(2024, 12, 31))


@given(PARTIAL)
def test_a_partial_date_is_read_back_as_it_was_written(text: str):
    assert Span.of(text).partial == text


@given(PARTIAL, PARTIAL)
def test_the_due_date_is_never_before_either_branch(deposit: str, notified: str):
    entry = entry_into_force(Span.of(deposit)).on
    due = plan_due(entry, Span.of(notified)).on
    for branch in (entry.plus_years(3), Span.of(notified).plus_years(3)):
        assert due.first >= branch.first
        assert due.last >= branch.last
    assert later_of(entry, Span.of(notified)).plus_years(3) == due


@given(PARTIAL, st.data())
def test_a_partial_date_holds_what_every_day_of_it_leads_to(deposit: str, data: st.DataObject):
    """What is known exactly later always lies inside what was said before."""
    span = Span.of(deposit)
    days = (span.last - span.first).days
    day = span.first + timedelta(data.draw(st.integers(0, days)))
    whole, exact = entry_into_force(span).on, entry_into_force(Span.on(day)).on
    assert whole.first <= exact.first <= whole.last
    due, known = whole.plus_years(3), exact.plus_years(3)
    assert due.first <= known.first <= due.last


@given(DAYS)
def test_nobody_is_bound_before_the_convention_was(day: date):
    assert entry_into_force(Span.on(day)).on.first >= treaty_dates().first_wave_on


@given(st.lists(PARTIAL, min_size=1, max_size=3))
def test_reviews_never_come_twice_or_backwards(texts: list[str]):
    submitted = sorted((Span.of(t) for t in texts), key=lambda s: (s.first, s.last))
    for reading in Resubmission:
        found = [r.on.first for r in islice(reviews(submitted, resubmission=reading), 12)]
        assert found == sorted(set(found))


@given(PARTIAL)
def test_every_rule_can_be_said(text: str):
    entry = entry_into_force(Span.of(text))
    plan = plan_due(entry.on, Span.of(text))
    assert all(word and "%(" not in word for word in (entry.rule.words, plan.rule.words))
