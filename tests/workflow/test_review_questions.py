"""The questions of the review pack: replaceable data, each with its source."""

from __future__ import annotations

import re

from nap_tracker.services.review_sources import INPUT, SOURCES
from nap_tracker.workflow.review_questions import questions

PARAGRAPHS = ("7(1)", "7(2)", "7(3)", "7(3)(a)", "7(3)(b)", "7(3)(c)", "7(4)")


def test_every_question_has_a_source_and_every_source_exists():
    named = {source for one in questions() for source in one.source}
    assert all(one.source for one in questions())
    assert named <= SOURCES.keys() | {INPUT}


def test_every_source_stands_beside_a_question():
    named = {source for one in questions() for source in one.source}
    assert named == SOURCES.keys() | {INPUT}


def test_all_of_article_7_is_asked_about():
    assert {one.article for one in questions()} >= set(PARAGRAPHS)


def test_no_question_counts_as_verified():
    """Whoever compares one with the adopted format says so in the file, and changes this."""
    assert [one.id for one in questions() if not one.unverified] == []


def test_ids_are_permanent_codes_and_single():
    ids = [one.id for one in questions()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z_]{3,40}", id) for id in ids)


def test_every_question_speaks_english_and_french():
    for one in questions():
        assert one.text("en") != one.text("fr")
        assert one.text("xx") == one.text("en")
