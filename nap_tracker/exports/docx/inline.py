"""Words within a line: their look, their language, links and footnotes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.markup import paragraph, run
from nap_tracker.exports.docx.scripts import closed, pieces, spoken
from nap_tracker.text.scripts import direction
from nap_tracker.text.tree import Inline, Note, Style

_SHIFTS = {"sub": "subscript", "sup": "superscript"}
_STYLES = {tree.Style.PLAIN: "", tree.Style.NOTE: "SubtleEmphasis", tree.Style.STRONG: "Strong"}


@dataclass(frozen=True, slots=True)
class Look:
    """What is true of a run of words."""

    style: str = ""
    """Id of a character style."""
    strong: bool = False
    em: bool = False
    shift: str = ""
    language: str | None = None
    """None for the document's own."""
    base: str = "ltr"
    """The direction of the paragraph around it."""


def words(text: str, look: Look) -> str:
    """Runs of these words, one for each direction they take."""
    return "".join(
        run(piece, _properties(look, mirrored)) for piece, mirrored in pieces(text, look.base)
    )


def said(desk: Desk, text: tree.Text, *, strong: bool = False, style: str = "") -> str:
    """Runs of a text of the document, with its language, its style and its link."""
    look = Look(
        style=style or ("Hyperlink" if text.link else _STYLES[text.style]),
        strong=strong,
        language=text.language,
        base=base_of(desk, text.language),
    )
    astray = look.base == "ltr" and desk.direction == "rtl"
    return _linked(desk, words(closed(text.text) if astray else text.text, look), text.link)


def lines(desk: Desk, several: tree.Lines, *, strong: bool = False, apart: str = "\n") -> str:
    """Texts one under the other, or beside each other with something between them."""
    between = run(apart)
    return between.join(said(desk, text, strong=strong) for text in several)


def base_of(desk: Desk, language: str | None, told: str | None = None) -> str:
    """The direction of words: what is said of them, else their language's, else the document's."""
    return told or (direction(language) if language else desk.direction)


def mirrored(base: str) -> str:
    """The property of a paragraph that runs from right to left."""
    return "<w:bidi/>" if base == "rtl" else ""


def long(
    desk: Desk,
    inlines: Iterable[Inline],
    language: str | None,
    base: str,
    *,
    in_note: bool = False,
) -> str:
    """The runs of a paragraph of long text; `language` is the one around it."""
    parts: list[str] = []
    for one in inlines:
        if isinstance(one, Note):
            parts.append(_note(desk, one, language))
        else:
            inside = words(one.text, _look(one.style, language, base))
            parts.append(_linked(desk, inside, one.style.href, in_note=in_note))
    return "".join(parts)


def _look(style: Style, language: str | None, base: str) -> Look:
    return Look(
        style="Hyperlink" if style.href else "",
        strong=style.strong,
        em=style.em,
        shift=style.shift,
        language=style.lang or language,
        base=base,
    )


def _linked(desk: Desk, inside: str, address: str | None, *, in_note: bool = False) -> str:
    if not address:
        return inside
    identity = desk.link(address, in_note=in_note)
    return f'<w:hyperlink r:id="{identity}" w:history="1">{inside}</w:hyperlink>'


def _note(desk: Desk, note: Note, language: str | None) -> str:
    """A footnote at its place; its words go to a part of their own."""
    own = note.lang or language
    base = base_of(desk, own, note.dir)
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    inside = mark + run(" ") + long(desk, note.runs, own, base, in_note=True)
    number = desk.note(paragraph(inside, "FootnoteText", mirrored(base)))
    return (
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        f'<w:footnoteReference w:id="{number}"/></w:r>'
    )


def _properties(look: Look, from_right: bool) -> str:
    style = look.style or ("Strong" if look.strong and not look.em else "")
    style = style or ("Emphasis" if look.em and not look.strong else "")
    look = replace(look, style=style)
    parts = [f'<w:rStyle w:val="{look.style}"/>' if look.style else ""]
    parts.append("<w:b/><w:bCs/>" if look.strong and look.style != "Strong" else "")
    parts.append("<w:i/><w:iCs/>" if look.em and look.style != "Emphasis" else "")
    parts.append(f'<w:vertAlign w:val="{_SHIFTS[look.shift]}"/>' if look.shift else "")
    parts.append("<w:rtl/>" if from_right else "")
    parts.append(spoken(look.language) if look.language else "")
    return "".join(parts)
