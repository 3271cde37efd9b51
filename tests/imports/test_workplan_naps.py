"""The seven real plans go through the import whole: nothing lost, nothing added, sums exact."""

from __future__ import annotations

import csv
import unicodedata
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from nap_tracker.imports import sheet
from nap_tracker.imports.columns import Column
from nap_tracker.imports.options import Options, RowFilter, Zero
from nap_tracker.imports.proposal import Proposal
from nap_tracker.imports.workplan import propose
from nap_tracker.text import normalise
from tests.imports.tables import COUNTRIES, as_csv, as_xlsx, of_file, real, real_plan

pytestmark = pytest.mark.naps

ZERO_MEANS = {"bfa": Zero.FREE, "ecu": Zero.NOT_COSTED, "sle": Zero.NOT_COSTED, "uga": Zero.FREE}
"""A choice for the tests: nobody knows what 0 means in these plans."""
HEAD = ("n", "annex_c", "strategy", "activity", "responsible", "time", "budget", "currency")


def zero_of(code: str) -> Zero:
    return ZERO_MEANS.get(code, Zero.NOT_COSTED)


def table_of(code: str) -> list[list[str]]:
    """One plan as the spreadsheet its ministry might have; costs are written by its language."""
    plan = real_plan(code)
    headings = [each["heading"] for each in plan["strategy_headings"]]
    rows = [
        [
            str(action["n"]),
            action["annex_c"],
            headings[action["strategy"] - 1],
            action["activity"],
            "",
            "",
            written(Decimal(str(action["budget"])), plan["language"]),
            action["currency"],
        ]
        for action in plan["actions"]
    ]
    return [list(HEAD), *rows]


def written(amount: Decimal, language: str) -> str:
    english = f"{amount:,.2f}"
    return english.replace(",", "\u202f").replace(".", ",") if language == "fr" else english


@cache
def from_yaml(code: str) -> Proposal:
    options = Options(real_plan(code)["language"], zero_of(code))
    return of_file(as_csv(table_of(code), delimiter=";"), options)


@cache
def data_set() -> tuple[sheet.Sheet, tuple[dict[str, str], ...]]:
    path = real("budget_lines.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = tuple(csv.DictReader(file))
    return sheet.read(path.read_bytes(), path.name), lines


@cache
def from_data_set(code: str) -> Proposal:
    table, _ = data_set()
    country, language = real_plan(code)["country"], real_plan(code)["language"]
    only = RowFilter(table.headers.index("Country"), country)
    return propose(table, table.guess(), Options(language, zero_of(code), only=only))


def said(proposal: Proposal, register: str, field: str) -> list[str]:
    return [next(iter(row.answers[field].values())) for row in proposal.of(register)]


@pytest.fixture(params=[from_yaml, from_data_set], ids=["plan", "data set"])
def source(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.mark.parametrize("code", COUNTRIES)
class TestEachPlan:
    def test_it_can_be_applied(self, code: str, source: Any) -> None:
        assert source(code).errors == ()
        assert source(code).is_applicable

    def test_the_sum_per_currency_is_that_of_the_source(self, code: str, source: Any) -> None:
        budget = real_plan(code)["budget"]
        totals = {total.currency: total.amount for total in source(code).totals}
        assert totals == {budget["currency"]: Decimal(str(budget["total_of_lines"]))}

    def test_no_activity_is_lost_added_or_moved(self, code: str, source: Any) -> None:
        actions = [normalise.paragraph(a["activity"]).strip() for a in real_plan(code)["actions"]]
        assert said(source(code), "activity", "statement") == actions

    def test_its_strategies_come_with_their_items_in_order(self, code: str, source: Any) -> None:
        headings = real_plan(code)["strategy_headings"]
        assert said(source(code), "strategy", "heading") == [
            normalise.line(each["heading"]) for each in headings
        ]
        cited = [
            [
                f"1{key[2]}" if key != "2" else key
                for each in cell["annex_c"]
                for key in each.split("/")
            ]
            for cell in headings
        ]
        assert [row.answers["items"] for row in source(code).of("strategy")] == cited

    def test_each_strategy_keeps_its_activities_and_its_money(self, code: str, source: Any) -> None:
        proposal = source(code)
        strategy = {row.uid: row.answers.get("strategy") for row in proposal.of("activity")}
        number: dict[Any, int] = {}
        subtotal: dict[Any, Decimal] = {}
        for line in proposal.of("budget_line"):
            key = strategy[line.answers["activity"]]
            number[key] = number.get(key, 0) + 1
            amount = Decimal(line.answers["cost"].get("amount", "0"))
            subtotal[key] = subtotal.get(key, Decimal(0)) + amount
        found = [(number[row.uid], subtotal[row.uid]) for row in proposal.of("strategy")]
        assert found == [
            (each["actions"], Decimal(str(each["subtotal"])))
            for each in real_plan(code)["strategy_headings"]
        ]

    def test_zero_is_what_was_said(self, code: str, source: Any) -> None:
        zeros = real_plan(code)["budget"]["zero_cost_lines"]
        counts = source(code).counts
        is_free = zero_of(code) is Zero.FREE
        assert (counts.free, counts.not_costed) == ((zeros, 0) if is_free else (0, zeros))

    def test_zero_stops_the_plan_until_it_is_said(self, code: str, source: Any) -> None:
        asked = of_file(as_csv(table_of(code)), Options(real_plan(code)["language"]))
        has_zeros = real_plan(code)["budget"]["zero_cost_lines"] > 0
        assert [p.code for p in asked.errors] == (["zeros"] if has_zeros else [])

    def test_a_workbook_gives_the_same(self, code: str, source: Any) -> None:
        table = table_of(code)
        costs = [Decimal(str(action["budget"])) for action in real_plan(code)["actions"]]
        rows = [
            table[0],
            *([*row[:6], float(c), row[7]] for row, c in zip(table[1:], costs, strict=True)),
        ]
        other = of_file(as_xlsx(rows), Options(real_plan(code)["language"], zero_of(code)))
        assert other.totals == source(code).totals
        for register, field in (("activity", "statement"), ("strategy", "heading")):
            assert said(other, register, field) == said(source(code), register, field)


def test_all_680_lines_survive() -> None:
    assert sum(from_data_set(code).counts.budget_lines for code in COUNTRIES) == 680
    assert sum(from_yaml(code).counts.budget_lines for code in COUNTRIES) == 680


def test_the_columns_of_the_data_set_are_guessed() -> None:
    table, _ = data_set()
    assert {table.headers[place]: column for place, column in table.guess().items()} == {
        "Code": Column.ITEMS,
        "Strategy": Column.STRATEGY,
        "Item": Column.ACTIVITY,
        "Cost_Original": Column.COST,
        "Currency": Column.CURRENCY,
    }


def test_decomposed_accents_come_out_composed_and_otherwise_equal() -> None:
    _, lines = data_set()
    decomposed = {
        line["Item"].strip() for line in lines if not unicodedata.is_normalized("NFC", line["Item"])
    }
    found = {
        text for code in COUNTRIES for text in said(from_data_set(code), "activity", "statement")
    }
    assert len(decomposed) > 100
    assert not decomposed & found
    assert {unicodedata.normalize("NFC", text) for text in decomposed} <= found


@pytest.mark.parametrize("character", ["\n", "\uf020", "›", "œ"])
def test_odd_characters_stay_where_they_were(character: str) -> None:
    _, lines = data_set()
    wanted = sum(line["Item"].strip().count(character) for line in lines)
    found = sum(
        text.count(character)
        for code in COUNTRIES
        for text in said(from_data_set(code), "activity", "statement")
    )
    assert found == wanted > 0
