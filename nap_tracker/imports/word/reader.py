"""A DOCX read whole: the running text, its notes, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from nap_tracker.imports.word.body import Body
from nap_tracker.imports.word.names import local, w
from nap_tracker.imports.word.package import Package
from nap_tracker.imports.word.refusals import NO_TEXT, NOT_WORD, refuse
from nap_tracker.imports.word.runs import who
from nap_tracker.imports.word.shelf import Shelf
from nap_tracker.imports.word.tree import (
    COMMENT,
    EMBEDDED,
    FOOTER,
    HEADER,
    TEMPLATE,
    Aside,
    Block,
    Document,
    Note,
    Paragraph,
    Picture,
    Table,
    Text,
)

_SEPARATORS: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read(data: bytes) -> tuple[Document, dict[str, bytes]]:
    """The document and its pictures by name. Raises InvalidFile for what is no honest DOCX."""
    package = Package(data)
    root = package.xml(package.main)
    body = root.find(w("body"))
    if body is None:
        raise refuse(NOT_WORD)
    shelf = Shelf(package)
    notes = _Notes(shelf)
    blocks = tuple(Body(shelf, package.main, notes.read).blocks(body))
    if not any(map(_says, blocks)) and not shelf.asides:
        raise refuse(NO_TEXT)
    _beside(shelf, notes)
    found = max(shelf.languages, key=shelf.languages.__getitem__, default="")
    language = found or shelf.styles.language
    pictures = {name: package.read(part) for part, name in shelf.pictures.items()}
    asides = tuple(shelf.asides)
    return Document(blocks, tuple(shelf.changes), asides, language, tuple(pictures)), pictures


class _Notes:
    """Footnotes and endnotes by their ids, read when a reference to one is met."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._parts: dict[str, str] = {}
        self._elements: dict[str, dict[str, Any]] = {}
        self._reading = False
        for kind in ("footnote", "endnote"):
            for part in shelf.package.related(shelf.package.main, f"{kind}s"):
                root = shelf.package.xml(part)
                self._parts[kind] = part
                self._elements[kind] = {
                    each.get(w("id"), ""): each
                    for each in root
                    if local(each) == kind and each.get(w("type"), "") not in _SEPARATORS
                }

    def read(self, kind: str, note_id: str) -> tuple[Text, ...]:
        """The words of a note on one line; what is no text in it is listed."""
        element = self._elements.get(kind, {}).get(note_id)
        if element is None or self._reading:
            return ()
        self._reading = True
        self._shelf.unchanged()  # a change in a note is none of the text around it
        place = self._shelf.place
        pieces: list[Text] = []
        for block in Body(self._shelf, self._parts[kind], self.read).blocks(element):
            for paragraph in _paragraphs(block):
                if pieces and paragraph.pieces:
                    pieces.append(Text(" "))
                pieces += [piece for piece in paragraph.pieces if isinstance(piece, Text)]
        self._shelf.place, self._reading = place, False
        self._shelf.unchanged()
        return tuple(pieces)


def _beside(shelf: Shelf, notes: _Notes) -> None:
    """Headers, footers, comments, and what the file carries besides text."""
    package = shelf.package
    for kind in (HEADER, FOOTER):
        for part in dict.fromkeys(package.related(package.main, kind)):
            words = _words(shelf, part, notes)
            if words.strip(" 0123456789-–/|"):
                shelf.asides.append(Aside(kind, words))
    shelf.asides += _comments(shelf, notes)
    for name in package.names:
        if name.startswith(("word/embeddings/", "word/activeX/")) and not name.endswith(".rels"):
            shelf.asides.append(Aside(EMBEDDED, name.rpartition("/")[2]))
    settings = package.related(package.main, "settings")
    for relation in package.relations(settings[0]).values() if settings else ():
        if relation.kind == "attachedTemplate":
            shelf.asides.append(Aside(TEMPLATE, relation.target))


def _words(shelf: Shelf, part: str, notes: _Notes) -> str:
    """The words of another part, which go into the list only."""
    before, changes = shelf.place, len(shelf.changes)
    blocks = Body(shelf, part, notes.read).blocks(shelf.package.xml(part))
    shelf.place = before
    del shelf.changes[changes:]
    shelf.unchanged()
    words = (text_of(paragraph) for block in blocks for paragraph in _paragraphs(block))
    return " ".join(" ".join(words).split())


def _comments(shelf: Shelf, notes: _Notes) -> Iterator[Aside]:
    for part in shelf.package.related(shelf.package.main, "comments"):
        for comment in shelf.package.xml(part):
            if local(comment) != "comment":
                continue
            reader = Body(shelf, part, notes.read)
            place = shelf.place
            found = [p for block in reader.blocks(comment) for p in _paragraphs(block)]
            shelf.place = place
            words = " ".join(" ".join(map(text_of, found)).split())
            about, at = shelf.quotes.get(comment.get(w("id"), ""), ("", 0))
            yield Aside(COMMENT, words, at, *who(comment), about)


def _paragraphs(block: Block) -> Iterator[Paragraph]:
    if isinstance(block, Paragraph):
        yield block
    else:
        for row in block.rows:
            for cell in row.cells:
                for inner in cell.blocks:
                    yield from _paragraphs(inner)


def text_of(paragraph: Paragraph) -> str:
    """The bare words of a paragraph, notes included."""
    words = []
    for piece in paragraph.pieces:
        if isinstance(piece, Text):
            words.append(piece.text)
        elif isinstance(piece, Note):
            words += [" (", *(text.text for text in piece.pieces), ")"]
    return "".join(words)


def _says(block: Block) -> bool:
    if isinstance(block, Table):
        return True
    return any(isinstance(piece, Picture) for piece in block.pieces) or bool(text_of(block).strip())
