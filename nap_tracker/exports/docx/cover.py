"""The face of the document: a page for a whole plan, a few lines over a single section."""

from __future__ import annotations

from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.document_values import fixed
from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.inline import base_of, lines, mirrored, said
from nap_tracker.exports.docx.markup import paragraph, run
from nap_tracker.exports.docx.pictures import drawing


def cover(desk: Desk, document: tree.Document) -> str:
    """Whose plan, which one, of when, for whom."""
    face = document.cover
    parts = [_pictures(desk, (face.emblem,) if face.emblem else (), 60, 34)]
    parts += [
        _line(desk, face.party, "CoverLine"),
        _line(desk, face.kind, "CoverLine"),
        _line(desk, face.title, "Title"),
        _line(desk, face.subtitle, "Subtitle"),
        _line(desk, face.period, "CoverLine"),
        _mark(desk, document),
        _line(desk, face.version, "CoverLine"),
        _line(desk, face.made_on, "CoverLine"),
        _line(desk, face.audience, "CoverLine", strong=True),
        _line(desk, face.reader, "CoverLine", strong=True),
        _pictures(desk, face.logos, 45, 18),
    ]
    return "".join(parts)


def title_lines(desk: Desk, document: tree.Document) -> str:
    """Over a single section: whose plan it is from, as it stood when, for whom."""
    face = document.cover
    told = [text for text in (face.party, face.version, face.made_on, face.audience) if text]
    marks = [fixed(document.mark)] if document.mark else []
    marks += [face.sample] if face.sample else []
    between = " \u00b7 "
    parts = [
        _line(desk, face.title, "Title"),
        paragraph(lines(desk, tuple(told), apart=between), "CoverLine", mirrored(desk.direction)),
    ]
    if marks:
        inside = lines(desk, tuple(marks), apart=between)
        parts.append(paragraph(inside, "DocumentMark", mirrored(desk.direction)))
    return "".join(parts)


def _line(desk: Desk, text: tree.Text | None, style: str, *, strong: bool = False) -> str:
    if text is None or not text.text:
        return ""
    own = mirrored(base_of(desk, text.language))
    return paragraph(said(desk, text, strong=strong), style, own)


def _mark(desk: Desk, document: tree.Document) -> str:
    told = [fixed(document.mark)] if document.mark else []
    told += [document.cover.sample] if document.cover.sample else []
    return "".join(_line(desk, text, "DocumentMark") for text in told)


def _pictures(desk: Desk, several: tuple[tree.Picture, ...], widest: float, highest: float) -> str:
    shown = [
        drawing(desk, one.name, one.alt, one.width, one.height, widest=widest, highest=highest)
        for one in several
    ]
    return paragraph(run(" ").join(shown), "CoverLine") if shown else ""
