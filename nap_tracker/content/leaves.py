"""The words inside stored values: every text a person typed, whatever it is wrapped in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from nap_tracker.annex_c.definitions import CHOOSING, FIGURES, Field, Kind

CODES = frozenset({"audience", "currency", "empty", "file", "id", "message", "unit"})
"""Keys whose values are ids and codes, never words."""
CODED = CHOOSING | {Kind.COUNTRY, Kind.DATE, Kind.ITEMS, Kind.REF, Kind.REFS, Kind.ROWS, Kind.YESNO}
"""Kinds of answers without a word in them."""
_FIGURE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")

Codes = Collection[str]
Change = Callable[[str], str]
"""A text before and after; the same text where nothing is to be done."""


def leaves(value: Any, codes: Codes = CODES) -> Iterator[str]:
    """Every text in a value, but for ids and what stands under keys of codes."""
    if isinstance(value, str):
        if not _ID.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key not in codes:
                yield from leaves(part, codes)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from leaves(part, codes)


def changed(value: Any, change: Change, codes: Codes = CODES) -> Any:
    """The value with every text in it changed."""
    if isinstance(value, str):
        return value if _ID.fullmatch(value) else change(value)
    if isinstance(value, Mapping):
        return {
            k: part if k in codes else changed(part, change, codes) for k, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [changed(part, change, codes) for part in value]
    return value


def by_language(field: Field | None, value: Any) -> Iterator[tuple[str, Any]]:
    """(Language or '', part of the answer): a text in two languages is two places."""
    if field is not None and field.kind in CODED:
        return
    worded = (Kind.LONGTEXT, Kind.PARAGRAPH, Kind.PLACE, Kind.TEXT)
    if field is not None and field.kind in worded and isinstance(value, Mapping):
        yield from value.items()
    else:
        yield "", value


def answer_changed(field: Field | None, value: Any, languages: set[str], change: Change) -> Any:
    """An answer with its texts in these languages changed; None where nothing of it is left.

    A place by its coordinates has no words: whoever finds a part of one in it takes it out whole.
    So it is with figures, of which a part would be another, and with a link to evidence, which
    would lead nowhere.
    """
    if field is not None and field.kind is Kind.EVIDENCE:
        kept = [
            one
            for one in value or ()
            if changed(one.get("link", ""), change) == one.get("link", "")
        ]
        return changed(kept, change) or None
    if field is not None and field.kind is Kind.COORDINATES:
        return value if changed(value, change) == value else None
    if (
        field is not None
        and field.kind in FIGURES
        and any(_FIGURE.fullmatch(text) and change(text) != text for text in leaves(value))
    ):
        return None
    parts = dict(by_language(field, value))
    if not parts:
        return value
    if set(parts) == {""}:
        return changed(value, change) if "" in languages else value
    return {k: changed(part, change) if k in languages else part for k, part in parts.items()}
