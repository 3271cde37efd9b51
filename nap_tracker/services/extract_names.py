"""What activities, items of the treaty, sources and states of money are called in a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.content.tracked import Tracked
from nap_tracker.i18n import chosen, gettext
from nap_tracker.services.activity_names import GONE, named


@dataclass(frozen=True, slots=True)
class Names:
    """Of one plan, in the language in force; what the plan wrote stays in its own."""

    tracked: Tracked
    schema: Schema

    def activity(self, uid: str | None) -> str | None:
        """Number and statement; None for the plan as a whole."""
        if uid is None:
            return None
        one = self.tracked.activity(uid)
        if one is None:
            return gettext(GONE)
        return named(one.number, one.statement, self.tracked.language)

    def item(self, key: str | None) -> str:
        named = (one for one in self.schema.items if one.key == key)
        words = next((f"{one.citation} {one.title}" for one in named), key)
        return words or gettext("No item")

    def items(self, keys: Iterable[str]) -> str | None:
        return ", ".join(map(self.item, keys)) or None

    def line(self, uid: str | None) -> str | None:
        """Of a budget line; None where none is meant."""
        one = self.tracked.line(uid or "")
        if one is None:
            return None
        words = chosen(one.description, self.tracked.language)
        return words or gettext("The activity as a whole")

    def source_type(self, code: str | None) -> str | None:
        return self._option("source_type", code)

    def funding_status(self, code: str | None) -> str | None:
        return self._option("funding_status", code)

    def _option(self, field: str, code: str | None) -> str | None:
        options = self.schema.register("budget_line").field(field).options
        return next((one.label for one in options if one.code == code), code)
