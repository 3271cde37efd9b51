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
    (folder / "plan.docx").write_bytes(data)
    _office(folder, "--convert-to", "pdf", "--outdir", str(folder), str(folder / "plan.docx"))
    return _pages(folder)


def brought_up_to_date(data: bytes, folder: Path) -> list[str]:
    """The same after somebody has brought every list of contents up to date; twice, since with the
    numbers the lists themselves may take more pages than before."""
    (folder / "plan.docx").write_bytes(data)
    _office(folder, "--terminate_after_init")  # a new profile would write over the macro
    basic = folder / "profile" / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    for name, text in MACRO.items():
        (basic / name).write_text(text, encoding="utf-8")
    _office(folder, f'macro:///Standard.Contents.Update("{folder}/plan.docx", "{folder}/plan.pdf")')
    return _pages(folder)


def _office(folder: Path, *arguments: str) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        if "libreoffice" in REQUIRED:
            pytest.fail("no LibreOffice: install libreoffice-writer")
        pytest.skip("no LibreOffice to open the file with: install libreoffice-writer")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [program, profile, "--headless", *arguments],
        check=True,
        capture_output=True,
        timeout=SECONDS,
        env={**os.environ, "FONTCONFIG_FILE": str(press.FONTS), "HOME": str(folder)},
    )


def _pages(folder: Path) -> list[str]:
    document = pypdfium2.PdfDocument(folder / "plan.pdf")
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


_LIBRARY = 'xmlns:library="http://openoffice.org/2000/library"'
_DOCTYPE = '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">'
MACRO = {
    "script.xlc": f"""<?xml version="1.0" encoding="UTF-8"?>
{_DOCTYPE.format("library:libraries", "libraries")}
<library:libraries {_LIBRARY} xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" library:link="false" xlink:type="simple"
 xlink:href="$(USER)/basic/Standard/script.xlb/"/></library:libraries>""",
    "Standard/script.xlb": f"""<?xml version="1.0" encoding="UTF-8"?>
{_DOCTYPE.format("library:library", "library")}
<library:library {_LIBRARY} library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Contents"/>
</library:library>""",
    "Standard/Contents.xba": f"""<?xml version="1.0" encoding="UTF-8"?>
{_DOCTYPE.format("script:module", "module")}
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Contents"
 script:language="StarBasic">Sub Update(source As String, target As String)
Dim hidden(0) As New com.sun.star.beans.PropertyValue
hidden(0).Name = "Hidden"
hidden(0).Value = True
text = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
lists = text.getDocumentIndexes()
For turn = 1 To 2
For i = 0 To lists.getCount() - 1
lists.getByIndex(i).update()
Next i
Next turn
Dim printed(0) As New com.sun.star.beans.PropertyValue
printed(0).Name = "FilterName"
printed(0).Value = "writer_pdf_Export"
text.storeToURL(ConvertToURL(target), printed())
text.close(True)
End Sub</script:module>""",
}
"""What a profile of LibreOffice needs to hold a macro, and the macro."""
