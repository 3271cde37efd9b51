"""The door every value comes in through: one byte form for text, and only harmless HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nap_tracker.annex_c.definitions import Kind, Owner
from nap_tracker.text.html import sanitise
from nap_tracker.text.normalise import clean


def admitted(kind: Kind, value: Any) -> Any:
    """The value in the form it is stored in; None when nothing is left of it.

    Harmless to apply twice. Raises text.normalise.RefusedCharacter for control characters.
    """
    cleaned = _clean(value)
    if kind is Kind.LONGTEXT and isinstance(cleaned, dict):
        return {lang: text for lang, html in cleaned.items() if (text := sanitise(html))} or None
    return cleaned


def changed(owner: Owner, before: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Whatever a form lets through, what is stored has one byte form and no harmful HTML.

    What is stored already came in that way: a form with ten long texts is saved for one of them.
    """
    return {
        name: value if value == before.get(name) else admitted(owner.field(name).kind, value)
        for name, value in answers.items()
    }


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: _clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(part) for part in value]
    return value
