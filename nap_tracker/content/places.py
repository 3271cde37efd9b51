"""The places of a plan by name and by code: where a row of somebody's table belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from nap_tracker.annex_c.definitions import WORDED, Field, Kind, Owner, Schema, Section
from nap_tracker.content.matrix import Spot
from nap_tracker.content.tree import EntryContent, PlanContent, Words
from nap_tracker.text.folding import fold
from nap_tracker.text.plain import to_text

_LONGEST_NAME = 80
_PARTS = re.compile(r"\W+")
_NUMBERED = re.compile(r"^\s*(?:\d+(?:\.\d+)*|[a-z])[.)]?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """One place with the names people call it by."""

    spot: Spot
    section: str
    line: str
    """The question, with the row's name in front; empty for a section as a whole."""
    code: str
    """As it stands on paper forms: `baseline.method`, or `activity a1b2c3d4 output`."""
    text: str = ""
    """What the plan says there, where it is words."""


class Places:
    """Every place of a plan that its reader may see; `plan` is filtered for them already.

    `others` are the same edition in the languages somebody else may have named places in.
    """

    def __init__(self, plan: PlanContent, schema: Schema, others: Iterable[Schema] = ()) -> None:
        self._plan, self._schema = plan, schema
        self._others = tuple(Places(plan, each) for each in others if each is not schema)

    @cached_property
    def all(self) -> tuple[Place, ...]:
        """In the order of the plan."""
        return tuple(self._listed())

    @cached_property
    def _by_code(self) -> Mapping[str, Place]:
        return {place.spot.code: place for place in self.all}

    @cached_property
    def _named(self) -> Mapping[tuple[str, str], tuple[Place, ...]]:
        found: dict[tuple[str, str], tuple[Place, ...]] = {}
        for place in self.all:
            for section in {named(place.section), named(place.spot.section)}:
                for line in {named(place.line), named(place.code), named(place.spot.field)}:
                    found[section, line] = (*found.get((section, line), ()), place)
        return found

    def of(self, spot: Spot) -> Place | None:
        """The place of a code; None where it is gone, or not this reader's to see."""
        return self._by_code.get(spot.code) or self._in_another_language(spot)

    @cached_property
    def _sections(self) -> Mapping[str, str]:
        return {place.spot.uid: place.spot.section for place in self.all if place.spot.uid}

    def whole(self, spot: Spot) -> Spot:
        """The place with its section, where it is known by its entry alone."""
        section = spot.section or self._sections.get(spot.uid, "")
        return replace(spot, section=section)

    def called(self, section: str, line: str) -> tuple[Place, ...]:
        """The places of these names; several where a name is not enough."""
        heads = (named(section), named(_NUMBERED.sub("", section)))
        lines = (named(line), named(_NUMBERED.sub("", line))) if line.strip() else ("",)
        for head in heads:
            for wanted in lines:
                if found := self._named.get((head, wanted)):
                    return found
        found = self._by_paper_code(line)
        return found or next((f for o in self._others if (f := o.called(section, line))), ())

    def within(self, section: str) -> tuple[Place, ...]:
        """Every place of a section."""
        return tuple(place for place in self.all if place.spot.section == section)

    def _in_another_language(self, spot: Spot) -> Place | None:
        if not spot.language:
            return None
        same = (p for p in self.all if (p.spot.uid, p.spot.field) == (spot.uid, spot.field))
        return next(same, None) if spot.field else None

    def _by_paper_code(self, line: str) -> tuple[Place, ...]:
        wanted = named(line)
        return tuple(place for place in self.all if wanted and named(place.code) == wanted)

    def _listed(self) -> Iterator[Place]:
        for section in self._schema.sections:
            entry = self._plan.section(section.id)
            if entry is None:
                continue
            yield Place(Spot(section.id), section.title, "", section.id)
            yield from self._fields(section, section, entry, "")
            for register_id in section.registers:
                register = self._schema.register(register_id)
                for row in self._plan.rows(register_id):
                    name = self.name_of(row) or register.singular
                    yield Place(
                        Spot(section.id, row.uid),
                        section.title,
                        name,
                        f"{register_id} {row.uid[:8]}",
                        name,
                    )
                    yield from self._fields(section, register, row, name)

    def _fields(
        self, section: Section, owner: Owner, entry: EntryContent, row: str
    ) -> Iterator[Place]:
        for each in owner.fields:
            if each.kind is Kind.ROWS:
                continue
            for language, text in self._said(each, entry):
                line = f"{row}: {each.label}" if row else each.label
                code = f"{owner.id} {entry.uid[:8]} {each.id}" if row else f"{owner.id}.{each.id}"
                spot = Spot(section.id, entry.uid, each.id, language)
                yield Place(spot, section.title, line, code, text)

    def _said(self, field: Field, entry: EntryContent) -> Iterator[tuple[str, str]]:
        """The languages a field is written in, with the words; one without words otherwise."""
        value = entry.answers.get(field.id)
        if field.kind not in WORDED:
            yield "", ""
        elif not value:
            yield self._plan.language, ""
        else:
            for language in sorted(value, key=lambda tag: (tag != self._plan.language, tag)):
                text = value[language]
                yield language, to_text(text) if field.kind is Kind.LONGTEXT else text

    def name_of(self, row: EntryContent) -> str:
        """What a row is called, its number in front."""
        register = self._schema.register(row.kind)
        value = row.answers.get(register.label_field)
        words = self._words(value) if isinstance(value, Mapping) else str(value or "")
        options = {one.code: one.label for one in register.field(register.label_field).options}
        name = " ".join(options.get(words, words).split())
        number = self._words(row.answers.get("number"))
        name = f"{name[:_LONGEST_NAME].rstrip()}…" if len(name) > _LONGEST_NAME else name
        return f"{number} {name}".strip()

    def _words(self, value: Words | None) -> str:
        if not value:
            return ""
        for language in (self._plan.language, *value):
            if isinstance(value.get(language), str) and value[language]:
                return value[language]
        return ""


def named(text: str) -> str:
    """A name as people write it: without case, accents and points."""
    return _PARTS.sub(" ", fold(text)).strip()
