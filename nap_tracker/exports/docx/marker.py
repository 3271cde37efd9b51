"""Marks each paragraph of a document with a bookmark that says where in the plan it comes from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from nap_tracker.content.marks import Sent, fixed_name, key_of, place_name
from nap_tracker.content.matrix import Spot
from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.markup import bookmarked

PARAGRAPH = re.compile(r"(<w:p>)(<w:pPr>.*?</w:pPr>)?(.*?)(</w:p>)", re.DOTALL)
PIECE = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(br|tab)/>")
_MARKED = re.compile(r'<w:bookmarkStart w:id="\d+" w:name="nap[px]')
_CONTENTS = re.compile(r'<w:pStyle w:val="(?:TOC\d|TableofFigures)"/>')


@dataclass
class Marker:
    """What went out, in the order of the document."""

    desk: Desk
    sent: list[Sent] = field(default_factory=list)
    _turns: Counter[tuple[Spot, str]] = field(default_factory=Counter)
    _fixed: int = 0

    def own(self, written: str, origin: tree.Origin, block: str | None = None) -> str:
        """Paragraphs of the plan's own words."""
        return self._each(written, spot_of(origin), block or origin.block or "", is_own=True)

    def over(self, written: str, spot: Spot) -> str:
        """A heading of the form: people comment there on all that stands under it."""
        return self._each(written, spot, "", is_own=False)

    def rest(self, body: str) -> str:
        """Everything that has no mark yet; contents are left alone, since Word makes them."""

        def marked(found: re.Match[str]) -> str:
            is_made = _CONTENTS.search(found[2] or "") or not text_of(found[3]).strip()
            if is_made or _MARKED.search(found[3]):
                return found[0]
            self._fixed += 1
            return self._wrapped(found, fixed_name(self._fixed))

        return PARAGRAPH.sub(marked, body)

    def _each(self, written: str, spot: Spot, block: str, *, is_own: bool) -> str:
        def marked(found: re.Match[str]) -> str:
            if _MARKED.search(found[3]):
                return found[0]
            text = text_of(found[3])
            if is_own and not text.strip():
                return found[0]
            self._turns[spot, block] += 1
            key = key_of(spot, block, self._turns[spot, block])
            self.sent.append(Sent(key, spot, block, text, is_own))
            return self._wrapped(found, place_name(key, text))

        return PARAGRAPH.sub(marked, written)

    def _wrapped(self, found: re.Match[str], name: str) -> str:
        inside = bookmarked(found[3], name, self.desk.number())
        return f"{found[1]}{found[2] or ''}{inside}{found[4]}"


def spot_of(origin: tree.Origin) -> Spot:
    """The place of something printed; its section is known by the entry."""
    return Spot("", origin.uid, origin.field or "", origin.language or "")


def text_of(inside: str) -> str:
    """The words of a paragraph as they are read again."""
    return "".join(_pieces(inside))


def _pieces(inside: str) -> Iterator[str]:
    for found in PIECE.finditer(inside):
        yield {"br": "\n", "tab": "\t"}.get(found[2] or "") or unescape(found[1] or "")
