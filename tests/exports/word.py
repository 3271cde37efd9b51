"""A Word file as tests look at it: its parts, its paragraphs, what LibreOffice makes of it."""

from __future__ import annotations

import io
import os
import posixpath
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest

from nap_tracker.exports import press

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
REQUIRED = frozenset(filter(None, os.environ.get("NAP_TEST_REQUIRE", "").split(",")))
SECONDS = 180
"""LibreOffice starts slowly on a busy machine."""


@dataclass(frozen=True)
class Word:
    """One file, taken apart."""

    data: bytes

    @cached_property
    def files(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as packed:
            assert packed.testzip() is None
            return {name: packed.read(name) for name in packed.namelist()}

    @cached_property
    def parts(self) -> dict[str, ElementTree.Element]:
        """Every part that is XML, read by a parser that is not the one it was written with."""
        return {
            name: ElementTree.fromstring(data)
            for name, data in self.files.items()
            if name.endswith((".xml", ".rels"))
        }

    @property
    def body(self) -> ElementTree.Element:
        return self.parts["word/document.xml"]

    def all(self, tag: str, part: str = "word/document.xml") -> list[ElementTree.Element]:
        return list(self.parts[part].iter(W + tag))

    def styled(self, style: str) -> list[str]:
        """The words of the paragraphs of a style, in order."""
        return [words(one) for one in self.all("p") if style_of(one) == style]

    def relations(self, part: str) -> dict[str, tuple[str, bool]]:
        """Id -> target, and whether it is inside the file."""
        folder, _, name = part.rpartition("/")
        found = self.parts.get(f"{folder}/_rels/{name}.rels")
        return {
            one.attrib["Id"]: (one.attrib["Target"], one.get("TargetMode") != "External")
            for one in (found if found is not None else ())
        }

    def targets(self) -> Iterator[str]:
        """Every file that a relationship of any part leads to."""
        for name, part in self.parts.items():
            if not name.endswith(".rels"):
                continue
            folder = posixpath.dirname(posixpath.dirname(name))
            for one in part:
                if one.get("TargetMode") != "External":
                    target = one.attrib["Target"]
                    yield posixpath.normpath(
                        target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
                    ).lstrip("/")


def style_of(paragraph: ElementTree.Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.attrib[f"{W}val"]


def words(element: ElementTree.Element) -> str:
    """What is read, without the instructions of fields."""
    parts = []
    for run in element.iter(f"{W}r"):
        for one in run:
            if one.tag == f"{W}t":
                parts.append(one.text or "")
            elif one.tag in (f"{W}br", f"{W}tab"):
                parts.append(" ")
    return "".join(parts)


def laid_out(data: bytes, folder: Path) -> list[str]:
    """The words of each page as LibreOffice lays it out; skips where there is none."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        if "libreoffice" in REQUIRED:
            pytest.fail("no LibreOffice: install libreoffice-writer")
        pytest.skip("no LibreOffice to open the file with: install libreoffice-writer")
    (folder / "plan.docx").write_bytes(data)
    subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / "plan.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=SECONDS,
        env={**os.environ, "FONTCONFIG_FILE": str(press.FONTS), "HOME": str(folder)},
    )
    document = pypdfium2.PdfDocument(folder / "plan.pdf")
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
