"""Word files for tests: the raw parts that word processors write, put together by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from nap_tracker.imports.word import reader
from nap_tracker.imports.word.bundle import Bundle
from nap_tracker.imports.word.choices import Choices
from nap_tracker.imports.word.compose import Composer
from nap_tracker.imports.word.decisions import decided
from nap_tracker.imports.word.tree import Document
from nap_tracker.text.html import sanitise
from nap_tracker.text.identity import seeded

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_KIND}.{kind}+xml"/>'
        for part, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("footnotes", "footnotes"),
        )
    )
    + "{}</Types>"
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
    for id, name in (
        ("Titre1", "heading 1"),
        ("Heading2", "heading 2"),
        ("Heading3", "heading 3"),
        ("Heading4", "heading 4"),
        ("Title", "Title"),
        ("Caption", "caption"),
        ("TOC1", "toc 1"),
        ("ListContinue", "List Continue"),
        ("AnnexCReference", "Annex C reference"),
    )
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + "".join(f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="bullet"/></w:lvl>' for n in range(4))
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + "".join(f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="lowerLetter"/></w:lvl>' for n in range(4))
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080200000090"
    "7753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
"""One red dot."""

Relations = Sequence[tuple[str, str, str, bool]]
"""(id, kind, target, whether it is outside)."""


def p(*runs: str, style: str = "", more: str = "") -> str:
    """A paragraph; what is no XML becomes a run."""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{properties}{inside}</w:p>"


def r(text: str, look: str = "", tag: str = "t") -> str:
    """A run of words."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def h(text: str, level: int = 1) -> str:
    """A heading."""
    return p(text, style="Titre1" if level == 1 else f"Heading{level}")


def item(text: str, depth: int = 0, number: int = 1) -> str:
    """A point of a list; number 1 has bullets, 2 has letters."""
    mark = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(text, more=mark)


def ins(*runs: str, who: str = "Ana", when: str = "2026-01-02T10:00:00Z", tag: str = "ins") -> str:
    """Words that were put in."""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f'<w:{tag} w:id="1" w:author="{who}" w:date="{when}">{inside}</w:{tag}>'


def gone(text: str, who: str = "Ben", when: str = "2026-01-03T10:00:00Z") -> str:
    """Words that were taken out."""
    return ins(r(text, tag="delText"), who=who, when=when, tag="del")


def tc(*blocks: str, more: str = "") -> str:
    """A cell."""
    inside = "".join(block if block.startswith("<w:") else p(block) for block in blocks)
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{inside or p()}</w:tc>"


def tr(*cells: str, head: bool = False, more: str = "") -> str:
    """A row; what is no XML becomes a cell."""
    inside = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    said = ("<w:tblHeader/>" if head else "") + more
    return f"<w:tr><w:trPr>{said}</w:trPr>{inside}</w:tr>"


def tbl(*rows: str, more: str = "", columns: int = 0) -> str:
    """A table; LibreOffice wants to know how many columns it has."""
    column = '<w:gridCol w:w="1500"/>'
    grid = f"<w:tblGrid>{column * columns}</w:tblGrid>" if columns else ""
    return f"<w:tbl><w:tblPr>{more}</w:tblPr>{grid}{''.join(rows)}</w:tbl>"


def field(instruction: str, *shown: str) -> str:
    """A field as Word writes it, with what it shows."""
    inside = "".join(run if run.startswith("<") else r(run) for run in shown)
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{inside}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def drawing(inside: str, alt: str = "") -> str:
    """A run with a drawing."""
    said = f'<wp:docPr id="1" name="x" descr="{alt}"/>'
    return f"<w:r><w:drawing><wp:inline>{said}{inside}</wp:inline></w:drawing></w:r>"


def picture(relation: str = "rId9", alt: str = "", how: str = "embed") -> str:
    """A run with a picture."""
    blip = f'<pic:pic><pic:blipFill><a:blip r:{how}="{relation}"/></pic:blipFill></pic:pic>'
    return drawing(f"<a:graphic><a:graphicData>{blip}</a:graphicData></a:graphic>", alt)


def box(*blocks: str) -> str:
    """A run with a text box, in both forms Word writes."""
    inside = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    new = f"<w:drawing><wp:anchor><wps:txbx>{inside}</wps:txbx></wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def docx(
    *body: str,
    parts: Mapping[str, str | bytes] | None = None,
    relations: Relations = (),
    types: str = "",
    styles: str = STYLES,
) -> bytes:
    """A file; `parts` are further members by name, `relations` those of the document."""
    inside = "".join(block if block.startswith("<") else p(block) for block in body)
    known = [("rId1", "styles", "styles.xml", False), ("rId2", "numbering", "numbering.xml", False)]
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES.format(types),
        "_rels/.rels": rels([("rId1", "officeDocument", "word/document.xml", False)]),
        "word/document.xml": f"<w:document {SPACES}><w:body>{inside}</w:body></w:document>",
        "word/_rels/document.xml.rels": rels([*known, *relations]),
        "word/styles.xml": f"<w:styles {SPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {SPACES}>{NUMBERING}</w:numbering>",
        **(parts or {}),
    }
    return zipped(members)


def notes(kind: str, *texts: str) -> tuple[dict[str, str | bytes], Relations]:
    """A part of footnotes or endnotes with ids from 1, and the relation to it."""
    inside = "".join(
        f'<w:{kind} w:id="{at}">{text if text.startswith("<") else p(text)}</w:{kind}>'
        for at, text in enumerate(texts, 1)
    )
    separator = f'<w:{kind} w:type="separator" w:id="0">{p("---")}</w:{kind}>'
    part = f"<w:{kind}s {SPACES}>{separator}{inside}</w:{kind}s>"
    return {f"word/{kind}s.xml": part}, [(f"rId{kind}", f"{kind}s", f"{kind}s.xml", False)]


def note(number: int, kind: str = "footnote") -> str:
    """A reference to a note."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def rels(relations: Relations) -> str:
    """A part of relations."""
    outside_mode = ' TargetMode="External"'
    inside = "".join(
        f'<Relationship Id="{id}" Type="{R}/{kind}" Target="{target}"'
        f"{outside_mode if is_outside else ''}/>"
        for id, kind, target, is_outside in relations
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inside}</Relationships>'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(*body: str, **more: Any) -> Document:
    """The document a body is read as."""
    return reader.read(docx(*body, **more))[0]


def html_of(document: Document, choices: Mapping[int, bool] | None = None) -> str:
    """What comes of it, without the ids of blocks."""
    blocks = Composer(decided(document, choices or {})).blocks()
    said = sanitise("".join(block.html for block in blocks), new_id=seeded("x"))
    return without_ids(said)


def html(*body: str, **more: Any) -> str:
    """A body read and composed."""
    return html_of(read(*body, **more))


def without_ids(text: str) -> str:
    """Canonical HTML without the ids of its blocks."""
    parts = text.split(' data-block="')
    return parts[0] + "".join(part.split('"', 1)[1] for part in parts[1:])


def bundle(*body: str, **more: Any) -> Bundle:
    """What is kept of a file."""
    document, pictures = reader.read(docx(*body, **more))
    return Bundle(document, "", pictures)


ENGLISH = Choices("en")
