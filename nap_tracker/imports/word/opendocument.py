"""An OpenDocument text made harmless before a word processor converts it.

What is handed on holds text, styles and pictures of its own: nothing that runs, and nothing that
leads outside, since a converter follows what it finds.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from nap_tracker.imports.word.names import local
from nap_tracker.imports.word.package import archive_of, parsed, whole
from nap_tracker.imports.word.refusals import LOCKED, MACROS, NOT_WORD, refuse
from nap_tracker.imports.word.tree import EMBEDDED, LINKED, Aside

MEDIA_TYPE: Final = b"application/vnd.oasis.opendocument.text"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_KEPT: Final = ("content.xml", "styles.xml")
_RUNS: Final = frozenset(
    {
        "applet", "dde-connection", "dde-connection-decl", "dde-connection-decls", "dde-source",
        "event-listener", "event-listeners", "floating-frame", "forms", "object", "object-ole",
        "plugin", "script", "scripts", "section-source",
    }
)  # fmt: skip
"""Elements that start or fetch something; what they show instead stands beside them."""
_PROGRAMS: Final = ("Basic/", "Scripts/")


def is_one(data: bytes) -> bool:
    """Whether the bytes are an archive that says it is OpenDocument."""
    return data.startswith(b"PK\x03\x04") and b"application/vnd.oasis.opendocument" in data[:256]


def harmless(data: bytes) -> tuple[bytes, tuple[Aside, ...]]:
    """The same document without what runs or fetches, and what was left out.

    Raises InvalidFile for what is no honest text document.
    """
    archive = archive_of(data)
    names = archive.namelist()
    if archive.read("mimetype").strip() != MEDIA_TYPE or "content.xml" not in names:
        raise refuse(NOT_WORD)
    if any(name.startswith(_PROGRAMS) and not name.endswith("/") for name in names):
        raise refuse(MACROS)
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise refuse(LOCKED)
    pictures = [n for n in names if n.startswith("Pictures/") and not n.endswith((".svm", "/"))]
    found: list[Aside] = []
    parts: dict[str, bytes] = {}
    for name in _KEPT:
        if name in names:
            with whole():
                root = parsed(archive.read(name))
            _disarm(root, frozenset(pictures), found)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    with whole():
        parts |= {name: archive.read(name) for name in pictures}
    return _packed(parts), tuple(dict.fromkeys(found))


def _disarm(root: Any, pictures: frozenset[str], found: list[Aside]) -> None:
    for element in list(root.iter()):
        if local(element) in _RUNS:
            if local(element) in ("object", "object-ole", "plugin", "applet"):
                found.append(Aside(EMBEDDED, element.get(_HREF, "").lstrip("./")))
            parent = element.getparent()
            if parent is not None:
                _take_out(parent, element)
            continue
        target = element.get(_HREF)
        if target is None or local(element) == "a":
            continue
        if target.removeprefix("./") not in pictures:
            del element.attrib[_HREF]
            if local(element) == "image":
                found.append(Aside(LINKED, target))


def _take_out(parent: Any, element: Any) -> None:
    """Remove an element but not the words that follow it."""
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _packed(parts: dict[str, bytes]) -> bytes:
    listed = "".join(
        f'<m:file-entry m:full-path={quoteattr(name)} m:media-type="{_media_type(name)}"/>'
        for name in parts
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{MEDIA_TYPE.decode()}"/>{listed}</m:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo("mimetype"), MEDIA_TYPE)
        for name, content in parts.items():
            made.writestr(name, content)
        made.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def _media_type(name: str) -> str:
    return "text/xml" if name.endswith(".xml") else ""
