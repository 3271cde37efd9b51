"""Cells as canonical answers of one row of a register, each checked by the last fence of values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from nap_tracker.annex_c.definitions import Field, Kind, Register
from nap_tracker.annex_c.schema import LANGUAGES, treaty
from nap_tracker.annex_c.values import problems
from nap_tracker.imports.columns import Column, plain
from nap_tracker.imports.lines import Book, Line
from nap_tracker.imports.problems import MESSAGES
from nap_tracker.imports.proposal import ProposedRow
from nap_tracker.text import normalise

_SAID: Mapping[str, str] = {
    "unfunded": "no funding; to be mobilised; gap; non finance; a mobiliser; a rechercher",
    "requested": "under negotiation; applied for; demande; sollicite; en negociation",
    "pledged": "committed; planned; promis; engage; annonce; prevu",
    "secured": "available; funded; confirmed; obtenu; acquis; disponible; finance; confirme",
    "spent": "disbursed; used; depense; decaisse",
    "national_budget": "government; state budget; etat; budget de l etat; gouvernement",
    "gef": "fem; global environment facility; fonds pour l environnement mondial",
    "private": "secteur prive",
    "in_kind": "en nature",
    "other": "autre; autres",
}
"""What people write in plans beside the labels themselves."""


@dataclass(slots=True)
class Answers:
    """A row of a register on its way: what was read, and what was written but is no answer."""

    register: Register
    uid: str
    line: Line
    book: Book
    language: str
    given: dict[str, Any] = field(default_factory=dict)
    unaccepted: dict[str, dict[str, Any]] = field(default_factory=dict)

    def words(self, field_id: str, text: str, column: Column) -> None:
        """A text in the file's language, on one line where the field has one line."""
        wanted = self.register.field(field_id)
        is_long = wanted.kind in (Kind.PARAGRAPH, Kind.LONGTEXT)
        tidy = normalise.paragraph(text) if is_long else normalise.line(text)
        if tidy:
            self.value(field_id, {self.language: tidy}, column)

    def choice(self, field_id: str, text: str, column: Column) -> None:
        """An option by its code or its label in any language of the treaty."""
        code = _codes(self.register.id, field_id).get(plain(text))
        if code:
            self.value(field_id, code, column)
        elif text:
            self.keep_beside(field_id, text, column, "option")

    def value(self, field_id: str, value: Any, column: Column) -> None:
        """A canonical value; one that the schema refuses is an error at its cell."""
        found = problems(self.register.field(field_id), value)
        for problem in found:
            place = self.line.place(column)
            self.book.error(problem.code, self.line.number, place, **problem.params)
        if not found:
            self.given[field_id] = value

    def keep_beside(self, field_id: str, text: str, column: Column, code: str) -> None:
        """What somebody wrote stays beside the field until somebody says what it means."""
        said = {"value": normalise.line(text)}
        self.book.warn(code, self.line.number, self.line.place(column), **said)
        self.unaccepted[field_id] = {"typed": text, "message": MESSAGES[code], "params": said}

    def row(self, position: int) -> ProposedRow:
        """The finished row."""
        return ProposedRow(
            self.register.id, self.uid, position, self.given, self.line.number, self.unaccepted
        )


@cache
def _codes(register: str, field_id: str) -> Mapping[str, str]:
    codes: dict[str, str] = {}
    for language in LANGUAGES:
        wanted: Field = treaty(language=language).register(register).field(field_id)
        for option in wanted.options:
            more = _SAID.get(option.code, "").split("; ")
            codes.update(
                dict.fromkeys((plain(option.code), plain(option.label), *more), option.code)
            )
    codes.pop("", None)
    return codes
