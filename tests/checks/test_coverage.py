"""The matrix shows where each item of Annex C is addressed, and never adds two currencies."""

from decimal import Decimal

from nap_tracker.annex_c.schema import treaty
from nap_tracker.checks.coverage import coverage
from tests.checks.steps import both, row
from tests.factories import complete_plan, empty_plan, uid

SCHEMA = treaty()


def test_every_item_has_its_line_in_the_order_of_the_treaty() -> None:
    lines = coverage(complete_plan(), SCHEMA).lines
    assert [line.item.key for line in lines] == [item.key for item in SCHEMA.items]
    assert all(line.section for line in lines)


def test_a_row_counts_under_each_item_it_serves() -> None:
    plan = row("activity", 1, items=["1b.i", "1c", "1e"])(complete_plan())
    lines = {line.item.key: line for line in coverage(plan, SCHEMA).lines}
    for key in ("1b.i", "1c", "1e"):
        assert uid("activity", 1) in {activity.uid for activity in lines[key].activities}
        assert lines[key].money.sums["USD"] >= Decimal(10000)


def test_an_item_with_parts_counts_what_serves_any_part_once() -> None:
    plan = both(*(row("activity", n, items=["1c"]) for n in range(1, 10)))(complete_plan())
    plan = row("activity", 1, items=["1b.i", "1b.ii"])(plan)
    lines = {line.item.key: line for line in coverage(plan, SCHEMA).lines}
    assert [activity.uid for activity in lines["1b"].activities] == [uid("activity", 1)]
    assert lines["1b"].money == lines["1b.i"].money
    assert lines["1b"].money.lines == 1


def test_currencies_stand_side_by_side() -> None:
    plan = row("budget_line", 1, cost={"amount": "700", "currency": "XOF"})(complete_plan())
    plan = row("activity", 2, items=["1b.i"])(plan)
    matrix = coverage(plan, SCHEMA)
    line = next(line for line in matrix.lines if line.item.key == "1b.i")
    assert line.money.sums == {"USD": Decimal("20000.00"), "XOF": Decimal(700)}
    assert matrix.currencies == ("USD", "XOF")


def test_the_total_counts_each_line_once() -> None:
    plan = both(*(row("activity", n, items=["1c", "1e"]) for n in range(1, 10)))(complete_plan())
    matrix = coverage(plan, SCHEMA)
    assert matrix.total.sums == {"USD": Decimal("450000.00")}
    assert sum(line.money.sums.get("USD", 0) for line in matrix.lines) == 2 * 450000


def test_rows_without_an_item_are_named() -> None:
    plan = row("objective", 1, items=None)(complete_plan())
    untagged = coverage(plan, SCHEMA).untagged
    assert [entry.uid for entry in untagged["objective"]] == [uid("objective", 1)]
    assert untagged["activity"] == ()


def test_an_empty_plan_addresses_nothing() -> None:
    assert not any(line.is_addressed for line in coverage(empty_plan(), SCHEMA).lines)
