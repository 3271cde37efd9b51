"""The whole check: every rule over one plan. The page, the task list and the command ask here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.checks.baselines import baselines
from nap_tracker.checks.budget import budget
from nap_tracker.checks.completeness import missing, reasons
from nap_tracker.checks.facts import Facts
from nap_tracker.checks.findings import ORDER, Finding, Findings
from nap_tracker.checks.people import gender, peoples, stakeholders
from nap_tracker.checks.practices import practices
from nap_tracker.checks.prompts import prompts
from nap_tracker.checks.references import Unaccepted, not_accepted, references
from nap_tracker.checks.schedule import schedule
from nap_tracker.checks.strategies import strategies
from nap_tracker.checks.targets import objectives, targets
from nap_tracker.content.tree import PlanContent

CHECKS: tuple[Callable[[Facts], Iterable[Finding]], ...] = (
    references,
    missing,
    baselines,
    objectives,
    targets,
    practices,
    strategies,
    stakeholders,
    gender,
    peoples,
    schedule,
    budget,
    reasons,
    prompts,
)
"""Endorsement is not among them: it is no precondition of completeness."""


def findings(plan: PlanContent, schema: Schema, unaccepted: Unaccepted | None = None) -> Findings:
    """Everything found in a plan, in the order of its pages and then by weight.

    `unaccepted` is not part of a plan's content, so whoever may see it hands it in.
    """
    facts = Facts(plan, schema)
    found = [*not_accepted(facts, unaccepted or {}), *_all(facts)]
    places = {section.id: place for place, section in enumerate(schema.sections)}

    def place(finding: Finding) -> tuple[int, int]:
        return places.get(finding.section or "", -1), ORDER.index(finding.severity)

    return Findings(tuple(sorted(found, key=place)), plan.answered_warnings)


def _all(facts: Facts) -> Iterator[Finding]:
    for check in CHECKS:
        yield from check(facts)
