"""Annex C 1(d): quantities of mercury used and practices employed, with the doubt they carry."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from nap_tracker.annex_c.values import is_answered, is_blank, is_given
from nap_tracker.checks.facts import Facts
from nap_tracker.checks.figures import comparable, differ, has_range, level
from nap_tracker.checks.findings import Finding, Rule, Severity
from nap_tracker.i18n import N_

SECTION = "baseline"
USED = "mercury_used"
ROUTES = frozenset({"mercury_used", "gold_produced"})
"""What an independent route may estimate: mercury itself, or the gold it follows from."""
GOLD_SHARES = (
    "share_whole_ore",
    "share_concentrate_open",
    "share_concentrate_retort",
    "share_no_mercury",
)
"""Parts of one whole: gold comes one way or another."""
LOOSE = Decimal("0.02")
"""Products and sums of rounded figures may differ this much."""
FULL = Decimal("100.5")

NOT_A_FIGURE = Rule(
    "baseline_figure",
    Severity.BLOCKER,
    N_(
        "“%(field)s” was answered without a figure. An estimate is asked for: give a range, however"
        " wide, and plan a dated activity to find out more."
    ),
    item="1d",
)
NO_YEAR = Rule(
    "baseline_year",
    Severity.BLOCKER,
    N_("“%(field)s” does not say for which year it holds."),
    item="1d",
)
NO_OFFICIAL = Rule(
    "official_baseline",
    Severity.BLOCKER,
    N_("None of the estimates of mercury used is marked as the official figure of the plan."),
    item="1d",
)
SEVERAL_OFFICIAL = Rule(
    "official_once",
    Severity.BLOCKER,
    N_("%(n)s estimates of mercury used are marked as the official figure. Keep one."),
    item="1d",
    contradicts=True,
)
NO_RANGE = Rule(
    "no_range",
    Severity.WARNING,
    N_(
        "“%(field)s” has no lowest and highest value, so nobody can say later whether a change is"
        " real."
    ),
    item="1d",
)
ONE_ROUTE = Rule(
    "one_route",
    Severity.WARNING,
    N_("The estimates rest on one method only. A second, independent one would test the first."),
    item="1d",
)
NOT_THE_OFFICIAL = Rule(
    "differs_from_official",
    Severity.WARNING,
    N_(
        "“%(field)s” gives another figure than the official estimate “%(estimate)s” in the table"
        " below it."
    ),
    item="1d",
    contradicts=True,
)
SHARES = Rule(
    "shares_above_whole",
    Severity.WARNING,
    N_("The shares of gold by practice add up to %(sum)s %%, which is more than the whole."),
    item="1d",
    contradicts=True,
)
RATIO = Rule(
    "ratio_differs",
    Severity.WARNING,
    N_("Gold produced times the mercury used for one unit of it does not give mercury used."),
    item="1d",
    contradicts=True,
)
SPLIT = Rule(
    "split_differs",
    Severity.WARNING,
    N_(
        "Mercury to air and mercury to water and land do not add up to mercury used, which is all"
        " the mercury that is lost."
    ),
    item="1d",
    contradicts=True,
)


def baselines(facts: Facts) -> Iterator[Finding]:
    """Everything Annex C 1(d) asks of the estimates beyond being answered."""
    yield from _the_figure(facts)
    yield from _the_official(facts)
    yield from _routes(facts)
    yield from _agreement(facts)
    yield from _arithmetic(facts)


def _the_figure(facts: Facts) -> Iterator[Finding]:
    used = facts.answer(SECTION, USED)
    if is_blank(used):
        return
    words = {"field": facts.schema.section(SECTION).field(USED).label}
    for rule in _lacks(used):
        yield facts.in_section(rule, SECTION, USED, **words)


def _the_official(facts: Facts) -> Iterator[Finding]:
    if facts.rows("baseline") and not facts.official:
        yield facts.in_section(NO_OFFICIAL, SECTION, "baselines")
    if len(facts.official) > 1:
        yield facts.in_rows(SEVERAL_OFFICIAL, "baseline", facts.official, "official")
    words = {"field": facts.schema.register("baseline").field("amount").label}
    for row in facts.official:
        amount = row.answers.get("amount")
        if is_answered(amount):
            for rule in _lacks(amount):
                yield facts.in_row(rule, row, "amount", **words)


def _lacks(quantity: Any) -> Iterator[Rule]:
    if not is_given(quantity):
        yield NOT_A_FIGURE
        return
    if is_blank(quantity.get("year")):
        yield NO_YEAR
    if not has_range(quantity):
        yield NO_RANGE


def _routes(facts: Facts) -> Iterator[Finding]:
    estimates = [row.answers for row in facts.rows("baseline")]
    methods = {said.get("method") for said in estimates if said.get("measure") in ROUTES}
    methods.discard(None)
    if len(methods) == 1 and methods != {"combined"}:
        yield facts.in_section(ONE_ROUTE, SECTION, "baselines")


def _agreement(facts: Facts) -> Iterator[Finding]:
    if len(facts.official) != 1:
        return
    row = facts.official[0]
    here, there = facts.answer(SECTION, USED), row.answers.get("amount")
    mine, official = level(here), level(there)
    if mine is None or official is None or not comparable(here, there):
        return
    if differ(mine, official):
        field = facts.schema.section(SECTION).field(USED).label
        name = facts.name_of(row)
        yield facts.in_section(NOT_THE_OFFICIAL, SECTION, USED, field=field, estimate=name)


def _arithmetic(facts: Facts) -> Iterator[Finding]:
    whole = sum(filter(None, (_figure(facts, share) for share in GOLD_SHARES)), Decimal(0))
    if whole > FULL:
        yield facts.in_section(SHARES, SECTION, GOLD_SHARES[0], sum=whole)
    used = _figure(facts, USED)
    if used is None:
        return
    gold, ratio = _figure(facts, "gold_produced"), _figure(facts, "hg_au_ratio")
    if gold is not None and ratio is not None and differ(used, gold * ratio, LOOSE):
        yield facts.in_section(RATIO, SECTION, "hg_au_ratio")
    air, rest = _figure(facts, "mercury_air"), _figure(facts, "mercury_water_land")
    if air is not None and rest is not None and differ(used, air + rest, LOOSE):
        yield facts.in_section(SPLIT, SECTION, "mercury_air")


def _figure(facts: Facts, field: str) -> Decimal | None:
    return level(facts.answer(SECTION, field))
