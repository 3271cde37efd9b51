"""Money: what has no cost, no source, no line; what watching over the plan costs."""

from __future__ import annotations

from collections.abc import Iterator

from nap_tracker.annex_c.values import is_answered
from nap_tracker.checks.facts import Facts
from nap_tracker.checks.findings import Finding, Rule, Severity
from nap_tracker.content.money import NOT_COSTED, currencies
from nap_tracker.i18n import N_

NO_MONITORING = Rule(
    "no_monitoring_money",
    Severity.WARNING,
    N_("No money is set aside for monitoring and evaluation."),
)
NO_SOURCE = Rule(
    "no_funding_source",
    Severity.WARNING,
    N_("No budget line says where its money is to come from."),
)
UNCOSTED = Rule(
    "not_costed",
    Severity.NOTE,
    N_("%(n)s of %(total)s budget lines are not costed; the sums leave them out."),
)
NO_LINE = Rule(
    "activity_without_line",
    Severity.NOTE,
    N_("%(n)s of %(total)s activities have no budget line."),
)
NO_RATES = Rule(
    "no_exchange_rates",
    Severity.NOTE,
    N_("The budget is in several currencies and gives no exchange rates. They are never added up."),
)


def budget(facts: Facts) -> Iterator[Finding]:
    """What the budget leaves open."""
    if _watching_is_free(facts):
        yield facts.in_section(NO_MONITORING, "monitoring", "money")
    rows = facts.rows("budget_line")
    if not rows:
        return
    if not facts.names_a_source:
        yield facts.in_section(NO_SOURCE, "budget", "budget_lines")
    uncosted = {line.uid for line in facts.lines if line.empty == NOT_COSTED}
    if uncosted:
        lines = [row for row in rows if row.uid in uncosted]
        yield facts.in_rows(UNCOSTED, "budget_line", lines, "cost")
    paid_for = {line.activity for line in facts.lines}
    bare = [row for row in facts.rows("activity") if row.uid not in paid_for]
    if bare:
        yield facts.in_rows(NO_LINE, "activity", bare)
    if len(currencies(facts.lines)) > 1 and not facts.has("budget", "exchange_rates"):
        yield facts.in_section(NO_RATES, "budget", "exchange_rates")


def _watching_is_free(facts: Facts) -> bool:
    """Neither a sum of its own nor a costed activity that monitors, once there is a budget."""
    if is_answered(facts.answer("monitoring", "money")):
        return False
    watching = {activity.row.uid for activity in facts.activities_with("monitoring")}
    costed = any(line.amount and line.activity in watching for line in facts.lines)
    begun = bool(facts.rows("budget_line")) or bool(facts.plan.answers("monitoring"))
    return begun and not costed
