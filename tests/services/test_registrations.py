"""A plan made elsewhere is registered with its file, past today's checks, and goes on."""

from __future__ import annotations

from hashlib import sha256

import pytest

from nap_tracker.content.audience import Audience
from nap_tracker.errors import Forbidden, Frozen, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import bundles, entries, plans, records, registrations, sealing, versions
from nap_tracker.services.bundles import Wanted
from nap_tracker.services.entries import Change
from nap_tracker.services.registrations import Acts, Original
from tests.cast import Cast

TEXT = "Plan d’action national 2020".encode()
DETAILS = {
    "title": {"fr": "Plan d’action national"},
    "short_title": {},
    "language": "fr",
    "languages": ["fr"],
    "period_start": "2020",
    "period_end": "2029",
}
ACTS = Acts(
    endorsement={"body": "Conseil des ministres", "endorsed_on": "2020-02"},
    submission={"sent_on": "2020-04", "received_on": "2020-05-04", "reference": "NV 7"},
    publication={"place": "On the web", "address": "https://example.org/plan.pdf"},
)


def register(cast: Cast, who: str = "coordinator", **more: object) -> Plan:
    plan = registrations.register(
        cast.actor(who),
        cast.amberland,
        details=DETAILS,
        original=Original("plan.txt", TEXT, Audience.REVIEWERS),
        acts=ACTS,
        **more,
    )
    db.session.commit()
    return plan


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return plans.newest(OPERATOR, register(cast).id)


def test_the_version_is_frozen_at_once_and_shows_as_registered(version: PlanVersion):
    assert version.frozen_at is not None
    assert version.purpose == "registered"
    assert version.snapshot_sha256


def test_the_original_file_is_kept_byte_for_byte(cast: Cast, version: PlanVersion):
    file = records.of_versions(OPERATOR, [version])[version.id].files[0]
    made = sealing.fetch(cast.actor("viewer"), version.plan_id, file.id)
    assert made.data == TEXT
    assert file.sha256 == sha256(TEXT).hexdigest()
    assert not sealing.being_made(version), "nothing is printed: the file is the text"


def test_what_happened_to_it_is_recorded_with_its_partial_dates(version: PlanVersion):
    told = records.of_versions(OPERATOR, [version])[version.id]
    assert [f.endorsed_on for f in told.endorsements] == ["2020-02"]
    assert [(f.sent_on, f.received_on, f.number) for f in told.submissions] == [
        ("2020-04", "2020-05-04", 1)
    ]
    assert [f.address for f in told.publications] == ["https://example.org/plan.pdf"]


def test_a_plan_of_which_nothing_else_is_known_can_be_registered(cast: Cast):
    plan = registrations.register(
        cast.actor("focal_point"),
        cast.amberland,
        details=DETAILS,
        original=Original("a.txt", b"text"),
    )
    told = records.of_versions(OPERATOR, [plan.versions[0]])[plan.versions[0].id]
    assert not (told.endorsements)
    assert not (told.submissions)
    assert not (told.publications)


def test_nothing_can_be_typed_into_it_and_the_next_version_takes_everything(
    cast: Cast, version: PlanVersion
):
    lead = cast.actor("coordinator")
    opened = entries.open_section(lead, version, "objectives")
    words = {"goal": {"fr": '<p data-block="aaaaaaaa">But</p>'}}
    with pytest.raises(Frozen):
        entries.save(lead, opened, Change(seen=0, answers=words))
    begun = versions.begin_next(lead, version)
    entries.save(
        lead, entries.open_section(lead, begun, "objectives"), Change(seen=0, answers=words)
    )
    db.session.commit()
    assert version.purpose == "registered"
    assert begun.number == 2


def test_a_bundle_of_a_registered_plan_holds_its_original(cast: Cast, version: PlanVersion):
    bundle = bundles.make(cast.actor("coordinator"), version, Wanted(language="fr"))
    assert [f["kind"] for f in bundle.details["files"]] == ["original", "letter"]


def test_a_file_that_cannot_be_taken_leaves_nothing_behind(cast: Cast):
    before = len(db.session.query(Plan).all())
    with pytest.raises(Invalid) as refused:
        registrations.register(
            cast.actor("coordinator"),
            cast.amberland,
            details=DETAILS,
            original=Original("a", b"\x00\xff"),
        )
    db.session.rollback()
    assert refused.value.about == "file"
    assert len(db.session.query(Plan).all()) == before


def test_a_button_pressed_twice_registers_once(cast: Cast):
    once = "00000000-0000-4000-8000-000000000001"
    assert register(cast, once=once).id == register(cast, once=once).id == once


@pytest.mark.parametrize("who", ["officer", "viewer", "stranger"])
def test_only_those_who_lead_the_party_register(cast: Cast, who: str):
    with pytest.raises((Forbidden, NotFound)):
        register(cast, who)
