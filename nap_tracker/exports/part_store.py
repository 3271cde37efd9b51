"""Parts of documents that were printed before, on disk: found again by all that made them.

The name of a part is the sum of its whole content (`parts.Pieces.key`), so only a document that
holds the same words for the same audience finds it. Nothing stays longer than a day, and nothing
is lost when the folder is: what is not found is printed.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nap_tracker.exports.parts import file_of


@dataclass(frozen=True, slots=True)
class PartStore:
    """A folder that never holds more than it may."""

    folder: Path
    most_bytes: int = 256 * 1024**2
    most_seconds: float = 24 * 60 * 60
    """Since a part was last used."""
    least_bytes: int = 0
    """What a part counts at least: on a disk the smallest file takes a block."""

    def take_out(self, keys: Sequence[str], into: Path) -> None:
        """Copy the parts that are here into the folder of a print."""
        self.tidy()
        for place, key in enumerate(keys):
            try:
                data = (self.folder / key).read_bytes()
                os.utime(self.folder / key)
            except FileNotFoundError:
                continue
            (into / file_of(place)).write_bytes(data)

    def put_in(self, keys: Sequence[str], made: Path) -> None:
        """Keep the parts that a print left in its folder."""
        for place, key in enumerate(keys):
            path = made / file_of(place)
            if path.exists() and not (self.folder / key).exists():
                self.keep(key, path.read_bytes())
        self.tidy()

    def find(self, key: str) -> bytes | None:
        """One part; None where it is not here."""
        try:
            data = (self.folder / key).read_bytes()
        except FileNotFoundError:
            return None
        return data

    def empty(self) -> None:
        """Drop everything: words in it are to be removed."""
        for _when, _size, path in self._kept():
            path.unlink(missing_ok=True)

    def keep(self, key: str, data: bytes) -> None:
        """One part whole or not at all, and for nobody else on the machine to read.

        Whoever keeps many tidies between them. Raises OSError where the disk takes no more.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(self.folder / key)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def tidy(self) -> None:
        """Drop what is old, then what was used longest ago, until there is room."""
        oldest = time.time() - self.most_seconds
        room = self.most_bytes
        for when, size, path in sorted(self._kept(), reverse=True):
            room -= max(size, self.least_bytes)
            if when < oldest or room < 0:
                path.unlink(missing_ok=True)

    def _kept(self) -> Iterator[tuple[float, int, Path]]:
        if not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            try:
                found = path.stat()
            except FileNotFoundError:
                continue
            yield found.st_mtime, found.st_size, path
