"""Annex C 1(b): each of the four worst practices is ended, found out about, or reasoned away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from nap_tracker.annex_c.values import is_blank
from nap_tracker.checks.facts import Facts
from nap_tracker.checks.findings import Finding, Rule, Severity
from nap_tracker.content.tree import EntryContent
from nap_tracker.i18n import N_

SECTION = "worst_practices"
ITEMS: Mapping[str, str] = MappingProxyType(
    {"b_i": "1b.i", "b_ii": "1b.ii", "b_iii": "1b.iii", "b_iv": "1b.iv"}
)
"""Practice code -> the item of Annex C that asks for its end."""

Rules = Mapping[str, Rule]


def _for_each(id: str, severity: Severity, message: str, *, contradicts: bool = False) -> Rules:
    """One rule for each practice, each with its own citation; their ids say which."""
    return MappingProxyType(
        {
            code: Rule(f"{id}_{code}", severity, message, item, contradicts)
            for code, item in ITEMS.items()
        }
    )


NO_ROW = _for_each(
    "practice_row",
    Severity.BLOCKER,
    N_("“%(practice)s” is not in the table: say whether it is practised in the country."),
)
TWO_ROWS = _for_each(
    "practice_once",
    Severity.BLOCKER,
    N_("“%(practice)s” stands in the table more than once. Keep one row."),
    contradicts=True,
)
NO_ACTIVITY = _for_each(
    "practice_activity",
    Severity.BLOCKER,
    N_(
        "No activity with a lead institution and dates is there to end “%(practice)s”. Write one in"
        " the work plan and tag it with this item."
    ),
)
NO_INDICATOR = _for_each(
    "practice_indicator",
    Severity.WARNING,
    N_("No activity that is to end “%(practice)s” has an indicator."),
)
NO_REASON = _for_each(
    "practice_reason",
    Severity.BLOCKER,
    N_("Give the reason why “%(practice)s” is said not to be practised in the country."),
)
NOT_FOUND_OUT = _for_each(
    "practice_find_out",
    Severity.BLOCKER,
    N_(
        "It is not known whether “%(practice)s” exists. Name an activity with a lead institution"
        " and dates that will find out."
    ),
)
NOT_KNOWN = _for_each(
    "practice_not_known",
    Severity.WARNING,
    N_(
        "It is not known whether “%(practice)s” exists. This item stays open until the activity"
        " that finds out is done."
    ),
)
SEEN_AT_SITES = _for_each(
    "practice_seen",
    Severity.WARNING,
    N_("“%(practice)s” is said not to be practised, but a site in the list shows it."),
    contradicts=True,
)


def practices(facts: Facts) -> Iterator[Finding]:
    """Annex C 1(b)(i) to (iv), one after the other."""
    labels = {
        option.code: option.label
        for option in facts.schema.register("practice").field("practice").options
    }
    for code in ITEMS:
        yield from _one(facts, code, labels[code])


def _one(facts: Facts, code: str, label: str) -> Iterator[Finding]:
    rows = facts.practice_rows(code)
    if not rows:
        yield facts.in_section(NO_ROW[code], SECTION, "practices", practice=label)
        return
    if len(rows) > 1:
        yield facts.in_rows(TWO_ROWS[code], "practice", rows, "practice", practice=label)
    row = rows[0]
    match row.answers.get("presence"):
        case "present":
            yield from _present(facts, row, code, label)
        case "not_practised":
            yield from _not_practised(facts, row, code, label)
        case "not_known":
            activity = facts.activity_of(facts.target_of(row, "find_out"))
            found_out = activity is not None and activity.can_be_followed
            rule = NOT_KNOWN if found_out else NOT_FOUND_OUT
            yield facts.in_row(rule[code], row, "find_out", practice=label)


def _present(facts: Facts, row: EntryContent, code: str, label: str) -> Iterator[Finding]:
    tagged = [a for a in facts.activities_for(ITEMS[code]) if a.can_be_followed]
    if not tagged:
        yield facts.in_row(NO_ACTIVITY[code], row, "presence", practice=label)
    elif all(is_blank(activity.row.answers.get("indicator")) for activity in tagged):
        rows = [activity.row for activity in tagged]
        yield facts.in_rows(NO_INDICATOR[code], "activity", rows, "indicator", practice=label)


def _not_practised(facts: Facts, row: EntryContent, code: str, label: str) -> Iterator[Finding]:
    if is_blank(row.answers.get("reason")):
        yield facts.in_row(NO_REASON[code], row, "reason", practice=label)
    if any(code in (site.answers.get("practices") or ()) for site in facts.rows("site")):
        yield facts.in_row(SEEN_AT_SITES[code], row, "presence", practice=label)
