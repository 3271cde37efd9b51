"""Claims about two states of a plan: entries matched by uid, order by the fewest moves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.difference import EntryChange, Fate, of_entry, of_plans
from nap_tracker.content.tree import EntryContent, PlanContent
from tests.factories import complete_plan

SCHEMA = treaty()


def row(uid: str, position: int, **answers: Any) -> EntryContent:
    return EntryContent(uid=uid, kind="region", position=position, answers=answers)


def plan(*rows: EntryContent) -> PlanContent:
    return replace(complete_plan(), entries=rows)


def told(changes: list[EntryChange]) -> list[tuple[str, str]]:
    return [(change.entry.uid, change.fate.value) for change in changes]


NORTH = row("n", 1, name={"en": "North"})
SOUTH = row("s", 2, name={"en": "South"})
EAST = row("e", 3, name={"en": "East"})


def test_a_plan_does_not_differ_from_itself() -> None:
    assert of_plans(SCHEMA, complete_plan(), complete_plan()) == []


def test_rows_are_matched_by_their_uid() -> None:
    renamed = row("n", 1, name={"en": "Far north"})
    changes = of_plans(SCHEMA, plan(NORTH, SOUTH), plan(renamed, EAST))
    assert told(changes) == [("n", "changed"), ("s", "removed"), ("e", "added")]
    assert changes[0].fields == ("name",)


def test_a_row_that_moved_is_told_and_those_it_passed_are_not() -> None:
    after = plan(replace(EAST, position=0), NORTH, SOUTH)
    assert told(of_plans(SCHEMA, plan(NORTH, SOUTH, EAST), after)) == [("e", "moved")]


def test_a_row_that_moved_and_changed_is_changed_and_says_both() -> None:
    after = plan(row("e", 0, name={"en": "Far east"}), NORTH, SOUTH)
    (change,) = of_plans(SCHEMA, plan(NORTH, SOUTH, EAST), after)
    assert (change.fate, change.has_moved) == (Fate.CHANGED, True)


def test_another_audience_or_being_completed_is_a_change() -> None:
    owner = SCHEMA.register("region")
    for after in (replace(NORTH, audience="drafting_team"), replace(NORTH, completed=True)):
        change = of_entry(owner, NORTH, after)
        assert change is not None
        assert (change.fields, change.has_new_settings) == ((), True)
    assert of_entry(owner, NORTH, NORTH) is None
    assert of_entry(owner, None, None) is None


STATES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 2)), unique_by=lambda r: r[0]
).map(
    lambda rows: plan(
        *(row(uid, n, name={"en": f"{uid}{value}"}) for n, (uid, value) in enumerate(rows))
    )
)


@given(STATES, STATES)
def test_applying_the_changes_leads_from_one_state_to_the_other(
    before: PlanContent, after: PlanContent
) -> None:
    changes = {c.entry.uid: c for c in of_plans(SCHEMA, before, after)}
    rows = {r.uid: r for r in before.rows("region") if r.uid not in changes}
    rows |= {uid: c.after for uid, c in changes.items() if c.after is not None}
    assert {u: r.answers for u, r in rows.items()} == {
        r.uid: r.answers for r in after.rows("region")
    }
    still = [uid for uid in (r.uid for r in before.rows("region")) if uid in rows]
    unmoved = [uid for uid in still if uid not in changes or not changes[uid].has_moved]
    assert unmoved == [r.uid for r in after.rows("region") if r.uid in unmoved]
