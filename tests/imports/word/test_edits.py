"""Changes of a paragraph as words in the place of others."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.imports.word.commented import Piece
from nap_tracker.imports.word.edits import Edit, tracked, untracked

TEXT = "The mercury use is high in the north."


def pieces(told: str) -> tuple[Piece, ...]:
    """'a [-b-]{+c+} d' as pieces."""
    made: list[Piece] = []
    for part in told.replace("[-", "\0-").replace("{+", "\0+").replace("-]", "\0").replace(
        "+}", "\0").split("\0"):  # fmt: skip
        kind = {"-": "del", "+": "ins"}.get(part[:1], "")
        if part:
            made.append(Piece(part[1:] if kind else part, kind))
    return tuple(made)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("The [-mercury-]{+gold+} use.", [("mercury", "gold")]),
        ("The mercury{+ and gold+} use.", [("mercury", "mercury and gold")]),
        ("The {+total +}mercury use.", [("The", "The total")]),
        ("{+Now the +}mercury use.", [("mercury", "Now the mercury")]),
        ("The very [-very -]high use.", [("very very", "very")]),
        ("gr[-e-]{+a+}y and wh[-i-]{+y+}te", [("grey", "gray"), ("white", "whyte")]),
        ("a [-b-]{+c+} [-d-]{+e+} f", [("b d", "c e")]),
        ("[-All of it.-]", [("All of it.", "")]),
        ("{+Only new.+}", [("", "Only new.")]),
        ("nothing", []),
    ],
)
def test_tracked_changes_begin_and_end_between_words(
    told: str, found: list[tuple[str, str]]
) -> None:
    given_ = pieces(told)
    sent = "".join(piece.text for piece in given_ if piece.change != "ins")
    assert [(sent[e.start : e.end], e.words) for e in tracked(given_)] == found


def test_changes_that_nobody_tracked_are_found() -> None:
    after = "The mercury use is low in the north and the south."
    found = [(TEXT[e.start : e.end], e.words) for e in untracked(TEXT, after)]
    assert found == [("high", "low"), ("north.", "north and the south.")]


def test_spaces_alone_are_no_change() -> None:
    assert untracked(TEXT, TEXT.replace(" ", "  ")) == ()


@given(st.integers(0, 10**9))
def test_put_in_their_places_the_words_make_the_new_text(seed: int) -> None:
    chance = random.Random(seed)
    words = [chance.choice(("mercury", "gold", "a", "of", "north.")) for _ in range(12)]
    changed = list(words)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(changed))
        if chance.random() < 0.5:
            changed.insert(place, chance.choice(("new", "old")))
        elif len(changed) > 2:
            del changed[place]
    before, after = " ".join(words), " ".join(changed)
    text = before
    for edit in reversed(untracked(before, after)):
        text = text[: edit.start] + edit.words + text[edit.end :]
    assert text.split() == after.split()
    assert all(
        isinstance(edit, Edit) and edit.start < edit.end for edit in untracked(before, after)
    )
