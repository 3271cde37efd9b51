"""Finding words wherever they stand in a text, and taking them out of it.

A name may be half bold, cut by a footnote or a line break, written with or without accents, with
marks that no eye sees between its letters; it may stand in the description of a picture or in the
address of a link. What is found is what a person reads.
"""

from __future__ import annotations

import html as entities
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nap_tracker.text.folding import as_folded, is_unseen
from nap_tracker.text.read import read
from nap_tracker.text.write import write

SHORTEST = 2
"""Characters; one alone would stand everywhere."""
LONGEST = 500
AROUND = 60
"""Characters shown before and after what was found."""

_TOKEN = re.compile(r"<[a-zA-Z/!][^>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);")
_ATTRIBUTE = re.compile(r'\b(alt|href|title)="([^"]*)"')
_CANONICAL = re.compile(r"<(?:p|h[3-5]|ul|ol|table|figure) data-block=")
_INLINE = re.compile(r"</?(?:a|b|em|i|span|strong|sub|sup|u)\b", re.IGNORECASE)
_SPAN = re.compile(r"</?span\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Needle:
    """What is looked for."""

    words: str
    exact: bool = False
    """Capital letters and accents count."""
    whole: bool = False
    """Not inside a longer word."""

    @property
    def folded(self) -> str:
        """The form in which it is compared; '' where nothing would be compared."""
        said = "".join(_form(self)(c) for c in unicodedata.normalize("NFC", self.words))
        return " ".join(said.split())


@dataclass(frozen=True, slots=True)
class _Letter:
    """A character as it is read, and where it is written."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What was found with a little of what stands around it."""

    before: str
    found: str
    after: str


def is_in(text: str, needle: Needle) -> bool:
    """Whether the words stand in a text, formatted or not."""
    return any(True for _ in _places(text, needle))


def times(text: str, needle: Needle) -> int:
    """How often they stand in it."""
    return sum(1 for _ in _places(text, needle))


def excerpt(text: str, needle: Needle) -> Excerpt | None:
    """The first place as it is read."""
    for letters, first, last in _places(text, needle):
        parts = (letters[max(0, first - AROUND) : first], letters[first:last], letters[last:])
        before, found, after = ("".join(one.text for one in part) for part in parts)
        return Excerpt(before, found, after[:AROUND])
    return None


def without(text: str, needle: Needle, instead: str) -> str:
    """The text with `instead` in every place of the words; the same text where there is none.

    Canonical HTML stays canonical, and its blocks keep their ids.
    """
    found = list(_places(text, needle))
    if not found:
        return text
    is_html = _TOKEN.search(text) is not None
    written = entities.escape(instead) if is_html else instead
    cuts: list[tuple[int, int, str]] = []
    for letters, first, last in found:
        spans = _together(letters[first:last])
        cuts += [(start, end, "" if at else written) for at, (start, end) in enumerate(spans)]
    links = [(*span, "") for span in _hrefs(text) if any(_inside(cut, span) for cut in cuts)]
    cuts = [cut for cut in cuts if not any(_inside(cut, link[:2]) for link in links)] + links
    for start, end, put in sorted(cuts, reverse=True):
        text = text[:start] + put + text[end:]
    return write(read(text)) if _CANONICAL.match(text) else text


def cuts_across(parts: Sequence[str], needle: Needle, *, least: int) -> list[tuple[int, int]]:
    """Where the words stand in texts that follow on each other, and halves of them at both ends.

    Such texts were cut out of a longer one, and the cut may go through the words: a half counts
    from `least` characters on. Places are those of the texts joined.
    """
    joined, wanted = "".join(parts), needle.folded
    found = [(letters[a].start, letters[b - 1].end) for letters, a, b in _places(joined, needle)]
    letters = _letters(joined, 0, len(joined))
    said, places = _compared(letters, _form(needle))
    if len(said.strip()) >= least and said.strip() in wanted:
        return [(0, len(joined))]
    for half in (wanted[-n:].strip() for n in range(len(wanted) - 1, least - 1, -1)):
        if len(half) >= least and said.lstrip().startswith(half):
            end = len(said) - len(said.lstrip()) + len(half)
            found.append((0, letters[places[end - 1]].end))
            break
    for half in (wanted[:n].strip() for n in range(len(wanted) - 1, least - 1, -1)):
        if len(half) >= least and said.rstrip().endswith(half):
            start = len(said.rstrip()) - len(half)
            found.append((letters[places[start]].start, len(joined)))
            break
    return sorted(found)


def without_across(
    parts: Sequence[str], needle: Needle, instead: str, *, least: int, main: int
) -> list[str]:
    """The texts without all that: `instead` stands for whole words, in `main` where they touch it.

    Of a half nothing is left, as if the cut had been made beside it.
    """
    total, made = sum(map(len, parts)), []
    starts = [sum(map(len, parts[:at])) for at in range(len(parts))]
    cuts = cuts_across(parts, needle, least=least)
    for at, (part, start) in enumerate(zip(parts, starts, strict=True)):
        text, end = part, start + len(part)
        for first, last in sorted(cuts, reverse=True):
            if first >= end or last <= start or not part:
                continue
            is_half = (first == 0 or last == total) and not is_in(
                "".join(parts)[first:last], needle
            )
            touches_main = first < starts[main] + len(parts[main]) and last > starts[main]
            owner = main if touches_main else max(n for n, s in enumerate(starts) if s <= first)
            put = instead if at == owner and not is_half else ""
            text = text[: max(first, start) - start] + put + text[min(last, end) - start :]
        made.append(text)
    return made


def _places(text: str, needle: Needle) -> Iterator[tuple[list[_Letter], int, int]]:
    """(the stream, its first letter that is part of the words, the first that is not any more)."""
    wanted = needle.folded
    if not wanted:
        return
    for letters in _streams(text):
        said, places = _compared(letters, _form(needle))
        at = said.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if not needle.whole or _stands_alone(said, at, end):
                yield letters, places[at], places[end - 1] + 1
                at = said.find(wanted, end)
            else:
                at = said.find(wanted, at + 1)


def _form(needle: Needle) -> Callable[[str], str]:
    return _as_written if needle.exact else as_folded


def _as_written(character: str) -> str:
    if is_unseen(character):
        return ""
    return " " if character.isspace() else character


def _compared(letters: list[_Letter], form: Callable[[str], str]) -> tuple[str, list[int]]:
    """The letters as they are compared, one space at most between words, and their places."""
    parts: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(letters):
        for character in unicodedata.normalize("NFC", letter.text):
            for one in form(character):
                if one == " " and parts and parts[-1] == " ":
                    continue
                parts.append(one)
                places.append(place)
    return "".join(parts), places


def _stands_alone(said: str, at: int, end: int) -> bool:
    before, after = said[at - 1 : at], said[end : end + 1]
    return not (before.isalnum() or after.isalnum())


def _streams(text: str) -> Iterator[list[_Letter]]:
    """The text as it is read, then each footnote, then descriptions and addresses in its tags."""
    main: list[_Letter] = []
    notes: list[list[_Letter]] = []
    streams, spans, at = [main], [], 0
    for token in _TOKEN.finditer(text):
        streams[-1] += _letters(text, at, token.start())
        at = token.end()
        tag = token.group()
        if tag.startswith("&"):
            streams[-1].append(_Letter(entities.unescape(tag), token.start(), token.end()))
        elif _SPAN.match(tag):
            if not tag.startswith("</"):
                spans.append('class="fn"' in tag)
                if spans[-1]:
                    notes.append([])
                    streams.append(notes[-1])
            elif spans and spans.pop():
                streams.pop()
        elif not _INLINE.match(tag):
            streams[-1].append(_Letter(" ", token.start(), token.start()))
    streams[-1] += _letters(text, at, len(text))
    yield main
    yield from notes
    yield from _attributes(text)


def _letters(text: str, start: int, end: int) -> list[_Letter]:
    """A letter and the marks that combine with it are one."""
    found: list[_Letter] = []
    for place in range(start, end):
        if found and unicodedata.combining(text[place]):
            last = found[-1]
            found[-1] = _Letter(last.text + text[place], last.start, place + 1)
        else:
            found.append(_Letter(text[place], place, place + 1))
    return found


def _attributes(text: str) -> Iterator[list[_Letter]]:
    for tag in _TOKEN.finditer(text):
        for found in _ATTRIBUTE.finditer(tag.group()):
            start = tag.start() + found.start(2)
            yield _of_attribute(text, start, start + len(found[2]))


def _of_attribute(text: str, start: int, end: int) -> list[_Letter]:
    letters: list[_Letter] = []
    at = start
    for token in _TOKEN.finditer(text, start, end):
        letters += _letters(text, at, token.start())
        letters.append(_Letter(entities.unescape(token.group()), token.start(), token.end()))
        at = token.end()
    return letters + _letters(text, at, end)


def _hrefs(text: str) -> list[tuple[int, int]]:
    """Where the addresses of links stand: one that loses a part leads nowhere, so it goes whole."""
    return [
        (tag.start() + found.start(2), tag.start() + found.end(2))
        for tag in _TOKEN.finditer(text)
        for found in _ATTRIBUTE.finditer(tag.group())
        if found[1] == "href"
    ]


def _inside(cut: tuple[int, int, str], span: tuple[int, int]) -> bool:
    return span[0] <= cut[0] and cut[1] <= span[1] and cut[0] < cut[1]


def _together(letters: list[_Letter]) -> list[tuple[int, int]]:
    """The stretches of the text that the letters stand in, between the tags among them."""
    spans: list[tuple[int, int]] = []
    for letter in letters:
        if spans and spans[-1][1] == letter.start:
            spans[-1] = (spans[-1][0], letter.end)
        else:
            spans.append((letter.start, letter.end))
    return [span for span in spans if span[0] < span[1]]
