"""The empty work plan: what it offers is what the import understands."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from nap_tracker.imports import sheet
from nap_tracker.imports.columns import Column
from nap_tracker.imports.options import Options, Zero
from nap_tracker.imports.template import COLUMNS, put_text, template
from nap_tracker.imports.workplan import propose
from tests.imports.tables import saved


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_column_of_it_is_understood(language: str, form: str) -> None:
    table = sheet.read(template(language, form), "template")
    assert tuple(table.guess().values()) == COLUMNS
    assert table.rows == ()


def test_it_explains_every_column_and_offers_the_answers() -> None:
    book = load_workbook(io.BytesIO(template("en")))
    plan, guide = book.worksheets
    assert [cell.value for cell in guide["A"][1 : len(COLUMNS) + 1]] == [
        cell.value for cell in plan[1]
    ]
    assert all(cell.value for cell in guide["B"][: len(COLUMNS) + 1])
    assert len(plan.data_validations.dataValidation) == 2
    assert "Secured" in [cell.value for cell in guide["D"]]


def test_numbers_of_activities_and_dates_stay_as_they_are_typed() -> None:
    plan = load_workbook(io.BytesIO(template("en"))).worksheets[0]
    formats = {
        column: plan.column_dimensions[plan.cell(1, place).column_letter].number_format
        for place, column in enumerate(COLUMNS, 1)
    }
    assert formats[Column.NUMBER] == formats[Column.START] == "@"
    assert formats[Column.COST] == "General"


def test_it_opens_from_the_right_in_a_language_written_so() -> None:
    for language, is_mirrored in (("ar", True), ("fr", False)):
        plan = load_workbook(io.BytesIO(template(language))).worksheets[0]
        assert plan.sheet_view.rightToLeft is is_mirrored


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(KeyError):
        template("en", "pdf")


def test_a_filled_template_is_a_plan() -> None:
    book = load_workbook(io.BytesIO(template("en")))
    plan = book.worksheets[0]
    filled = {
        Column.STRATEGY_NUMBER: "2.1",
        Column.STRATEGY: "Health",
        Column.ITEMS: "1(h)",
        Column.ACTIVITY: "=Train staff",
        Column.LEAD: "Ministry of Health (MoH)",
        Column.START: "05/2021",
        Column.COST: 1200,
        Column.CURRENCY: "USD",
        Column.FUNDING_STATUS: "Secured",
    }
    for column, value in filled.items():
        cell = plan.cell(2, COLUMNS.index(column) + 1)
        if isinstance(value, str):
            put_text(cell, value)
        else:
            cell.value = value
    table = sheet.read(saved(book), "plan.xlsx")
    proposal = propose(table, table.guess(), Options("en", Zero.FREE))
    assert proposal.problems == ()
    (activity,) = proposal.of("activity")
    assert activity.answers["statement"] == {"en": "=Train staff"}
    (line,) = proposal.of("budget_line")
    assert line.answers["cost"] == {"amount": "1200.00", "currency": "USD"}
    assert line.answers["funding_status"] == "secured"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx"])
def test_texts_are_never_formulas(text: str) -> None:
    book = load_workbook(io.BytesIO(template("en")))
    put_text(book.worksheets[0]["A2"], text)
    cell = load_workbook(io.BytesIO(saved(book))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
