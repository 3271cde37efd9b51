"""The words of a paragraph: runs, links, fields, notes, pictures, and who changed them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from nap_tracker.imports.word import drawings, symbols
from nap_tracker.imports.word.names import is_on, local, r, val, w
from nap_tracker.imports.word.shelf import Shelf
from nap_tracker.imports.word.styles import SHIFTS
from nap_tracker.imports.word.tree import CONTENTS, EMBEDDED, FORMULA, HIDDEN, Note, Picture, Text

_LINK = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]+)"', re.IGNORECASE)
_SEQ = re.compile(r"SEQ\s+\"?([^\s\"\\]+)", re.IGNORECASE)
_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_EAST = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_LONGEST_LABEL = 3
"""Words in front of the number of a caption: 'Table', 'Carte n°'."""
_AROUND = frozenset({"smartTag", "customXml", "dir", "bdo", "sdt", "sdtContent", "fldSimple"})
_INSERTED = {"ins": "ins", "moveTo": "ins", "del": "del", "moveFrom": "del"}
_ALSO = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


class Look(NamedTuple):
    """How a run looks."""

    marks: str = ""
    lang: str = ""
    bidi: str = ""
    east: str = ""
    hidden: bool = False


class _Field:
    """A field while it is read: its instruction first, then what it shows."""

    def __init__(self) -> None:
        self.instruction = ""
        self.shows = False
        self.href = ""


class Fields:
    """The fields open at this place; a table of contents runs over many paragraphs."""

    def __init__(self) -> None:
        self.open: list[_Field] = []

    @property
    def hides(self) -> bool:
        """Whether an instruction is being read, which nobody sees."""
        return any(not field.shows for field in self.open)

    @property
    def in_contents(self) -> bool:
        """Whether this is a table of contents that a program made."""
        return any(re.match(r"\s*TO[CA]\b", field.instruction) for field in self.open)

    @property
    def href(self) -> str:
        """Where the innermost link leads."""
        return next((field.href for field in reversed(self.open) if field.href), "")


class Line:
    """Gathers what one paragraph holds."""

    def __init__(self, shelf: Shelf, part: str, fields: Fields, note: Callable[..., Any]) -> None:
        self.shelf, self.part, self.fields = shelf, part, fields
        self.pieces: list[Text | Note | Picture] = []
        self.boxes: list[Any] = []
        """Contents of text boxes, which stand behind the paragraph."""
        self.seq = ""
        self._note = note
        self._changes: tuple[int, ...] = ()
        self._href = ""
        self._marks = ""

    def read(self, element: Any, marks: str = "") -> None:
        """Everything below a paragraph or a link."""
        self._marks = marks
        for child in element:
            self._read(child)

    def _read(self, element: Any) -> None:
        name = local(element)
        if name == "r":
            self._run(element)
        elif name in _INSERTED:
            self._tracked(element, _INSERTED[name])
        elif name == "hyperlink":
            self._link(element)
        elif name in _AROUND:
            self._around(element, name)
        elif name in ("oMath", "oMathPara"):
            self._formula(element)
        elif name == "AlternateContent":
            self._each(drawings.chosen(element))
        elif name in ("commentRangeStart", "commentRangeEnd"):
            self.shelf.comment(element.get(w("id"), ""), begins=name == "commentRangeStart")

    def _each(self, elements: Any) -> None:
        for element in elements:
            self._read(element)

    def _tracked(self, element: Any, kind: str) -> None:
        before = self._changes
        self._changes = (*before, self.shelf.change(kind, *who(element)))
        self._each(element)
        self._changes = before

    def _link(self, element: Any) -> None:
        before = self._href
        self._href = self.shelf.address(self.part, element.get(r("id"), "")) or before
        self._each(element)
        self._href = before

    def _around(self, element: Any, name: str) -> None:
        if name == "sdt" and is_on(element.find(w("sdtPr")), "showingPlcHdr"):
            return  # "Click here to enter text" was never written by anybody.
        if name == "fldSimple":
            found = _SEQ.search(element.get(w("instr"), ""))
            self._each(element)
            if found:
                self._counted(found[1])
        else:
            self._each(element)

    def _formula(self, element: Any) -> None:
        words = "".join(t.text or "" for t in element.iter() if local(t) == "t")
        if words:
            self.shelf.aside(FORMULA, words)
            self._say(words, Look())

    def _run(self, element: Any) -> None:
        look = self._look(element.find(w("rPr")))
        for child in element:
            name = local(child)
            if name in ("t", "delText"):
                self._say((child.text or "").replace("\n", " ").replace("\t", " "), look)
            elif name in _ALSO:
                self._say(_ALSO[name], look)
            elif name == "br":
                is_line = child.get(w("type"), "textWrapping") == "textWrapping"
                self._say("\n" if is_line else " ", look)
            elif name != "rPr":
                self._special(child, name, look)

    def _special(self, element: Any, name: str, look: Look) -> None:
        if name in ("fldChar", "instrText", "delInstrText"):
            self._field(element, name)
        elif name in ("footnoteReference", "endnoteReference"):
            self._noted(name.removesuffix("Reference"), element.get(w("id"), ""))
        elif name == "sym":
            font = element.get(w("font"), "")
            self._say(symbols.character(font, element.get(w("char"), "")), look)
        elif name == "ruby":
            self._each(part for base in element.iter(w("rubyBase")) for part in base)
        elif name == "AlternateContent":
            for child in drawings.chosen(element):
                self._special(child, local(child), look)
        elif name in ("drawing", "pict", "object"):
            self._drawn(element, name)

    def _drawn(self, element: Any, name: str) -> None:
        if name == "object":
            self.shelf.aside(EMBEDDED, drawings.program(element))
        found, boxes = drawings.read(element, self.shelf, self.part)
        self.pieces += [Picture(picture, alt, self._changes) for picture, alt in found]
        self.boxes += boxes

    def _field(self, element: Any, name: str) -> None:
        kind = element.get(w("fldCharType"), "")
        if kind == "begin":
            self.fields.open.append(_Field())
        elif not self.fields.open:
            return
        elif name != "fldChar":
            self.fields.open[-1].instruction += element.text or ""
        elif kind == "separate":
            self._shown(self.fields.open[-1])
        elif kind == "end":
            found = _SEQ.search(self.fields.open.pop().instruction)
            if found:
                self._counted(found[1])

    def _shown(self, field: _Field) -> None:
        """The instruction is over; what follows is what people see."""
        field.shows = True
        found = _LINK.search(field.instruction)
        if found and r"\l" not in field.instruction[: found.start(1)]:
            field.href = self.shelf.followed(found[1])

    def _counted(self, name: str) -> None:
        """The number of a caption ends here: print counts anew, so label and number go."""
        label = "".join(piece.text for piece in self.pieces if isinstance(piece, Text))
        if not self.seq and len(label.split()) <= _LONGEST_LABEL + 1:
            self.seq = name
            self.pieces = [piece for piece in self.pieces if not isinstance(piece, Text)]

    def _noted(self, kind: str, note_id: str) -> None:
        pieces = self._note(kind, note_id)
        if pieces:
            self.pieces.append(Note(pieces, self._changes))

    def _say(self, text: str, look: Look) -> None:
        if not text or self.fields.hides:
            return
        if self.fields.in_contents:
            self.shelf.aside(CONTENTS, text)
            return
        if look.hidden:
            self.shelf.aside(HIDDEN, text)
            return
        if not self._changes:
            self.shelf.unchanged()
        lang = spoken(text, look)
        self.shelf.count(text, lang)
        href = self._href or self.fields.href
        piece = Text(text, look.marks, href, lang, self._changes)
        last = self.pieces[-1] if self.pieces else None
        if isinstance(last, Text) and last[1:] == piece[1:]:
            self.pieces[-1] = last._replace(text=last.text + text)
        else:
            self.pieces.append(piece)

    def _look(self, properties: Any) -> Look:
        if properties is None:
            return Look(self._marks)
        style = self.shelf.styles.of_run(val(properties, "rStyle"))
        bold, italic, hidden = (is_on(properties, name) for name in ("b", "i", "vanish"))
        shift = SHIFTS.get(val(properties, "vertAlign"), style.shift)
        marks = "".join((
            "b" if (style.bold if bold is None else bold) or "b" in self._marks else "",
            "i" if (style.italic if italic is None else italic) or "i" in self._marks else "",
            shift,
        ))  # fmt: skip
        lang = properties.find(w("lang"))
        said = ("", "", "")
        if lang is not None:
            said = (lang.get(w("val"), ""), lang.get(w("bidi"), ""), lang.get(w("eastAsia"), ""))
        return Look(marks, *said, style.hidden if hidden is None else hidden)


def spoken(text: str, look: Look) -> str:
    """The language a run is in: Word names one for each sort of script."""
    if _RTL.search(text):
        return look.bidi or look.lang
    return look.east or look.lang if _EAST.search(text) else look.lang


def who(element: Any) -> tuple[str, str]:
    """Author and date of a tracked change or comment."""
    return element.get(w("author"), ""), element.get(w("date"), "")[:16].replace("T", " ")
