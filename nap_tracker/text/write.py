"""The only writer of canonical HTML: attributes in one order, quoted; blocks side by side.

In what it writes '<' and '>' are always the ends of a tag, and `data-block` is always the first
attribute of a block at the top. Other modules rely on both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from nap_tracker.text.tree import (
    Block,
    Caption,
    Cell,
    Figure,
    Inline,
    Listing,
    Note,
    Para,
    Row,
    Segment,
    Style,
    Table,
)

_SOLIDUS = "\u0338"


class Around(NamedTuple):
    """The language and direction in force where something is written."""

    lang: str | None = None
    dir: str | None = None


_NOTHING = Around()


def write(blocks: Iterable[Block]) -> str:
    """Canonical HTML of whole blocks."""
    return "".join(block_html(block) for block in blocks)


def block_html(block: Block) -> str:
    """One block at the top of a text."""
    return _segment(block, _NOTHING)


def _segment(block: Block, around: Around) -> str:
    if isinstance(block, Para):
        inside = _inline(block.inlines, _inside(block))
        return f"<{block.kind}{_attributes(block, around)}>{inside}</{block.kind}>"
    if isinstance(block, Listing):
        return _listing(block, around)
    if isinstance(block, Table):
        return _table(block, around)
    return _figure(block, around)


def _listing(block: Listing, around: Around) -> str:
    here = _inside(block)
    items = "".join(
        f"<li{_language(item.lang, item.dir, here)}>{_flow(item.segments, _inside(item))}</li>"
        for item in block.items
    )
    return f"<{block.kind}{_attributes(block, around)}>{items}</{block.kind}>"


def _table(block: Table, around: Around) -> str:
    here = _inside(block)
    parts = [f"<table{_attributes(block, around)}>", _caption("caption", block.caption, here)]
    for tag, rows in (("thead", block.head), ("tbody", block.body)):
        if rows:
            inside = "".join(_row(row, here) for row in rows)
            parts.append(f"<{tag}>{inside}</{tag}>")
    return "".join(parts) + "</table>"


def _row(row: Row, around: Around) -> str:
    return f"<tr>{''.join(_cell(each, around) for each in row)}</tr>"


def _cell(cell: Cell, around: Around) -> str:
    spans = "".join(
        f' {name}="{number}"'
        for name, number in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if number > 1
    )
    scope = f' scope="{cell.scope}"' if cell.scope else ""
    start = f"<{cell.kind}{_language(cell.lang, cell.dir, around)}{spans}{scope}>"
    return f"{start}{_flow(cell.segments, _inside(cell))}</{cell.kind}>"


def _figure(block: Figure, around: Around) -> str:
    image = f'<img data-file="{_quoted(block.file)}" alt="{_quoted(block.alt)}">'
    caption = _caption("figcaption", block.caption, _inside(block))
    return f"<figure{_attributes(block, around)}>{image}{caption}</figure>"


def _caption(tag: str, caption: Caption | None, around: Around) -> str:
    if caption is None:
        return ""
    inside = _inline(caption.inlines, _inside(caption))
    return f"<{tag}{_language(caption.lang, caption.dir, around)}>{inside}</{tag}>"


def _flow(segments: Sequence[Segment], here: Around) -> str:
    """A lone first paragraph needs no tag of its own."""
    first = segments[0] if segments else None
    if not isinstance(first, Para) or sum(isinstance(each, Para) for each in segments) > 1:
        return "".join(_segment(each, here) for each in segments)
    if (first.lang, first.dir) != (here.lang, here.dir):
        return "".join(_segment(each, here) for each in segments)
    rest = "".join(_segment(each, here) for each in segments[1:])
    return _inline(first.inlines, here) + rest


def _inline(inlines: Sequence[Inline], here: Around) -> str:
    parts: list[str] = []
    plain = Style(lang=here.lang, dir=here.dir)
    open_marks: list[tuple[str, str]] = []
    for one in inlines:
        marks = [] if isinstance(one, Note) or one.style == plain else _marks(one.style, here)
        if marks or open_marks:
            kept = _common(open_marks, marks)
            parts += [f"</{tag}>" for tag, _start in reversed(open_marks[kept:])]
            parts += [start for _tag, start in marks[kept:]]
            open_marks = marks
        parts.append(_note(one, here) if isinstance(one, Note) else _escaped(one.text))
    parts += [f"</{tag}>" for tag, _start in reversed(open_marks)]
    return "".join(parts)


def _note(note: Note, here: Around) -> str:
    start = f'<span class="fn"{_language(note.lang, note.dir, here)}>'
    return f"{start}{_inline(note.runs, Around(note.lang, note.dir))}</span>"


def _marks(style: Style, here: Around) -> list[tuple[str, str]]:
    """The elements around a run, outermost first, as tag and start tag."""
    marks = []
    if style.href is not None:
        marks.append(("a", f'<a href="{_quoted(style.href)}">'))
    language = _language(style.lang, style.dir, here)
    if language:
        marks.append(("span", f"<span{language}>"))
    names = (style.strong and "strong", style.em and "em", style.shift)
    return marks + [(name, f"<{name}>") for name in names if name]


def _common(left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]) -> int:
    for count, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return count
    return min(len(left), len(right))


class _Placed(Protocol):
    """Anything that knows its language and direction."""

    @property
    def lang(self) -> str | None: ...
    @property
    def dir(self) -> str | None: ...


def _inside(part: _Placed) -> Around:
    return Around(part.lang, part.dir)


def _attributes(block: Block, around: Around) -> str:
    language = _language(block.lang, block.dir, around)
    return f' data-block="{block.id}"{language}' if block.id else language


def _language(lang: str | None, direction: str | None, around: Around) -> str:
    said = f' lang="{lang}"' if lang and lang != around.lang else ""
    return said + (f' dir="{direction}"' if direction and direction != around.dir else "")


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A stroke that combines would melt into the '>' before it when the HTML is composed (NFC).
    return f"&#824;{text[1:]}" if text.startswith(_SOLIDUS) else text


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;")
