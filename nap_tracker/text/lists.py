"""Lists as they are read, well nested or not."""

from __future__ import annotations

from collections.abc import Sequence

from nap_tracker.text.flow import Fill, ItemFlow
from nap_tracker.text.segments import holder, inside, listing
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
        items += _item(parts, style, fill, flow)
        hoisted += flow.hoisted
    return (listing(node.tag, items, style) if items else None), hoisted


def _points(node: Node) -> list[list[Node | str]]:
    """What belongs to each item; a list that stands between items belongs to the one before it."""
    points: list[list[Node | str]] = []
    for child in node.children:
        if isinstance(child, str) and not child.strip(" \t\n\r"):
            continue
        if points and isinstance(child, Node) and child.tag in ("ul", "ol"):
            points[-1].append(child)
        else:
            points.append([child])
    return points


def _item(parts: Sequence[Node | str], style: Style, fill: Fill, flow: ItemFlow) -> list[Item]:
    first = parts[0]
    if isinstance(first, Node) and first.tag == "li":
        style = flow.base = block_style(first, style)
        flow.end()
        parts = [*first.children, *parts[1:]]
    for part in parts:
        fill(part, style, flow)
    flow.end()
    segments = inside(flow.blocks, style)
    return [holder(Item(segments, style.lang, style.dir))] if segments else []
