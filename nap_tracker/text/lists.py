"""Lists as they are read, well nested or not."""

from __future__ import annotations

from collections.abc import Sequence

from nap_tracker.text.elements import INLINE
from nap_tracker.text.flow import Fill, ItemFlow
from nap_tracker.text.segments import item, listing
from nap_tracker.text.source import Node
from nap_tracker.text.styles import block_style
from nap_tracker.text.tree import Figure, Item, Listing, Style, Table


def read_list(
    node: Node, style: Style, fill: Fill, depth: int
) -> tuple[Listing | None, list[Table | Figure]]:
    """The list, None where it has no words; and what may not stand in a list."""
    items: list[Item] = []
    hoisted: list[Table | Figure] = []
    for parts in _points(node):
        flow = ItemFlow(style, depth)
        made = _item(parts, style, fill, flow)
        items += [made] if made is not None else []
        hoisted += flow.hoisted
    return (listing(node.tag, items, style) if items else None), hoisted


def _points(node: Node) -> list[list[Node | str]]:
    """What belongs to each item; what stands between items without being one, a list or a bit of
    text, belongs to the one before it."""
    points: list[list[Node | str]] = []
    for child in node.children:
        goes_on = isinstance(child, str) or child.tag in INLINE or child.tag in ("ul", "ol")
        if points and goes_on:
            points[-1].append(child)
        elif not isinstance(child, str) or child.strip(" \t\n\r"):
            points.append([child])
    return points


def _item(parts: Sequence[Node | str], style: Style, fill: Fill, flow: ItemFlow) -> Item | None:
    first = parts[0]
    if isinstance(first, Node) and first.tag == "li":
        style = flow.base = block_style(first, style)
        flow.end()
        _fill_all(first.children, style, fill, flow)
        parts = parts[1:]
    _fill_all(parts, style, fill, flow)
    return item(flow.blocks, style)


def _fill_all(parts: Sequence[Node | str], style: Style, fill: Fill, flow: ItemFlow) -> None:
    for part in parts:
        fill(part, style, flow)
    flow.end()
