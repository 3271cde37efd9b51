"""Tables of Word: a grid of columns, header rows that repeat, cells over several columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nap_tracker.exports.docx.markup import escaped, paragraph

PORTRAIT = 9638
"""Twentieths of a point between the margins of an A4 page: 170 mm."""
LANDSCAPE = 14570
"""The same on a page that lies on its side: 257 mm."""
DATA = "GridTable1Light"
FACTS = "TableGridLight"
BLANK = "<w:p/>"
Hanging = dict[int, tuple[int, int]]
"""By column: rows that a cell from above still covers, and how many columns."""


@dataclass(frozen=True, slots=True)
class Box:
    """One cell: its paragraphs, and how far it reaches."""

    inside: str
    across: int = 1
    down: int = 1
    """Rows it covers, itself included."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row."""

    boxes: tuple[Box, ...]
    is_head: bool = False
    """Repeated at the top of each page."""
    breaks: bool = False
    """Whether it may run over the end of a page."""


def table(
    lines: Sequence[Line],
    shares: Sequence[float],
    *,
    style: str = DATA,
    room: int = PORTRAIT,
    mirrored: bool = False,
    head_column: bool = False,
    title: str = "",
) -> str:
    """A table whose columns share the room as they are told to, in per cent."""
    widths = _widths(shares, room)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_rows(lines, widths))
    has_head = any(line.is_head for line in lines)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'{"<w:bidiVisual/>" if mirrored else ""}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{_look(has_head, head_column)}" w:firstRow="{int(has_head)}" '
        f'w:lastRow="0" w:firstColumn="{int(head_column)}" w:lastColumn="0" w:noHBand="1" '
        'w:noVBand="1"/>'
        f"{_title(title)}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def filled(inside: str) -> str:
    """The content of a cell: it always ends with a paragraph."""
    return inside if inside.endswith(("</w:p>", BLANK)) else inside + BLANK


def one_line(inside: str, properties: str = "") -> str:
    """A cell of a single paragraph."""
    return paragraph(inside, properties=properties) if inside or properties else BLANK


def _widths(shares: Sequence[float], room: int) -> list[int]:
    total = sum(shares) or 1
    widths = [max(1, round(room * share / total)) for share in shares]
    widths[-1] += room - sum(widths)
    return widths


def _look(has_head: bool, head_column: bool) -> str:
    return f"{0x0600 | (0x20 if has_head else 0) | (0x80 if head_column else 0):04X}"


def _title(title: str) -> str:
    """What a screen reader says of the table before it reads it."""
    return f'<w:tblCaption w:val="{escaped(title[:250])}"/>' if title else ""


def _rows(lines: Sequence[Line], widths: Sequence[int]) -> Iterable[str]:
    hanging: Hanging = {}
    for line in lines:
        cells, hanging = _cells(line, hanging, widths)
        yield f"<w:tr>{_row_properties(line)}{cells}</w:tr>"


def _cells(line: Line, hanging: Hanging, widths: Sequence[int]) -> tuple[str, Hanging]:
    """The cells of a row between those that reach into it from above."""
    cells: list[str] = []
    below: Hanging = {}
    place = 0
    for box in (*line.boxes, None):
        while place in hanging:
            rows, across = hanging[place]
            cells.append(_cell(BLANK, widths, place, across, "<w:vMerge/>"))
            if rows > 1:
                below[place] = (rows - 1, across)
            place += across
        if box is None or place >= len(widths):
            break
        across = min(box.across, len(widths) - place)
        merge = '<w:vMerge w:val="restart"/>' if box.down > 1 else ""
        cells.append(_cell(filled(box.inside), widths, place, across, merge))
        if box.down > 1:
            below[place] = (box.down - 1, across)
        place += across
    if place < len(widths):
        cells.append(_cell(BLANK, widths, place, len(widths) - place, ""))
    return "".join(cells), below


def _row_properties(line: Line) -> str:
    inside = ("" if line.breaks else "<w:cantSplit/>") + ("<w:tblHeader/>" if line.is_head else "")
    return f"<w:trPr>{inside}</w:trPr>" if inside else ""


def _cell(inside: str, widths: Sequence[int], place: int, across: int, merge: str) -> str:
    width = sum(widths[place : place + across])
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>{inside}</w:tc>'
