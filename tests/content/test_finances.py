"""Budgeted, secured and spent: in tables, by item and by source, with what nobody costed apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.content.exchange import Rate, Rates, added
from nap_tracker.content.finances import (
    Movement,
    Record,
    by_activity,
    by_item,
    by_source,
    shares,
    standing,
)
from nap_tracker.content.money import Line

D = Decimal
ORDER = ("1a", "1b", "1c", "1k")
ITEMS = {"a1": ("1c",), "a2": ("1b", "1c", "1k"), "a3": ()}


def line(
    activity: str | None,
    amount: str | None,
    currency: str = "USD",
    *,
    empty: str | None = None,
    source: str | None = None,
) -> Line:
    return Line(
        uid=f"b-{activity}-{amount}",
        activity=activity,
        strategy=None,
        items=ITEMS.get(activity or "", ()),
        amount=D(amount) if amount is not None else None,
        currency=currency if amount is not None else None,
        empty=empty,
        funding_status=None,
        source_type=source,
        year=None,
    )


def record(
    movement: str,
    activity: str | None,
    amount: str,
    currency: str = "USD",
    source: str | None = None,
) -> Record:
    return Record(Movement(movement), activity, D(amount), currency, source)


@pytest.mark.parametrize(
    ("lines", "records", "gap", "at_least", "overspent"),
    [
        # Budgeted, secured, spent -> the gap, whether it may be larger, whether too much went out.
        ([line("a1", "100")], [], {"USD": D(100)}, False, False),
        ([line("a1", "100")], [record("secured", "a1", "40")], {"USD": D(60)}, False, False),
        ([line("a1", "100")], [record("secured", "a1", "120")], {"USD": D(-20)}, False, False),
        ([line("a1", "0")], [], {"USD": D(0)}, False, False),
        ([line("a1", None, empty="not_costed")], [], {}, True, False),
        ([line("a1", None, empty="not_known")], [], {}, True, False),
        ([line("a1", None)], [], {}, True, False),
        ([line("a1", None, empty="does_not_apply")], [], {}, False, False),
        ([], [], {}, True, False),
        ([line("a1", "1"), line("a1", None, empty="not_costed")], [], {"USD": D(1)}, True, False),
        # Secured in a currency nothing is budgeted in: nobody can tell without a rate.
        ([line("a1", "100")], [record("secured", "a1", "5", "EUR")], None, False, False),
        # What was taken back is not secured any more.
        (
            [line("a1", "100")],
            [record("secured", "a1", "40"), record("taken_back", "a1", "15")],
            {"USD": D(75)},
            False,
            False,
        ),
        (
            [line("a1", "100")],
            [record("secured", "a1", "40"), record("spent", "a1", "41")],
            {"USD": D(60)},
            False,
            True,
        ),
        ([line("a1", "100")], [record("spent", "a1", "1", "EUR")], {"USD": D(100)}, False, True),
    ],
)
def test_the_gap_is_what_costed_lines_still_need(
    lines: list[Line],
    records: list[Record],
    gap: dict[str, Decimal] | None,
    at_least: bool,
    overspent: bool,
) -> None:
    found = standing(lines, records)
    assert found.gap == gap
    assert found.is_at_least is at_least
    assert found.is_overspent is overspent


def test_what_is_not_costed_is_counted_and_never_zero() -> None:
    lines = [line("a1", "0"), *(line("a1", None, empty="not_costed") for _ in range(3))]
    found = standing(lines, [])
    assert found.budgeted.sums == {"USD": D(0)}
    assert (found.budgeted.free, found.budgeted.not_costed) == (1, 3)
    assert "not_costed" not in found.budgeted.sums


def test_a_rate_tells_the_gap_that_currencies_alone_cannot() -> None:
    found = standing([line("a1", "100")], [record("secured", "a1", "50", "EUR")])
    assert found.gap is None
    assert found.gap_in("USD", Rates([])) is None
    rate = Rate("EUR", "USD", D("1.1"), "2026-01-31", "Central bank")
    told = found.gap_in("USD", Rates([rate]))
    assert told is not None
    assert told.amount == D(45)
    assert told.used == (rate,)


def test_an_activity_of_three_items_is_divided_and_adds_up() -> None:
    lines = [line("a1", "10"), line("a2", "100"), line("a3", "7"), line(None, "5")]
    found = by_item(lines, [record("secured", "a2", "1")], ITEMS, ORDER)
    assert list(found) == ["1b", "1c", "1k", None]
    assert found["1b"].budgeted.sums == {"USD": D("33.3334")}
    assert found["1c"].budgeted.sums == {"USD": D("43.3333")}
    assert found["1k"].budgeted.sums == {"USD": D("33.3333")}
    assert found[None].budgeted.sums == {"USD": D(12)}
    assert [one.shared for one in found.values()] == [1, 1, 1, 0]
    assert found["1b"].secured == {"USD": D("0.3334")}


def test_a_line_without_a_cost_is_counted_under_each_of_its_items() -> None:
    found = by_item([line("a2", None, empty="not_costed")], [], ITEMS, ORDER)
    assert {item: one.budgeted.not_costed for item, one in found.items()} == {
        "1b": 1,
        "1c": 1,
        "1k": 1,
    }
    assert all(not one.budgeted.sums for one in found.values())


def test_money_for_the_plan_as_a_whole_stands_under_no_activity() -> None:
    found = by_activity([line("a1", "10")], [record("secured", None, "4")])
    assert found["a1"].secured == {}
    assert found[None].secured == {"USD": D(4)}


def test_sources_come_in_the_order_of_the_form_and_unsaid_last() -> None:
    found = by_source(
        [line("a1", "10", source="gef"), line("a1", "3")],
        [record("secured", "a1", "2", source="national_budget"), record("spent", "a1", "1")],
        ("national_budget", "gef"),
    )
    assert list(found) == ["national_budget", "gef", None]
    assert found["gef"].budgeted.sums == {"USD": D(10)}
    assert found["national_budget"].secured == {"USD": D(2)}
    assert found[None].spent == {"USD": D(1)}


amounts = st.decimals(0, 10**12, places=4)


@given(amounts, st.integers(1, 14))
def test_shares_add_up_and_differ_by_one_unit_at_most(amount: Decimal, parts: int) -> None:
    found = shares(amount, parts)
    assert sum(found) == amount
    assert max(found) - min(found) <= D("0.0001")


@given(st.lists(st.tuples(st.sampled_from(["a1", "a2", "a3", None]), amounts), max_size=8))
def test_parts_by_item_add_up_to_the_plan(rows: list[tuple[str | None, Decimal]]) -> None:
    lines = [line(activity, str(amount)) for activity, amount in rows]
    records = [record("secured", activity, str(amount)) for activity, amount in rows]
    whole = standing(lines, records)
    parts = by_item(lines, records, ITEMS, ORDER).values()
    assert added(*(part.budgeted.sums for part in parts)) == whole.budgeted.sums
    assert added(*(part.secured for part in parts)) == whole.secured
