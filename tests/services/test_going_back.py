"""Claims about bringing the whole draft back to a named point."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import now
from nap_tracker.errors import Forbidden
from nap_tracker.extensions import db
from nap_tracker.models.activity import Activity
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.event import Event
from nap_tracker.models.named_point import NamedPoint
from nap_tracker.services import contents, going_back, points, registers, reverting
from nap_tracker.services import history as log
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
    changed = going_back.draft(lead, version, sent)
    assert changed == 4
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
    assert going_back.draft(lead, version, sent) == 1
    assert going_back.draft(lead, version, sent) == 0


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
    with pytest.raises(Forbidden):
        going_back.draft(cast.actor("coordinator"), version, sent)
    with pytest.raises(Forbidden):
        reverting.offer(cast.actor("officer"), version, revision(uid, 1).id)
    with pytest.raises(Forbidden):
        points.name(cast.actor("officer"), version, "later")
