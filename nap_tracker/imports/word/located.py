"""Each paragraph of a Word file that came back, with what it went out as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nap_tracker.content.marks import Kind, Mark, Sent, mark_of, plain
from nap_tracker.content.matrix import sum_of
from nap_tracker.imports.word.commented import Commented, Paragraph


@dataclass(frozen=True, slots=True)
class At:
    """A paragraph of the file with what it went out as."""

    paragraph: Paragraph
    sent: Sent | None
    mark: Mark | None
    text: str
    """As it came back without its tracked changes; with the halves of one that was split."""

    @property
    def is_own(self) -> bool:
        return self.sent is not None and self.sent.is_own

    @property
    def base(self) -> str:
        """The words as the plan has them; those of the file where the plan has moved on."""
        if self.sent and self.mark and sum_of(plain(self.sent.text)) == self.mark.sum:
            return self.sent.text
        return self.text

    @property
    def is_edited(self) -> bool:
        return self.mark is not None and sum_of(plain(self.text)) != self.mark.sum


def located(file: Commented, sent_by_key: Mapping[str, Sent]) -> Iterator[At]:
    """Every paragraph with its place; one that was split in two is read as one again."""
    several = list(file.paragraphs)
    taken = 0
    for index, paragraph in enumerate(several):
        mark = next((m for m in marks_of(paragraph) if m.kind is Kind.PLACE), None)
        sent = sent_by_key.get(mark.key) if mark else None
        text = paragraph.sent
        if mark is not None and sum_of(plain(text)) != mark.sum:
            half = several[index + 1] if index + 1 < len(several) else None
            if half is not None and not list(marks_of(half)):
                joined = next((j for j in (f"{text} {half.sent}", text + half.sent)
                               if sum_of(plain(j)) == mark.sum), None)  # fmt: skip
                if joined is not None:
                    text, taken = joined, half.place
        if paragraph.place == taken and mark is None:
            yield At(paragraph, None, Mark(Kind.FIXED, ""), "")
        else:
            yield At(paragraph, sent, mark or _fixed(paragraph), text)


def marks_of(paragraph: Paragraph) -> Iterator[Mark]:
    for point in paragraph.points:
        mark = mark_of(point.name) if point.kind == "bookmark" else None
        if mark is not None:
            yield mark


def _fixed(paragraph: Paragraph) -> Mark | None:
    return next((mark for mark in marks_of(paragraph) if mark.kind is Kind.FIXED), None)
