"""WordprocessingML as text: escaping, paragraphs, fields, bookmarks. Knows no plan."""

from __future__ import annotations

import re
from html import escape

NAMESPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{path}"'
    for prefix, path in (
        ("w", "wordprocessingml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
        ("wp", "drawingml/2006/wordprocessingDrawing"),
        ("a", "drawingml/2006/main"),
        ("pic", "drawingml/2006/picture"),
    )
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML cannot hold; the normaliser refuses it, but a file's name may have it."""
_LINES = re.compile(r"(\n|\t)")
_MARKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def escaped(text: str) -> str:
    """Words as they stand in XML, in an element or an attribute."""
    return escape(_FORBIDDEN.sub("", text))


def run(text: str, properties: str = "") -> str:
    """Words that share their properties; line breaks and tabs become Word's own."""
    inside = "".join(
        _MARKS.get(part) or f'<w:t xml:space="preserve">{escaped(part)}</w:t>'
        for part in _LINES.split(text)
        if part
    )
    return f"<w:r>{_wrapped('rPr', properties)}{inside}</w:r>" if inside else ""


def paragraph(inside: str, style: str = "", properties: str = "", before: str = "") -> str:
    """A paragraph; `before` are properties whose place is ahead of direction and alignment."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p>{_wrapped('pPr', named + before + properties)}{inside}</w:p>"


def field(instruction: str, result: str = "", *, properties: str = "", dirty: bool = False) -> str:
    """A field of Word with what it showed last."""
    return field_start(instruction, properties=properties, dirty=dirty) + result + FIELD_END


def field_start(instruction: str, *, properties: str = "", dirty: bool = False) -> str:
    """The beginning of a field whose result runs over several paragraphs."""
    inner = _wrapped("rPr", properties)
    stale = ' w:dirty="true"' if dirty else ""
    return (
        f'<w:r>{inner}<w:fldChar w:fldCharType="begin"{stale}/></w:r>'
        f'<w:r>{inner}<w:instrText xml:space="preserve"> {escaped(instruction)} '
        "</w:instrText></w:r>"
        f'<w:r>{inner}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def bookmarked(inside: str, name: str, number: int) -> str:
    """A place that links, contents and readers can name."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{inside}<w:bookmarkEnd w:id="{number}"/>'


def to_bookmark(inside: str, name: str) -> str:
    """A link within the document."""
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{inside}</w:hyperlink>'


def tabs(*stops: tuple[str, int, str]) -> str:
    """Tab stops: kind, place in twentieths of a point, leader."""
    inside = "".join(
        f'<w:tab w:val="{kind}" w:leader="{leader}" w:pos="{place}"/>'
        for kind, place, leader in stops
    )
    return f"<w:tabs>{inside}</w:tabs>"


def part(root: str, inside: str) -> bytes:
    """A whole part of the package."""
    return f"{DECLARATION}<w:{root} {NAMESPACES}>{inside}</w:{root}>".encode()


def _wrapped(name: str, inside: str) -> str:
    return f"<w:{name}>{inside}</w:{name}>" if inside else ""
