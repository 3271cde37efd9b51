"""What was read of a file, kept between the steps: one archive of ours, never the file again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from nap_tracker.imports.word import codec
from nap_tracker.imports.word.tree import Document

_DOCUMENT, _PASTED, _PICTURES = "document.json", "pasted.json", "pictures/"
_SMALL = 4 * 2**20
_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A document with its pictures, or a text that was pasted, in its canonical form."""

    document: Document = field(default_factory=Document)
    pasted: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def pack(bundle: Bundle) -> bytes:
    """As bytes; the same bundle gives the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        said = codec.dumps(bundle.document)
        archive.writestr(_info(_DOCUMENT), said, zipfile.ZIP_DEFLATED)
        archive.writestr(_info(_PASTED), json.dumps(bundle.pasted), zipfile.ZIP_DEFLATED)
        for name, data in bundle.pictures.items():
            archive.writestr(_info(_PICTURES + name), data, zipfile.ZIP_STORED)
    return out.getvalue()


def unpack(data: bytes) -> Bundle:
    """What `pack` made. Officers look at one file page by page, so a few small ones are kept."""
    return _kept(data) if len(data) <= _SMALL else _unpacked(data)


@lru_cache(maxsize=4)
def _kept(data: bytes) -> Bundle:
    return _unpacked(data)


def _unpacked(data: bytes) -> Bundle:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pictures = {
            name.removeprefix(_PICTURES): archive.read(name)
            for name in archive.namelist()
            if name.startswith(_PICTURES)
        }
        document = codec.loads(archive.read(_DOCUMENT).decode("utf-8"))
        return Bundle(document, json.loads(archive.read(_PASTED)), pictures)


def _info(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, date_time=_DAY)
