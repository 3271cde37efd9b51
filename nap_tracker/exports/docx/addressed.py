"""The table that leads from each item of Annex C to the headings that speak to it."""

from __future__ import annotations

from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.document_values import fixed
from nap_tracker.exports.docx.contents import ADDRESSED, page_of
from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.grid import Box, Line, one_line, table
from nap_tracker.exports.docx.headings import heading
from nap_tracker.exports.docx.inline import mirrored, said
from nap_tracker.exports.docx.markup import paragraph, run, to_bookmark
from nap_tracker.i18n import gettext as _

SHARES = (15, 43, 42)
_PAGE = "\ue000"
"""Stands for the number while the words around it are translated."""


def addressed(desk: Desk, document: tree.Document) -> str:
    """It says where, never whether that is enough."""
    own = mirrored(desk.direction)
    title = fixed(_("Where each item of Annex C is addressed"))
    told = fixed(
        _(
            "This table leads from each item of Annex C to the Minamata Convention on Mercury to "
            "the headings of this plan that speak to it."
        )
    )
    heads = (_("Item"), _("What it is about"), _("Where, and on which page"))
    head = Line(tuple(Box(one_line(said(desk, fixed(h)), own)) for h in heads), is_head=True)
    rows = [_item(desk, item, own) for item in document.addressed]
    made = table(
        [head, *rows],
        SHARES,
        mirrored=desk.direction == "rtl",
        head_column=True,
        title=title.text,
    )
    parts = [
        heading(desk, tree.Heading(ADDRESSED, 1, title)),
        paragraph(said(desk, told), properties=own),
        made,
    ]
    if document.paraphrased:
        note = _(
            "The descriptions of the items without quotation marks are paraphrases, not the text "
            "of the treaty."
        )
        parts.append(paragraph(said(desk, fixed(note)), "TableNote", own))
    return "".join(parts)


def _item(desk: Desk, item: tree.Addressed, own: str) -> Line:
    about = said(desk, item.title, strong=True) + run("\n") + said(desk, item.words)
    places = "".join(paragraph(_place(desk, place), properties=own) for place in item.places)
    if not places:
        none = fixed(_("No heading of this copy names this item"), tree.Style.NOTE)
        places = paragraph(said(desk, none), properties=own)
    return Line(
        (Box(one_line(said(desk, item.citation), own)), Box(one_line(about, own)), Box(places)),
        breaks=True,
    )


def _place(desk: Desk, place: tree.Heading) -> str:
    number = run(f"{place.number} ") if place.number else ""
    before, _page, after = _(", page %(page)s", page=_PAGE).partition(_PAGE)
    at = said(desk, fixed(before)) + page_of(desk, place.anchor)
    inside = number + said(desk, place.title) + at + (said(desk, fixed(after)) if after else "")
    return to_bookmark(inside, desk.bookmark(place.anchor))
