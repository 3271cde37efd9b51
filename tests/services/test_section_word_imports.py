"""Who drafts single sections brings a Word file in: what goes there, and nothing else of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from nap_tracker.errors import Forbidden, Hidden, Invalid, ReadOnly
from nap_tracker.extensions import db
from nap_tracker.imports.word.choices import ELSEWHERE, WORK_PLAN, TableChoice
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.event import Event
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.models.word_upload import WordUpload
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import people, plans, word_imports, word_tables, word_uploads
from nap_tracker.services.word_imports import Trial
from nap_tracker.services.word_uploads import Applied, Gone, Opened
from tests.cast import Cast, give
from tests.doors import Clock
from tests.imports.word.making import PNG, docx, h, p, picture, tbl, tr
from tests.services.moving import move

FILE = docx(
    h("Foreword"),
    "We commit.",
    h("National overview"),
    "Of others.",
    h("A note under it", 2),
    "Of others too.",
    h("Zebras"),
    "Stripes.",
)
TABLE = docx(h("Foreword"), "We commit.", tbl(tr("Name", "Role"), tr("Ministry of Mines", "Leads")))


@pytest.fixture(autouse=True)
def _drafts_the_foreword(cast: Cast) -> None:
    """The stranger has no other role in the Party."""
    give(cast.stranger, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "foreword")
    db.session.commit()


def opened(cast: Cast, data: bytes = FILE, who: str = "stranger", **said: Any) -> Opened:
    actor = cast.actor(who)
    version = plans.newest(actor, cast.plan.id)
    material = word_uploads.examine("whole plan.docx", data)
    upload = word_uploads.add(actor, version, material, language="en")
    found = word_uploads.open_(actor, cast.plan.id, upload.id)
    if said:
        word_uploads.choose(actor, found, replace(found.choices, **said), seen=found.seen)
        found = word_uploads.open_(actor, cast.plan.id, upload.id)
    db.session.commit()
    return found


def tried(cast: Cast, found: Opened, who: str = "stranger") -> Trial:
    return word_imports.try_out(cast.actor(who), found)


def apply(cast: Cast, trial: Trial, who: str = "stranger") -> Trial:
    return word_imports.apply(
        cast.actor(who),
        cast.plan.id,
        trial.opened.upload.id,
        fingerprint=trial.fingerprint,
        seen=json.loads(trial.seen),
    )


def written_since(cast: Cast, before: int) -> set[tuple[str, str | None]]:
    """Where revisions were written, by everybody, after so many of them."""
    query = select(Revision).order_by(Revision.created_at, Revision.id)
    uids = [revision.uid for revision in db.session.scalars(query).all()[before:]]
    found = db.session.scalars(select(Entry).where(Entry.uid.in_(uids)))
    return {(entry.kind, entry.section) for entry in found}


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_only_what_goes_to_their_section_is_stored(cast: Cast) -> None:
    before = count(Revision)
    found = opened(cast, keeps_unplaced=True, keeps_original=True)
    assert found.within == {"foreword"}
    trial = tried(cast, found)
    assert [field.target.name for field in trial.fields] == ["foreword.text"]
    titles = [placed.part.title for placed in found.placement.elsewhere]
    assert titles == ["National overview", "A note under it"]
    assert "Of others" not in trial.unplaced
    apply(cast, trial)
    db.session.commit()
    assert written_since(cast, before) == {("section", "foreword")}
    assert count(StoredFile) == 0, "neither the file nor its rest is kept in the plan"
    stored = " ".join(r.content for r in db.session.scalars(select(Revision)))
    assert "We commit." in stored
    assert "Of others" not in stored
    assert "Stripes" not in stored
    assert count(WordUpload) == 0, "nor does what was uploaded stay"
    with pytest.raises(Applied):
        apply(cast, trial)
    act = db.session.query(Event).filter_by(kind="word:imported").one()
    assert json.loads(act.details)["fields"] == ["foreword.text"]


def test_no_choice_leads_outside_their_sections(cast: Cast) -> None:
    places = {placed.part.title: placed.part.place for placed in opened(cast).placement.parts}
    whole = tried(cast, opened(cast, who="officer"), "officer")
    (elsewhere,) = {field.target.name for field in whole.fields} - {"foreword.text"}
    found = opened(cast, parts={places["Zebras"]: elsewhere})
    choices = {placed.part.title: placed.choice for placed in found.placement.parts}
    assert choices["Zebras"] == ELSEWHERE
    assert [field.target.section for field in tried(cast, found).fields] == ["foreword"]
    taken = opened(cast, parts={places["National overview"]: "foreword.text"})
    (field,) = tried(cast, taken).fields
    assert "Of others." in field.incoming, "what they choose for their own section comes in"
    # Even a trial made with more than they have is refused where it is stored.
    trial = tried(cast, replace(found, within=None))
    section = elsewhere.partition(".")[0]
    with pytest.raises(Forbidden):
        word_imports._save(cast.actor("stranger"), trial, section, trial.counters[section], {})


def test_a_file_without_anything_of_theirs_is_refused_with_the_reason(cast: Cast) -> None:
    trial = tried(cast, opened(cast, docx(h("National overview"), "Of others.")))
    assert trial.refusal == word_imports.NOTHING_OF_YOURS
    with pytest.raises(Invalid):
        apply(cast, trial)


def test_a_table_becomes_no_rows_of_other_sections(cast: Cast) -> None:
    found = opened(cast, TABLE)
    (table,) = [t for placed in found.placement.parts for t in placed.part.tables]
    sheet = word_tables.sheet(found, table.place)
    assert sheet is not None
    for register, said in (
        ("institution", word_imports.NOT_YOUR_SECTION),
        (WORK_PLAN, word_imports.NOT_YOURS),
    ):
        choice = word_tables.guessed(found, sheet, register)
        assert isinstance(choice, TableChoice)
        trial = tried(cast, opened(cast, TABLE, tables={table.place: choice}))
        assert trial.refusal == said
        with pytest.raises(Invalid):
            apply(cast, trial)
        if trial.tables[0].rows:
            with pytest.raises(Forbidden):
                word_imports._add_rows(cast.actor("stranger"), trial)
    give(cast.stranger, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "stakeholders")
    choice = word_tables.guessed(found, sheet, "stakeholder")
    trial = tried(cast, opened(cast, TABLE, tables={table.place: choice}))
    assert trial.refusal == ""
    apply(cast, trial)
    rows = select(func.count()).select_from(Entry).where(Entry.kind == "stakeholder")
    assert db.session.scalar(rows) == 1


def test_pictures_come_with_their_section_and_no_others(cast: Cast) -> None:
    media = {"word/media/a.png": PNG}
    relations = [("rId9", "image", "media/a.png", False)]
    for heading, pictures in (("National overview", 0), ("Foreword", 1)):
        data = docx(
            h("Foreword"),
            "Words.",
            h(heading),
            p(picture("rId9")),
            parts=media,
            relations=relations,
        )
        apply(cast, tried(cast, opened(cast, data)))
        assert count(StoredFile) == pictures


def test_they_see_their_own_files_and_no_others(cast: Cast) -> None:
    of_others = opened(cast, who="officer")
    own = opened(cast)
    actor = cast.actor("stranger")
    version = plans.newest(actor, cast.plan.id)
    assert [upload.id for upload in word_uploads.of_plan(actor, version)] == [own.upload.id]
    with pytest.raises(Forbidden):
        word_uploads.open_(actor, cast.plan.id, of_others.upload.id)
    with pytest.raises(Forbidden):
        word_uploads.choose(actor, of_others, of_others.choices, seen=of_others.seen)
    with pytest.raises(Forbidden):
        word_imports.try_out(actor, of_others)
    with pytest.raises(Forbidden):
        word_uploads.forget(actor, cast.plan.id, of_others.upload.id)
    with pytest.raises(Gone):
        word_uploads.open_(actor, cast.plan.id, cast.plan.id)
    word_uploads.forget(actor, cast.plan.id, own.upload.id)


def test_an_officer_brings_in_all_of_the_file_they_uploaded(cast: Cast) -> None:
    own = opened(cast)
    found = word_uploads.open_(cast.actor("officer"), cast.plan.id, own.upload.id)
    assert found.within is None
    sections = {field.target.section for field in tried(cast, found, "officer").fields}
    assert {"foreword"} < sections


def test_a_section_taken_away_meanwhile_takes_its_text_along(cast: Cast) -> None:
    trial = tried(cast, opened(cast))
    member = cast.stranger.memberships[-1]
    give(cast.stranger, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "trade")
    people.end(OPERATOR, cast.amberland, member)
    db.session.commit()
    with pytest.raises(Exception, match="changed after you looked"):
        apply(cast, trial)


def test_where_the_plan_is_read_only_they_bring_nothing(cast: Cast, clock: Clock) -> None:
    found = opened(cast)
    version = plans.newest(OPERATOR, cast.plan.id)
    move(cast.actor("coordinator"), version, "open_internal_review", bodies=["Customs"])
    db.session.commit()
    with pytest.raises(ReadOnly):
        opened(cast)
    with pytest.raises(ReadOnly):
        word_uploads.open_(cast.actor("stranger"), cast.plan.id, found.upload.id)
    with pytest.raises(Hidden):
        word_uploads.open_(cast.actor("administrator"), cast.plan.id, found.upload.id)
