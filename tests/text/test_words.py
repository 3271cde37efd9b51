"""Values in several languages: which text a reader gets."""

from __future__ import annotations

import pytest

from nap_tracker.text.normalise import RefusedCharacter, paragraph
from nap_tracker.text.words import Chosen, chosen, cleaned, languages, words

VALUE = {"en": "Mine", "fr": "Mine (fr)", "pt-BR": "Mina", "es": " "}


@pytest.mark.parametrize(
    ("lang", "fallback", "expected"),
    [
        ("fr", (), ("fr", "Mine (fr)")),
        ("fr-SN", (), ("fr", "Mine (fr)")),
        ("pt", (), ("pt-BR", "Mina")),
        ("pt-PT", (), ("pt-BR", "Mina")),
        ("es", (), ("en", "Mine")),
        ("es", ("fr", "en"), ("fr", "Mine (fr)")),
        ("lo", ("mn", "pt"), ("pt-BR", "Mina")),
        ("lo", (), ("en", "Mine")),
    ],
)
def test_a_reader_gets_the_nearest_language(
    lang: str, fallback: tuple[str, ...], expected: tuple[str, str]
) -> None:
    assert chosen(VALUE, lang, fallback) == expected
    assert words(VALUE, lang, fallback) == expected[1]


@pytest.mark.parametrize("value", [None, {}, {"en": "\n"}])
def test_of_nothing_there_is_nothing(value: dict[str, str] | None) -> None:
    assert chosen(value, "en") == Chosen("", "")


def test_a_value_is_kept_normalised_without_blanks_in_order_of_language() -> None:
    value = cleaned({"fr": " e\u0301te\u0301\n", "en": "summer", "es": "  "})
    assert list(value.items()) == [("en", "summer"), ("fr", "été")]
    assert cleaned({"en": "a\r\nb"}, paragraph) == {"en": "a\nb"}


def test_a_control_character_is_refused_in_any_language() -> None:
    with pytest.raises(RefusedCharacter):
        cleaned({"en": "a", "fr": "\x00"})


def test_the_languages_of_values_are_those_something_is_said_in() -> None:
    assert languages([VALUE, {"mn": "x"}]) == ["en", "fr", "mn", "pt-BR"]
