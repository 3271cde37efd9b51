"""Pages that draw themselves from a record, among pages that were laid out just now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from weasyprint.text.ffi import TO_UNITS, ffi, gobject, pango

from nap_tracker.exports.binding.record import RecordedFont, RecordedPage, RecordedPart
from nap_tracker.exports.weasyprint_fixes import structure

NO_BLEED = dict.fromkeys(("top", "right", "bottom", "left"), 0)


class NotReplayable(Exception):
    """A font is not to be found as it was when the part was drawn."""


@dataclass(slots=True, eq=False)
class Link:
    """What remains of the box of a link."""

    element_tag: str
    link_annotation: Any = None


class Numbered:
    """A page, laid out now, with its number drawn over it."""

    def __init__(self, page: Any, number: Any) -> None:
        self._page, self._number = page, number

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def paint(self, stream: Any, scale: float = 1) -> None:
        self._page.paint(stream, scale)
        self._number.paint(stream, scale)


class Replayed:
    """A page out of a record, as the writer of the library wants it."""

    def __init__(self, part: Shelf, place: int, number: Any) -> None:
        self._part, self._place, self._number = part, place, number
        page = self._recorded
        self.width, self.height, self.bleed = page.width, page.height, NO_BLEED
        self.anchors = page.anchors
        self.links = [
            (kind, target, rectangle, Link("a" if annotated else ""))
            for kind, target, rectangle, annotated in page.links
        ]
        self.bookmarks = page.bookmarks
        self.forms: dict[Any, Any] = {None: []}

    @property
    def _recorded(self) -> RecordedPage:
        return self._part.recorded.pages[self._place]

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Draw what is recorded, and the number over it."""
        page = self._recorded
        self._part.unpack_fonts(stream)
        for name, state in page.states.items():
            stream._resources["ExtGState"].setdefault(name, structure.dictionary(state))
        for id, interpolated, ratio in page.images:
            stream.add_image(self._part.image(id), interpolated, ratio)
        stream.stream.append(page.drawing.encode("latin-1"))
        self._number.paint(stream, scale)

    def graft(self, builder: structure.Builder, number: int) -> None:
        """Add the structure of the whole part when its first page comes up."""
        builder.owners.append({})
        if self._place == 0:
            self._part.first = number
            self._part.builder = builder
        if self._place == len(self._part.recorded.pages) - 1:
            self._part.graft()


class Shelf:
    """A recorded part while it is bound."""

    def __init__(self, recorded: RecordedPart, image: Callable[[str], Any], font_map: Any) -> None:
        self.recorded, self.image, self._font_map = recorded, image, font_map
        self.first = 0
        self.pages: list[Replayed] = []
        self.builder: Any = None
        self._unpacked = False

    def unpack_fonts(self, stream: Any) -> None:
        """Add the glyphs of this part to the fonts of the document, once."""
        if self._unpacked:
            return
        self._unpacked = True
        for font in self.recorded.fonts:
            known = _font(stream, font, self._font_map)
            for glyph, text in font.glyphs:
                known.to_unicode.setdefault(glyph, text)
            for glyph, width in font.widths:
                known.widths.setdefault(glyph, width)

    def graft(self) -> None:
        """Put the elements of this part under the root of the document."""
        root = self.builder.root
        root.kids += [self._element(kid, root) for kid in self.recorded.structure]

    def _element(self, record: list[Any], parent: Any) -> Any:
        tag, attributes, language, alt, page, kids = record
        made = structure.Element(tag, attributes=attributes, language=language, alt=alt)
        made.page = None if page is None else page + self.first
        self.builder.parents[made] = parent
        for kid in kids:
            if isinstance(kid[0], str):
                made.kids.append(self._element(kid, made))
                continue
            number = kid[0] + self.first
            if len(kid) == 2:
                made.kids.append((number, kid[1]))
                self.builder.owners[number][kid[1]] = made
            else:
                annotation = self.pages[kid[0]].links[kid[1]][3].link_annotation
                self.builder.annotate(annotation, kid[2], made, number)
        return made


def _font(stream: Any, font: RecordedFont, font_map: Any) -> Any:
    """The font of the document that a record names, which must be the very same."""
    description = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    family = ffi.new("char[]", font.family.encode())
    pango.pango_font_description_set_family(description, family)
    pango.pango_font_description_set_style(description, font.style)
    pango.pango_font_description_set_weight(description, font.weight)
    pango.pango_font_description_set_absolute_size(description, font.size * TO_UNITS)
    context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
    found = pango.pango_font_map_load_font(font_map, context, description)
    if found == ffi.NULL:
        raise NotReplayable(font.family)
    found = ffi.gc(found, gobject.g_object_unref)
    known, _size = stream.add_font(found)
    if known.hash != font.hash:
        raise NotReplayable(font.family)
    return known
