"""What of a plan is tracked once it is in force."""

from __future__ import annotations

from nap_tracker.content.tracked import TrackedActivity, tracked
from tests.factories import complete_plan, in_rows, uid, with_row

PLAN = with_row(
    in_rows(complete_plan(), "activity", supporting=[uid("institution", 2)]),
    "institution",
    2,
    name={"en": "Ministry of health"},
)


def test_every_row_that_is_carried_out_or_measured_is_found_by_its_uid() -> None:
    found = tracked(PLAN)
    assert found.uid == PLAN.uid
    for name, register in (
        ("activities", "activity"),
        ("indicators", "indicator"),
        ("lines", "budget_line"),
        ("institutions", "institution"),
        ("sites", "site"),
        ("practices", "practice"),
    ):
        assert [one.uid for one in getattr(found, name)] == [r.uid for r in PLAN.rows(register)]
    assert found.activity(uid("activity", 1)) is found.activities[0]
    assert found.indicator(uid("indicator", 1)) is found.indicators[0]
    assert found.activity(uid("indicator", 1)) is None


def test_an_activity_has_its_milestones_its_lines_and_its_institutions() -> None:
    one = tracked(PLAN).activities[0]
    milestones = [r for r in PLAN.rows("milestone") if r.answers["activity"] == one.uid]
    lines = [r for r in PLAN.rows("budget_line") if r.answers["activity"] == one.uid]
    assert milestones
    assert [m.uid for m in one.milestones] == [r.uid for r in milestones]
    assert list(one.lines) == [r.uid for r in lines]
    assert one.institutions == {one.lead_uid, uid("institution", 2)}


def test_what_was_noted_beside_the_text_stands_behind_it() -> None:
    own = TrackedActivity("own-1", statement={"en": "Train miners"}, is_own=True)
    found = tracked(PLAN).with_own([own], ())
    assert found.activities == (*tracked(PLAN).activities, own)
    assert found.activity("own-1") is own
    assert found.indicators == tracked(PLAN).indicators
    assert tracked(PLAN).activity("own-1") is None


def test_of_one_institution_nothing_of_the_others_work_is_left() -> None:
    whole = tracked(PLAN)
    mine = whole.of_institutions({uid("institution", 2)})
    assert mine.activities
    assert all(uid("institution", 2) in one.institutions for one in mine.activities)
    assert {line.activity_uid for line in mine.lines} <= {one.uid for one in mine.activities}
    assert (mine.sites, mine.practices) == ((), ())
    assert whole.of_institutions({"nobody"}).activities == ()


def test_only_who_leads_or_supports_an_activity_is_at_work() -> None:
    found = tracked(with_row(PLAN, "institution", 99, name={"en": "Customs"}))
    assert uid("institution", 99) in [one.uid for one in found.institutions]
    at_work = {one.uid for one in found.at_work}
    assert at_work == set().union(*(one.institutions for one in found.activities))
    assert uid("institution", 2) in at_work
    assert uid("institution", 99) not in at_work


def test_what_was_noted_serves_its_items_too() -> None:
    bare = tracked(PLAN).of_institutions({"nobody"})
    assert bare.served == frozenset()
    own = TrackedActivity("own-1", items=("1d", "1f"), is_own=True)
    assert bare.with_own([own], ()).served == {"1d", "1f"}
