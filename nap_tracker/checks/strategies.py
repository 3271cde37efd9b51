"""Annex C 1(c) and 1(e) to 1(j): activities that do what each item asks for."""

from __future__ import annotations

from collections.abc import Iterator

from nap_tracker.checks.facts import Facts
from nap_tracker.checks.findings import Finding, Rule, Severity
from nap_tracker.i18n import N_

ITEMS = {
    "1c": "formalization",
    "1e": "emissions",
    "1f": "trade",
    "1g": "stakeholders",
    "1h": "health",
    "1i": "vulnerable",
    "1j": "information",
}
"""Item -> the section that answers it. 1(a), (b), (d) and (k) have rules of their own."""
NO_ACTIVITY = Rule(
    "no_activity",
    Severity.WARNING,
    N_("No activity of the work plan is tagged with the item that “%(section)s” answers."),
)

EFFECTS = {
    "emissions": Rule(
        "no_emissions_activity",
        Severity.WARNING,
        N_("No activity is meant to lower emissions to air."),
        item="1e",
    ),
    "releases": Rule(
        "no_releases_activity",
        Severity.WARNING,
        N_("No activity is meant to lower releases to water and land."),
        item="1e",
    ),
    "exposure": Rule(
        "no_exposure_activity",
        Severity.WARNING,
        N_("No activity is meant to lower people’s exposure."),
        item="1e",
    ),
    "mercury_free": Rule(
        "no_mercury_free_activity",
        Severity.WARNING,
        N_("No activity brings methods without mercury."),
        item="1e",
    ),
}
"""Effect -> what is found where no activity is meant to have it; the field has the same name."""
RETORTS_WITHOUT_STORAGE = Rule(
    "retorts_without_storage",
    Severity.WARNING,
    N_(
        "Retorts recover mercury, and no activity stores or disposes of it. Where will the"
        " recovered mercury go?"
    ),
)
GROUPS = {
    "children": Rule(
        "no_activity_for_children",
        Severity.WARNING,
        N_("No activity names children as the people it protects."),
        item="1i",
    ),
    "women_of_child_bearing_age": Rule(
        "no_activity_for_women",
        Severity.WARNING,
        N_("No activity names women of child-bearing age as the people it protects."),
        item="1i",
    ),
    "pregnant_women": Rule(
        "no_activity_for_pregnant_women",
        Severity.WARNING,
        N_("No activity names pregnant women as the people it protects."),
        item="1i",
    ),
}
"""Group -> what is found where no activity names it; the field of 1(i) has the same name."""


def strategies(facts: Facts) -> Iterator[Finding]:
    """What no activity does; silent while there are no activities, which is one finding itself."""
    if not facts.activities:
        return
    for item, section in ITEMS.items():
        if not facts.activities_for(item):
            title = facts.schema.section(section).title
            yield facts.in_section(NO_ACTIVITY, section, section=title)
    yield from _effects(facts)
    named = {group for activity in facts.activities for group in activity.groups}
    for group, rule in GROUPS.items():
        if group not in named:
            yield facts.in_section(rule, "vulnerable", group)


def _effects(facts: Facts) -> Iterator[Finding]:
    brought = {effect for activity in facts.activities for effect in activity.effects}
    for effect, rule in EFFECTS.items():
        if effect not in brought:
            yield facts.in_section(rule, "emissions", effect)
    # Article 10: what retorts catch has to be stored in an environmentally sound manner.
    if "retort" in brought and "storage" not in brought:
        yield facts.in_section(RETORTS_WITHOUT_STORAGE, "emissions", "recovered_mercury")
