"""The rows of a table of comments, one by one: proposals and faults.

Rows are told by the hidden id of their comment, else by its number; a cell has changed where its
sum is another one than when it went out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from nap_tracker import i18n
from nap_tracker.content.matrix import (
    ANSWERED,
    KINDS,
    LABELS,
    LONGEST_SAID,
    RESPONSES,
    SAID,
    SUMMED,
    UNPUBLISHED,
    VISIBLE,
    Column,
    MatrixRow,
    Spot,
    beginning,
    sent_sums,
    settled,
    shortened,
    sum_of,
)
from nap_tracker.content.places import Place, Places, named
from nap_tracker.i18n import N_
from nap_tracker.imports.brought import Bringing, Brought, Fate, Fault, Origin
from nap_tracker.imports.comment_columns import Columns
from nap_tracker.imports.table import Row, Table

"""Characters of one comment."""
UNKNOWN_ID = N_(
    "This row is a comment that is not here, or not yours to see. It is not brought in."
)
EMPTIED = N_("The comment of this row was emptied. Withdraw it on its page instead.")
MEANWHILE = N_(
    "“%(column)s” of comment %(number)s was changed here too since the table was made. Look at the"
    " comment on its page."
)
NOT_YOURS = N_(
    "“%(column)s” of comment %(number)s is not yours to change. What the table says there is not"
    " brought in."
)
IS_SAID = N_(
    "“%(column)s” of comment %(number)s stays as you said it: it was sent, or answered, or said"
    " more than five minutes ago. What the table says there is not brought in. Reply under the"
    " comment instead."
)
STAYS = N_("“%(column)s” of comment %(number)s stays as it is: a table does not change it.")
KIND = N_("“%(value)s” is no kind of comment. Choose one of: %(offered)s.")
RESPONSE = N_("“%(value)s” is no response. Choose one of: %(offered)s.")
REASON = N_("A response other than “accepted” needs a reason.")
NO_PLACE = N_("“%(section)s”, “%(field)s” is no place of the plan: the comment goes to the tray.")
NO_SECTION = N_("“%(section)s” is no section of the plan: the comment goes to the tray.")
SEVERAL = N_("“%(field)s” is the name of several places: the comment goes to the tray.")
NO_WORDS = N_(
    "The existing text does not stand in “%(place)s” as the row has it, or several times: the"
    " comment goes to the tray with these words."
)
TOO_LONG = N_("A comment has at most %(limit)s characters.")
FAULTY_CELL = N_("A cell of this row cannot be read: it holds a faulty formula or character.")
ONLY_WORDING = N_("Wording proposed without a comment.")


@dataclass(frozen=True)
class Setting:
    """What a table is held against: the plan, and the comments its reader may see and change."""

    plan: str
    round: int | None
    places: Places
    known: tuple[MatrixRow, ...] = ()
    """As this reader is shown them."""
    mine: frozenset[str] = frozenset()
    """Ids of those whose words this person may change."""
    answerable: frozenset[str] = frozenset()
    """Ids of those whose response they may write."""
    own: frozenset[str] = frozenset()
    """Ids of those they said, whether they may change them yet or not."""
    chosen: Mapping[Column, int | None] = field(default_factory=dict)
    """Columns a person named; None where the file has none of that kind."""

    @cached_property
    def by_id(self) -> Mapping[str, MatrixRow]:
        return {row.id: shortened(row) for row in self.known}

    @cached_property
    def by_number(self) -> Mapping[str, MatrixRow]:
        return {str(row.number): shortened(row) for row in self.known}


class Reader:
    """Reads the rows of one table in order."""

    def __init__(
        self, setting: Setting, columns: Columns, table: Table, above: int, *, is_ours: bool
    ) -> None:
        self.setting, self.columns = setting, columns
        self._by_number = is_ours and Column.ID not in columns
        self._broken = {problem.row for problem in table.problems}
        self.rows = [row for row in table.rows[above:] if self._says(row)]
        self.faults: list[Fault] = []
        self.items: list[Brought] = []
        self.met: set[str] = set()
        self.same = 0

    def all(self) -> Bringing:
        originals = self._originals()
        for row in self.rows:
            known = self._known(row)
            if row.number in self._broken:
                self._fault(row, FAULTY_CELL)
            elif known is not None and originals[known.id] == row.number:
                self._returned(row, known)
            elif known is None and self._text(row, Column.ID):
                self._fault(row, UNKNOWN_ID, stops=False)
            else:
                self._new(row)
        known_rows = self.setting.known if self.met else ()
        absent = tuple(one.number for one in known_rows if one.id not in self.met)
        return Bringing(tuple(self.items), self.same, absent, tuple(self.faults))

    def _originals(self) -> Mapping[str, int]:
        """Of rows with the same id, the one that is the comment; the others were copied from it."""
        found: dict[str, tuple[bool, int]] = {}
        for row in self.rows:
            known = self._known(row)
            if known is not None:
                is_same = not self._differing(row, known)
                before = found.get(known.id)
                if before is None or (is_same and not before[0]):
                    found[known.id] = is_same, row.number
        return {id: number for id, (_, number) in found.items()}

    def _returned(self, row: Row, known: MatrixRow) -> None:
        """A comment that went out: it changes where a cell is neither what went out nor what is
        here."""
        self.met.add(known.id)
        self._told_what_stays(row, known)
        differing = self._differing(row, known)
        allowed = self._allowed(row, known, differing)
        changes = {c: (known.value(c), text) for c, text in allowed.items()}
        if not changes:
            self.same += 1
            return
        self._told_of_meanwhile(row, known, tuple(changes))
        said = known.saying(allowed)
        if self._is_faulty(row, said):
            return
        self.items.append(
            Brought(
                row.number,
                Origin.ROW,
                Fate.CHANGED,
                said.comment,
                known.id,
                known.number,
                known.spot,
                known.section,
                known.field,
                known.text,
                kind=said.kind,
                proposed=said.proposed,
                reviewer=known.reviewer,
                response=said.response,
                reason=said.reason,
                changes=changes,
            )
        )

    def _differing(self, row: Row, known: MatrixRow) -> dict[Column, str]:
        """The cells that are neither what went out nor what is here."""
        sent = sent_sums(self._text(row, Column.SUMS))
        found = {}
        for column in SUMMED:
            text = self._value(row, column)
            if not text and column in (Column.KIND, Column.RESPONSE):
                continue  # a kind is always one of them; an answer is taken back on its page
            here = sum_of(known.value(column))
            if column in self.columns and sum_of(text) not in (sent.get(column, here), here):
                found[column] = text
        return found

    def _allowed(
        self, row: Row, known: MatrixRow, differing: Mapping[Column, str]
    ) -> Mapping[Column, str]:
        """What this person may change of it; the rest is told, and stays."""
        may = (*(SAID if known.id in self.setting.mine else ()),
               *(ANSWERED if known.id in self.setting.answerable else ()))  # fmt: skip
        for column in differing:
            if column not in may:
                is_said = column in SAID and known.id in self.setting.own
                self._told(row, IS_SAID if is_said else NOT_YOURS, column, known)
        return {column: text for column, text in differing.items() if column in may}

    def _told_what_stays(self, row: Row, known: MatrixRow) -> None:
        shown = {
            Column.SECTION: known.section,
            Column.FIELD: known.field,
            Column.TEXT: known.text,
            Column.REVIEWER: known.reviewer,
        }
        if not self._text(row, Column.SUMS):
            return
        for column, words in shown.items():
            if column in self.columns and settled(self._text(row, column)) != settled(words):
                self._told(row, STAYS, column, known)

    def _told_of_meanwhile(self, row: Row, known: MatrixRow, columns: Sequence[Column]) -> None:
        sent = sent_sums(self._text(row, Column.SUMS))
        for column in columns:
            if sent and sum_of(known.value(column)) != sent[column]:
                self._told(row, MEANWHILE, column, known, stops=True)

    def _is_faulty(self, row: Row, said: MatrixRow) -> bool:
        if not said.comment:
            self._fault(row, EMPTIED)
        elif len(said.comment) > LONGEST_SAID or len(said.proposed) > LONGEST_SAID:
            self._fault(row, TOO_LONG, limit=LONGEST_SAID)
        elif said.kind not in ("", *KINDS):
            self._fault(row, KIND, value=said.kind, offered=_offered(KINDS))
        elif said.response not in ("", *RESPONSES):
            self._fault(row, RESPONSE, value=said.response, offered=_offered(RESPONSES))
        elif said.response not in ("", "accepted") and not said.reason:
            self._fault(row, REASON)
        else:
            return False
        return True

    def _new(self, row: Row) -> None:
        """A row that was added, or copied from another and changed."""
        comment, proposed = self._text(row, Column.COMMENT), self._text(row, Column.PROPOSED)
        if not comment and not proposed:
            return
        place, fate = self._place(row)
        quote = self._text(row, Column.TEXT)
        if place is not None:
            quote, is_found = words_of(place, quote)
            if not is_found:
                self._fault(row, NO_WORDS, stops=False, place=place.line or place.section)
                fate = Fate.TRAY
        said = MatrixRow(
            "",
            0,
            place.spot if place else Spot(),
            self._text(row, Column.SECTION),
            self._text(row, Column.FIELD),
            quote,
            comment or i18n.gettext(ONLY_WORDING),
            self._value(row, Column.KIND),
            proposed,
            reviewer=self._text(row, Column.REVIEWER),
        )
        if self._is_faulty(row, said):
            return
        self.items.append(
            Brought(
                row.number,
                Origin.ROW,
                fate,
                said.comment,
                spot=place.spot if place else None,
                section=said.section,
                place=said.field,
                quote=quote,
                kind=said.kind or ("change" if proposed else "note"),
                proposed=proposed,
                reviewer=said.reviewer,
            )
        )

    def _place(self, row: Row) -> tuple[Place | None, Fate]:
        """Where a new row belongs: the place it was copied from, else the one it names."""
        section, line = self._text(row, Column.SECTION), self._text(row, Column.FIELD)
        spot = Spot.from_code(self._text(row, Column.PLACE))
        copied = self.setting.places.of(spot) if spot else None
        if copied and (named(copied.section), named(copied.line)) == (named(section), named(line)):
            return copied, Fate.NEW
        found = self.setting.places.called(section, line)
        quote = settled(self._text(row, Column.TEXT))
        if len(found) > 1 or (found and quote and not line):
            near = self.setting.places.within(found[0].spot.section) if not line else found
            speaking = tuple(one for one in near if quote and quote in settled(one.text))
            found = speaking if len(speaking) == 1 else found[:1] if not line else found
        if len(found) == 1:
            return found[0], Fate.NEW
        missing = NO_PLACE if line else NO_SECTION
        self._fault(row, SEVERAL if found else missing, stops=False, section=section, field=line)
        return None, Fate.TRAY

    def _known(self, row: Row) -> MatrixRow | None:
        if self._by_number:
            return self.setting.by_number.get(self._text(row, Column.NUMBER))
        return self.setting.by_id.get(self._text(row, Column.ID))

    def _says(self, row: Row) -> bool:
        """Whether anything a person writes stands in the row."""
        return any(self._text(row, column) for column in VISIBLE if column is not Column.NUMBER)

    def _text(self, row: Row, column: Column) -> str:
        return row.cell(self.columns[column]) if column in self.columns else ""

    def _value(self, row: Row, column: Column) -> str:
        """The text of a cell; the code of a kind or a response, in whatever language it is said."""
        text = self._text(row, column)
        if column is Column.KIND:
            return _code(text, KINDS)
        if column is Column.RESPONSE:
            return _code(_code(text, RESPONSES), UNPUBLISHED)
        return settled(text)

    def _told(
        self, row: Row, message: str, column: Column, known: MatrixRow, *, stops: bool = False
    ) -> None:
        words = i18n.gettext(LABELS[column])
        self._fault(row, message, stops=stops, column=words, number=known.number)

    def _fault(self, row: Row, message: str, *, stops: bool = True, **params: object) -> None:
        self.faults.append(Fault(message, row.number, params, stops))


def words_of(place: Place, quote: str) -> tuple[str, bool]:
    """The words as the plan has them, and whether they are there, once; '' for all of a place."""
    whole = (settled(place.text), settled(beginning(place.text)))
    if not quote or settled(quote) in whole:
        return "", True
    pattern = r"\s+".join(map(re.escape, quote.split()))
    found = re.findall(pattern, place.text)
    return (found[0], True) if len(found) == 1 else (quote, False)


def _code(text: str, labels: Mapping[str, str]) -> str:
    """The key of a label in any language; words that are none stay, and are told as a fault."""
    wanted = named(text)
    for language in i18n.languages() if wanted else ():
        with i18n.use_locale(language):
            for code, words in labels.items():
                if wanted in (named(i18n.gettext(words)), named(code)):
                    return code
    return text


def _offered(labels: Mapping[str, str]) -> str:
    return i18n.listing([i18n.gettext(words) for words in labels.values()])
