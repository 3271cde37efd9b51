"""Stored bytes: kept whole, kept apart, swept when nobody points at them."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from nap_tracker import files
from nap_tracker.clock import now
from nap_tracker.errors import NotFound, NotReady


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files.storage, "backend", files.Folder(tmp_path), raising=False)
    return tmp_path


def test_bytes_come_back_as_they_were(folder: Path):
    sha256 = files.store("party", b"words")
    assert files.read("party", sha256) == b"words"


def test_two_parties_do_not_share_bytes(folder: Path):
    sha256 = files.store("one", b"words")
    with pytest.raises(NotFound):
        files.read("another", sha256)


def test_a_killed_write_leaves_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def killed(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        files.store("party", b"words")
    assert not [p for p in folder.glob("*/*/*") if not p.name.startswith(".new-")]


def test_the_sweep_deletes_what_no_row_points_at(folder: Path):
    kept, orphan = files.store("party", b"kept"), files.store("party", b"orphan")
    later = now() + timedelta(minutes=1)
    assert files.sweep({("party", kept)}, later) == 1
    assert files.read("party", kept) == b"kept"
    with pytest.raises(NotFound):
        files.read("party", orphan)


def test_the_sweep_spares_bytes_whose_row_is_about_to_be_committed(folder: Path):
    young = files.store("party", b"young")
    assert files.sweep(set(), now() - timedelta(hours=1)) == 0
    assert files.read("party", young) == b"young"


def test_nobody_else_on_the_machine_reads_what_is_stored(app: Flask, folder: Path):
    sha256 = files.store("party", b"words")
    (stored,) = folder.glob(f"*/*/{sha256}")
    assert stored.stat().st_mode & 0o077 == 0
    assert app.config["INSTANCE"].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("sha256", ["../../etc/passwd", "a/b", ""])
def test_a_key_is_made_of_ids_only(folder: Path, sha256: str):
    with pytest.raises(ValueError, match="ids only"):
        files.read("party", sha256)


def test_an_unknown_kind_of_storage_is_refused_at_start():
    with pytest.raises(NotReady, match="NAP_STORAGE_URL"):
        files.Storage().configure("ftp://somewhere/")
