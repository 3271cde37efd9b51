"""What a reader sees change: words; syllables of Lao; characters where no spaces part words.

Text here is text of canonical HTML, so that an entity is one atom and never cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from nap_tracker.text.lao import spans

_WIDE = (
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese, kana
    "\u0e00-\u0e7f\u1000-\u109f\u1780-\u17ff\u0f00-\u0fff"  # Thai, Burmese, Khmer, Tibetan
)
"""Scripts that write no spaces between words and whose syllables we do not know."""
_LAO = "\u0e80-\u0eff"
_COARSE = re.compile(
    rf"(?P<entity>&(?:[a-z]+|#[0-9]+);)|(?P<space>\s+)|(?P<lao>[{_LAO}]+)|(?P<wide>[{_WIDE}]+)"
    rf"|(?P<other>[^&\s{_LAO}{_WIDE}]+|&)"
)


_RUNS_ON = re.compile(rf"[{_WIDE}{_LAO}]")


def runs_on(text: str) -> bool:
    """Whether it holds letters of a script that writes no spaces between words."""
    return _RUNS_ON.search(text) is not None


def split(text: str) -> list[str]:
    """The atoms of a text in order; together they are the text."""
    return list(_atoms(text))


def says_something(atom: str) -> bool:
    """Whether there is a letter or a figure in it; a space or a comma says nothing by itself."""
    return any(character.isalnum() for character in atom)


def _atoms(text: str) -> Iterator[str]:
    for found in _COARSE.finditer(text):
        piece = found[0]
        if found.lastgroup == "lao":
            yield from _cut(piece, spans(piece))
        elif found.lastgroup == "wide":
            yield from _clusters(piece)
        elif found.lastgroup == "other":
            yield from _words(piece)
        else:
            yield piece


def _cut(text: str, known: list[tuple[int, int]]) -> Iterator[str]:
    """The known stretches, and what stands between them as it is."""
    end = 0
    for start, stop in known:
        if end < start:
            yield text[end:start]
        yield text[start:stop]
        end = stop
    if end < len(text):
        yield text[end:]


def _clusters(text: str) -> Iterator[str]:
    """Each letter with the marks that belong to it."""
    cluster = ""
    for character in text:
        if cluster and not _is_mark(character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _words(text: str) -> Iterator[str]:
    """Letters and figures that follow each other; every other sign by itself."""
    word = ""
    for character in text:
        if character.isalnum() or (word and _is_mark(character)):
            word += character
            continue
        if word:
            yield word
            word = ""
        yield character
    if word:
        yield word


def _is_mark(character: str) -> bool:
    """A sign that belongs to the letter before it; joiners are among them."""
    return unicodedata.category(character)[0] == "M" or character in "\u200c\u200d"
