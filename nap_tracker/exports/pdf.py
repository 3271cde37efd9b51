"""HTML to PDF: the one module that imports WeasyPrint. It runs in a child process (`child.py`).

FONTCONFIG_FILE must be set before this module is imported; `press.py` starts the child with it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from nap_tracker.exports import weasyprint_fixes
from nap_tracker.exports.pictures import ImageData, name_of

VARIANT = "pdf/ua-1"
_MISSING_GLYPH = re.compile(r"U\+([0-9A-F]{4,6})")
_LOGGER = logging.getLogger("weasyprint")

weasyprint_fixes.install()


class Unprintable(Exception):
    """WeasyPrint would have left something out: a refused address, a picture without a text."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("; ".join(complaints))
        self.complaints = complaints


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished document."""

    data: bytes
    pages: int
    missing: tuple[str, ...]
    """Characters no font of ours has, in order; they print as a box."""


class OnlyOurPictures(URLFetcher):
    """Serves the registered pictures and stops the rendering on any other address.

    Nothing is handed to the parent class, so no protocol, redirect, proxy or file is ever opened.
    """

    def __init__(self, pictures: Mapping[str, ImageData]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._pictures = pictures

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The picture of that name; raises for anything else."""
        name = name_of(url)
        if name is None or name not in self._pictures:
            raise PermissionError(f"not part of this document: {url[:200]}")
        picture = self._pictures[name]
        return URLFetcherResponse(url, picture.data, {"Content-Type": picture.media_type})


class Complaints(logging.Handler):
    """Collects what WeasyPrint only logs, while it is entered."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.missing: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if ".notdef" in text and (code := _MISSING_GLYPH.search(text)):
            self.missing[chr(int(code.group(1), 16))] = None
        elif text not in self.lines:
            self.lines.append(text)

    def __enter__(self) -> Complaints:
        _LOGGER.addHandler(self)
        return self

    def __exit__(self, *_raised: object) -> None:
        _LOGGER.removeHandler(self)
        weasyprint_fixes.forget()


def to_pdf(html: str, pictures: Mapping[str, ImageData], *, variant: str = VARIANT) -> Printed:
    """The document as PDF. Raises Unprintable rather than print less than it was given."""
    options: dict[str, Any] = {"pdf_variant": variant}
    with Complaints() as complaints:
        try:
            source = HTML(string=html, url_fetcher=OnlyOurPictures(pictures))
            document = source.render(**options)
            data = document.write_pdf(**options)
        except FatalURLFetchingError as error:
            raise Unprintable([*complaints.lines, str(error)]) from error
    if complaints.lines:
        raise Unprintable(complaints.lines)
    return Printed(data, len(document.pages), tuple(complaints.missing))
