"""Words are found in every script, and marked where they stand."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.text.folding import excerpt, fold, terms

FOUND = [
    ("reduccion", "La reducción del mercurio"),
    ("REDUCCIÓN", "la reduccion del mercurio"),
    ("soeur", "Sœur"),
    ("strasse", "Straße"),
    ("水俣", "《关于汞的水俣公约》"),
    ("约", "水俣公约"),
    ("ສັນຍາ", "ໃນອະນຸສັນຍາມິນາມາຕະ"),
    ("ສັນຍາ", "ອະ\u200bນຸ\u200bສັນ\u200bຍາ"),
    ("زئبق", "الزِّئْبَق"),
    ("الزئبق", "الـــزئبق"),
    ("احكام", "أحكام"),
    ("елка", "Ёлка"),
    ("раион", "Район"),
    ("район", "РАЙОН"),
    ("khangai", "Khangaı"),
    ("１２", "12 tonnes"),
    ("ﬁche", "fiche"),
    ("l'or", "l’or"),
    ("co operative", "a co operative"),
    ("soft hyphen", "soft hy\u00adphen"),
    ("e\u0301tat", "état"),
    ("đong", "Dong"),
]
"""What is typed, and a text in which it is found; the page of a section finds the same."""


@pytest.mark.parametrize(("query", "text"), FOUND)
def test_it_is_found(query: str, text: str):
    assert terms(query)
    assert all(term in fold(text) for term in terms(query))
    marked = [piece.text for piece in excerpt(text, terms(query)) if piece.is_found]
    assert fold(marked[0]) == terms(query)[0]


NOT_FOUND = [
    ("ກາ", "ກິ"),  # vowels of Lao are letters of the word, not accents on it
    ("ก่", "ก้"),
    ("mercury", "silver"),
]


@pytest.mark.parametrize(("query", "text"), NOT_FOUND)
def test_it_is_not_found(query: str, text: str):
    assert not all(term in fold(text) for term in terms(query))


def test_every_word_asked_for_must_be_there():
    assert terms("  Gold   gold MERCURY ") == ("gold", "mercury")
    assert terms(" \u200b ") == ()
    assert len(terms("a b c d e f g h i j k")) == 8


@given(st.text(), st.text(min_size=1, max_size=5))
def test_an_excerpt_is_the_text_and_what_is_marked_is_what_was_asked_for(text: str, query: str):
    wanted = terms(query)
    pieces = excerpt(text, wanted)
    shown = "".join(piece.text for piece in pieces)
    for mark in ("… ", " …"):
        shown = shown.replace(mark, "")
    flat = unicodedata.normalize("NFC", text).replace("\n", " ").replace("\t", " ")
    assert all(part in flat for part in (piece.text.strip("… ") for piece in pieces))
    for piece in pieces:
        if piece.is_found:
            assert any(term in fold(piece.text) for term in wanted)


def test_a_long_text_is_shown_around_the_first_place():
    text = "before " * 100 + "mercury and more mercury " + "after " * 100
    pieces = excerpt(text, ("mercury",))
    assert [piece.text for piece in pieces if piece.is_found] == ["mercury", "mercury"]
    assert pieces[0].text == "… "
    assert pieces[-1].text.endswith(" …")
    assert len("".join(piece.text for piece in pieces)) < 250
