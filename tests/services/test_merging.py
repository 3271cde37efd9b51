"""Claims about many hands: only the same block changed twice asks, all else merges by itself."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.merge import merge
from nap_tracker.services import registers
from nap_tracker.text.choices import differing
from tests.cast import Cast
from tests.services.saving import add_row, row, save, version_of
from tests.text.test_blocks import text

OWNER = treaty().section("objectives")
BLOCKS = "abcdef"
EDITED = st.sets(st.sampled_from(BLOCKS))


def problem(edited: set[str], whose: str, order: str = BLOCKS) -> dict[str, dict[str, str]]:
    blocks = ((id, f"{id} {whose}" if id in edited else id) for id in order)
    return {"problem": {"en": text(*blocks)}}


@settings(deadline=None)
@given(EDITED, EDITED, st.permutations(BLOCKS))
def test_exactly_the_blocks_both_changed_are_asked_about(
    mine: set[str], theirs: set[str], order: list[str]
) -> None:
    base = problem(set(), "")
    moved = problem(theirs, "theirs", "".join(order))
    merged = merge(OWNER, base=base, theirs=moved, mine=problem(mine, "mine"))
    asked = [
        block.block_id[0]
        for conflict in merged.conflicts
        for block in differing(conflict.theirs["en"], conflict.mine["en"])
    ]
    assert set(asked) == mine & theirs
    said = merged.answers["problem"]["en"]
    assert all(f">{id} theirs<" in said for id in theirs)
    assert all(f">{id} mine<" in said for id in mine - theirs)


@settings(deadline=None)
@given(st.sets(st.sampled_from(["goal", "problem"])), st.sets(st.sampled_from(["goal", "problem"])))
def test_exactly_the_fields_both_changed_are_asked_about(mine: set[str], theirs: set[str]) -> None:
    def said(fields: set[str], whose: str) -> dict[str, dict[str, str]]:
        return {id: {"en": text(("a", whose))} for id in fields}

    merged = merge(OWNER, base={}, theirs=said(theirs, "theirs"), mine=said(mine, "mine"))
    assert {conflict.field for conflict in merged.conflicts} == mine & theirs
    assert set(merged.answers) == mine | theirs


def test_a_row_that_was_moved_while_its_form_was_open_asks_nothing(cast: Cast) -> None:
    officer, colleague, version = cast.actor("officer"), cast.actor("colleague"), version_of(cast)
    one, two, three = (add_row(cast, "region", {"name": {"en": name}}) for name in "ABC")
    opened = row(cast, "region", three)
    registers.move(colleague, version, "region", three, up=True)
    registers.move(colleague, version, "region", three, up=True)
    saved = save(officer, opened, answers={"name": {"en": "Changed"}})
    assert saved.conflicts == ()
    assert row(cast, "region", three).content.answers == {"name": {"en": "Changed"}}
    places = [row(cast, "region", uid).content.position for uid in (three, one, two)]
    assert places == sorted(places)


def test_different_rows_never_meet(cast: Cast) -> None:
    one, two = (add_row(cast, "region", {"name": {"en": name}}) for name in "AB")
    mine, theirs = row(cast, "region", one), row(cast, "region", two, "colleague")
    save(cast.actor("colleague"), theirs, answers={"name": {"en": "Theirs"}})
    saved = save(cast.actor("officer"), mine, answers={"name": {"en": "Mine"}})
    assert (saved.conflicts, saved.merged) == ((), False)


def test_moves_of_two_people_leave_every_row_in_its_table(cast: Cast) -> None:
    version = version_of(cast)
    uids = [add_row(cast, "region", {"name": {"en": name}}) for name in "ABCD"]
    for who, uid, up in (
        ("officer", uids[3], True), ("colleague", uids[0], False), ("officer", uids[3], True),
        ("colleague", uids[0], False),
    ):  # fmt: skip
        registers.move(cast.actor(who), version, "region", uid, up=up)
    places = [row(cast, "region", uid).content.position for uid in uids]
    assert len(set(places)) == 4
