"""A table of comments that came back, or that somebody made: what it would do, or a refusal.

Nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Sequence

from nap_tracker.content.matrix import NEEDED, of_stamp, stamp
from nap_tracker.i18n import N_
from nap_tracker.imports import comment_columns, workbook
from nap_tracker.imports.brought import Bringing
from nap_tracker.imports.comment_rows import Reader, Setting
from nap_tracker.imports.table import MAX_BYTES, MAX_ROWS, TOO_LARGE, TOO_MANY_ROWS, Table
from nap_tracker.imports.table import refuse as refused

COVER = 60
"""Rows from the top in which a cover says what a table is of."""
NOT_COMMENTS = N_(
    "No column of comments was found in this file. Give the columns a heading each, such as"
    " Section, Field or row, Existing text, Comment, Proposed text."
)
OTHER_PLAN = N_("This table is of another plan. Bring it in there.")
OTHER_ROUND = N_("This table is of another review round. Bring it in there.")


def read(data: bytes, setting: Setting) -> Bringing:
    """What the workbook would do. Raises InvalidFile: no workbook, no comments, another plan."""
    if len(data) > MAX_BYTES:
        raise refused(TOO_LARGE, limit=MAX_BYTES // 2**20)
    tables: list[Table] = []

    def looked_at(found: Table) -> int:
        tables.append(found)
        return comment_columns.score(found.rows)

    table = workbook.read(data, looked_at)
    is_ours = _is_ours(tables, setting)
    if len(table.rows) > MAX_ROWS:
        raise refused(TOO_MANY_ROWS, limit=MAX_ROWS)
    columns, above = comment_columns.found(table.rows)
    columns = {**columns, **{c: at for c, at in setting.chosen.items() if at is not None}}
    headings = table.rows[above - 1].cells if above else ()
    missing = tuple(c for c in NEEDED if c not in columns and c not in setting.chosen)
    if missing:
        if not columns and not setting.chosen:
            raise refused(NOT_COMMENTS)
        return Bringing(missing=missing, headings=headings)
    return Reader(setting, columns, table, above, is_ours=is_ours).all()


def _is_ours(tables: Sequence[Table], setting: Setting) -> bool:
    """Whether a cover says that the program made the table; raises where it is of elsewhere.

    A table without a cover is somebody's own, and is read by its headings.
    """
    ours = False
    for text in (text for table in tables for row in table.rows[:COVER] for text in row.cells):
        said = of_stamp(text)
        if said is None:
            continue
        if said[0] != setting.plan:
            raise refused(OTHER_PLAN)
        if setting.round is not None and text != stamp(setting.plan, setting.round):
            raise refused(OTHER_ROUND)
        ours = True
    return ours
