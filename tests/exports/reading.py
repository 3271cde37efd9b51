"""Reading a PDF back: words, places of characters, bookmarks, structure."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2

MILLIMETRE = 72 / 25.4


@dataclass(frozen=True)
class Glyph:
    """A visible character and where it lies, in points from the lower left corner."""

    char: str
    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: Glyph) -> float:
        """Share of the smaller of two characters that lies on the other."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        if width <= 0 or height <= 0:
            return 0.0
        return width * height / min(self.area, other.area)

    @property
    def area(self) -> float:
        return max(0.01, (self.right - self.left) * (self.top - self.bottom))


def pages(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
    """Every page, open while it is looked at."""
    document = pypdfium2.PdfDocument(pdf)
    for place in range(len(document)):
        yield document[place]
    document.close()


def texts(pdf: bytes) -> list[str]:
    """The words of every page as a reader takes them out."""
    return [page.get_textpage().get_text_range() for page in pages(pdf)]


def squeezed(text: str) -> str:
    """Without spaces of any kind and in one composition, to compare words across line ends."""
    plain = unicodedata.normalize("NFC", text)
    joined = "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf")
    # Print takes the Lao vowel am apart, around the tone mark (text/scripts.py).
    return re.sub("\u0ecd([\u0ec8-\u0ecb]?)\u0eb2", "\\1\u0eb3", joined)


def glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    """Every visible character of a page."""
    text = page.get_textpage()
    found: list[Glyph] = []
    for place in range(text.count_chars()):
        char = text.get_text_range(place, 1)
        if char.strip():
            found.append(Glyph(char, *text.get_charbox(place)))
    return found


def lines(page: pypdfium2.PdfPage) -> list[Glyph]:
    """Every run of text of a page as one box, which is quicker than each character."""
    text = page.get_textpage()
    return [Glyph("", *text.get_rect(place)) for place in range(text.count_rects())]


def bookmarks(pdf: bytes) -> list[tuple[int, str, int]]:
    """(depth from 1, title, page from 1) in order."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for mark in document.get_toc(max_depth=8):
        target = mark.get_dest()
        found.append((mark.level + 1, mark.get_title(), target.get_index() + 1))
    document.close()
    return found


def opened(pdf: bytes) -> pikepdf.Pdf:
    """The file as objects."""
    return pikepdf.open(io.BytesIO(pdf))


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every structure element, parents before their kids."""

    def walk(element: Any) -> Iterator[Any]:
        yield element
        for kid in kids(element):
            yield from walk(kid)

    yield from walk(pdf.Root.StructTreeRoot.K)


def kind(element: Any) -> str:
    """'/P' is P."""
    return str(element.S).removeprefix("/")


def kids(element: Any) -> list[Any]:
    """Structure elements right below one."""
    return [
        kid
        for kid in element.get("/K", [])
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem"
    ]
