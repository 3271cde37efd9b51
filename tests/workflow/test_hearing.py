"""Who hears of a comment: every circle, every reader, every state, in one table each."""

from __future__ import annotations

from itertools import product

import pytest

from nap_tracker.workflow.hearing import (
    BANDS,
    CommentFacts,
    ReaderFacts,
    Side,
    Visibility,
    band,
    choices,
    circles,
    circles_within,
    hears,
    is_wider,
)

TEAM, ROUND, PLAN = Visibility
INSIDE, OUTSIDE = Side.GOVERNMENT, Side.PARTNERSHIP
HERE, ELSEWHERE = "round-1", "round-2"

READERS = {
    "author": ReaderFacts(is_author=True, reads_the_place=True, side=OUTSIDE),
    "drafting team": ReaderFacts(reads_the_place=True, drafts_there=True, side=INSIDE),
    "drafter elsewhere": ReaderFacts(reads_the_place=True, side=INSIDE),
    "viewer": ReaderFacts(reads_the_place=True, side=INSIDE),
    "reviewer of the plan": ReaderFacts(reads_the_place=True, side=OUTSIDE),
    "in the round, handed in": ReaderFacts(reads_the_place=True, handed_in=frozenset({HERE})),
    "in the round, not yet": ReaderFacts(reads_the_place=True),
    "in another round": ReaderFacts(reads_the_place=True, handed_in=frozenset({ELSEWHERE})),
    "by a link": ReaderFacts(reads_the_place=True),
}
SAID: dict[tuple[Visibility, str | None, Side | None], set[str]] = {
    (TEAM, None, None): set(),
    (TEAM, HERE, INSIDE): set(),
    (TEAM, HERE, OUTSIDE): set(),
    (ROUND, HERE, INSIDE): {"in the round, handed in"},
    (ROUND, HERE, OUTSIDE): {"in the round, handed in"},
    (PLAN, None, None): {"drafter elsewhere", "viewer", "reviewer of the plan"},
    (PLAN, HERE, INSIDE): {"drafter elsewhere", "viewer", "in the round, handed in"},
    (PLAN, HERE, OUTSIDE): {"reviewer of the plan", "in the round, handed in"},
}
"""Who hears of it beside its author and the drafting team."""


@pytest.mark.parametrize(("where", "who"), list(product(SAID, READERS)))
def test_who_hears_of_what_was_said(where: tuple[Visibility, str | None, Side | None], who: str):
    visibility, round_, side = where
    comment = CommentFacts(visibility, round=round_, side=side)
    allowed = who in {"author", "drafting team", *SAID[where]}
    assert hears(comment, READERS[who]) is allowed


@pytest.mark.parametrize(("where", "who"), list(product(SAID, READERS)))
def test_what_is_not_said_only_its_author_knows_of(
    where: tuple[Visibility, str | None, Side | None], who: str
):
    visibility, round_, side = where
    comment = CommentFacts(visibility, is_said=False, round=round_, side=side)
    assert hears(comment, READERS[who]) is (who == "author")


EVERY_COMMENT = [
    CommentFacts(v, said, r, s)
    for v, said, r, s in product(Visibility, (True, False), (None, HERE), (None, *Side))
]
EVERY_READER = [
    ReaderFacts(author, place, drafts, frozenset(rounds), side)
    for author, place, drafts, rounds, side in product(
        (True, False), (True, False), (True, False), ((), (HERE,), (ELSEWHERE,)), (None, *Side)
    )
]


@pytest.mark.parametrize("comment", EVERY_COMMENT, ids=str)
def test_a_comment_on_what_a_reader_may_not_see_is_not_there(comment: CommentFacts):
    assert not any(hears(comment, r) for r in EVERY_READER if not r.reads_the_place)


@pytest.mark.parametrize("reader", EVERY_READER, ids=str)
def test_a_wider_circle_hides_nothing_from_anybody(reader: ReaderFacts):
    for said, side in product((True, False), (None, *Side)):
        heard = [hears(CommentFacts(v, said, HERE, side), reader) for v in Visibility]
        assert heard == sorted(heard)


@pytest.mark.parametrize("comment", EVERY_COMMENT, ids=str)
def test_the_two_sides_never_read_each_other(comment: CommentFacts):
    for reader in EVERY_READER:
        stranger = not reader.is_author and not reader.drafts_there and not reader.handed_in
        if stranger and comment.side and reader.side is not comment.side:
            assert not hears(comment, reader)


def test_the_narrowest_circle_comes_first_and_every_one_has_words():
    assert [v.openness for v in Visibility] == [0, 1, 2]
    assert BANDS.keys() == set(Visibility)
    assert choices(None) == (TEAM, PLAN)
    assert choices(HERE) == (TEAM, ROUND, PLAN)


def test_a_wider_circle_is_one_that_more_people_read():
    pairs = [(one, other) for one, other in product(Visibility, repeat=2) if is_wider(one, other)]
    assert pairs == [(ROUND, TEAM), (PLAN, TEAM), (PLAN, ROUND)]
    assert [list(circles_within(v, INSIDE)) for v in Visibility] == [
        [TEAM],
        [TEAM, ROUND],
        [TEAM, ROUND, PLAN],
    ]


def test_the_widest_circle_of_a_round_says_on_which_side_of_the_door_it_ends() -> None:
    inside, outside = circles(Side.GOVERNMENT), circles(Side.PARTNERSHIP)
    assert "in the government" in inside[Visibility.PLAN]
    assert "from outside the government" in outside[Visibility.PLAN]
    assert band(Visibility.PLAN, Side.PARTNERSHIP) != band(Visibility.PLAN, None)
    assert band(Visibility.TEAM, Side.PARTNERSHIP) == band(Visibility.TEAM, None)


def test_outside_of_rounds_nobody_can_choose_one() -> None:
    assert list(circles(None)) == [Visibility.TEAM, Visibility.PLAN]
    assert set(circles(Side.GOVERNMENT)) == set(Visibility)
