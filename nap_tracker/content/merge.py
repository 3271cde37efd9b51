"""Three-way merge of one entry: by field, and inside long text by block (design: foundations 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nap_tracker.annex_c.definitions import WORDED, Kind, Owner
from nap_tracker.text.blocks import merge3


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """Both changed the same thing since `base`; `theirs` is what is stored now.

    In words, `theirs` and `mine` both hold what only one side changed, and differ in nothing but
    the languages and blocks that collided: choosing either loses no other change.
    """

    field: str
    base: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """The answers that hold for both; conflicts keep `theirs` until somebody chooses."""

    answers: dict[str, Any]
    conflicts: tuple[FieldConflict, ...] = field(default=())


def merge(
    owner: Owner,
    *,
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
) -> Merged:
    """Merge what two people made of `base`; an absent field is a blank like any other."""
    answers: dict[str, Any] = {}
    conflicts: list[FieldConflict] = []
    for spec in owner.fields:
        three = (base.get(spec.id), theirs.get(spec.id), mine.get(spec.id))
        value, rival = _merge_value(spec.kind, *three)
        if value is not None:
            answers[spec.id] = value
        if rival is not AGREED:
            conflicts.append(FieldConflict(spec.id, three[0], value, rival))
    return Merged(answers, tuple(conflicts))


AGREED = object()
"""There is nothing to choose."""


def _merge_value(kind: Kind, base: Any, theirs: Any, mine: Any) -> tuple[Any, Any]:
    """(what is stored, what would be if mine prevailed)."""
    if mine in (base, theirs):
        return theirs, AGREED
    if theirs == base:
        return mine, AGREED
    if kind in WORDED:
        return _merge_words(kind, base or {}, theirs or {}, mine or {})
    return theirs, mine


def _merge_words(
    kind: Kind, base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str]
) -> tuple[Any, Any]:
    """Each language by itself: a translation does not collide with its source."""
    stored: dict[str, str] = {}
    rival: dict[str, str] = {}
    for language in dict.fromkeys((*theirs, *mine)):
        three = (base.get(language, ""), theirs.get(language, ""), mine.get(language, ""))
        stored[language], rival[language] = _merge_text(kind, *three)
    same = stored == rival
    return _spoken(stored), AGREED if same else _spoken(rival)


def _spoken(words: Mapping[str, str]) -> dict[str, str] | None:
    return {language: text for language, text in words.items() if text} or None


def _merge_text(kind: Kind, base: str, theirs: str, mine: str) -> tuple[str, str]:
    if mine in (base, theirs):
        return theirs, theirs
    if theirs == base:
        return mine, mine
    if kind is not Kind.LONGTEXT:
        return theirs, mine
    result = merge3(base, mine, theirs)
    if not result.conflicts:
        return result.html, result.html
    return result.html, merge3(base, theirs, mine).html
