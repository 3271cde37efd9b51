"""Which activities somebody asks for: on the page of the list, and in a file taken out of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.content.tracked import Tracked
from nap_tracker.i18n import N_, gettext
from nap_tracker.services.activities import Followed
from nap_tracker.services.activity_words import name_of
from nap_tracker.workflow.progress import Freshness, Status

QUIET = (Freshness.LATE, Freshness.STALE, Freshness.NEVER)
SHOWS = {"late": N_("Late"), "quiet": N_("Not heard of for long"), "unknown": N_("Not known")}
"""What of everything can be asked for by itself."""


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """What is not known counts as not asked."""

    show: str = ""
    """A key of SHOWS, or everything."""
    whose: str = ""
    """Uid of an institution that leads or supports."""
    item: str = ""
    """Key of an item of Annex C."""

    def keeps(self, one: Followed) -> bool:
        is_theirs = not self.whose or self.whose in one.activity.institutions
        return is_theirs and (not self.item or self.item in one.activity.items) and self._shows(one)

    def _shows(self, one: Followed) -> bool:
        match self.show:
            case "late":
                return one.is_late
            case "quiet":
                return one.freshness in QUIET
            case "unknown":
                return one.judgement.status is Status.NOT_KNOWN
        return True

    @property
    def data(self) -> dict[str, str | None]:
        """What is asked for, as programs read it."""
        show = self.show if self.show in SHOWS else None
        return {"show": show, "institution": self.whose or None, "item": self.item or None}

    def told(self, tracked: Tracked, schema: Schema) -> Iterator[tuple[str, str]]:
        """(label, words) of what is asked for."""
        if self.show in SHOWS:
            yield gettext("Which"), gettext(SHOWS[self.show])
        if self.whose:
            body = tracked.institution(self.whose)
            yield gettext("Whose"), name_of(body, tracked) if body else self.whose
        if self.item:
            named = (one for one in schema.items if one.key == self.item)
            words = next((f"{one.citation} {one.title}" for one in named), self.item)
            yield gettext("Item of Annex C"), words
