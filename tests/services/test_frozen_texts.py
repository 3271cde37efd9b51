"""After a removal the sum of what was frozen stays, and what is left has a sum of its own."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, update

from nap_tracker.content.canonical import digest
from nap_tracker.extensions import db
from nap_tracker.models.event import Event
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    auditing,
    bundles,
    contents,
    frozen_texts,
    plans,
    receipts,
    removals,
    sealing,
    submissions,
    text_audit,
    withdrawals,
)
from nap_tracker.services.finding import InFact
from nap_tracker.services.text_audit import Unfit
from nap_tracker.text.redaction import Needle
from tests.cast import Cast
from tests.services.endangered import (
    NAME,
    Endangered,
    behind_its_back,
    endanger,
    focal_point,
    freeze,
    left_of,
    party_of,
)

REASON = "A threat"


@pytest.fixture
def world(cast: Cast) -> Endangered:
    world = endanger(cast)
    freeze(world)
    return world


def version_of(world: Endangered) -> PlanVersion:
    return plans.newest(OPERATOR, world.plan.id)


def remove(world: Endangered, *, only: str = "") -> None:
    """Everything, or what stands in one section."""
    actor, party, needle = focal_point(world), party_of(world), Needle(NAME)
    found = removals.look(actor, party, needle)
    places = [p.key for p in found.places if not only or p.section == only]
    files = [] if only else [line.key for line in found.files]
    removals.remove_words(actor, party, needle, places=places, files=files, reason=REASON)
    db.session.commit()


def test_both_sums_are_kept_with_when_who_and_why(world: Endangered):
    frozen = version_of(world).snapshot_sha256
    remove(world)
    version = version_of(world)
    (one,) = frozen_texts.of_version(world.cast.actor("officer"), version)
    assert version.snapshot_sha256 == frozen
    assert one.sha256 == digest(version.snapshot or "") != frozen
    assert (one.who, one.why) == ("Amina Diallo", REASON)


def test_who_reads_from_outside_learns_that_it_happened_and_not_why(world: Endangered):
    remove(world)
    (one,) = frozen_texts.of_version(world.cast.actor("viewer"), version_of(world))
    assert one.who == "Amina Diallo"
    assert one.why == ""


def test_a_text_that_lost_nothing_has_no_second_sum(world: Endangered):
    actor, party, needle = focal_point(world), party_of(world), Needle(NAME)
    found = removals.look(actor, party, needle)
    (fact,) = [p for p in found.places if isinstance(p.where, InFact) and p.where.table == "export"]
    removals.remove_words(actor, party, needle, places=[fact.key], files=[], reason=REASON)
    db.session.commit()
    assert not frozen_texts.of_version(OPERATOR, version_of(world))


def test_the_audit_takes_a_removal_for_what_it_is(world: Endangered):
    (before,) = text_audit.examine(OPERATOR)
    assert (before.removals, before.unfit) == ([], None)
    remove(world, only="foreword")
    remove(world)
    (text,) = text_audit.examine(OPERATOR)
    assert text.unfit is None
    assert [(one.who, one.why) for one in text.removals] == [("Amina Diallo", REASON)] * 2
    assert text.removals[-1].sha256 == digest(version_of(world).snapshot or "")
    assert not any(auditing.examine(OPERATOR).values())


@pytest.mark.parametrize("is_removed", [False, True])
def test_any_other_change_of_a_frozen_text_is_found(world: Endangered, is_removed: bool):
    if is_removed:
        remove(world)
    version = version_of(world)
    said = json.loads(version.snapshot or "")
    said["period_end"] = "2099"
    values = {"snapshot": json.dumps(said)}
    behind_its_back(update(PlanVersion.__table__).values(values))
    (text,) = text_audit.examine(OPERATOR, party_of(world))
    assert text.unfit is Unfit.TEXT


def test_a_sum_that_was_changed_with_its_text_is_found_by_the_log(cast: Cast):
    version = plans.newest(OPERATOR, cast.plan.id)
    sealing.freeze(cast.actor("focal_point"), version)
    db.session.commit()
    assert text_audit.examine(OPERATOR)[0].unfit is None
    values = {"snapshot": "{}", "snapshot_sha256": digest("{}")}
    behind_its_back(update(PlanVersion.__table__).values(values))
    assert text_audit.examine(OPERATOR)[0].unfit is Unfit.SUM


def test_the_receipt_of_a_later_submission_says_so(world: Endangered):
    remove(world)
    lead, version = world.cast.actor("coordinator"), version_of(world)
    fact = submissions.record(lead, version, details={"sent_on": "2024-05"})
    ((_, said),) = [line for line in receipts.lines(fact) if "removed from it" in line[0]]
    assert "Amina Diallo" in said
    assert digest(version.snapshot or "") in said
    assert REASON not in json.dumps(fact.receipt)


def test_an_earlier_receipt_stays_as_it_was(world: Endangered):
    lead, version = world.cast.actor("coordinator"), version_of(world)
    fact = submissions.record(lead, version, details={"sent_on": "2024-05"})
    db.session.commit()
    before = dict(fact.receipt)
    remove(world, only="foreword")
    db.session.refresh(fact)
    assert fact.receipt == before
    assert not [line for line in receipts.lines(fact) if "removed from it" in line[0]]


def test_the_list_in_a_bundle_says_so(world: Endangered):
    remove(world)
    version = version_of(world)
    taken = frozen_texts.of_version(OPERATOR, version)
    said = json.loads(bundles.manifest(version, contents.load(version), [], taken))
    (one,) = said["removed_to_protect_people"]
    assert one["snapshot_sha256"] == taken[0].sha256
    assert said["snapshot_sha256"] == version.snapshot_sha256


def test_a_withdrawn_file_is_told_with_when_and_by_whom(world: Endangered):
    assert world.sealed is not None
    sha256 = world.sealed.sha256
    assert withdrawals.told_of(party_of(world).id, [sha256]) == {}
    remove(world)
    told = withdrawals.told_of(party_of(world).id, [sha256, "0" * 64])
    assert {sum: one.who for sum, one in told.items()} == {sha256: "Amina Diallo"}


def test_salts_of_acts_that_tell_what_stood_beside_the_text_go_too(world: Endangered):
    lead = world.cast.actor("coordinator")
    submissions.record(lead, version_of(world), details={"sent_on": "2024", "note": f"By {NAME}"})
    db.session.commit()
    (event,) = db.session.scalars(select(Event).filter_by(kind="submission:recorded")).all()
    assert event.salt
    remove(world)
    db.session.refresh(event)
    assert event.salt is None
    assert left_of(event.details) == []
