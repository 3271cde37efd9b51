"""What is known of a file while it is being read, shared by the readers of its parts."""

from __future__ import annotations

from typing import Final

from nap_tracker.imports.word.package import Package
from nap_tracker.imports.word.refusals import TOO_LONG, refuse
from nap_tracker.imports.word.styles import Numbering, Styles
from nap_tracker.imports.word.tree import CONTENTS, HIDDEN, LINK, Aside, Change

MAX_CHARACTERS: Final = 6_000_000
"""A plan of 360 pages has about one."""
MAX_ASIDES: Final = 5_000
_RUN_ON: Final = frozenset({CONTENTS, HIDDEN})
"""Met run by run, and listed as one."""
FOLLOWED: Final = ("http://", "https://", "mailto:")
"""Links that may stand in a plan; nothing here ever opens one."""


class Shelf:
    """The package, its styles, and everything found beside the running text."""

    def __init__(self, package: Package) -> None:
        self.package = package
        main = package.main
        self.styles = Styles(self._first(main, "styles"))
        self.numbering = Numbering(self._first(main, "numbering"), self.styles)
        self.changes: list[Change] = []
        self.asides: list[Aside] = []
        self.pictures: dict[str, str] = {}
        """Name of the part -> the name it goes by from here on."""
        self.languages: dict[str, int] = {}
        self.quotes: dict[str, tuple[str, int]] = {}
        """Comment id -> the words it is about, and where they stand."""
        self._quoting: dict[str, list[str]] = {}
        self.place = 0
        self._characters = 0
        self._open_change: tuple[str, str, str] | None = None

    def _first(self, part: str, kind: str) -> object:
        names = self.package.related(part, kind)
        return self.package.xml(names[0]) if names else None

    def next_place(self) -> int:
        """The number of the next paragraph or table."""
        self.place += 1
        return self.place

    def comment(self, comment_id: str, *, begins: bool) -> None:
        """The words a comment is about begin or end here."""
        if begins:
            self._quoting[comment_id] = []
        elif comment_id in self._quoting:
            words = "".join(self._quoting.pop(comment_id))
            self.quotes[comment_id] = (" ".join(words.split()), self.place)

    def count(self, text: str, language: str) -> None:
        """Look at how much text there is, and in which language most of it is."""
        for quoted in self._quoting.values():
            quoted.append(text)
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            raise refuse(TOO_LONG)
        if language:
            self.languages[language] = self.languages.get(language, 0) + len(text)

    def aside(self, kind: str, text: str, **more: str) -> None:
        """List what is no part of the running text."""
        if len(self.asides) >= MAX_ASIDES:
            raise refuse(TOO_LONG)
        last = self.asides[-1] if self.asides else None
        if last is not None and last.kind == kind and kind in _RUN_ON:
            joined = f"{last.text} {' '.join(text.split())}".strip()
            self.asides[-1] = last._replace(text=joined)
            return
        found = Aside(kind, " ".join(text.split()), self.place, **more)
        if found not in self.asides[-3:]:
            self.asides.append(found)

    def address(self, part: str, relation_id: str) -> str:
        """Where a link of a part leads, if it may be kept."""
        relation = self.package.relations(part).get(relation_id)
        return self.followed(relation.target) if relation and relation.is_outside else ""

    def followed(self, address: str) -> str:
        """The address, or nothing and a line in the list for one that may not be kept."""
        if address.lower().startswith(FOLLOWED):
            return address
        if address and not address.startswith("#"):
            self.aside(LINK, address)
        return ""

    def change(self, kind: str, author: str, date: str) -> int:
        """The number of a change; one that goes on from the change before it has the same."""
        key = (kind, author, date)
        if self._open_change != key:
            self.changes.append(Change(len(self.changes) + 1, *key))
            self._open_change = key
        return self.changes[-1].number

    def unchanged(self) -> None:
        """Words that nobody tracked stand here: whatever change follows is another one."""
        self._open_change = None
