"""HTML from anywhere as a tree of nodes: parsed by nh3, without scripts, of limited depth."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from typing import Final

import nh3

from nap_tracker.text.elements import BLOCKS, GONE, INLINE
from nap_tracker.text.normalise import refuse_controls
from nap_tracker.text.shallow import shallow

MAX_DEPTH: Final = 64

_TABLE = 4
"""A table needs room for its sections, rows and cells, or what is in them would be lost."""
_VOID = frozenset(("br", "hr", "img"))
_ATTRIBUTES = {
    "*": {"class", "data-block", "dir", "id", "lang", "style"},
    "a": {"href", "name"},
    "img": {"alt", "data-file"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_READER = nh3.Cleaner(
    tags=set(INLINE | BLOCKS),
    clean_content_tags=set(GONE),
    attributes=_ATTRIBUTES,
    link_rel=None,
    url_schemes={"http", "https", "mailto"},
)
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s=">]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r' ([^\s=">]+)="([^"]*)"')


class Node:
    """An element; a child is a node or a string of text. It does not know its parent, so that a
    tree is gone as soon as nobody holds it."""

    __slots__ = ("attrs", "children", "tag")

    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag = tag
        self.attrs = attrs
        self.children: list[Node | str] = []

    def get(self, name: str) -> str:
        """An attribute, '' where it is absent."""
        return self.attrs.get(name, "")

    def nodes(self) -> Iterator[Node]:
        """The children that are elements."""
        return (child for child in self.children if isinstance(child, Node))

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in document order."""
        ahead = [self]
        while ahead:
            node = ahead.pop()
            yield node
            ahead.extend(child for child in reversed(node.children) if isinstance(child, Node))

    def words(self) -> str:
        """The text below this node."""
        return "".join(c if isinstance(c, str) else c.words() for c in self.children)


def foreign(html: str) -> Node:
    """The tree of HTML that nobody vouches for. Raises RefusedCharacter, also for references.

    For a character written as a reference the position counts in the parsed text.
    """
    refuse_controls(html)
    clean = _READER.clean(shallow(html))
    refuse_controls(clean)
    return own(clean)


def own(html: str) -> Node:
    """The tree of canonical HTML, or of what nh3 wrote: every tag is closed, every value quoted."""
    root = Node("", {})
    around = [root]
    too_deep = 0
    for end, tag, attributes, text in _TOKEN.findall(html):
        if text:
            around[-1].children.append(entities.unescape(text) if "&" in text else text)
        elif end and too_deep:
            too_deep -= 1
        elif end:
            around.pop()
        elif tag in _VOID:
            around[-1].children.append(Node(tag, _attributes(attributes)))
        elif len(around) > (MAX_DEPTH - _TABLE if tag == "table" else MAX_DEPTH):
            too_deep += 1
            around[-1].children.append(" ")
        else:
            node = Node(tag, _attributes(attributes))
            around[-1].children.append(node)
            around.append(node)
    return root


def _attributes(written: str) -> dict[str, str]:
    if not written:
        return {}
    pairs = _ATTRIBUTE.findall(written)
    return {name: entities.unescape(value) if "&" in value else value for name, value in pairs}
