"""The content of one version of a plan as frozen data: what checks, documents and exports read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Words = Mapping[str, str]
"""A translatable text: {language tag: text}."""
Answers = Mapping[str, Any]
"""Field id -> canonical value of its kind; an absent id is a blank."""

SECTION = "section"
NOTHING: Answers = {}


@dataclass(frozen=True, slots=True)
class EntryContent:
    """A section's answers, or one row of a register."""

    uid: str
    kind: str
    """`section`, or the id of the register."""
    position: int = 0
    answers: Answers = field(default_factory=dict)
    section: str | None = None
    """The section's id when `kind` is `section`."""
    audience: str | None = None
    """Set only where the Party chose another audience than the schema's starting one."""
    audiences: Mapping[str, str] = field(default_factory=dict)
    """The same by field id."""
    completed: bool = False
    """An officer said 'I have completed this section'; says nothing about the plan."""


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file of the plan; its bytes are asked from storage by their SHA-256."""

    uid: str
    name: str
    media_type: str
    size: int
    sha256: str
    """Of the original bytes; outside the drafting team of the cleaned copy."""
    audience: str
    clean_sha256: str = ""
    """Of the copy without metadata, which is what documents print."""
    clean_size: int = 0


@dataclass(frozen=True, slots=True)
class PartyContent:
    """The state or organization whose plan this is."""

    code: str
    """ISO 3166-1 alpha-3, or a code of the X-range for made-up Parties."""
    name: Words
    emblem: str | None = None
    """File uid."""
    sample: bool = False
    authentic: Mapping[str, Words] = field(default_factory=dict)
    """Item key -> authentic treaty text the Party loaded, by language."""


@dataclass(frozen=True)
class PlanContent:
    """One version of one plan."""

    uid: str
    party: PartyContent
    title: Words
    language: str
    """The binding language; documents speak it."""
    languages: tuple[str, ...]
    period_start: str | None
    period_end: str | None
    version: int
    edition: int
    short_title: Words = field(default_factory=dict)
    sample: bool = False
    entries: tuple[EntryContent, ...] = ()
    files: tuple[FileContent, ...] = ()
    answered_warnings: Mapping[str, Words] = field(default_factory=dict)
    """Finding key -> the reason somebody gave for a warning of the check."""

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[EntryContent, ...]]:
        kinds: dict[str, list[EntryContent]] = {}
        for entry in self.entries:
            kinds.setdefault(entry.kind, []).append(entry)
        return {k: tuple(sorted(v, key=lambda e: (e.position, e.uid))) for k, v in kinds.items()}

    @cached_property
    def _by_uid(self) -> Mapping[str, EntryContent]:
        return {entry.uid: entry for entry in self.entries}

    @cached_property
    def _sections(self) -> Mapping[str, EntryContent]:
        return {e.section: e for e in self._by_kind.get(SECTION, ()) if e.section}

    @cached_property
    def _files(self) -> Mapping[str, FileContent]:
        return {file.uid: file for file in self.files}

    def section(self, section_id: str) -> EntryContent | None:
        """The section's entry, or None while nobody has been there."""
        return self._sections.get(section_id)

    def answers(self, section_id: str) -> Answers:
        """The section's answers; nothing while nobody has been there."""
        entry = self._sections.get(section_id)
        return entry.answers if entry else NOTHING

    def rows(self, register: str) -> tuple[EntryContent, ...]:
        """The rows of a register in their order."""
        return self._by_kind.get(register, ())

    def row(self, uid: str) -> EntryContent | None:
        """A row by its permanent id."""
        return self._by_uid.get(uid)

    def file(self, uid: str) -> FileContent | None:
        """A file by its permanent id."""
        return self._files.get(uid)
