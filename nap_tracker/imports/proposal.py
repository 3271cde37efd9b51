"""What a spreadsheet would put into a plan: rows, what is wrong with them, what they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from nap_tracker.content.tree import EntryContent
from nap_tracker.errors import InvalidFile
from nap_tracker.i18n import N_
from nap_tracker.imports.problems import Problem, Severity

REFUSED = N_("The work plan cannot be taken as it is. Nothing of it was stored.")


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A row that would be added to a register of the plan."""

    register: str
    uid: str
    position: int
    answers: Mapping[str, Any]
    """Canonical values; references name rows of the plan or of this proposal."""
    row: int | None = None
    """The row of the file it comes from."""
    unaccepted: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Field id -> {"typed", "message", "params"}: what was written and is no answer as it is."""

    def content(self) -> EntryContent:
        """The same as an entry of a plan."""
        return EntryContent(self.uid, self.register, self.position, self.answers)


@dataclass(frozen=True, slots=True)
class Total:
    """What the budget lines in one currency add up to; a cost of zero is a line too."""

    currency: str
    amount: Decimal
    lines: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How the ambiguous cells of one column were read, to be shown before anything is applied."""

    column: int
    heading: str
    subject: str
    """'decimals' or 'dates'."""
    choice: str
    """'comma' or 'point'; 'day' or 'month', whichever comes first."""
    evidence: str
    """The cell that shows it; empty where the person chose."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of each kind, and what became of the rows of the file."""

    strategies: int = 0
    activities: int = 0
    budget_lines: int = 0
    institutions: int = 0
    milestones: int = 0
    free: int = 0
    """Budget lines that cost nothing."""
    not_costed: int = 0
    """Budget lines whose cost nobody has worked out."""
    without_cost: int = 0
    """Activities without any budget line."""
    left_out: int = 0
    """Rows of the file that were not asked for, or that only add others up."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that one file would add. Either the whole of it is applied or nothing."""

    rows: tuple[ProposedRow, ...] = ()
    """In the order to store them: what is referred to comes first."""
    problems: tuple[Problem, ...] = ()
    totals: tuple[Total, ...] = ()
    readings: tuple[Reading, ...] = ()
    counts: Counts = Counts()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What has to be put right before anything can be applied."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What somebody should look at."""
        return tuple(p for p in self.problems if p.severity is Severity.WARNING)

    @property
    def is_applicable(self) -> bool:
        """Whether it may be applied."""
        return bool(self.rows) and not self.errors

    def of(self, register: str) -> tuple[ProposedRow, ...]:
        """The rows of one register, in order."""
        return tuple(row for row in self.rows if row.register == register)

    def applicable(self) -> tuple[ProposedRow, ...]:
        """The rows to store. Raises InvalidFile with every error while there is one."""
        if not self.is_applicable:
            raise InvalidFile(REFUSED, {}, tuple(p.at_path() for p in self.errors))
        return self.rows


def totals(rows: Iterable[ProposedRow]) -> tuple[Total, ...]:
    """Sums per currency in the order of the codes; two currencies are never added."""
    sums: dict[str, list[Decimal]] = {}
    for row in rows:
        cost = row.answers.get("cost") or {}
        if row.register == "budget_line" and "amount" in cost:
            sums.setdefault(cost["currency"], []).append(Decimal(cost["amount"]))
    return tuple(
        Total(currency, sum(amounts, Decimal(0)), len(amounts))
        for currency, amounts in sorted(sums.items())
    )
