"""A narrower circle is told nothing of what is held back, and nothing that is not true."""

from dataclasses import replace

import pytest

from nap_tracker.annex_c.schema import treaty
from nap_tracker.checks.check import findings
from nap_tracker.checks.findings import Findings
from nap_tracker.checks.visibility import told_to
from nap_tracker.content.audience import Audience, Reach, for_audience
from nap_tracker.content.tree import PlanContent
from tests.checks.gaps import GAPS, opened
from tests.checks.steps import both, no_rows, row, rows, section
from tests.factories import complete_plan, section_uid, uid

SCHEMA = treaty()


def told(plan: PlanContent, audience: Audience = Audience.REVIEWERS) -> Findings:
    part = for_audience(plan, SCHEMA, audience)
    whole = findings(plan, SCHEMA)
    return told_to(Reach(audience), plan, SCHEMA, whole, findings(part, SCHEMA))


def held_back(plan: PlanContent, entry_uid: str, field: str = "") -> PlanContent:
    """The plan with an entry, or one field of it, for the drafting team only."""
    entries = tuple(
        e
        if e.uid != entry_uid
        else replace(e, audiences={field: "drafting_team"})
        if field
        else replace(e, audience="drafting_team")
        for e in plan.entries
    )
    return replace(plan, entries=entries)


@pytest.mark.parametrize("audience", Audience)
def test_a_complete_plan_is_clean_to_everybody(audience: Audience) -> None:
    assert not list(told(complete_plan(), audience))


@pytest.mark.parametrize("name", GAPS)
def test_nobody_is_told_more_than_the_drafting_team(name: str) -> None:
    plan = opened(name)
    team = {f.key for f in findings(plan, SCHEMA)}
    reviewers = {f.key for f in told(plan, Audience.REVIEWERS)}
    public = {f.key for f in told(plan, Audience.PUBLIC)}
    assert public <= reviewers <= team


def test_a_reviewer_is_told_of_a_gap_at_a_place_they_see() -> None:
    keys = {f.key for f in told(opened("a required field"))}
    assert keys == {"required:trade:foreign_sources"}


def test_a_field_held_back_is_not_called_blank() -> None:
    plan = held_back(complete_plan(), section_uid("trade"), "foreign_sources")
    assert not list(told(plan))


def test_a_blank_field_held_back_stays_between_the_drafters() -> None:
    plan = held_back(opened("a required field"), section_uid("trade"), "foreign_sources")
    assert findings(plan, SCHEMA).blockers
    assert not list(told(plan))


def test_a_section_held_back_is_not_spoken_of() -> None:
    plan = held_back(opened("a required field"), section_uid("trade"))
    assert not list(told(plan))


def test_a_table_held_back_from_the_start_is_not_spoken_of() -> None:
    plan = no_rows("participation")(complete_plan())
    assert [f.key for f in findings(plan, SCHEMA)] == ["recommended:stakeholders:participations"]
    assert not list(told(plan))


def test_what_only_sites_show_is_not_given_away() -> None:
    """Sites are the drafting team's: that one lies on Indigenous territory must not come out."""
    alone = both(
        section("peoples", overlap=None),
        rows("stakeholder", indigenous=False),
        rows("participation", group_type="miners"),
    )
    plan = alone(complete_plan())
    assert "no_engagement_of_peoples:peoples:development" in {f.key for f in findings(plan, SCHEMA)}
    assert {f.key for f in told(plan)} == {"recommended:peoples:overlap"}
    assert not list(told(opened("an overlap denied")))
    assert not list(told(opened("an absence that a site denies")))


def test_engagement_that_is_held_back_still_counts() -> None:
    plan = rows("stakeholder", indigenous=False)(complete_plan())
    assert not list(told(plan))


def test_rows_are_counted_only_as_far_as_they_are_seen() -> None:
    plan = both(row("activity", 1, output=None), row("activity", 2, output=None))(complete_plan())
    plan = held_back(plan, uid("activity", 2))
    plan = held_back(plan, uid("activity", 3), "output")
    (finding,) = (f for f in told(plan) if f.field == "output")
    assert finding.rows == (uid("activity", 1),)
    assert (finding.params["n"], finding.params["total"]) == (1, 8)


def test_reasons_reach_reviewers_but_not_the_public() -> None:
    key = "recommended:foreword:signatory"
    plan = replace(opened("a recommended field"), answered_warnings={key: {"en": "Elections."}})
    assert [f.key for f in told(plan).answered] == [key]
    assert told(plan, Audience.PUBLIC).reasons == {}


def test_a_lack_of_rows_held_back_is_not_told_by_rows_that_lack_nothing() -> None:
    plan = row("activity", 2, output=None)(complete_plan())
    plan = held_back(plan, uid("activity", 2), "output")
    plan = held_back(plan, uid("activity", 3), "output")
    assert findings(plan, SCHEMA).warnings
    assert not list(told(plan))
