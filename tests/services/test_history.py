"""The log is a chain: what was altered shows."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import update

from nap_tracker.errors import Forbidden, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.event import Event
from nap_tracker.roles import OPERATOR
from nap_tracker.services import acts, checks, entries, history, plans, uploads
from nap_tracker.services.entries import Change
from tests.cast import Cast


def test_every_act_is_linked_to_the_one_before(cast: Cast):
    history.record(OPERATOR, "plan:edited", party_id=cast.amberland.id)
    history.record(OPERATOR, "plan:edited", party_id=cast.amberland.id)
    db.session.commit()
    assert history.broken_links(cast.amberland.id) == []


def test_the_log_holds_no_words_of_a_plan(cast: Cast):
    secret = "zqinformantzq"
    actor, version = cast.actor("coordinator"), plans.newest(OPERATOR, cast.plan.id)
    plans.edit(actor, cast.plan, details={"title": {"en": secret}, "language": "en"})
    change = Change(seen=0, answers={"name": {"en": secret}})
    entries.save(actor, entries.new_row(version, "institution", {}), change)
    uploads.add(actor, version, name=f"{secret}.txt", data=secret.encode())
    warning = checks.examine(actor, version).findings.warnings[0]
    checks.answer(actor, version, warning.key, reason=secret, seen="")
    db.session.flush()
    told = db.session.query(Event).filter_by(plan_id=cast.plan.id).all()
    kinds = {act.kind for act in told}
    assert kinds >= {"plan:edited", "row:saved", "file:added", "warning:answered"}
    assert [act.kind for act in told if secret in f"{act.details} {act.subject}"] == []
    (edited,) = [act for act in told if act.kind == "plan:edited"]
    assert json.loads(edited.details)["changed"] == ["title"]


def test_an_altered_act_shows(cast: Cast):
    event = history.record(OPERATOR, "plan:edited", party_id=cast.amberland.id)
    db.session.commit()
    db.session.execute(update(Event).where(Event.id == event.id).values(actor_name="somebody"))
    db.session.commit()
    assert history.broken_links(cast.amberland.id) == [event.number]


def test_a_removed_act_shows(cast: Cast):
    first = history.record(OPERATOR, "plan:edited", party_id=cast.amberland.id)
    last = history.record(OPERATOR, "plan:edited", party_id=cast.amberland.id)
    db.session.commit()
    db.session.delete(first)
    db.session.commit()
    assert history.broken_links(cast.amberland.id) == [last.number]


def test_the_log_does_not_hold_the_words_of_a_plan(cast: Cast):
    event = history.record(
        OPERATOR, "section:saved", party_id=cast.amberland.id, content="secret words"
    )
    assert "secret words" not in event.details
    assert event.salt


def test_an_officer_does_not_read_the_log(cast: Cast):
    with pytest.raises(Forbidden):
        acts.of_party(cast.actor("officer"), cast.amberland)
    with pytest.raises(NotFound):
        acts.of_party(cast.actor("stranger"), cast.amberland)
    assert acts.of_party(cast.actor("coordinator"), cast.amberland).acts
