"""The contents and the lists of tables and figures: fields of Word, with their lines in place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.document_values import fixed
from nap_tracker.exports.docx import captions
from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.inline import mirrored, said
from nap_tracker.exports.docx.markup import (
    FIELD_END,
    field,
    field_start,
    paragraph,
    run,
    to_bookmark,
)
from nap_tracker.i18n import gettext as _

ADDRESSED = "annex-c"
"""Anchor of the table that leads from Annex C into the plan."""


def contents(desk: Desk, document: tree.Document) -> str:
    """All three, on pages of their own; a list of nothing is left out, and all of them where this
    copy shows no section."""
    headings = [_heading(desk, one) for one in document.headings if one.listed]
    if document.addressed:
        title = fixed(_("Where each item of Annex C is addressed"))
        headings.append(_entry(desk, 1, said(desk, title), ADDRESSED))
    if not headings:
        return ""
    parts = [_title(desk, _("Contents"), before="<w:pageBreakBefore/>")]
    parts.append(
        _gallery("Table of Contents", _filled(desk, headings, 'TOC \\o "1-3" \\h \\z \\u'))
    )
    for title_, counter, found in (
        (_("Tables"), captions.TABLE, document.tables),
        (_("Figures"), captions.FIGURE, document.figures),
    ):
        if found:
            listed = [_caption(desk, one) for one in found]
            parts.append(_title(desk, title_))
            parts.append(_filled(desk, listed, f'TOC \\h \\z \\c "{counter}"'))
    return "".join(parts)


def page_of(desk: Desk, anchor: str) -> str:
    """The page a place is on: a field, since only Word knows where it puts things."""
    return field(f"PAGEREF {desk.bookmark(anchor)} \\h", run("\u2026"), dirty=True)


def _title(desk: Desk, words: str, before: str = "") -> str:
    return paragraph(said(desk, fixed(words)), "TOCHeading", mirrored(desk.direction), before)


def _heading(desk: Desk, heading: tree.Heading) -> tuple[str, str]:
    number = run(f"{heading.number} ") if heading.number else ""
    return _entry(desk, heading.level, number + said(desk, heading.title), heading.anchor)


def _entry(desk: Desk, level: int, inside: str, anchor: str) -> tuple[str, str]:
    """Style and runs of a line."""
    return f"TOC{level}", _leading(desk, inside, anchor)


def _caption(desk: Desk, block: captions.Captioned) -> tuple[str, str]:
    label = run(f"{block.number} ") + captions.words(desk, block)
    return "TableofFigures", _leading(desk, label, block.anchor)


def _leading(desk: Desk, inside: str, anchor: str) -> str:
    return to_bookmark(inside, desk.bookmark(anchor))


def _filled(desk: Desk, entries: Sequence[tuple[str, str]], instruction: str) -> str:
    """The lines between the two ends of one field. It is marked as out of date, so that Word offers
    to bring it up to date, with the numbers of its own pages, when the file is opened."""
    return "".join(_lines(desk, entries, field_start(instruction, dirty=True)))


def _lines(desk: Desk, entries: Sequence[tuple[str, str]], start: str) -> Iterable[str]:
    for place, (style, inside) in enumerate(entries):
        before = start if place == 0 else ""
        after = FIELD_END if place == len(entries) - 1 else ""
        yield paragraph(f"{before}{inside}{after}", style, mirrored(desk.direction))


def _gallery(name: str, inside: str) -> str:
    """Word shows a button over it that brings it up to date."""
    return (
        f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="{name}"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    )
