"""Rows as text, put together by the database: hundreds of them are compared, and none is read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, String, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import SelectBase


class RowText(FunctionElement[str]):
    """Some values as a list in JSON, which tells what is missing from what is empty."""

    name = "row_text"
    type = String()
    inherit_cache = True


def together(rows: SelectBase) -> Select[str]:
    """All rows of a query of one text, in its order, as a single text; None where there are none.

    Texts with line breaks are told apart if they are in JSON. The databases keep the order, though
    no standard makes them; where one did not, a sum of the text would be another.
    """
    return select(func.aggregate_strings(next(iter(rows.subquery().c)), "\n"))


@compiles(RowText)
def _of_sqlite(element: RowText, compiler: Any, **how: Any) -> str:
    return f"json_array({compiler.process(element.clauses, **how)})"


@compiles(RowText, "postgresql")
def _of_postgresql(element: RowText, compiler: Any, **how: Any) -> str:
    return f"CAST(json_build_array({compiler.process(element.clauses, **how)}) AS TEXT)"
