"""Removal for protection: nothing is left, anywhere, and the fact of the act stays."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from nap_tracker import files, jobs
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Forbidden, Invalid, NotFound, NotReady, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.models.entry import Revision
from nap_tracker.models.event import Event
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.removal import Erasure, Removal
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    auditing,
    entries,
    erasures,
    exporting,
    exports,
    history,
    plans,
    redactions,
    registers,
    reissues,
    removals,
    sealing,
    searches,
    uploads,
    withdrawals,
)
from nap_tracker.services.entries import Change
from nap_tracker.services.finding import InText, needle_of
from nap_tracker.text.redaction import Needle
from tests.cast import Cast
from tests.services.endangered import (
    NAME,
    Endangered,
    dumped,
    endanger,
    focal_point,
    freeze,
    left_of,
    party_of,
    type_into,
)
from tests.services.saving import add_row, row

NEEDLE = Needle(NAME)


@pytest.fixture
def world(cast: Cast) -> Endangered:
    return endanger(cast)


def remove_all(world: Endangered, needle: Needle = NEEDLE, reason: str = "A threat") -> Removal:
    actor, party = focal_point(world), party_of(world)
    found = removals.look(actor, party, needle)
    removal = removals.remove_words(
        actor,
        party,
        needle,
        places=[place.key for place in found.places],
        files=[line.key for line in found.files],
        reason=reason,
    )
    db.session.commit()
    jobs.erase()
    return removal


def test_nothing_is_left_in_any_table(world: Endangered):
    assert left_of(dumped())
    remove_all(world)
    assert left_of(dumped()) == []


def test_nothing_is_left_where_a_version_was_frozen(world: Endangered):
    version = freeze(world)
    sum_then, sealed = version.snapshot_sha256, world.sealed
    assert sealed is not None
    removal = remove_all(world)
    assert left_of(dumped()) == []
    version = db.session.get_one(PlanVersion, version.id)
    assert version.snapshot_sha256 == sum_then
    assert redactions.INSTEAD in (version.snapshot or "")
    db.session.refresh(sealed)
    assert sealed.withdrawn_at == removal.decided_at
    assert sealed.withdrawn_because == "A threat"
    with pytest.raises(NotFound):
        files.read(sealed.party_id, sealed.sha256)


def test_a_figure_that_holds_what_is_removed_goes_whole(world: Endangered):
    """Half of one would be another, and no column of figures takes it."""
    site = add_row(
        world.cast, "site", {"name": {"en": "Site 41097"}, "miners": {"women": "41097", "men": "5"}}
    )
    line = add_row(world.cast, "budget_line", {"cost": {"amount": "41097", "currency": "USD"}})
    db.session.commit()
    remove_all(world, Needle("41097"))
    assert "41097" not in dumped()
    answers = row(world.cast, "site", site).content.answers
    assert answers["name"] != {"en": "Site 41097"}
    assert "miners" not in answers
    assert "cost" not in row(world.cast, "budget_line", line).content.answers


def test_the_log_stays_whole_and_tells_of_the_act(world: Endangered):
    remove_all(world)
    assert not any(auditing.examine(OPERATOR).values())
    act = db.session.scalars(select(Event).filter_by(kind="protection:words-removed")).one()
    assert act.actor_id == world.cast.focal_point.id
    assert int(json.loads(act.details)["places"]) > 10
    assert left_of(act.details) == []


def test_salts_of_the_acts_concerned_are_erased_and_no_others(world: Endangered):
    type_into(
        world.cast.actor("officer"),
        world.version,
        "gender",
        first_long(world, "gender"),
        "<p>x</p>",
    )
    db.session.commit()
    remove_all(world)
    told = db.session.scalars(select(Event).filter_by(chain=world.cast.amberland.id)).all()
    kept = {e.subject for e in told if e.salt and e.kind == "section:saved"}
    assert kept == {"section:gender"}
    assert not [e for e in told if e.salt and e.kind in ("row:saved", "plan:edited")]


def first_long(world: Endangered, section: str) -> str:
    opened = entries.open_section(OPERATOR, world.version, section)
    return next(f.id for f in opened.owner.fields if f.kind.value == "longtext")


def test_the_text_says_that_something_was_removed_in_the_language_of_the_plan(world: Endangered):
    db.session.get_one(type(world.plan), world.plan.id).language = "fr"
    db.session.commit()
    remove_all(world)
    said = db.session.scalars(select(Revision.content)).all()
    assert any("[retiré pour protection]" in text for text in said)
    assert not any("[removed for protection]" in text for text in said)


def test_every_revision_stays_with_its_number_and_its_author(world: Endangered):
    def told() -> list[tuple[str, int | None, str | None]]:
        query = select(Revision.uid, Revision.number, Revision.author_id).where(
            Revision.origin != "protection"
        )
        return sorted(map(tuple, db.session.execute(query)), key=str)

    before = told()
    remove_all(world)
    assert told() == before


def test_places_that_were_not_chosen_stay(world: Endangered):
    actor, party = focal_point(world), party_of(world)
    found = removals.look(actor, party, NEEDLE)
    (place,) = [p for p in found.places if isinstance(p.where, InText) and p.section == "foreword"]
    removals.remove_words(actor, party, NEEDLE, places=[place.key], files=[], reason="A threat")
    db.session.commit()
    after = removals.look(actor, party, NEEDLE)
    assert {p.key for p in after.places} == {p.key for p in found.places} - {place.key}


def test_what_is_found_is_named_with_how_often_and_how_it_reads(world: Endangered):
    found = removals.look(focal_point(world), party_of(world), NEEDLE)
    (place,) = [p for p in found.places if p.section == "summary"]
    assert (place.version, place.revisions) == (1, 1)
    assert place.excerpt is not None
    assert place.excerpt.found == NAME
    (french,) = [
        p for p in found.places if isinstance(p.where, InText) and p.where.language == "fr"
    ]
    assert french.kind == "institution"


def test_looking_changes_nothing(world: Endangered):
    before = dumped()
    removals.look(focal_point(world), party_of(world), NEEDLE)
    assert dumped() == before


def test_another_party_is_neither_looked_through_nor_touched(world: Endangered):
    cast = world.cast
    other = plans.newest(OPERATOR, cast.other_plan.id)
    type_into(cast.actor("stranger"), other, "summary", "executive_summary", f"<p>{NAME}</p>")
    db.session.commit()
    remove_all(world)
    assert [line for line in left_of(dumped()) if "revision:" in line]
    theirs = removals.look(cast.actor("stranger"), cast.borealia, NEEDLE)
    assert len(theirs.places) == 1


def test_only_the_focal_point_may_look_and_remove(world: Endangered):
    party = party_of(world)
    assert world.file is not None
    for role in ("coordinator", "officer", "administrator", "viewer"):
        actor = world.cast.actor(role)
        with pytest.raises((Forbidden, NotFound)):
            removals.look(actor, party, NEEDLE)
        with pytest.raises((Forbidden, NotFound)):
            removals.remove_words(actor, party, NEEDLE, places=["x"], files=[], reason="A")
        with pytest.raises((Forbidden, NotFound)):
            removals.remove_file(actor, party, world.file, files=[], reason="A")
    with pytest.raises(Forbidden):
        removals.look(OPERATOR, party, NEEDLE)


def test_the_reason_may_not_say_the_words_again(world: Endangered):
    with pytest.raises(Invalid) as refused:
        remove_all(world, reason=f"To protect {NAME.upper()}")
    assert refused.value.about == "reason"


def test_words_must_be_words():
    for words in ("", " ", "x", "\u200b\u200b", "x" * 501):
        with pytest.raises(Invalid):
            needle_of(words)


def test_nothing_chosen_is_refused(world: Endangered):
    with pytest.raises(Invalid):
        removals.remove_words(
            focal_point(world), party_of(world), NEEDLE, places=[], files=[], reason="A threat"
        )


def test_a_form_that_was_open_cannot_bring_the_words_back(world: Endangered):
    officer = world.cast.actor("officer")
    opened = entries.open_section(officer, world.version, "foreword")
    seen = opened.counter
    remove_all(world)
    version = plans.newest(OPERATOR, world.plan.id)
    again = entries.open_section(officer, version, "foreword")
    back = {"text": {"en": f"<p>{NAME} wrote.</p>"}}
    with pytest.raises(StaleEdit):
        entries.save(officer, again, Change(seen=seen, answers=back))
    new = {"text": {"en": "<p>Somebody wrote.</p>"}}
    entries.save(officer, again, Change(seen=again.counter, answers=new))
    assert left_of(dumped()) == []


def test_the_typed_row_and_the_search_say_the_same(world: Endangered):
    remove_all(world)
    version = plans.newest(OPERATOR, world.plan.id)
    row = entries.open_row(OPERATOR, version, "institution", world.row)
    assert row.content.answers["name"] == {
        "en": "Ministry",
        "fr": "Chez [removed for protection]",
    }
    found = searches.search(world.cast.actor("officer"), NAME)
    assert not found.count


def test_a_document_that_waits_is_not_made(world: Endangered):
    assert world.waiting is not None
    claimed = exports.claim()
    assert claimed is not None
    remove_all(world)
    claimed = db.session.merge(claimed)
    with pytest.raises(NotReady):
        exports.ready(claimed, data=NAME.encode(), name="plan.json", pages=None)
    assert exports.claim() is None


def test_withdrawn_documents_say_when_and_by_whom(world: Endangered):
    assert world.ready is not None
    export_id = world.ready.id
    remove_all(world)
    with pytest.raises(NotFound, match=r"withdrawn to protect people on .* by Amina Diallo"):
        exports.fetch(world.cast.actor("officer"), world.plan.id, export_id)
    with pytest.raises(NotFound):
        exports.retry(world.cast.actor("officer"), world.plan.id, export_id)


def test_the_sum_of_a_withdrawn_file_stays_and_the_file_is_not_taken_again(world: Endangered):
    assert world.file is not None
    file_id, sha256 = world.file.id, world.file.sha256
    remove_all(world)
    with pytest.raises(NotFound, match="withdrawn to protect people"):
        uploads.get(world.cast.actor("officer"), world.plan.id, file_id)
    assert db.session.scalars(select(Erasure).filter_by(sha256=sha256)).one().erased_at
    version = plans.newest(OPERATOR, world.plan.id)
    with pytest.raises(Invalid, match="withdrawn"):
        uploads.add(OPERATOR, version, name="a.txt", data=f"Seen by {NAME}.".encode())


def test_a_file_is_withdrawn_with_the_documents_that_show_it(world: Endangered):
    freeze(world)
    assert world.file is not None
    actor, party = focal_point(world), party_of(world)
    lines = withdrawals.showing(party, world.file)
    assert {type(line.row).__name__ for line in lines} == {"SealedFile"}
    removal = removals.remove_file(
        actor, party, world.file, files=[line.key for line in lines], reason="A face"
    )
    db.session.commit()
    jobs.erase()
    assert removal.kind == "file"
    version = plans.newest(OPERATOR, world.plan.id)
    assert world.file.id not in (version.snapshot or "")
    assert not any(auditing.examine(OPERATOR).values())


def test_a_killed_process_leaves_the_rest_to_the_sweep(world: Endangered):
    actor, party = focal_point(world), party_of(world)
    assert world.file is not None
    removals.remove_file(actor, party, world.file, files=[], reason="A face")
    db.session.commit()
    assert files.read(party.id, world.file.sha256)
    assert jobs.erase()
    with pytest.raises(NotFound):
        files.read(party.id, world.file.sha256)
    assert jobs.erase() == 0


def test_bytes_that_came_in_again_before_the_sweep_stay(world: Endangered):
    actor, party = focal_point(world), party_of(world)
    assert world.file is not None
    removals.remove_file(actor, party, world.file, files=[], reason="A face")
    again = exports.request(
        world.cast.actor("officer"),
        world.version,
        format="json",
        audience=Audience.DRAFTING_TEAM,
        mark="draft",
    )
    exports.ready(again, data=f"Seen by {NAME}.".encode(), name="x.json", pages=None)
    db.session.commit()
    assert erasures.erase()
    assert files.read(party.id, again.sha256 or "")


def test_a_removed_row_and_a_text_kept_beside_lose_the_words_too(world: Endangered):
    kept = db.session.scalars(select(Revision).where(Revision.number.is_(None))).all()
    assert any(NAME in revision.content for revision in kept)
    registers.remove(world.cast.actor("officer"), world.version, "institution", world.row)
    db.session.commit()
    remove_all(world)
    assert left_of(dumped()) == []


def test_a_sealed_document_is_made_again_as_a_new_file(world: Endangered):
    version = freeze(world)
    old = world.sealed
    assert old is not None
    old_id, old_sum = old.id, old.sha256
    remove_all(world)
    actor, party = focal_point(world), party_of(world)
    ((lacking, formats),) = reissues.waiting(actor, party)
    assert (lacking.id, formats) == (version.id, ["sealed_json"])
    assert reissues.reissue(actor, party) == 1
    assert reissues.waiting(actor, party) == []
    asked = exports.claim()
    assert asked is not None
    exporting.store(asked, exporting.make(asked))
    db.session.commit()
    files_of = sealing.of_versions(OPERATOR, [plans.newest(OPERATOR, world.plan.id)])
    new = sealing.newest(files_of[version.id], sealing.Kind.JSON)
    assert new is not None
    assert new.sha256 != old_sum
    assert left_of(sealing.read(new).decode()) == []
    with pytest.raises(NotFound, match="withdrawn to protect people"):
        sealing.fetch(OPERATOR, world.plan.id, old_id)
    with pytest.raises((Forbidden, NotFound)):
        reissues.reissue(world.cast.actor("coordinator"), party)


def test_acts_that_follow_go_on_in_the_chain(world: Endangered):
    remove_all(world)
    history.record(OPERATOR, "plan:edited", party_id=world.cast.amberland.id)
    db.session.commit()
    assert not any(auditing.examine(OPERATOR).values())
