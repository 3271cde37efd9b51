"""Runs of characters brought into their one form: spaces, neighbours, composed letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nap_tracker.text.normalise import composed
from nap_tracker.text.tree import Inline, Note, Run, Style

_SPACES = re.compile(r"[ \t\n\r\u2028\u2029]+")
_UNTIDY = re.compile(r"[\t\n\r\u2028\u2029]| {2}")
_VISIBLE = re.compile(r"[^\s\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
                      r"\u2060-\u2069\ufe00-\ufe0f\ufeff]")  # fmt: skip


def is_visible(text: str) -> bool:
    """Whether there is anything to see: neither spaces of any width nor marks without a shape."""
    return _VISIBLE.search(text) is not None


def settle(pieces: Sequence[Inline], base: Style) -> tuple[Inline, ...]:
    """The one form of what stands in a paragraph; () when there is nothing to see.

    A space belongs to what both its neighbours share, so emphasis and links never begin or end
    with one; `base` is what the paragraph itself says of language and direction.
    """
    if len(pieces) == 1 and isinstance(pieces[0], Run):  # Most paragraphs: a short way, same end.
        text = tidy(pieces[0].text).strip(" ")
        return (Run(composed(text), pieces[0].style),) if is_visible(text) else ()
    line = _Line(base)
    for piece in pieces:
        line.add(piece)
    return line.inlines() if line.is_visible else ()


def tidy(text: str) -> str:
    """Runs of white space in HTML as one space; spaces of other widths stay as they are."""
    return _SPACES.sub(" ", text) if _UNTIDY.search(text) else text


class _Line:
    """A paragraph while it is being put together; runs of one style grow as lists of parts."""

    def __init__(self, base: Style) -> None:
        self.base = base
        self.is_visible = False
        self._done: list[tuple[list[str], Style] | Note] = []
        self._gap = False

    def add(self, piece: Inline) -> None:
        if isinstance(piece, Note):
            self._close_gap(Style(lang=piece.lang, dir=piece.dir))
            self._done.append(piece)
            self.is_visible = True
        else:
            self._add_run(tidy(piece.text), piece.style)

    def _add_run(self, text: str, style: Style) -> None:
        core = text.strip(" ")
        if not core:
            self._gap = self._gap or bool(text)
            return
        self._gap = self._gap or text.startswith(" ")
        self._close_gap(style)
        self._append(core, style)
        self._gap = text.endswith(" ")
        self.is_visible = self.is_visible or is_visible(core)

    def _close_gap(self, coming: Style) -> None:
        if self._gap and self._done:
            last = self._done[-1]
            gone = Style(lang=last.lang, dir=last.dir) if isinstance(last, Note) else last[1]
            self._append(" ", gone if gone == coming else shared(gone, coming, self.base))
        self._gap = False

    def _append(self, text: str, style: Style) -> None:
        last = self._done[-1] if self._done else None
        if isinstance(last, tuple) and not isinstance(last, Note) and last[1] == style:
            last[0].append(text)
        else:
            self._done.append(([text], style))

    def inlines(self) -> tuple[Inline, ...]:
        return tuple(
            one if isinstance(one, Note) else Run(composed("".join(one[0])), one[1])
            for one in self._done
        )


def shared(left: Style, right: Style, base: Style) -> Style:
    """What two styles have in common; where they differ, what is given around them."""
    pairs = zip(left, right, base, strict=True)
    return Style._make(one if one == other else given for one, other, given in pairs)
