"""Claims about rows as a table: order, taking out, putting back, typed columns."""

from __future__ import annotations

import pytest

from nap_tracker.errors import Forbidden, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.activity import Activity
from nap_tracker.models.entry import Entry, EntryItem, EntryLink
from nap_tracker.services import contents, registers
from tests.cast import Cast
from tests.services.saving import add_row, row, save, version_of


def named(cast: Cast, *names: str) -> list[str]:
    return [add_row(cast, "institution", {"name": {"en": name}}) for name in names]


def order(cast: Cast, register: str = "institution", field: str = "name") -> str:
    rows = contents.load(version_of(cast)).rows(register)
    return "".join(r.answers[field]["en"] for r in rows)


def move(cast: Cast, uid: str, *, up: bool, who: str = "officer") -> int:
    return registers.move(cast.actor(who), version_of(cast), "institution", uid, up=up)


def test_a_row_moves_one_place_and_stops_at_the_ends(cast: Cast) -> None:
    a, _, c = named(cast, "A", "B", "C")
    assert move(cast, c, up=True) == 1
    assert order(cast) == "ACB"
    assert move(cast, a, up=True) == 0
    assert order(cast) == "ACB"
    move(cast, a, up=False)
    assert order(cast) == "CAB"


def test_rows_that_share_a_position_can_still_be_moved(cast: Cast) -> None:
    uids = named(cast, "A", "B", "C")
    for uid in uids:
        entry = db.session.get(Entry, (version_of(cast).id, uid))
        assert entry is not None
        entry.position = 1
    db.session.flush()
    before = order(cast)
    first = next(
        uid
        for uid in uids
        if row(cast, "institution", uid).content.answers["name"]["en"] == before[0]
    )
    move(cast, first, up=False)
    assert order(cast) == before[1] + before[0] + before[2]


def test_a_milestone_moves_among_those_of_its_activity(cast: Cast) -> None:
    one, other = (add_row(cast, "activity", {"statement": {"en": x}}) for x in "xy")
    parents = {"A": one, "B": other, "C": one, "D": one}
    uids = {
        name: add_row(cast, "milestone", {"title": {"en": name}, "activity": parent})
        for name, parent in parents.items()
    }
    for expected in ("CBAD", "CBAD"):
        registers.move(
            cast.actor("officer"),
            version_of(cast),
            "milestone",
            uids["C"],
            up=True,
            beside="activity",
        )
        assert order(cast, "milestone", "title") == expected


def test_a_removed_row_is_put_back_where_it_was_as_it_was(cast: Cast) -> None:
    _, b, _ = named(cast, "A", "B", "C")
    version, officer = version_of(cast), cast.actor("officer")
    registers.remove(officer, version, "institution", b)
    assert order(cast) == "AC"
    owner = row(cast, "institution", named(cast, "D")[0]).owner
    registers.restore(officer, version, owner, b)  # type: ignore[arg-type]
    assert order(cast) == "ABCD"


def test_the_typed_columns_follow_saving_removing_and_putting_back(cast: Cast) -> None:
    (ministry,) = named(cast, "Ministry")
    uid = add_row(
        cast,
        "activity",
        {"lead": ministry, "supporting": [ministry], "items": ["1a", "1e"], "start": "2024"},
    )
    version, officer = version_of(cast), cast.actor("officer")

    def stored() -> tuple[object, int, int]:
        db.session.flush()
        activity = db.session.get(Activity, (version.id, uid))
        items = db.session.query(EntryItem).filter_by(uid=uid).count()
        links = db.session.query(EntryLink).filter_by(uid=uid).count()
        return (activity and (activity.lead_uid, activity.start)), items, links

    assert stored() == ((ministry, "2024"), 2, 1)
    save(officer, row(cast, "activity", uid), answers={"start": "2025", "items": ["1a"]})
    assert stored() == ((ministry, "2025"), 1, 1)
    registers.remove(officer, version, "activity", uid)
    db.session.expire_all()
    assert stored() == (None, 0, 0)
    owner = row(cast, "activity", add_row(cast, "activity", {"start": "2024"})).owner
    registers.restore(officer, version, owner, uid)  # type: ignore[arg-type]
    assert stored() == ((ministry, "2025"), 1, 1)


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_who_does_not_draft_moves_and_removes_nothing(cast: Cast, who: str) -> None:
    (uid,) = named(cast, "A")
    owner = row(cast, "institution", uid).owner
    for act in (
        lambda: move(cast, uid, up=True, who=who),
        lambda: registers.remove(cast.actor(who), version_of(cast), "institution", uid),
        lambda: registers.restore(cast.actor(who), version_of(cast), owner, uid),  # type: ignore[arg-type]
    ):
        with pytest.raises(Forbidden):
            act()


def test_what_is_not_there_is_not_moved_removed_or_put_back(cast: Cast) -> None:
    (uid,) = named(cast, "A")
    version, officer = version_of(cast), cast.actor("officer")
    owner = row(cast, "institution", uid).owner
    with pytest.raises(NotFound):
        registers.move(officer, version, "region", uid, up=True)
    with pytest.raises(NotFound):
        registers.remove(officer, version, "region", uid)
    with pytest.raises(NotFound):
        registers.restore(officer, version, owner, cast.plan.id)  # type: ignore[arg-type]


def test_a_row_that_is_only_printed_has_no_columns_to_take_out(cast: Cast) -> None:
    uid = add_row(cast, "acronym", {"short": {"en": "ASGM"}})
    registers.remove(cast.actor("officer"), version_of(cast), "acronym", uid)
    assert contents.load(version_of(cast)).rows("acronym") == ()
