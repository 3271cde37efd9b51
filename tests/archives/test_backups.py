"""A backup: one moment, whole, and the same bytes again from what it was restored into."""

from __future__ import annotations

import hashlib
import json
import stat
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import MetaData, func, select, text, update

from nap_tracker import database, files
from nap_tracker.content.canonical import digest
from nap_tracker.errors import Forbidden, InvalidFile, NotReady
from nap_tracker.extensions import Base, db
from nap_tracker.models import carried
from nap_tracker.models.account import User
from nap_tracker.models.base import new_uid
from nap_tracker.models.comment_upload import CommentUpload
from nap_tracker.models.event import COPIES, Event
from nap_tracker.models.export import Export
from nap_tracker.models.message import Message
from nap_tracker.models.sealed_file import SealedFile
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.roles import OPERATOR
from nap_tracker.services import acts, backups, history, restoring
from tests.archives.conftest import KINDS, Place
from tests.archives.filled import DOCUMENT, actor, newest, save
from tests.installations import Installation


def back_up(installation: Installation, path: Path, **options: bool) -> backups.Copied:
    with installation.entered():
        made = backups.take(OPERATOR, path, directory=installation.directory, **options)
        db.session.commit()
        return made


def put_back(installation: Installation, path: Path) -> None:
    with installation.entered():
        restoring.restore(OPERATOR, path, directory=installation.directory)
        db.session.commit()


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_backup_of_what_was_restored_is_the_same_bytes(
    used: Installation, place: Place, tmp_path: Path, kind: str
):
    """From the database the tests run on into each kind there is, so across them too."""
    back_up(used, tmp_path / "first.zip")
    second = place("second", kind)
    put_back(second, tmp_path / "first.zip")
    back_up(second, tmp_path / "second.zip")
    third = place("third").migrated()
    put_back(third, tmp_path / "second.zip")
    back_up(third, tmp_path / "third.zip")
    first = (tmp_path / "first.zip").read_bytes()
    assert (tmp_path / "second.zip").read_bytes() == first
    assert (tmp_path / "third.zip").read_bytes() == first
    assert used.stored() == second.stored() == third.stored() != []


def test_two_backups_of_an_idle_installation_are_the_same_bytes(used: Installation, tmp_path: Path):
    for name in ("one", "two"):
        back_up(used, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_what_was_restored_works(used: Installation, place: Place, tmp_path: Path):
    back_up(used, tmp_path / "first.zip")
    again = place("again")
    put_back(again, tmp_path / "first.zip")
    with again.entered():
        officer = actor("chen@example.org")
        save(officer, newest("XAA"), "summary", "written after it was restored")
        db.session.commit()
        export = db.session.scalars(select(Export).filter_by(format="pdf")).one()
        assert files.read(export.party_id, export.sha256 or "") == DOCUMENT
        for table in (StoredFile, SealedFile):
            for file in db.session.scalars(select(table).filter_by(withdrawn_at=None)):
                assert files.read(file.party_id, file.sha256)
        assert history.broken_links(newest("XAA").party_id) == []
        frozen = newest("XBB")
        assert frozen.frozen_at is not None
        assert digest(frozen.snapshot or "") == frozen.snapshot_sha256


def test_nothing_in_flight_is_carried(used: Installation, place: Place, tmp_path: Path):
    with used.entered():
        assert db.session.scalar(select(func.count(Message.id)))
        finished = db.session.scalar(select(func.count(Export.ready_at)))
        assert db.session.scalar(select(func.count(Export.id))) == (finished or 0) + 1
    back_up(used, tmp_path / "first.zip")
    again = place("again")
    put_back(again, tmp_path / "first.zip")
    with again.entered():
        for name in carried.LEFT_OUT:
            table = Base.metadata.tables[name]
            rows = db.session.scalar(select(func.count()).select_from(table)) or 0
            assert rows > 0 if name == "search_text" else rows == 0, name
        assert db.session.scalar(select(func.count(Export.id))) == finished


def test_both_acts_are_logged_beside_what_they_copy(
    used: Installation, place: Place, tmp_path: Path
):
    made = back_up(used, tmp_path / "first.zip")
    again = place("again")
    put_back(again, tmp_path / "first.zip")
    for installation, kind in ((used, "backed-up"), (again, "restored")):
        with installation.entered():
            event = db.session.scalars(select(Event).filter_by(chain=COPIES)).one()
            assert event.kind == f"installation:{kind}"
            assert json.loads(event.details)["manifest_sha256"] == made.manifest.sha256
            assert acts.of_installation(OPERATOR)[0].event.id == event.id
            assert history.broken_links(COPIES) == []


def test_only_its_owner_can_read_it(as_it_was: Installation, tmp_path: Path):
    path = tmp_path / "first.zip"
    path.touch(0o644)
    back_up(as_it_was, path, overwrite=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_kept(as_it_was: Installation, tmp_path: Path):
    path = tmp_path / "first.zip"
    path.write_text("another backup")
    with pytest.raises(NotReady, match="--overwrite"):
        back_up(as_it_was, path)
    assert path.read_text() == "another backup"
    back_up(as_it_was, path, overwrite=True)
    assert zipfile.is_zipfile(path)


def test_an_administrator_cannot_take_everything_away(used: Installation, tmp_path: Path):
    with used.entered(), pytest.raises(Forbidden):
        backups.take(actor("gus@example.org"), tmp_path / "all.zip", directory=used.directory)
    assert not (tmp_path / "all.zip").exists()


def test_the_form_of_it_is_plain(as_it_was: Installation, tmp_path: Path):
    """Anybody can check it by hand: stored members, one date, sorted rows, sums that fit."""
    made = back_up(as_it_was, tmp_path / "first.zip")
    with zipfile.ZipFile(tmp_path / "first.zip") as archive:
        members = archive.infolist()
        assert {m.compress_type for m in members} == {zipfile.ZIP_STORED}
        assert {m.date_time for m in members} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
        rows = [json.loads(line) for line in archive.open("tables/revision.jsonl")]
        manifest = json.loads(archive.read("manifest.json"))
    ids = [row["id"] for row in rows]
    assert ids == sorted(ids)
    assert (
        len(ids) == manifest["tables"]["revision"]["rows"] == made.manifest.tables["revision"].rows
    )
    assert manifest["left_out"].keys() >= carried.LEFT_OUT.keys()


def test_a_backup_while_people_save_is_one_moment(used: Installation, place: Place, tmp_path: Path):
    """Each save writes a revision, an event and the entry's counter: they must agree.

    People pause between saves; without that the backup's own record may wait for SQLite's one
    lock until it gives up.
    """
    stop, saved = threading.Event(), []

    def write() -> None:
        with used.app.app_context():
            while not stop.wait(0.01):
                officer = actor("chen@example.org")
                save(officer, newest("XAA"), "summary", f"save {len(saved)}")
                db.session.commit()
                saved.append(1)
            db.session.remove()

    with used.entered():
        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(3):
                before = len(saved)
                backups.take(OPERATOR, tmp_path / f"{number}.zip", directory=used.directory)
                db.session.commit()
                while len(saved) == before:  # nobody waits for a backup
                    assert writer.is_alive()
        finally:
            stop.set()
            writer.join()
    for number in range(3):
        again = place(f"again{number}")
        put_back(again, tmp_path / f"{number}.zip")
        with again.entered():
            lagging = text(
                "SELECT count(*) FROM entry e WHERE e.counter <> (SELECT max(r.number) FROM"
                " revision r WHERE r.uid = e.uid AND r.version_id = e.version_id)"
            )
            assert db.session.scalar(lagging) == 0
        back_up(again, tmp_path / f"{number}-again.zip")
        first = (tmp_path / f"{number}.zip").read_bytes()
        assert (tmp_path / f"{number}-again.zip").read_bytes() == first


def test_a_file_that_storage_lost_is_said_and_the_rest_is_kept(
    used: Installation, place: Place, tmp_path: Path
):
    lost = next(Path(used.environment["NAP_INSTANCE"]).glob("files/*/*/*"))
    lost.unlink()
    damaged = next(Path(used.environment["NAP_INSTANCE"]).glob("files/*/*/*"))
    damaged.write_bytes(b"something else")
    made = back_up(used, tmp_path / "first.zip")
    assert not made.is_whole
    names = {key.partition("/")[2] for key in made.lost}
    assert names == {lost.name, damaged.name}
    again = place("again")
    put_back(again, tmp_path / "first.zip")
    assert set(used.stored()) - set(again.stored()) == {damaged.name}
    back_up(again, tmp_path / "second.zip")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


NAMING = frozenset(
    {"comment_file", "endorsement", "funding_record", "observation_file", "progress_note"}
    | {"review_input_file", "site_visit_file", "submission", "treaty_fact_file"}
)
HOLDERS = [
    table.name
    for table in reversed(Base.metadata.sorted_tables)
    if table.name in NAMING or (table.name in carried.CARRIED and carried.CARRIED[table.name].files)
]
"""Rows that name stored files, and rows that name those."""


def test_a_file_whose_row_goes_meanwhile_is_no_fault(
    used: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Somebody removes the row and the sweep the bytes, between the snapshot and the reading."""
    read = files.read

    def vanishing(party_id: str, sha256: str) -> bytes:
        monkeypatch.setattr(files, "read", read)
        with used.app.app_context():
            for holder in HOLDERS:
                db.session.execute(text(f'DELETE FROM "{holder}"'))
            db.session.commit()
            files.storage.backend.delete(f"{party_id}/{sha256[:2]}/{sha256}")
        return read(party_id, sha256)

    monkeypatch.setattr(files, "read", vanishing)
    made = back_up(used, tmp_path / "first.zip")
    assert len(made.manifest.missing) == 1
    assert made.is_whole


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_backup_of_before_with_bytes_of_what_was_brought_in_is_restored(
    used: Installation,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_lost: bool,
):
    with used.entered():
        upload = db.session.scalars(select(CommentUpload)).one()
        upload.sha256 = files.store(upload.party_id, b"Brought in")
        upload.applied_at = upload.created_at
        db.session.commit()
        member = f"files/{upload.party_id}/{upload.sha256}"
        if is_lost:
            files.storage.backend.delete(f"{upload.party_id}/{upload.sha256[:2]}/{upload.sha256}")
    with monkeypatch.context() as before:
        older = replace(carried.CARRIED["comment_upload"], spent="")
        before.setitem(carried.CARRIED, "comment_upload", older)
        back_up(used, tmp_path / "older.zip")
    back_up(used, tmp_path / "newer.zip")
    held = [zipfile.ZipFile(tmp_path / f"{name}.zip").namelist() for name in ("older", "newer")]
    assert [member in names for names in held] == [not is_lost, False]
    for name in ("older", "newer"):
        again = place(name)
        put_back(again, tmp_path / f"{name}.zip")
        with again.entered():
            assert db.session.scalars(select(CommentUpload)).one().applied_at is not None


def test_a_log_that_was_altered_is_said_and_can_still_be_restored(
    used: Installation, place: Place, tmp_path: Path
):
    with used.entered():
        party_id = newest("XAA").party_id
        number = db.session.scalar(select(func.max(Event.number)).filter_by(chain=party_id))
        altered = update(Event).where(Event.chain == party_id, Event.number == number)
        db.session.execute(altered.values(actor_name="somebody"))
        db.session.commit()
    made = back_up(used, tmp_path / "first.zip")
    assert made.manifest.broken_links == {party_id: (number,)}
    assert not made.is_whole
    put_back(place("again"), tmp_path / "first.zip")


def test_a_log_whose_end_was_cut_off_shows(used: Installation, tmp_path: Path):
    with used.entered():
        party_id = newest("XAA").party_id
        number = db.session.scalar(select(func.max(Event.number)).filter_by(chain=party_id))
        last = db.session.scalars(select(Event).filter_by(chain=party_id, number=number)).one()
        db.session.delete(last)
        db.session.commit()
    made = back_up(used, tmp_path / "first.zip")
    assert made.manifest.broken_links == {party_id: (number,)}


def test_a_database_in_use_is_not_restored_into(used: Installation, place: Place, tmp_path: Path):
    back_up(used, tmp_path / "first.zip")
    other = place("other").migrated()
    with other.entered():
        db.session.add(User(email="a@example.org", name="A", session_key=new_uid()))
        db.session.commit()
    with pytest.raises(NotReady, match="not empty"):
        put_back(other, tmp_path / "first.zip")
    with other.entered():
        assert db.session.scalar(select(func.count(User.id))) == 1
    assert other.stored() == []


def test_a_backup_of_a_newer_program_is_refused(used: Installation, place: Place, tmp_path: Path):
    back_up(used, tmp_path / "first.zip")
    changed(tmp_path / "first.zip", schema="later")
    with pytest.raises(NotReady, match="newer version"):
        put_back(place("again"), tmp_path / "first.zip")


def test_a_database_that_is_behind_is_not_backed_up(place: Place, tmp_path: Path):
    empty = place("empty")
    with pytest.raises(NotReady, match="db upgrade"):
        back_up(empty, tmp_path / "first.zip")
    assert list(tmp_path.glob("*.zip*")) == []


def test_what_fails_at_the_end_leaves_nothing(
    used: Installation, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    back_up(used, tmp_path / "first.zip")
    again = place("again")

    def failing(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(history, "record", failing)
    with pytest.raises(OSError, match="disk is full"):
        put_back(again, tmp_path / "first.zip")
    with again.entered():
        assert db.engine.dialect.get_table_names(db.session.connection()) == []
    assert again.stored() == []


def changed(path: Path, **facts: object) -> None:
    """The archive with other facts in its manifest."""
    with zipfile.ZipFile(path) as archive:
        members = {m: archive.read(m) for m in archive.namelist()}
    manifest = {**json.loads(members["manifest.json"]), **facts}
    stored = [data for name, data in members.items() if name.startswith("files/")]
    manifest |= {"files": len(stored), "files_bytes": sum(map(len, stored))}
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**members, "manifest.json": text.encode()}.items():
            archive.writestr(name, data)


def test_an_altered_event_inside_the_archive_is_refused(
    used: Installation, place: Place, tmp_path: Path
):
    back_up(used, tmp_path / "first.zip")
    with used.entered():
        party_id = newest("XAA").party_id
    changed(tmp_path / "first.zip", broken_links={party_id: [1]})
    again = place("again")
    with pytest.raises(InvalidFile):
        put_back(again, tmp_path / "first.zip")
    assert again.stored() == []


FIRST = "4590735dc480"
"""The oldest migration: archives of every later one go through the same door."""


def test_a_backup_of_an_older_program_is_brought_to_the_newest(
    used: Installation, place: Place, tmp_path: Path
):
    """Restored into a database without tables; what later migrations added is as they fill it."""
    path = tmp_path / "first.zip"
    back_up(used, path)
    as_of(place("old").migrated(FIRST), path)
    again = place("again")
    put_back(again, path)
    with again.entered():
        assert database.revision(db.session.connection()) != FIRST
        save(actor("chen@example.org"), newest("XAA"), "summary", "written on the newest version")
        db.session.commit()
        assert history.broken_links(newest("XAA").party_id) == []


def test_tables_of_another_version_are_not_loaded_into(
    used: Installation, place: Place, tmp_path: Path
):
    back_up(used, tmp_path / "first.zip")
    with pytest.raises(NotReady, match="without tables"):
        put_back(place("old").migrated(FIRST), tmp_path / "first.zip")


def as_of(old: Installation, path: Path) -> None:
    """The archive as the program of an older migration would have made it."""
    with old.entered():
        tables = MetaData()
        tables.reflect(bind=db.session.connection())
    with zipfile.ZipFile(path) as archive:
        members = {m: archive.read(m) for m in archive.namelist()}
    manifest = {**json.loads(members["manifest.json"]), "schema": FIRST}
    withdrawn = {
        f"{name}:{row['id']}"
        for name in ("stored_file", "export")
        for row in map(json.loads, members[f"tables/{name}.jsonl"].splitlines())
        if row.get("withdrawn_at")
    }
    named: set[str] = set()
    for name, facts in list(manifest["tables"].items()):
        member = f"tables/{name}.jsonl"
        if name not in tables.tables:
            del manifest["tables"][name], members[member]
            continue
        columns = {column.name for column in tables.tables[name].columns}
        needed = [column.name for column in tables.tables[name].columns if not column.nullable]
        rows = [
            {k: v for k, v in json.loads(line).items() if k in columns}
            for line in members[member].splitlines()
        ]
        # A file of the Party itself, say: the older program could not have had it.
        kept = [row for row in rows if all(row.get(column) is not None for column in needed)]
        kept = [row for row in kept if f"{name}:{row.get('id')}" not in withdrawn]
        named |= {str(row.get(column)) for row in kept for column in ("sha256", "clean_sha256")}
        lines = (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in kept)
        members[member] = data = b"".join(lines)
        sha256 = hashlib.sha256(data).hexdigest()
        facts |= {"columns": sorted(columns), "rows": len(kept)}
        facts |= {"bytes": len(data), "sha256": sha256}
    unnamed = [m for m in members if m.startswith("files/") and m.split("/")[-1] not in named]
    for member in unnamed:
        del members[member]
    stored = [data for name, data in members.items() if name.startswith("files/")]
    manifest |= {"files": len(stored), "files_bytes": sum(map(len, stored))}
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**members, "manifest.json": text.encode()}.items():
            archive.writestr(name, data)
