"""Pictures and the words with them, as they are read."""

from __future__ import annotations

import re

from nap_tracker.text.flow import Fill, LineFlow
from nap_tracker.text.inline import tidy
from nap_tracker.text.normalise import composed
from nap_tracker.text.source import Node
from nap_tracker.text.styles import block_style
from nap_tracker.text.tree import Caption, Figure, Style, Table

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def pictures(node: Node) -> list[Node]:
    """The images of our own uploads in a node; any other has nothing to show."""
    return [each for each in node.walk() if each.tag == "img" and is_ours(each)]


def is_ours(image: Node) -> bool:
    """Whether an image names a file that was uploaded here."""
    return _FILE.fullmatch(image.get("data-file")) is not None


def picture(image: Node, style: Style, caption: Caption | None = None) -> Figure:
    """The figure of an image; a missing alternative text is an empty one."""
    alt = composed(tidy(image.get("alt")).strip(" "))
    return Figure(image.get("data-file"), alt, caption, style.lang, style.dir)


def take_caption(figure: Node) -> Node | None:
    """The first figcaption, taken out of its figure."""
    for around in figure.walk():
        for node in around.nodes():
            if node.tag == "figcaption":
                around.children.remove(node)
                return node
    return None


def caption_of(
    node: Node | None, style: Style, fill: Fill
) -> tuple[Caption | None, list[Table | Figure]]:
    """A caption, None where it says nothing; and what may not stand in one."""
    if node is None:
        return None, []
    inner = block_style(node, style)
    words = LineFlow(inner)
    for child in node.children:
        fill(child, inner, words)
    inlines = words.line()
    return Caption(inlines, inner.lang, inner.dir) if inlines else None, words.hoisted
