"""A table of a text as rows and columns of words, for what reads spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from nap_tracker.imports.sheet import Sheet
from nap_tracker.imports.table import Row, texts_of
from nap_tracker.text.html import sanitise
from nap_tracker.text.identity import seeded
from nap_tracker.text.plain import to_text
from nap_tracker.text.read import read
from nap_tracker.text.tree import Cell, Table
from nap_tracker.text.write import write

_BAND = 3
"""A text merged over as many columns is a heading across the table."""


def sheet_of(html: str, name: str = "") -> Sheet | None:
    """The table with its heading row and what stands below it; None where there are no rows."""
    canonical = sanitise(html, new_id=seeded("grid"))
    table = next((block for block in read(canonical) if isinstance(block, Table)), None)
    if table is None:
        return None
    rows = list(_rows(table))
    if len(rows) < 2:
        return None
    head = max(1, len(table.head))
    below = tuple(row for row in rows[head:] if any(row.cells))
    width = max(len(row.cells) for row in rows)
    headers = tuple(
        " ".join(dict.fromkeys(r.cell(at) for r in rows[:head] if r.cell(at)))
        for at in range(width)
    )
    return Sheet(name, "", (), headers, head, below)


def _rows(table: Table) -> Iterator[Row]:
    """Merged cells are filled downwards; across, a text stands in the first column only."""
    above: dict[int, tuple[int, str]] = {}
    for number, cells in enumerate((*table.head, *table.body), 1):
        texts: dict[int, str] = {}
        continued: set[int] = set()
        place, widest = 0, 0
        for cell in cells:
            place = _free(place, above, texts, continued)
            words = _words(cell)
            texts[place] = words
            if words:
                widest = max(widest, cell.colspan)
            for column in range(place, place + cell.colspan):
                above[column] = (cell.rowspan, words if column == place else "")
            place += cell.colspan
        _free(place, above, texts, continued)
        above = {at: (left - 1, said) for at, (left, said) in above.items() if left > 1}
        line = [texts.get(at, "") for at in range(max(texts, default=-1) + 1)]
        said, _ = texts_of(line, number)
        is_band = widest >= _BAND and sum(map(bool, said)) == 1
        yield Row(number, said, continued=frozenset(continued), is_band=is_band)


def _free(
    place: int, above: dict[int, tuple[int, str]], texts: dict[int, str], continued: set[int]
) -> int:
    """The next column that no cell from above covers."""
    while place in above and place not in texts and above[place][0] > 0:
        texts[place] = above[place][1]
        continued.add(place)
        place += 1
    return place


def _words(cell: Cell) -> str:
    """The words of a cell, a line a paragraph."""
    return to_text(write(cell.segments))
