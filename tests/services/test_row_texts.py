"""What is compared as one text is told apart wherever its rows are."""

from __future__ import annotations

import pytest
from sqlalchemy import Integer, literal, literal_column, null, select, type_coerce, union_all

from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.row_texts import RowText, together

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("cast")]

Row = tuple[str | int | None, ...]


def text_of(*rows: Row) -> str:
    queries = [select(RowText(*map(_value, row))) for row in rows]
    return db.session.scalar(together(union_all(*queries).order_by(literal_column("1")))) or ""


def _value(one: str | int | None) -> object:
    return type_coerce(null(), Integer) if one is None else literal(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([("a", "")], [("", "a")]),
        ([("a", "b")], [("a, b",)]),
        ([("a",), ("b",)], [("a\nb",)]),
        ([("a",), ("b",)], [('a"]\n["b',)]),
        ([("1",)], [(1,)]),
        ([(None,)], [("",)]),
        ([(None,)], [("null",)]),
    ],
    ids=["places", "values", "breaks", "quotes", "numbers", "nothing", "a word"],
)
def test_rows_that_say_something_else_have_another_text(one: list[Row], other: list[Row]):
    assert text_of(*one) == text_of(*one) != text_of(*other)


def test_rows_stand_in_the_order_they_are_asked_for():
    assert text_of(("b",), ("c",), ("a",)).splitlines() == ['["a"]', '["b"]', '["c"]']


def test_no_row_has_no_text():
    nobody = select(RowText(Party.id)).where(Party.id == "nobody")
    assert db.session.scalar(together(nobody)) is None
