"""How tables are written: what is typed as what, and that no text is ever worked out."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from nap_tracker.content.extract import (
    Column,
    Extract,
    Table,
    What,
    canonical,
    day_or_words,
    plain,
    year_of,
)
from nap_tracker.exports.extract import BOM, to_csv, to_xlsx

AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
COLUMNS = (Column("a", "Words"), Column("b", "Figure"), Column("c", "Day"))
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


def table(*rows: tuple[object, ...]) -> Table:
    return Table("Things: all/of [them]", COLUMNS, rows)  # type: ignore[arg-type]


def extract(*rows: tuple[object, ...]) -> Extract:
    return Extract(What.BUDGET, "=Budget", (("Plan", "=cmd"),), ("Note",), (table(*rows),))


def book(found: Extract, language: str = "en"):
    return load_workbook(io.BytesIO(to_xlsx(found, language=language, made_at=AT)))


def test_figures_are_figures_and_days_are_days():
    page = book(
        extract(("x", Decimal("1234.50"), date(2027, 5, 17)), (None, 3, "2027-05"))
    ).worksheets[1]
    assert [cell.value for cell in page[1]] == ["Words", "Figure", "Day"]
    assert page["B2"].value == 1234.5
    assert page["B2"].data_type == "n"
    assert page["C2"].value.date() == date(2027, 5, 17)
    assert page["C2"].is_date
    assert (page["A3"].value, page["B3"].value, page["C3"].value) == (None, 3, "2027-05")
    assert (page["B3"].number_format, page["C3"].data_type) == ("0", "s")
    assert page.auto_filter.ref == "A1:C3"
    assert page.freeze_panes == "B2"


@pytest.mark.parametrize("words", FORMULAS)
def test_what_looks_like_a_formula_stays_text_in_every_file(words: str):
    opened = book(extract((words, None, None)))
    cell = opened.worksheets[1]["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert opened.worksheets[0]["A1"].data_type == opened.worksheets[0]["B3"].data_type == "s"
    line = list(
        csv.reader(io.StringIO(to_csv(table((words, None, None))).decode("utf-8-sig"), newline=""))
    )[1]
    assert line == [f"'{words}", "", ""]


def test_a_figure_below_zero_is_no_formula():
    assert to_csv(table(("x", Decimal("-5"), None))).decode().splitlines()[1] == "x,-5,"


def test_comma_separated_values_say_that_they_are_utf_8_and_hold_every_character():
    data = to_csv(table(("ə, “двa”\nthree", Decimal("1E+3"), date(2027, 1, 2)), ("", 7, "2027")))
    assert data.startswith(BOM.encode())
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[1:] == [["ə, “двa”\nthree", "1000", "2027-01-02"], ["", "7", "2027"]]


def test_a_sheet_runs_from_the_right_where_the_language_does():
    assert all(page.sheet_view.rightToLeft for page in book(extract(), "ar").worksheets)
    assert not any(page.sheet_view.rightToLeft for page in book(extract(), "fr").worksheets)


def test_a_cell_longer_than_programs_allow_is_cut_where_it_shows():
    told = book(extract(("a" * 40_000, None, None))).worksheets[1]["A2"].value
    assert len(told) <= 32_767
    assert told.endswith("…")


def test_nobody_is_named_in_the_properties():
    properties = book(extract()).properties
    assert (properties.creator, properties.lastModifiedBy) == ("NAP Tracker", None)


def test_a_row_has_a_cell_for_every_column():
    with pytest.raises(ValueError, match="every row"):
        table(("x",))


def test_no_day_is_made_up():
    assert day_or_words("2027-05-17") == date(2027, 5, 17)
    assert (day_or_words("2027-05"), day_or_words("2027")) == ("2027-05", "2027")
    assert day_or_words(None) is day_or_words("") is year_of(None) is None
    assert year_of("2027-05") == 2027


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, max_value=10**14, min_value=0))
def test_a_figure_is_written_in_full_and_without_zeros_of_storage(value: Decimal):
    said = canonical(value)
    assert said is not None
    assert Decimal(said) == plain(value) == value
    assert "E" not in said
    assert said == "0" or not said.endswith(".0")
