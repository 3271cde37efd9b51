"""Claims about words of one language in a form."""

from __future__ import annotations

import pytest

from nap_tracker.annex_c.definitions import Kind
from tests.forms.asking import ask, question, send, setting, told

TEXT, PARAGRAPH = question(Kind.TEXT, max_length=20), question(Kind.PARAGRAPH)


def test_another_language_of_the_same_text_is_kept() -> None:
    at = setting(language="fr", reader="fr")
    form = send(TEXT, {"q": "Bonjour"}, {"en": "Hello", "lo": "ສະບາຍດີ"}, at)
    assert form.answers["q"] == {"en": "Hello", "lo": "ສະບາຍດີ", "fr": "Bonjour"}
    assert form["q"].original == "Hello"  # type: ignore[attr-defined]


def test_clearing_one_language_leaves_the_others_and_clearing_the_last_is_a_blank() -> None:
    assert send(TEXT, {"q": " "}, {"en": "Hello", "fr": "Bonjour"}).answers["q"] == {
        "fr": "Bonjour"
    }
    assert send(TEXT, {"q": ""}, {"en": "Hello"}).answers == {"q": None}


def test_line_ends_of_the_browser_and_of_word_become_ours() -> None:
    form = send(PARAGRAPH, {"q": "one\r\ntwo\x0bthree  \r\n\r\n\r\n\r\nfour"})
    assert form.answers["q"] == {"en": "one\ntwo\nthree\n\nfour"}


def test_an_untouched_text_keeps_bytes_the_normaliser_would_change() -> None:
    odd = {"en": "two  spaces \n\n\n\nand more "}
    assert send(PARAGRAPH, {"q": odd["en"].replace("\n", "\r\n")}, odd).answers["q"] == odd


def test_a_text_that_is_too_long_stays_in_its_control() -> None:
    form = send(TEXT, {"q": "x" * 21}, {"en": "good"})
    assert form.answers == {}
    assert form["q"]._value() == "x" * 21
    assert form["q"].unaccepted.kept == "good"  # type: ignore[union-attr]
    assert told(form) == [("q", "Shorten this to 20 characters or fewer; it has 21")]


def test_a_character_that_is_never_stored_is_named() -> None:
    form = send(TEXT, {"q": "bell\x07"})
    ((anchor, message),) = told(form)
    assert anchor == "q"
    assert "U+0007" in message


def test_decomposed_accents_are_composed_and_private_use_characters_stay() -> None:
    assert send(TEXT, {"q": "cafe\u0301 \ue000"}).answers["q"] == {"en": "café \ue000"}


def test_the_control_says_which_language_and_direction_it_holds() -> None:
    field = ask(TEXT, None, setting(language="ar"))
    assert (field.lang, field.dir) == ("ar", "rtl")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_was_typed_in_one_language_waits_there(language: str) -> None:
    before = {"q": {"typed": "x" * 30, "message": "Too long", "params": {}, "language": "fr"}}
    field = ask(TEXT, {"en": "Hello"}, setting(language=language), pending=before)
    assert bool(field.unaccepted) is (language == "fr")
