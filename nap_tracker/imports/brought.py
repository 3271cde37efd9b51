"""What a file of comments brings: proposals to look at, each with its place and its faults.

Nothing here is stored. Every row and every Word comment becomes one of these or a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from nap_tracker.content.matrix import Column, Spot


class Origin(StrEnum):
    """By which means something was said in a file."""

    ROW = "row"
    """A row of a table."""
    COMMENT = "comment"
    """A comment of a word processor."""
    TRACKED = "tracked"
    """A change that a word processor tracked."""
    EDIT = "edit"
    """A change that nobody tracked: found by comparing."""


class Fate(StrEnum):
    """What becomes of something when the file is brought in."""

    NEW = "new"
    """It becomes a comment at its place."""
    TRAY = "tray"
    """It becomes a comment without a place, for a person to put where it belongs."""
    CHANGED = "changed"
    """A comment that went out says something else now."""
    REPLY = "reply"
    """It was said under a comment that is here already."""


@dataclass(frozen=True, slots=True)
class Brought:
    """One thing somebody said in a file, and what would become of it."""

    line: int
    """The row of the table, or the paragraph of the document, from 1."""
    origin: Origin
    fate: Fate
    body: str = ""
    comment_id: str = ""
    """The comment that changes or is replied to."""
    number: int | None = None
    """Its number."""
    spot: Spot | None = None
    section: str = ""
    """As the file names it."""
    place: str = ""
    quote: str = ""
    """The words spoken of, exactly as the plan has them where they are from it."""
    before: str = ""
    after: str = ""
    block: str = ""
    kind: str = ""
    proposed: str = ""
    reviewer: str = ""
    said_on: str = ""
    """The day the file says, as YYYY-MM-DD; empty where it says none."""
    response: str = ""
    reason: str = ""
    changes: Mapping[Column, tuple[str, str]] = field(default_factory=dict)
    """For a comment that changes: what each column says here, and says in the file."""

    def author_besides(self, reader: str) -> str:
        """Whom the file names as its author; "" for nobody, and for who brings it in."""
        name = " ".join(self.reviewer.split())
        return "" if name.casefold() == " ".join(reader.split()).casefold() else name


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to know of a file before it is brought in."""

    message: str
    """Marked for translation; `params` fill it."""
    line: int | None = None
    """None for the whole file."""
    params: Mapping[str, Any] = field(default_factory=dict)
    stops: bool = True
    """Whether nothing is brought in while it is there."""


@dataclass(frozen=True, slots=True)
class Bringing:
    """Everything a file would do."""

    items: tuple[Brought, ...] = ()
    same: int = 0
    """Comments that went out and came back unchanged."""
    absent: tuple[int, ...] = ()
    """Numbers of comments that went out and are not in the file; nothing happens to them."""
    faults: tuple[Fault, ...] = ()
    missing: tuple[Column, ...] = ()
    """Columns nobody could find: a person says which they are, or that there are none."""
    headings: tuple[str, ...] = ()
    """Those of the file, to choose from."""
    here: tuple[int, ...] = ()
    """Numbers of comments that say already what the file says."""
    own: tuple[int, ...] = ()
    """Of those that say, as words of who brings it in, what the file says for somebody else."""
    applied_at: datetime | None = None
    """When the very same file was brought in before."""

    @property
    def is_ready(self) -> bool:
        """Whether it can be brought in as it is."""
        return not self.missing and not any(fault.stops for fault in self.faults)

    @property
    def changes_nothing(self) -> bool:
        """Whether the file only went round."""
        return not self.items and self.is_ready

    def of(self, fate: Fate) -> tuple[Brought, ...]:
        """What becomes of this."""
        return tuple(item for item in self.items if item.fate is fate)

    def authors_besides(self, reader: str) -> tuple[str, ...]:
        """Whom the file names as authors of what is new in it, replies among it, but for who
        brings it in."""
        new = (item for item in self.items if item.fate is not Fate.CHANGED)
        named = dict.fromkeys(item.author_besides(reader) for item in new)
        return tuple(name for name in named if name)
