"""Captions with a number that Word counts, and a bookmark that the lists lead to."""

from __future__ import annotations

from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.document_values import fixed
from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.inline import base_of, mirrored, said
from nap_tracker.exports.docx.long_text import caption
from nap_tracker.exports.docx.markup import bookmarked, field, paragraph, run
from nap_tracker.i18n import gettext as _

TABLE = "Table"
FIGURE = "Figure"
"""Names of Word's counters; the words that are read are the document's own."""
_PLACE = "\ue000"
"""Stands for the number while the words around it are translated."""

Captioned = tree.Table | tree.ProseTable | tree.Figure | tree.Chart


def above(desk: Desk, block: Captioned) -> str:
    """A caption that stays with what is below it."""
    return _line(desk, block, "<w:keepNext/>")


def below(desk: Desk, block: Captioned) -> str:
    """A caption under a picture."""
    return _line(desk, block, "")


def counter(block: Captioned) -> str:
    """Which of Word's counters counts it."""
    return FIGURE if isinstance(block, tree.Figure | tree.Chart) else TABLE


def words(desk: Desk, block: Captioned) -> str:
    """The runs of the caption, without its number."""
    if isinstance(block, tree.Table | tree.Chart):
        return said(desk, block.caption)
    return caption(desk, block.caption, block.language)


def _line(desk: Desk, block: Captioned, keeps: str) -> str:
    label = bookmarked(_label(desk, block), desk.bookmark(block.anchor), desk.number())
    own = mirrored(base_of(desk, None))
    return paragraph(label + run(" ") + words(desk, block), "Caption", own, keeps)


def _label(desk: Desk, block: Captioned) -> str:
    """'Table 3' in the order of words of the language, its number a field of Word."""
    told = (
        _("Figure %(number)s", number=_PLACE)
        if counter(block) == FIGURE
        else _("Table %(number)s", number=_PLACE)
    )
    before, _number, after = told.partition(_PLACE)
    begins = f" \\r {block.number}" if desk.is_typed else ""
    number = field(f"SEQ {counter(block)} \\* ARABIC{begins}", run(str(block.number)))
    # A space of its own, since the words may run the other way than the line does.
    parts = [said(desk, fixed(part.strip())) if part.strip() else "" for part in (before, after)]
    space = run(" ") if before.endswith(" ") else ""
    return parts[0] + space + number + parts[1]
