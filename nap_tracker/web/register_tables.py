"""Registers as tables on a page: which columns, which page of a long one, what one may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import request, url_for

from nap_tracker.annex_c.definitions import FIGURES, Field, Kind, Level, Register, Schema
from nap_tracker.content.audience import of_whole
from nap_tracker.content.tree import EntryContent
from nap_tracker.i18n import gettext
from nap_tracker.services.answers import Reading
from nap_tracker.web.addresses import arguments
from nap_tracker.web.plan_pages import NO_ROW
from nap_tracker.web.tables import Line

PAGE = 25
"""Rows of a register on one page."""

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "acronym": ("meaning",),
        "activity": ("lead", "start", "end", "items"),
        "annex": ("document",),
        "baseline": ("measure", "amount", "official"),
        "budget_line": ("activity", "cost", "year", "funding_status"),
        "consultation": ("held", "method", "region"),
        "indicator": ("unit", "baseline_value", "target_value", "target_year"),
        "input": ("consultation", "change"),
        "institution": ("acronym", "type"),
        "instrument": ("year", "effect"),
        "milestone": ("activity", "due"),
        "objective": ("items",),
        "participation": ("consultation", "group_type", "count"),
        "practice": ("presence", "legal_status", "elimination"),
        "region": ("code",),
        "site": ("region", "deposit", "practices"),
        "stakeholder": ("type", "indigenous", "phases"),
        "strategy": ("items", "objectives"),
        "target": ("type", "value", "year"),
        "term": ("meaning",),
    }
)
"""Register -> the answers that stand beside the name of a row."""

CHILDREN: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "activity": (("milestone", "activity"), ("budget_line", "activity")),
        "consultation": (("participation", "consultation"), ("input", "consultation")),
    }
)
"""Register -> (register, field) of the rows that are also listed on a row's own page."""


@dataclass(frozen=True, slots=True)
class Table:
    """One register on one page."""

    register: Register
    columns: Sequence[tuple[str, bool]]
    lines: Sequence[Line]
    count: int
    previous_url: str = ""
    next_url: str = ""
    words: str = ""
    add_url: str = ""
    is_missed: bool = False
    """The section asks for at least one row and there is none."""
    title: str = ""
    """The question it answers, or the register's own name on the page of a row."""
    hint: str = ""

    @property
    def id(self) -> str:
        """The element a link leads to."""
        return f"table-{self.register.id}"


def columns_of(register: Register) -> list[Field]:
    """The fields beside the name; ones the edition does not have are left out."""
    known = {f.id: f for f in register.fields}
    return [known[id] for id in COLUMNS.get(register.id, ()) if id in known]


def referred(schema: Schema, registers: Sequence[str]) -> set[str]:
    """Registers whose rows are named in the tables of these."""
    fields = (f for id in registers for f in _naming(schema.register(id)))
    return {f.register for f in fields if f.register and f.kind in (Kind.REF, Kind.REFS)}


def _naming(register: Register) -> list[Field]:
    """Columns, and the reference a row without a name borrows its name from."""
    refs = [f for f in register.fields if f.kind is Kind.REF][:1]
    return [*columns_of(register), *refs]


def table(
    reading: Reading,
    register: Register,
    rows: Sequence[EntryContent],
    *,
    edits: bool,
    of: tuple[str, str] | None = None,
    back: str = "",
    question: Field | None = None,
) -> Table:
    """The part of a register that stands on this page; `?<register>=2` asks for the second.

    `of` is the field and the row all of them point at, where only these are listed; `question` the
    field of a section that the rows answer.
    """
    is_required = question is not None and question.level is Level.REQUIRED
    last = max(1, -(-len(rows) // PAGE))
    page = min(max(1, request.args.get(register.id, 1, type=int)), last)
    here = rows[(page - 1) * PAGE : page * PAGE]
    addresses = _addresses(reading, register, of, back)
    return Table(
        register=register,
        columns=_headings(register),
        lines=[
            _line(reading, register, row, _of_row(addresses, row), _ends(rows, row)) for row in here
        ],
        count=len(rows),
        previous_url=_page_url(register, page - 1) if page > 1 else "",
        next_url=_page_url(register, page + 1) if page < last else "",
        words=gettext("Page %(page)s of %(last)s", page=page, last=last) if last > 1 else "",
        add_url=_add_url(reading, register, of, back) if edits else "",
        is_missed=is_required and not rows,
        title=question.label if question else register.title,
        hint=question.hint if question else "",
    )


def _headings(register: Register) -> list[tuple[str, bool]]:
    name = register.field(register.label_field)
    return [(f.label, f.kind in FIGURES) for f in (name, *columns_of(register))]


def _line(
    reading: Reading,
    register: Register,
    row: EntryContent,
    addresses: Mapping[str, str],
    ends: tuple[bool, bool],
) -> Line:
    cells = [reading.words(f, row.answers.get(f.id)) for f in columns_of(register)]
    name = reading.label(row) or gettext("Untitled")
    audience = of_whole(register, row).value
    acted_on = Row(name, audience, addresses["move"], addresses["remove"], *ends)
    return Line(row.uid, [name, *cells], addresses["edit"], acted_on)


@dataclass(frozen=True, slots=True)
class Row:
    """What the buttons of a line act on."""

    name: str
    audience: str
    move_url: str
    remove_url: str
    is_first: bool
    is_last: bool


def _ends(rows: Sequence[EntryContent], row: EntryContent) -> tuple[bool, bool]:
    return row.uid == rows[0].uid, row.uid == rows[-1].uid


def _addresses(
    reading: Reading, register: Register, of: tuple[str, str] | None, back: str
) -> dict[str, str]:
    """Made once for all rows: to make an address takes longer than to print the line."""
    where: dict[str, Any] = {"plan_id": reading.plan.uid, "register": register.id, "uid": NO_ROW}
    where |= {"back": back} if back else {}
    beside: dict[str, Any] = {"beside": of[0]} if of else {}
    return {
        "edit": url_for("rows.edit", **where),
        "move": url_for("rows.move", **where, **beside),
        "remove": url_for("rows.remove", **where),
    }


def _of_row(addresses: Mapping[str, str], row: EntryContent) -> dict[str, str]:
    return {name: url.replace(NO_ROW, row.uid, 1) for name, url in addresses.items()}


def _page_url(register: Register, page: int) -> str:
    asked = {**arguments(), register.id: page}
    return url_for(request.endpoint or "", **asked, _anchor=f"table-{register.id}")


def _add_url(reading: Reading, register: Register, of: tuple[str, str] | None, back: str) -> str:
    given: dict[str, Any] = {of[0]: of[1]} if of else {}
    given |= {"back": back} if back else {}
    return url_for("rows.create", plan_id=reading.plan.uid, register=register.id, **given)
