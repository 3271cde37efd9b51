"""Claims about history as lines: a sitting a line, what it changed, what was kept beside."""

from __future__ import annotations

from typing import Any

from nap_tracker.extensions import db
from nap_tracker.services import entries, registers, timeline
from nap_tracker.text.html import sanitise
from tests.cast import Cast
from tests.doors import Clock, QueryCount
from tests.services.saving import add_row, save, section, version_of


def goal(words: str) -> dict[str, Any]:
    return {"goal": {"en": words}}


def lines(cast: Cast) -> list[timeline.Sitting]:
    return list(timeline.of_version(cast.actor("officer"), version_of(cast)).sittings)


def test_a_sitting_is_one_line_with_the_fields_that_changed(clock: Clock, cast: Cast) -> None:
    officer = cast.actor("officer")
    save(officer, section(cast), answers=goal("One"))
    clock.pass_by(minutes=10)
    save(
        officer,
        section(cast),
        answers={**goal("Two"), "problem": {"en": sanitise("<p>Burning</p>")}},
    )
    (line,) = lines(cast)
    assert (line.author, line.saves, line.kept) == (cast.officer.name, 2, 0)
    assert (line.ended - line.started).total_seconds() == 600
    assert sorted(line.fields) == ["goal", "problem"]
    assert line.entry is not None
    assert line.entry.section == "objectives"


def test_what_was_undone_within_a_sitting_is_no_change(clock: Clock, cast: Cast) -> None:
    officer = cast.actor("officer")
    save(officer, section(cast), answers=goal("One"))
    clock.pass_by(hours=1)
    save(officer, section(cast), answers=goal("Two"))
    save(officer, section(cast), answers=goal("One"))
    newest, _ = lines(cast)
    assert (newest.saves, newest.fields) == (2, ())


def test_a_text_kept_beside_is_told_on_the_line(clock: Clock, cast: Cast) -> None:
    mine, theirs = section(cast), section(cast)
    save(cast.actor("colleague"), theirs, answers=goal("Theirs"))
    clock.pass_by(minutes=1)
    save(cast.actor("officer"), mine, answers=goal("Mine"))
    newest, oldest = lines(cast)
    assert (newest.author, newest.kept, newest.fields) == (cast.officer.name, 1, ())
    assert (oldest.author, oldest.kept) == (cast.colleague.name, 0)
    saves, has_more = timeline.saves(cast.actor("officer"), version_of(cast), newest.id)
    assert sorted(str(save.number) for save in saves) == ["2", "None"]
    assert not has_more


def test_an_import_is_one_line_over_all_its_rows(cast: Cast) -> None:
    officer, version = cast.actor("officer"), version_of(cast)
    rows = [entries.new_row(version, "region", {"name": {"en": name}}) for name in "ABC"]
    entries.write_many(officer, version, [row.content for row in rows], origin="import")
    (line,) = lines(cast)
    assert (line.entries, line.entry, line.origin) == (3, None, "import")


def test_putting_rows_in_order_is_one_line(clock: Clock, cast: Cast) -> None:
    officer, version = cast.actor("officer"), version_of(cast)
    uids = [add_row(cast, "region", {"name": {"en": name}}) for name in "ABC"]
    clock.pass_by(hours=1)
    registers.move(officer, version, "region", uids[2], up=True)
    registers.move(officer, version, "region", uids[2], up=True)
    assert [line.origin for line in lines(cast)].count("moved") == 1


def test_taking_out_and_putting_back_are_lines(clock: Clock, cast: Cast) -> None:
    officer, version = cast.actor("officer"), version_of(cast)
    uid = add_row(cast, "region", {"name": {"en": "A"}})
    clock.pass_by(minutes=1)
    registers.remove(officer, version, "region", uid)
    clock.pass_by(minutes=1)
    opened = entries.open_removed_row(officer, version, "region", uid)
    registers.restore(officer, version, opened.owner, uid)  # type: ignore[arg-type]
    assert [line.origin for line in lines(cast)] == ["put_back", "removed", "form"]


def test_a_long_history_comes_in_pages(clock: Clock, cast: Cast) -> None:
    officer = cast.actor("officer")
    for number in range(timeline.PAGE + 1):
        clock.pass_by(hours=1)
        save(officer, section(cast), answers=goal(str(number)))
    uid = section(cast).content.uid
    first = timeline.of_entry(officer, version_of(cast), uid)
    second = timeline.of_entry(officer, version_of(cast), uid, 2)
    assert (len(first.sittings), first.has_more) == (timeline.PAGE, True)
    assert (len(second.sittings), second.has_more) == (1, False)


def test_a_page_of_history_asks_the_same_however_long_it_is(
    clock: Clock, cast: Cast, queries: QueryCount
) -> None:
    officer, version = cast.actor("officer"), version_of(cast)

    def asked() -> int:
        db.session.flush()
        with queries as counted:
            timeline.of_version(officer, version)
        return counted.count

    save(officer, section(cast), answers=goal("One"))
    few = asked()
    for number in range(15):
        clock.pass_by(hours=1)
        save(officer, section(cast), answers=goal(str(number)))
        add_row(cast, "region", {"name": {"en": str(number)}})
    assert asked() == few <= 3
