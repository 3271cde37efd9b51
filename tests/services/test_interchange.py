"""A plan goes out and comes in again, to the byte; a bad file leaves nothing behind."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from sqlalchemy import func, select

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.audience import Audience
from nap_tracker.content.json_schema import json_schema
from nap_tracker.errors import Forbidden, Invalid, InvalidFile, NotFound
from nap_tracker.extensions import db
from nap_tracker.imports.interchange import read
from nap_tracker.models.account import Party
from nap_tracker.models.activity import Activity, BudgetLine
from nap_tracker.models.base import new_uid
from nap_tracker.models.entry import Entry, EntryItem, EntryLink
from nap_tracker.models.plan import Plan, PlanVersion, WarningAnswer
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.models.turn import Turn
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    entries,
    interchange,
    plans,
    registers,
    samples,
    uploads,
    walls,
)
from nap_tracker.services.entries import Change
from nap_tracker.workflow.drafting import Drafting
from tests.cast import Cast
from tests.services.moving import move
from tests.test_media import photograph


def add_row(version: PlanVersion, register: str, **answers: Any) -> str:
    opened = entries.new_row(version, register, {})
    return entries.save(OPERATOR, opened, Change(seen=0, answers=answers)).uid


def fill(version: PlanVersion) -> None:
    """A little of everything that could be lost on the way."""
    photo = uploads.add(OPERATOR, version, name="site.jpg", data=photograph())
    summary = entries.open_section(OPERATOR, version, "summary")
    text = (
        '<p data-block="aaaaaaaa">Décomposé: e\u0301, \uf020 and <strong>bold</strong></p>'
        f'<figure data-block="bbbbbbbb"><img data-file="{photo.id}" alt="A site">'
        "<figcaption>The site</figcaption></figure>"
    )
    long = next(f.id for f in summary.owner.fields if f.kind == "longtext")
    entries.save(
        OPERATOR,
        summary,
        Change(
            seen=0,
            answers={long: {"en": text}},
            completed=True,
            audience="reviewers",
            audiences={long: "drafting_team"},
        ),
    )
    ministry = add_row(version, "institution", name={"en": "Ministry"})
    helper = add_row(version, "institution", name={"en": "Helper"})
    activity = add_row(
        version,
        "activity",
        statement={"en": "Train miners\nin two regions"},
        items=["1c", "1e"],
        lead=ministry,
        supporting=[helper],
        start="2025",
        end="2026-05",
    )
    add_row(version, "budget_line", activity=activity, cost={"amount": "0", "currency": "USD"})
    add_row(version, "budget_line", activity=activity, cost={"empty": "not_costed"})
    unknown = {"empty": "not_known", "reason": {"en": "No survey yet"}}
    add_row(version, "site", name={"en": "Here"}, mercury=unknown)
    db.session.add(
        WarningAnswer(
            party_id=version.party_id,
            version_id=version.id,
            key=f"some_check:{activity}:place",
            reason={"en": "Everywhere"},
        )
    )
    db.session.flush()


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    version = plans.newest(OPERATOR, cast.plan.id)
    fill(version)
    db.session.commit()
    return version


def forget_everything() -> None:
    """An empty installation."""
    for party in db.session.scalars(select(Party)):
        party.sample = True
    db.session.flush()
    samples.remove(OPERATOR)
    db.session.commit()


def test_out_and_in_to_an_empty_installation_is_the_same_to_the_byte(version: PlanVersion):
    first = interchange.take_out(OPERATOR, version)
    plan_id = version.plan_id
    forget_everything()
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 0
    plan = interchange.bring_in(OPERATOR, read(first), existing="refuse")
    db.session.commit()
    assert plan.id == plan_id
    assert interchange.take_out(OPERATOR, plans.newest(OPERATOR, plan.id)) == first


def test_the_typed_tables_are_filled_by_an_import(version: PlanVersion):
    data = interchange.take_out(OPERATOR, version)
    before = [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (Activity, BudgetLine, EntryItem, EntryLink)
    ]
    forget_everything()
    interchange.bring_in(OPERATOR, read(data), existing="refuse")
    after = [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (Activity, BudgetLine, EntryItem, EntryLink)
    ]
    assert after == before == [1, 2, 2, 1]


def test_every_section_is_there_after_an_import(version: PlanVersion):
    data = json.loads(interchange.take_out(OPERATOR, version))
    data["sections"] = data["sections"][:1]
    forget_everything()
    plan = interchange.bring_in(OPERATOR, read(json.dumps(data).encode()), existing="refuse")
    newest = plans.newest(OPERATOR, plan.id)
    kept = db.session.scalars(select(Entry.section).filter_by(kind="section")).all()
    assert set(kept) == {s.id for s in treaty(newest.schema_edition).sections}


def test_the_file_fits_the_published_schema(version: PlanVersion):
    data = json.loads(interchange.take_out(OPERATOR, version))
    jsonschema.Draft202012Validator(json_schema(treaty())).validate(data)


def test_a_file_says_its_audience_and_holds_no_more(version: PlanVersion):
    data = json.loads(interchange.take_out(OPERATOR, version, Audience.PUBLIC))
    assert data["audience"] == "public"
    assert "site" not in data["registers"]
    assert data["files"] == []
    assert not any(entry["section"] == "summary" for entry in data["sections"])


def test_a_viewer_gets_no_more_than_a_viewer_may_read(cast: Cast, version: PlanVersion):
    data = json.loads(interchange.take_out(cast.actor("viewer"), version, Audience.DRAFTING_TEAM))
    assert data["audience"] == "reviewers"
    assert "site" not in data["registers"]


def test_a_plan_that_is_here_is_refused_or_becomes_a_new_draft(version: PlanVersion):
    incoming = read(interchange.take_out(OPERATOR, version))
    with pytest.raises(Invalid, match="already here"):
        interchange.bring_in(OPERATOR, incoming, existing="refuse")
    db.session.rollback()
    interchange.bring_in(OPERATOR, incoming, existing="new_draft")
    db.session.commit()
    numbers = select(PlanVersion.number, PlanVersion.frozen_at).filter_by(plan_id=version.plan_id)
    found = {number: at for number, at in db.session.execute(numbers.order_by("number"))}  # noqa: C416
    assert list(found) == [1, 2]
    assert found[1] is not None
    assert found[2] is None


def test_a_draft_in_whose_place_a_file_came_is_a_draft_no_more(cast: Cast, version: PlanVersion):
    """Its review is over, too: nobody waits for an answer about it."""
    lead = cast.actor("coordinator")
    move(lead, version, "open_internal_review", due_on=None)
    incoming = read(interchange.take_out(OPERATOR, version))
    interchange.bring_in(lead, incoming, existing="new_draft")
    db.session.commit()
    assert (version.state, version.stages) == (Drafting.SUPERSEDED, [])
    (turn,) = db.session.scalars(select(Turn))
    assert (turn.version_id, turn.outcome) == (version.id, "closed")
    newest = plans.newest(lead, version.plan_id)
    assert (newest.state, newest.stages) == (Drafting.DRAFT, [])


def test_the_uid_of_a_row_is_the_same_in_the_new_draft(version: PlanVersion):
    uid = db.session.scalars(select(Activity.uid)).one()
    incoming = read(interchange.take_out(OPERATOR, version))
    interchange.bring_in(OPERATOR, incoming, existing="new_draft")
    assert set(db.session.scalars(select(Activity.uid))) == {uid}


def test_an_officer_brings_nothing_in(cast: Cast, version: PlanVersion):
    incoming = read(interchange.take_out(OPERATOR, version))
    with pytest.raises(Forbidden):
        interchange.bring_in(cast.actor("officer"), incoming, existing="new_draft")


def test_a_stranger_cannot_write_into_another_party_by_file(cast: Cast, version: PlanVersion):
    data = json.loads(interchange.take_out(OPERATOR, version))
    with pytest.raises(NotFound):
        interchange.bring_in(
            cast.actor("stranger"), read(json.dumps(data).encode()), existing="new_draft"
        )
    data["party"]["code"] = "XBB"
    with pytest.raises(Invalid, match="another Party"):
        interchange.bring_in(
            cast.actor("stranger"), read(json.dumps(data).encode()), existing="new_draft"
        )


def changed(data: bytes, change: Any) -> bytes:
    document = json.loads(data)
    change(document)
    return json.dumps(document).encode()


def drop_institutions(document: dict[str, Any]) -> None:
    document["registers"]["institution"] = document["registers"]["institution"][:1]


def repeat_a_row(document: dict[str, Any]) -> None:
    document["registers"]["site"] *= 2


def wrong_kind(document: dict[str, Any]) -> None:
    document["registers"]["budget_line"][0]["answers"]["cost"] = {"amount": "ten"}


def unknown_answer(document: dict[str, Any]) -> None:
    document["sections"][0].setdefault("answers", {})["no_such_field"] = "x"


def impossible_day(document: dict[str, Any]) -> None:
    document["registers"]["activity"][0]["answers"]["start"] = "2025-02-30"


def other_bytes(document: dict[str, Any]) -> None:
    document["files"][0]["data"] = "AAAA"


def drop_the_file(document: dict[str, Any]) -> None:
    document["files"] = []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (drop_institutions, "$.registers.activity[0].answers.supporting"),
        (repeat_a_row, "$.registers.site[1].id"),
        (wrong_kind, "$.registers.budget_line[0].answers.cost"),
        (unknown_answer, "$.sections[0].answers"),
        (impossible_day, "$.registers.activity[0].answers.start"),
        (other_bytes, "$.files[0].data"),
        (drop_the_file, "$.sections["),
        (lambda d: d["plan"].pop("title"), "$.plan"),
        (lambda d: d["plan"].update(period_start="2027-13"), "$.plan.period_start"),
        (lambda d: d["plan"].update(period_end="2031-02-30"), "$.plan.period_end"),
        (lambda d: d.update(version=99), "$.version"),
        (lambda d: d["plan"].update(edition=99), "$.plan.edition"),
        (lambda d: d.update(registers={"no_such": []}), "$.registers"),
    ],
)
def test_a_bad_file_is_refused_by_path_and_nothing_is_stored(
    version: PlanVersion, change: Any, path: str
):
    data = changed(interchange.take_out(OPERATOR, version), change)
    forget_everything()
    with pytest.raises(InvalidFile) as refused:
        interchange.bring_in_file(OPERATOR, data, existing="refuse")
    assert any(problem.path.startswith(path) for problem in refused.value.problems)
    for table in (Party, Plan, Entry, StoredFile):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_every_problem_is_named_not_only_the_first(version: PlanVersion):
    def several(document: dict[str, Any]) -> None:
        impossible_day(document)
        repeat_a_row(document)
        other_bytes(document)

    data = changed(interchange.take_out(OPERATOR, version), several)
    with pytest.raises(InvalidFile) as refused:
        read(data)
    assert len({problem.path for problem in refused.value.problems}) >= 3


def test_a_wrong_shape_hides_no_wrong_value_elsewhere(version: PlanVersion):
    def several(document: dict[str, Any]) -> None:
        document["extra"] = 1
        document["plan"]["period_start"] = "2027-13"
        unknown_answer(document)
        impossible_day(document)
        other_bytes(document)

    data = changed(interchange.take_out(OPERATOR, version), several)
    with pytest.raises(InvalidFile) as refused:
        read(data)
    assert {problem.path for problem in refused.value.problems} == {
        "$",
        "$.plan.period_start",
        "$.sections[0].answers",
        "$.registers.activity[0].answers.start",
        "$.files[0].data",
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"format": "nap-tracker-plan", "version": 1, "version": 1}',
        b'{"format": "nap-tracker-plan", "version": 1.0}',
        b"[" * 100_000,
        b'{"format": "nap-tracker-plan", "version": 1, "plan": {"edition": true}}',
    ],
)
def test_what_is_no_plan_is_refused(data: bytes):
    with pytest.raises(InvalidFile):
        read(data)


def test_scripts_in_a_file_do_not_come_in(version: PlanVersion):
    def attack(document: dict[str, Any]) -> None:
        for entry in document["sections"]:
            for value in entry.get("answers", {}).values():
                if isinstance(value, dict) and "en" in value:
                    value["en"] += '<script>alert(1)</script><p onclick="x()">more</p>'

    data = changed(interchange.take_out(OPERATOR, version), attack)
    text = json.dumps([dict(e.answers) for e in read(data).plan.entries if e.section == "summary"])
    assert "more" in text
    assert "script" not in text
    assert "onclick" not in text


def test_a_removed_row_does_not_go_out_nor_does_a_reference_to_it(version: PlanVersion):
    supporter = db.session.scalars(select(EntryLink.target_uid)).one()
    registers.remove(OPERATOR, version, "institution", supporter)
    data = json.loads(interchange.take_out(OPERATOR, version))
    assert "supporting" not in data["registers"]["activity"][0]["answers"]
    assert read(json.dumps(data).encode()).plan.uid == version.plan_id


@pytest.mark.parametrize(
    ("spoil", "path"),
    [
        (lambda d: d["sections"][0].update(section=[]), "$.sections[0].section"),
        (lambda d: d["files"][0].update(name="a\x01b.jpg"), "$.files[0].name"),
        (lambda d: d["files"][0].update(name="a\ud800b.jpg"), "$.files[0].name"),
    ],
    ids=["section", "control", "surrogate"],
)
def test_a_hostile_file_is_refused_by_path(cast: Cast, spoil: Any, path: str) -> None:
    version = plans.newest(OPERATOR, cast.plan.id)
    fill(version)
    document = json.loads(interchange.take_out(OPERATOR, version))
    spoil(document)
    with pytest.raises(InvalidFile) as refused:
        read(json.dumps(document).encode())
    assert path in [problem.path for problem in refused.value.problems]


def test_an_id_that_stands_behind_a_wall_is_refused_and_breaks_nothing(cast: Cast) -> None:
    version = plans.newest(OPERATOR, cast.plan.id)
    fill(version)
    document = json.loads(interchange.take_out(OPERATOR, version))
    document["party"]["code"] = cast.borealia.code
    document["party"].pop("emblem", None)
    db.session.commit()
    stranger = cast.actor("stranger")
    for known in (True, False):
        db.session.expire_all()
        walls.raise_walls(grant.party_id for grant in stranger.grants)
        if not known:
            document["plan"]["id"] = new_uid()
        with pytest.raises(Invalid, match=r"this id belongs|has already"):
            interchange.bring_in_file(stranger, json.dumps(document).encode(), existing="refuse")
        db.session.rollback()
        walls.lower_walls()
    assert db.session.scalar(select(func.count()).select_from(Plan)) == 2
