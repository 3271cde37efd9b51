"""Institutions as a work plan names them, matched to the plan's own register."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nap_tracker.content.tree import EntryContent
from nap_tracker.text.normalise import line

_WITH_ACRONYM = re.compile(r"(?P<name>[^()]{4,}?)\s*\((?P<acronym>[^()\s]{2,15})\)")
_ACRONYM_FIRST = re.compile(
    r"(?P<acronym>[A-Z][A-Z0-9&./-]{1,14})\s*(?:[:–—]|\s-\s|\()\s*(?P<name>[^()]{8,})\)?"
)
_ACRONYM = re.compile(r"[^\W\d_][\w&.-]{1,14}")
_ALWAYS = re.compile(r"\s*[;\n|•\uf0b7]\s*")
_PERHAPS = re.compile(r"\s*[,/+&]\s*|\s+(?:and|et|y)\s+")


@dataclass(slots=True)
class _Known:
    uid: str
    name: str
    acronym: str = ""
    is_new: bool = True


class Directory:
    """The plan's institutions by name and acronym; grows with every new one that is named."""

    def __init__(
        self, rows: Iterable[EntryContent], language: str, new_uid: Callable[[], str]
    ) -> None:
        self._language = language
        self._new_uid = new_uid
        self._known: dict[str, _Known] = {}
        self._new: list[_Known] = []
        for row in rows:
            known = _Known(row.uid, "", is_new=False)
            for field in ("acronym", "name"):
                for text in (row.answers.get(field) or {}).values():
                    self._known.setdefault(_key(text), known)

    def uids(self, cell: str) -> tuple[str, ...]:
        """The institutions a cell names, each once, in its order."""
        return tuple(dict.fromkeys(self._uid(name) for name in self._names(cell)))

    def joined(self, cell: str) -> tuple[str, ...]:
        """Names not met before that may be several institutions, but nothing shows how to part."""
        names = (name for name in self._names(cell) if re.search("[,/&+]", name))
        return tuple(name for name in names if not self._stands_alone(name))

    def new(self) -> list[tuple[str, dict[str, Any]]]:
        """Uid and answers of each institution the register did not have, in order of naming."""
        return [(known.uid, self._answers(known)) for known in self._new]

    def _names(self, cell: str) -> list[str]:
        """Commas and 'and' stand inside names too, so they part only acronyms and known names."""
        names = []
        for piece in _ALWAYS.split(cell):
            parts = [part for part in _PERHAPS.split(piece) if part]
            is_list = all(map(self._stands_alone, parts))
            names.extend(parts if is_list and _key(piece) not in self._known else [piece])
        return [name for raw in names if (name := line(raw).strip("-–•·. "))]

    def _stands_alone(self, text: str) -> bool:
        """Whether this is surely a whole name, not a part of one with a comma in it."""
        return (
            _is_acronym(text)
            or bool(_WITH_ACRONYM.fullmatch(text.strip()))
            or _key(text) in self._known
        )

    def _uid(self, text: str) -> str:
        match = _WITH_ACRONYM.fullmatch(text) or _ACRONYM_FIRST.fullmatch(text)
        name, acronym = (match["name"], match["acronym"]) if match else (text, "")
        keys = [_key(each) for each in (text, name, acronym) if each]
        known = next((self._known[key] for key in keys if key in self._known), None)
        if known is None:
            known = _Known(self._new_uid(), name)
            self._new.append(known)
        if acronym and known.is_new and not known.acronym:
            # Named by its acronym alone before, or for the first time now.
            known.name, known.acronym = name, acronym
        for key in keys:
            self._known.setdefault(key, known)
        return known.uid

    def _answers(self, known: _Known) -> dict[str, Any]:
        answers: dict[str, Any] = {"name": {self._language: known.name}}
        if known.acronym:
            answers["acronym"] = {self._language: known.acronym}
        return answers


def _is_acronym(text: str) -> bool:
    """At least two capitals and hardly a small letter: EPA-SL, MoM, DEEC."""
    capitals = sum(map(str.isupper, text))
    return bool(_ACRONYM.fullmatch(text)) and capitals >= 2 and capitals * 2 > len(text) - 2


def _key(text: str) -> str:
    """A name without case, accents, spacing, signs and the article in front."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = re.findall(r"\w+", bare.casefold())
    return " ".join(
        words[1:] if len(words) > 1 and words[0] in ("the", "le", "la", "les") else words
    )
