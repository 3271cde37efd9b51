"""Pages of a PDF as pictures, so that a scanned annex can be printed with the plan."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

from nap_tracker.errors import DomainError
from nap_tracker.exports.pictures import ImageData
from nap_tracker.i18n import N_

POINTS_PER_INCH = 72
MEDIA_TYPE = "image/jpeg"


class NotRasterised(DomainError):
    """The document cannot be printed with the plan; it stays a file beside it."""


@dataclass(frozen=True, slots=True)
class Scanning:
    """How much of a document is turned into pictures, and how finely."""

    dots_per_inch: int = 150
    pages: int = 100
    pixels: int = 4_000_000
    """A page; a larger one is scaled down to it. A4 at 150 dots has 2.2 million."""
    quality: int = 72


def page_pictures(data: bytes, scanning: Scanning | None = None) -> tuple[ImageData, ...]:
    """A picture of every page, in order. Raises NotRasterised."""
    scanning = scanning or Scanning()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise NotRasterised(
            N_("This PDF cannot be opened; it may be damaged or locked.")
        ) from error
    try:
        if len(document) > scanning.pages:
            raise NotRasterised(
                N_("This PDF has %(pages)s pages; at most %(most)s are printed with a plan."),
                {"pages": len(document), "most": scanning.pages},
            )
        return tuple(_pages(document, scanning))
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, scanning: Scanning) -> Iterator[ImageData]:
    for place in range(len(document)):
        try:
            page = document[place]
            yield _picture(page, scanning)
            page.close()
        except (pypdfium2.PdfiumError, MemoryError) as error:
            raise NotRasterised(
                N_("Page %(page)s of this PDF cannot be shown."), {"page": place + 1}
            ) from error


def _picture(page: pypdfium2.PdfPage, scanning: Scanning) -> ImageData:
    width, height = page.get_size()
    scale = scanning.dots_per_inch / POINTS_PER_INCH
    pixels = width * height * scale * scale
    if pixels > scanning.pixels:
        scale *= (scanning.pixels / pixels) ** 0.5
    bitmap = page.render(scale=scale, may_draw_forms=False)
    picture = bitmap.to_pil().convert("RGB")
    if picture.convert("L").convert("RGB").tobytes() == picture.tobytes():
        picture = picture.convert("L")
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=scanning.quality)
    return ImageData(file.getvalue(), MEDIA_TYPE, picture.width, picture.height)
