"""The table of comments as the UN system uses it: its columns, its rows, and what tells a changed
row from one that only went round."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from nap_tracker.i18n import N_
from nap_tracker.text.normalise import composed

LONGEST_CELL = 32_000
"""Characters; a spreadsheet program keeps 32,767 and cuts the rest without a word."""
SHOWN = 300
"""Characters of a field that a comment on the whole of it shows."""
LONGEST_SAID = 10_000
"""Characters of what a comment says, of the wording it proposes, of the reason of a response."""
LONGEST_WORD = 60
"""A line without a space for longer is of a script that writes none."""


class Column(StrEnum):
    """A column of the table, in the order it goes out."""

    ID = "id"
    """Permanent id of the comment; hidden."""
    PLACE = "place"
    """`Spot.code`; hidden."""
    SUMS = "sums"
    """Sums of the cells as they went out; hidden."""
    NUMBER = "number"
    SECTION = "section"
    FIELD = "field"
    TEXT = "text"
    """The words of the plan that are spoken of."""
    COMMENT = "comment"
    KIND = "kind"
    PROPOSED = "proposed"
    FILES = "files"
    """Names of what came with it; to be opened in the program."""
    REVIEWER = "reviewer"
    RESPONSE = "response"
    REASON = "reason"


HIDDEN = (Column.ID, Column.PLACE, Column.SUMS)
VISIBLE = tuple(column for column in Column if column not in HIDDEN)
SAID = (Column.COMMENT, Column.KIND, Column.PROPOSED)
"""What the author of a comment may change."""
ANSWERED = (Column.RESPONSE, Column.REASON)
"""What the government writes."""
SUMMED = (*SAID, *ANSWERED)
NEEDED = (Column.SECTION, Column.COMMENT)
"""Without these nothing can be read of a table that somebody made themselves."""

LABELS: Mapping[Column, str] = MappingProxyType(
    {
        Column.NUMBER: N_("No."),
        Column.SECTION: N_("Section"),
        Column.FIELD: N_("Field or row"),
        Column.TEXT: N_("Existing text"),
        Column.COMMENT: N_("Comment"),
        Column.KIND: N_("Kind of comment"),
        Column.PROPOSED: N_("Proposed text"),
        Column.FILES: N_("Files"),
        Column.REVIEWER: N_("Reviewer"),
        Column.RESPONSE: N_("Response"),
        Column.REASON: N_("Reason for the response"),
    }
)
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "question": N_("Question"),
        "change": N_("Change wanted"),
        "error": N_("Error of fact"),
        "note": N_("Note"),
    }
)
RESPONSES: Mapping[str, str] = MappingProxyType(
    {
        "accepted": N_("Accepted"),
        "partly": N_("Partly accepted"),
        "noted": N_("Noted"),
        "declined": N_("Declined"),
    }
)
UNPUBLISHED: Mapping[str, str] = MappingProxyType(
    {
        "accepted": N_("Accepted (draft, not published)"),
        "partly": N_("Partly accepted (draft, not published)"),
        "noted": N_("Noted (draft, not published)"),
        "declined": N_("Declined (draft, not published)"),
    }
)
"""The same while only the drafting team reads them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a plan that can be spoken of: the whole of it, a section, or a field."""

    section: str = ""
    """Empty for the plan as a whole."""
    uid: str = ""
    """Of the section's answers or the row; empty for a section as a whole."""
    field: str = ""
    language: str = ""

    @property
    def code(self) -> str:
        """As it stands in a hidden cell."""
        return "/".join((self.section, self.uid, self.field, self.language))

    @classmethod
    def from_code(cls, code: str) -> Spot | None:
        """What `code` wrote; None for anything else."""
        parts = code.split("/")
        return cls(*parts) if len(parts) == 4 else None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One comment as a row."""

    id: str
    number: int
    spot: Spot
    section: str
    """Title of the section, as the reader's language has it."""
    field: str
    """The question, with the row's name in front where it is one of a register."""
    text: str
    comment: str
    kind: str = ""
    """Key of KINDS."""
    proposed: str = ""
    files: str = ""
    """Their names, with commas between."""
    reviewer: str = ""
    """As shown: in an anonymous round the code of the seat."""
    response: str = ""
    """Key of RESPONSES; empty while there is none this reader may see."""
    reason: str = ""
    is_draft: bool = False
    """The response is not published: those who draft there read it, nobody else."""
    is_taken_back: bool = False
    """Its author withdrew it; in the record of a round it stays."""

    @property
    def answer(self) -> str:
        """Message id of the response in words; '' while there is none."""
        if not self.response:
            return ""
        return (UNPUBLISHED if self.is_draft else RESPONSES)[self.response]

    def value(self, column: Column) -> str:
        """What the row holds in a column that can change."""
        return str(getattr(self, column.value))

    def saying(self, said: Mapping[Column, str]) -> MatrixRow:
        """The row with other words in some columns."""
        words: dict[str, Any] = {column.value: text for column, text in said.items()}
        return replace(self, **words)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands over a table: what it is of, for whom, by whom and when."""

    plan: str
    """Permanent id of the plan."""
    version: int
    round: int | None
    """None for the comments of all rounds, and those of none."""
    facts: tuple[tuple[str, str], ...] = field(default=())
    """Label and words, in the language of the table, in order."""
    title: str = ""
    foot: str = ""
    """What stands at the foot of every page of it: for whom it is."""

    @property
    def stamp(self) -> str:
        """By which a file is known again."""
        return stamp(self.plan, self.round)


_LONG = (
    Column.SECTION,
    Column.FIELD,
    Column.TEXT,
    Column.COMMENT,
    Column.PROPOSED,
    Column.FILES,
    Column.REVIEWER,
    Column.REASON,
)
STAMP = "nap-comments-1"
_SPACES = re.compile(r"[ \t\u00a0]+")


def stamp(plan: str, round_number: int | None) -> str:
    """Names plan and round in a file that goes out."""
    return f"{STAMP} {plan} {round_number or '-'}"


def of_stamp(text: str) -> tuple[str, str] | None:
    """Plan and round of a stamp; None for any other text."""
    parts = text.split()
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == STAMP else None


def settled(text: str) -> str:
    """Words without what office programs change on the way: line ends, spaces at either end."""
    lines = composed(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip("\n")


def beginning(text: str) -> str:
    """As much of a field as a comment on the whole of it shows, cut between words."""
    if len(text) <= SHOWN:
        return text
    cut = text[:SHOWN]
    if not text[SHOWN].isspace():
        words = cut.rsplit(maxsplit=1)
        cut = words[0] if len(words[-1]) <= LONGEST_WORD else cut
    return f"{cut.rstrip()}…"


def shortened(row: MatrixRow) -> MatrixRow:
    """The row as its cells can hold it."""
    return row.saying({column: _cut(row.value(column)) for column in _LONG})


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


def sum_of(text: str) -> str:
    """Eight letters that change with the words."""
    return hashlib.sha256(settled(text).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def sums_of(row: MatrixRow) -> str:
    """The sums of everything in a row that can change, in order."""
    return " ".join(sum_of(row.value(column)) for column in SUMMED)


def sent_sums(cell: str) -> Mapping[Column, str]:
    """What `sums_of` wrote, by column; nothing for any other text."""
    parts = cell.split()
    return dict(zip(SUMMED, parts, strict=True)) if len(parts) == len(SUMMED) else {}
