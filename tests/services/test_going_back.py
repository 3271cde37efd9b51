"""Claims about bringing the whole draft back to a named point."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from nap_tracker import mail
from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import now
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Forbidden, Frozen, Locked
from nap_tracker.extensions import db
from nap_tracker.models.activity import Activity
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.models.named_point import NamedPoint
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.services import (
    contents,
    going_back,
    locks,
    points,
    registers,
    removals,
    reverting,
    uploads,
)
from nap_tracker.services import history as log
from nap_tracker.services.going_back import Fate
from tests.cast import Cast
from tests.doors import Clock
from tests.services.saving import add_row, row, save, section, version_of


def goal(words: str) -> dict[str, Any]:
    return {"goal": {"en": words}}


def revision(uid: str, number: int) -> Revision:
    return db.session.scalars(select(Revision).filter_by(uid=uid, number=number)).one()


def point(cast: Cast, name: str = "sent to the ministry of health") -> NamedPoint:
    return points.name(cast.actor("officer"), version_of(cast), name)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Revision)) or 0


def test_the_whole_draft_goes_back_to_a_named_point(clock: Clock, cast: Cast) -> None:
    officer, lead, version = cast.actor("officer"), cast.actor("coordinator"), version_of(cast)
    save(officer, section(cast), answers=goal("Sent"))
    stays, goes = (add_row(cast, "activity", {"start": y}) for y in ("2024", "2025"))
    registers.move(officer, version, "activity", goes, up=True)
    before = contents.load(version)
    sent = point(cast)
    clock.pass_by(minutes=1)
    save(officer, section(cast), answers=goal("Later"))
    registers.move(officer, version, "activity", goes, up=False)
    registers.remove(officer, version, "activity", goes)
    save(officer, row(cast, "activity", stays), answers={"start": "2030"})
    added = add_row(cast, "activity", {"start": "2031"})
    revisions = count()
    assert len(going_back.draft(lead, version, sent).steps) == 4
    assert count() == revisions + 4
    after = contents.load(version)
    assert {e.uid: e for e in after.entries} == {e.uid: e for e in before.entries}
    assert [r.uid for r in after.rows("activity")] == [goes, stays]
    assert db.session.get_one(Entry, (version.id, added)).removed_at is not None
    registers.restore(officer, version, treaty().register("activity"), added)
    assert row(cast, "activity", added).content.answers == {"start": "2031"}
    assert db.session.get_one(Activity, (version.id, goes)).start == "2025"
    kinds = db.session.scalars(select(Event.kind)).all()
    assert "plan:restored" in kinds
    assert log.broken_links(version.party_id) == []


def test_going_back_twice_changes_nothing(clock: Clock, cast: Cast) -> None:
    lead, version = cast.actor("coordinator"), version_of(cast)
    save(lead, section(cast), answers=goal("Sent"))
    sent = point(cast)
    clock.pass_by(minutes=1)
    save(lead, section(cast), answers=goal("Later"))
    assert len(going_back.draft(lead, version, sent).steps) == 1
    assert going_back.draft(lead, version, sent).steps == ()


def test_going_back_shows_nobody_more_than_now(clock: Clock, cast: Cast) -> None:
    lead, version = cast.actor("coordinator"), version_of(cast)
    save(lead, section(cast), answers=goal("Sent"), audience="public")
    sent = point(cast)
    clock.pass_by(minutes=1)
    save(lead, section(cast), answers=goal("Later"), audience="drafting_team")
    going_back.draft(lead, version, sent)
    content = section(cast).content
    assert (content.answers, content.audience) == (goal("Sent"), "drafting_team")


def test_an_officer_cannot_take_the_whole_draft_back(cast: Cast) -> None:
    sent = point(cast)
    with pytest.raises(Forbidden):
        going_back.draft(cast.actor("officer"), version_of(cast), sent)


def test_a_frozen_version_goes_back_nowhere(cast: Cast) -> None:
    uid = save(cast.actor("officer"), section(cast), answers=goal("One")).uid
    sent, version = point(cast), version_of(cast)
    version.frozen_at = now()
    with pytest.raises(Frozen):
        going_back.draft(cast.actor("coordinator"), version, sent)
    with pytest.raises(Frozen):
        reverting.offer(cast.actor("officer"), version, revision(uid, 1).id)
    with pytest.raises(Frozen):
        points.name(cast.actor("officer"), version, "later")


def file(cast: Cast, name: str) -> StoredFile:
    return uploads.add(cast.actor("officer"), version_of(cast), name=name, data=name.encode())


def names(cast: Cast) -> list[str]:
    return sorted(f.name for f in uploads.of_plan(cast.actor("officer"), cast.plan.id))


def test_files_removed_since_come_back_and_files_added_since_stay(clock: Clock, cast: Cast) -> None:
    lead, version = cast.actor("coordinator"), version_of(cast)
    earlier, kept, gone = (file(cast, f"{name}.txt") for name in ("earlier", "kept", "gone"))
    uploads.remove(lead, version, earlier)
    clock.pass_by(minutes=1)
    sent = point(cast)
    clock.pass_by(minutes=1)
    uploads.remove(lead, version, gone)
    uploads.set_audience(lead, version, kept, Audience.PUBLIC)
    brief = file(cast, "brief.txt")
    uploads.remove(lead, version, brief)
    file(cast, "added.txt")
    found = going_back.draft(lead, version, sent)
    assert [f.name for f in found.files_back] == ["gone.txt"]
    assert [f.name for f in found.files_since] == ["added.txt"]
    assert names(cast) == ["added.txt", "gone.txt", "kept.txt"]
    assert (gone.audience, kept.audience) == ("drafting_team", "public")
    assert uploads.copy_for(lead, cast.plan.id, gone.id).data == b"gone.txt"
    events = db.session.scalars(select(Event).filter_by(kind="file:restored")).all()
    assert [e.subject for e in events] == [f"file:{gone.id}"]


def test_a_file_withdrawn_to_protect_people_never_comes_back(clock: Clock, cast: Cast) -> None:
    danger = file(cast, "informants.txt")
    clock.pass_by(minutes=1)
    sent = point(cast)
    clock.pass_by(minutes=1)
    focal_point, party = cast.actor("focal_point"), cast.plan.party
    removals.remove_file(focal_point, party, danger, files=[], reason="It names informants.")

    found = going_back.draft(cast.actor("coordinator"), version_of(cast), sent)

    assert not found.files_back
    assert danger.removed_at is not None


def test_what_is_foretold_is_what_happens(clock: Clock, cast: Cast) -> None:
    officer, lead, version = cast.actor("officer"), cast.actor("coordinator"), version_of(cast)
    save(officer, section(cast), answers=goal("Sent"), completed=True)
    save(officer, section(cast, "trade"), completed=True)
    stays, goes = (add_row(cast, "activity", {"start": y}) for y in ("2024", "2025"))
    save(lead, section(cast, "gender"), answers={}, audience="public")
    clock.pass_by(minutes=1)
    sent = point(cast)
    clock.pass_by(minutes=1)
    save(officer, section(cast), answers=goal("Later"), completed=False)
    save(officer, section(cast, "summary"), completed=True)
    save(lead, section(cast, "gender"), answers={}, audience="drafting_team")
    registers.remove(officer, version, "activity", goes)
    add_row(cast, "activity", {"start": "2031"})
    before = {e.uid: e for e in contents.load(version).entries}
    told = going_back.outlook(lead, version, sent)
    assert {fate: told.count(fate) for fate in Fate} == {"changes": 2, "returns": 1, "leaves": 1}
    assert (told.count_completed(then=True), told.count_completed(then=False)) == (1, 1)
    assert told.kept_audiences == 1
    assert {e.uid: e for e in contents.load(version).entries} == before, "looking changes nothing"
    done = going_back.draft(lead, version, sent)
    fates = [[(s.entry.uid, s.fate) for s in found.steps] for found in (told, done)]
    assert fates[0] == fates[1]
    after = {e.uid: e for e in contents.load(version).entries}
    assert set(after) - set(before) == {goes}
    assert len(set(before) - set(after)) == 1
    assert len({uid for uid in set(before) & set(after) if before[uid] != after[uid]}) == 2
    assert stays in after
    assert section(cast, "gender").content.audience == "drafting_team"
    assert going_back.outlook(lead, version, sent).steps == ()


def test_who_asked_for_quiet_is_told_of_and_told(clock: Clock, cast: Cast) -> None:
    lead, version = cast.actor("coordinator"), version_of(cast)
    save(lead, section(cast), answers=goal("Sent"))
    sent = point(cast)
    clock.pass_by(minutes=1)
    save(cast.actor("officer"), section(cast), answers=goal("Later"))
    own = locks.take(lead, version, "trade", reason="Mine", hours=1)
    lock = locks.take(cast.actor("officer"), version, "objectives", reason="Rewriting", hours=1)
    assert [found.id for found in going_back.outlook(lead, version, sent).quiet] == [lock.id]
    going_back.draft(lead, version, sent, told=[lock.id])
    assert section(cast).content.answers == goal("Sent")
    assert locks.of_section(lead, version, "trade") is own
    (message,) = db.session.scalars(select(Message).filter_by(template="draft_brought_back")).all()
    letter = mail.render(message)
    assert letter["To"] == cast.officer.email
    assert letter["Subject"].endswith("brought the whole draft back to an earlier point")
    message.context = {**message.context, "point": sent.name}
    assert sent.name in mail.render(message)["Subject"]


def test_quiet_asked_for_in_that_very_moment_stops_and_says_so(clock: Clock, cast: Cast) -> None:
    lead, version = cast.actor("coordinator"), version_of(cast)
    save(lead, section(cast), answers=goal("Sent"))
    sent = point(cast)
    clock.pass_by(minutes=1)
    save(lead, section(cast), answers=goal("Later"))
    locks.take(cast.actor("officer"), version, "objectives", reason="Rewriting", hours=1)
    with pytest.raises(Locked) as refused:
        going_back.draft(lead, version, sent, told=[])
    assert refused.value.params == {"name": cast.officer.name}
    assert section(cast).content.answers == goal("Later")
