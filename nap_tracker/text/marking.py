"""Words of a text to be shown with marks around them: several may share words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nap_tracker.text.anchors import Passage, Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words without a tag among them that lie under the same marks."""

    html: str
    numbers: tuple[int, ...]
    begun: tuple[int, ...]
    """Marks that have no words before these."""
    is_in_link: bool
    """Whether a link stands around them, so that no other may stand within."""


Draw = Callable[[Stretch], str]


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that somebody speaks of, by the number of what was said."""

    number: int
    words: str
    """As they are read (`anchors.as_read`)."""
    start: int
    """Where they should begin; elsewhere they are looked for only where they stand once."""


def marked(html: str, marks: Sequence[Mark], draw: Draw) -> str:
    """The HTML with its marks. What is not found, or stands in several places, has none.

    Marks lie within the tags of the text, never across one.
    """
    passage = Passage(html)
    found = [(mark, span) for mark in marks if (span := _span(passage, mark)) is not None]
    if not found:
        return html
    edges = sorted({edge for _, span in found for edge in (span.start, span.end)})
    begun: set[int] = set()
    drawn_pieces: list[tuple[int, int, str]] = []
    for start, end in pairwise(edges):
        numbers = tuple(m.number for m, span in found if span.start <= start and end <= span.end)
        if numbers:
            for at, until in passage.stretches(Span(start, end)):
                first = tuple(number for number in numbers if number not in begun)
                begun.update(numbers)
                is_in_link = html.count("<a ", 0, at) > html.count("</a>", 0, at)
                stretch = Stretch(html[at:until], numbers, first, is_in_link)
                drawn_pieces.append((at, until, draw(stretch)))
    for at, until, drawn in reversed(drawn_pieces):
        html = html[:at] + drawn + html[until:]
    return html


def _span(passage: Passage, mark: Mark) -> Span | None:
    end = mark.start + len(mark.words)
    if mark.words and passage.said[mark.start : end] == mark.words:
        return Span(mark.start, end)
    places = passage.every(mark.words) if mark.words else []
    return Span(places[0], places[0] + len(mark.words)) if len(places) == 1 else None


def pieces(passage: Passage, span: Span) -> list[tuple[str | None, int, str]]:
    """The words of a span by block: its id, where they begin in it, and they themselves.

    A text without blocks gives one piece without an id.
    """
    blocks = passage.blocks or [(None, 0, len(passage.said))]
    found: list[tuple[str | None, int, str]] = []
    for block, start, end in blocks:
        first, last = max(start, span.start), min(end, span.end)
        words = passage.said[first:last]
        if first < last and words.strip():
            found.append((block, first - start, words.rstrip()))
    return found
