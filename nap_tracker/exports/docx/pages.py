"""Paper, margins, and what stands at the head and foot of every page."""

from __future__ import annotations

from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.document_values import fixed
from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.grid import LANDSCAPE, PORTRAIT
from nap_tracker.exports.docx.inline import base_of, lines, mirrored, said
from nap_tracker.exports.docx.markup import field, paragraph, part, run, tabs
from nap_tracker.i18n import direction
from nap_tracker.i18n import gettext as _

SHORT_SIDE = 11906
LONG_SIDE = 16838
"""A4, in twentieths of a point."""
MARGIN = 1134
"""20 mm at either side."""
_PAGE, _PAGES = "\ue000", "\ue001"
"""Stand for the numbers while the words around them are translated."""


def section(
    desk: Desk, orientation: tree.Orientation, relations: dict[str, str], *, has_cover: bool
) -> str:
    """The properties of a stretch of pages; `relations` are the ids of its head and foot."""
    lies = orientation is tree.Orientation.LANDSCAPE
    across, down = (LONG_SIDE, SHORT_SIDE) if lies else (SHORT_SIDE, LONG_SIDE)
    turned = ' w:orient="landscape"' if lies else ""
    references = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{relations[kind + orientation]}"/>'
        for kind in ("header", "footer")
    )
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{across}" w:h="{down}"{turned}/>'
        f'<w:pgMar w:top="1474" w:right="{MARGIN}" w:bottom="1304" w:left="{MARGIN}" '
        'w:header="680" w:footer="567" w:gutter="0"/>'
        f"{'<w:titlePg/>' if has_cover else ''}{mirrored(desk.direction)}</w:sectPr>"
    )


def header(desk: Desk, document: tree.Document, orientation: tree.Orientation) -> bytes:
    """Whose plan it is, and the mark, as words that can be read and searched."""
    told = said(desk, tree.Text(document.running))
    marks = tuple(fixed(words, tree.Style.STRONG) for words in (document.mark,) if words)
    inside = told + run("\t") + lines(desk, marks)
    return part("hdr", _across(desk, inside, "Header", orientation, base_of(desk, None)))


def footer(desk: Desk, document: tree.Document, orientation: tree.Orientation) -> bytes:
    """For whom, which version, of when; and the page of how many."""
    inside = said(desk, fixed(document.foot)) + run("\t") + _page_of_pages(desk)
    return part("ftr", _across(desk, inside, "Footer", orientation, direction(document.spoken)))


def _across(desk: Desk, inside: str, style: str, orientation: tree.Orientation, base: str) -> str:
    room = LANDSCAPE if orientation is tree.Orientation.LANDSCAPE else PORTRAIT
    return paragraph(inside, style, mirrored(base), tabs(("right", room, "none")))


def _page_of_pages(desk: Desk) -> str:
    """'Page 3 of 120' in the order of words of the language."""
    told = _("Page %(page)s of %(pages)s", page=_PAGE, pages=_PAGES)
    parts: list[str] = []
    for piece in told.replace(_PAGE, f"\0{_PAGE}\0").replace(_PAGES, f"\0{_PAGES}\0").split("\0"):
        if piece == _PAGE:
            parts.append(field("PAGE", run("1")))
        elif piece == _PAGES:
            parts.append(field("NUMPAGES", run("1")))
        elif piece:
            parts.append(said(desk, fixed(piece)))
    return "".join(parts)
