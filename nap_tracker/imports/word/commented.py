"""A Word file with comments, read as it is: paragraphs with their bookmarks, who changed what, and
what stands in the balloons. Knows no plan.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from nap_tracker.content.marks import WENT_OUT, listed
from nap_tracker.imports.word import symbols
from nap_tracker.imports.word.names import is_on, local, val, w
from nap_tracker.imports.word.package import Package
from nap_tracker.imports.word.refusals import NOT_WORD, TOO_LONG, refuse

MAX_CHARACTERS: Final = 6_000_000
MAX_BALLOONS: Final = 5_000
DEEPEST: Final = 60
"""Elements inside each other; what is deeper is no document."""
_CHANGED: Final = {"ins": "ins", "moveTo": "ins", "del": "del", "moveFrom": "del"}
_SAID: Final = {"tab": "\t", "ptab": "\t", "cr": "\n", "br": "\n", "noBreakHyphen": "\u2011",
                "softHyphen": "\u00ad"}  # fmt: skip
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_SKIPPED: Final = frozenset({"pPr", "rPr", "drawing", "pict", "object", "AlternateContent"})


Who = tuple[str, str, str]
"""What was done, by whom and when; nothing of it for words nobody changed."""


class Piece(NamedTuple):
    """Characters that nobody changed, or that one person put in or took out."""

    text: str
    change: str = ""
    """'ins', 'del', or nothing."""
    author: str = ""
    date: str = ""


class Point(NamedTuple):
    """A place between two characters, where a bookmark or a range begins or ends."""

    kind: str
    """'bookmark', 'start', 'end' (of a balloon's words) or 'balloon' (its mark)."""
    name: str
    at: int
    """Characters of the paragraph before it, those that were put in or taken out among them."""


class Paragraph(NamedTuple):
    """One paragraph; `place` counts them from 1."""

    place: int
    pieces: tuple[Piece, ...] = ()
    points: tuple[Point, ...] = ()
    style: str = ""
    end: str = ""
    """'ins' or 'del' where the end of the paragraph itself was."""
    is_contents: bool = False
    """A line of a table of contents that a program made."""

    @property
    def whole(self) -> str:
        """Every character, also those that were taken out."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def sent(self) -> str:
        """As it read before anybody tracked a change in it."""
        return "".join(piece.text for piece in self.pieces if piece.change != "ins")

    @property
    def read(self) -> str:
        """As it reads with all of them."""
        return "".join(piece.text for piece in self.pieces if piece.change != "del")


class Balloon(NamedTuple):
    """A comment of the word processor."""

    number: str
    author: str
    date: str
    lines: tuple[str, ...]
    parent: str = ""
    """The number of the one it answers."""


class Commented(NamedTuple):
    """A whole file, read."""

    paragraphs: tuple[Paragraph, ...]
    balloons: tuple[Balloon, ...]
    went: Mapping[str, str] | None = None
    """Key -> sum of the paragraphs that went out in it; None where the file does not say."""


def read(data: bytes) -> Commented:
    """The file. Raises InvalidFile for what is no honest DOCX."""
    package = Package(data)
    root = package.xml(package.main)
    body = root.find(w("body"))
    if body is None:
        raise refuse(NOT_WORD)
    reader = _Reader()
    reader.blocks(body)
    return Commented(tuple(reader.paragraphs), tuple(_balloons(package)), _went(package))


@dataclass
class _Reader:
    paragraphs: list[Paragraph] = field(default_factory=list)
    _characters: int = 0
    _before: list[Point] = field(default_factory=list)
    """Points between two paragraphs: they belong to the one that follows."""
    _fields: list[bool] = field(default_factory=list)
    """Of each field open here, whether its result has begun."""
    _contents: int = 0
    """How many of the fields open here make a table of contents."""
    _lists: int = 0
    """How many did so far: one of a single line begins and ends in one paragraph."""
    _instructions: list[str] = field(default_factory=list)

    def blocks(self, element: Any, depth: int = 0) -> None:
        """Paragraphs in a body, a cell or a content control, in order."""
        if depth > DEEPEST:
            return
        for child in element:
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name in ("bookmarkStart", "commentRangeStart", "commentRangeEnd"):
                self._before.append(_point(child, 0))
            elif name not in _SKIPPED and not _is_contents(child):
                self.blocks(child, depth + 1)

    def _paragraph(self, element: Any) -> None:
        properties = element.find(w("pPr"))
        line = _Line(self, list(self._before))
        self._before.clear()
        begun = self._lists
        in_contents = self._contents > 0
        line.read(element, ("", "", ""), 0)
        style = val(properties, "pStyle")
        self.paragraphs.append(
            Paragraph(
                len(self.paragraphs) + 1,
                tuple(line.pieces),
                tuple(line.points),
                style,
                _end(properties),
                in_contents or self._lists > begun or style.upper().startswith("TOC"),
            )
        )

    def count(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            raise refuse(TOO_LONG)

    def field(self, element: Any) -> None:
        """Fields show a result behind an instruction that nobody sees."""
        kind = element.get(w("fldCharType"), "")
        if kind == "begin":
            self._fields.append(False)
            self._instructions.append("")
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
            self._contents += _makes_contents(self._instructions[-1])
            self._lists += _makes_contents(self._instructions[-1])
        elif kind == "end" and self._fields:
            self._fields.pop()
            ended = _makes_contents(self._instructions.pop())
            self._contents -= ended and self._contents > 0

    def instruct(self, element: Any) -> None:
        """What a field is to show."""
        if self._instructions:
            self._instructions[-1] += element.text or ""

    @property
    def is_hidden(self) -> bool:
        """Whether an instruction is being read."""
        return not all(self._fields)


def _makes_contents(instruction: str) -> bool:
    return instruction.strip().upper().startswith("TOC")


class _Line:
    """What one paragraph holds."""

    def __init__(self, reader: _Reader, points: list[Point]) -> None:
        self.pieces: list[Piece] = []
        self.points = points
        self._reader = reader
        self._length = 0

    def read(self, element: Any, change: Who, depth: int) -> None:
        """Runs and all they are wrapped in; `change` is who put them in or took them out."""
        for child in element if depth <= DEEPEST else ():
            name = local(child)
            if name in _POINTS:
                self.points.append(_point(child, self._length))
            elif name in _FIELDS:
                _FIELDS[name](self._reader, child)
            elif (text := _words(child, name)) is not None:
                self._say(text, change)
            elif name in _CHANGED:
                self.read(child, (_CHANGED[name], *_who(child)), depth + 1)
            elif name not in _SKIPPED and not _is_a_prompt(child):
                self.read(child, change, depth + 1)

    def _say(self, text: str, change: Who) -> None:
        if not text or self._reader.is_hidden:
            return
        self._reader.count(text)
        self._length += len(text)
        last = self.pieces[-1] if self.pieces else None
        if last is not None and last[1:] == change:
            self.pieces[-1] = last._replace(text=last.text + text)
        else:
            self.pieces.append(Piece(text, *change))


def _words(element: Any, name: str) -> str | None:
    """What an element says; None for one that says nothing itself."""
    if name in ("t", "delText"):
        # LibreOffice writes an underscore so where it could be taken for a code of a character.
        return (element.text or "").replace("\n", " ").replace("_x005F_", "_")
    if name == "sym":
        return symbols.character(element.get(w("font"), ""), element.get(w("char"), ""))
    return _SAID.get(name)


def _is_a_prompt(element: Any) -> bool:
    """ "Click here to enter text" was never written by anybody."""
    return local(element) == "sdt" and bool(is_on(element.find(w("sdtPr")), "showingPlcHdr"))


_FIELDS: Final[dict[str, Callable[[_Reader, Any], None]]] = {
    "fldChar": _Reader.field,
    "instrText": _Reader.instruct,
}
_POINTS: Final = {"bookmarkStart": "bookmark", "commentRangeStart": "start",
                  "commentRangeEnd": "end", "commentReference": "balloon"}  # fmt: skip


def _point(element: Any, at: int) -> Point:
    kind = _POINTS[local(element)]
    return Point(kind, element.get(w("name" if kind == "bookmark" else "id"), ""), at)


def _who(element: Any) -> tuple[str, str]:
    return element.get(w("author"), ""), element.get(w("date"), "")


def _end(properties: Any) -> str:
    """Whether the end of a paragraph was put in or taken out."""
    marks = None if properties is None else properties.find(w("rPr"))
    for each in () if marks is None else marks:
        if local(each) in _CHANGED:
            return _CHANGED[local(each)]
    return ""


def _is_contents(element: Any) -> bool:
    properties = element.find(w("sdtPr")) if local(element) == "sdt" else None
    found = () if properties is None else properties.iter(w("docPartGallery"))
    return any("Table of Contents" in part.get(w("val"), "") for part in found)


def _balloons(package: Package) -> Iterator[Balloon]:
    parents = _parents(package)
    by_paragraph: dict[str, str] = {}
    found: list[tuple[Balloon, str]] = []
    for name in package.related(package.main, "comments"):
        for comment in package.xml(name):
            if local(comment) != "comment":
                continue
            if len(found) >= MAX_BALLOONS:
                raise refuse(TOO_LONG)
            reader = _Reader()
            reader.blocks(comment)
            lines = tuple(paragraph.read for paragraph in reader.paragraphs)
            number = comment.get(w("id"), "")
            ids = [p.get(_W14 + "paraId", "") for p in comment.iter(w("p"))]
            by_paragraph.update({id: number for id in ids if id})
            found.append((Balloon(number, *_who(comment), lines), ids[-1] if ids else ""))
    for balloon, last in found:
        yield balloon._replace(parent=by_paragraph.get(parents.get(last, ""), ""))


def _parents(package: Package) -> dict[str, str]:
    """Of each balloon that answers another, the paragraph the other one ends with."""
    return {
        each.get(_W15 + "paraId", ""): each.get(_W15 + "paraIdParent", "")
        for name in package.related(package.main, "commentsExtended")
        for each in package.xml(name)
        if each.get(_W15 + "paraIdParent")
    }


def _went(package: Package) -> dict[str, str] | None:
    for name in package.related(package.main, "customXml"):
        # Programs keep other data there too, and none of it is to refuse a file.
        if WENT_OUT.encode() in package.read(name):
            return listed("".join(package.xml(name).itertext()))
    return None


def dumps(found: Commented) -> str:
    """As JSON, from the process that reads to the one that asked."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Commented:
    """What `dumps` wrote."""
    paragraphs, balloons, went = json.loads(text)
    return Commented(
        tuple(
            Paragraph(
                place,
                tuple(Piece(*one) for one in pieces),
                tuple(Point(*one) for one in points),
                *rest,
            )
            for place, pieces, points, *rest in paragraphs
        ),
        tuple(
            Balloon(number, author, date, tuple(lines), parent)
            for number, author, date, lines, parent in balloons
        ),
        went,
    )
