"""Every row of the public list of Parties: computed without error, and its dates are ours."""

from __future__ import annotations

import csv
import os
from datetime import date
from functools import cache

import pytest

from nap_tracker.workflow.duties import Facts, Notice, Standing, clock
from nap_tracker.workflow.spans import Span
from tests.imports.tables import NAPS

pytestmark = pytest.mark.naps

TODAY = date(2026, 11, 26)
Row = dict[str, str]


@cache
def rows() -> tuple[Row, ...]:
    path = NAPS / "parties.csv"
    if not path.exists():
        if "naps" in os.environ.get("NAP_TEST_REQUIRE", "").split(","):
            pytest.fail(f"{path} is missing, and NAP_TEST_REQUIRE asks for it")
        pytest.skip(f"{path} is not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def span(text: str) -> Span | None:
    return Span.of(text) if text else None


def submitted(row: Row) -> tuple[Span, ...]:
    dates = (
        row["nap_submission_date"],
        row["nap_submission_year_secondary"],
        row["nap_document_date"],
    )
    return tuple(Span.of(text) for text in dates if text)[:1]


def facts(row: Row, **changed: object) -> Facts:
    found: dict[str, object] = {
        "deposited": span(row["deposit_date"]),
        "is_determined": row["asgm_notified"] == "yes",
        "notice": Notice(sent=span(row["notification_date"])) if row["asgm_notified"] else None,
        "submitted": submitted(row),
    }
    return Facts(**{**found, **changed})  # type: ignore[arg-type]


def test_there_are_as_many_as_the_list_says():
    assert len(rows()) == 43


def test_every_party_computes_on_any_day_and_every_rule_can_be_said():
    for row in rows():
        for today in (date(2014, 1, 1), TODAY, date(2035, 6, 30)):
            for duty in clock(facts(row), today).duties:
                assert duty.rule.words, row["iso3"]


def test_entry_into_force_is_that_of_the_list():
    checked = 0
    for row in rows():
        if not row["deposit_date"]:
            continue
        in_force = clock(facts(row), TODAY).in_force
        assert in_force is not None
        assert in_force.on == Span.of(row["entry_into_force"]), row["iso3"]
        assert Span.of(row["deposit_date"]).plus_days(90) == Span.of(row["deposit_plus_90_days"])
        checked += 1
    assert checked == 42


def test_the_conditional_date_is_the_due_date_of_who_notified_by_entry_into_force():
    for row in rows():
        conditional = span(row["nap_due_if_notified_by_entry_into_force"])
        if conditional is None:
            continue
        notice = Notice(sent=Span.of(row["entry_into_force"]))
        told = clock(facts(row, is_determined=True, notice=notice), TODAY)
        assert told.duty("plan").due == conditional, row["iso3"]
        untold = clock(facts(row, is_determined=True, notice=None, submitted=()), TODAY)
        assert untold.duty("plan").due == conditional
        assert untold.duty("plan").standing is Standing.AT_THE_EARLIEST


def test_nobody_in_the_list_is_overdue_with_a_plan_for_want_of_a_notification_date():
    for row in rows():
        for duty in clock(facts(row), TODAY).of_article_7:
            if not row["notification_date"] and duty.key == "plan":
                assert duty.standing is not Standing.OVERDUE, row["iso3"]


def test_the_one_state_without_a_deposit_owes_nothing():
    (row,) = [row for row in rows() if not row["deposit_date"]]
    found = clock(facts(row), TODAY)
    assert found.in_force is None
    assert found.duty("plan").standing is Standing.VOLUNTARY
    assert found.of_article_21 == ()
