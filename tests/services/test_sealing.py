"""What is frozen stays: its snapshot, its PDF and data, whatever happens to the plan afterwards."""

from __future__ import annotations

import io
from datetime import timedelta
from hashlib import sha256

import pikepdf
import pytest
from sqlalchemy import select

from nap_tracker import clock, files, jobs
from nap_tracker.content import serial
from nap_tracker.content.canonical import digest
from nap_tracker.errors import Forbidden, Frozen, NotFound
from nap_tracker.exports import press
from nap_tracker.exports.attachment import attach
from nap_tracker.extensions import db
from nap_tracker.imports.interchange import read
from nap_tracker.models.event import Event
from nap_tracker.models.export import Export
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.sealed_file import SealedFile
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    contents,
    exports,
    history,
    plans,
    sealing,
    uploads,
    versions,
    walls,
)
from nap_tracker.services.sealing import Kind
from tests.cast import Cast
from tests.services.saving import version_of
from tests.services.test_interchange import fill

needs_fonts = pytest.mark.skipif(
    not press.FONTS.exists(), reason="the fonts are not set up: make setup"
)


@pytest.fixture
def frozen(cast: Cast) -> PlanVersion:
    version = version_of(cast)
    fill(version)
    sealing.freeze(cast.actor("coordinator"), version)
    db.session.commit()
    return version


def kept(version: PlanVersion) -> dict[str, SealedFile]:
    query = select(SealedFile).filter_by(version_id=version.id)
    return {file.kind: file for file in db.session.scalars(query)}


def test_a_frozen_text_is_its_canonical_json_and_sum(cast: Cast, frozen: PlanVersion):
    assert frozen.snapshot is not None
    assert frozen.snapshot_sha256 == digest(frozen.snapshot)
    assert serial.to_text(contents.load(frozen)) == frozen.snapshot
    event = db.session.scalars(select(Event).filter_by(kind="version:frozen")).one()
    assert frozen.snapshot_sha256 in event.details


def test_freezing_happens_once(cast: Cast, frozen: PlanVersion):
    with pytest.raises(Frozen):
        sealing.freeze(cast.actor("focal_point"), frozen)


@pytest.mark.parametrize("who", ["officer", "viewer", "reviewer", "administrator"])
def test_only_those_who_lead_freeze(cast: Cast, who: str):
    with pytest.raises((Forbidden, NotFound)):
        sealing.freeze(cast.actor(who), version_of(cast))


def test_a_title_changed_later_changes_no_frozen_text(cast: Cast, frozen: PlanVersion):
    lead = cast.actor("coordinator")
    with pytest.raises(Frozen):
        plans.edit(lead, frozen.plan, details={"title": {"en": "Another"}})
    versions.begin_next(lead, frozen)
    plans.edit(lead, frozen.plan, details={"title": {"en": "Another"}})
    db.session.commit()
    assert contents.load(frozen).title == {"en": "Plan of Amberland"}
    assert contents.with_files(frozen).title == {"en": "Plan of Amberland"}


def test_a_file_taken_out_later_stays_in_the_frozen_text(cast: Cast, frozen: PlanVersion):
    lead = cast.actor("coordinator")
    begun = versions.begin_next(lead, frozen)
    photo = uploads.of_plan(lead, cast.plan.id)[0]
    uploads.remove(lead, begun, photo)
    db.session.commit()
    assert contents.load(begun).file(photo.id) is None
    assert contents.load(frozen).file(photo.id) is not None


@needs_fonts
def test_the_worker_keeps_the_pdf_and_the_data_with_their_sums(cast: Cast, frozen: PlanVersion):
    assert len(sealing.being_made(frozen)) == 2
    jobs.render_exports()
    found = kept(frozen)
    assert set(found) == {Kind.PDF, Kind.JSON}
    assert not sealing.being_made(frozen)
    for file in found.values():
        data = sealing.read(file)
        assert sha256(data).hexdigest() == file.sha256
        event = select(Event.details).filter_by(
            kind="sealed-file:kept", subject=f"sealed_file:{file.id}"
        )
        assert file.sha256 in (db.session.scalar(event) or "")


@needs_fonts
def test_the_pdf_holds_the_data_it_was_printed_from(cast: Cast, frozen: PlanVersion):
    jobs.render_exports()
    found = kept(frozen)
    with pikepdf.open(io.BytesIO(sealing.read(found["pdf"]))) as document:
        names = list(document.attachments)
        inside = document.attachments[names[0]].get_file().read_bytes()
        assert document.Root.StructTreeRoot is not None
    assert names == ["NAP-XAA-v1-public.json"]
    assert inside == sealing.read(found["json"])
    assert read(inside).plan.uid == cast.plan.id


@needs_fonts
def test_the_frozen_pdf_is_public_and_holds_nothing_that_is_not(cast: Cast, frozen: PlanVersion):
    jobs.render_exports()
    inside = read(sealing.read(kept(frozen)["json"])).plan
    hidden = {e.uid for e in contents.load(frozen).entries} - {e.uid for e in inside.entries}
    assert hidden, "sites start at the drafting team"
    assert inside.rows("site") == ()


@needs_fonts
def test_kept_bytes_stay_the_same_after_the_plan_goes_on_and_is_swept(
    cast: Cast, frozen: PlanVersion, monkeypatch: pytest.MonkeyPatch
):
    jobs.render_exports()
    before = {kind: sealing.read(file) for kind, file in kept(frozen).items()}
    begun = versions.begin_next(OPERATOR, frozen)
    plans.edit(OPERATOR, begun.plan, details={"title": {"en": "Another"}})
    sealing.freeze(OPERATOR, begun)
    db.session.commit()
    later = clock.now() + timedelta(days=4000)
    monkeypatch.setattr("nap_tracker.jobs.now", lambda: later)
    jobs.prune()
    jobs.render_exports()
    assert {kind: sealing.read(file) for kind, file in kept(frozen).items()} == before
    for file in kept(frozen).values():
        made = sealing.fetch(cast.actor("reviewer"), cast.plan.id, file.id)
        assert made.data == before[file.kind]


@needs_fonts
def test_a_document_that_is_kept_is_never_made_again(cast: Cast, frozen: PlanVersion):
    jobs.render_exports()
    made = db.session.scalars(select(Export).filter_by(format="sealed_pdf")).one()
    exports.retry(OPERATOR, cast.plan.id, made.id)
    db.session.commit()
    assert jobs.render_exports() == 0


def test_kept_files_are_for_their_audience(cast: Cast, frozen: PlanVersion):
    file = sealing.keep(
        OPERATOR,
        frozen,
        Kind.ENDORSEMENT,
        name="signed.pdf",
        data=b"signed",
        media_type="application/pdf",
        audience=sealing.Audience.DRAFTING_TEAM,
    )
    db.session.commit()
    assert sealing.fetch(cast.actor("officer"), cast.plan.id, file.id).data == b"signed"
    for who in ("viewer", "reviewer", "stranger"):
        with pytest.raises(NotFound):
            sealing.fetch(cast.actor(who), cast.plan.id, file.id)
    with pytest.raises(NotFound):
        sealing.fetch(cast.actor("officer"), cast.other_plan.id, file.id)


def test_a_withdrawn_file_says_why_and_keeps_its_sum(cast: Cast, frozen: PlanVersion):
    file = sealing.keep(
        OPERATOR,
        frozen,
        Kind.ORIGINAL,
        name="plan.pdf",
        data=b"names",
        media_type="application/pdf",
        audience=sealing.Audience.PUBLIC,
    )
    db.session.commit()
    file.withdrawn_at = clock.now()
    with pytest.raises(Frozen):
        db.session.flush()
    db.session.rollback()
    with walls.for_protection():
        file.withdrawn_at, file.withdrawn_because = clock.now(), "It names a miner"
    db.session.commit()
    assert file.sha256 == sha256(b"names").hexdigest()
    with pytest.raises(NotFound, match="It names a miner"):
        sealing.fetch(cast.actor("officer"), cast.plan.id, file.id)


def test_the_log_is_whole_after_all_of_it(cast: Cast, frozen: PlanVersion):
    assert history.broken_links(cast.amberland.id) == []


def test_an_attachment_is_the_same_bytes_each_time():
    with pikepdf.new() as document:
        document.add_blank_page()
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    made = [
        attach(
            out.getvalue(),
            name="a.json",
            data=b"{}",
            media_type="application/json",
            description="d",
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]


def test_storage_keeps_what_rows_of_kept_files_name(cast: Cast, frozen: PlanVersion):
    sealing.keep(
        OPERATOR,
        frozen,
        Kind.ORIGINAL,
        name="plan.pdf",
        data=b"the original",
        media_type="application/pdf",
        audience=sealing.Audience.PUBLIC,
    )
    db.session.commit()
    uploads.prune(clock.now() + timedelta(days=4000))
    assert files.read(cast.amberland.id, sha256(b"the original").hexdigest()) == b"the original"
