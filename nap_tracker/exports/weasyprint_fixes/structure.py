"""The structure of a tagged PDF (PDF/UA-1): one element for each HTML element, wherever it lies.

WeasyPrint 70.0 makes a structure element for every box of every page and every line of text, so a
table over four pages becomes four tables; it knows no languages, leaves what stands in margins and
repeated table headers outside the tree without saying that they are artifacts, and nests links.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pydyf
from weasyprint import pdf as weasyprint_pdf
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.logger import LOGGER
from weasyprint.pdf.stream import Stream

POINTS = 0.75
"""Points in a CSS pixel."""
TAGS = {
    "a": "Link",
    "caption": "Caption",
    "img": "Figure",
    "li": "LI",
    "nav": "TOC",
    "ol": "L",
    "p": "P",
    "section": "Sect",
    "table": "Table",
    "tbody": "TBody",
    "td": "TD",
    "th": "TH",
    "thead": "THead",
    "tr": "TR",
    "ul": "L",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
}
"""Every other element is a Span where it says its language, and nothing of its own elsewhere."""
MARKS = {"::footnote-call": "Reference", "::footnote-marker": "Lbl", "::marker": "Lbl"}
KEPT_EMPTY = frozenset({"TD", "TH", "TR"})
"""A table keeps its shape where a cell is blank."""

_marked = Stream.marked
_page_references = pydyf.PDF.page_references
_paint = Page.paint
_add_links = weasyprint_pdf.add_links

_headers_seen: set[Any] = set()
"""Elements of table headers that were drawn before; the next time they are only repeated."""
_references: dict[int, tuple[int, tuple[bytes, ...]]] = {}


def install() -> None:
    """Put our structure in the place of the library's."""
    weasyprint_pdf.add_tags = add_tags
    weasyprint_pdf.add_links = _add_outer_links
    Stream.marked = _marked_or_artifact
    Page.paint = _paint_knowing_artifacts
    pydyf.PDF.page_references = property(_references_once)


def forget() -> None:
    """Drop what was remembered of one document."""
    _headers_seen.clear()
    _references.clear()


def _add_outer_links(links_and_anchors: Any, *given: Any) -> None:
    """One link for each line of an `a`; the library makes another for every box inside it."""
    links, anchors = links_and_anchors
    outer = [link for link in links if link[3].element_tag == "a"]
    _add_links((outer, anchors), *given)


def _references_once(pdf: Any) -> tuple[bytes, ...]:
    """References to the pages; the library works them all out each time one is asked for."""
    number = len(pdf.pages["Kids"])
    known = _references.get(id(pdf))
    if known is None or known[0] != number:
        known = number, _page_references.fget(pdf)
        _references[id(pdf)] = known
    return known[1]


def _paint_knowing_artifacts(page: Any, stream: Any, scale: float = 1) -> None:
    stream._nap_artifacts = {id(box) for box in _artifacts(page._page_box, inside=False)}
    _paint(page, stream, scale)


def _marked_or_artifact(stream: Any, box: Any, tag: str) -> Any:
    if id(box) in getattr(stream, "_nap_artifacts", ()):
        return stream.artifact()
    return _marked(stream, box, tag)


def _artifacts(box: Any, *, inside: bool) -> Iterator[Any]:
    """Texts and pictures that are no content: margins, repeated headers, dots of leaders."""
    box = _placed(box)
    inside = inside or isinstance(box, boxes.MarginBox) or box.is_leader or _is_repeated(box)
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        if inside:
            yield box
        return
    for child in box.children:
        yield from _artifacts(child, inside=inside)


def _is_repeated(box: Any) -> bool:
    if not (isinstance(box, boxes.TableRowGroupBox) and box.is_header):
        return False
    repeated = box.element in _headers_seen
    _headers_seen.add(box.element)
    return repeated


def _placed(box: Any) -> Any:
    return box._box if isinstance(box, AbsolutePlaceholder) else box


@dataclass(slots=True, eq=False)
class Element:
    """A structure element while the tree is built."""

    tag: str
    kids: list[Any] = field(default_factory=list)
    """Elements, (page, marked content) pairs, and annotations."""
    attributes: dict[str, str] = field(default_factory=dict)
    language: str | None = None
    alt: str | None = None
    page: int | None = None
    """The page of its first content."""
    number: int = 0

    def is_kept(self) -> bool:
        """Whether anything of it is in the document."""
        return self.tag in KEPT_EMPTY or any(
            not isinstance(kid, Element) or kid.is_kept() for kid in self.kids
        )


def dictionary(values: Mapping[str, Any]) -> Any:
    """A dictionary of a PDF."""
    return pydyf.Dictionary(values)


class _Raw(pydyf.Object):
    """An object whose bytes are written once, by us."""

    data = b""


def add_tags(pdf: Any, document: Any, pdf_version: Any, page_streams: Any) -> None:
    """Add the structure tree; takes the place of `weasyprint.pdf.tags.add_tags`."""
    builder = Builder()
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        # A page out of a record has no boxes to walk, but the elements found in them.
        graft = getattr(page, "graft", None)
        if graft:
            graft(builder, number)
        else:
            builder.page(number, page, stream)
    _Writer(pdf, builder).write(len(document.pages))
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    if "Lang" not in pdf.catalog:
        LOGGER.error("The document does not say its language")


class Builder:
    """Walks the boxes of every page and gathers what belongs to one HTML element."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.elements: dict[tuple[Any, str], Element] = {}
        self.parents: dict[Element, Element] = {}
        self.owners: list[dict[int, Element]] = []
        """By page: marked content -> whose it is."""
        self.annotations: list[tuple[Any, Element]] = []
        self.number = 0
        self.height = 0.0
        self.tags: dict[Any, Any] = {}

    def page(self, number: int, page: Any, stream: Any) -> None:
        self.number, self.height, self.tags = number, page.height, stream._tags
        self.owners.append({})
        for child in page._page_box.children:
            if not isinstance(child, boxes.MarginBox):
                self._walk(child, self.root)
        if self.tags:
            LOGGER.error("Page %d has content outside its structure", number + 1)

    def _walk(self, box: Any, parent: Element) -> None:
        box = _placed(box)
        own = self._element(box, parent)
        if box.link_annotation:
            self._link(box, own)
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            self._content(box, own)
            return
        for child in box.children:
            self._walk(child, own)

    def _content(self, box: Any, own: Element) -> None:
        mark = self.tags.pop(box, None)
        if mark is None:  # An artifact.
            return
        if own.page is None:
            own.page = self.number
        own.kids.append((self.number, mark["mcid"]))
        self.owners[-1][mark["mcid"]] = own

    def _link(self, box: Any, own: Element) -> None:
        annotation = box.link_annotation
        words = " ".join("".join(box.element.itertext()).split())
        if own.page is None:
            own.page = self.number
        self.annotate(annotation, words, own, self.number)

    def annotate(self, annotation: Any, words: str, own: Element, page: int) -> None:
        """Let a link of a page belong to an element."""
        annotation["Contents"] = pydyf.String(words)
        own.kids.append(Annotation(annotation, page))
        self.annotations.append((annotation, own))

    def _element(self, box: Any, parent: Element) -> Element:
        """The structure element of a box: that of its HTML element, made when first met."""
        html, name = box.element, box.element_tag
        if html is None or name is None:
            return parent
        key = html, name
        if key in self.elements:
            return self.elements[key]
        tag = _tag(html, name, parent)
        if tag is None:
            return parent
        made = self.elements[key] = Element(tag)
        self._describe(made, box)
        self._place(made, html, name, parent)
        if tag == "LI":
            # Everything in a list item but its marker is its body.
            made = self.elements[key] = self._under(made, Element("LBody"))
        return made

    def _describe(self, made: Element, box: Any) -> None:
        html = box.element
        if "::" in box.element_tag:
            return
        made.language = html.get("lang")
        if made.tag == "Figure":
            made.alt = html.get("alt")
            made.attributes = {"O": "/Layout", "BBox": self._area(box)}
            if not made.alt:
                LOGGER.error('Image "%s" has no required alt description', html.get("src"))
        elif made.tag in ("TD", "TH"):
            made.attributes = _cell(made.tag, box)
        elif made.tag == "L":
            numbering = "/Decimal" if html.tag == "ol" else "/Disc"
            made.attributes = {"O": "/List", "ListNumbering": numbering}

    def _area(self, box: Any) -> str:
        """Where a picture lies, in points from the lower left corner of the page."""
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, self.height - top - box.height, left + box.width, self.height - top)
        return f"[{' '.join(f'{corner * POINTS:.2f}' for corner in corners)}]"

    def _place(self, made: Element, html: Any, name: str, parent: Element) -> None:
        if name.endswith("::marker"):
            body = self.elements[html, name.removesuffix("::marker")]
            self.parents[body].kids.insert(0, made)
        elif made.tag == "Note" and (call := self.elements.get((html, f"{name}::footnote-call"))):
            # A note is read where it is called, not at the foot of the page.
            text = self.parents[call]
            text.kids.insert(text.kids.index(call) + 1, made)
            self.parents[made] = text
        else:
            self._under(parent, made)

    def _under(self, parent: Element, made: Element) -> Element:
        parent.kids.append(made)
        self.parents[made] = parent
        return made


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link of a page, as a kid of its structure element."""

    object: Any
    page: int


def _tag(html: Any, name: str, parent: Element) -> str | None:
    """The structure type of an HTML element; None where what is in it belongs to its parent."""
    _element, mark, pseudo = name.partition("::")
    if mark:
        return MARKS.get(mark + pseudo)
    if html.get("class") == "fn":
        return "Note"
    if name == "p" and parent.tag == "TOC":
        return "TOCI"
    if name in TAGS:
        return TAGS[name]
    return "Span" if html.get("lang") and name != "html" else None


def _cell(tag: str, box: Any) -> dict[str, str]:
    attributes = {"O": "/Table"}
    if box.colspan != 1:
        attributes["ColSpan"] = str(box.colspan)
    if box.rowspan != 1:
        attributes["RowSpan"] = str(box.rowspan)
    if tag == "TH":
        scope = box.element.get("scope")
        attributes["Scope"] = "/Row" if scope == "row" else "/Column"
    return attributes if len(attributes) > 1 else {}


class _Writer:
    """Writes the tree: parents before their kids, nothing that is empty."""

    def __init__(self, pdf: Any, builder: Builder) -> None:
        self.pdf = pdf
        self.builder = builder
        self.pages = pdf.page_references
        self.notes = 0

    def write(self, pages: int) -> None:
        root = _Raw()
        self.pdf.add_object(root)
        number = self._write(self.builder.root, root.number)
        nums = [f"{place}[{_owners(owners)}]" for place, owners in enumerate(self.builder.owners)]
        for place, (annotation, element) in enumerate(self.builder.annotations, start=pages):
            annotation["StructParent"] = place
            nums.append(f"{place} {element.number} 0 R")
        tree = _Raw()
        tree.data = f"<</Nums[{' '.join(nums)}]>>".encode()
        self.pdf.add_object(tree)
        root.data = (
            f"<</Type/StructTreeRoot/K {number} 0 R/ParentTree {tree.number} 0 R"
            f"/ParentTreeNextKey {pages + len(self.builder.annotations)}>>"
        ).encode()
        self.pdf.catalog["StructTreeRoot"] = root.reference

    def _write(self, element: Element, parent: int) -> int:
        made = _Raw()
        self.pdf.add_object(made)
        element.number = made.number
        kids = [
            self._kid(kid, element)
            for kid in element.kids
            if not isinstance(kid, Element) or kid.is_kept()
        ]
        parts = [b"<</Type/StructElem/S/", element.tag.encode(), f"/P {parent} 0 R".encode()]
        if element.page is not None:
            parts += [b"/Pg ", self.pages[element.page]]
        parts += self._properties(element)
        made.data = b"".join([*parts, b"/K[", b" ".join(kids), b"]>>"])
        return made.number

    def _kid(self, kid: Any, element: Element) -> bytes:
        if isinstance(kid, Element):
            return f"{self._write(kid, element.number)} 0 R".encode()
        if isinstance(kid, Annotation):
            page = self.pages[kid.page]
            return b"<</Type/OBJR/Obj " + kid.object.reference + b"/Pg " + page + b">>"
        page, content = kid
        if page == element.page:
            return str(content).encode()
        return b"<</Type/MCR/Pg " + self.pages[page] + f"/MCID {content}>>".encode()

    def _properties(self, element: Element) -> Iterator[bytes]:
        if element.language:
            yield b"/Lang " + pydyf.String(element.language).data
        if element.alt:
            yield b"/Alt " + pydyf.String(element.alt).data
        if element.tag == "Note":
            self.notes += 1
            yield b"/ID " + pydyf.String(f"note-{self.notes}").data
        if element.attributes:
            inside = "".join(f"/{name} {value}" for name, value in element.attributes.items())
            yield f"/A<<{inside}>>".encode()


def _owners(owners: dict[int, Element]) -> str:
    """References in the order of the marks on a page, which count from 0 without gaps."""
    return " ".join(f"{owners[mark].number} 0 R" for mark in sorted(owners))
