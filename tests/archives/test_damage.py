"""Damaged and hostile archives: refused whole, with the place of the fault, and nothing stored."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from nap_tracker.errors import InvalidFile
from nap_tracker.extensions import db
from tests.archives.conftest import Place
from tests.archives.test_backups import back_up, put_back
from tests.installations import Installation

pytestmark = pytest.mark.database
Members = dict[str, bytes]


@pytest.fixture(scope="module")
def whole(as_it_was: Installation, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An archive as it should be."""
    path = tmp_path_factory.mktemp("whole") / "backup.zip"
    back_up(as_it_was, path)
    return path.read_bytes()


@pytest.fixture
def backup(whole: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "backup.zip"
    path.write_bytes(whole)
    return path


def members(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, found: Members, packing: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, data in found.items():
            archive.writestr(name, data)


def resummed(found: Members) -> Members:
    """With a manifest that fits the members again, as somebody hostile would write it."""
    manifest = json.loads(found["manifest.json"])
    for name, facts in manifest["tables"].items():
        data = found[f"tables/{name}.jsonl"]
        digest = hashlib.sha256(data).hexdigest()
        facts |= {"rows": data.count(b"\n"), "bytes": len(data), "sha256": digest}
    files = [data for name, data in found.items() if name.startswith("files/")]
    manifest |= {"files": len(files), "files_bytes": sum(map(len, files))}
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return {**found, "manifest.json": text.encode()}


def rows(found: Members, table: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in found[f"tables/{table}.jsonl"].splitlines()]


def with_rows(found: Members, table: str, changed: list[dict[str, object]]) -> Members:
    lines = (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in changed)
    return resummed({**found, f"tables/{table}.jsonl": b"".join(lines)})


def refusal(empty: Installation, path: Path) -> str:
    """Where and why the archive is refused; nothing of it may be there afterwards."""
    with pytest.raises(InvalidFile) as refused:
        put_back(empty, path)
    with empty.entered():
        assert db.engine.dialect.get_table_names(db.session.connection()) == []
    assert empty.stored() == []
    (problem,) = refused.value.problems
    return f"{problem.path}: {problem.message}"


def test_the_tools_of_these_tests_make_whole_archives(backup: Path, place: Place):
    write(backup, resummed(members(backup)))
    put_back(place("again"), backup)


@pytest.mark.parametrize("cut", [0, 10, 0.5, 0.99])
def test_a_file_that_was_cut_off(backup: Path, empty: Installation, cut: float):
    data = backup.read_bytes()
    backup.write_bytes(data[: int(len(data) * cut) if cut < 1 else int(cut)])
    assert "the archive" in refusal(empty, backup)


@pytest.mark.parametrize("part", ["tables/revision.jsonl", "tables/event.jsonl", "files/"])
def test_a_flipped_bit(backup: Path, empty: Installation, part: str):
    """Wherever it is; the ZIP's own sum is made to fit, ours does not."""
    found = members(backup)
    name = next(name for name in found if name.startswith(part))
    data = bytearray(found[name])
    data[len(data) // 2] ^= 1
    write(backup, {**found, name: bytes(data)})
    assert name in refusal(empty, backup)


def test_a_flipped_bit_on_the_disk(backup: Path, empty: Installation):
    data = bytearray(backup.read_bytes())
    data[len(data) // 2] ^= 1
    backup.write_bytes(bytes(data))
    assert refusal(empty, backup)


@pytest.mark.parametrize("part", ["tables/plan.jsonl", "files/", "manifest.json"])
def test_a_member_that_is_missing(backup: Path, empty: Installation, part: str):
    found = members(backup)
    del found[next(name for name in found if name.startswith(part))]
    write(backup, found)
    assert refusal(empty, backup)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/cron.d/evil",
        "/etc/passwd",
        "files/../../x/" + "0" * 64,
        "tables/../plan.jsonl",
        "files\\..\\x",
        "readme.txt",
        "tables/alembic_version.jsonl",
        "tables/sqlite_master.jsonl",
        "files/" + "a" * 36 + "/" + "0" * 64,
    ],
)
def test_a_member_that_does_not_belong_there(backup: Path, empty: Installation, name: str):
    write(backup, {**members(backup), name: b"x"})
    assert "the archive" in refusal(empty, backup)


def test_a_packed_archive_is_no_way_for_a_bomb(backup: Path, empty: Installation):
    found = members(backup)
    found["tables/plan.jsonl"] = b" " * 50_000_000
    write(backup, resummed(found), zipfile.ZIP_DEFLATED)
    assert "packed" in refusal(empty, backup)


def test_members_that_lie_over_each_other_are_no_way_either(backup: Path, empty: Installation):
    """Many names for the same bytes claim more than the file is long."""
    path = backup.with_name("overlap.zip")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", b"x" * 10_000)
        first = archive.getinfo("manifest.json")
        for number in range(50):
            other = zipfile.ZipInfo(f"files/a/{number:064x}")
            other.header_offset, other.CRC = first.header_offset, first.CRC
            other.file_size = other.compress_size = first.file_size
            archive.filelist.append(other)
            archive.NameToInfo[other.filename] = other
    assert "more than its size" in refusal(empty, path)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda row: row | {"surprise": 1}, "no column"),
        (lambda row: row | {"number": "one"}, "number is not a whole number"),
        (lambda row: row | {"number": 2**70}, "number is not a whole number"),
        (lambda row: row | {"created_at": "2026-11-26"}, "created_at is not a moment"),
        (lambda row: row | {"id": ["a"]}, "id is not text"),
        (lambda row: {k: v for k, v in row.items() if k != "plan_id"}, "plan_id is missing"),
        (lambda row: row | {"plan_id": "of nobody"}, ""),
    ],
)
def test_a_row_that_does_not_fit(
    backup: Path,
    empty: Installation,
    change: Callable[[dict[str, object]], dict[str, object]],
    why: str,
):
    found = members(backup)
    first, *rest = rows(found, "plan_version")
    write(backup, with_rows(found, "plan_version", [change(first), *rest]))
    said = refusal(empty, backup)
    assert said.startswith("tables/plan_version.jsonl")
    assert why in said


def test_a_row_that_stands_twice(backup: Path, empty: Installation):
    found = members(backup)
    first, *rest = rows(found, "revision")
    write(backup, with_rows(found, "revision", [first, first, *rest]))
    assert refusal(empty, backup).startswith("tables/revision.jsonl")


@pytest.mark.parametrize("line", [b"{]\n", b"[1]\n", b"[" * 100_000 + b"\n", b'{"id": "x"'])
def test_a_row_that_is_none(backup: Path, empty: Installation, line: bytes):
    found = members(backup)
    found["tables/plan.jsonl"] += line
    write(backup, resummed(found))
    assert "tables/plan.jsonl" in refusal(empty, backup)


def test_an_event_that_was_rewritten(backup: Path, empty: Installation):
    """Even with every sum made to fit again."""
    found = members(backup)
    first, *rest = rows(found, "event")
    write(backup, with_rows(found, "event", [first | {"actor_name": "somebody else"}, *rest]))
    assert "was altered" in refusal(empty, backup)


def test_a_table_that_is_never_carried(backup: Path, empty: Installation):
    found = members(backup)
    manifest = json.loads(found["manifest.json"])
    columns = ["id", "at", "account_sha256", "address", "succeeded"]
    manifest["tables"]["sign_in_attempt"] = {
        "columns": columns,
        "rows": 0,
        "bytes": 0,
        "sha256": hashlib.sha256(b"").hexdigest(),
    }
    found["manifest.json"] = json.dumps(manifest).encode()
    write(backup, resummed({**found, "tables/sign_in_attempt.jsonl": b""}))
    assert "no such table" in refusal(empty, backup)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"format": "another"}, "not the manifest"),
        ({"version": 2}, "does not read"),
        ({"tables": []}, "missing"),
        ({"files": -1}, "missing"),
        ({"holds": "everything"}, "neither"),
        ({"party": {"id": "a"}}, "which Party"),
    ],
)
def test_a_manifest_that_says_something_else(
    backup: Path, empty: Installation, facts: dict[str, object], why: str
):
    found = members(backup)
    manifest = json.loads(found["manifest.json"]) | facts
    write(backup, {**found, "manifest.json": json.dumps(manifest).encode()})
    assert why in refusal(empty, backup)
