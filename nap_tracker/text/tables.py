"""Tables brought into their one form: caption, head, body, header cells with a scope."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nap_tracker.text.figures import caption_of
from nap_tracker.text.flow import Fill, Flow
from nap_tracker.text.segments import holder, inside
from nap_tracker.text.source import Node
from nap_tracker.text.styles import block_style
from nap_tracker.text.tree import Cell, Figure, Row, Style, Table

_SECTIONS = ("thead", "tbody", "tfoot")
_WIDEST = 100
_NUMBER = re.compile(r"[0-9]{1,3}")
_ROW_SCOPES = frozenset(("row", "rowgroup"))
_SCOPES = _ROW_SCOPES | {"col", "colgroup"}


def read_table(node: Node, style: Style, fill: Fill) -> tuple[Table | None, list[Table | Figure]]:
    """The table, None where there is nothing in it; and what may not stand in a table."""
    hoisted: list[Table | Figure] = []
    parts = list(node.nodes())
    named = next((each for each in parts if each.tag == "caption"), None)
    caption, moved = caption_of(named, style, fill)
    hoisted += moved
    sections = {name: [each for each in parts if each.tag == name] for name in _SECTIONS}
    head, body, foot = (
        [row for each in found for row in _rows(each, style, fill, hoisted)]
        for found in sections.values()
    )
    head, body = _with_head(head, body + foot)
    rows = head + body
    is_blank = caption is None and not any(cell.segments for row in rows for cell in row)
    if not rows or (is_blank and hoisted):
        return None, hoisted
    made = (_finished(head, "col"), _finished(body, "row"))
    return Table(caption, *made, lang=style.lang, dir=style.dir), hoisted


def _rows(
    section: Node, style: Style, fill: Fill, hoisted: list[Table | Figure]
) -> Iterator[list[Cell]]:
    """Rows that have cells."""
    style = block_style(section, style)
    for row in (each for each in section.nodes() if each.tag == "tr"):
        inner = block_style(row, style)
        found = (each for each in row.nodes() if each.tag in ("td", "th"))
        cells = [_cell(each, inner, fill, hoisted) for each in found]
        if cells:
            yield cells


def _cell(node: Node, style: Style, fill: Fill, hoisted: list[Table | Figure]) -> Cell:
    style = block_style(node, style)
    flow = Flow(style)
    for child in node.children:
        fill(child, style, flow)
    flow.end()
    hoisted += flow.hoisted
    scope = node.get("scope").lower()
    made = Cell(
        node.tag,
        inside(flow.blocks, style),
        style.lang,
        style.dir,
        scope=scope if scope in _SCOPES else "",
        colspan=_span(node.get("colspan")),
        rowspan=_span(node.get("rowspan")),
    )
    return holder(made)


def _span(given: str) -> int:
    return min(max(1, int(given)), _WIDEST) if _NUMBER.fullmatch(given) else 1


def _with_head(
    head: list[list[Cell]], body: list[list[Cell]]
) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """Rows of nothing but headers at the top are the head, where the table names none."""
    if head:
        return head, body
    count = 0
    while count < len(body) and all(
        cell.kind == "th" and cell.scope not in _ROW_SCOPES for cell in body[count]
    ):
        count += 1
    if count == len(body):
        count = min(count, 1)
    return body[:count], body[count:]


def _finished(rows: Sequence[Sequence[Cell]], scope: str) -> tuple[Row, ...]:
    """Cells of a head or body with their kind and scope; no cell reaches below the last row."""
    return tuple(
        tuple(_clipped(_headed(cell, scope), len(rows) - index) for cell in row)
        for index, row in enumerate(rows)
    )


def _clipped(cell: Cell, rows_left: int) -> Cell:
    return cell._replace(rowspan=rows_left) if cell.rowspan > rows_left else cell


def _headed(cell: Cell, scope: str) -> Cell:
    """Word marks repeated header rows without making their cells headers; here they are."""
    if cell.kind == "td" and not (scope == "col" and cell.segments):
        return cell._replace(scope="") if cell.scope else cell
    return cell._replace(kind="th", scope=cell.scope or scope)
