"""One Party to another installation: whole, the same bytes again, and nothing of any other."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from nap_tracker.content.public_progress import Progress, to_content
from nap_tracker.errors import Forbidden, InvalidFile, NotReady
from nap_tracker.extensions import Base, db
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.base import new_uid
from nap_tracker.models.delegation import Handover
from nap_tracker.models.entry import Revision
from nap_tracker.models.event import INSTALLATION, Event
from nap_tracker.models.plan import Assignment, PlanVersion
from nap_tracker.models.round import Round
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import (
    accounts,
    auditing,
    history,
    parties,
    party_arrivals,
    party_departures,
    people,
    records,
    sealing,
)
from nap_tracker.services.sealing import KIND_NAMES
from tests.archives.conftest import KINDS, Place
from tests.archives.filled import BOREALIA, WORDS, actor, newest, save
from tests.archives.test_backups import back_up, put_back
from tests.archives.test_damage import members, resummed, rows, with_rows, write
from tests.browser_client import Browser
from tests.cast import assemble
from tests.installations import Installation

pytestmark = pytest.mark.database


def take_out(installation: Installation, path: Path, code: str = "XAA") -> None:
    with installation.entered():
        party = parties.by_code(OPERATOR, code)
        directory = installation.directory
        made = party_departures.take_out(OPERATOR, party, path, directory=directory)
        assert made.is_whole
        db.session.commit()


def bring_in(
    installation: Installation, path: Path, *, join: bool = False
) -> party_arrivals.BroughtIn:
    with installation.entered():
        directory = installation.directory
        come = party_arrivals.bring_in(OPERATOR, path, join=join, directory=directory)
        db.session.commit()
        return come


@pytest.fixture(scope="module")
def whole(as_it_was: Installation, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The archive of Amberland, as it should be."""
    path = tmp_path_factory.mktemp("whole") / "party.zip"
    take_out(as_it_was, path)
    return path.read_bytes()


@pytest.fixture
def moved(whole: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "party.zip"
    path.write_bytes(whole)
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_taken_out_of_where_it_came_in_it_is_the_same_bytes(
    moved: Path, place: Place, tmp_path: Path, kind: str
):
    second = place("second", kind).migrated()
    bring_in(second, moved)
    take_out(second, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == moved.read_bytes()


def test_two_parties_that_share_a_person_move_one_after_the_other(
    used: Installation, place: Place, tmp_path: Path
):
    with used.entered():
        officer = db.session.scalars(select(User).filter_by(email="chen@example.org")).one()
        borealia = parties.by_code(OPERATOR, "XBB")
        people.give(OPERATOR, borealia, officer, Role.VIEWER)
        db.session.commit()
    second = place("second").migrated()
    for code in ("XAA", "XBB"):
        take_out(used, tmp_path / f"{code}.zip", code)
        come = bring_in(second, tmp_path / f"{code}.zip")
    assert come.known >= 1
    for code in ("XAA", "XBB"):
        take_out(second, tmp_path / f"{code}-again.zip", code)
        first = (tmp_path / f"{code}.zip").read_bytes()
        assert (tmp_path / f"{code}-again.zip").read_bytes() == first


def values(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from values(key)
            yield from values(part)
    elif isinstance(value, list):
        for part in value:
            yield from values(part)
    elif isinstance(value, str):
        yield value


def test_nothing_of_another_party_is_in_it(as_it_was: Installation, moved: Path):
    """Every value of every row of Borealia, and of its people, is looked for."""
    with as_it_was.entered():
        borealia = parties.by_code(OPERATOR, "XBB").id
        connection = db.session.connection()
        texts = {borealia, "Borealia", "XBB", BOREALIA, "Hana Stranger", "hana@example.org"}
        for table in Base.metadata.sorted_tables:
            if "party_id" in table.columns:
                found = connection.execute(select(table).where(table.c.party_id == borealia))
                for row in found.mappings():
                    texts |= {text for value in row.values() for text in values(value)}
        events = connection.execute(select(Event.__table__).filter_by(chain=borealia))
        texts |= {row.id for row in events} | {row.hash for row in events}
        ours = []
        amberland = parties.by_code(OPERATOR, "XAA").id
        for table in Base.metadata.sorted_tables:
            if "party_id" in table.columns:
                found = connection.execute(select(table).where(table.c.party_id == amberland))
                ours += [t for row in found.mappings() for v in row.values() for t in values(v)]
        both = "\n".join(ours)
        secrets = {text for text in texts if len(text) > 8 and text not in both}
    data = moved.read_bytes()
    assert len(secrets) > 50
    assert [text for text in secrets if text.encode() in data] == []
    assert b'"XBB"' not in data


def test_no_password_right_or_session_leaves(as_it_was: Installation, moved: Path):
    found = members(moved)
    for row in rows(found, "user"):
        assert "password_hash" not in row
        assert row["session_key"] == ""
        assert row["is_administrator"] is False
    with as_it_was.entered():
        for user in db.session.scalars(select(User)):
            assert user.session_key.encode() not in moved.read_bytes()
            if user.password_hash:
                assert user.password_hash.encode() not in moved.read_bytes()


def test_of_who_only_acted_there_the_name_goes_and_no_address(
    used: Installation, place: Place, tmp_path: Path
):
    with used.entered():
        administrator = actor("gus@example.org")
        party = parties.by_code(OPERATOR, "XAA")
        history.record(administrator, "party:edited", party_id=party.id)
        db.session.commit()
    take_out(used, tmp_path / "party.zip")
    assert b"gus@example.org" not in (tmp_path / "party.zip").read_bytes()
    second = place("second").migrated()
    bring_in(second, tmp_path / "party.zip")
    with second.entered():
        moved = db.session.scalars(select(User).filter_by(name="Gus Admin")).one()
        assert moved.disabled_at is not None
        assert moved.email.endswith(".invalid")
        assert not moved.is_administrator


def test_its_people_work_on_after_setting_a_password(moved: Path, place: Place):
    second = place("second").migrated()
    bring_in(second, moved)
    with second.entered():
        officer = db.session.scalars(select(User).filter_by(email="chen@example.org")).one()
        assert officer.password_hash is None
        save(accounts.actor_of(officer), newest("XAA"), "summary", "written elsewhere")
        db.session.commit()
        said = db.session.scalars(select(Revision.content)).all()
        assert any(WORDS in text for text in said)
        assert any("written elsewhere" in text for text in said)
        assert history.broken_links(newest("XAA").party_id) == []


def test_what_was_endorsed_and_sent_can_be_shown_elsewhere(moved: Path, place: Place):
    second = place("second").migrated()
    bring_in(second, moved)
    with second.entered():
        known = db.session.scalars(select(PlanVersion).where(PlanVersion.frozen_at.is_not(None)))
        told = [records.of_versions(OPERATOR, [v])[v.id] for v in known.all()]
        kinds = {file.kind for record in told for file in record.files}
        assert kinds == set(KIND_NAMES)
        for file in (file for record in told for file in record.files):
            data = sealing.fetch(OPERATOR, file.plan_id, file.id).data
            assert sha256(data).hexdigest() == file.sha256
        assert sorted(fact.number for record in told for fact in record.submissions) == [1, 2]
        assert [len(record.replaced) for record in told if record.publications] == [1]
        assert not any(auditing.examine(OPERATOR).values())


def test_both_acts_are_logged(as_it_was: Installation, moved: Path, place: Place):
    with as_it_was.entered():
        chain = parties.by_code(OPERATOR, "XAA").id
        newest_first = select(Event).filter_by(chain=chain).order_by(Event.number.desc()).limit(1)
        assert db.session.scalars(newest_first).one().kind == "party:taken-out"
    second = place("second").migrated()
    bring_in(second, moved)
    with second.entered():
        event = db.session.scalars(select(Event).filter_by(chain=INSTALLATION)).one()
        assert event.kind == "party:brought-in"


def test_a_party_that_is_here_is_refused(as_it_was: Installation, moved: Path, place: Place):
    with pytest.raises(NotReady, match="here already"):
        bring_in(as_it_was, moved)
    other = place("other").migrated()
    with other.entered():
        parties.create(OPERATOR, code="XAA", name={"en": "Another Amberland"})
        db.session.commit()
    with pytest.raises(NotReady, match="here already"):
        bring_in(other, moved)
    assert other.stored() == []


def somebody(installation: Installation, email: str) -> str:
    with installation.entered():
        user = User(email=email, name="Chen, but which?", session_key=new_uid())
        db.session.add(user)
        db.session.commit()
        return user.id


def test_an_address_that_is_taken_is_asked_about(moved: Path, place: Place):
    second = place("second").migrated()
    somebody(second, "chen@example.org")
    with pytest.raises(InvalidFile) as refused:
        bring_in(second, moved)
    assert [problem.path for problem in refused.value.problems] == ["chen@example.org"]
    with second.entered():
        assert db.session.scalars(select(Party)).all() == []
    assert second.stored() == []


def test_joined_the_account_here_gets_the_roles_and_the_words_keep_their_author(
    used: Installation, place: Place, tmp_path: Path
):
    with used.entered():
        officer = db.session.scalars(select(User).filter_by(email="chen@example.org")).one()
        version = newest("XAA")
        db.session.add(
            Assignment(
                party_id=version.party_id,
                version_id=version.id,
                section="summary",
                user_id=officer.id,
            )
        )
        db.session.commit()
        old = officer.id
    take_out(used, tmp_path / "party.zip")
    second = place("second").migrated()
    here = somebody(second, "chen@example.org")
    assert bring_in(second, tmp_path / "party.zip", join=True).joined == 1
    with second.entered():
        assert db.session.scalars(select(Membership.role).filter_by(user_id=here)).all()
        assert db.session.scalars(select(Membership).filter_by(user_id=old)).all() == []
        assert set(db.session.scalars(select(Assignment.user_id))) == {here}
        assert db.session.scalars(select(Handover.from_id)).one() == here
        stands_in = db.session.get_one(User, old)
        assert stands_in.disabled_at is not None
        assert stands_in.name == "Chen Li"
        assert old in db.session.scalars(select(Revision.author_id)).all()
        assert history.broken_links(newest("XAA").party_id) == []


def test_an_administrator_cannot_take_a_party_out(used: Installation, tmp_path: Path):
    with used.entered():
        party = parties.by_code(OPERATOR, "XAA")
        for who in ("gus@example.org", "amina@example.org"):
            with pytest.raises(Forbidden):
                party_departures.take_out(
                    actor(who), party, tmp_path / "x.zip", directory=used.directory
                )
    assert not (tmp_path / "x.zip").exists()


HOSTILE = "<p data-block='b'>x<script>alert(1)</script></p>"


def hostile(found: dict[str, bytes], table: str, **change: object) -> dict[str, bytes]:
    first, *rest = rows(found, table)
    return with_rows(found, table, [first | change, *rest])


SEALED = {"state": "sealed", "sha256": "0" * 64, "sealed_at": "2026-01-01T00:00:00.000000+00:00"}

BLANK = {
    "kind": "activity",
    "uid": "a-1",
    "number": "1",
    "title": "Train miners",
    "items": [],
    "readings": [{"key": "status", "label": " ", "value": ""}],
}
PUBLISHED = to_content(Progress("Amberland", "en", "", "2025-12-31", "", ()))


@pytest.mark.parametrize(
    ("table", "change", "why"),
    [
        ("party", {"code": "XBB"}, "not the Party"),
        ("party", {"emblem_id": "of another"}, "points at"),
        ("plan", {"party_id": "of another"}, "another Party"),
        ("event", {"chain": INSTALLATION}, "another chain"),
        ("event", {"plan_id": "of another"}, "points at"),
        ("export", {"version_id": "of another"}, "points at"),
        ("membership", {"plan_id": "of another", "role": "reviewer"}, ""),
        ("membership", {"user_id": "of another"}, ""),
        ("revision", {"author_id": "of another"}, ""),
        ("revision", {"content": json.dumps({"answers": 5})}, "does not fit"),
        ("revision", {"content": "no JSON"}, "Expecting value"),
        ("plan_version", {"schema_edition": 99}, "edition"),
        ("stored_file", {"media_type": "text/html"}, "type"),
        ("strategy", {"description": {"en": HOSTILE}}, "not text as"),
        ("treaty_fact", {"choice": "by word of mouth"}, "not one of those"),
        ("treaty_fact", {"happened_on": "soon"}, "invalid literal"),
        ("treaty_fact", {"recorded_by_id": "of another"}, ""),
        ("endorsement", {"replaces_id": "of another"}, "points at"),
        ("move", {"stages": ["tea"]}, "stage is not one"),
        ("plan_version", {"state": "adrift"}, "state is not one"),
        ("sealed_file", {"media_type": "text/html"}, "type is not one"),
        ("sealed_file", {"kind": "gossip"}, "kind is not one"),
        ("sealed_file", {"version_id": "of another"}, ""),
        ("submission", {"receipt": {}}, "does not fit"),
        ("submission", {"number": 99}, "another number"),
        ("submission", {"bundle_id": "of another"}, ""),
        ("turn", {"plan_id": "of another"}, ""),
        ("delegation", {"delegate_id": "of another"}, ""),
        ("activity_track", {"phase": "forgotten"}, "phase is not one"),
        ("activity_track", {"override": "done"}, "status is not one"),
        ("activity_track", {"start": "soon"}, "invalid literal"),
        ("activity_track", {"items": [5]}, "item is no text"),
        ("activity_track", {"phase": "finished", "merged_into_uid": "of another"}, "not merged"),
        ("comment", {"visibility": "everybody"}, "circle of readers is not one"),
        ("milestone_move", {"after": "later"}, "invalid literal"),
        ("milestone_track", {"reached_on": "2026-13"}, "month must be in"),
        ("progress_review", {"state": "praised"}, "state is not one"),
        ("progress_review", {"state": "sealed"}, "sealed without a pack"),
        ("progress_review", {"language": "klingonese"}, "language is not one"),
        ("progress_review", {"ends_on": "2019"}, "ends before it begins"),
        ("progress_review", SEALED | {"pack": {"format": "of another"}}, "does not fit"),
        ("review_input", {"said_on": "once"}, "invalid literal"),
        ("review_snapshot", {"kind": "money"}, "something else than it says"),
        ("review_snapshot", {"content": {"kind": "activity"}}, "does not fit"),
        ("review_snapshot", {"content": BLANK}, "says something"),
        ("progress_publication", {"content": {**PUBLISHED, "stands": [BLANK]}}, "publishes"),
        ("comment", {"kind": "praise"}, "kind is not one"),
        ("comment", {"invitation_id": "of another"}, ""),
        ("comment", {"version_id": "of another"}, ""),
        ("reply", {"comment_id": "of another"}, ""),
        ("response", {"kind": "refused"}, "kind is not one"),
        ("review_round", {"snapshot": "{}"}, "does not fit"),
        ("review_round", {"questions": ["Why?"]}, "does not fit"),
        ("review_round", {"due_on": "soon"}, "isoformat"),
        ("round_invitation", {"state": "asleep"}, "state is not one"),
        ("worksheet", {"answers": {"share": "much"}}, "share is no answer"),
        ("worksheet", {"answers": 5}, "does not fit"),
    ],
)
def test_rows_that_reach_outside_are_refused(
    moved: Path, unused: Installation, table: str, change: dict[str, object], why: str
):
    found = members(moved)
    write(moved, hostile(found, table, **change))
    with pytest.raises(InvalidFile) as refused:
        bring_in(unused, moved)
    (problem,) = refused.value.problems
    assert table in problem.path or why == "points at"
    assert why in problem.message
    with unused.entered():
        assert db.session.scalars(select(User)).all() == []
    assert unused.stored() == []


@pytest.mark.parametrize("column", ["plan_id", "user_id"])
def test_nobody_gets_a_role_over_what_is_here_already(
    moved: Path, place: Place, tmp_path: Path, column: str
):
    """A reviewer of another Party's plan; a role for an account that did not come along."""
    second = place("second").migrated()
    with second.entered():
        cast = assemble()
        cast.amberland.code = "XCC"
        db.session.commit()
        here = {"plan_id": cast.other_plan.id, "user_id": cast.stranger.id}[column]
        cast_addresses = update(User).values(email=User.id + "@example.com")
        db.session.execute(cast_addresses)
        db.session.commit()
    found = members(moved)
    reviewer = {"role": "reviewer", "plan_id": rows(found, "plan")[0]["id"], column: here}
    write(moved, hostile(found, "membership", **reviewer))
    with pytest.raises(InvalidFile) as refused:
        bring_in(second, moved)
    assert here in refused.value.problems[0].message


def test_text_that_is_not_harmless_is_refused(moved: Path, unused: Installation):
    found = members(moved)
    changed = rows(found, "revision")
    victim = next(row for row in changed if WORDS in str(row["content"]))
    victim["content"] = str(victim["content"]).replace(WORDS, "<img src=x onerror=alert(1)>")
    write(moved, with_rows(found, "revision", changed))
    with pytest.raises(InvalidFile) as refused:
        bring_in(unused, moved)
    assert "not text as this program stores it" in refused.value.problems[0].message


FROZEN = ("plan_version", "review_round")
"""Texts that stand beside the revisions, and are shown and printed as they are."""


@pytest.mark.parametrize("table", FROZEN)
@pytest.mark.parametrize(
    "harm",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a>',
        '<p style="background:url(//elsewhere.example)">x</p>',
        "<svg onload=alert(1)>",
        '<p data-block="b" data-block="c">x</p>',
    ],
)
def test_a_frozen_text_that_is_not_harmless_is_refused(
    moved: Path, unused: Installation, table: str, harm: str
):
    found = members(moved)
    text = json.loads(str(rows(found, "review_round")[0]["snapshot"]))
    said = [one for e in text["entries"] for one in e.get("answers", {}).values()]
    answer = next(a for a in said if isinstance(a, dict) and str(a.get("en")).startswith("<p"))
    answer["en"] += harm
    write(moved, hostile(found, table, snapshot=json.dumps(text)))
    with pytest.raises(InvalidFile) as refused:
        bring_in(unused, moved)
    (problem,) = refused.value.problems
    assert table in problem.path
    assert "is not text as this program stores it" in problem.message
    with unused.entered():
        assert db.session.scalars(select(User)).all() == []


def test_a_document_that_waits_to_be_made_does_not_come_in(moved: Path, unused: Installation):
    """It would be made here of a text that nobody looked at."""
    found = members(moved)
    done = {"ready_at", "failed_at"}
    waiting = [{k: v for k, v in row.items() if k not in done} for row in rows(found, "export")]
    write(moved, with_rows(found, "export", waiting))
    with pytest.raises(InvalidFile) as refused:
        bring_in(unused, moved)
    assert "waits to be made" in refused.value.problems[0].message


def test_what_was_said_of_a_plan_is_plain_text_wherever_it_is_shown(
    moved: Path, unused: Installation
):
    """Comments, replies and responses hold no HTML: what looks so is shown as it was typed."""
    found = members(moved)
    harm = "<script>alert(1)</script>"
    columns = {"comment": ("body", "proposed", "quote", "row_name", "read_quote",
                           "read_row_name"), "reply": ("body",),
               "response": ("reason",), "round_invitation": ("name", "code_name"),
               "review_round": ("title", "note")}  # fmt: skip
    for table, names in columns.items():
        victims = [row | dict.fromkeys(names, harm) for row in rows(found, table)]
        found = with_rows(found, table, victims)
    write(moved, found)
    bring_in(unused, moved)
    with unused.entered():
        led = select(User).join(Membership, Membership.user_id == User.id)
        leader = db.session.scalars(led.where(Membership.role == Role.COORDINATOR)).first()
        assert leader is not None
        browser = Browser(unused.app).sign_in(leader)
        round_ = db.session.scalars(select(Round)).one()
        plan = f"/plans/{round_.plan_id}"
        for page in ("comments", f"rounds/{round_.id}", f"rounds/{round_.id}/ledger",
                     f"rounds/{round_.id}/answers", "read/summary"):  # fmt: skip
            shown = browser.get(f"{plan}/{page}")
            assert shown.status == 200
            assert "<script>alert" not in shown.text
            assert "&lt;script&gt;alert" in shown.text or page == "read/summary"


def test_a_right_over_the_installation_does_not_come_along(moved: Path, place: Place):
    found = members(moved)
    people = [row | {"is_administrator": True, "password_hash": "x"} for row in rows(found, "user")]
    write(moved, with_rows(found, "user", people))
    second = place("second").migrated()
    bring_in(second, moved)
    with second.entered():
        assert not db.session.scalars(select(User).filter_by(is_administrator=True)).all()
        assert not db.session.scalars(select(User).where(User.password_hash.is_not(None))).all()


def test_each_command_takes_its_own_kind_of_archive(
    as_it_was: Installation,
    moved: Path,
    empty: Installation,
    unused: Installation,
    tmp_path: Path,
):
    with pytest.raises(Exception, match="party import"):
        put_back(empty, moved)
    back_up(as_it_was, tmp_path / "all.zip")
    with pytest.raises(Exception, match="use `restore`"):
        bring_in(unused, tmp_path / "all.zip")


def test_the_manifest_names_what_stays(moved: Path):
    with zipfile.ZipFile(moved) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert {"consent", "invitation", "message"} <= manifest["left_out"].keys()
    assert manifest["party"]["code"] == "XAA"
    assert resummed(members(moved)) == members(moved)
