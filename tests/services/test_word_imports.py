"""Bringing a Word file in: all of it or nothing, once, merged with what others wrote meanwhile."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from nap_tracker import files
from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, Hidden, Invalid, InvalidFile, Locked, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.imports.word import desk
from nap_tracker.imports.word.choices import LEAVE, WORK_PLAN, Choices
from nap_tracker.models.activity import Activity
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.event import Event
from nap_tracker.models.institution import Institution
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.models.word_upload import WordUpload
from nap_tracker.services import (
    contents,
    entries,
    locks,
    plans,
    uploads,
    word_imports,
    word_tables,
    word_uploads,
)
from nap_tracker.services.entries import Change
from nap_tracker.services.word_imports import Trial
from nap_tracker.services.word_uploads import Applied, Gone, Opened
from nap_tracker.text.files import files_in
from tests.cast import Cast
from tests.imports.word.making import PNG, docx, gone, h, ins, p, picture, tbl, tr

PICTURE: dict[str, Any] = {
    "parts": {"word/media/a.png": PNG},
    "relations": [("rId9", "image", "media/a.png", False)],
}
FILE = docx(h("Foreword"), "We commit.", h("Zebras"), "Stripes.")


def opened(cast: Cast, data: bytes = FILE, who: str = "officer", **said: Any) -> Opened:
    """An upload with some choices made."""
    actor = cast.actor(who)
    version = plans.newest(actor, cast.plan.id)
    material = word_uploads.examine("plan.docx", data)
    upload = word_uploads.add(actor, version, material, language="en")
    found = word_uploads.open_(actor, cast.plan.id, upload.id)
    if said:
        choices = replace(found.choices, **said)
        word_uploads.choose(actor, found, choices, seen=found.seen)
        found = word_uploads.open_(actor, cast.plan.id, upload.id)
    return found


def tried(cast: Cast, found: Opened, who: str = "officer") -> Trial:
    return word_imports.try_out(cast.actor(who), found)


def apply(cast: Cast, trial: Trial, who: str = "officer") -> Trial:
    return word_imports.apply(
        cast.actor(who),
        cast.plan.id,
        trial.opened.upload.id,
        fingerprint=trial.fingerprint,
        seen=json.loads(trial.seen),
    )


def foreword(cast: Cast) -> str:
    version = plans.newest(cast.actor("officer"), cast.plan.id)
    found = entries.open_section(cast.actor("officer"), version, "foreword")
    return str((found.content.answers.get("text") or {}).get("en", ""))


def write(cast: Cast, text: str, who: str = "colleague") -> None:
    actor = cast.actor(who)
    found = entries.open_section(actor, plans.newest(actor, cast.plan.id), "foreword")
    change = Change(seen=found.counter, answers={"text": {"en": text}})
    entries.save(actor, found, change)


def everything() -> dict[str, int]:
    """How many rows of everything a plan holds there are."""
    tables = (Entry, Revision, StoredFile, Institution, Activity)
    return {t.__tablename__: db.session.scalar(select(func.count()).select_from(t)) or 0
            for t in tables}  # fmt: skip


def test_the_text_comes_into_its_field_as_a_revision_that_says_where_it_comes_from(cast: Cast):
    apply(cast, tried(cast, opened(cast)))
    assert ">We commit.</p>" in foreword(cast)
    newest = db.session.scalars(select(Revision).where(Revision.origin == "word")).one()
    assert newest.author_name == cast.officer.name
    kinds = db.session.scalars(select(Event.kind).order_by(Event.recorded_at)).all()
    assert {"word:uploaded", "section:saved", "word:imported"} <= set(kinds)


def test_nothing_is_in_the_plan_before_it_is_confirmed(cast: Cast):
    before = everything()
    tried(cast, opened(cast))
    assert everything() == before


def test_a_second_time_nothing_is_added(cast: Cast):
    trial = tried(cast, opened(cast))
    apply(cast, trial)
    after, said = everything(), foreword(cast)
    with pytest.raises(Applied):
        apply(cast, trial)
    assert (everything(), foreword(cast)) == (after, said)


def test_new_text_is_added_behind_what_is_there(cast: Cast):
    write(cast, "<p>Old.</p>")
    apply(cast, tried(cast, opened(cast)))
    said = foreword(cast)
    assert said.index("Old.") < said.index("We commit.")


def test_or_replaces_it_where_that_was_chosen(cast: Cast):
    write(cast, "<p>Old.</p>")
    trial = tried(cast, opened(cast, replaces=frozenset({"foreword.text"})))
    assert trial.fields[0].replaces
    apply(cast, trial)
    assert "Old." not in foreword(cast)


def test_what_others_write_meanwhile_is_merged(cast: Cast):
    write(cast, "<p>Old.</p>")
    trial = tried(cast, opened(cast))
    write(cast, f"{foreword(cast)}<p>Meanwhile.</p>")
    apply(cast, trial)
    assert all(word in foreword(cast) for word in ("Old.", "Meanwhile.", "We commit."))


def test_a_replacement_that_collides_with_what_others_wrote_stores_nothing(cast: Cast):
    write(cast, "<p>Old words of it.</p>")
    trial = tried(cast, opened(cast, replaces=frozenset({"foreword.text"})))
    write(cast, foreword(cast).replace("Old words", "New words"))
    with pytest.raises(StaleEdit):
        apply(cast, trial)


def test_a_section_that_somebody_rewrites_takes_nothing_and_the_file_stays(cast: Cast):
    trial = tried(cast, opened(cast))
    version = plans.newest(cast.actor("colleague"), cast.plan.id)
    locks.take(cast.actor("colleague"), version, "foreword", reason="Figures", hours=2)
    db.session.commit()
    with pytest.raises(Locked):
        apply(cast, trial)
    db.session.rollback()
    assert foreword(cast) == ""
    assert trial.opened.upload.applied_at is None
    apply(cast, tried(cast, trial.opened, "coordinator"), "coordinator")
    assert "We commit." in foreword(cast)


def test_choices_that_changed_after_looking_store_nothing(cast: Cast):
    found = opened(cast)
    trial = tried(cast, found)
    choices = replace(found.choices, parts={1: "gender.analysis"})
    word_uploads.choose(cast.actor("officer"), found, choices, seen=found.seen)
    with pytest.raises(StaleEdit):
        apply(cast, trial)


def test_choices_made_in_another_window_are_not_overwritten(cast: Cast):
    found = opened(cast)
    seen = found.seen
    word_uploads.choose(cast.actor("officer"), found, Choices("en", accept_all=True), seen=seen)
    with pytest.raises(StaleEdit):
        word_uploads.choose(cast.actor("colleague"), found, Choices("en"), seen=seen)


def test_tracked_changes_have_to_be_decided_first(cast: Cast):
    data = docx(h("Foreword"), p("Mercury is ", gone("good"), ins("bad"), "."))
    trial = tried(cast, opened(cast, data))
    assert trial.refusal == word_imports.UNDECIDED
    with pytest.raises(Invalid):
        apply(cast, trial)
    apply(cast, tried(cast, opened(cast, data, accept_all=False, changes={2: True})))
    assert "Mercury is goodbad." in foreword(cast)


def test_a_file_none_of_which_has_a_place_is_not_brought_in(cast: Cast):
    trial = tried(cast, opened(cast, docx(h("Zebras"), "Stripes.")))
    assert trial.refusal == word_imports.NOTHING


def test_what_is_unplaced_is_kept_as_a_file_of_the_plan(cast: Cast):
    apply(cast, tried(cast, opened(cast)))
    kept = db.session.scalars(select(StoredFile)).one()
    assert kept.name == "plan – not placed.txt"
    assert files.read(kept.party_id, kept.sha256).decode() == "Zebras\nStripes.\n"


def test_unless_somebody_does_not_want_it(cast: Cast):
    apply(cast, tried(cast, opened(cast, keeps_unplaced=False)))
    assert everything()["stored_file"] == 0


def test_the_file_itself_can_be_kept(cast: Cast):
    apply(cast, tried(cast, opened(cast, keeps_original=True, keeps_unplaced=False)))
    kept = db.session.scalars(select(StoredFile)).one()
    assert (kept.name, files.read(kept.party_id, kept.sha256)) == ("plan.docx", FILE)


def test_pictures_become_files_of_the_plan_with_a_cleaned_copy(cast: Cast):
    data = docx(h("Foreword"), p(picture(alt="A map")), **PICTURE)
    apply(cast, tried(cast, opened(cast, data)))
    kept = db.session.scalars(select(StoredFile)).one()
    assert (kept.name, kept.media_type, kept.audience) == ("plan 1.png", "image/png",
                                                           "drafting_team")  # fmt: skip
    assert files_in(foreword(cast)) == (kept.id,)
    assert 'alt="A map"' in foreword(cast)


def test_pictures_of_parts_that_are_left_out_are_no_files(cast: Cast):
    data = docx(h("Foreword"), "a", h("Gender"), p(picture()), **PICTURE)
    third = opened(cast, data).placement.parts[1].part.place
    trial = tried(cast, opened(cast, data, parts={third: LEAVE}))
    apply(cast, trial)
    assert everything()["stored_file"] == 0


def test_a_damaged_picture_is_listed_and_the_rest_comes_in(cast: Cast):
    broken: dict[str, Any] = {**PICTURE, "parts": {"word/media/a.png": PNG[:20] + b"\0" * 40}}
    found = opened(cast, docx(h("Foreword"), p("Words", picture()), **broken))
    assert [aside.kind for aside in found.document.asides] == ["picture"]
    apply(cast, tried(cast, found))
    assert "<img" not in foreword(cast)
    assert "Words" in foreword(cast)


TABLE = tbl(
    tr("Name", "Acronym", "Role"), tr("Ministry of Mines", "MoM", "leads"), tr("EPA", "", "")
)


def of_register(found: Opened, place: int, register: str) -> dict[str, Any]:
    sheet = word_tables.sheet(found, place)
    assert sheet is not None
    return {"tables": {place: word_tables.guessed(found, sheet, register)}}


def test_a_table_becomes_rows_of_a_register_and_known_names_are_not_repeated(cast: Cast):
    actor = cast.actor("officer")
    version = plans.newest(actor, cast.plan.id)
    row = entries.new_row(version, "institution", {})
    entries.save(actor, row, Change(seen=0, answers={"name": {"en": "EPA"}}))
    data = docx(h("Foreword"), "a", TABLE)
    place = opened(cast, data).placement.parts[0].part.tables[0].place
    found = opened(cast, data)
    found = opened(cast, data, **of_register(found, place, "institution"))
    trial = tried(cast, found)
    assert trial.tables[0].known == ("EPA",)
    apply(cast, trial)
    version = plans.newest(actor, cast.plan.id)
    rows = contents.read(actor, version).rows("institution")
    assert [r.answers["name"]["en"] for r in rows] == ["EPA", "Ministry of Mines"]
    assert rows[1].answers["acronym"] == {"en": "MoM"}
    assert "<table" not in foreword(cast)


ACTIVITIES = tbl(
    tr("Strategy", "Activity", "Annex C", "Cost", "Currency"),
    tr("Training", "Train miners", "1(j)", "0", "USD"),
)


def test_a_table_of_activities_goes_the_way_of_a_work_plan(cast: Cast):
    data = docx(h("Foreword"), "a", ACTIVITIES)
    found = opened(cast, data, "coordinator")
    place = found.placement.parts[0].part.tables[0].place
    asks = opened(cast, data, "coordinator", **of_register(found, place, WORK_PLAN))
    trial = tried(cast, asks, "coordinator")
    assert trial.refusal == word_imports.FAULTY_TABLE, "nobody said what a cost of 0 means"
    columns, said = word_tables.work_plan_of(asks.choices.tables[place])
    free = word_tables.as_work_plan(columns, replace(said, zero=type(said.zero).FREE))
    settled = opened(cast, data, "coordinator", tables={place: free})
    apply(cast, tried(cast, settled, "coordinator"), "coordinator")
    assert everything()["activity"] == 1


def test_an_officer_may_not_bring_in_a_work_plan_by_this_way_either(cast: Cast):
    data = docx(h("Foreword"), "a", ACTIVITIES)
    found = opened(cast, data)
    place = found.placement.parts[0].part.tables[0].place
    chosen = opened(cast, data, "coordinator", **of_register(found, place, WORK_PLAN))
    trial = tried(cast, chosen)
    assert trial.refusal == word_imports.NOT_YOURS
    with pytest.raises(Invalid):
        apply(cast, trial)
    assert everything()["activity"] == 0


@pytest.mark.parametrize("who", ["viewer", "reviewer", "administrator", "stranger"])
def test_who_does_not_draft_has_no_way_in(cast: Cast, who: str):
    found = opened(cast)
    actor = cast.actor(who)
    with pytest.raises((Forbidden, Hidden)):
        word_uploads.open_(actor, cast.plan.id, found.upload.id)
    with pytest.raises((Forbidden, Hidden)):
        word_uploads.add(actor, found.version, word_uploads.pasted("<p>x</p>", "x"), language="en")


def test_an_upload_of_one_plan_is_not_found_from_another(cast: Cast):
    found = opened(cast)
    with pytest.raises(Gone):
        word_uploads.open_(cast.actor("stranger"), cast.other_plan.id, found.upload.id)


def test_a_language_the_plan_does_not_have_is_refused(cast: Cast):
    version = plans.newest(cast.actor("officer"), cast.plan.id)
    material = word_uploads.pasted("<p>x</p>", "x")
    with pytest.raises(Invalid):
        word_uploads.add(cast.actor("officer"), version, material, language="fr")


def test_a_refused_file_leaves_no_trace(cast: Cast):
    with pytest.raises(InvalidFile):
        opened(cast, docx("Words", parts={"word/vbaProject.bin": b"x"}))
    assert db.session.scalar(select(func.count()).select_from(WordUpload)) == 0


def test_an_upload_nobody_brings_in_is_forgotten_with_its_bytes(cast: Cast, clock: Any):
    found = opened(cast)
    upload = found.upload
    key = (upload.party_id, upload.read_sha256)
    uploads.prune(now())
    assert files.read(*key)
    clock.pass_by(days=8)
    uploads.prune(now())
    with pytest.raises(Gone):
        word_uploads.open_(cast.actor("officer"), cast.plan.id, upload.id)


def test_an_upload_can_be_taken_away(cast: Cast):
    found = opened(cast)
    word_uploads.forget(cast.actor("officer"), cast.plan.id, found.upload.id)
    with pytest.raises(Gone):
        word_uploads.open_(cast.actor("officer"), cast.plan.id, found.upload.id)


def test_text_that_was_pasted_is_brought_in_too(cast: Cast):
    actor = cast.actor("officer")
    version = plans.newest(actor, cast.plan.id)
    material = word_uploads.pasted("<h1>Foreword</h1><p>Pasted.</p>", "Pasted text")
    upload = word_uploads.add(actor, version, material, language="en")
    apply(cast, tried(cast, word_uploads.open_(actor, cast.plan.id, upload.id)))
    assert "Pasted." in foreword(cast)


def test_blank_text_is_refused(cast: Cast):
    with pytest.raises(InvalidFile):
        word_uploads.pasted("<p> </p>", "x")


def test_bringing_in_asks_the_database_as_often_for_a_long_file_as_for_a_short_one(
    cast: Cast, queries: Any
):
    def cost(data: bytes) -> int:
        found = opened(cast, data)
        db.session.commit()
        with queries as counted:
            tried(cast, found)
        return int(counted.count)

    short = cost(FILE)
    assert (
        cost(docx(h("Foreword"), *(["Words"] * 200), h("Gender"), "a", h("Budget"), "b")) == short
    )
    assert short <= 12


@pytest.mark.skipif(not desk.converter(), reason="LibreOffice is not here")
def test_an_opendocument_text_is_brought_in_through_libreoffice(cast: Cast):
    from tests.imports.word.opendocument import odt

    found = opened(cast, odt('<text:h text:outline-level="1">Foreword</text:h>'
                             "<text:p>From ODT.</text:p>"))  # fmt: skip
    apply(cast, tried(cast, found))
    assert "From ODT." in foreword(cast)
