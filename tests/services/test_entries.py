"""Claims about saving: merged, asked, never silently overwritten."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from nap_tracker.clock import now
from nap_tracker.content.canonical import dumps
from nap_tracker.content.tree import EntryContent
from nap_tracker.errors import Forbidden, Frozen, Invalid, NotFound, ReadOnly
from nap_tracker.extensions import db
from nap_tracker.models.base import new_uid
from nap_tracker.models.entry import Revision
from nap_tracker.models.message import Message
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import entries, registers
from nap_tracker.services.entries import Change
from nap_tracker.text.html import sanitise
from nap_tracker.workflow.drafting import Drafting
from tests.cast import Cast
from tests.services.saving import add_row, row, save, section, version_of

GOAL = {"goal": {"en": "No mercury"}}
PENDING = {"typed": "soon", "message": "Enter a year", "params": {}}


def revisions() -> int:
    return db.session.scalar(select(func.count()).select_from(Revision)) or 0


def test_every_save_leaves_a_revision(cast: Cast) -> None:
    before = revisions()
    officer = cast.actor("officer")
    save(officer, section(cast), answers=GOAL)
    save(officer, section(cast), answers=GOAL)
    assert revisions() == before + 2
    assert section(cast).content.answers == GOAL


def test_what_only_one_changed_is_merged_by_itself(cast: Cast) -> None:
    mine, theirs = section(cast), section(cast, who="colleague")
    save(cast.actor("colleague"), theirs, answers={"problem": {"en": sanitise("<p>Open</p>")}})
    saved = save(cast.actor("officer"), mine, answers=GOAL)
    assert saved.conflicts == ()
    assert saved.merged
    assert saved.other == cast.colleague.name
    assert set(section(cast).content.answers) == {"goal", "problem"}


def test_where_both_changed_a_field_the_first_stays_and_the_second_is_told(cast: Cast) -> None:
    mine, theirs = section(cast), section(cast, who="colleague")
    save(cast.actor("colleague"), theirs, answers={"goal": {"en": "Theirs"}})
    saved = save(cast.actor("officer"), mine, answers={"goal": {"en": "Mine"}})
    (conflict,) = saved.conflicts
    assert (conflict.theirs, conflict.mine) == ({"en": "Theirs"}, {"en": "Mine"})
    assert section(cast).content.answers["goal"] == {"en": "Theirs"}
    kept = db.session.get(Revision, saved.kept)
    assert kept is not None
    assert "Mine" in kept.content
    assert kept.number is None


def test_the_same_change_twice_is_no_conflict(cast: Cast) -> None:
    mine, theirs = section(cast), section(cast, who="colleague")
    save(cast.actor("colleague"), theirs, answers=GOAL)
    assert save(cast.actor("officer"), mine, answers=GOAL).conflicts == ()


def test_a_form_sent_twice_is_saved_once(cast: Cast) -> None:
    opened = entries.new_row(version_of(cast), "institution", {})
    officer, answers = cast.actor("officer"), {"name": {"en": "Ministry"}}
    first = save(officer, opened, answers=answers)
    before = revisions()
    second = save(officer, opened, answers=answers)
    assert second.uid == first.uid
    assert revisions() == before
    assert row(cast, "institution", first.uid).counter == 1


def test_a_new_row_sent_twice_does_not_undo_what_a_colleague_changed_between(cast: Cast) -> None:
    opened = entries.new_row(version_of(cast), "institution", {})
    officer, answers = cast.actor("officer"), {"name": {"en": "Ministry"}}
    uid = save(officer, opened, answers=answers).uid
    theirs = row(cast, "institution", uid, "colleague")
    save(cast.actor("colleague"), theirs, answers={"name": {"en": "Ministry of Mines"}})
    again = save(officer, opened, answers=answers)
    assert row(cast, "institution", uid).content.answers["name"] == {"en": "Ministry of Mines"}
    assert again.conflicts


def test_a_made_up_id_cannot_write_into_another_register(cast: Cast) -> None:
    uid = add_row(cast, "institution", {"name": {"en": "Ministry"}})
    posing = entries.new_row(version_of(cast), "region", {}, uid)
    with pytest.raises(NotFound):
        save(cast.actor("officer"), posing, answers={"name": {"en": "North"}})


def test_a_row_removed_meanwhile_is_said_so(cast: Cast) -> None:
    uid = add_row(cast, "institution", {"name": {"en": "Ministry"}})
    opened = row(cast, "institution", uid)
    registers.remove(cast.actor("colleague"), version_of(cast), "institution", uid)
    with pytest.raises(entries.Removed):
        save(cast.actor("officer"), opened, answers={"name": {"en": "Agency"}})
    with pytest.raises(NotFound):
        row(cast, "institution", uid)
    gone = entries.open_removed_row(cast.actor("officer"), version_of(cast), "institution", uid)
    assert gone.content.answers["name"] == {"en": "Ministry"}


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_who_does_not_draft_cannot_save(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        save(cast.actor(who), section(cast), answers=GOAL)
    with pytest.raises(Forbidden):
        entries.open_removed_row(cast.actor(who), version_of(cast), "site", cast.plan.id)


@pytest.mark.parametrize("who", ["stranger", "administrator"])
def test_behind_the_wall_there_is_nothing(cast: Cast, who: str) -> None:
    opened = section(cast)
    with pytest.raises(NotFound):
        save(cast.actor(who), opened, answers=GOAL)
    with pytest.raises(NotFound):
        section(cast, who=who)


def test_what_is_not_canonical_is_never_stored(cast: Cast) -> None:
    with pytest.raises(Invalid):
        save(cast.actor("officer"), section(cast), answers={"goal": "No language"})


def test_a_frozen_version_takes_nothing(cast: Cast) -> None:
    opened = section(cast)
    opened.version.frozen_at = opened.version.created_at
    with pytest.raises(Frozen):
        save(cast.actor("officer"), opened, answers=GOAL)


def test_what_was_typed_and_not_accepted_waits_until_it_is_put_right(cast: Cast) -> None:
    officer = cast.actor("officer")
    uid = add_row(cast, "activity", {"start": "2024"})
    save(officer, row(cast, "activity", uid), unaccepted={"start": PENDING})
    opened = row(cast, "activity", uid, "colleague")
    assert opened.content.answers["start"] == "2024"
    assert opened.unaccepted == {"start": PENDING}
    save(officer, opened, answers={"end": "2026"}, unaccepted={"start": PENDING})
    assert row(cast, "activity", uid).unaccepted == {"start": PENDING}
    save(officer, row(cast, "activity", uid), answers={"start": "2025"})
    assert row(cast, "activity", uid).unaccepted == {}


def test_what_was_put_right_meanwhile_does_not_come_back(cast: Cast) -> None:
    officer, colleague = cast.actor("officer"), cast.actor("colleague")
    uid = add_row(cast, "activity", {"start": "2024"})
    save(officer, row(cast, "activity", uid), unaccepted={"start": PENDING})
    mine = row(cast, "activity", uid)
    save(colleague, row(cast, "activity", uid, "colleague"), answers={"start": "2025"})
    save(officer, mine, answers={"end": "2026"}, unaccepted={"start": PENDING})
    opened = row(cast, "activity", uid)
    assert opened.unaccepted == {}
    assert opened.content.answers == {"start": "2025", "end": "2026"}


def test_a_colleagues_open_mistake_is_not_wiped_by_an_older_form(cast: Cast) -> None:
    uid = add_row(cast, "activity", {"start": "2024"})
    mine = row(cast, "activity", uid)
    save(cast.actor("colleague"), row(cast, "activity", uid), unaccepted={"start": PENDING})
    save(cast.actor("officer"), mine, answers={"start": "2024", "end": "2026"})
    assert row(cast, "activity", uid).unaccepted == {"start": PENDING}


def test_an_entry_can_be_seen_as_it_was_when_a_form_was_opened(cast: Cast) -> None:
    officer = cast.actor("officer")
    save(officer, section(cast), answers=GOAL)
    save(officer, section(cast), answers={"goal": {"en": "Later"}})
    now = section(cast)
    assert entries.as_seen(officer, now, 1).content.answers == GOAL
    assert entries.as_seen(officer, now, 0).content.answers == {}
    assert entries.as_seen(officer, now, 99) is now


def test_a_base_that_is_missing_asks_rather_than_overwrites(cast: Cast) -> None:
    uid = add_row(cast, "institution", {"name": {"en": "Ministry"}})
    opened = row(cast, "institution", uid)
    change = Change(seen=0, answers={"name": {"en": "Agency"}})
    saved = entries.save(cast.actor("officer"), opened, change)
    assert [c.field for c in saved.conflicts] == ["name"]


def test_a_section_is_completed_by_saying_so_and_stays_so(cast: Cast) -> None:
    officer = cast.actor("officer")
    save(officer, section(cast), completed=True)
    save(officer, section(cast), answers=GOAL)
    assert section(cast).content.completed
    save(officer, section(cast), completed=False)
    assert not section(cast).content.completed


def test_an_officer_narrows_an_audience_and_cannot_widen_it(cast: Cast) -> None:
    officer = cast.actor("officer")
    save(officer, section(cast), audience="drafting_team")
    with pytest.raises(Forbidden):
        save(officer, section(cast), audience="public")
    save(cast.actor("coordinator"), section(cast), audience="public")
    assert section(cast).content.audience == "public"


def test_an_officer_cannot_prepare_what_a_later_widening_would_let_out(cast: Cast) -> None:
    uid = add_row(cast, "stakeholder", {"name": {"en": "Village"}, "contact": {"en": "Hawa"}})
    officer, coordinator = cast.actor("officer"), cast.actor("coordinator")
    save(officer, row(cast, "stakeholder", uid), audience="drafting_team")
    with pytest.raises(Forbidden):
        save(officer, row(cast, "stakeholder", uid), audiences={"contact": "public"})
    save(coordinator, row(cast, "stakeholder", uid), audience="public")
    assert "contact" not in row(cast, "stakeholder", uid, who="viewer").content.answers


def test_nothing_is_written_into_a_version_that_was_frozen_meanwhile(cast: Cast) -> None:
    uid = add_row(cast, "institution", {"name": {"en": "Ministry"}})
    opened, version, officer = section(cast), version_of(cast), cast.actor("officer")
    frozen = update(PlanVersion.__table__).values(frozen_at=now())
    db.session.connection().execute(frozen.where(PlanVersion.__table__.c.id == version.id))
    assert version.frozen_at is None  # as another transaction would still believe
    with pytest.raises(Frozen):
        save(officer, opened, answers=GOAL)
    set_committed_value(version, "frozen_at", None)
    with pytest.raises(Frozen):
        registers.remove(officer, version, "institution", uid)


def test_audiences_of_fields_are_merged_like_answers(cast: Cast) -> None:
    mine, theirs = section(cast), section(cast)
    save(cast.actor("colleague"), theirs, audiences={"goal": "reviewers"})
    save(cast.actor("officer"), mine, audiences={"problem": "drafting_team"})
    assert section(cast).content.audiences == {"goal": "reviewers", "problem": "drafting_team"}
    save(cast.actor("focal_point"), section(cast), audiences={"goal": ""})
    assert section(cast).content.audiences == {"problem": "drafting_team"}


def test_a_section_held_back_is_not_there_for_a_reviewer(cast: Cast) -> None:
    save(cast.actor("officer"), section(cast), answers=GOAL, audiences={"goal": "drafting_team"})
    assert section(cast, who="reviewer").content.answers == {}
    save(cast.actor("officer"), section(cast), audience="drafting_team")
    with pytest.raises(NotFound):
        section(cast, who="reviewer")


def test_a_reviewer_is_not_shown_what_was_typed_by_mistake(cast: Cast) -> None:
    save(cast.actor("officer"), section(cast), unaccepted={"goal": PENDING})
    assert section(cast, who="reviewer").unaccepted == {}


def test_blocks_of_long_text_merge_and_a_collision_offers_both_with_all_else(cast: Cast) -> None:
    text = sanitise("<p>One</p><p>Two</p><p>Three</p>")
    officer, colleague = cast.actor("officer"), cast.actor("colleague")
    save(officer, section(cast), answers={"problem": {"en": text}})
    mine, theirs = section(cast), section(cast)

    def problem(words: dict[str, str]) -> dict[str, Any]:
        changed = text
        for old, new in words.items():
            changed = changed.replace(old, new)
        return {"problem": {"en": changed}}

    save(colleague, theirs, answers=problem({"One": "Uno", "Three": "Tre"}))
    saved = save(officer, mine, answers=problem({"Two": "Due", "Three": "Trois"}))
    (conflict,) = saved.conflicts
    assert (
        conflict.theirs["en"]
        == problem({"One": "Uno", "Two": "Due", "Three": "Tre"})["problem"]["en"]
    )
    assert (
        conflict.mine["en"]
        == problem({"One": "Uno", "Two": "Due", "Three": "Trois"})["problem"]["en"]
    )
    assert section(cast).content.answers["problem"] == conflict.theirs


def test_two_who_edit_different_paragraphs_of_a_text_are_both_heard(cast: Cast) -> None:
    text = sanitise("<p>First paragraph</p><p>Second paragraph</p>")
    officer, colleague = cast.actor("officer"), cast.actor("colleague")
    save(officer, section(cast), answers={"problem": {"en": text}})
    mine, theirs = section(cast), section(cast)
    save(colleague, theirs, answers={"problem": {"en": text.replace("First", "Opening")}})
    saved = save(officer, mine, answers={"problem": {"en": text.replace("Second", "Closing")}})
    assert saved.conflicts == ()
    stored = section(cast).content.answers["problem"]["en"]
    assert "Opening" in stored
    assert "Closing" in stored


def test_a_row_that_was_added_a_moment_before_is_taken_as_it_is(cast: Cast) -> None:
    version, officer = version_of(cast), cast.actor("officer")
    content = entries.new_row(version, "institution", {}).content
    db.session.expunge(entries._begin(officer, version, content))
    assert entries._begin(officer, version, content).uid == content.uid


def test_an_entry_that_cannot_be_is_not_begun(cast: Cast) -> None:
    nameless = EntryContent(uid=new_uid(), kind="section")
    with pytest.raises(IntegrityError):
        entries._begin(cast.actor("officer"), version_of(cast), nameless)


def test_a_revision_that_is_not_there_shows_the_entry_as_it_is(cast: Cast) -> None:
    uid = add_row(cast, "institution", {"name": {"en": "Ministry"}})
    opened = row(cast, "institution", uid)
    assert entries.as_seen(cast.actor("officer"), opened, 0) is opened


def test_an_error_of_the_database_does_not_repeat_what_was_written(cast: Cast) -> None:
    add_row(cast, "institution", {"name": {"en": "Ministry"}})
    with pytest.raises(IntegrityError) as broken:
        db.session.execute(insert(Message).values(template="the informant's name"))
    assert "informant" not in str(broken.value)


def test_a_version_that_was_moved_on_after_the_page_was_read_takes_nothing(cast: Cast) -> None:
    """What a page loaded before it began to write is not what counts."""
    opened = section(cast)
    moved = update(PlanVersion).values(state=Drafting.SENT)
    behind = moved.where(PlanVersion.id == opened.version.id)
    db.session.execute(behind.execution_options(synchronize_session=False))
    assert opened.version.state is Drafting.DRAFT
    with pytest.raises(ReadOnly):
        entries.save(cast.actor("officer"), opened, Change(0, GOAL))


def test_what_is_not_changed_stays_as_it_is_stored_and_what_is_changed_is_cleaned(
    cast: Cast,
) -> None:
    stored = '<p data-block="aaaaaaa1">Written by an <b>older</b> program</p>'
    opened = section(cast)
    save(cast.actor("officer"), opened, answers={"problem": {"en": sanitise("<p>Open</p>")}})
    content = dumps({"answers": {"problem": {"en": stored}}})
    its = (Revision.uid == opened.content.uid, Revision.number == 1)
    db.session.execute(update(Revision).where(*its).values(content=content))
    db.session.commit()
    opened = section(cast)
    for changed, kept in (("", "<b>older</b>"), (" and ours", "<strong>older</strong>")):
        typed = {"problem": {"en": stored.replace("</p>", f"{changed}</p>")}}
        save(cast.actor("officer"), opened, answers={**typed, "goal": {"en": "Now"}})
        opened = section(cast)
        assert kept in opened.content.answers["problem"]["en"]
