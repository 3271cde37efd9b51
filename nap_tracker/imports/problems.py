"""What can be wrong with a spreadsheet, by row and column, with the sentences that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from nap_tracker.annex_c.problems import MESSAGES as VALUE_MESSAGES
from nap_tracker.errors import PathProblem
from nap_tracker.i18n import N_

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        # The file as a whole.
        "nothing": N_("No activity was found in these rows."),
        "no_activity_column": N_("Choose the column that holds the activity."),
        "no_strategy_column": N_(
            "No column was chosen for the strategy; the activities will belong to none."
        ),
        "no_cost_column": N_("No column was chosen for the cost; no budget lines will be made."),
        "column_twice": N_("“%(name)s” was chosen for more than one column."),
        "no_such_column": N_("The file has no column %(place)s."),
        "several_countries": N_(
            "This column names several countries (%(values)s). Choose one, or all rows will go "
            "into the same plan."
        ),
        "zeros": N_(
            "A cost of 0 can mean free or not costed yet, and the file does not say which. Say "
            "what it means in this file. Rows: %(rows)s."
        ),
        "ambiguous_column": N_(
            "“%(value)s” can be read as %(point)s or as %(comma)s. Say which mark starts the "
            "decimals in this file. Rows: %(rows)s."
        ),
        "ambiguous_dates": N_(
            "“%(value)s” can be read with the day first or with the month first. Say which comes "
            "first in this file. Rows: %(rows)s."
        ),
        "scale": N_(
            "The heading “%(value)s” suggests that the figures are in thousands or millions. Say "
            "by how much to multiply them."
        ),
        "encoding_guessed": N_(
            "The file is not in UTF-8 and was read as Windows-1252 (Western European). Check the "
            "accents."
        ),
        "hidden_rows": N_("Hidden rows are read too: %(rows)s."),
        "odd_quotes": N_(
            "A quotation mark stands where none was expected. Check that no columns were joined."
        ),
        "filled_down": N_(
            "The strategy is blank in some rows and was taken from the row above: %(rows)s."
        ),
        # One cell.
        "characters": N_("This cell holds a character that cannot be stored (%(code)s)."),
        "not_calculated": N_(
            "This formula has no stored result. Open the file in a spreadsheet program and save it."
        ),
        "formula_error": N_("This formula gave an error: %(value)s."),
        "missing_activity": N_("The activity is missing."),
        "missing_strategy": N_("No strategy is named here or above."),
        "heading_row": N_("Read as the heading of a strategy: “%(value)s”."),
        "total_row": N_("This row looks like a total and was left out: “%(value)s”."),
        "unlike": N_("The activity continues from the row above; this was not read: “%(value)s”."),
        "unknown_item": N_(
            "“%(value)s” is no Annex C item. Write it as 1(c), or say which items it stands for."
        ),
        "broad_item": N_(
            "“%(value)s” was read as several Annex C items (%(items)s). Check each activity, or "
            "say what it stands for."
        ),
        "no_item": N_("No Annex C item is given in rows %(rows)s."),
        "amount": N_("“%(value)s” is not a single amount."),
        "negative_cost": N_("“%(value)s” is below zero; a cost cannot be."),
        "multiplier": N_("Write “%(value)s” out in figures."),
        "ambiguous_amount": N_("“%(value)s” can be read in two ways."),
        "other_notation": N_("“%(value)s” is not written the way chosen for this file."),
        "too_fine": N_("“%(value)s” has more than four decimals."),
        "huge_cost": N_("“%(value)s” is too large."),
        "scaled": N_("“%(value)s” was read as %(amount)s."),
        "rounded": N_("The result of a formula was rounded to %(amount)s."),
        "dash": N_("“%(value)s” was read as no cost given."),
        "shared_cost": N_(
            "One amount covers several rows. It was put on the first of them: row %(first)s."
        ),
        "currency": N_("“%(value)s” is not a currency that is known here. Use a code such as USD."),
        "shared_currency": N_(
            "Several currencies are written “%(value)s”. Use a code such as USD."
        ),
        "no_currency": N_("No currency is given. Choose one for the file."),
        "two_currencies": N_("Two currencies are given for one amount: %(value)s."),
        "date": N_(
            "“%(value)s” is not one date or one period; it is kept beside the field as written."
        ),
        "ambiguous_date": N_("“%(value)s” can be read with the day or the month first."),
        "reversed": N_("The end is before the start: %(value)s."),
        "option": N_(
            "“%(value)s” is not one of the answers offered; it is kept beside the field as written."
        ),
        "several_leads": N_("The first was read as lead, the others as supporting: %(value)s."),
        "one_institution": N_(
            "“%(value)s” was read as one institution. Part several with semicolons."
        ),
        "seen_before": N_(
            "The plan already has activities with the same words under the same strategy: rows "
            "%(rows)s."
        ),
    }
)
"""What only a file can have."""


class Severity(StrEnum):
    """What a problem does to the import."""

    ERROR = "error"
    """Nothing is applied while there is one."""
    WARNING = "warning"
    """Shown, and applied all the same."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to know before applying a file, and where it is."""

    code: str
    severity: Severity = Severity.ERROR
    row: int | None = None
    """The row's number as a spreadsheet program shows it; None for the whole file or column."""
    column: int | None = None
    """Place of the column from 0; None for the whole row or file."""
    heading: str = ""
    """The column's heading in the file."""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence, marked for translation; `params` fill its placeholders."""
        return MESSAGES.get(self.code) or VALUE_MESSAGES[self.code]

    @property
    def reference(self) -> str:
        """The cell as spreadsheet programs name it: 'C12', 'C', '12', or nothing."""
        return (letters(self.column) if self.column is not None else "") + str(self.row or "")

    def at_path(self) -> PathProblem:
        """The same for errors that carry problems by path."""
        return PathProblem(self.reference, self.message, self.params)


def letters(column: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        name = chr(ord("A") + place) + name
    return name
