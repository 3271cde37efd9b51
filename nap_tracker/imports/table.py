"""A table of texts as it stands in a file, before anybody says what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nap_tracker.errors import InvalidFile
from nap_tracker.i18n import N_
from nap_tracker.imports.problems import Problem
from nap_tracker.text.normalise import RefusedCharacter, clean

MAX_BYTES = 10 * 2**20
MAX_ROWS = 10_000
MAX_COLUMNS = 200
"""A plan has a few hundred lines; what is larger is another kind of file, or an attack."""

TOO_LARGE = N_("The file is larger than %(limit)s MB.")
TOO_MANY_ROWS = N_("The sheet has more than %(limit)s rows.")
TOO_MANY_COLUMNS = N_("The sheet has more than %(limit)s columns.")
EMPTY = N_("The file holds no table.")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as texts, in NFC and without outer spaces."""

    number: int
    """As a spreadsheet program shows it, from 1."""
    cells: tuple[str, ...]
    typed: frozenset[int] = frozenset()
    """Columns whose text is a number of the file, in machine notation."""
    continued: frozenset[int] = frozenset()
    """Columns whose text stands in a merged cell that began in a row above."""
    is_band: bool = False
    """Whether its only text runs across the table in one merged cell."""

    def cell(self, column: int) -> str:
        """The text in a column; rows may be shorter than the table."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """Every row of one sheet of a file, headings included."""

    rows: tuple[Row, ...]
    name: str = ""
    names: tuple[str, ...] = ()
    """All sheets of the file."""
    encoding: str = ""
    delimiter: str = ""
    problems: tuple[Problem, ...] = field(default=())


def refuse(message: str, **params: object) -> InvalidFile:
    """The refusal of a whole file, to be raised."""
    return InvalidFile(message, params)


def texts_of(cells: Sequence[str], number: int) -> tuple[tuple[str, ...], list[Problem]]:
    """The cells in canonical form; one with control characters is blank and has a problem."""
    texts, problems = [], []
    for column, cell in enumerate(cells):
        try:
            texts.append(clean(_without_word_breaks(cell)).strip("\ufeff").strip())
        except RefusedCharacter as reason:
            texts.append("")
            code = reason.params["code"]
            problems.append(Problem("characters", row=number, column=column, params={"code": code}))
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts), problems


def _without_word_breaks(text: str) -> str:
    """Word's line break inside a paragraph is a vertical tab; here it is a line break."""
    return text.replace("\v", "\n") if "\v" in text else text
