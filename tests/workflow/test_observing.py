"""An observation's way: every state x every act; who approves; when the next one is due."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from nap_tracker.errors import InvalidTransition
from nap_tracker.workflow.observing import (
    MONTHS,
    OBSERVING,
    ObservationFacts,
    Observing,
    due_on,
    is_present,
)
from nap_tracker.workflow.spans import months_after

WAYS = {
    ("draft", "send"): "waiting",
    ("sent_back", "send"): "waiting",
    ("waiting", "take_back"): "draft",
    ("waiting", "approve"): "approved",
    ("waiting", "send_back"): "sent_back",
}
ACTS = [t.name for t in OBSERVING.transitions]


@pytest.mark.parametrize(("state", "act"), list(product(Observing, ACTS)))
def test_where_an_act_begins_and_leads(state: Observing, act: str):
    if (state.value, act) not in WAYS:
        with pytest.raises(InvalidTransition):
            OBSERVING.check(state, act, ObservationFacts())
    else:
        assert OBSERVING.check(state, act, ObservationFacts()) == ()
        assert OBSERVING.find(act).target == WAYS[state.value, act]


@pytest.mark.parametrize(
    ("own", "alone", "stopped"),
    [(False, False, False), (True, False, True), (True, True, False), (False, True, False)],
)
def test_nobody_approves_their_own_unless_alone(own: bool, alone: bool, stopped: bool):
    facts = ObservationFacts(is_own=own, is_alone=alone)
    hard = [p for p in OBSERVING.check(Observing.WAITING, "approve", facts) if p.hard]
    assert bool(hard) is stopped


def test_nothing_is_sent_without_a_value():
    found = OBSERVING.check(Observing.DRAFT, "send", ObservationFacts(is_given=False))
    assert [p.key for p in found] == ["has_a_value"]


@pytest.mark.parametrize(("state", "act"), [("draft", "send"), ("waiting", "approve")])
def test_nothing_moves_in_a_closed_period(state: str, act: str):
    found = OBSERVING.check(Observing(state), act, ObservationFacts(is_in_closed_period=True))
    assert [p.key for p in found] == ["period_is_open"]


def test_without_evidence_it_can_be_approved_and_says_so():
    found = OBSERVING.check(Observing.WAITING, "approve", ObservationFacts(has_evidence=False))
    assert [(p.key, p.hard) for p in found] == [("has_evidence", False)]


SINCE, LAST, END = date(2024, 1, 31), date(2024, 12, 31), date(2029, 12, 31)


@pytest.mark.parametrize("frequency", MONTHS)
def test_the_next_is_due_one_interval_after_the_last(frequency: str):
    months = MONTHS[frequency]
    assert due_on(frequency, since=SINCE, last=LAST, end=END) == months_after(LAST, months)
    assert due_on(frequency, since=SINCE, last=None, end=END) == months_after(SINCE, months)


@pytest.mark.parametrize("frequency", ["once", "at_end"])
def test_what_is_measured_once_is_due_at_the_end_and_then_never(frequency: str):
    assert due_on(frequency, since=SINCE, last=None, end=END) == END
    assert due_on(frequency, since=SINCE, last=LAST, end=END) == date.max
    assert due_on(frequency, since=SINCE, last=None, end=None) == date.max


@pytest.mark.parametrize(
    ("frequency", "last_day"),
    [
        ("monthly", date(2025, 4, 30)),
        ("yearly", date(2026, 3, 31)),
        (None, date(2026, 3, 31)),
        ("three_yearly", date(2028, 3, 31)),
    ],
)
def test_a_value_is_of_the_present_until_its_grace_is_over(frequency: str | None, last_day: date):
    for later, expected in ((0, True), (1, False)):
        day = last_day + timedelta(days=later)
        found = is_present(frequency, last=date(2024, 12, 31), today=day, grace=3)
        assert found is expected


def test_what_is_measured_once_stays_present():
    assert is_present("once", last=date(2020, 1, 1), today=date(2040, 1, 1), grace=0)


def test_where_nobody_said_how_often_it_is_every_year():
    assert due_on(None, since=SINCE, last=LAST, end=None) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 11, 30), 1, date(2024, 12, 30)),
        (date(2024, 3, 31), 36, date(2027, 3, 31)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, then):
    assert months_after(day, months) == then
