"""Reading a version that may be an old one: its sections, and the rows of a section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nap_tracker.annex_c.definitions import Kind, Section
from nap_tracker.content.tree import PlanContent
from nap_tracker.i18n import locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import contents, plans
from nap_tracker.services.answers import Answer, Reading
from nap_tracker.web.door import actor
from nap_tracker.web.entries import Desk, here, nothing_here
from nap_tracker.web.register_tables import referred

PAGE = 25
"""Rows of a register on one page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its answers."""

    name: str
    answers: Sequence[Answer]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one register on this page."""

    title: str
    rows: Sequence[Row]
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class SectionReading:
    """A section as it stood: its answers, then its tables."""

    answers: Sequence[Answer]
    registers: Sequence[Rows]


def section_names(version: PlanVersion) -> list[tuple[str, str]]:
    """(id, title) of the sections the person may read."""
    schema = plans.schema_of(version, locale())
    plan = contents.read(actor(), version)
    return [(s.id, s.title) for s in schema.sections if plan.section(s.id) is not None]


def reading_of(at: Desk, plan: PlanContent) -> Reading:
    """A version in the reader's words."""
    return Reading(plan, at.schema, at.audience, at.language)


def entry_reading(at: Desk, section: Section, page: int) -> SectionReading:
    """What one page shows of a section. Raises Hidden where it is held back."""
    registers = {f.register for f in section.fields if f.register}
    registers |= referred(at.schema, section.registers)
    reading = at.reading(registers, section.id)
    entry = reading.plan.section(section.id)
    if entry is None:
        raise nothing_here()
    return SectionReading(
        reading.answers(section, entry.answers),
        [
            _rows(reading, field.register, page)
            for field in section.fields
            if field.kind is Kind.ROWS and field.register
        ],
    )


def _rows(reading: Reading, register: str, page: int) -> Rows:
    owner = reading.schema.register(register)
    found = reading.plan.rows(register)
    first = (page - 1) * PAGE
    return Rows(
        owner.title,
        [
            Row(reading.label(row), reading.answers(owner, row.answers))
            for row in found[first : first + PAGE]
        ],
        here(page=str(page - 1)) if page > 1 else "",
        here(page=str(page + 1)) if first + PAGE < len(found) else "",
    )
