"""Budget sums: per item, strategy and currency, with what is not costed beside them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.content import money
from nap_tracker.content.tree import EntryContent, PartyContent, PlanContent

ORDER = ("1a", "1b", "1b.i", "1c", "1k", "2")


def usd(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}


def row(uid: str, kind: str, **answers: Any) -> EntryContent:
    return EntryContent(uid=uid, kind=kind, answers=answers, position=int(uid[1:]))


def plan(*entries: EntryContent) -> PlanContent:
    return PlanContent(
        uid="p",
        party=PartyContent(code="XAA", name={"en": "Aurelia"}),
        title={"en": "Plan"},
        language="en",
        languages=("en",),
        period_start="2027",
        period_end="2031",
        version=1,
        edition=1,
        entries=entries,
    )


TWO_STRATEGIES = (
    row("s1", "strategy", items=["1c"]),
    row("s2", "strategy", items=["1b.i"]),
    row("a1", "activity", strategy="s1", items=["1c"]),
    row("a2", "activity", strategy="s2", items=["1c", "1b.i"]),
    row("a3", "activity", strategy="s2"),
)


def lines_of(*budget: EntryContent) -> tuple[money.Line, ...]:
    return money.budget_lines(plan(*TWO_STRATEGIES, *budget), ORDER)


def test_two_currencies_are_never_added() -> None:
    lines = lines_of(
        row("b1", "budget_line", activity="a1", cost=usd("100.50")),
        row("b2", "budget_line", activity="a1", cost={"amount": "2000000000", "currency": "MNT"}),
        row("b3", "budget_line", activity="a2", cost=usd("0.25")),
    )
    assert money.tally(lines).sums == {"MNT": Decimal("2000000000"), "USD": Decimal("100.75")}
    assert list(money.tally(lines).sums) == ["MNT", "USD"]
    assert money.currencies(lines) == ("MNT", "USD")


def test_what_is_not_costed_is_counted_apart_from_what_is_free() -> None:
    found = money.tally(
        lines_of(
            row("b1", "budget_line", activity="a1", cost={"empty": "not_costed", "reason": {}}),
            row("b2", "budget_line", activity="a1", cost={"empty": "not_known", "reason": {}}),
            row("b3", "budget_line", activity="a1", cost={"empty": "does_not_apply"}),
            row("b4", "budget_line", activity="a1"),
            row("b5", "budget_line", activity="a1", cost=usd("0")),
            row("b6", "budget_line", activity="a1", cost=usd("7")),
        )
    )
    assert (found.not_costed, found.not_known, found.not_applicable, found.blank) == (1, 1, 1, 1)
    assert (found.lines, found.costed, found.uncosted, found.free) == (6, 2, 4, 1)
    assert found.sums == {"USD": Decimal(7)}


def test_an_activity_of_two_items_counts_whole_under_each_and_once_under_their_combination() -> (
    None
):
    lines = lines_of(
        row("b1", "budget_line", activity="a1", cost=usd("10")),
        row("b2", "budget_line", activity="a2", cost=usd("5")),
        row("b3", "budget_line", activity="a3", cost=usd("1")),
    )
    items = money.by_item(lines, ORDER)
    assert {key: found.sums["USD"] for key, found in items.items()} == {
        "1b.i": Decimal(5),
        "1c": Decimal(15),
        None: Decimal(1),
    }
    assert list(items) == ["1b.i", "1c", None]
    sets = money.by_combination(lines, ORDER)
    assert list(sets) == [("1b.i", "1c"), ("1c",), ()]
    assert sum(found.sums["USD"] for found in sets.values()) == money.tally(lines).sums["USD"]


def test_strategies_keep_the_order_of_the_plan_and_orphans_come_last() -> None:
    lines = lines_of(
        row("b1", "budget_line", activity="a2", cost=usd("5")),
        row("b2", "budget_line", activity="a1", cost=usd("10")),
        row("b3", "budget_line", activity="gone", cost=usd("3")),
    )
    found = money.by_strategy(lines, plan(*TWO_STRATEGIES))
    assert [(key, tally.sums["USD"]) for key, tally in found.items()] == [
        ("s1", Decimal(10)),
        ("s2", Decimal(5)),
        (None, Decimal(3)),
    ]
    assert lines[2].activity is None


def test_sources_statuses_and_years_come_in_a_fixed_order() -> None:
    lines = lines_of(
        row(
            "b1",
            "budget_line",
            activity="a1",
            source_type="gef",
            funding_status="secured",
            year="2028-03",
            cost=usd("1"),
        ),
        row(
            "b2",
            "budget_line",
            activity="a1",
            source_type="national_budget",
            funding_status="unfunded",
            year="2027",
            cost=usd("1"),
        ),
        row("b3", "budget_line", activity="a1", cost=usd("1")),
    )
    assert list(money.by_source_type(lines, ("national_budget", "gef"))) == [
        "national_budget",
        "gef",
        None,
    ]
    assert list(money.by_funding_status(lines, ("unfunded", "secured"))) == [
        "unfunded",
        "secured",
        None,
    ]
    assert list(money.by_year(lines)) == ["2027", "2028", None]


def test_an_item_of_a_later_edition_is_kept_after_the_known_ones() -> None:
    odd = money.budget_lines(
        plan(
            row("a9", "activity", items=["9z", "1c"]),
            row("b1", "budget_line", activity="a9", cost=usd("4")),
        ),
        ORDER,
    )
    assert odd[0].items == ("1c", "9z")
    assert list(money.by_combination(odd, ORDER)) == [("1c", "9z")]


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(ORDER), unique=True),
            st.decimals(min_value=0, max_value=10**12, places=2),
            st.sampled_from(["USD", "MNT", "XOF"]),
        ),
        max_size=12,
    )
)
def test_combinations_and_strategies_add_up_to_the_whole_plan(
    parts: list[tuple[list[str], Decimal, str]],
) -> None:
    entries: list[EntryContent] = []
    for place, (items, amount, currency) in enumerate(parts):
        entries.append(row(f"a{place}", "activity", items=items))
        cost = {"amount": str(amount), "currency": currency}
        entries.append(row(f"b{place}", "budget_line", activity=f"a{place}", cost=cost))
    whole = plan(*entries)
    lines = money.budget_lines(whole, ORDER)
    total = money.tally(lines)
    for groups in (money.by_combination(lines, ORDER), money.by_strategy(lines, whole)):
        added: dict[str, Decimal] = {}
        for part in groups.values():
            for currency, amount in part.sums.items():
                added[currency] = added.get(currency, Decimal(0)) + amount
        assert added == dict(total.sums)
        assert sum(part.lines for part in groups.values()) == total.lines
