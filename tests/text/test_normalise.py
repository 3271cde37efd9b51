"""What the normaliser at the door keeps, changes and refuses."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.text.normalise import RefusedCharacter, clean, line, paragraph

KEPT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r")
)


def test_accents_are_composed() -> None:
    assert clean("Burkina\u0300 e\u0301te\u0301") == "Burkinà été"


def test_every_line_end_becomes_one_line_feed() -> None:
    assert clean("a\r\nb\rc\nd\u2028e\u2029f") == "a\nb\nc\nd\ne\nf"


@pytest.mark.parametrize("text", ["\ue000", "\u200f", "\u202b", "\u2066", "\u200b", "\u00ad", "\t"])
def test_private_use_bidi_and_invisible_characters_stay(text: str) -> None:
    assert clean(f"a{text}b") == f"a{text}b"


@pytest.mark.parametrize("text", ["ﬁ", "²", "Ⅳ", "１", "…", "ｶ", "\u00a0", "\u202f"])
def test_compatibility_characters_are_not_folded(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    "character", ["\x00", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\ud800", "\uffff"]
)
def test_a_control_character_is_refused_with_its_place(character: str) -> None:
    with pytest.raises(RefusedCharacter) as refused:
        clean(f"é{character}b")
    assert refused.value.position == 1
    assert refused.value.character == character
    assert refused.value.params == {"code": f"U+{ord(character):04X}", "place": 2}
    assert str(refused.value) == refused.value.message % refused.value.params


def test_a_refusal_is_a_value_error() -> None:
    assert issubclass(RefusedCharacter, ValueError)


def test_a_line_has_neither_breaks_nor_runs_of_spaces() -> None:
    assert line("  Ministry\r\nof\t Mines \u00a0 ") == "Ministry of Mines \u00a0"


def test_a_paragraph_keeps_its_lines_and_loses_what_nobody_sees() -> None:
    assert paragraph("\n\na  \r\n  b\tc\n\n\n\nd\n") == "a\n  b c\n\nd"


@given(KEPT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    assert line(line(text)) == line(text)
    assert paragraph(paragraph(text)) == paragraph(text)
