"""Where each part of a text seems to belong: by citation, by title, by likeness of words.

It only proposes: a person looks at every part before anything is stored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from typing import Final

from nap_tracker.annex_c.definitions import Field, Kind, Schema, Section
from nap_tracker.annex_c.schema import LANGUAGES, treaty
from nap_tracker.imports import items
from nap_tracker.imports.columns import plain
from nap_tracker.imports.word import languages
from nap_tracker.imports.word.parts import Part
from nap_tracker.imports.word.vocabulary import NAMES

ENOUGH: Final = 0.62
"""Likeness from which a part is proposed for a place."""
ENOUGH_INSIDE: Final = 0.4
"""The same where the heading above already leads to the section."""
_NUMBER = re.compile(r"^\s*(?:(?:chapter|section|part|partie|chapitre)\s+)?(?:\d+(?:\.\d+)*|[ivx]+|[a-z])[.):]\s+|^\s*\d+(?:\.\d+)*\s+", re.IGNORECASE)  # fmt: skip  # noqa: E501
_CITED = re.compile(r"\(?\s*(?:annexe?\s+c\s*,?\s*)?1?\s*\(\s*[a-k]\s*\)(?:\s*\([ivx]+\))?\s*\)?", re.IGNORECASE)  # fmt: skip  # noqa: E501
_ITEM = re.compile(r"(?:annexe?\s+c[\s,]*|(?<![\d.(])1\s?)\(?\s*1?\s*\(([a-k])\)", re.IGNORECASE)
_STOP = languages.small_words("en", "fr") | {
    "d",
    "l",
    "national",
    "plan",
    "strategie",
    "strategies",
    "strategy",
}
"""Words that tell no heading from another."""


@dataclass(frozen=True, slots=True)
class Target:
    """A field of long text of a section."""

    section: str
    field: str

    @property
    def name(self) -> str:
        """As forms and settings have it."""
        return f"{self.section}.{self.field}"


@dataclass(frozen=True, slots=True)
class Proposed:
    """Where a part would go; `target` is None where nothing fits."""

    target: Target | None
    is_own: bool
    """Whether its own heading leads there, and not the part above."""
    is_title: bool = False
    """Whether the heading is the name of the place, so that the plan prints it anyway."""


NOWHERE = Proposed(None, is_own=False)


def targets(schema: Schema) -> list[tuple[Section, tuple[Field, ...]]]:
    """Every field that takes a text, by section, in the order of the plan."""
    found = []
    for section in schema.sections:
        fields = tuple(f for f in section.fields if f.kind is Kind.LONGTEXT)
        if fields:
            found.append((section, fields))
    return found


def propose(parts: Sequence[Part], schema: Schema) -> dict[int, Proposed]:
    """By the place of each part."""
    found: dict[int, Proposed] = {}
    for part in parts:
        above = next((found[place] for place in reversed(part.above) if found[place].target), None)
        found[part.place] = _proposed(part, above, schema) if part.title else NOWHERE
    return found


def _proposed(part: Part, above: Proposed | None, schema: Schema) -> Proposed:
    section = above.target.section if above and above.target else ""
    best, score, is_title = _best(part.title, section, schema)
    if best is not None and score >= (ENOUGH_INSIDE if best.section == section else ENOUGH):
        return Proposed(best, is_own=True, is_title=is_title)
    cited = _cited(part.title, schema)
    if cited is not None:
        return Proposed(cited, is_own=True)
    return Proposed(above.target, is_own=False) if above else NOWHERE


@lru_cache(maxsize=5_000)
def _best(title: str, section: str, schema: Schema) -> tuple[Target | None, float, bool]:
    names = _names(schema.edition)
    bare = _bare(title)
    exact = [target for target, known in names.items() if bare in known]
    if exact:
        titles = _titles(schema.edition)
        # What the plan itself prints over a place comes before other names of another place.
        chosen = max(exact, key=lambda each: (each.section == section, bare in titles[each]))
        return chosen, 2.0, bare in titles[chosen]
    words = _words(bare)
    if not words:
        return None, 0.0, False
    weights = _weights(schema.edition)
    scored = [
        (max(_likeness(words, frozenset(_words(name)), weights) for name in known), target)
        for target, known in names.items()
    ]
    cited = _cited(title, schema)
    best = max(
        scored,
        key=lambda each: (
            each[0]
            + 0.25 * (each[1].section == section)
            + 0.3 * (cited is not None and each[1].section == cited.section)
        ),
    )
    bonus = 0.3 * (cited is not None and best[1].section == cited.section)
    return best[1], best[0] + bonus if best[0] > 0.3 else best[0], False


def _cited(title: str, schema: Schema) -> Target | None:
    """The section that answers the item a heading cites."""
    keys = [f"1{letter.lower()}" for letter in _ITEM.findall(title)] or list(items.in_text(title))
    for section in schema.sections:
        if keys and section.item == keys[0]:
            return _first(section)
    return None


def _first(section: Section) -> Target | None:
    field = next((f for f in section.fields if f.kind is Kind.LONGTEXT), None)
    return Target(section.id, field.id) if field else None


def _bare(title: str) -> str:
    """A heading without its number, its citation, case and accents."""
    return plain(_CITED.sub(" ", _NUMBER.sub("", title)))


def _words(name: str) -> list[str]:
    return [word[:7] for word in name.split() if word not in _STOP and len(word) > 1]


def _likeness(words: Iterable[str], others: frozenset[str], weights: Mapping[str, float]) -> float:
    """Words in common by weight: 1 for the same words, 0 for none."""
    mine = frozenset(words)
    total = sum(weights.get(w, _RARE) for w in mine) + sum(weights.get(w, _RARE) for w in others)
    both = sum(weights.get(word, _RARE) for word in mine & others)
    return 2 * both / total if total else 0.0


_RARE: Final = 3.0


@cache
def _names(edition: int) -> Mapping[Target, frozenset[str]]:
    """Every name a place goes by: its label in every language of the treaty, and our list."""
    names: dict[Target, set[str]] = {}
    for target, known in _titles(edition).items():
        names.setdefault(target, set()).update(known)
    sections = {section.id: section for section in treaty(edition).sections}
    for key, listed in NAMES.items():
        section, _, field = key.partition(".")
        found = Target(section, field) if field else _first(sections[section])
        if found is not None:
            names.setdefault(found, set()).update(plain(name) for name in listed.split(";"))
    return {target: frozenset(filter(None, known)) for target, known in names.items()}


@cache
def _titles(edition: int) -> Mapping[Target, frozenset[str]]:
    """What the plan itself prints over a place."""
    titles: dict[Target, set[str]] = {}
    for language in LANGUAGES:
        for section, fields in targets(treaty(edition, language)):
            for field in fields:
                titles.setdefault(Target(section.id, field.id), set()).add(plain(field.label))
            first = _first(section)
            if first is not None:
                titles.setdefault(first, set()).update((plain(section.title), plain(section.task)))
    return {target: frozenset(known) for target, known in titles.items()}


@cache
def _weights(edition: int) -> Mapping[str, float]:
    """A word that many names have says little."""
    names = [frozenset(_words(name)) for known in _names(edition).values() for name in known]
    times = Counter(word for name in names for word in name)
    return {word: 1.0 + log(len(names) / count) for word, count in times.items()}
