"""Endorsed, submitted, published: dated facts in any order, corrected and never overwritten."""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import sha256

import docx
import pytest
from sqlalchemy import select

from nap_tracker import jobs
from nap_tracker.errors import Forbidden, Frozen, Invalid, InvalidTransition, NotFound, NotReady
from nap_tracker.extensions import db
from nap_tracker.i18n import use_locale
from nap_tracker.models.endorsement import Endorsement
from nap_tracker.models.event import ChainHead, Event
from nap_tracker.models.message import Message
from nap_tracker.models.obligation import FactKind
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.publication import Publication
from nap_tracker.models.submission import Submission
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    bundles,
    endorsements,
    history,
    obligations,
    publications,
    receipts,
    records,
    sealing,
    submissions,
    versions,
)
from nap_tracker.services.bundles import Wanted
from nap_tracker.services.endorsements import Signed
from nap_tracker.services.sealing import Kind
from nap_tracker.services.treaty_facts import Statement
from nap_tracker.services.versions import Purpose
from tests.cast import Cast
from tests.doors import Clock
from tests.services.saving import version_of
from tests.services.test_obligations import DEPOSIT, DETERMINED
from tests.services.test_sealing import needs_fonts

BODY = {"body": "Council of Ministers", "endorsed_on": "2024-05", "instrument": "Decree 12"}


@pytest.fixture
def frozen(cast: Cast) -> PlanVersion:
    version = version_of(cast)
    sealing.freeze(cast.actor("coordinator"), version)
    db.session.commit()
    return version


def recorded(cast: Cast, version: PlanVersion) -> records.Record:
    return records.of_versions(cast.actor("officer"), [version])[version.id]


def test_acts_come_in_any_order_each_with_two_dates(cast: Cast, frozen: PlanVersion):
    lead = cast.actor("coordinator")
    publications.record(lead, frozen, details={"place": "Gazette", "published_on": "2024"})
    submissions.record(lead, frozen, details={"sent_on": "2023-02", "received_on": "2023-02-11"})
    endorsements.record(lead, frozen, details=BODY)
    db.session.commit()
    told = recorded(cast, frozen)
    assert [f.published_on for f in told.publications] == ["2024"]
    assert [(f.sent_on, f.received_on) for f in told.submissions] == [("2023-02", "2023-02-11")]
    assert [f.endorsed_on for f in told.endorsements] == ["2024-05"]
    happened = dict(
        db.session.execute(
            select(Event.kind, Event.happened_on).where(Event.happened_on.is_not(None))
        ).all()
    )
    assert happened["endorsement:recorded"] == "2024-05"
    assert happened["submission:recorded"] == "2023-02"


def test_a_correction_keeps_what_it_replaced(cast: Cast, frozen: PlanVersion):
    lead = cast.actor("coordinator")
    first = endorsements.record(lead, frozen, details=BODY)
    changed = {**BODY, "endorsed_on": "2024-06-02"}
    second = endorsements.correct(
        lead, frozen, first, details=changed, because="The decree says June"
    )
    db.session.commit()
    told = recorded(cast, frozen)
    assert [f.id for f in told.endorsements] == [second.id]
    assert [f.id for f in told.replaced] == [first.id]
    assert second.replaces_id == first.id
    assert (first.endorsed_on, first.replaced_because) == ("2024-05", "The decree says June")
    assert first.replaced_by_name == "Bruno Costa"


def test_what_was_recorded_is_never_overwritten(cast: Cast, frozen: PlanVersion):
    fact = endorsements.record(cast.actor("coordinator"), frozen, details=BODY)
    db.session.commit()
    fact.body = "Another"
    with pytest.raises(Frozen):
        db.session.flush()
    db.session.rollback()
    db.session.delete(fact)
    with pytest.raises(Frozen):
        db.session.flush()
    db.session.rollback()


def test_only_one_of_two_corrections_succeeds(cast: Cast, frozen: PlanVersion):
    lead = cast.actor("coordinator")
    first = publications.record(lead, frozen, details={"place": "Gazette"})
    publications.correct(lead, frozen, first, details={"place": "Site"}, because="It was the site")
    with pytest.raises(InvalidTransition):
        publications.withdraw(lead, frozen, first, because="A mistake")


def test_a_correction_needs_a_reason(cast: Cast, frozen: PlanVersion):
    lead = cast.actor("coordinator")
    first = publications.record(lead, frozen, details={"place": "Gazette"})
    with pytest.raises(Invalid):
        publications.correct(lead, frozen, first, details={"place": "Site"}, because=" ")


def test_a_mistake_is_withdrawn_and_stays_in_the_record(cast: Cast, frozen: PlanVersion):
    lead = cast.actor("coordinator")
    sent = submissions.record(lead, frozen, details={"sent_on": "2024"})
    submissions.withdraw(lead, frozen, sent, because="It was not sent")
    endorsed = endorsements.record(lead, frozen, details=BODY)
    endorsements.withdraw(lead, frozen, endorsed, because="Not this plan")
    published = publications.record(lead, frozen, details={"place": "Gazette"})
    publications.withdraw(lead, frozen, published, because="Not yet")
    db.session.commit()
    told = recorded(cast, frozen)
    assert not (told.endorsements)
    assert not (told.submissions)
    assert not (told.publications)
    assert len(told.replaced) == 3


def test_a_button_pressed_twice_records_once(cast: Cast, frozen: PlanVersion):
    lead, once = cast.actor("coordinator"), "00000000-0000-4000-8000-00000000000"
    for _ in range(2):
        endorsements.record(lead, frozen, details=BODY, once=f"{once}1")
        submissions.record(lead, frozen, details={"sent_on": "2024"}, once=f"{once}2")
        publications.record(lead, frozen, details={"place": "Gazette"}, once=f"{once}3")
    db.session.commit()
    for table in (Endorsement, Submission, Publication):
        assert len(db.session.scalars(select(table)).all()) == 1


def test_the_id_of_another_versions_fact_is_not_taken(cast: Cast, frozen: PlanVersion):
    once = "00000000-0000-4000-8000-000000000001"
    endorsements.record(OPERATOR, frozen, details=BODY, once=once)
    begun = versions.begin_next(OPERATOR, frozen)
    sealing.freeze(OPERATOR, begun)
    with pytest.raises(NotFound):
        endorsements.record(OPERATOR, begun, details=BODY, once=once)


@pytest.mark.parametrize("who", ["officer", "viewer", "reviewer"])
def test_only_those_who_lead_record(cast: Cast, frozen: PlanVersion, who: str):
    actor = cast.actor(who)
    with pytest.raises(Forbidden):
        endorsements.record(actor, frozen, details=BODY)
    with pytest.raises(Forbidden):
        submissions.record(actor, frozen, details={})
    with pytest.raises(Forbidden):
        publications.record(actor, frozen, details={"place": "Here"})
    with pytest.raises(Forbidden):
        bundles.make(actor, frozen, Wanted())


def test_an_open_text_is_neither_endorsed_nor_submitted(cast: Cast):
    lead, version = cast.actor("coordinator"), version_of(cast)
    for act in (
        lambda: endorsements.record(lead, version, details=BODY),
        lambda: submissions.record(lead, version, details={"sent_on": "2024"}),
        lambda: bundles.make(lead, version, Wanted()),
    ):
        with pytest.raises(Invalid, match="reeze this version first"):
            act()


def test_dates_are_possible_ones(cast: Cast, frozen: PlanVersion, monkeypatch: pytest.MonkeyPatch):
    Clock(monkeypatch)  # 10 March 2026
    lead = cast.actor("coordinator")
    for sent in ("2027", "2026-04", "2026-03-11"):
        with pytest.raises(Invalid) as refused:
            submissions.record(lead, frozen, details={"sent_on": sent})
        assert refused.value.about == "sent_on"
    details = {"sent_on": "2024-05", "received_on": "2024-04-30"}
    with pytest.raises(Invalid) as refused:
        submissions.record(lead, frozen, details=details)
    assert refused.value.about == "received_on"
    submissions.record(lead, frozen, details={"sent_on": "2026-03-10", "received_on": "2026"})


def test_the_signed_file_is_kept_byte_for_byte_for_the_drafting_team(
    cast: Cast, frozen: PlanVersion
):
    lead = cast.actor("coordinator")
    fact = endorsements.record(lead, frozen, details=BODY, signed=Signed("letter.txt", b"signed"))
    changed = endorsements.correct(lead, frozen, fact, details=BODY, because="Spelling")
    db.session.commit()
    assert changed.file_id == fact.file_id
    assert sealing.fetch(cast.actor("officer"), cast.plan.id, fact.file_id).data == b"signed"
    with pytest.raises(NotFound):
        sealing.fetch(cast.actor("reviewer"), cast.plan.id, fact.file_id)


def test_a_signed_file_of_another_kind_is_refused_at_its_field(cast: Cast, frozen: PlanVersion):
    with pytest.raises(Invalid) as refused:
        endorsements.record(
            cast.actor("coordinator"), frozen, details=BODY, signed=Signed("a.exe", b"\x00\xff\x00")
        )
    assert refused.value.about == "file"


def test_as_endorsed_is_a_version_of_its_own_with_its_difference(cast: Cast, frozen: PlanVersion):
    lead = cast.actor("coordinator")
    endorsements.record(lead, frozen, details={**BODY, "with_changes": True})
    told = recorded(cast, frozen)
    assert any("as endorsed" in sentence for sentence in records.warnings(frozen, told))
    begun = versions.begin_next(lead, frozen, Purpose.AS_ENDORSED)
    sealing.freeze(lead, begun)
    db.session.commit()
    assert (begun.purpose, begun.based_on) == ("as_endorsed", frozen.number)
    assert versions.begin_next(lead, begun).number == begun.number + 1


def test_nothing_needs_an_order_and_its_absence_is_a_warning(cast: Cast, frozen: PlanVersion):
    lead = cast.actor("coordinator")
    submissions.record(lead, frozen, details={"sent_on": "2024"})
    told = recorded(cast, frozen)
    assert any("no endorsement is recorded" in one for one in records.warnings(frozen, told))
    publications.record(lead, frozen, details={"place": "Gazette"})
    assert recorded(cast, frozen).publications


def test_a_receipt_says_what_was_known_then(cast: Cast, frozen: PlanVersion):
    details = {"sent_on": "2024-05-03", "reference": "ME/12"}
    fact = submissions.record(cast.actor("focal_point"), frozen, details=details)
    db.session.commit()
    told = fact.receipt
    event = db.session.scalars(select(Event).filter_by(kind="submission:recorded")).one()
    assert (told["number"], told["sent_on"], told["reference"]) == (1, "2024-05-03", "ME/12")
    assert (told["by"], told["zone"]) == ("Amina Diallo", "UTC")
    assert told["snapshot_sha256"] == frozen.snapshot_sha256
    assert (told["chain_number"], told["chain_hash"]) == (event.number, event.hash)
    head = db.session.get_one(ChainHead, cast.amberland.id)
    assert head.number >= event.number
    assert history.broken_links(cast.amberland.id) == []


def test_a_receipt_names_the_next_review_by_the_treaty(
    cast: Cast, frozen: PlanVersion, monkeypatch: pytest.MonkeyPatch
):
    Clock(monkeypatch)  # 10 March 2026
    lead, party = cast.actor("focal_point"), cast.amberland
    for kind, said in (
        (FactKind.DEPOSIT, DEPOSIT),
        (FactKind.DETERMINATION, DETERMINED),
        (FactKind.NOTIFICATION, Statement(happened_on="2018-03-01")),
    ):
        obligations.record(lead, party, kind, said)
    fact = submissions.record(lead, frozen, details={"sent_on": "2025-05-03"})
    reviews = [one for one in fact.receipt["duties"] if one["kind"] == "review"]
    assert [one["first"] for one in reviews] == ["2028-05-03"]
    with use_locale("en"):
        assert ("3 May 2028", "Review of progress number 1") in receipts.duties(fact)


def test_what_a_receipt_says_is_written_once(cast: Cast, frozen: PlanVersion):
    fact = submissions.record(cast.actor("coordinator"), frozen, details={"sent_on": "2024"})
    db.session.commit()
    fact.receipt = {**fact.receipt, "number": 7}
    with pytest.raises(Frozen):
        db.session.flush()
    db.session.rollback()


def test_receipts_are_counted_in_each_party_and_corrections_have_their_own(
    cast: Cast, frozen: PlanVersion
):
    lead = cast.actor("coordinator")
    first = submissions.record(lead, frozen, details={"sent_on": "2024"})
    second = submissions.correct(
        lead,
        frozen,
        first,
        details={"sent_on": "2024", "received_on": "2024-06"},
        because="It came",
    )
    other = version_of_plan(cast)
    third = submissions.record(OPERATOR, other, details={"sent_on": "2024"})
    db.session.commit()
    assert (first.number, second.number, third.number) == (1, 2, 1)
    assert second.receipt["corrects"] == 1
    assert first.receipt["received_on"] is None


def version_of_plan(cast: Cast) -> PlanVersion:
    version = versions.get(OPERATOR, cast.other_plan.id, 1)
    sealing.freeze(OPERATOR, version)
    return version


def test_the_receipt_goes_by_mail_to_those_who_lead_without_words_of_the_plan(
    cast: Cast, frozen: PlanVersion
):
    submissions.record(cast.actor("coordinator"), frozen, details={"reference": "ME/12"})
    db.session.commit()
    messages = db.session.scalars(select(Message).filter_by(template="submission_recorded")).all()
    assert {m.to for m in messages} == {cast.focal_point.email, cast.coordinator.email}
    for message in messages:
        assert "Plan of Amberland" not in json.dumps(message.context)
        assert message.context["reference"] == ""


@needs_fonts
def test_the_receipt_is_kept_as_a_pdf(cast: Cast, frozen: PlanVersion):
    fact = submissions.record(cast.actor("coordinator"), frozen, details={"sent_on": "2024"})
    db.session.commit()
    jobs.render_exports()
    db.session.refresh(fact)
    made = sealing.fetch(cast.actor("viewer"), cast.plan.id, fact.receipt_id)
    assert made.data.startswith(b"%PDF")
    assert made.name == "receipt-1.pdf"


def test_a_bundle_waits_for_what_it_holds(cast: Cast, frozen: PlanVersion):
    with pytest.raises(NotReady):
        bundles.make(cast.actor("coordinator"), frozen, Wanted())


@needs_fonts
def test_a_bundle_holds_the_kept_bytes_a_letter_and_their_sums(cast: Cast, frozen: PlanVersion):
    lead = cast.actor("coordinator")
    jobs.render_exports()
    signed = Signed("letter.txt", b"signed")
    endorsed = endorsements.record(lead, frozen, details=BODY, signed=signed)
    wanted = Wanted(
        reference="ME/12",
        signatory="The Minister",
        may_publish=True,
        endorsements=frozenset({endorsed.file_id or ""}),
    )
    bundle = bundles.make(lead, frozen, wanted)
    db.session.commit()
    with zipfile.ZipFile(io.BytesIO(sealing.read(bundle))) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    assert set(held) == {
        "NAP-XAA-v1-public.pdf",
        "NAP-XAA-v1-public.json",
        "letter.txt",
        "Cover letter.docx",
        "manifest.json",
        "SHA256SUMS",
    }
    for line in held["SHA256SUMS"].decode().splitlines():
        sum, _, name = line.partition("  ")
        assert sha256(held[name]).hexdigest() == sum
    manifest = json.loads(held["manifest.json"])
    assert manifest["snapshot_sha256"] == frozen.snapshot_sha256
    for file in manifest["files"]:
        assert sha256(held[file["name"]]).hexdigest() == file["sha256"]
    found = recorded(cast, frozen)
    pdf = sealing.newest(found.files, Kind.PDF)
    assert pdf is not None
    assert held["NAP-XAA-v1-public.pdf"] == sealing.read(pdf)
    letter = docx.Document(io.BytesIO(held["Cover letter.docx"]))
    words = "\n".join(p.text for p in letter.paragraphs)
    assert "Plan of Amberland" in words
    assert "endorsed by Council of Ministers in May 2024 (Decree 12)" in words
    assert pdf.sha256 in words
    assert "may publish" in words
    assert "compl" not in words.lower()


@needs_fonts
def test_a_submission_names_the_bundle_of_its_own_version(cast: Cast, frozen: PlanVersion):
    lead = cast.actor("coordinator")
    jobs.render_exports()
    bundle = bundles.make(lead, frozen, Wanted(language="fr"))
    fact = submissions.record(lead, frozen, details={"sent_on": "2024", "bundle_id": bundle.id})
    assert [f["name"] for f in fact.receipt["files"]][-1] == "Lettre d’accompagnement.docx"
    begun = versions.begin_next(lead, frozen)
    sealing.freeze(lead, begun)
    with pytest.raises(NotFound):
        submissions.record(lead, begun, details={"bundle_id": bundle.id})


def test_a_letter_speaks_a_language_that_is_offered(cast: Cast, frozen: PlanVersion):
    with pytest.raises(Invalid):
        bundles.make(cast.actor("coordinator"), frozen, Wanted(language="xx"))
