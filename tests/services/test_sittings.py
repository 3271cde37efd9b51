"""Claims about sittings: one person, one window, no long pause."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.models.entry import Revision
from nap_tracker.services import entries
from tests.cast import Cast
from tests.doors import Clock
from tests.services.saving import add_row, save, section, version_of


def saved(cast: Cast, who: str = "officer", **change: Any) -> Revision:
    """The revision a save of the section leaves; every save says something new."""
    count = section(cast).counter
    kept = save(cast.actor(who), section(cast, who=who), answers=goal(count), **change)
    return newest(kept.uid)


def goal(count: int) -> dict[str, Any]:
    return {"goal": {"en": f"Goal {count}"}}


def newest(uid: str) -> Revision:
    query = select(Revision).where(Revision.uid == uid, Revision.number.is_not(None))
    return db.session.scalars(query.order_by(Revision.number.desc()).limit(1)).one()


def test_saves_of_one_person_in_one_window_are_one_sitting(cast: Cast, clock: Clock) -> None:
    first = saved(cast, window="a")
    clock.pass_by(minutes=30)
    second = saved(cast, window="a", origin="autosave")
    assert second.sitting == first.sitting
    assert (second.number, second.window) == ((first.number or 0) + 1, "a")


def test_a_pause_of_more_than_thirty_minutes_ends_the_sitting(cast: Cast, clock: Clock) -> None:
    first = saved(cast)
    clock.pass_by(minutes=30, seconds=1)
    assert saved(cast).sitting != first.sitting


def test_the_pause_counts_from_the_last_save_and_not_from_the_first(
    cast: Cast, clock: Clock
) -> None:
    first = saved(cast)
    for _ in range(3):
        clock.pass_by(minutes=20)
        assert saved(cast).sitting == first.sitting


def test_two_windows_of_one_person_are_two_sittings(cast: Cast) -> None:
    first = saved(cast, window="a")
    other = saved(cast, window="b")
    without_scripts = saved(cast)
    assert len({first.sitting, other.sitting, without_scripts.sitting}) == 3


def test_a_colleagues_save_ends_the_sitting(cast: Cast) -> None:
    first = saved(cast)
    theirs = saved(cast, who="colleague")
    again = saved(cast)
    assert len({first.sitting, theirs.sitting, again.sitting}) == 3


def test_what_is_kept_beside_on_a_conflict_belongs_to_the_sitting_of_its_save(cast: Cast) -> None:
    mine, theirs = section(cast), section(cast, who="colleague")
    save(cast.actor("colleague"), theirs, answers=goal(1))
    told = save(cast.actor("officer"), mine, answers=goal(2), window="a")
    kept = db.session.get(Revision, told.kept)
    assert kept is not None
    assert (kept.origin, kept.window) == ("conflict", "a")
    assert kept.sitting == newest(told.uid).sitting


def test_the_empty_beginning_of_a_section_belongs_to_no_sitting(cast: Cast) -> None:
    begun = newest(section(cast).content.uid)
    assert begun.origin == "start"
    assert saved(cast, who="focal_point").sitting != begun.sitting


def test_an_import_is_one_sitting_and_typing_after_it_another(cast: Cast) -> None:
    officer, version = cast.actor("officer"), version_of(cast)
    rows = [entries.new_row(version, "region", {"name": {"en": name}}) for name in "AB"]
    entries.write_many(officer, version, [row.content for row in rows], origin="import")
    first, second = (newest(row.content.uid) for row in rows)
    assert first.sitting == second.sitting
    opened = entries.open_row(officer, version, "region", first.uid)
    save(officer, opened, answers={"name": {"en": "C"}})
    assert newest(first.uid).sitting != first.sitting


def test_two_rows_never_share_a_sitting_by_chance(cast: Cast) -> None:
    one, other = (add_row(cast, "region", {"name": {"en": name}}) for name in "AB")
    assert newest(one).sitting != newest(other).sitting
