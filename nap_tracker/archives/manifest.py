"""What an archive says of itself: its form, its schema, and the sum of everything in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nap_tracker.content.canonical import digest

FORMAT = "nap-tracker-archive"
VERSION = 1
MANIFEST = "manifest.json"
LARGEST = 16 << 20
INSTALLATION, PARTY = "installation", "party"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table: `tables/<name>.jsonl`, a row a line, in the order of its key."""

    columns: tuple[str, ...]
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything but the content. A file's own name is its sum."""

    holds: str
    """`installation` or `party`."""
    party: Mapping[str, str] | None
    """Its id and code, where the archive holds one Party."""
    schema: str
    """The migration the rows belong to."""
    tables: Mapping[str, Table]
    files: int
    files_bytes: int
    missing: tuple[str, ...]
    """`party/sha256` of files that rows name and storage did not give."""
    broken_links: Mapping[str, tuple[int, ...]]
    """Chain -> numbers of events that were altered before the archive was made."""
    left_out: Mapping[str, str]
    """What is not here, and why."""

    def to_text(self) -> str:
        """The one byte form of it."""
        facts = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @property
    def sha256(self) -> str:
        """Stands for the whole archive, because everything else is summed in it."""
        return digest(self.to_text())

    @classmethod
    def from_text(cls, data: bytes) -> Manifest:
        """Raises ValueError with what is wrong."""
        if len(data) > LARGEST:
            raise ValueError("it is too long")
        facts = _parsed(data)
        try:
            manifest = cls(
                holds=_one_of(facts["holds"], (INSTALLATION, PARTY)),
                party=None if facts["party"] is None else _words(facts["party"]),
                schema=_text(facts["schema"]),
                tables={_text(k): _table(v) for k, v in facts["tables"].items()},
                files=_whole(facts["files"]),
                files_bytes=_whole(facts["files_bytes"]),
                missing=tuple(map(_text, facts["missing"])),
                broken_links={
                    _text(k): tuple(map(_whole, v)) for k, v in facts["broken_links"].items()
                },
                left_out=_words(facts["left_out"]),
            )
        except (KeyError, TypeError, AttributeError):
            raise ValueError("something is missing from it") from None
        if (manifest.holds == PARTY) != (manifest.party is not None):
            raise ValueError("it does not say which Party it holds")
        if manifest.to_text().encode() != data:
            raise ValueError("it was changed after it was made")
        return manifest


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(data)
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise ValueError("it is not the manifest of an archive of NAP Tracker")
    if facts.get("version") != VERSION:
        raise ValueError(f"it is of a version this program does not read (it reads {VERSION})")
    return facts


def _table(facts: Mapping[str, Any]) -> Table:
    columns = tuple(map(_text, facts["columns"]))
    return Table(columns, _whole(facts["rows"]), _whole(facts["bytes"]), _text(facts["sha256"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _words(value: Any) -> dict[str, str]:
    return {_text(key): _text(each) for key, each in value.items()}


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError
    return value


def _one_of(value: Any, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError("it holds neither an installation nor a Party")
    return str(value)
