"""What a file really is, found in its bytes, and the copy of it that tells nothing about people.

Photographs carry places and names, documents carry authors: outside the drafting team only the
cleaned copy is handed out. The only module that opens uploaded bytes with Pillow and pikepdf.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import Image, ImageOps

from nap_tracker.errors import DomainError, Invalid
from nap_tracker.i18n import N_

LARGEST = 25 * 1024 * 1024
"""Bytes of one file."""
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2400
"""Pixels: a full page at 200 dots an inch; larger pictures are made smaller when they come in."""
MOST_UNPACKED = 200 * 1024 * 1024
"""Bytes an office file may unpack to: more is a bomb."""

OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OPEN_DOCUMENT = frozenset(
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")
)
IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}
TYPES = frozenset(
    {*IMAGES.values(), *OFFICE.values(), *OPEN_DOCUMENT, "application/pdf", "text/plain"}
)
"""Every type a stored file may have."""
ABOUT_PEOPLE = ("docprops/", "meta.xml", "thumbnails/")
"""Members of office files that name authors or show a preview, in small letters: packages are read
without regard to case."""


def _attributes(names: bytes) -> bytes:
    """The value of any of these, between either quotes, after what names it."""
    return rb"(\b(?:" + names + rb""")\s*=\s*)(?:"[^"]*"|'[^']*')"""


_NAMED: tuple[tuple[str, bytes, bytes], ...] = (
    ("word/", _attributes(rb"w\w*:(?:author|initials|userId)"), rb'\1"-"'),
    ("xl/comments", rb"(<author\b[^>]*>)[^<]+", rb"\1-"),
    ("xl/persons/", _attributes(rb"displayName|userId"), rb'\1"-"'),
    ("xl/revisions/", _attributes(rb"userName"), rb'\1"-"'),
    ("xl/workbook.xml", _attributes(rb"userName"), rb'\1"-"'),
    ("xl/workbook.xml", rb"<x15ac:absPath\b[^>]*/>", b""),
    ("ppt/commentauthors.xml", _attributes(rb"name|initials"), rb'\1"-"'),
    ("ppt/authors.xml", _attributes(rb"name|initials|userId"), rb'\1"-"'),
    ("content.xml", rb"(<dc:creator\b[^>]*>)[^<]+", rb"\1-"),
    ("content.xml", rb"(<(?:meta:creator|loext:sender)-initials\b[^>]*>)[^<]+", rb"\1-"),
)
"""Who wrote a note or tracked a change, beside the words: member, what stands there, what then."""
_OPENINGS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""How an XML part begins, and the encoding that tells, the longer beginnings first."""
_DECLARED = re.compile(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']""")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
FOLLOWED = ("/GoTo", "/URI")
"""What a link in a PDF may do: lead to a page of it, or to an address."""
ABOUT_PHOTOGRAPHS = frozenset({0xFE, 0xE1, *range(0xE3, 0xEE), 0xEF})
"""Segments of a JPEG that tell of the camera, the place and the people: APP1, APP3 and more."""

NOT_TAKEN = N_(
    "This kind of file cannot be taken. Give a PDF, a picture (PNG, JPEG, WebP, GIF), a Word,"
    " Excel or OpenDocument file, or plain text (CSV, TXT)."
)
BROKEN = N_("This file is damaged or protected by a password. Save it again and try once more.")


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be taken."""

    media_type: str
    clean: bytes
    """Without metadata; for a picture also turned upright, made smaller and encoded anew."""
    width: int | None = None
    height: int | None = None
    pages: int | None = None


def examine(data: bytes) -> Examined:
    """Find out what the bytes are and clean them. Raises Invalid with what to do instead."""
    if not data:
        raise Invalid(N_("This file is empty. Choose another one."))
    if len(data) > LARGEST:
        raise Invalid(
            N_("This file is larger than %(most)s MB. Make it smaller and try again."),
            {"most": LARGEST // 1024**2},
        )
    for starts, examine_as in _SIGNS:
        if data.startswith(starts):
            return examine_as(data)
    if data[8:12] == b"WEBP":
        return _picture(data)
    return _plain_text(data)


def dimensions(data: bytes) -> tuple[int, int]:
    """Width and height of a picture we encoded, in pixels."""
    with Image.open(io.BytesIO(data)) as image:
        return image.width, image.height


@contextmanager
def _whole() -> Iterator[None]:
    """Pillow, pikepdf and zipfile raise whatever a malformed file makes them trip over."""
    try:
        yield
    except DomainError:
        raise
    except Exception as error:
        raise Invalid(BROKEN) from error


def _picture(data: bytes) -> Examined:
    with _whole(), Image.open(io.BytesIO(data), formats=list(IMAGES)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Invalid(N_("This picture has too many pixels. Make it smaller."))
        media_type = IMAGES[str(image.format)]
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _encoded(upright, media_type)


def _encoded(image: Image.Image, media_type: str) -> Examined:
    """Only the pixels are written: no EXIF, no comments, no colour profile with a serial number."""
    out = io.BytesIO()
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if media_type == "image/jpeg" or (media_type == "image/webp" and not has_alpha):
        bare = Image.new("RGB", image.size)
        bare.paste(image.convert("RGB"))
        bare.save(out, "JPEG", quality=85, optimize=True)
        kept_type = "image/jpeg"
    else:
        bare = Image.new("RGBA" if has_alpha else "RGB", image.size)
        bare.paste(image.convert(bare.mode))
        bare.save(out, "PNG", optimize=True)
        kept_type = "image/png"
    return Examined(kept_type, out.getvalue(), width=bare.width, height=bare.height)


def _pdf(data: bytes) -> Examined:
    with _whole(), pikepdf.open(io.BytesIO(data)) as document:
        pages = len(document.pages)
        _strip(document)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return Examined("application/pdf", out.getvalue(), pages=pages)


def _strip(document: pikepdf.Pdf) -> None:
    """Author, dates, XMP, attachments, scripts, notes in the margin, what photographs tell."""
    del document.docinfo
    root = document.Root
    _drop(root, "/Metadata", "/OpenAction", "/AA", "/PieceInfo")
    _drop(root.get("/Names"), "/EmbeddedFiles", "/JavaScript")
    _drop(root.get("/AcroForm"), "/XFA")
    for page in document.pages:
        _drop(page.obj, "/Metadata", "/AA", "/PieceInfo")
        _strip_notes(page)
    for found in document.objects:
        if isinstance(found, pikepdf.Stream):
            _drop(found, "/Metadata", "/PieceInfo")
            _strip_photograph(found)


def _drop(found: Any, *names: str) -> None:
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        for name in names:
            if name in found:
                del found[name]


def _strip_notes(page: pikepdf.Page) -> None:
    """Links and fields of forms stay, without scripts and without what starts programs."""
    notes = page.obj.get("/Annots")
    if notes is None:
        return
    kept = [one for one in notes if one.get("/Subtype") in ("/Link", "/Widget")]
    for one in kept:
        _drop(one, "/AA")
        action = one.get("/A")
        if action is not None and (action.get("/S") not in FOLLOWED or "/Next" in action):
            del one["/A"]
    page.obj["/Annots"] = pikepdf.Array(kept)


def _strip_photograph(stream: pikepdf.Stream) -> None:
    """A JPEG inside a PDF is a whole file, with the place and maker its camera wrote into it."""
    filters: Any = stream.get("/Filter")
    if filters == "/DCTDecode" or filters == pikepdf.Array([pikepdf.Name("/DCTDecode")]):
        parameters: Any = stream.get("/DecodeParms")
        bare = _bare_jpeg(stream.read_raw_bytes())
        stream.write(bare, filter=filters, decode_parms=parameters)


def _bare_jpeg(data: bytes) -> bytes:
    """A JPEG without its EXIF, XMP, IPTC and comments; the picture itself is not encoded anew.

    Segments that say how the pixels are to be read stay: APP0, APP14 and colour profiles (APP2).
    """
    place, kept = 2, [data[:2]]
    while data[place : place + 1] == b"\xff" and place + 4 <= len(data):
        marker = data[place + 1]
        if marker == 0xDA:  # what follows are the pixels
            break
        if marker == 0xFF:  # padding
            place += 1
            continue
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if marker not in ABOUT_PHOTOGRAPHS:
            kept.append(data[place:end])
        place = end
    return b"".join([*kept, data[place:]])


def _zip(data: bytes) -> Examined:
    with _whole(), zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            raise Invalid(N_("This file unpacks to too much. Make it smaller."))
        media_type = _office_type(archive)
        if any(m.filename.endswith("vbaProject.bin") for m in members):
            raise Invalid(N_("This file holds macros. Save it without macros and try again."))
        return Examined(media_type, _without_authors(archive))


def _office_type(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if "mimetype" in names:
        declared = archive.read("mimetype").decode("ascii", "replace").strip()
        if declared in OPEN_DOCUMENT:
            return declared
    if "[Content_Types].xml" in names:
        for folder, media_type in OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return media_type
    raise Invalid(NOT_TAKEN)


def _without_authors(archive: zipfile.ZipFile) -> bytes:
    """The same members with the parts about people emptied, at one fixed date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as clean:
        for member in archive.infolist():
            if member.is_dir():
                continue
            data, name = archive.read(member), member.filename.lower()
            if name.endswith(".xml"):
                data = _in_utf8(data)
            if name.startswith(ABOUT_PEOPLE):
                data = _emptied(name, data)
            elif data.startswith(b"\xff\xd8\xff"):
                data = _bare_jpeg(data)
            data = _unnamed(name, data)
            entry = zipfile.ZipInfo(member.filename, date_time=(1980, 1, 1, 0, 0, 0))
            stored = member.filename == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            clean.writestr(entry, data)
    return out.getvalue()


def _in_utf8(data: bytes) -> bytes:
    """An XML part as names are looked for in it, whichever encoding it came in."""
    encoding = next((found for start, found in _OPENINGS if data.startswith(start)), "")
    declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8)) if not encoding else None
    encoding = encoding or (declared[1].decode("ascii") if declared else "utf-8")
    if codecs.lookup(encoding).name in ("utf-8", "ascii"):
        return data
    text = _DECLARATION.sub("", data.decode(encoding), count=1)
    return f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()


def _unnamed(name: str, data: bytes) -> bytes:
    """Notes and tracked changes stay, without who made them."""
    for member, named, bare in _NAMED:
        if name.startswith(member) and name.endswith(".xml"):
            data = re.sub(named, bare, data)
    return data


def _emptied(name: str, data: bytes) -> bytes:
    """An XML part keeps its outermost element, so that the package stays valid."""
    if not name.endswith(".xml"):
        return b""
    opening = re.search(rb"<(\w[\w.:-]*)[^>]*>", data)
    if opening is None:
        return b""
    if opening[0].endswith(b"/>"):
        return opening[0]
    return b'<?xml version="1.0" encoding="UTF-8"?>' + opening[0] + b"</" + opening[1] + b">"


def _plain_text(data: bytes) -> Examined:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(NOT_TAKEN) from error
    if any(ord(char) < 32 and char not in "\t\r\n\f" for char in text[:100_000]):
        raise Invalid(NOT_TAKEN)
    return Examined("text/plain", data)


_SIGNS: tuple[tuple[bytes, Callable[[bytes], Examined]], ...] = (
    (b"\x89PNG\r\n\x1a\n", _picture),
    (b"\xff\xd8\xff", _picture),
    (b"GIF8", _picture),
    (b"%PDF-", _pdf),
    (b"PK\x03\x04", _zip),
)
