"""Bars of money say what is known, and that the rest is not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nap_tracker.content.money_bars import Named, Pieces, money_bars, most_needed, most_secured

D = Decimal
UNCOSTED = Pieces(None, None, None, "1 line not costed")
COVERED = Pieces(D(20), D(80), D(0))
PARTLY = Pieces(None, D(80), D(0), "1 line not costed")


def rows(named: Named, currency: str = "USD") -> list[tuple[str, ...]]:
    drawn = money_bars(named, currency, title="", of="Activity", source="", as_of="")
    assert len(drawn.rows) == len(drawn.frame.table.rows)
    return [row[1:] for row in drawn.frame.table.rows]


def test_what_is_not_known_is_no_zero_of_a_currency() -> None:
    told = rows([("A", UNCOSTED), ("B", COVERED), ("C", PARTLY)])
    assert told == [
        ("–", "–", "Not known", "1 line not costed", "Not known"),
        ("20 USD", "80 USD", "0 USD", "–", "100 USD"),
        ("–", "80 USD", "0 USD", "1 line not costed", "At least 80 USD"),
    ]


def test_what_has_no_rate_is_not_known_and_what_has_one_is_at_least_so_much() -> None:
    both = frozenset({"spent", "held"})
    told = rows(
        [
            ("A", Pieces(None, None, D(500), "No rate", both)),
            ("B", Pieces(D(20), D(30), None, "No rate", both)),
        ]
    )
    assert told == [
        ("Not known", "Not known", "500 USD", "No rate", "At least 500 USD"),
        ("At least 20 USD", "At least 30 USD", "Not known", "No rate", "At least 50 USD"),
    ]


def test_a_kind_of_source_has_no_piece_that_is_still_to_be_found() -> None:
    named = [
        ("GEF", Pieces(D(20), D(0), None)),
        ("Nobody yet", Pieces(None, None, None)),
        ("A fund", Pieces(None, None, None, "No rate", frozenset({"held"}))),
    ]
    drawn = money_bars(
        named, "USD", title="", of="Kind of source", source="", as_of="", is_by_source=True
    )
    assert drawn.frame.table.columns == (
        "Kind of source", "Spent", "Secured, not spent yet", "Not known", "Total"
    )  # fmt: skip
    assert [row[1:] for row in drawn.frame.table.rows] == [
        ("20 USD", "0 USD", "–", "20 USD"),
        ("–", "–", "–", "Nothing recorded"),
        ("–", "Not known", "No rate", "Not known"),
    ]


@pytest.mark.parametrize(
    ("sums", "currency", "title"),
    [
        ([], "", "Nothing is recorded as secured"),
        ([("A", D(0))], "USD", "In USD, nothing is recorded as secured"),
        ([("A", D(5)), ("B", D(7))], "USD", "Most is secured from B: 7 USD"),
        ([("A", D(5)), ("B", None)], "USD", "From where most is secured is not known"),
        ([("A", D(0)), ("B", None)], "USD", "From where most is secured is not known"),
    ],
)
def test_the_title_never_claims_that_nothing_is_secured_where_nobody_knows(
    sums: list[tuple[str, Decimal | None]], currency: str, title: str
) -> None:
    assert most_secured(sums, currency) == title


def test_what_is_recorded_of_something_not_costed_is_told() -> None:
    (told,) = rows([("A", Pieces(D(1), D(4), None, "No budget line"))])
    assert told == ("1 USD", "4 USD", "Not known", "No budget line", "At least 5 USD")


def test_without_a_currency_nothing_is_drawn_and_it_says_so() -> None:
    drawn = money_bars([("A", UNCOSTED)], "", title="", of="Activity", source="", as_of="")
    assert (drawn.rows, drawn.frame.table.rows) == ((), ())
    assert drawn.frame.empty == "Nothing is costed, and no money is recorded."


def test_together_they_know_what_one_of_them_knows() -> None:
    both = UNCOSTED + COVERED
    assert both == Pieces(D(20), D(80), D(0), "1 line not costed")
    assert (UNCOSTED + UNCOSTED).needed is None
    assert UNCOSTED.part(2) == UNCOSTED


@pytest.mark.parametrize(
    ("named", "currency", "title"),
    [
        ([], "USD", "How much is still to be found is not known"),
        ([("A", UNCOSTED)], "USD", "How much is still to be found is not known"),
        ([("A", COVERED)], "", "How much is still to be found is not known"),
        (
            [("A", COVERED)],
            "USD",
            "In USD, nothing of what is costed is still to be found",
        ),
        (
            [("A", COVERED), ("B", UNCOSTED)],
            "USD",
            "In USD, nothing of what is costed is still to be found; the rest is not known",
        ),
        (
            [("A", UNCOSTED), ("B", Pieces(D(0), D(0), D("2000.4")))],
            "USD",
            "Of what is costed, most is still to be found for B: 2,000 USD",
        ),
    ],
)
def test_the_title_never_claims_that_nothing_is_missing_where_nobody_knows(
    named: Named, currency: str, title: str
) -> None:
    assert most_needed(named, currency) == title
