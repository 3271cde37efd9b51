"""A worst practice at a site: which finding may follow which, and when a visit is due again."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from nap_tracker.workflow.eliminating import (
    ELIMINATED,
    NOT_KNOWN,
    NOT_PRACTISED,
    PRESENT,
    REDUCED,
    Finding,
    Seen,
    Standing,
    problem,
    reading,
    rests,
)

PAIRS = list(product(Finding, Finding))
TODAY = date(2026, 11, 27)
ALLOWED = {
    NOT_KNOWN: "present not_practised not_known",
    PRESENT: "present reduced eliminated not_known",
    REDUCED: "present reduced eliminated not_known",
    ELIMINATED: "present reduced eliminated not_known",
    NOT_PRACTISED: "present not_practised not_known",
}
"""What was known -> what a later visit may find, as the treaty's people would say it."""


def how(*seen: Seen, from_plan: bool = False, months: int = 24) -> Standing:
    return reading(seen, today=TODAY, months=months, from_plan=from_plan).standing


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_the_allowed_changes_are_these_and_no_others(before: Finding, after: Finding):
    found = problem([Seen(before, "2024")], Seen(after, "2025"))
    assert (found is None) == (after in ALLOWED[before].split())


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_visit_that_could_not_tell_changes_nothing_of_what_may_follow(
    before: Finding, after: Finding
):
    between = [Seen(before, "2024"), Seen(NOT_KNOWN, "2024-06")]
    found = problem(between, Seen(after, "2025"))
    assert (found is None) == (after in ALLOWED[before].split())


@pytest.mark.parametrize("first", Finding)
def test_what_never_was_there_cannot_be_reduced_or_eliminated(first: Finding):
    found = problem([], Seen(first, "2025"))
    assert (found is not None) == (first in (REDUCED, ELIMINATED))


@pytest.mark.parametrize("first", Finding)
def test_a_list_in_the_plan_is_not_a_finding_and_forbids_none(first: Finding):
    assert problem([], Seen(first, "2025"), from_plan=True) is None


def test_an_older_visit_entered_later_may_not_contradict_a_newer_one():
    newer = Seen(NOT_PRACTISED, "2025-03")
    found = problem([newer], Seen(PRESENT, "2024"))
    assert found is not None
    assert "March 2025" in found.words


def test_an_older_visit_that_could_not_tell_contradicts_nothing():
    later = [Seen(PRESENT, "2025"), Seen(REDUCED, "2026")]
    assert problem(later, Seen(NOT_KNOWN, "2024")) is None


def test_what_others_rest_on_is_not_withdrawn_before_them():
    first, later = Seen(PRESENT, "2024"), Seen(ELIMINATED, "2026-02-03")
    assert rests([later], first) is not None
    assert rests([first], later) is None
    assert rests([later], first, from_plan=True) is None


def test_the_last_of_two_that_say_it_was_there_may_go():
    first, second = Seen(PRESENT, "2024"), Seen(PRESENT, "2025")
    later = Seen(REDUCED, "2026")
    assert rests([first, later], second) is None


def test_nobody_visited_is_not_known_and_never_clean():
    assert how() is Standing.NOT_KNOWN


def test_what_the_plan_lists_counts_as_present_until_a_visit():
    assert how(from_plan=True) is Standing.PRESENT
    assert how(Seen(NOT_PRACTISED, "2025"), from_plan=True) is Standing.NOT_PRACTISED


def test_the_newest_finding_counts_whatever_order_they_came_in():
    seen = (Seen(REDUCED, "2026-05"), Seen(PRESENT, "2020"), Seen(PRESENT, "2026-04-30"))
    assert how(*seen) is Standing.REDUCED


def test_of_one_day_the_one_recorded_later_counts():
    assert how(Seen(REDUCED, "2026", "2"), Seen(PRESENT, "2026", "1")) is Standing.REDUCED


def test_a_newer_visit_that_could_not_tell_leaves_it_not_known():
    found = reading(
        [Seen(ELIMINATED, "2026-01"), Seen(NOT_KNOWN, "2026-06")], today=TODAY, months=24
    )
    assert found.standing is Standing.NOT_KNOWN
    assert found.known == Seen(ELIMINATED, "2026-01")


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        ("2024-11-27", Standing.ELIMINATED),
        ("2024-11-26", Standing.NEEDS_VISIT),
        ("2024-12", Standing.ELIMINATED),
        ("2024-11", Standing.NEEDS_VISIT),  # it may have been the first of the month
        ("2025", Standing.ELIMINATED),
        ("2024", Standing.NEEDS_VISIT),
    ],
)
def test_an_old_elimination_asks_for_a_new_visit_on_the_day_after(on: str, standing: Standing):
    assert how(Seen(ELIMINATED, on)) is standing


def test_the_age_is_what_the_plan_says():
    seen = Seen(ELIMINATED, "2026-05-31")
    assert how(seen, months=6) is Standing.ELIMINATED  # until the 30th of November
    assert how(seen, months=5) is Standing.NEEDS_VISIT


def test_nothing_else_grows_old():
    """What is bad stays bad until somebody has seen otherwise."""
    assert how(Seen(PRESENT, "2015")) is Standing.PRESENT
    assert how(Seen(NOT_PRACTISED, "2015")) is Standing.NOT_PRACTISED
