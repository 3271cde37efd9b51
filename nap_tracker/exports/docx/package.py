"""The package around the parts: opened empty, filled, and packed to the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.parts.document import DocumentPart

from nap_tracker.exports.docx.markup import DECLARATION, escaped, part

MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every file inside: the day a document was made on stands in its properties."""
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DATA = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"


def empty(title: str, author: str, made_on: date, language: str) -> DocumentPart:
    """The main part of a package that holds nothing but what the document is called."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("[Content_Types].xml", _content_types())
        packed.writestr("_rels/.rels", _relations())
        packed.writestr("docProps/core.xml", _properties(title, author, made_on, language))
        packed.writestr("word/document.xml", part("document", "<w:body/>"))
    data.seek(0)
    return docx.Document(data).part


def fill(main: DocumentPart, body: str) -> None:
    """Give the main part its text."""
    # python-docx builds a body element by element, several times as slowly.
    main._element = parse_xml(part("document", f"<w:body>{body}</w:body>"))


def add(main: DocumentPart, name: str, data: bytes, links: Mapping[str, str] | None = None) -> str:
    """Put a part beside the main one; the id of its relationship. `links` are the addresses it
    leads to, with the ids it has for them."""
    kind = name.rstrip("0123456789")
    content_type = getattr(CONTENT_TYPE, f"WML_{kind.upper()}")
    made = Part(PackURI(f"/word/{name}.xml"), content_type, data, main.package)
    for address, identity in (links or {}).items():
        made.load_rel(RELATIONSHIP_TYPE.HYPERLINK, address, identity, is_external=True)
    return main.relate_to(made, getattr(RELATIONSHIP_TYPE, kind.upper()))


def add_other(
    main: DocumentPart, name: str, data: bytes, content_type: str, relationship: str
) -> None:
    """Put a part beside the main one that the standard does not name."""
    made = Part(PackURI(f"/word/{name}.xml"), content_type, data, main.package)
    main.relate_to(made, relationship)


def add_data(main: DocumentPart, data: bytes, identity: str) -> None:
    """Put XML beside the document that nobody reads and every word processor carries along.

    `identity` is a UUID, the same for the same sort of data.
    """
    made = Part(PackURI("/customXml/item1.xml"), CONTENT_TYPE.XML, data, main.package)
    about = (
        f'{DECLARATION}<ds:datastoreItem xmlns:ds="{_DATA}" ds:itemID="{{{identity.upper()}}}">'
        "<ds:schemaRefs/></ds:datastoreItem>"
    )
    properties = Part(
        PackURI("/customXml/itemProps1.xml"),
        CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES,
        about.encode(),
        main.package,
    )
    made.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    main.relate_to(made, RELATIONSHIP_TYPE.CUSTOM_XML)


def packed(main: DocumentPart) -> bytes:
    """The whole package as bytes; the same content gives the same bytes."""
    loose = io.BytesIO()
    main.package.save(loose)
    made = io.BytesIO()
    with (
        zipfile.ZipFile(loose) as read,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            written.writestr(entry, read.read(name))
    return made.getvalue()


def _content_types() -> str:
    parts = (("/word/document.xml", CONTENT_TYPE.WML_DOCUMENT_MAIN), ("/docProps/core.xml", _CORE))
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'{DECLARATION}<Types xmlns="{_TYPES}"><Default Extension="rels" '
        f'ContentType="{CONTENT_TYPE.OPC_RELATIONSHIPS}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations() -> str:
    return (
        f'{DECLARATION}<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{RELATIONSHIP_TYPE.OFFICE_DOCUMENT}" '
        'Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATIONSHIP_TYPE.CORE_PROPERTIES}" '
        'Target="docProps/core.xml"/></Relationships>'
    )


def _properties(title: str, author: str, made_on: date, language: str) -> str:
    moment = f"{made_on.isoformat()}T00:00:00Z"
    return (
        f"{DECLARATION}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:creator>{escaped(author)}</dc:creator>"
        f"<cp:lastModifiedBy>{escaped(author)}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        f"<dc:language>{escaped(language)}</dc:language></cp:coreProperties>"
    )
