"""Files that are uploaded are read a few at a time."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from nap_tracker.errors import InvalidFile
from nap_tracker.imports import process
from nap_tracker.imports.process import Limits


def test_who_comes_while_others_are_read_is_told_and_the_next_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "AT_ONCE", threading.BoundedSemaphore(1))
    monkeypatch.setattr(process, "WAITS_SECONDS", 0.01)
    said = []

    def reads(*_: object) -> dict[str, str]:
        with pytest.raises(InvalidFile) as refused:
            read()
        said.append(refused.value.message)
        return {"read": "yes"}

    def read() -> dict[str, str]:
        return process.read("nap_tracker.none", tmp_path, Limits(), gave_up="It gave up.")

    monkeypatch.setattr(process, "_read", reads)
    assert read() == {"read": "yes"}
    assert read() == {"read": "yes"}
    assert said == [process.BUSY] * 2


def test_a_reader_that_fails_leaves_its_place_to_the_next(tmp_path: Path) -> None:
    for _ in range(3):
        with pytest.raises(InvalidFile, match="It gave up"):
            process.read("nap_tracker.none", tmp_path, Limits(), gave_up="It gave up.")
