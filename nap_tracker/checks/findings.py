"""What a check finds, as data: its weight, the paragraph it is about, where to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from enum import StrEnum
from functools import cached_property
from typing import Any

from nap_tracker.content.tree import Words

PLAN = "plan"
"""Where a finding stands that is about the plan itself: its title, its period."""


class Severity(StrEnum):
    """How much a finding weighs; nothing ever stops a draft from being saved."""

    BLOCKER = "blocker"
    """Something the treaty says the plan shall have is not there, or two answers contradict."""
    WARNING = "warning"
    """Something is doubtful or recommended; it can be answered with a reason that is kept."""
    NOTE = "note"
    """Something to know or to think about."""


ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Rule:
    """What can be found. `id` is permanent: reasons given for warnings hang on it."""

    id: str
    severity: Severity
    message: str
    """Marked with N_; says what is the matter, not who is to blame."""
    item: str | None = None
    """The Annex C item it is about; without one the paragraph of the field is cited."""
    contradicts: bool = False
    """Two answers cannot both be right, or what was typed was not accepted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check."""

    key: str
    """`rule:where:field`, where being a row, a section or `plan`: the same on every run."""
    rule: Rule
    paragraph: str
    """What it is about, as cited."""
    section: str | None
    """The page that mends it; None for the plan's own settings."""
    register: str | None = None
    rows: tuple[str, ...] = ()
    """The rows concerned, in their order."""
    field: str | None = None
    params: Mapping[str, Any] = made(default_factory=dict)
    """Fill the message's placeholders; numbers are numbers, to be written by locale."""

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def message(self) -> str:
        return self.rule.message

    @property
    def uid(self) -> str | None:
        """The row to begin with."""
        return self.rows[0] if self.rows else None


@dataclass(frozen=True)
class Findings:
    """Everything found, in the order of the plan, with the reasons given for warnings."""

    found: tuple[Finding, ...] = ()
    reasons: Mapping[str, Words] = made(default_factory=dict)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    @cached_property
    def blockers(self) -> tuple[Finding, ...]:
        return self._of(Severity.BLOCKER)

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        """Those nobody has answered yet."""
        return tuple(f for f in self._of(Severity.WARNING) if f.key not in self.reasons)

    @cached_property
    def answered(self) -> tuple[Finding, ...]:
        """Warnings somebody gave a reason for."""
        return tuple(f for f in self._of(Severity.WARNING) if f.key in self.reasons)

    @cached_property
    def notes(self) -> tuple[Finding, ...]:
        return self._of(Severity.NOTE)

    @property
    def is_clean(self) -> bool:
        """No blocker, and every warning answered. Says nothing about the Convention."""
        return not self.blockers and not self.warnings

    @cached_property
    def troubled(self) -> frozenset[str]:
        """Sections in which answers contradict each other or were not accepted."""
        return frozenset(f.section for f in self.found if f.rule.contradicts and f.section)

    def get(self, key: str) -> Finding | None:
        """The finding of a key, or None where it is no longer found."""
        return next((f for f in self.found if f.key == key), None)

    def _of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(f for f in self.found if f.severity is severity)


def by_section(
    findings: Iterable[Finding],
) -> Iterator[tuple[str | None, tuple[Finding, ...]]]:
    """The findings under the page that mends each, in the order they come."""
    groups: dict[str | None, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.section, []).append(finding)
    yield from ((section, tuple(members)) for section, members in groups.items())
