"""What the template of a page writes with: it numbers places and leaves gaps for their tools."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from nap_tracker.content.tree import EntryContent
from nap_tracker.exports.document_tree import Origin
from nap_tracker.exports.screen.leaf import Gap, Leaf, Part, Place, Shape, Words

_GAP = re.compile("\x02([a-z])(\\d+)\x03")
_WORDS = re.compile("\x02w(\\d+) ([^\x03]*)\x03(.*?)\x02w\x03", re.DOTALL)
"""Control characters never stand in the text of a plan (`text/normalise.py`)."""
_NOTE = re.compile('<span class="fn"(?: [^> ][^>]*)?>')
"""A footnote of the text; not the sign for it (`Pen._sign`), which has a space before its end."""
_SPAN = re.compile("<span\\b|</span>")


@dataclass
class Pen:
    """Writes one page."""

    section: str
    entries: Mapping[str, EntryContent]
    home: Callable[[str], str]
    """The section of a register."""
    places: list[Place] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    """Footnotes, gathered while the page is written."""

    def place(self, origin: Origin | None, shape: str) -> Place | None:
        """A place nobody had before; None for what comes from nowhere, or stood here already."""
        entry = self.entries.get(origin.uid) if origin else None
        if origin is None or entry is None:
            return None
        id = _id(origin)
        if id in self.known:
            return None
        self.known[id] = len(self.places)
        made = Place(
            id,
            Shape(shape),
            origin.uid,
            entry.kind,
            entry.section or self.home(entry.kind),
            origin.field,
            origin.language,
            origin.block,
        )
        self.places.append(made)
        return made

    def words(self, place: Place | None, html: str, field: str | None = None) -> Markup:
        """HTML whose words can be marked."""
        if place is None or not html:
            return Markup(html)
        of = field or place.field or ""
        return Markup(f"\x02w{self.known[place.id]} {of}\x03{html}\x02w\x03")

    def tools(self, place: Place | None) -> Markup:
        """Room for the links of a place."""
        return self._gap(Gap.TOOLS, place)

    def row_notes(self, place: Place | None) -> Markup:
        """Room for what was said of a row."""
        return self._gap(Gap.ROW_NOTES, place)

    def noted(self, html: str) -> str:
        """HTML with a number in place of each footnote; its words go to the end of the page."""
        while (start := _NOTE.search(html)) is not None:
            depth, end = 1, start.end()
            while depth:
                tag = _SPAN.search(html, end)
                if tag is None:  # never in the form that `text/html.py` writes
                    return html
                depth, end = depth + (1 if tag.group() == "<span" else -1), tag.end()
            self.notes.append(html[start.end() : end - len("</span>")])
            html = html[: start.start()] + self._sign(len(self.notes)) + html[end:]
        return html

    def note_id(self, number: int) -> str:
        """Of a footnote, also where several pages stand on one."""
        return f"fn-{self.section}-{number}"

    def leaf(self, html: str) -> Leaf:
        """The page, cut at its gaps."""
        parts: list[Part] = []
        end = 0
        for found in _WORDS.finditer(html):
            parts += _with_gaps(html[end : found.start()])
            parts.append(Words(found[3], int(found[1]), found[2] or None))
            end = found.end()
        parts += _with_gaps(html[end:])
        return Leaf(tuple(parts), tuple(self.places))

    def _gap(self, gap: Gap, place: Place | None) -> Markup:
        return Markup(f"\x02{gap.value}{self.known[place.id]}\x03" if place else "")

    def _sign(self, number: int) -> str:
        id = self.note_id(number)
        # Marked as a footnote, so that its number is no word of the text (`text/anchors.py`).
        link = f'<a class="app-note" id="{id}-back" href="#{id}">{number}</a>'
        return f'<span class="fn" ><sup>{link}</sup></span>'


def _id(origin: Origin) -> str:
    if origin.block:
        return f"p-{origin.block}"
    return f"f-{origin.uid}-{origin.field}" if origin.field else f"r-{origin.uid}"


def _with_gaps(html: str) -> list[Part]:
    parts: list[Part] = []
    end = 0
    for found in _GAP.finditer(html):
        parts.append(html[end : found.start()])
        parts.append((Gap(found[1]), int(found[2])))
        end = found.end()
    parts.append(html[end:])
    return [part for part in parts if part != ""]
