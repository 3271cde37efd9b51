"""Lays one part out and draws it. Refuses what a record cannot hold; the whole is printed then."""

from __future__ import annotations

from typing import Any

from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import get_pango_font_key

from nap_tracker.exports.binding.record import RecordedFont, RecordedPage, RecordedPart
from nap_tracker.exports.weasyprint_fixes import structure

SCALE = structure.POINTS


class NotRecordable(Exception):
    """The part is drawn with something that a record has no place for."""


class _Pencil(Stream):
    """A stream that knows how each of its fonts can be found again."""

    found: dict[str, tuple[str, int, int, float]]

    def add_font(self, pango_font: Any) -> Any:
        font, size = super().add_font(pango_font)
        if font.hash not in self.found:
            _key, description, first = get_pango_font_key(pango_font)
            family = ffi.string(pango.pango_font_description_get_family(description)).decode()
            style = pango.pango_font_description_get_style(description)
            weight = pango.pango_font_description_get_weight(description)
            self.found[font.hash] = (family, int(style), int(weight), first)
        return font, size


def record(document: Any) -> RecordedPart:
    """The pages of a laid-out part, drawn. Raises NotRecordable."""
    fonts: dict[str, tuple[str, int, int, float]] = {}
    builder = structure.Builder()
    pages = []
    for number, page in enumerate(document.pages):
        linked = _linked(page)
        stream, resources, images = _draw(page, document, fonts)
        builder.page(number, page, stream)
        pages.append(_page(page, stream, resources, images, linked))
    names = {
        id(annotation): (number, place)
        for number, page in enumerate(document.pages)
        for place, annotation in enumerate(_linked(page))
        if annotation is not None
    }
    kids = [_element(kid, names) for kid in builder.root.kids]
    return RecordedPart(len(pages), pages, _fonts(document, fonts), kids)


def _linked(page: Any) -> list[dict[str, Any] | None]:
    """A stand-in for the annotation of each link of a page, made once."""
    found: list[dict[str, Any] | None] = []
    for kind, _target, _place, box in page.links:
        if box.element_tag != "a" or kind not in ("internal", "external"):
            found.append(None)
            continue
        if not box.link_annotation:
            box.link_annotation = {"Type": "/Annot"}
        found.append(box.link_annotation)
    return found


def _draw(page: Any, document: Any, fonts: Any) -> tuple[_Pencil, Any, Any]:
    resources: dict[str, Any] = {
        name: {} for name in ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")
    }
    images: dict[str, Any] = {}
    area = (0, 0, page.width, page.height)
    stream = _Pencil(document.fonts, area, resources, images, {}, {}, None)
    stream.found = fonts
    page.paint(stream, SCALE)
    plain = all(set(state) <= {"ca", "CA"} for state in resources["ExtGState"].values())
    pictures = all(drawn is None for drawn in resources["XObject"].values())
    if not (plain and pictures) or resources["Pattern"] or resources["Shading"]:
        raise NotRecordable("more than text, lines, pictures and opacity")
    if any(page.bleed.values()) or any(page.forms.values()):
        raise NotRecordable("bleeds or forms")
    return stream, resources, images


def _page(
    page: Any, stream: _Pencil, resources: Any, images: Any, linked: list[Any]
) -> RecordedPage:
    return RecordedPage(
        width=page.width,
        height=page.height,
        drawing=b"\n".join(map(_bytes, stream.stream)).decode("latin-1"),
        anchors={name: list(place) for name, place in page.anchors.items()},
        links=[
            [kind, target, list(place), annotation is not None]
            for (kind, target, place, _box), annotation in zip(page.links, linked, strict=True)
        ],
        bookmarks=[[level, label, list(at), state] for level, label, at, state in page.bookmarks],
        states={name: dict(state) for name, state in resources["ExtGState"].items()},
        images=[
            [found["image"].id, found["interpolate"], ratio]
            for found in images.values()
            for ratio in sorted(found["dpi_ratios"])
        ],
    )


def _bytes(item: Any) -> bytes:
    if isinstance(item, bytes):
        return item
    data = getattr(item, "data", None)
    return data if isinstance(data, bytes) else str(item).encode("ascii")


def _fonts(document: Any, found: dict[str, tuple[str, int, int, float]]) -> list[RecordedFont]:
    made = []
    for font in document.fonts.values():
        if font.missing or font.bitmap or font.png or font.svg or font.colr or font.variations:
            raise NotRecordable(f"a font or character out of the ordinary: {font.family}")
        family, style, weight, size = found[font.hash]
        glyphs = [[glyph, text] for glyph, text in font.to_unicode.items()]
        widths = [[glyph, width] for glyph, width in font.widths.items()]
        made.append(RecordedFont(font.hash, family, style, weight, size, glyphs, widths))
    if len({font.hash for font in made}) != len(made):
        raise NotRecordable("two fonts of one name")
    return made


def _element(element: Any, names: dict[int, tuple[int, int]]) -> list[Any]:
    kids: list[Any] = []
    for kid in element.kids:
        if isinstance(kid, structure.Element):
            kids.append(_element(kid, names))
        elif isinstance(kid, structure.Annotation):
            page, place = names[id(kid.object)]
            kids.append([page, place, kid.object["Contents"].string])
        else:
            kids.append(list(kid))
    return [element.tag, element.attributes, element.language, element.alt, element.page, kids]
