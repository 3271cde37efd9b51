"""Three-way merge of one entry: by field, and inside long text by block (design: foundations 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nap_tracker.annex_c.definitions import WORDED, Kind, Owner
from nap_tracker.text.blocks import merge3


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """Both changed the same thing since `base`; `theirs` is what is stored now."""

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
        value, conflict = _merge_value(spec.kind, *three)
        if value is not None:
            answers[spec.id] = value
        if conflict:
            conflicts.append(FieldConflict(spec.id, *three))
    return Merged(answers, tuple(conflicts))


def _merge_value(kind: Kind, base: Any, theirs: Any, mine: Any) -> tuple[Any, bool]:
    if mine in (base, theirs):
        return theirs, False
    if theirs == base:
        return mine, False
    if kind in WORDED:
        return _merge_words(kind, base or {}, theirs or {}, mine or {})
    return theirs, True


def _merge_words(
    kind: Kind, base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str]
) -> tuple[Any, bool]:
    """Each language by itself: a translation does not collide with its source."""
    merged: dict[str, str] = {}
    collided = False
    for language in dict.fromkeys((*theirs, *mine)):
        three = (base.get(language, ""), theirs.get(language, ""), mine.get(language, ""))
        text, conflict = _merge_text(kind, *three)
        collided = collided or conflict
        if text:
            merged[language] = text
    return merged or None, collided


def _merge_text(kind: Kind, base: str, theirs: str, mine: str) -> tuple[str, bool]:
    if mine in (base, theirs):
        return theirs, False
    if theirs == base:
        return mine, False
    if kind is not Kind.LONGTEXT:
        return theirs, True
    result = merge3(base, mine, theirs)
    return result.html, bool(result.conflicts)
