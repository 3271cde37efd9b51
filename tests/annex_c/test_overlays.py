"""Overlays: every language says everything, nothing more, and changes words only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from nap_tracker.annex_c import loader
from nap_tracker.annex_c.schema import LANGUAGES, LATEST, Field, treaty

OVERLAYS = [language for language in LANGUAGES if language != loader.SOURCE_LANGUAGE]


def leaves(tree: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        where = f"{path}/{key}"
        if isinstance(value, dict):
            yield from leaves(value, where)
        else:
            yield where, value


def bones(field: Field) -> tuple[object, ...]:
    codes = tuple(option.code for option in field.options)
    return (
        field.id,
        field.kind,
        field.level,
        field.item,
        field.audience,
        field.units,
        codes,
        field.register,
        field.max_length,
        field.maximum,
    )


def test_the_treaty_speaks_english_and_french() -> None:
    assert {"en", "fr"} <= set(LANGUAGES)
    assert LANGUAGES[0] == "en"


@pytest.mark.parametrize("language", OVERLAYS)
def test_an_overlay_has_every_word_of_the_english_files_and_no_other(language: str) -> None:
    base = dict(leaves(loader.base_words(LATEST)))
    overlay = dict(leaves(loader.overlay_words(LATEST, language)))
    assert set(overlay) == set(base)
    assert all(text.strip() for text in overlay.values())


@pytest.mark.parametrize("language", OVERLAYS)
def test_an_overlay_is_a_translation_and_not_a_copy(language: str) -> None:
    base = dict(leaves(loader.base_words(LATEST)))
    overlay = dict(leaves(loader.overlay_words(LATEST, language)))
    same = {path for path in base if base[path] == overlay[path] and len(base[path]) > 25}
    assert same == set()


@pytest.mark.parametrize("language", OVERLAYS)
def test_an_overlay_changes_words_and_never_structure(language: str) -> None:
    english, other = treaty(), treaty(language=language)
    assert [s.id for s in english.sections] == [s.id for s in other.sections]
    assert [bones(f) for _, f in english.all_fields()] == [bones(f) for _, f in other.all_fields()]
    assert [r.label_field for r in english.registers] == [r.label_field for r in other.registers]


def test_french_uses_its_own_citations_and_terms() -> None:
    french = treaty(language="fr")
    assert french.language == "fr"
    assert french.section("health").paragraph == "Annexe C 1 h)"
    assert french.section("worst_practices").title.startswith("Mesures d’élimination")
    assert french.register("practice").field("presence").option("not_known").label == "Non connu"
    assert french.unit("kg/yr").symbol == "kg/an"


def test_french_punctuation_does_not_come_loose_at_the_end_of_a_line() -> None:
    for path, text in leaves(loader.overlay_words(LATEST, "fr")):
        for mark in (" ?", " !", " ;", " :", " »", "« ", " %"):
            assert mark not in text, path
