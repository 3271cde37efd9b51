"""Annex C 1(g), gender, and Indigenous Peoples: who takes part, and who is counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nap_tracker.annex_c.definitions import Kind
from nap_tracker.annex_c.values import is_blank, is_given
from nap_tracker.checks.facts import Facts
from nap_tracker.checks.findings import Finding, Rule, Severity
from nap_tracker.i18n import N_

PHASES = {
    "implementation": Rule(
        "no_role_in_implementation",
        Severity.WARNING,
        N_("No stakeholder is named as taking part in carrying out the plan."),
        item="1g",
    ),
    "continuing_development": Rule(
        "no_role_in_development",
        Severity.WARNING,
        N_("No stakeholder is named as taking part in developing the plan further."),
        item="1g",
    ),
}
NOT_SPLIT = Rule(
    "people_not_split",
    Severity.WARNING,
    N_("“%(field)s” is not split by women and men."),
)
NOT_SPLIT_IN_ROWS = Rule(
    "people_not_split",
    Severity.WARNING,
    N_("“%(field)s” is not split by women and men in %(n)s of %(total)s rows of “%(register)s”."),
)
NO_ENGAGEMENT = Rule(
    "no_engagement_of_peoples",
    Severity.WARNING,
    N_(
        "Gold is mined on or near Indigenous territory, and neither the stakeholders nor the"
        " participants of consultations name an Indigenous People."
    ),
)
OVERLAP_DENIED = Rule(
    "overlap_differs",
    Severity.WARNING,
    N_("The answer is no, but a site in the list overlaps with Indigenous territory."),
    contradicts=True,
)


def stakeholders(facts: Facts) -> Iterator[Finding]:
    """Both phases of Annex C 1(g), once there are stakeholders."""
    rows = facts.rows("stakeholder")
    if not rows:
        return
    named = {phase for row in rows for phase in row.answers.get("phases") or ()}
    for phase, rule in PHASES.items():
        if phase not in named:
            yield facts.in_section(rule, "stakeholders", "stakeholders")


def gender(facts: Facts) -> Iterator[Finding]:
    """Every count of people is split by sex (UNEP guidance of 2021, decision MC-5/15)."""
    for section in facts.schema.sections:
        for field in section.fields:
            if field.kind is Kind.PEOPLE and _is_lumped(facts.answer(section.id, field.id)):
                yield facts.in_section(NOT_SPLIT, section.id, field.id, field=field.label)
    for register in facts.schema.registers:
        for field in register.fields:
            if field.kind is not Kind.PEOPLE:
                continue
            rows = [r for r in facts.rows(register.id) if _is_lumped(r.answers.get(field.id))]
            if rows:
                words = {"field": field.label, "register": register.title}
                yield facts.in_rows(NOT_SPLIT_IN_ROWS, register.id, rows, field.id, **words)


def peoples(facts: Facts) -> Iterator[Finding]:
    """Decision MC-4/4: engagement where mining and Indigenous territory overlap."""
    at_sites = any(row.answers.get("indigenous") is True for row in facts.rows("site"))
    said = facts.answer("peoples", "overlap")
    if said is False and at_sites:
        yield facts.in_section(OVERLAP_DENIED, "peoples", "overlap")
    if (said is True or at_sites) and not _are_engaged(facts):
        yield facts.in_section(NO_ENGAGEMENT, "peoples", "development")


def _are_engaged(facts: Facts) -> bool:
    if any(row.answers.get("indigenous") is True for row in facts.rows("stakeholder")):
        return True
    groups = (row.answers.get("group_type") for row in facts.rows("participation"))
    return "peoples" in groups


def _is_lumped(people: Any) -> bool:
    if not is_given(people):
        return False
    return is_blank(people.get("women")) or is_blank(people.get("men"))
