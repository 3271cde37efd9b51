"""Tables of a Word file that become rows: what their columns seem to hold, what a person says."""

from __future__ import annotations

from nap_tracker.imports import options, register_rows
from nap_tracker.imports.options import Columns, Options
from nap_tracker.imports.sheet import Sheet
from nap_tracker.imports.word import grid
from nap_tracker.imports.word.choices import WORK_PLAN, TableChoice
from nap_tracker.services.word_uploads import Opened


def sheet(opened: Opened, place: int) -> Sheet | None:
    """The table as rows and columns; None where there is none of that place, or it has no rows."""
    table = opened.placement.table(place)
    return grid.sheet_of(table.html, opened.upload.name) if table else None


def guessed(opened: Opened, table: Sheet, register: str) -> TableChoice | None:
    """What to begin with; None keeps the table a table."""
    if not register:
        return None
    if register == WORK_PLAN:
        return as_work_plan(table.guess(), Options(opened.choices.language))
    spec = opened.schema.register(register)
    return TableChoice(register, register_rows.guess(spec, table.headers))


def as_work_plan(columns: Columns, said: Options) -> TableChoice:
    """A table of activities, as its columns and options are."""
    return TableChoice(WORK_PLAN, work_plan=options.to_data(columns, said))


def work_plan_of(choice: TableChoice) -> tuple[dict[int, options.Column], Options]:
    """Columns and options of a table of activities."""
    return options.from_data(choice.work_plan)
