"""An archive being read: whatever is not exactly what the writer makes is refused."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from nap_tracker.archives.manifest import LARGEST, MANIFEST, Manifest
from nap_tracker.errors import InvalidFile, PathProblem

CHUNK = 1 << 20
LONGEST_LINE = 256 << 20
"""Of a row; a document that waits or a sealed plan is a few megabytes."""
NAMES = re.compile(r"manifest\.json|tables/[a-z_]{1,63}\.jsonl|files/[0-9a-z-]{1,36}/[0-9a-f]{64}")
REFUSED = "This archive is damaged or was not made by NAP Tracker. Nothing of it was stored."
ENCRYPTED = 0x1


class Reader:
    """The members of an archive, by name."""

    def __init__(self, file: IO[bytes]) -> None:
        size = file.seek(0, io.SEEK_END)
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise refused("the archive", f"it is no whole ZIP file ({error})") from None
        members = self._zip.infolist()
        for member in members:
            self._check(member)
        if len({member.filename for member in members}) != len(members):
            raise refused("the archive", "a name stands twice in it")
        if sum(member.file_size for member in members) > size:
            raise refused("the archive", "it claims to hold more than its size")
        self.names = frozenset(member.filename for member in members)
        self.manifest = self._manifest()

    @staticmethod
    def _check(member: zipfile.ZipInfo) -> None:
        if not NAMES.fullmatch(member.filename):
            raise refused("the archive", "a member has a name that does not belong there")
        plain = member.compress_type == zipfile.ZIP_STORED and not member.flag_bits & ENCRYPTED
        if not plain or member.file_size != member.compress_size:
            raise refused(member.filename, "it is packed or encrypted; archives never are")

    def _manifest(self) -> Manifest:
        if MANIFEST not in self.names:
            raise refused("the archive", "it has no manifest")
        with self.member(MANIFEST) as file:
            text = file.read(LARGEST + 1)
        try:
            return Manifest.from_text(text)
        except ValueError as error:
            raise refused(MANIFEST, str(error)) from None

    @contextmanager
    def member(self, name: str) -> Iterator[IO[bytes]]:
        """A member to read from its beginning; raises InvalidFile where it is damaged."""
        if name not in self.names:
            raise refused(name, "it is not in the archive")
        try:
            with self._zip.open(name) as raw, io.BufferedReader(raw, CHUNK) as file:  # type: ignore[type-var]
                yield file
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as error:
            raise refused(name, f"it cannot be read ({error})") from None

    def bytes_of(self, name: str) -> bytes:
        """A whole member: for files, which are read one at a time."""
        with self.member(name) as file:
            return file.read()

    def lines(self, name: str) -> Iterator[bytes]:
        """The rows of a table, each with its line feed."""
        with self.member(name) as file:
            while line := file.readline(LONGEST_LINE):
                if not line.endswith(b"\n"):
                    raise refused(name, "a row is too long or cut off")
                yield line

    def digest(self, name: str) -> str:
        """SHA-256 of a member, in hex."""
        digest = hashlib.sha256()
        with self.member(name) as file:
            while part := file.read(CHUNK):
                digest.update(part)
        return digest.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """An archive on disk. Raises InvalidFile."""
    with path.open("rb") as file:
        yield Reader(file)


def refused(where: str, why: str) -> InvalidFile:
    """The refusal of an archive, with the place of its fault."""
    return InvalidFile(REFUSED, problems=(PathProblem(where, why),))
