"""A work plan from a spreadsheet: what it would add to a plan, and adding the whole or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from nap_tracker.content.canonical import digest, dumps
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.imports import sheet, template, workplan
from nap_tracker.imports.columns import Column
from nap_tracker.imports.options import Columns, Options, from_data, to_data
from nap_tracker.imports.proposal import Counts, Proposal, ProposedRow
from nap_tracker.imports.proposal import Reading as HowRead
from nap_tracker.imports.sheet import Sheet
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, entries, history, registers

REGISTERS = frozenset({"activity", "budget_line", "institution", "milestone", "strategy"})
"""What a work plan adds rows to, and refers to."""

OTHER_LANGUAGE = N_("The plan is not written in this language. Add it to the plan first.")
HOW_READ: Mapping[tuple[str, str, bool], str] = MappingProxyType(
    {
        ("decimals", "comma", True): N_("The comma starts the decimals, as “%(evidence)s” shows."),
        ("decimals", "comma", False): N_("The comma starts the decimals, as you said."),
        ("decimals", "point", True): N_("The point starts the decimals, as “%(evidence)s” shows."),
        ("decimals", "point", False): N_("The point starts the decimals, as you said."),
        ("dates", "day", True): N_("The day comes first, as “%(evidence)s” shows."),
        ("dates", "day", False): N_("The day comes first, as you said."),
        ("dates", "month", True): N_("The month comes first, as “%(evidence)s” shows."),
        ("dates", "month", False): N_("The month comes first, as you said."),
    }
)
"""Subject, choice, and whether the file itself shows it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where in a file the table stands; what is empty is found out."""

    sheet: str = ""
    header_row: int = 0
    encoding: str = ""
    delimiter: str = ""

    def read(self, data: bytes, name: str) -> Sheet:
        """The table. Raises InvalidFile."""
        return sheet.read(
            data,
            name,
            sheet=self.sheet,
            header_row=self.header_row,
            encoding=self.encoding,
            delimiter=self.delimiter,
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything a person says about a file."""

    source: Source
    columns: Columns
    options: Options

    def to_data(self) -> dict[str, Any]:
        """As plain JSON."""
        source = {name: getattr(self.source, name) for name in self.source.__slots__}
        return {"source": source, **to_data(self.columns, self.options)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Choices:
        """What `to_data` made."""
        return cls(Source(**data["source"]), *from_data(data))


@dataclass(frozen=True, slots=True)
class Trial:
    """What a file would add, tried against the plan as it stands."""

    proposal: Proposal
    existing: PlanContent

    @property
    def plan(self) -> PlanContent:
        """The plan with the new rows in it, to show how they will read."""
        new = tuple(row.content() for row in self.proposal.rows)
        return replace(self.existing, entries=(*self.existing.entries, *new))

    @property
    def fingerprint(self) -> str:
        """Changes when anything that a person decides upon changes; positions are no such thing."""
        rows = [
            [row.register, row.uid, dict(row.answers), dict(row.unaccepted)]
            for row in self.proposal.rows
        ]
        found = [[each.code, each.reference] for each in self.proposal.problems]
        return digest(dumps([rows, found]))


def guessed(table: Sheet, version: PlanVersion, source: Source) -> Choices:
    """What to begin with: the columns whose headings are understood, the plan's language."""
    return Choices(source, table.guess(), Options(version.plan.language))


def try_out(
    actor: Actor,
    version: PlanVersion,
    table: Sheet,
    columns: Mapping[int, Column],
    options: Options,
    *,
    new_uid: Callable[[], str] = new_uid,
) -> Trial:
    """What the table would add. Stores nothing. Raises Invalid for a language of another plan."""
    require(actor, Permission.PLAN_IMPORT, version)
    if options.language not in version.plan.languages:
        raise Invalid(OTHER_LANGUAGE, about="language")
    existing = contents.read(actor, version, extent=contents.Extent(REGISTERS))
    proposal = workplan.propose(table, columns, options, existing, new_uid=new_uid)
    return Trial(proposal, existing)


def apply(
    actor: Actor, version: PlanVersion, proposal: Proposal, *, data: bytes, choices: Choices
) -> Counts:
    """Add every row of a proposal. Raises InvalidFile, and stores nothing, while it has errors."""
    require(actor, Permission.PLAN_IMPORT, version)
    rows = proposal.applicable()
    beside = {row.uid: row.unaccepted for row in rows if row.unaccepted}
    entries.write_many(actor, version, _at_the_end(version, rows), origin="import", beside=beside)
    said = choices.to_data()
    history.record(
        actor,
        "work-plan:imported",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"version:{version.id}",
        details={
            "sha256": hashlib.sha256(data).hexdigest(),
            "columns": said["columns"],
            "zero": str(choices.options.zero),
            "currency": choices.options.currency,
            "rows": {register: len(proposal.of(register)) for register in sorted(REGISTERS)},
        },
        content=dumps([[row.register, row.uid, dict(row.answers)] for row in rows]),
    )
    db.session.flush()
    return proposal.counts


def _at_the_end(version: PlanVersion, rows: Sequence[ProposedRow]) -> list[EntryContent]:
    """After every row there is by now, removed ones too: they may be put back."""
    last = {register: registers.last_position(version, register) for register in REGISTERS}
    placed = []
    for row in rows:
        last[row.register] += 1
        placed.append(replace(row.content(), position=last[row.register]))
    return placed


def empty_table(actor: Actor, version: PlanVersion, form: str) -> tuple[bytes, str]:
    """A spreadsheet to fill in, in the plan's language, and its media type."""
    require(actor, Permission.PLAN_IMPORT, version)
    return template.template(version.plan.language, form), template.MEDIA_TYPES[form]


def how_read(reading: HowRead) -> tuple[str, dict[str, str]]:
    """How ambiguous cells were read: a marked sentence, and what fills it."""
    sentence = HOW_READ[reading.subject, reading.choice, bool(reading.evidence)]
    return sentence, {"evidence": reading.evidence} if reading.evidence else {}
