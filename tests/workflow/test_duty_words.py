"""How a duty stands, in words: as exact as what is known, and in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nap_tracker.i18n import languages, use_locale
from nap_tracker.workflow import duty_words
from nap_tracker.workflow.duties import Duty, Facts, Kind, Notice, Standing, clock
from nap_tracker.workflow.rules import Rule
from nap_tracker.workflow.spans import Span

OWING = Facts(
    deposited=Span.of("2017-04-10"),
    is_determined=True,
    notice=Notice(sent=Span.of("2018-03-01")),
)
PARTIAL = replace(OWING, notice=Notice(sent=Span.of("2018-03")))


@pytest.mark.parametrize(
    ("facts", "today", "words"),
    [
        (OWING, "2021-09-29", "Overdue by 212 days"),
        (OWING, "2021-03-02", "Overdue by 1 day"),
        (OWING, "2021-03-01", "Today"),
        (OWING, "2021-02-28", "In 1 day"),
        (OWING, "2021-02-01", "In 28 days"),
        (PARTIAL, "2021-02-27", "In at least 2 days"),
        (PARTIAL, "2021-03-01", "It has begun: the day is not known exactly"),
        (PARTIAL, "2021-03-31", "May be overdue: the day is not known exactly"),
        (PARTIAL, "2021-04-02", "Overdue by at least 2 days"),
        (replace(OWING, notice=None), "2026-01-01", "At the earliest; depends on the notification"),
        (replace(OWING, is_determined=False), "2026-01-01", "Voluntary"),
        (replace(OWING, submitted=(Span.of("2021-02"),)), "2026-01-01", "Submitted: February 2021"),
        (
            replace(OWING, submitted=(Span.of("2021-03-02"),)),
            "2026-01-01",
            "Submitted: 2 March 2021, 1 day after its date",
        ),
    ],
)
def test_how_the_plan_stands(facts: Facts, today: str, words: str):
    found = clock(facts, date.fromisoformat(today))
    assert duty_words.standing(found.duty("plan")) == words


def test_a_letter_whose_date_nobody_knows_is_done_all_the_same():
    found = clock(replace(OWING, notice=Notice()), date(2026, 1, 1))
    assert duty_words.standing(found.duty("notify")) == "Done; its date is not recorded"
    unsent = clock(replace(OWING, notice=None), date(2026, 1, 1))
    assert duty_words.standing(unsent.duty("notify")) == "Not recorded yet"


def test_a_report_says_its_year_and_what_it_covers():
    duty = clock(OWING, date(2021, 1, 1)).duty("full_report-2021")
    assert duty_words.title(duty) == "Full national report of 2021"
    assert duty_words.covers(duty) == "It covers 16 August 2017 to 31 December 2020."


POSSIBLE = [
    (kind, standing)
    for kind in Kind
    for standing in Standing
    if standing is not Standing.DONE or kind in duty_words.DONE
]
"""What has no end is never done."""


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("kind", "standing"), POSSIBLE)
def test_every_duty_can_be_said_in_every_language(kind: Kind, standing: Standing, language: str):
    due = Span.of("2027-05")
    duty = Duty("x", kind, standing, Rule("Because"), due, 3, Span.of("2027"), 2, number=1)
    with use_locale(language):
        for words in (duty_words.title(duty), duty_words.standing(duty), duty_words.due(duty)):
            assert words
            assert "%(" not in words
