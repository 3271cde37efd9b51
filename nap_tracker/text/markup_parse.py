"""A line of light markup read back into runs and footnotes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nap_tracker.text.flow import LineFlow, NoteFlow
from nap_tracker.text.markup_tokens import Token, tokens
from nap_tracker.text.styles import language_tag
from nap_tracker.text.tree import Note, Para, Style

_PREFIX = re.compile(
    r"(?i)\[\[(lang [a-z]{2,3}(?:-[a-z0-9]{1,8})*(?: (?:rtl|ltr))?|dir (?:rtl|ltr))\]\] ?"
)
_SUSPECT = re.compile(r"(?i)\[\[(?:(?:table|figure|note)\b|\w+ [a-z0-9]{8}\b)[^\[\]]*(?:\]\])?")
_SHIFTS = {"_{": "sub", "^{": "sup"}


class LineReader:
    """Reads the lines of a text; `problems` are the placeholders in them that name nothing."""

    def __init__(self, notes: Mapping[str, Note]) -> None:
        self.notes = notes
        self.problems: list[str] = []

    def paragraph(self, line: str, kind: str = "p") -> Para | None:
        """The paragraph of a line, None where there is nothing to see."""
        prefix = _PREFIX.match(line)
        base = _spoken(prefix[1], Style()) if prefix else Style()
        words = _Words(base, self.notes)
        for token in tokens(line[prefix.end() if prefix else 0 :]):
            words.add(token)
        self.problems += _SUSPECT.findall("".join(words.plain))
        inlines = words.flow.line()
        return Para(kind, inlines, base.lang, base.dir) if inlines else None


class _Words:
    """Runs and footnotes as they are read, with the style in force."""

    def __init__(self, base: Style, notes: Mapping[str, Note]) -> None:
        self.flow = LineFlow(base)
        self.plain: list[str] = []
        """What means nothing, in order, NUL where something does."""
        self._style = base
        self._notes = notes
        self._around: list[tuple[Style, LineFlow]] = []
        """The style and flow before each open passage."""

    def add(self, token: Token) -> None:
        note = self._notes.get(token.value) if token.kind == "note" else None
        if note is not None:
            self.flow.note(note)
            self.plain.append("\0")
        elif token.live:
            _TURNS[token.kind](self, token)
            self.plain.append("\0")
        else:
            self.flow.text(token.text, self._style)
            self.plain.append("\0" if token.kind == "escape" else token.text)

    def _open(self, token: Token) -> None:
        self._around.append((self._style, self.flow))
        if token.value.lower() == "note":
            self._style = Style(lang=self._style.lang, dir=self._style.dir)
            self.flow = NoteFlow(self._style)
        else:
            self._style = _spoken(token.value, self._style)

    def _close(self, _token: Token) -> None:
        before, outer = self._around.pop()
        if isinstance(self.flow, NoteFlow) and self.flow is not outer:
            runs = self.flow.runs()
            if runs:
                outer.note(Note(runs, before.lang, before.dir))
            self._style = before
        else:
            self._style = self._style._replace(lang=before.lang, dir=before.dir)
        self.flow = outer

    def _link(self, token: Token) -> None:
        self._style = self._style._replace(href=token.value if token.kind == "bracket" else None)

    def _shift(self, token: Token) -> None:
        self._style = self._style._replace(shift=_SHIFTS.get(token.text, ""))

    def _strong(self, _token: Token) -> None:
        self._style = self._style._replace(strong=not self._style.strong)

    def _em(self, _token: Token) -> None:
        self._style = self._style._replace(em=not self._style.em)


_TURNS = {
    "open": _Words._open,
    "close": _Words._close,
    "bracket": _Words._link,
    "href": _Words._link,
    "shift": _Words._shift,
    "unshift": _Words._shift,
    "strong": _Words._strong,
    "em": _Words._em,
}


def _spoken(words: str, style: Style) -> Style:
    """The style of 'lang ar rtl', 'lang fr' or 'dir ltr'."""
    kind, first, *rest = words.lower().split()
    if kind == "dir":
        return style._replace(dir=first)
    return style._replace(lang=language_tag(first), dir=rest[0] if rest else style.dir)
