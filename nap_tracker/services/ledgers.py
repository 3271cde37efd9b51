"""The ledger of a round: every comment its reader hears, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from nap_tracker.clock import now, today
from nap_tracker.content.matrix import MatrixRow, Sheet
from nap_tracker.errors import Hidden
from nap_tracker.exports import comment_matrix, ledger, press
from nap_tracker.exports.ledger import Line
from nap_tracker.i18n import N_, gettext, labelled, locale, ngettext
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import comment_files, reviewers, seats
from nap_tracker.services.comment_files import Reading
from nap_tracker.services.made import Made
from nap_tracker.workflow.rounds import NO_REPLY, NOT_HANDED_IN, SEAT, Sitting, is_late, standing

NOBODY = N_("There is no such reviewer in this round, or they said nothing that you may see.")


@dataclass(frozen=True, slots=True)
class Share:
    """What one reviewer said, as the round shows their name."""

    reviewer: str
    lines: tuple[Line, ...]

    @property
    def answered(self) -> int:
        """How many have a response that whoever reads the comment can read."""
        return sum(bool(line.row.response) and not line.row.is_draft for line in self.lines)


def lines(reading: Reading) -> tuple[Line, ...]:
    """In the order of their numbers."""
    replies = {one.id: tuple((r.author, r.body) for r in one.replies if r.body)
               for one in reading.record}  # fmt: skip
    return tuple(ledger.line(row, replies[row.id]) for row in _rows(reading))


def shares(reading: Reading) -> Sequence[Share]:
    """By reviewer, in the order of their names."""
    found: dict[str, list[Line]] = {}
    for line in lines(reading):
        found.setdefault(line.row.reviewer, []).append(line)
    return [Share(name, tuple(found[name])) for name in sorted(found, key=str.casefold)]


def share_of(reading: Reading, reviewer: str) -> Share:
    """What became of what one reviewer said. Raises Hidden."""
    found = next((one for one in shares(reading) if one.reviewer == reviewer), None)
    if found is None:
        raise Hidden(NOBODY)
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one of those who were asked stands, or how many stand there, as the round tells it."""

    reviewer: str
    words: str


def standings(reading: Reading) -> Sequence[Standing]:
    """Everybody who was asked, for the drafting team: who was silent is there as "no reply"."""
    round_ = reading.round
    if round_ is None or not can(reading.actor, Permission.ROUND_SHOW, round_):
        return ()
    there = today(reading.version.plan.party.time_zone)
    asked = seats.of_round(reading.actor, round_)
    if round_.is_anonymous:
        return _without_names(round_, asked, there)
    found = [Standing(_named(seat), _words(round_, seat, there)) for seat in asked]
    return sorted(found, key=lambda one: one.reviewer.casefold())


def _without_names(
    round_: Round, asked: Sequence[RoundInvitation], there: date
) -> Sequence[Standing]:
    """By code who handed in, whatever became of the seat; the rest in numbers.

    The page of the round says by name who cannot and whose invitation was taken back. A code that
    stood beside such a state would tell whose it is, also of what is handed in under it later.
    """
    came = sorted(seat.code_name for seat in asked if seat.handed_in_at is not None)
    left = [seat for seat in asked if seat.handed_in_at is None]
    rest = Counter(_words_without_name(round_, seat, there) for seat in left)
    numbered = (
        Standing(ngettext("%(n)s reviewer", "%(n)s reviewers", number), words)
        for words, number in sorted(rest.items())
    )
    handed_in = gettext(SEAT.names[Sitting.HANDED_IN])
    return [*(Standing(code, handed_in) for code in came), *numbered]


def _named(seat: RoundInvitation) -> str:
    return f"{seat.name}, {seat.organisation}" if seat.organisation else seat.name


def _words_without_name(round_: Round, seat: RoundInvitation, there: date) -> str:
    """Who was taken back counts as whoever was not: the page of the round names them."""
    if seat.state == Sitting.DECLINED:
        return _words(round_, seat, there)
    is_over = round_.closed_at is not None or there > date.fromisoformat(round_.due_on)
    return gettext(NO_REPLY if is_over else NOT_HANDED_IN)


def _words(round_: Round, seat: RoundInvitation, there: date) -> str:
    late = is_late(Sitting(seat.state), date.fromisoformat(round_.due_on), there)
    is_over = late or round_.closed_at is not None
    said = standing(Sitting(seat.state), is_closed=is_over, is_late=late, say=gettext)
    return ", ".join(said)


def pdf(reading: Reading) -> Made:
    """For the files of those who may read it. Raises press.NotPrinted."""
    page = ledger.to_html(_sheet(reading), lines(reading), locale())
    printed = press.render(page, {})
    return Made(printed.data, reading.file_name("pdf", "ledger"), printed.pages)


def xlsx(reading: Reading) -> Made:
    """The same as a workbook."""
    data = comment_matrix.to_xlsx(
        [_marked(row) for row in _rows(reading)],
        _sheet(reading),
        reading.places.all,
        language=locale(),
        made_at=now(),
    )
    return Made(data, reading.file_name("xlsx", "ledger"), None)


def _marked(row: MatrixRow) -> MatrixRow:
    """The table has no column for what was taken back: it is said before the words themselves."""
    if not row.is_taken_back:
        return row
    return replace(row, comment=f"{labelled(gettext(ledger.TAKEN_BACK))} {row.comment}")


def _rows(reading: Reading) -> Sequence[MatrixRow]:
    """Every comment, under a name that no two people share."""
    rows, names = comment_files.recorded(reading), reviewers.names(reading)
    return [replace(row, reviewer=names[row.id]) for row in rows]


def _sheet(reading: Reading) -> Sheet:
    number = reading.number or 0
    heading = gettext("Ledger of review round %(number)s", number=number)
    sheet = comment_files.sheet(reading, heading)
    asked = tuple(
        (gettext("Asked: %(name)s", name=one.reviewer), one.words) for one in standings(reading)
    )
    gone = len(reading.record) - len(reading.threads)
    back = ((gettext("Taken back by their authors"), str(gone)),) if gone else ()
    return replace(sheet, facts=(*sheet.facts, *back, *asked))
