"""The one filter: what each circle sees of a plan, field by field."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.audience import Audience, for_audience, of_entry, of_field
from nap_tracker.content.tree import EntryContent, PlanContent
from tests.factories import complete_plan, section_uid, uid, without

SCHEMA = treaty()
PLAN = complete_plan()
CIRCLES = [audience.value for audience in Audience]


def with_audiences(draw: st.DataObject) -> PlanContent:
    def moved(entry: EntryContent) -> EntryContent:
        whole = draw.draw(st.sampled_from([None, None, *CIRCLES]))
        fields = draw.draw(st.sets(st.sampled_from(sorted(entry.answers)), max_size=2))
        return replace(
            entry,
            audience=whole,
            audiences={field: draw.draw(st.sampled_from(CIRCLES)) for field in sorted(fields)},
        )

    answered = [entry.uid for entry in PLAN.entries if entry.answers]
    chosen = draw.draw(st.sets(st.sampled_from(answered), max_size=8))
    entries = tuple(moved(e) if e.uid in chosen else e for e in PLAN.entries)
    return replace(PLAN, entries=entries)


@given(st.data(), st.sampled_from(Audience))
@settings(max_examples=60, deadline=None)
def test_exactly_what_the_audiences_say_is_seen(draw: st.DataObject, audience: Audience) -> None:
    """The filter remembers places; field by field it must come to the same."""
    plan = with_audiences(draw)
    seen = {entry.uid: entry for entry in for_audience(plan, SCHEMA, audience).entries}
    for entry in plan.entries:
        if not of_entry(SCHEMA, entry).includes(audience):
            assert entry.uid not in seen
            continue
        owner = SCHEMA.owner(entry.kind, entry.section)
        for field in owner.fields:
            allowed = of_field(owner, field, entry).includes(audience)
            shown = field.id in seen[entry.uid].answers
            assert shown or field.id not in seen[entry.uid].audiences
            assert not shown or allowed
            if allowed and field.kind not in ("ref", "refs"):
                assert shown == (field.id in entry.answers)


def test_a_reference_to_a_removed_row_is_mended_for_everybody() -> None:
    plan = without(PLAN, uid("institution", 2))
    seen = for_audience(plan, SCHEMA, Audience.DRAFTING_TEAM)
    assert "lead" not in seen.answers("health")


def held_back(place: str, field: str = "") -> PlanContent:
    def moved(entry: EntryContent) -> EntryContent:
        if entry.uid != place:
            return entry
        if field:
            return replace(entry, audiences={field: "drafting_team"})
        return replace(entry, audience="drafting_team")

    return replace(PLAN, entries=tuple(moved(e) for e in PLAN.entries))


@pytest.mark.parametrize(
    ("key", "plan"),
    [
        (f"no_range:{uid('baseline', 1)}:amount", held_back(uid("baseline", 1))),
        (f"no_range:{uid('baseline', 1)}:amount", held_back(uid("baseline", 1), "amount")),
        ("recommended:foreword:signatory", held_back(section_uid("foreword"))),
        ("recommended:foreword:signatory", held_back(section_uid("foreword"), "signatory")),
        ("blank_section:foreword:", held_back(section_uid("foreword"))),
        ("recommended:stakeholders:participations", PLAN),
        ("recommended:overview_places:site.miners", PLAN),
        ("people_not_split:stakeholders:participation.count", PLAN),
        (f"no_reason:{uid('site', 1)}:mercury", PLAN),
        ("recommended:nowhere:field", PLAN),
        ("recommended:work_plan:nothing.output", PLAN),
        ("recommended:work_plan:activity.nothing", PLAN),
        ("nonsense", PLAN),
    ],
)
def test_a_reason_about_what_is_held_back_stays_with_the_drafters(
    key: str, plan: PlanContent
) -> None:
    plan = replace(plan, answered_warnings={key: {"en": "Because."}})
    assert key not in for_audience(plan, SCHEMA, Audience.REVIEWERS).answered_warnings


@pytest.mark.parametrize(
    "key",
    [
        f"no_range:{uid('baseline', 1)}:amount",
        "recommended:foreword:signatory",
        "blank_section:foreword:",
        "recommended:work_plan:activity.output",
        "strategy_without_activity:work_plan:strategy.",
        "no_period:plan:period_end",
    ],
)
def test_other_reasons_reach_reviewers_and_never_the_public(key: str) -> None:
    plan = replace(PLAN, answered_warnings={key: {"en": "Because."}})
    assert key in for_audience(plan, SCHEMA, Audience.REVIEWERS).answered_warnings
    assert key in for_audience(plan, SCHEMA, Audience.DRAFTING_TEAM).answered_warnings
    assert not for_audience(plan, SCHEMA, Audience.PUBLIC).answered_warnings


@pytest.mark.parametrize("audience", [Audience.REVIEWERS, Audience.PUBLIC])
def test_the_words_of_a_picture_that_was_removed_stay_with_the_drafters(audience: Audience) -> None:
    """It may have been held back while it was there, and nobody can tell any more."""
    figure = (
        '<p data-block="w0">Seen.</p><figure data-block="w1"><img data-file="gone" alt="A pit">'
        "<figcaption>The pit behind the school</figcaption></figure>"
    )
    told = {"background": {"en": figure}}
    entries = (replace(e, answers=told) if e.section == "introduction" else e for e in PLAN.entries)
    plan = replace(PLAN, entries=tuple(entries))
    assert "behind the school" in str(for_audience(plan, SCHEMA, Audience.DRAFTING_TEAM))
    seen = str(for_audience(plan, SCHEMA, audience))
    assert "Seen." in seen
    assert "behind the school" not in seen
    assert "A pit" not in seen
