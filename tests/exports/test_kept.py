"""Pages that were made before are a help and never a hindrance, whatever the disk does."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from nap_tracker.exports.screen import kept


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own to keep pages in."""
    monkeypatch.setattr(kept, "_store", [])
    monkeypatch.setattr(kept, "_looked", {})
    kept.configure(tmp_path / "pages")
    return tmp_path / "pages"


@pytest.mark.parametrize("left", [b"", b"\0" * 40, b"half"])
def test_a_page_that_the_disk_did_not_keep_whole_is_none(folder: Path, left: bytes) -> None:
    kept.keep("page", b"what it says")
    assert kept.find("page") == b"what it says"
    (folder / "page").write_bytes(left or (folder / "page").read_bytes()[:-1])
    assert kept.find("page") is None
    (folder / "page").write_bytes(b"")
    assert kept.find("page") is None
    kept.keep("page", b"what it says")
    assert kept.find("page") == b"what it says"


def test_nobody_is_refused_a_page_that_cannot_be_kept(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("no folder", encoding="utf-8")
    kept.keep("page", b"what it says")
    assert kept.find("page") is None
    assert "A page is not kept" in caplog.text


def test_a_write_that_fails_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    kept.keep("page", b"what it says")
    assert list(folder.iterdir()) == []


def test_many_small_pages_take_the_room_they_take_on_the_disk(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "LEAST_BYTES", 100)
    monkeypatch.setattr(kept, "MOST_BYTES", 1000)
    kept.configure(folder)
    for number in range(30):
        kept.keep(f"page {number}", b"{}")
        os.utime(folder / f"page {number}", (time.time() - 100 + number,) * 2)
    assert len(list(folder.iterdir())) == 30  # looked at with the first one, less than a minute ago
    monkeypatch.setattr(kept, "SECONDS", 0)
    kept.keep("page 30", b"{}")
    assert len(list(folder.iterdir())) == 10
    assert kept.find("page 30") == b"{}"
