"""From a document to the bytes of a Word file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from docx.parts.document import DocumentPart

from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.docx import package, pages
from nap_tracker.exports.docx.addressed import addressed
from nap_tracker.exports.docx.blocks import BEFORE_A_PAGE, sheet
from nap_tracker.exports.docx.contents import contents
from nap_tracker.exports.docx.cover import cover, title_lines
from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.markup import paragraph, part
from nap_tracker.exports.docx.numbering import numbering
from nap_tracker.exports.docx.scripts import spoken_by_default
from nap_tracker.exports.docx.styles import styles
from nap_tracker.exports.pictures import ImageData

_FIRST = re.compile(
    r'<w:p><w:pPr>(?:<w:pStyle w:val="\w+"/>)?(?:<w:keepNext/>)?(?:<w:keepLines/>)?'
)
"""What stands in a paragraph before the place where it says that it begins a page."""
Stretch = tuple[tree.Orientation, str]
"""Pages that lie the same way, and what stands on them."""
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" '
    f'w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for kind, number, mark in (
        ("separator", -1, "separator"),
        ("continuationSeparator", 0, "continuationSeparator"),
    )
)


def to_docx(document: tree.Document, pictures: Mapping[str, ImageData]) -> bytes:
    """The whole document. Must be called under the `use_locale` the document was built under."""
    main, desk = opened(document, pictures)
    package.fill(main, written(desk, document, main))
    complete(desk, document, main)
    return package.packed(main)


def opened(document: tree.Document, pictures: Mapping[str, ImageData]) -> tuple[DocumentPart, Desk]:
    """An empty file, and the desk it is written at."""
    main = package.empty(document.title, document.author, document.made_on, document.language)
    desk = Desk(document.language, document.direction, main, pictures)
    desk.is_typed = not _counts_from_one(document)
    return main, desk


def _counts_from_one(document: tree.Document) -> bool:
    """Whether chapters have the numbers that Word would give them."""
    chapters = [one.number for one in document.headings if one.level == 2 and one.number.isdigit()]
    return chapters == [str(number) for number in range(1, len(chapters) + 1)]


def written(desk: Desk, document: tree.Document, main: DocumentPart) -> str:
    """Everything between the first page and the last, as text."""
    relations = {
        f"{kind}{orientation}": package.add(
            main, f"{kind}{number}", write(desk, document, orientation)
        )
        for kind, write in (("header", pages.header), ("footer", pages.footer))
        for number, orientation in enumerate(tree.Orientation, start=1)
    }
    stretches = list(_joined(_stretches(desk, document)))
    return _body(desk, stretches, relations, has_cover=document.whole)


def complete(desk: Desk, document: tree.Document, main: DocumentPart) -> None:
    """The parts beside the text, which count what stands in it."""
    package.add(main, "styles", styles(document.language))
    package.add(main, "numbering", numbering(desk.lists))
    package.add(main, "footnotes", _footnotes(desk), desk.note_links)
    package.add(main, "settings", _settings(document))


def _stretches(desk: Desk, document: tree.Document) -> Iterator[Stretch]:
    portrait = tree.Orientation.PORTRAIT
    if not document.whole:
        yield portrait, title_lines(desk, document)
        for place, one in enumerate(document.body):
            yield one.orientation, _sheet(desk, one, begins=place > 0)
        return
    yield portrait, cover(desk, document)
    yield from ((one.orientation, _sheet(desk, one)) for one in document.front)
    yield portrait, contents(desk, document)
    yield from ((one.orientation, _sheet(desk, one)) for one in document.lists)
    yield from ((one.orientation, _sheet(desk, one)) for one in document.body)
    if document.addressed:
        yield portrait, _on_a_new_page(addressed(desk, document))


def _sheet(desk: Desk, one: tree.Sheet, *, begins: bool = True) -> str:
    written = "".join(sheet(desk, one))
    return _on_a_new_page(written) if begins else written


def _on_a_new_page(written: str) -> str:
    """A page begins with the first paragraph. It says so itself where it can; at the end of a
    stretch that lies otherwise a page ends anyway, and Word takes both for one."""
    found = _FIRST.match(written)
    if found is None:
        return paragraph("", before=BEFORE_A_PAGE) + written
    return written[: found.end()] + BEFORE_A_PAGE + written[found.end() :]


def _joined(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    """Neighbours that lie the same way are one stretch."""
    lies: tree.Orientation | None = None
    parts: list[str] = []
    for orientation, written in stretches:
        if orientation is not lies and lies is not None:
            yield lies, "".join(parts)
            parts = []
        lies = orientation
        parts.append(written)
    if lies is not None:
        yield lies, "".join(parts)


def _body(
    desk: Desk, stretches: list[Stretch], relations: dict[str, str], *, has_cover: bool
) -> str:
    parts: list[str] = []
    for place, (orientation, written) in enumerate(stretches):
        ends = pages.section(desk, orientation, relations, has_cover=has_cover and place == 0)
        parts.append(written)
        if place == len(stretches) - 1:
            parts.append(ends)
        else:
            parts.append(f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" '
                         f'w:lineRule="exact"/>{ends}</w:pPr></w:p>')  # fmt: skip
    return "".join(parts)


def _footnotes(desk: Desk) -> bytes:
    notes = "".join(
        f'<w:footnote w:id="{number}">{inside}</w:footnote>'
        for number, inside in enumerate(desk.notes, start=1)
    )
    return part("footnotes", _SEPARATORS + notes)


def _settings(document: tree.Document) -> bytes:
    # Contents and references to pages wait for the layout of whoever opens the file: no other
    # program's numbers would be right there. Parts of a plan have neither.
    stale = '<w:updateFields w:val="true"/>' if document.whole else ""
    theme = spoken_by_default(document.language).replace("<w:lang ", "<w:themeFontLang ")
    inside = (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/>{stale}<w:footnotePr>'
        '<w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f"{theme}"
    )
    return part("settings", inside)
