"""An entry as a form opens it, what the form hands over, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nap_tracker.annex_c.definitions import Owner
from nap_tracker.content.merge import FieldConflict
from nap_tracker.content.tree import EntryContent
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.permissions import Place
from nap_tracker.services.bases import EVERYWHERE, Base, Seen
from nap_tracker.services.places import place_of

Unaccepted = Mapping[str, Any]
"""Field id -> {"typed": what the form sent, "message": marked sentence, "params": {}}."""


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """An entry as a form opens it; `counter` goes into the form as what was seen."""

    version: PlanVersion
    owner: Owner
    content: EntryContent
    counter: int
    unaccepted: Unaccepted = field(default_factory=dict)
    is_new: bool = False
    stored: tuple[Entry, Revision] | None = field(default=None, repr=False, compare=False)
    """The rows it was read from, held so that they need not be asked for twice."""

    @property
    def place(self) -> Place:
        """The section it belongs to, about which leave is asked."""
        return place_of(self.version, self.content.kind, self.content.section)


@dataclass(frozen=True, slots=True)
class Change:
    """What a form hands over: only the fields that were on it.

    `answers` maps a field to its new value, None for blank; fields in `unaccepted` keep their
    last good value. Anything left as None (completed, audience) stays as it is; `audiences` holds
    only the fields whose audience was changed, '' to follow the whole again.
    """

    seen: int
    answers: Mapping[str, Any] = field(default_factory=dict)
    unaccepted: Unaccepted = field(default_factory=dict)
    fields_seen: Mapping[str, int] = field(default_factory=lambda: EVERYWHERE)
    """Where a field was last shown at another revision than the whole."""
    completed: bool | None = None
    audience: str | None = None
    audiences: Mapping[str, str] | None = None
    origin: str = "form"
    window: str = ""
    """Which open page it was typed in, as that page names itself; '' without scripts."""
    restored_from: int | None = None

    @property
    def shown(self) -> Seen:
        """What the page showed when this was typed into it."""
        return Seen(self.seen, self.fields_seen)


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry under its lock: what it says now, and what the form showed of it."""

    entry: Entry
    head: Revision | None
    base: Base


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of it. With conflicts, everything else was saved and both texts are in history."""

    uid: str
    counter: int
    conflicts: tuple[FieldConflict, ...] = ()
    merged: bool = False
    """Somebody else had saved meanwhile; their changes and these are now together."""
    kept: str | None = None
    """The revision that holds what was not taken because of a conflict."""
    other: str = ""
    """Who had saved meanwhile, and when."""
    other_at: datetime | None = None
    locked: SectionLock | None = None
    """Somebody else asked for quiet: nothing was saved, what was typed is kept beside."""
    says: Revision | None = field(default=None, repr=False, compare=False)
    """What the entry says now."""
