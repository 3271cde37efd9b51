"""A document as a Word file with comments: each on its words, each paragraph with its bookmark.

A comment whose words are not in this document stands at its field, its row, its section, or at the
top; nothing that somebody said is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nap_tracker.content.marks import (
    WENT_OUT,
    Kind,
    Remark,
    Said,
    Sent,
    comment_name,
    file_name,
    find,
    list_of,
    mark_of,
    reply_name,
)
from nap_tracker.content.remark_text import lines_of
from nap_tracker.exports import document_tree as tree
from nap_tracker.exports.docx import file, package
from nap_tracker.exports.docx.desk import Desk
from nap_tracker.exports.docx.marker import PARAGRAPH, Marker, text_of
from nap_tracker.exports.docx.markup import DECLARATION, escaped
from nap_tracker.exports.docx.ranges import Range, with_ranges
from nap_tracker.exports.pictures import ImageData

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_THREADS = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml",
    "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
)
_LIST = "5f0c6a0e-2b1d-4c36-9a57-3d1e8f4b7c90"
"""Of the list of what went out, among the data of a file."""
_NAME = re.compile(r'w:name="(nap[px][a-z0-9]+)"')


@dataclass(frozen=True, slots=True)
class Commented:
    """A Word file, and what it was made of: what comes back is held against that."""

    data: bytes
    sent: tuple[Sent, ...]


def to_docx(
    document: tree.Document,
    pictures: Mapping[str, ImageData],
    remarks: Sequence[Remark],
    *,
    plan: str,
    round_number: int | None,
) -> Commented:
    """The whole document with its comments. It must have been built with `Options.origins`.

    Must be called under the `use_locale` the document was built under.
    """
    main, desk = file.opened(document, pictures)
    marker = Marker(desk)
    desk.marker = marker
    body = marker.rest(file.written(desk, document, main))
    balloons = _Balloons(desk, remarks, tuple(marker.sent), (plan, round_number))
    package.fill(main, balloons.on(body))
    file.complete(desk, document, main)
    if remarks:
        package.add(main, "comments", balloons.part())
        package.add_other(main, "commentsExtended", balloons.threads(), *_THREADS)
    package.add_data(main, _list_of(marker.sent), _LIST)
    return Commented(package.packed(main), tuple(marker.sent))


def _list_of(sent: Sequence[Sent]) -> bytes:
    """By this it is known whether what is missing in a file that comes back was ever in it."""
    return f'{DECLARATION}<sent xmlns="{WENT_OUT}">{list_of(sent)}</sent>'.encode()


def sent(document: tree.Document, pictures: Mapping[str, ImageData]) -> tuple[Sent, ...]:
    """The paragraphs that go out, without making a file of them."""
    main, desk = file.opened(document, pictures)
    desk.marker = marker = Marker(desk)
    file.written(desk, document, main)
    return tuple(marker.sent)


class _Balloons:
    """The comments of one file: where each stands, and the parts they are kept in."""

    def __init__(
        self,
        desk: Desk,
        remarks: Sequence[Remark],
        sent: tuple[Sent, ...],
        of: tuple[str, int | None],
    ) -> None:
        self._desk, self._sent, self._of = desk, sent, of
        self._placed: dict[str, list[tuple[Remark, tuple[int, int] | None]]] = {}
        self._at_the_top: list[Remark] = []
        self._numbers: dict[str, int] = {}
        self._said: list[tuple[Said, tuple[str, ...], int | None]] = []
        """Every balloon: who and when, its paragraphs, and the number it answers."""
        for remark in remarks:
            self._number(remark)
            self._place(remark)

    def on(self, body: str) -> str:
        """The body with ranges around the words, and the name of the file at its top."""
        is_first = True

        def marked(found: re.Match[str]) -> str:
            nonlocal is_first
            inside = found[3]
            named = _NAME.search(inside)
            mark = mark_of(named[1]) if named else None
            here = self._placed.get(mark.key, []) if mark and mark.kind is Kind.PLACE else []
            ranges = [self._range(remark, span, inside) for remark, span in here]
            if is_first and mark is not None:
                is_first = False
                ranges += [self._range(one, None, inside) for one in self._at_the_top]
                inside = self._named(inside)
            if ranges:
                inside = with_ranges(inside, ranges)
            return f"{found[1]}{found[2] or ''}{inside}{found[4]}"

        return PARAGRAPH.sub(marked, body)

    def part(self) -> bytes:
        """What is said in each balloon."""
        inside = "".join(
            f'<w:comment w:id="{number}" w:author="{escaped(said.author)}" '
            f'w:date="{escaped(said.said_at)}" w:initials="{escaped(_initials(said.author))}">'
            f"{''.join(self._paragraphs(number, lines))}</w:comment>"
            for number, (said, lines, _parent) in enumerate(self._said)
        )
        return (
            f'{DECLARATION}<w:comments xmlns:w="{_W}" xmlns:mc="{_MC}" xmlns:w14="{_W14}" '
            f'mc:Ignorable="w14">{inside}</w:comments>'
        ).encode()

    def threads(self) -> bytes:
        """Which balloon answers which; by the paragraph that each ends with."""
        told = []
        for number, (_said, lines, parent) in enumerate(self._said):
            above = ""
            if parent is not None:
                last = _paragraph_id(parent, len(self._said[parent][1]) - 1)
                above = f' w15:paraIdParent="{last}"'
            own = _paragraph_id(number, len(lines) - 1)
            told.append(f'<w15:commentEx w15:paraId="{own}"{above} w15:done="0"/>')
        return (
            f'{DECLARATION}<w15:commentsEx xmlns:w15="{_W15}" xmlns:mc="{_MC}" '
            f'mc:Ignorable="w15">{"".join(told)}</w15:commentsEx>'
        ).encode()

    def _number(self, remark: Remark) -> None:
        self._numbers[remark.id] = number = len(self._said)
        own = Said(remark.author, remark.said_at, remark.body)
        self._said.append((own, lines_of(remark), None))
        self._said += [(reply, tuple(reply.body.split("\n")), number) for reply in remark.replies]

    def _place(self, remark: Remark) -> None:
        """The narrowest place of this document that a comment can stand at."""
        for same in self._circles(remark):
            for one in same if remark.quote else ():
                span = find(one.text, remark.quote, remark.before, remark.after)
                if span is not None and one.is_own:
                    self._placed.setdefault(one.key, []).append((remark, span))
                    return
        for same in self._circles(remark):
            if same:
                self._placed.setdefault(same[0].key, []).append((remark, None))
                return
        self._at_the_top.append(remark)

    def _circles(self, remark: Remark) -> Iterator[list[Sent]]:
        """Paragraphs of the block, of the field, of the row, and of the section."""
        spot = remark.spot
        field = [
            one
            for one in self._sent
            if (one.spot.uid, one.spot.field) == (spot.uid, spot.field)
            and spot.uid
            and one.spot.language in ("", spot.language)
        ]
        yield [one for one in field if remark.block and one.block == remark.block]
        yield field
        yield [one for one in self._sent if spot.uid and one.spot.uid == spot.uid]
        yield [one for one in self._sent if spot.section and one.spot.section == spot.section]

    def _range(self, remark: Remark, span: tuple[int, int] | None, inside: str) -> Range:
        """The bookmarks that carry our id, around the same words as the balloons of its thread."""
        start, end = span or (0, len(text_of(inside)))
        first = self._numbers[remark.id]
        numbers = range(first, first + 1 + len(remark.replies))
        marks = {self._desk.number(): name for name in _names(remark)}
        opens = "".join(f'<w:bookmarkStart w:id="{id}" w:name="{marks[id]}"/>' for id in marks)
        opens += "".join(f'<w:commentRangeStart w:id="{number}"/>' for number in numbers)
        closes = "".join(f'<w:commentRangeEnd w:id="{number}"/>' for number in numbers)
        closes += "".join(f'<w:bookmarkEnd w:id="{id}"/>' for id in marks)
        closes += "".join(f'<w:r><w:commentReference w:id="{number}"/></w:r>' for number in numbers)
        return Range(start, end, opens, closes)

    def _named(self, inside: str) -> str:
        mark = self._desk.number()
        name = file_name(*self._of)
        return f'<w:bookmarkStart w:id="{mark}" w:name="{name}"/><w:bookmarkEnd w:id="{mark}"/>' + (
            inside
        )

    def _paragraphs(self, number: int, lines: Sequence[str]) -> Iterator[str]:
        way = "<w:pPr><w:bidi/></w:pPr>" if self._desk.direction == "rtl" else ""
        for place, line in enumerate(lines):
            words = f'<w:r><w:t xml:space="preserve">{escaped(line)}</w:t></w:r>' if line else ""
            yield f'<w:p w14:paraId="{_paragraph_id(number, place)}">{way}{words}</w:p>'


def _names(remark: Remark) -> Iterator[str]:
    """Of the comment, and of everything different that stands under it."""
    yield comment_name(remark.id, "\n".join(lines_of(remark)))
    yield from dict.fromkeys(reply_name(remark.id, reply.body) for reply in remark.replies)


def _paragraph_id(number: int, place: int) -> str:
    """Eight hexadecimal figures below 80000000, no two the same."""
    return f"{(number + 1) * 0x400 + min(place, 0x3FF):08X}"


def _initials(author: str) -> str:
    return "".join(word[0] for word in author.split()[:3]).upper()
