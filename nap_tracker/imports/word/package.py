"""A Word file as an archive of parts, unpacked only as far as it is honest.

Sizes, numbers and ratios are looked at before anything is unpacked; no part is unpacked beyond its
declared size, and an archive inside the archive is never opened. XML is parsed without document
types, entities or network.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from nap_tracker.errors import DomainError
from nap_tracker.imports.word.refusals import (
    EMPTY,
    HOSTILE,
    LOCKED,
    MACROS,
    MAX_BYTES,
    NOT_WORD,
    OLD_WORD,
    OTHER_OFFICE,
    PDF,
    RICH_TEXT,
    TOO_LARGE,
    UNPACKS_TOO_LARGE,
    WEB_PAGE,
    refuse,
)

MAX_UNPACKED: Final = 200 * 2**20
MAX_XML: Final = 60 * 2**20
"""Of all XML together: 140 pages take two or three."""
MAX_PARTS: Final = 4_000
MAX_TAGS: Final = 1_500_000
MAX_RATIO: Final = 250
"""A part that unpacks to more times its packed size is nothing that was typed; small parts may."""
SMALL: Final = 2**20

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", OFFICE.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main",
     b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)  # fmt: skip
"""Names of the strict form of the standard, and what everybody writes."""
_SIGNS: Final = (
    (b"%PDF-", PDF),
    (b"{\\rtf", RICH_TEXT),
    (b"<!DOCTYPE html", WEB_PAGE),
    (b"<!doctype html", WEB_PAGE),
    (b"<html", WEB_PAGE),
)
_OLE: Final = b"\xd0\xcf\x11\xe0"
_MAIN: Final = f"{OFFICE}/officeDocument"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to; `is_outside` is never opened."""

    kind: str
    """The last word of its type: image, hyperlink, header."""
    target: str
    is_outside: bool


@contextmanager
def whole() -> Iterator[None]:
    """The libraries that unpack and parse raise whatever a malformed part makes them trip over."""
    try:
        yield
    except DomainError:
        raise
    except MemoryError:
        raise
    except Exception as error:
        raise refuse(NOT_WORD) from error


def archive_of(data: bytes) -> zipfile.ZipFile:
    """The archive, once its outside has been looked at. Raises InvalidFile with what to do."""
    if not data.strip():
        raise refuse(EMPTY)
    if len(data) > MAX_BYTES:
        raise refuse(TOO_LARGE, limit=MAX_BYTES // 2**20)
    if data.startswith(_OLE):
        raise refuse(LOCKED if "EncryptedPackage".encode("utf-16-le") in data else OLD_WORD)
    head = data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    for sign, message in _SIGNS:
        if head.startswith(sign):
            raise refuse(message)
    with whole():
        archive = zipfile.ZipFile(io.BytesIO(data))
        _measure(archive)
    return archive


def _measure(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if any(member.flag_bits & 0x1 for member in members):
        raise refuse(LOCKED)
    if len(members) > MAX_PARTS or len(set(names)) < len(names):
        raise refuse(UNPACKS_TOO_LARGE if len(members) > MAX_PARTS else HOSTILE)
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise refuse(UNPACKS_TOO_LARGE)
    for member in members:
        if member.file_size > SMALL and member.file_size > MAX_RATIO * member.compress_size:
            raise refuse(UNPACKS_TOO_LARGE)


def parsed(content: bytes) -> Any:
    """The root element of an XML part. Raises InvalidFile; a document type is never honest here."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        if "<!DOCTYPE".encode(encoding) in content or "<!ENTITY".encode(encoding) in content:
            raise refuse(HOSTILE)
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise refuse(HOSTILE)
    return root


class Package:
    """The parts of one DOCX by name, read when they are asked for."""

    def __init__(self, data: bytes) -> None:
        self._archive = archive_of(data)
        self._names = set(self._archive.namelist())
        self._refuse_others()
        self.main = self._main_part()
        self._relations: dict[str, Mapping[str, Relation]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._names

    @property
    def names(self) -> list[str]:
        """Of all parts, in order."""
        return sorted(self._names)

    def read(self, name: str) -> bytes:
        """The bytes of a part."""
        with whole():
            return self._archive.read(name)

    def xml(self, name: str) -> Any:
        """The root element of a part, None where there is no such part."""
        if name not in self._names:
            return None
        with whole():
            return parsed(self._archive.read(name))

    def relations(self, name: str) -> Mapping[str, Relation]:
        """What a part refers to, by the id used in it."""
        if name not in self._relations:
            self._relations[name] = self._read_relations(name)
        return self._relations[name]

    def related(self, name: str, kind: str) -> list[str]:
        """The parts a part refers to under a kind of relation."""
        found = self.relations(name).values()
        return [
            each.target
            for each in found
            if each.kind == kind and not each.is_outside and each.target in self._names
        ]

    def _refuse_others(self) -> None:
        names = self._names
        xml = [m for m in self._archive.infolist() if m.filename.endswith((".xml", ".rels"))]
        if sum(member.file_size for member in xml) > MAX_XML:
            raise refuse(UNPACKS_TOO_LARGE)
        if "[Content_Types].xml" not in names:
            raise refuse(NOT_WORD)
        types = self.read("[Content_Types].xml")
        if any(n.endswith("vbaProject.bin") for n in names) or b"macroEnabled" in types:
            raise refuse(MACROS)
        tags = 0
        for member in xml:
            content = self.read(member.filename)
            tags += content.count(b"<")
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise refuse(HOSTILE)
        if tags > MAX_TAGS:
            raise refuse(UNPACKS_TOO_LARGE)

    def _main_part(self) -> str:
        for relation in self._read_relations("").values():
            if relation.kind == "officeDocument" and relation.target in self._names:
                if relation.target.startswith(("xl/", "ppt/")):
                    raise refuse(OTHER_OFFICE)
                return relation.target
        raise refuse(NOT_WORD)

    def _read_relations(self, name: str) -> dict[str, Relation]:
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        relations = {}
        for each in () if root is None else root:
            target = each.get("Target", "")
            is_outside = each.get("TargetMode", "") == "External"
            if not is_outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = each.get("Type", "").rpartition("/")[2]
            relations[each.get("Id", "")] = Relation(kind, target, is_outside)
        return relations
