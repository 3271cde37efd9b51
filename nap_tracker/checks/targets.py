"""Annex C 1(a): targets that can be measured, and whether anybody could ever see them met."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nap_tracker.annex_c.values import is_blank
from nap_tracker.checks.conditions import QUANTIFIED
from nap_tracker.checks.facts import Facts
from nap_tracker.checks.figures import comparable, doubt, level, unit_of
from nap_tracker.checks.findings import Finding, Rule, Severity
from nap_tracker.content.tree import EntryContent
from nap_tracker.estimates.uncertainty import detectable
from nap_tracker.i18n import N_

HUNDRED = Decimal(100)
FALLING = frozenset({"mercury_used", "mercury_air", "mercury_water_land", "hg_au_ratio"})
"""What a plan promises to lower."""

NONE_MEASURED = Rule(
    "measured_target",
    Severity.BLOCKER,
    N_("No target with a figure, a unit and a year is measured against the official estimate."),
    item="1a",
)
OFF_OFFICIAL = Rule(
    "target_off_official",
    Severity.WARNING,
    N_("%(n)s of %(total)s targets are measured against an estimate that is not the official one."),
    item="1a",
)
WRONG_UNIT = Rule(
    "target_unit",
    Severity.WARNING,
    N_(
        "The unit of this target does not fit its kind or its baseline: a reduction is given in per"
        " cent, a level in the unit of the baseline."
    ),
    item="1a",
    contradicts=True,
)
NO_REDUCTION = Rule(
    "target_no_reduction",
    Severity.WARNING,
    N_("This target is not below the estimate it is measured against."),
    item="1a",
    contradicts=True,
)
NOT_DETECTABLE = Rule(
    "not_detectable",
    Severity.WARNING,
    N_(
        "A later survey could not show that this target was met: the change it promises is smaller"
        " than the doubt in the baseline."
    ),
    item="1a",
)
UNSERVED = Rule(
    "objective_unserved",
    Severity.NOTE,
    N_("No strategy and no target serves %(n)s of %(total)s objectives."),
    item="1a",
)


def targets(facts: Facts) -> Iterator[Finding]:
    """What the targets of the plan lack beyond being answered."""
    rows = facts.rows("target")
    measured = [row for row in rows if row.answers.get("type") in QUANTIFIED]
    if rows and not any(_is_tied(facts, row) for row in measured):
        yield facts.in_section(NONE_MEASURED, "objectives", "targets")
    if facts.official:
        off = [row for row in measured if _is_off_official(facts, row)]
        if off:
            yield facts.in_rows(OFF_OFFICIAL, "target", off, "baseline")
    for row in measured:
        yield from _against_baseline(facts, row)


def objectives(facts: Facts) -> Iterator[Finding]:
    """Objectives that nothing in the plan works towards."""
    served = {uid for row in facts.rows("strategy") for uid in row.answers.get("objectives") or ()}
    served |= {row.answers.get("objective") for row in facts.rows("target")}
    idle = [row for row in facts.rows("objective") if row.uid not in served]
    if idle and facts.rows("strategy"):
        yield facts.in_rows(UNSERVED, "objective", idle)


def _is_tied(facts: Facts, row: EntryContent) -> bool:
    has_figure = level(row.answers.get("value")) is not None
    baseline = facts.target_of(row, "baseline")
    return has_figure and not is_blank(row.answers.get("year")) and baseline in facts.official


def _is_off_official(facts: Facts, row: EntryContent) -> bool:
    """An estimate of mercury used that stands beside the official one."""
    baseline = facts.target_of(row, "baseline")
    if baseline is None or baseline in facts.official:
        return False
    return baseline.answers.get("measure") == "mercury_used"


def _against_baseline(facts: Facts, row: EntryContent) -> Iterator[Finding]:
    baseline = facts.target_of(row, "baseline")
    value = row.answers.get("value")
    amount = baseline.answers.get("amount") if baseline else None
    start, figure = level(amount), level(value)
    if baseline is None or start is None or figure is None:
        return
    is_relative = row.answers.get("type") == "relative"
    if (unit_of(value) != "%") if is_relative else not comparable(value, amount):
        yield facts.in_row(WRONG_UNIT, row, "value")
        return
    promised = start * (1 - figure / HUNDRED) if is_relative else figure
    if baseline.answers.get("measure") in FALLING and promised >= start:
        yield facts.in_row(NO_REDUCTION, row, "value")
        return
    known = doubt(amount)
    # A promise smaller than the doubt in the baseline can never be shown to be kept.
    if known is not None and not detectable(known, promised):
        yield facts.in_row(NOT_DETECTABLE, row, "value")
