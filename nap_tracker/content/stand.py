"""How one thing of a plan stood on a day, in words: what a review and the public keep of it.

Every word is already in one language, so what is kept reads right after forms, names and
catalogues have changed. Nothing here is computed with again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Literal, NamedTuple, Self, get_args

from nap_tracker.content.canonical import dumps
from nap_tracker.i18n import N_

Kind = Literal["treaty", "plan", "activity", "indicator", "money", "source", "practice"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which a document shows them."""
KIND_NAMES: Mapping[str, str] = {
    "treaty": N_("Duties of Article 7"),
    "plan": N_("The plan"),
    "activity": N_("Activities"),
    "indicator": N_("Indicators"),
    "money": N_("Money"),
    "source": N_("Money by kind of source"),
    "practice": N_("Worst practices"),
}


class _Reading(NamedTuple):
    key: str
    """Stays the same while labels change; once in a stand."""
    label: str
    value: str
    """As a person reads it, "not known" and the unit included; never blank."""
    code: str
    """The same for a picture, where there is such a thing: a status, or a plain count."""


class Reading(_Reading):
    """One thing that is said of it: what it is called, and what it was. A page has a thousand."""

    __slots__ = ()

    def __new__(cls, key: str, label: str, value: str, code: str = "") -> Self:
        """Raises ValueError for one that says nothing."""
        if not (key and label.strip() and value.strip()):
            raise ValueError(f"a reading says something: {key} {label} {value}")
        return super().__new__(cls, key, label, value, code)

    @classmethod
    def kept(cls, said: Mapping[str, str]) -> Self:
        """What was checked when it was made here, or when it came in (`arrived`)."""
        return cls._make((said["key"], said["label"], said["value"], said.get("code", "")))


@dataclass(frozen=True, slots=True)
class Stand:
    """An activity, indicator, money, a kind of source or a practice, as it stood on a day.

    Also a duty of the treaty, and the plan itself.
    """

    kind: Kind
    uid: str
    """Of the frozen row, or of what officers added as their own; once in its kind."""
    number: str
    """As it is counted in the plan, "" where it is not."""
    title: str
    items: tuple[str, ...] = ()
    """The items of Annex C it belongs to, by id."""
    readings: tuple[Reading, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"nobody reads a stand of kind {self.kind}")
        keys = [reading.key for reading in self.readings]
        if len(set(keys)) < len(keys):
            raise ValueError(f"{self.uid} says something twice: {keys}")

    def reading(self, key: str) -> Reading | None:
        """What is said under a key, if anything."""
        return next((one for one in self.readings if one.key == key), None)


def to_data(stand: Stand) -> dict[str, Any]:
    """As JSON holds it; readings stay in their order."""
    return {
        "kind": stand.kind,
        "uid": stand.uid,
        "number": stand.number,
        "title": stand.title,
        "items": list(stand.items),
        "readings": [_reading(one) for one in stand.readings],
    }


def _reading(one: Reading) -> dict[str, str]:
    said = {"key": one.key, "label": one.label, "value": one.value}
    return {**said, "code": one.code} if one.code else said


def from_data(data: Mapping[str, Any]) -> Stand:
    """The stand again. The data is ours: it was checked when it was made, or when it came in."""
    return Stand(
        kind=data["kind"],
        uid=data["uid"],
        number=data["number"],
        title=data["title"],
        items=tuple(data["items"]),
        readings=tuple(map(Reading.kept, data["readings"])),
    )


def arrived(data: Mapping[str, Any]) -> Stand:
    """A stand from another installation: its words are printed, so each has to be words.

    Raises ValueError, KeyError or TypeError for what this program would not have made.
    """
    items, readings = _listed(data["items"]), _listed(data["readings"])
    told = [(one["key"], one["label"], one["value"], one.get("code", "")) for one in readings]
    for text in (data["uid"], data["number"], data["title"], *items, *chain(*told)):
        if not isinstance(text, str):
            raise ValueError("a stand says something that is no text")
    checked = tuple(Reading(key, label, value, code) for key, label, value, code in told)
    return replace(from_data(data), readings=checked)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("a stand holds something that is no list")
    return value


def to_text(stand: Stand) -> str:
    """Its canonical JSON: the same stand is always the same text."""
    return dumps(to_data(stand))


def from_text(text: str) -> Stand:
    """The stand kept as canonical JSON."""
    return from_data(json.loads(text))
