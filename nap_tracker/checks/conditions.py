"""Fields whose need depends on another answer: asked for by what was said, or excused by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nap_tracker.annex_c.definitions import Level
from nap_tracker.checks.facts import Facts
from nap_tracker.content.tree import EntryContent

When = Callable[[Facts, EntryContent], bool]

QUANTIFIED = frozenset({"absolute", "relative", "intensity"})
"""Kinds of target that are a figure measured against a baseline."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A field counts only where `when` holds; `level` replaces the schema's where it is given."""

    when: When
    level: Level | None = None


def _says(field: str, *codes: str | bool) -> When:
    return lambda _, row: row.answers.get(field) in codes


def _has_no_dated_milestone(facts: Facts, row: EntryContent) -> bool:
    return row.uid not in facts.dated_by_milestone


def _some_line_names_a_source(facts: Facts, _: EntryContent) -> bool:
    """Where no line names one, the budget has one finding of its own."""
    return facts.names_a_source


_PRESENT = Condition(_says("presence", "present"))

OF_ROWS: Mapping[tuple[str, str], Condition] = MappingProxyType(
    {
        # Annex C 1(k): a start and an end, or a dated milestone.
        ("activity", "start"): Condition(_has_no_dated_milestone),
        ("activity", "end"): Condition(_has_no_dated_milestone),
        ("baseline", "region"): Condition(_says("scope", "region"), Level.RECOMMENDED),
        ("budget_line", "source_type"): Condition(_some_line_names_a_source),
        ("practice", "alternative"): _PRESENT,
        ("practice", "elimination"): _PRESENT,
        ("practice", "enforcement_body"): _PRESENT,
        ("practice", "legal_status"): _PRESENT,
        # Where it is not practised the reason is required, by the rule of 1(b).
        ("practice", "reason"): _PRESENT,
        ("practice", "share"): _PRESENT,
        # Decision MC-4/4: peoples are listed under their own names.
        ("stakeholder", "peoples"): Condition(_says("indigenous", True), Level.RECOMMENDED),
        ("target", "baseline"): Condition(_says("type", *QUANTIFIED)),
        ("target", "practice"): Condition(_says("type", "elimination"), Level.RECOMMENDED),
        ("target", "region"): Condition(_says("scope", "region"), Level.RECOMMENDED),
        ("target", "value"): Condition(_says("type", *QUANTIFIED)),
    }
)
"""(register, field) -> condition, asked for each row."""


def _is_practised(code: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.presence_of(code) != "not_practised"


OF_SECTIONS: Mapping[tuple[str, str], Callable[[Facts], bool]] = MappingProxyType(
    {
        # The rule of 1(b) asks for each of the four rows by its name.
        ("worst_practices", "practices"): lambda _: False,
        ("worst_practices", "whole_ore"): _is_practised("b_i"),
        ("worst_practices", "open_burning"): _is_practised("b_ii"),
        ("worst_practices", "residential_burning"): _is_practised("b_iii"),
        ("worst_practices", "cyanide_leaching"): _is_practised("b_iv"),
        # A budgeted activity that monitors will do as well: the rule of the budget decides.
        ("monitoring", "money"): lambda _: False,
    }
)
"""(section, field) -> whether it is asked for."""
