"""The ledger of a review round, as pages for the printer: what was said, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nap_tracker.content.matrix import KINDS, MatrixRow, Sheet
from nap_tracker.exports import html
from nap_tracker.i18n import N_, direction, gettext

NO_APPROVAL = N_(
    "What reviewers say is help to those who draft the plan. Neither a comment, nor silence, nor a"
    " response says that anybody approves of the plan."
)
TAKEN_BACK = N_("Taken back by its author")


@dataclass(frozen=True, slots=True)
class Line:
    """One comment with what became of it."""

    row: MatrixRow
    kind: str
    """In words, as are the following."""
    response: str
    """'' where there is none, and none is to come."""
    replies: tuple[tuple[str, str], ...] = field(default=())
    """Who, and what."""
    note: str = ""
    """That its author took it back, where so; what was answered before stays."""


def line(row: MatrixRow, replies: tuple[tuple[str, str], ...] = ()) -> Line:
    """The words of a row in the reader's language."""
    waits = "" if row.is_taken_back else gettext("No response yet")
    response = gettext(row.answer) if row.answer else waits
    kind = gettext(KINDS[row.kind]) if row.kind else ""
    return Line(row, kind, response, replies, gettext(TAKEN_BACK) if row.is_taken_back else "")


def to_html(sheet: Sheet, lines: Sequence[Line], language: str) -> str:
    """All pages. Must be called under the `use_locale` of its language."""
    return (
        html.environment()
        .get_template("ledger.html")
        .render(
            title=sheet.title,
            facts=sheet.facts,
            note=gettext(NO_APPROVAL),
            sections=_by_section(lines),
            language=language,
            direction=direction(language),
            fonts=html.fonts(language),
            size=html.size(language),
            foot=sheet.foot,
        )
    )


def _by_section(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """In the order of the first comment on each."""
    found: dict[str, list[Line]] = {}
    for one in lines:
        found.setdefault(one.row.section, []).append(one)
    return [(name or gettext("The plan as a whole"), several) for name, several in found.items()]
