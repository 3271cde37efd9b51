"""Lists that Word pretends: paragraphs with a bullet typed before them, made real again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nap_tracker.text.source import Node

_LEVEL = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d)", re.IGNORECASE)
_MARKER = re.compile(r"mso-list\s*:\s*Ignore", re.IGNORECASE)
_NUMBERED = re.compile(r"\(?(?:\d+(?:\.\d+)*[.)]?|(?:[a-z]|[ivxlcdm]{2,6})[.)])", re.IGNORECASE)


def rebuild(root: Node) -> None:
    """Replace runs of such paragraphs by nested lists, in place."""
    for node in list(root.walk()):
        if any(_level(child) for child in node.nodes()):
            node.children = _Regrouped(node.children).parts


def is_marker(node: Node) -> bool:
    """Whether this is the bullet or number that Word typed, of a list or of a heading."""
    return _MARKER.search(node.get("style")) is not None


class _Regrouped:
    """Children with their pretended lists made real.

    `open` holds the lists around the last item: depth, list, item.
    """

    def __init__(self, children: Sequence[Node | str]) -> None:
        self.parts: list[Node | str] = []
        self.open: list[tuple[int, Node, Node]] = []
        for child in children:
            level = 0 if isinstance(child, str) else _level(child)
            if level and isinstance(child, Node):
                self._item(child, level)
            elif self.open and _goes_on(child):
                self.open[-1][2].children.append(child)
            else:
                self.open.clear()
                self.parts.append(child)

    def _item(self, paragraph: Node, level: int) -> None:
        kind = _kind(paragraph)
        while self.open and not self._fits(level, kind):
            self.open.pop()
        item = Node("li", {"dir": paragraph.get("dir")})
        item.children = paragraph.children
        if self.open and self.open[-1][0] == level:
            _level_now, around, _last = self.open.pop()
        else:
            around = Node(kind, {})
            if self.open:
                self.open[-1][2].children.append(around)
            else:
                self.parts.append(around)
        around.children.append(item)
        self.open.append((level, around, item))

    def _fits(self, level: int, kind: str) -> bool:
        last, around, _item = self.open[-1]
        return last < level or (last == level and around.tag == kind)


def _level(node: Node) -> int:
    """The depth of an item, 0 for any other paragraph."""
    found = _LEVEL.search(node.get("style")) if node.tag == "p" else None
    return int(found[1]) if found else 0


def _goes_on(child: Node | str) -> bool:
    """Blanks between items, and paragraphs of the list's style without a bullet of their own."""
    if isinstance(child, str):
        return not child.strip()
    return child.tag == "p" and "MsoListParagraph" in child.get("class")


def _kind(paragraph: Node) -> str:
    marker = next((node for node in paragraph.walk() if is_marker(node)), None)
    return "ol" if marker and _NUMBERED.fullmatch(marker.words().strip()) else "ul"
