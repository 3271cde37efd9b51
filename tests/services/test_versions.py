"""The next version: a copy with the same uids, whose difference from the last is shown by field."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, update

from nap_tracker.content import serial
from nap_tracker.errors import Forbidden, InvalidTransition, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.activity import Activity
from nap_tracker.models.entry import Entry, EntryItem, EntryLink, Revision
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.search_text import SearchText
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    assignments,
    checks,
    contents,
    entries,
    plans,
    sealing,
    versions,
)
from nap_tracker.services.entries import Change
from nap_tracker.services.versions import Purpose
from tests.cast import Cast
from tests.factories import complete_plan
from tests.services.saving import save, section, version_of
from tests.services.stored import store
from tests.services.test_interchange import fill


@pytest.fixture
def first(cast: Cast) -> PlanVersion:
    """A whole plan, frozen."""
    version = store(cast.plan, complete_plan())
    sealing.freeze(cast.actor("coordinator"), version)
    db.session.commit()
    return version


def plain(version: PlanVersion) -> dict[str, object]:
    """What a version says but for its number."""
    said = serial.to_data(contents.load(version))
    said.pop("version")
    return said


def test_the_next_version_is_the_same_plan_to_the_byte(cast: Cast, first: PlanVersion):
    begun = versions.begin_next(cast.actor("coordinator"), first, Purpose.AMENDMENT)
    db.session.commit()
    assert plain(begun) == plain(first)
    assert (begun.number, begun.based_on, begun.purpose) == (
        first.number + 1,
        first.number,
        "amendment",
    )
    assert begun.frozen_at is None
    assert plans.newest(OPERATOR, cast.plan.id).id == begun.id


def test_the_order_of_the_entries_is_not_that_of_their_last_change(cast: Cast):
    version = store(cast.plan, complete_plan())
    before = [entry.uid for entry in contents.load(version).entries]
    for uid in before[::2]:
        db.session.execute(
            update(Entry).filter_by(version_id=version.id, uid=uid).values(protected_since=1)
        )
    assert [entry.uid for entry in contents.load(version).entries] == before == sorted(before)


def test_typed_rows_items_and_links_come_along(cast: Cast, first: PlanVersion):
    begun = versions.begin_next(cast.actor("coordinator"), first)
    db.session.commit()
    for table in (Activity, EntryItem, EntryLink):
        own = [c.name for c in table.__table__.columns if c.name != "version_id"]
        told = [
            sorted(
                tuple(str(getattr(row, name)) for name in own)
                for row in db.session.scalars(select(table).filter_by(version_id=version.id))
            )
            for version in (first, begun)
        ]
        assert told[0] == told[1]
        assert told[0]


def test_the_history_of_the_copy_begins_with_where_it_came_from(cast: Cast, first: PlanVersion):
    begun = versions.begin_next(cast.actor("coordinator"), first)
    db.session.commit()
    query = select(Revision.origin).filter_by(version_id=begun.id)
    assert set(db.session.scalars(query)) == {f"version:{first.number}"}


def test_a_section_nobody_wrote_in_begins_empty_again(cast: Cast):
    version = version_of(cast)
    sealing.freeze(OPERATOR, version)
    begun = versions.begin_next(cast.actor("coordinator"), version)
    db.session.commit()
    counters = set(db.session.scalars(select(Entry.counter).filter_by(version_id=begun.id)))
    assert counters == {0}


def test_what_was_typed_and_not_accepted_stays_beside_its_question(cast: Cast):
    pending = {"goal": {"typed": {"goal": "x"}, "message": "No", "params": {}}}
    save(cast.actor("officer"), section(cast), unaccepted=pending)
    sealing.freeze(OPERATOR, version_of(cast))
    versions.begin_next(OPERATOR, version_of(cast))
    db.session.commit()
    assert section(cast).unaccepted == pending


def test_who_drafts_and_which_warnings_were_answered_come_along(cast: Cast):
    version = version_of(cast)
    lead = cast.actor("coordinator")
    assignments.assign(lead, version, "trade", user_id=cast.officer.id, due_on="2026-05-01")
    key = checks.examine(OPERATOR, version).findings.warnings[0].key
    checks.answer(
        lead, version, key, reason="It does not matter here.", seen=checks.fingerprint(None)
    )
    sealing.freeze(lead, version)
    begun = versions.begin_next(lead, version)
    db.session.commit()
    assert contents.load(begun).answered_warnings == {key: {"en": "It does not matter here."}}
    assigned = assignments.of_section(lead, begun, "trade")
    assert (assigned.user_id, assigned.due_on) == (cast.officer.id, None)


def test_the_words_of_the_copy_can_be_found(cast: Cast, first: PlanVersion):
    begun = versions.begin_next(OPERATOR, first)
    db.session.commit()
    words = select(SearchText.uid).filter_by(version_id=begun.id)
    assert set(db.session.scalars(words))


def test_an_open_version_has_no_next_one(cast: Cast):
    with pytest.raises(InvalidTransition):
        versions.begin_next(cast.actor("coordinator"), version_of(cast))


def test_the_next_version_begins_once(cast: Cast, first: PlanVersion):
    versions.begin_next(cast.actor("coordinator"), first)
    with pytest.raises(InvalidTransition):
        versions.begin_next(cast.actor("focal_point"), first)


@pytest.mark.parametrize("who", ["officer", "viewer", "reviewer"])
def test_only_those_who_lead_begin_it(cast: Cast, first: PlanVersion, who: str):
    with pytest.raises(Forbidden):
        versions.begin_next(cast.actor(who), first)


def test_a_stranger_does_not_learn_that_versions_exist(cast: Cast, first: PlanVersion):
    with pytest.raises(NotFound):
        versions.of_plan(cast.actor("stranger"), cast.plan.id)
    with pytest.raises(NotFound):
        versions.get(cast.actor("stranger"), cast.plan.id, 1)


def test_what_an_amendment_changes_is_told_by_field(cast: Cast, first: PlanVersion):
    lead = cast.actor("coordinator")
    begun = versions.begin_next(lead, first, Purpose.AMENDMENT)
    opened = entries.open_section(lead, begun, "objectives")
    words = {"en": '<p data-block="aaaaaaaa">Another goal</p>'}
    entries.save(lead, opened, Change(seen=opened.counter, answers={"goal": words}))
    plans.edit(lead, begun.plan, details={"period_end": "2035"})
    db.session.commit()
    found = versions.changes(lead, first, begun)
    assert [(c.entry.section, c.fields) for c in found.entries] == [("objectives", ("goal",))]
    assert found.facts == ("period_end",)
    assert contents.load(first).period_end != "2035"


def test_a_reviewer_is_not_told_of_changes_that_are_held_back(cast: Cast, first: PlanVersion):
    lead = cast.actor("coordinator")
    begun = versions.begin_next(lead, first)
    opened = entries.open_section(lead, begun, "objectives")
    change = Change(
        seen=opened.counter,
        answers={"goal": {"en": '<p data-block="aaaaaaaa">Kept inside</p>'}},
        audiences={"goal": "drafting_team"},
    )
    entries.save(lead, opened, change)
    db.session.commit()
    told = versions.changes(cast.actor("reviewer"), first, begun)
    assert "Kept inside" not in json.dumps(serial.to_data(told.after))


def test_a_registered_history_goes_on_in_the_same_rows(cast: Cast):
    version = version_of(cast)
    fill(version)
    sealing.freeze(OPERATOR, version)
    before = {e.uid for e in contents.load(version).entries if e.kind != "section"}
    begun = versions.begin_next(OPERATOR, version)
    db.session.commit()
    assert {e.uid for e in contents.load(begun).entries if e.kind != "section"} == before
