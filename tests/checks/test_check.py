"""The check finds each gap and nothing beside it, and says every time the same."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nap_tracker.annex_c.schema import LANGUAGES, treaty
from nap_tracker.checks.check import findings
from nap_tracker.checks.findings import Findings, Severity, by_section
from nap_tracker.content.tree import PlanContent
from tests.checks.gaps import GAPS, opened
from tests.factories import complete_plan, empty_plan, section_uid, uid

SCHEMA = treaty()


def check(plan: PlanContent) -> Findings:
    return findings(plan, SCHEMA)


def told(found: Findings) -> list[str]:
    return [finding.message % finding.params for finding in found]


def test_a_complete_plan_passes_clean() -> None:
    found = check(complete_plan())
    assert told(found) == []
    assert found.is_clean


@pytest.mark.parametrize("name", GAPS)
def test_one_gap_is_found_and_nothing_beside_it(name: str) -> None:
    found = check(opened(name))
    assert {finding.key for finding in found} == GAPS[name].found


@pytest.mark.parametrize("name", GAPS)
def test_every_finding_can_be_told_and_leads_somewhere(name: str) -> None:
    plan = opened(name)
    for finding in check(plan):
        assert "%(" not in finding.message % finding.params
        assert finding.section is None or SCHEMA.section(finding.section)
        for row in finding.rows:
            entry = plan.row(row)
            assert entry is not None
            assert entry.kind == finding.register
        if finding.section and finding.field:
            owner = finding.register and SCHEMA.register(finding.register)
            assert (owner or SCHEMA.section(finding.section)).field(finding.field)


def test_every_rule_has_a_gap_of_its_own() -> None:
    rules = {key.partition(":")[0] for gap in GAPS.values() for key in gap.found}
    everything = [check(opened(name)) for name in GAPS] + [check(empty_plan())]
    assert {f.rule.id for found in everything for f in found} <= rules


def test_an_empty_plan_lacks_every_required_field() -> None:
    blocked = {(f.section, f.field) for f in check(empty_plan()).blockers}
    for section in SCHEMA.sections:
        for field in section.fields:
            if field.level == "required" and field.id != "practices":
                assert (section.id, field.id) in blocked


def test_optional_fields_are_never_missed() -> None:
    optional = {(s.id, f.id) for s in SCHEMA.sections for f in s.fields if f.level == "optional"}
    assert not optional & {(f.section, f.field) for f in check(empty_plan())}


def test_not_known_never_satisfies_1b() -> None:
    assert not check(opened("not known, and a dated activity to find out")).is_clean
    assert check(opened("not known, with nothing to find out")).blockers


def test_not_known_never_satisfies_1d() -> None:
    assert check(opened("mercury used not known")).blockers


def test_a_wide_promise_is_seen_in_spite_of_doubt() -> None:
    """F8: a change of 30 % against a doubt of 50 % cannot be shown; one of 70 % can."""
    doubt = {"low": "1299", "best": "2598.4", "high": "3898", "unit": "kg/yr", "year": "2023"}
    for promised, seen in (("30", False), ("95", True)):
        plan = complete_plan()
        value = {"best": promised, "unit": "%"}
        entries = {
            uid("baseline", 1): {"amount": doubt},
            uid("target", 1): {"value": value},
            section_uid("baseline"): {"mercury_used": doubt},
        }
        edited = [
            replace(e, answers={**e.answers, **entries[e.uid]}) if e.uid in entries else e
            for e in plan.entries
        ]
        found = check(replace(plan, entries=tuple(edited)))
        assert (found.get(f"not_detectable:{uid('target', 1)}:value") is None) is seen


def test_many_rows_that_lack_the_same_are_one_finding() -> None:
    found = check(opened("a recommended field of all rows"))
    finding = found.warnings[0]
    assert len(found) == 1
    assert finding.params["n"] == finding.params["total"] == len(finding.rows) == 9
    assert finding.uid == uid("activity", 1)


def test_what_was_not_accepted_is_told_in_the_order_of_the_page() -> None:
    typed = ["next_survey", "workers", "mercury_used", "method"]
    found = findings(complete_plan(), SCHEMA, {section_uid("baseline"): typed})
    told = [finding.field for finding in found.blockers]
    assert told == ["mercury_used", "workers", "method", "next_survey"]


def test_what_was_typed_and_not_accepted_is_a_blocker_at_its_field() -> None:
    pending = {section_uid("baseline"): ["mercury_used"], uid("activity", 2): ["start"]}
    found = findings(complete_plan(), SCHEMA, pending)
    assert {f.key for f in found.blockers} == {
        "not_accepted:baseline:mercury_used",
        f"not_accepted:{uid('activity', 2)}:start",
    }
    assert found.troubled == {"baseline", "work_plan"}


def test_contradictions_make_a_problem_and_blanks_do_not() -> None:
    assert check(opened("a figure unlike the official one")).troubled == {"baseline"}
    assert check(opened("a required field")).troubled == frozenset()


def test_an_answered_warning_stays_and_no_longer_counts() -> None:
    key = "no_range:baseline:mercury_used"
    plan = replace(
        opened("the range of mercury used"), answered_warnings={key: {"en": "One study only."}}
    )
    found = check(plan)
    assert found.is_clean
    assert [f.key for f in found.answered] == [key]


def test_a_blocker_cannot_be_answered_away() -> None:
    key = "required:trade:foreign_sources"
    plan = replace(opened("a required field"), answered_warnings={key: {"en": "No."}})
    assert not check(plan).is_clean


def test_the_words_come_in_every_language_of_the_form() -> None:
    keys = []
    for language in LANGUAGES:
        found = findings(empty_plan(), treaty(language=language))
        keys.append([f.key for f in found])
        assert all(f.paragraph for f in found.blockers)
    assert all(one == keys[0] for one in keys)


def test_nothing_ever_says_that_a_plan_complies() -> None:
    everything = [check(opened(name)) for name in GAPS]
    words = " ".join(told for found in everything for told in map(str.lower, map(str, found)))
    for claim in ("complies", "compliant", "approved", "in line with the convention"):
        assert claim not in words


@given(st.sets(st.sampled_from(sorted(GAPS)), max_size=6), st.data())
@settings(max_examples=40, deadline=None)
def test_the_counts_equal_the_lists(names: set[str], data: st.DataObject) -> None:
    plan = complete_plan()
    for name in sorted(names):
        try:
            plan = GAPS[name].open(plan)
        except (AssertionError, IndexError):  # the row was taken out by an earlier gap
            continue
    found = check(plan)
    warnings = [f.key for f in found if f.severity is Severity.WARNING]
    answered = data.draw(st.sets(st.sampled_from(warnings))) if warnings else set()
    found = check(replace(plan, answered_warnings={key: {"en": "why"} for key in answered}))
    parts = (found.blockers, found.warnings, found.answered, found.notes)
    assert sum(map(len, parts)) == len(found) == len(list(found))
    assert len({f.key for f in found}) == len(found)
    assert {f.key for f in found.answered} == answered
    grouped = [f for _, members in by_section(found) for f in members]
    assert grouped == list(found)
    assert found.is_clean == (not found.blockers and not found.warnings)
