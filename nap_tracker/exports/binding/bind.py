"""The whole document from its parts: page numbers are known here, and what names them is laid out.

The contents and the table of Annex C name pages, so they are laid out last; as their own length
moves the pages behind them, they are laid out again until the numbers stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.document import Document
from weasyprint.images import get_image_from_uri
from weasyprint.text.fonts import FontConfiguration

from nap_tracker.exports import weasyprint_fixes
from nap_tracker.exports.binding import draw
from nap_tracker.exports.binding.record import RecordedPart
from nap_tracker.exports.binding.replay import Numbered, Replayed, Shelf
from nap_tracker.exports.parts import Part, Pieces
from nap_tracker.exports.weasyprint_fixes import sequel

MOST_ROUNDS = 5
"""Until the numbers of pages stand; one does unless a figure more moves a line to another page."""
LIKELY_PAGE = 100
"""As wide as most numbers of pages are, where they are not known yet."""
SIDES = ("top-left", "top-right", "bottom-left", "bottom-right", "left-middle")


class NotBound(Exception):
    """The parts do not make the document; it is printed whole then."""


class Studio:
    """Lays out parts of one document, with the same fonts and style sheets for all."""

    def __init__(self, pieces: Pieces, fetcher: Any, variant: str) -> None:
        self.pieces, self.fetcher, self.variant = pieces, fetcher, variant
        self.fonts = FontConfiguration()
        self._style = self._sheet(pieces.style)
        self._no_number = self._sheet(f"@page {{ @{pieces.number_box} {{ content: none }} }}")
        self._given_pages = self._sheet('.toc a::after { content: leader(" .") attr(data-page) }')
        others = (side for side in SIDES if side != pieces.number_box)
        nothing = " ".join(f"@{side} {{ content: none }}" for side in others)
        self._number_alone = self._sheet(f"@page {{ {nothing} }} section {{ height: 1px }}")

    def _sheet(self, text: str) -> Any:
        return CSS(string=text, url_fetcher=self.fetcher, font_config=self.fonts)

    def part(self, part: Part, pages: dict[str, int] | None = None) -> Any:
        """A part laid out, without the numbers of its pages."""
        weasyprint_fixes.forget()
        sequel.begin(chapter=part.chapter_before)
        notes = self._sheet(f"body {{ counter-reset: footnote {part.notes_before} }}")
        inside = part.html if pages is None else part.with_pages(pages)
        sheets = [self._style, self._no_number, notes]
        return self._render(inside, [*sheets, *([self._given_pages] if pages is not None else [])])

    def numbers(self, kinds: list[str]) -> Any:
        """A document of so many pages with their numbers alone."""
        weasyprint_fixes.forget()
        body = "".join(f'<section class="{_names(kind)}"></section>' for kind in kinds)
        return self._render(body, [self._style, self._number_alone])

    def _render(self, body: str, sheets: list[Any]) -> Any:
        source = HTML(string=self.pieces.page(body), url_fetcher=self.fetcher)
        return source.render(font_config=self.fonts, stylesheets=sheets, pdf_variant=self.variant)

    def record(self, part: Part) -> RecordedPart:
        """A part laid out and drawn; of one that names pages only its own length can be known."""
        if part.links:
            laid = self.part(part, dict.fromkeys(part.links, LIKELY_PAGE))
            return RecordedPart(len(laid.pages), [], [], [])
        return draw.record(self.part(part))


def _names(kind: str) -> str:
    return kind if kind == "cover" else f"sheet {kind}"


def bind(
    studio: Studio, recorded: Mapping[int, RecordedPart], images: Mapping[str, str]
) -> tuple[bytes, int]:
    """The finished PDF and the number of its pages. `images`: their ids in records -> address."""
    parts = studio.pieces.parts
    late = _late(studio, recorded)
    lengths = [_length(recorded, late, place) for place in range(len(parts))]
    kinds = [part.kind for part, pages in zip(parts, lengths, strict=True) for _ in range(pages)]
    numbers = studio.numbers(kinds)
    if len(numbers.pages) != len(kinds):
        raise NotBound("the numbers take other pages than the document")
    image = _images(studio, images)
    pages: list[Any] = []
    left: Iterator[Any] = iter(numbers.pages)
    for place in range(len(parts)):
        if place in late:
            pages += [Numbered(page, next(left)) for page in late[place].pages]
        else:
            shelf = Shelf(recorded[place], image, studio.fonts.font_map)
            shelf.pages = [
                Replayed(shelf, sheet, next(left)) for sheet in range(len(recorded[place].pages))
            ]
            pages += shelf.pages
    document = Document(pages, numbers.metadata, studio.fetcher, studio.fonts, {}, None)
    data = document.write_pdf(pdf_variant=studio.variant)
    assert isinstance(data, bytes)
    return data, len(pages)


def _length(recorded: Mapping[int, RecordedPart], late: Mapping[int, Any], place: int) -> int:
    return len(late[place].pages if place in late else recorded[place].pages)


def _late(studio: Studio, recorded: Mapping[int, RecordedPart]) -> dict[int, Any]:
    """The parts that name pages, laid out with numbers that are true of the whole."""
    parts = studio.pieces.parts
    waiting = [place for place, part in enumerate(parts) if part.links]
    late: dict[int, Any] = {}
    lengths = {place: recorded[place].length for place in waiting}
    named: dict[int, dict[str, int]] = {}
    found: dict[str, int] = {}
    for _round in range(MOST_ROUNDS):
        found = _places(parts, recorded, late, lengths)
        for place in waiting:
            needed = {anchor: found.get(anchor, 0) for anchor in parts[place].links}
            if named.get(place) != needed:
                late[place] = studio.part(parts[place], needed)
                named[place] = needed
        true = {place: len(late[place].pages) for place in waiting}
        if true == lengths and found == _places(parts, recorded, late, lengths):
            if not all(set(parts[place].links) <= set(found) for place in waiting):
                raise NotBound("a link leads nowhere")
            return late
        lengths = true
    raise NotBound("the numbers of pages do not come to rest")


def _places(
    parts: tuple[Part, ...],
    recorded: Mapping[int, RecordedPart],
    late: Mapping[int, Any],
    lengths: Mapping[int, int],
) -> dict[str, int]:
    """Anchor -> the number of its page, counted from 1."""
    found: dict[str, int] = {}
    before = 0
    for place in range(len(parts)):
        pages = late[place].pages if place in late else recorded[place].pages
        for number, page in enumerate(pages, start=before + 1):
            for anchor in page.anchors:
                found.setdefault(anchor, number)
        before += lengths[place] if place in lengths else len(pages)
    return found


def _images(studio: Studio, images: Mapping[str, str]) -> Callable[[str], Any]:
    cache: dict[str, Any] = {}
    options = {**DEFAULT_OPTIONS}

    def found(id: str) -> Any:
        image = get_image_from_uri(cache, studio.fetcher, options, images[id])
        if image is None or image.id != id:
            raise NotBound("a picture is not what it was")
        return image

    return found
