"""A line of light markup cut into tokens, and which of them belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nap_tracker.text.styles import address

_TOKEN = re.compile(
    r"""(?xi)
      \\(?P<escape>[\\*_^\[\](){}\#.•\-])
    | \[\[note\ (?P<note>[a-z0-9]{8}-\d{1,4})(?::[^\[\]]*)?\]\]
    | \[\[(?P<open>
        note | lang\ [a-z]{2,3}(?:-[a-z0-9]{1,8})*(?:\ (?:rtl|ltr))? | dir\ (?:rtl|ltr)
      ):[ ]?
    | (?P<close>\]\])
    | \]\((?P<href>(?:https?://|mailto:)(?:\\[\\()]|[^\\()\s]|\([^\\()\s]*\))*)\)
    | (?P<bracket>\[)
    | (?P<shift>[_^]\{)
    | (?P<unshift>\})
    | (?P<stars>\*+)
    """
)
_ESCAPED = re.compile(r"\\([\\()])")
_STARS = {"em": "*", "strong": "**"}
_MARKS = {1: ("em",), 2: ("strong",), 3: ("strong", "em")}


@dataclass(slots=True)
class Token:
    """A piece of a line; without a `live` it is plain text.

    Kinds: text, escape (a character for itself), note (a footnote's name), open and close (a new
    footnote, a passage in another language), bracket and href (a link), shift and unshift (sub,
    sup), strong, em.
    """

    kind: str
    text: str
    value: str = ""
    live: bool = False
    can_open: bool = False
    can_close: bool = False


def tokens(line: str) -> list[Token]:
    """The tokens of a line; their texts together are the line, escapes resolved."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(line):
        if match.start() > end:
            found.append(Token("text", line[end : match.start()]))
        end = match.end()
        kind = match.lastgroup or ""
        if kind == "escape":
            found.append(Token(kind, match[kind]))
        elif kind == "stars":
            found += _stars(match, line)
        else:
            found.append(Token(kind, match[0], match[kind]))
    if end < len(line):
        found.append(Token("text", line[end:]))
    _Pairs(found).join()
    return found


def _stars(match: re.Match[str], line: str) -> list[Token]:
    """Emphasis begins before a word and ends behind one; stars among spaces are stars."""
    before, after = line[match.start() - 1 : match.start()], line[match.end() : match.end() + 1]
    marks = _MARKS.get(len(match[0]))
    if marks is None:
        return [Token("text", match[0])]
    can_open, can_close = after not in ("", " "), before not in ("", " ")
    return [Token(mark, _STARS[mark], can_open=can_open, can_close=can_close) for mark in marks]


class _Frame:
    """What is open in the line, or in the words of one footnote."""

    def __init__(self) -> None:
        self.brackets: list[int] = []
        self.single: dict[str, int] = {}
        """Where a shift, strong or em begins that has no end yet."""


class _Pairs:
    """Finds for each beginning its end; what has none stays plain text."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.frames = [_Frame()]
        self.passages: list[Token] = []

    def join(self) -> None:
        for place, token in enumerate(self.tokens):
            match token.kind:
                case "open" | "close":
                    self._passage(token)
                case "bracket":
                    self.frames[-1].brackets.append(place)
                case "href":
                    self._link(place, token)
                case "shift":
                    self.frames[-1].single["shift"] = place
                case "unshift":
                    self._end("shift", token)
                case "strong" | "em":
                    self._emphasis(place, token)

    def _passage(self, token: Token) -> None:
        if token.kind == "open":
            self.passages.append(token)
            if token.value.lower() == "note":
                self.frames.append(_Frame())
        elif self.passages:
            begun = self.passages.pop()
            begun.live = token.live = True
            token.value = begun.value
            if begun.value.lower() == "note":
                self.frames.pop()

    def _link(self, place: int, token: Token) -> None:
        brackets = self.frames[-1].brackets
        href = address(_ESCAPED.sub(r"\1", token.value))
        if href and brackets and brackets[-1] + 1 < place:
            begun = self.tokens[brackets.pop()]
            begun.live = token.live = True
            begun.value = href

    def _emphasis(self, place: int, token: Token) -> None:
        if token.kind in self.frames[-1].single and token.can_close:
            self._end(token.kind, token)
        elif token.kind not in self.frames[-1].single and token.can_open:
            self.frames[-1].single[token.kind] = place

    def _end(self, kind: str, token: Token) -> None:
        begun = self.frames[-1].single.pop(kind, None)
        if begun is not None:
            self.tokens[begun].live = token.live = True
