"""What stood under a comment when a file went out is never said anew, whatever became of it."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nap_tracker.content.marks import Remark, Said
from nap_tracker.content.matrix import RESPONSES, UNPUBLISHED
from nap_tracker.content.remark_text import GOVERNMENT
from nap_tracker.i18n import gettext, use_locale
from nap_tracker.imports.brought import Fate
from tests.commented import in_an_office, said, saved_by_office
from tests.imports.word.test_comments import LANGUAGES, NO_SHRINKING
from tests.remarked import SAID_AT, Went, edited, file_of, went_out

DRAFT = "zqdraft"


def response(language: str, chance: random.Random, reason: str) -> Said:
    """As it stands under a comment: a draft, or published."""
    with use_locale(language):
        kind = gettext(chance.choice((RESPONSES, UNPUBLISHED))[chance.choice(tuple(RESPONSES))])
        return Said(gettext(GOVERNMENT), SAID_AT, f"{kind}: {reason}")


def answered(seed: int) -> Went:
    """A file in which most comments have a response, and replies before it."""
    chance = random.Random(seed)
    went = went_out(chance.choice(LANGUAGES), seed)
    return file_of(went.plan, tuple(
        replace(one, replies=(*one.replies, response(went.language, chance, f"{DRAFT} {n} by law")))
        if chance.random() < 0.7 else one
        for n, one in enumerate(went.remarks)
    ))  # fmt: skip


def by_now(went: Went, seed: int) -> tuple[Remark, ...]:
    """The same comments later: some responses and replies are others, some are gone."""
    chance = random.Random(seed)

    def later(one: Remark) -> Remark:
        fate = chance.randint(0, 3)
        if fate == 0:
            return one
        kept = one.replies[: chance.randint(0, len(one.replies))]
        new = (Said("Ama Mensah", SAID_AT, said(chance)),) if fate == 1 else ()
        other = (response(went.language, chance, said(chance)),) if fate == 2 else ()
        return replace(one, replies=(*kept, *new, *other))

    return tuple(map(later, went.remarks))


@settings(max_examples=15, deadline=None, phases=NO_SHRINKING)
@given(st.integers(0, 2**32))
def test_an_untouched_file_changes_nothing_whatever_was_answered_since(seed: int) -> None:
    went = answered(seed % 40)
    found = went.back(known=by_now(went, seed))
    assert (found.items, found.faults) == ((), ())
    assert found.same == len(went.remarks)


@in_an_office
def test_nor_does_one_that_another_program_saved(tmp_path: Path) -> None:
    went = answered(1)
    data = saved_by_office(went.data, tmp_path, "docx")
    found = went.back(data, known=by_now(went, 1))
    assert (found.items, found.faults) == ((), ())


@pytest.mark.parametrize("seed", range(4))
def test_a_response_that_was_changed_in_the_file_is_no_reply(seed: int) -> None:
    went = answered(seed)
    data = edited(went.data, lambda xml: xml.replace(DRAFT, "surely"), "word/comments.xml")
    for known in (went.remarks, by_now(went, seed)):
        found = went.back(data, known=known)
        assert not found.items
        assert found.faults
        assert not any(fault.stops for fault in found.faults)


def test_a_reply_that_was_withdrawn_stays_so_and_a_new_one_is_brought_in() -> None:
    went = answered(3)
    first, *others = went.remarks
    said_there = replace(first, replies=(Said("Ama Mensah", SAID_AT, "So it is."),))
    went = file_of(went.plan, (said_there, *others))
    withdrawn = (first, *others)
    assert not went.back(known=withdrawn).items
    data = edited(went.data, lambda xml: xml.replace("So it is.", "So it is!"), "word/comments.xml")
    (item,) = went.back(data, known=withdrawn).items
    assert (item.fate, item.body, item.comment_id) == (Fate.REPLY, "So it is!", first.id)
