"""Rows of one register from a table whose columns somebody named: plain words, options, dates."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from nap_tracker.annex_c.definitions import Field, Kind, Register
from nap_tracker.annex_c.schema import LANGUAGES, treaty
from nap_tracker.annex_c.values import problems
from nap_tracker.content.tree import EntryContent
from nap_tracker.imports.columns import plain
from nap_tracker.imports.problems import MESSAGES
from nap_tracker.imports.proposal import ProposedRow
from nap_tracker.imports.sheet import Sheet
from nap_tracker.text import normalise
from nap_tracker.text.html import sanitise
from nap_tracker.text.identity import seeded

REGISTERS: Final = (
    "institution",
    "stakeholder",
    "instrument",
    "consultation",
    "acronym",
    "term",
    "objective",
    "region",
)
"""Registers a table can become rows of; a work plan has a way of its own."""
WORDED: Final = frozenset({Kind.TEXT, Kind.PARAGRAPH, Kind.PLACE, Kind.LONGTEXT})
TAKEN: Final = WORDED | {Kind.CHOICE, Kind.DATE, Kind.NUMBER, Kind.YESNO}
"""Kinds of fields a cell can answer."""
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_YES: Final = frozenset({"yes", "oui", "y", "o", "x", "true", "1", "si", "sim"})
_NO: Final = frozenset({"no", "non", "n", "false", "0", "nao"})
_ALIKE: Final[Mapping[str, str]] = {
    "name": "name; nom; institution; organisation; organization; stakeholder; structure; acteur"
    "; partie prenante; title; titre; intitule; body; agency",
    "acronym": "acronym; sigle; acronyme; abbreviation",
    "short": "acronym; sigle; acronyme; abbreviation; abreviation",
    "meaning": "meaning; definition; signification; full name; developpe",
    "role": "role; roles; roles and responsibilities; responsibility; mandate; mandat; fonction",
    "type": "type; kind; category; categorie; nature",
    "statement": "statement; objective; objectif; goal; enonce",
    "title": "title; titre; law; loi; texte; instrument; name; intitule; activity",
}
"""What people call the columns of such tables, in English and French."""


@dataclass(frozen=True, slots=True)
class RegisterRows:
    """What a table would add to one register."""

    rows: tuple[ProposedRow, ...]
    known: tuple[str, ...] = ()
    """Names the register has already; their rows are not repeated."""
    unread: int = 0
    """Rows without a name: nothing could say what they are."""


def fields_of(register: Register) -> tuple[Field, ...]:
    """The fields a column can be read into."""
    return tuple(field for field in register.fields if field.kind in TAKEN)


def guess(register: Register, headers: Sequence[str]) -> dict[int, str]:
    """Field by place of the column, for the headings that are understood."""
    found: dict[int, str] = {}
    names = _names(register.id)
    for exact in (True, False):
        for place, header in enumerate(headers):
            bare = plain(header)
            for field in fields_of(register):
                if place in found or field.id in found.values():
                    continue
                known = names[field.id]
                if bare in known or (not exact and any(f" {n} " in f" {bare} " for n in known)):
                    found[place] = field.id
    return dict(sorted(found.items()))


def propose(
    sheet: Sheet,
    register: Register,
    columns: Mapping[int, str],
    *,
    language: str,
    existing: Iterable[EntryContent],
    new_uid: Callable[[], str],
) -> RegisterRows:
    """The rows; names the register has already are not repeated. Nothing is stored."""
    present = {
        plain(text)
        for row in existing
        for text in (row.answers.get(register.label_field) or {}).values()
    }
    rows: list[ProposedRow] = []
    known: list[str] = []
    unread = 0
    for row in sheet.rows:
        given, beside = _answers(row.cells, register, columns, language)
        name = (given.get(register.label_field) or {}).get(language, "")
        if not name:
            unread += bool(given or beside)
        elif plain(name) in present:
            known.append(name)
        else:
            present.add(plain(name))
            made = ProposedRow(register.id, new_uid(), len(rows) + 1, given, row.number, beside)
            rows.append(made)
    return RegisterRows(tuple(rows), tuple(known), unread)


def _answers(
    cells: Sequence[str], register: Register, columns: Mapping[int, str], language: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Canonical answers, and what is written but is no answer to its field as it is."""
    given: dict[str, Any] = {}
    beside: dict[str, Any] = {}
    for place, field_id in columns.items():
        text = cells[place] if place < len(cells) else ""
        if not text:
            continue
        field = register.field(field_id)
        value = _value(field, text, register.id, language)
        if value is None or problems(field, value):
            said = {"value": normalise.line(text)}
            code = "date" if field.kind is Kind.DATE else "option"
            beside[field_id] = {"typed": text, "message": MESSAGES[code], "params": said}
        else:
            given[field_id] = value
    return given, beside


def _value(field: Field, text: str, register: str, language: str) -> Any:
    if field.kind is Kind.LONGTEXT:
        paragraphs = "".join(f"<p>{html.escape(each)}</p>" for each in text.split("\n") if each)
        return {language: sanitise(paragraphs, new_id=seeded(text))}
    if field.kind in WORDED:
        tidy = normalise.paragraph if field.kind is Kind.PARAGRAPH else normalise.line
        return {language: tidy(text)}
    if field.kind is Kind.CHOICE:
        return _codes(register, field.id).get(plain(text))
    if field.kind is Kind.NUMBER:
        digits = re.sub(r"[\s\u00a0\u202f,.']", "", text)
        return {"value": digits} if digits.isascii() and digits.isdecimal() else None
    if field.kind is Kind.YESNO:
        return True if plain(text) in _YES else False if plain(text) in _NO else None
    return _date(text)


def _date(text: str) -> str | None:
    found = _DAY_FIRST.fullmatch(text)
    if found and int(found[1]) > 12 >= int(found[2]):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return text if _DATE.fullmatch(text) else None


@cache
def _codes(register: str, field_id: str) -> Mapping[str, str]:
    codes: dict[str, str] = {}
    for language in LANGUAGES:
        for option in treaty(language=language).register(register).field(field_id).options:
            codes |= {plain(option.code): option.code, plain(option.label): option.code}
    return codes


@cache
def _names(register: str) -> Mapping[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for field in treaty(language=language).register(register).fields:
            more = {name.strip() for name in _ALIKE.get(field.id, "").split(";") if name.strip()}
            names.setdefault(field.id, set()).update({plain(field.label), *more})
    return {field: frozenset(known) for field, known in names.items()}
