"""Whose turn it is, counted in calendar days."""

from __future__ import annotations

from datetime import date

import pytest

from nap_tracker.workflow.turns import Asked, Outcome, days_between, history, standing

TODAY = date(2026, 5, 15)


def asked(holder: str, began: str = "2026-05-03", **more: str | None) -> Asked:
    facts: dict[str, str | None] = {
        "due_on": None,
        "lapses_on": None,
        "ended_on": None,
        "outcome": None,
        **more,
    }
    return Asked(holder, "internal_review", holder, "", began, **facts)  # type: ignore[arg-type]


def test_it_is_with_who_was_asked_since_the_day_they_were():
    now = standing([asked("Mines", due_on="2026-05-20")], "2026-05-01", TODAY)
    assert [turn.holder for turn in now.holders] == ["Mines"]
    assert (now.since, now.days, now.due_on, now.late_by) == ("2026-05-03", 12, "2026-05-20", 0)


def test_of_several_those_are_named_who_have_not_answered():
    answered = asked("Health", ended_on="2026-05-10", outcome=Outcome.ANSWERED)
    now = standing([asked("Mines"), answered, asked("Trade")], "2026-05-01", TODAY)
    assert [turn.holder for turn in now.holders] == ["Mines", "Trade"]
    assert now.answered == 1


def test_when_all_have_answered_it_is_back_since_the_last_answer():
    given = [
        asked("Mines", ended_on="2026-05-08", outcome=Outcome.ANSWERED),
        asked("Health", ended_on="2026-05-12", outcome=Outcome.REFUSED),
    ]
    now = standing(given, "2026-05-01", TODAY)
    assert (now.holders, now.since, now.days) == ((), "2026-05-12", 3)


@pytest.mark.parametrize(
    ("lapses_on", "waits"),
    [("2026-05-15", True), ("2026-05-14", False), ("2026-05", True), ("2026-04", False)],
)
def test_a_request_is_over_after_its_day_without_anybody_doing_anything(
    lapses_on: str, waits: bool
):
    assert asked("Mines", lapses_on=lapses_on).waits(TODAY) is waits


def test_a_lapsed_request_gives_the_text_back_on_its_last_day():
    now = standing([asked("Mines", lapses_on="2026-05-10")], "2026-05-01", TODAY)
    assert (now.holders, now.since, now.days) == ((), "2026-05-10", 5)


def test_late_is_counted_and_ends_nothing():
    now = standing([asked("Mines", due_on="2026-05-12")], "2026-05-01", TODAY)
    assert [turn.holder for turn in now.holders] == ["Mines"]
    assert now.late_by == 3


def test_a_date_that_is_not_a_whole_day_gives_no_number_of_days():
    now = standing([asked("Mines", began="2026-05")], "2026-05-01", TODAY)
    assert (now.since, now.days) == ("2026-05", None)
    assert days_between("2026", "2026-05-01") is None


def test_the_history_has_every_turn_and_the_days_between():
    given = [
        asked("Mines", ended_on="2026-05-08", outcome=Outcome.ANSWERED),
        asked("Health", ended_on="2026-05-12", outcome=Outcome.CLOSED),
    ]
    lines = history(given, "2026-04-01", TODAY)
    told = [(x.turn.holder if x.turn else "team", x.began_on, x.over_on, x.days) for x in lines]
    assert told == [
        ("team", "2026-05-12", None, 3),
        ("Mines", "2026-05-03", "2026-05-08", 5),
        ("Health", "2026-05-03", "2026-05-12", 9),
        ("team", "2026-04-01", "2026-05-03", 32),
    ]


def test_while_somebody_is_asked_the_team_has_no_open_stretch():
    lines = history([asked("Mines")], "2026-05-03", TODAY)
    assert [(x.turn is not None, x.over_on, x.days) for x in lines] == [(True, None, 12)]
