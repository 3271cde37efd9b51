"""An archive being written: the same content gives the same bytes, and nothing half stands there.

A ZIP file whose members are stored as they are (packing would depend on the library's version),
in the order of their names, under one fixed date.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from nap_tracker.errors import Invalid, NotReady

DATE = (1980, 1, 1, 0, 0, 0)
PRIVATE = 0o600
"""An archive holds drafts and the hashes of passwords: nobody but its owner opens it."""
UNIX = 3


@dataclass(frozen=True, slots=True)
class Written:
    """One member as it was written."""

    size: int
    sha256: str
    parts: int


class Writer:
    """Takes members one after the other."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)

    def add(self, name: str, parts: Iterable[bytes]) -> Written:
        """Write a member part by part; its size need not be known before."""
        member = zipfile.ZipInfo(name, DATE)
        member.create_system = UNIX
        member.external_attr = PRIVATE << 16
        digest, size, count = hashlib.sha256(), 0, 0
        with self._zip.open(member, "w", force_zip64=True) as out:
            for part in parts:
                out.write(part)
                digest.update(part)
                size, count = size + len(part), count + 1
        return Written(size, digest.hexdigest(), count)

    def close(self) -> None:
        self._zip.close()


@contextmanager
def written_whole(path: Path, *, overwrite: bool) -> Iterator[Writer]:
    """Write under a temporary name beside `path`; it gets its name when it is whole and on disk.

    What a killed run left behind is taken over by the next one. Raises Invalid or NotReady.
    """
    _refuse(path, overwrite=overwrite)
    half = path.with_name(f".{path.name}.half")
    descriptor = os.open(half, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, PRIVATE)
    with os.fdopen(descriptor, "w+b") as file:
        _take_over(file, half)
        try:
            writer = Writer(file)
            yield writer
            writer.close()
            file.flush()
            os.fsync(descriptor)
            _refuse(path, overwrite=overwrite)  # somebody may have been quicker
            half.replace(path)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
    _sync_folder(path.parent)


def _refuse(path: Path, *, overwrite: bool) -> None:
    if not path.absolute().parent.is_dir():
        raise Invalid("There is no folder %(folder)s.", {"folder": path.absolute().parent})
    if path.is_dir():
        raise Invalid("%(path)s is a folder; name a file in it.", {"path": path})
    if path.exists() and not overwrite:
        raise NotReady(
            "%(path)s is there already. Name another file, or add --overwrite.", {"path": path}
        )


def _take_over(file: IO[bytes], half: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        ours = os.path.samestat(os.fstat(file.fileno()), half.stat())
    except (BlockingIOError, FileNotFoundError):
        ours = False
    if not ours:  # locked, or finished and renamed since it was opened
        raise NotReady("Another command is writing this file (%(half)s).", {"half": half})
    os.fchmod(file.fileno(), PRIVATE)
    file.truncate()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
