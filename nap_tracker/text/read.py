"""The one reader: nodes become canonical blocks, whatever they came from."""

from __future__ import annotations

import re
from collections.abc import Callable

from nap_tracker.text.elements import INLINE
from nap_tracker.text.figures import caption_of, is_ours, picture, pictures, take_caption
from nap_tracker.text.flow import Flow, NoteFlow, TopFlow
from nap_tracker.text.lists import read_list
from nap_tracker.text.source import Node, own
from nap_tracker.text.styles import block_style, styled
from nap_tracker.text.tables import read_table
from nap_tracker.text.tree import Block, Note, Style

_BLOCK_ID = re.compile(r"[a-z0-9]{8}")
_KINDS = {"p": "p", "h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h5"}


def read(html: str) -> list[Block]:
    """The blocks of canonical HTML."""
    return blocks(own(html))


def blocks(root: Node) -> list[Block]:
    """The blocks of a tree from anywhere; an id may be missing or stand twice."""
    flow = TopFlow(Style())
    _children(root, Style(), flow)
    flow.end()
    return flow.blocks


def block_id(node: Node) -> str | None:
    """The id a block carries, None where it has none of our form."""
    given = node.get("data-block")
    return given if _BLOCK_ID.fullmatch(given) else None


def _children(node: Node, style: Style, flow: Flow) -> None:
    for child in node.children:
        _part(child, style, flow)


def _part(part: Node | str, style: Style, flow: Flow) -> None:
    if isinstance(part, str):
        flow.text(part, style)
    elif part.tag in _READERS:
        _READERS[part.tag](part, style, flow)
    elif part.tag in INLINE:
        _children(part, styled(part, style), flow)
    else:
        _wrapper(part, style, flow)


def _wrapper(node: Node, style: Style, flow: Flow) -> None:
    """An element that is not kept; it only parts what is before it from what is behind it."""
    inner = block_style(node, style)
    outer, flow.base = flow.base, inner
    flow.end()
    _children(node, inner, flow)
    flow.base = outer
    flow.end()


def _paragraph(node: Node, style: Style, flow: Flow) -> None:
    inner = block_style(node, style)
    flow.begin(_KINDS[node.tag], inner, block_id(node))
    _children(node, inner, flow)
    flow.end()


def _break(_node: Node, _style: Style, flow: Flow) -> None:
    flow.break_line()


def _rule(_node: Node, _style: Style, flow: Flow) -> None:
    flow.end()


def _deleted(_node: Node, _style: Style, _flow: Flow) -> None:
    """What tracked changes have removed is no text of the document."""


def _span(node: Node, style: Style, flow: Flow) -> None:
    inner = styled(node, style)
    if "fn" not in node.get("class").split():
        _children(node, inner, flow)
        return
    plain = Style(lang=inner.lang, dir=inner.dir)
    words = NoteFlow(plain)
    _children(node, plain, words)
    runs = words.runs()
    if runs:
        flow.note(Note(runs, plain.lang, plain.dir))
    flow.add_all(words.hoisted)


def _list(node: Node, style: Style, flow: Flow) -> None:
    if not flow.takes_lists:
        _wrapper(node, style, flow)
        return
    made, hoisted = read_list(node, block_style(node, style), _part, flow.depth + 1)
    if made is not None:
        flow.add(made._replace(id=block_id(node)))
    flow.add_all(hoisted)


def _table(node: Node, style: Style, flow: Flow) -> None:
    made, hoisted = read_table(node, block_style(node, style), _part)
    if made is not None:
        flow.add(made._replace(id=block_id(node)))
    elif not hoisted:
        _wrapper(node, style, flow)
    flow.add_all(hoisted)


def _figure(node: Node, style: Style, flow: Flow) -> None:
    """The first picture gets the caption; whatever else stands in a figure follows it."""
    inner = block_style(node, style)
    images = pictures(node)
    caption, hoisted = caption_of(take_caption(node) if images else None, inner, _part)
    for image in images:
        flow.add(picture(image, inner, caption)._replace(id=block_id(node)))
        caption = None
        image.attrs.clear()
    flow.add_all(hoisted)
    _wrapper(node, style, flow)


def _image(node: Node, style: Style, flow: Flow) -> None:
    if is_ours(node):
        flow.add(picture(node, style))


_READERS: dict[str, Callable[[Node, Style, Flow], None]] = {
    **dict.fromkeys(_KINDS, _paragraph),
    "br": _break,
    "del": _deleted,
    "figure": _figure,
    "hr": _rule,
    "img": _image,
    "ol": _list,
    "span": _span,
    "table": _table,
    "ul": _list,
}
