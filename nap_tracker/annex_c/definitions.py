"""What the treaty as data is made of: kinds, levels, fields, sections, registers, the schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar


class Kind(StrEnum):
    """What sort of answer a field takes; `values.py` has the canonical form of each."""

    CHOICE = "choice"
    """One code of a list of options."""
    CHOICES = "choices"
    """Several codes of a list of options, in the order of the list."""
    COORDINATES = "coordinates"
    """Latitude and longitude in decimal degrees, WGS 84."""
    COUNTRY = "country"
    """A country by its ISO 3166-1 alpha-3 code."""
    DATE = "date"
    """A year, a month or a day."""
    EVIDENCE = "evidence"
    """Files of the plan, or links, that support a claim."""
    ITEMS = "items"
    """Annex C item keys, in the order of the treaty."""
    LONGTEXT = "longtext"
    """Formatted text: headings, lists, tables, figures, footnotes."""
    MONEY = "money"
    """An amount with its currency; zero is not the same as not costed."""
    NUMBER = "number"
    """A whole number of things."""
    PARAGRAPH = "paragraph"
    """Plain text with line breaks."""
    PEOPLE = "people"
    """Counts of women, men, girls, boys and people whose sex or age is unknown."""
    PLACE = "place"
    """The name of a place."""
    QUANTITY = "quantity"
    """Low, best and high with a unit, a year, a method and a source."""
    REF = "ref"
    """A row of a register of the same plan."""
    REFS = "refs"
    """Several rows of one register of the same plan."""
    ROWS = "rows"
    """No value of its own: the place on the page where a register is shown."""
    TEXT = "text"
    """One line of words."""
    YESNO = "yesno"
    """Yes or no."""


FIGURES = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PEOPLE, Kind.QUANTITY})
"""Kinds that can be answered 'not known' or 'does not apply' (and money 'not costed')."""
WORDED = frozenset({Kind.LONGTEXT, Kind.PARAGRAPH, Kind.PLACE, Kind.TEXT})
"""Kinds whose value is {language: text}."""
CHOOSING = frozenset({Kind.CHOICE, Kind.CHOICES})
"""Kinds that need a list of options."""
REFERRING = frozenset({Kind.REF, Kind.REFS, Kind.ROWS})
"""Kinds that name a register."""


PEOPLE = ("women", "men", "girls", "boys", "unknown")
"""Who is counted, in the order of print."""
RANGE = ("low", "best", "high")
"""The three ends of a quantity."""


class Empty(StrEnum):
    """Answers to a figure that are no figure, each apart from a blank and apart from zero."""

    DOES_NOT_APPLY = "does_not_apply"
    """There is nothing to count here."""
    NOT_COSTED = "not_costed"
    """Nobody has worked out the cost yet; for money only."""
    NOT_KNOWN = "not_known"
    """Somebody looked, and the figure is not known."""


class Level(StrEnum):
    """How strongly the treaty or its guidance asks for something."""

    OPTIONAL = "optional"
    """A Party may give it; never missed."""
    RECOMMENDED = "recommended"
    """'Should' in the treaty or the guidance: missed with a warning."""
    REQUIRED = "required"
    """'Shall' in the treaty: missed as a blocker."""


AUDIENCES = ("drafting_team", "reviewers", "public")
"""From the narrowest to the widest; `content.audience` gives them their meaning."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed; `estimates.units` knows how to convert the same code."""

    code: str
    symbol: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item of Annex C: our paraphrase, and the authentic words where a Party loaded them."""

    key: str
    citation: str
    title: str
    paraphrase: str
    level: Level
    authentic: str | None = None
    """Only this prints as official; never a text of ours."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `id` is permanent within its section or register."""

    id: str
    kind: Kind
    label: str
    hint: str
    level: Level
    paragraph: str
    """What it answers, as cited: 'Annex C 1(h)', 'COP-1 guidance'."""
    item: str | None
    """Key of the Annex C item it answers, if any."""
    audience: str
    """Starting audience, one of AUDIENCES."""
    units: tuple[str, ...] = ()
    """Codes of the units a quantity may be given in; the first is offered first."""
    options: tuple[Option, ...] = ()
    register: str | None = None
    """The register a `ref`, `refs` or `rows` field points at."""
    max_length: int | None = None
    """In characters, per language, for kinds made of words."""
    maximum: Decimal | None = None
    """The largest possible figure, such as 100 for a share."""

    @property
    def unit(self) -> str | None:
        """The unit offered first, or None where the kind has none."""
        return self.units[0] if self.units else None

    @property
    def is_figure(self) -> bool:
        """Whether 'not known' and 'does not apply' are answers to it."""
        return self.kind in FIGURES

    @property
    def is_worded(self) -> bool:
        """Whether its answer is text, which may stand in several languages."""
        return self.kind in WORDED

    @property
    def is_sensitive(self) -> bool:
        """Whether it starts with the drafting team alone: people, places, enforcement.

        Its answers are never kept in a browser.
        """
        return self.audience == AUDIENCES[0]

    def option(self, code: str) -> Option:
        """The option of this code; KeyError when absent."""
        return _named(self.options, "code", code)


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form, one heading of the plan."""

    id: str
    group: str
    title: str
    """The heading in print."""
    task: str
    """The name on the task list, which starts with a verb."""
    paragraph: str
    item: str | None
    level: Level
    guidance: str
    audience: str
    fields: tuple[Field, ...]

    def field(self, id: str) -> Field:
        """The field of this id; KeyError when absent."""
        return _named(self.fields, "id", id)

    @property
    def registers(self) -> tuple[str, ...]:
        """Ids of the registers shown on this page, in page order."""
        return tuple(f.register for f in self.fields if f.kind is Kind.ROWS and f.register)


@dataclass(frozen=True, slots=True)
class Register:
    """A table of rows of one plan; each row is an entry with a permanent id."""

    id: str
    title: str
    singular: str
    audience: str
    """Starting audience of a whole row."""
    label_field: str
    """The field that names a row in lists and references."""
    fields: tuple[Field, ...]
    typed: bool
    """Whether rows also live in an SQL table because they are counted or tracked."""

    def field(self, id: str) -> Field:
        """The field of this id; KeyError when absent."""
        return _named(self.fields, "id", id)


@dataclass(frozen=True, slots=True)
class Group:
    """A caption over some sections of the task list; a part of the plan."""

    id: str
    title: str


Owner = Section | Register


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """One edition of the treaty as data, in one language; one object per edition and language."""

    edition: int
    language: str
    title: str
    groups: tuple[Group, ...]
    sections: tuple[Section, ...]
    registers: tuple[Register, ...]
    items: tuple[Item, ...]
    units: tuple[Unit, ...]

    def group(self, id: str) -> Group:
        """KeyError when absent."""
        return _named(self.groups, "id", id)

    def section(self, id: str) -> Section:
        """KeyError when absent."""
        return _named(self.sections, "id", id)

    def register(self, id: str) -> Register:
        """KeyError when absent."""
        return _named(self.registers, "id", id)

    def item(self, key: str) -> Item:
        """KeyError when absent."""
        return _named(self.items, "key", key)

    def unit(self, code: str) -> Unit:
        """KeyError when absent."""
        return _named(self.units, "code", code)

    def owner(self, kind: str, section: str | None = None) -> Owner:
        """What an entry answers: its section when `kind` is 'section', else the register `kind`.

        'baseline' names both a section and a register, so a section needs its second argument.
        """
        if kind == "section" and section is not None:
            return self.section(section)
        return self.register(kind)

    def sections_of(self, group: str) -> tuple[Section, ...]:
        """The sections under one caption, in order."""
        return tuple(section for section in self.sections if section.group == group)

    def home(self, register: str) -> Section:
        """The section whose page shows a register; KeyError when no page does."""
        for section in self.sections:
            if register in section.registers:
                return section
        raise KeyError(register)

    def fields_for_item(self, key: str) -> tuple[tuple[Owner, Field], ...]:
        """Every field that answers an Annex C item, with the section or register it belongs to."""
        owners: tuple[Owner, ...] = (*self.sections, *self.registers)
        return tuple((owner, f) for owner in owners for f in owner.fields if f.item == key)

    def all_fields(self) -> Iterator[tuple[Owner, Field]]:
        """Every field of every section and register, in the order of the plan."""
        for section in self.sections:
            yield from ((section, f) for f in section.fields)
        for register in self.registers:
            yield from ((register, f) for f in register.fields)


N = TypeVar("N")


def _named(things: tuple[N, ...], attribute: str, value: str) -> N:
    for thing in things:
        if getattr(thing, attribute) == value:
            return thing
    raise KeyError(value)
