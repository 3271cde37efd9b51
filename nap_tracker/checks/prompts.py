"""Questions about side effects, asked by what was written; notes only, never more than three.

Later studies of plans keep finding these effects (for one: Kosai and others, 2023, Resources,
Conservation and Recycling 188:106708).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nap_tracker.checks.facts import Facts
from nap_tracker.checks.findings import Finding, Rule, Severity
from nap_tracker.i18n import N_


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question, the field that answers it, and when it is asked."""

    rule: Rule
    section: str
    field: str
    asked: Callable[[Facts], bool]


def _burning_moves(facts: Facts) -> bool:
    moved = facts.activities_for("1b.iii")
    return bool(moved) and not any(activity.groups for activity in moved)


def _tailings_wait(facts: Facts) -> bool:
    tailings = facts.has("overview_health_environment", "tailings")
    new_methods = facts.activities_with("mercury_free")
    return tailings and bool(new_methods) and not facts.activities_for("1b.iv")


def _fees_without_measures(facts: Facts) -> bool:
    return facts.has("formalization", "licences") and not facts.has("gender", "measures")


PROMPTS = (
    Prompt(
        Rule(
            "prompt_burning_moves",
            Severity.NOTE,
            N_(
                "When burning moves out of homes, who works in the new place, and what protects"
                " them? No activity of this item names the people it protects."
            ),
            item="1b.iii",
        ),
        "worst_practices",
        "residential_burning",
        _burning_moves,
    ),
    Prompt(
        Rule(
            "prompt_tailings",
            Severity.NOTE,
            N_(
                "Where methods without mercury use cyanide, tailings have to be cleaned of mercury"
                " first. No activity sees to that."
            ),
            item="1b.iv",
        ),
        "worst_practices",
        "cyanide_leaching",
        _tailings_wait,
    ),
    Prompt(
        Rule(
            "prompt_fees",
            Severity.NOTE,
            N_(
                "Fees and licences can shut out those who cannot pay, women panners among them."
                " What does the plan do for them?"
            ),
            item="1c",
        ),
        "gender",
        "measures",
        _fees_without_measures,
    ),
)


def prompts(facts: Facts) -> Iterator[Finding]:
    """The questions this plan raises."""
    for prompt in PROMPTS:
        if prompt.asked(facts):
            yield facts.in_section(prompt.rule, prompt.section, prompt.field)
