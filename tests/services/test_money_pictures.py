"""Pictures of money: what is drawn adds up, and what nobody costed has no length."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.content.exchange import Rate, Rates
from nap_tracker.content.finances import Movement, Record, standing
from nap_tracker.content.money import Line
from nap_tracker.content.money_bars import money_bars
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import finances, tracking
from nap_tracker.services.money_pictures import pieces, recorded
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.services.observed import in_force
from tests.services.test_extracts import paid

D = Decimal
NO_RATES = Rates([])


def line(amount: str | None, currency: str = "USD") -> Line:
    cost = D(amount) if amount is not None else None
    empty = None if amount is not None else "not_costed"
    return Line("l", "a", None, (), cost, currency, empty, None, None, None)


def record(movement: str, amount: str, currency: str = "USD") -> Record:
    return Record(Movement(movement), "a", D(amount), currency)


@pytest.mark.parametrize(
    ("lines", "records", "spent", "held", "needed", "is_open"),
    [
        ([line("100")], [], None, None, 100, False),
        ([line("100")], [record("secured", "60"), record("spent", "20")], 20, 40, 40, False),
        ([line("100")], [record("secured", "130")], None, 130, 0, False),
        # All of it spent, or taken back: a zero that was recorded.
        ([line("100")], [record("secured", "9"), record("spent", "9")], 9, 0, 91, False),
        ([line("100")], [record("secured", "9"), record("taken_back", "9")], None, 0, 100, False),
        # Spent before anybody recorded it as secured: no piece is below zero.
        ([line("100")], [record("spent", "30")], 30, None, 100, False),
        # Not costed is no zero: the bar stays open, and nobody knows what is missing.
        ([line("100"), line(None)], [], None, None, 100, True),
        ([line(None)], [record("secured", "5")], None, 5, None, True),
        ([], [record("secured", "5")], None, 5, None, True),
        # Without a rate nobody can tell what is missing.
        ([line("100", "XAF")], [record("secured", "5")], None, 5, None, True),
        # Nor how much of what is secured is spent.
        ([line("9")], [record("secured", "5"), record("spent", "1", "XAF")], None, None, 4, True),
        ([line("9")], [record("spent", "2"), record("spent", "1", "XAF")], 2, None, 9, True),
        ([line("9")], [record("secured", "5"), record("secured", "1", "XAF")], None, 5, None, True),
        ([line("9")], [record("secured", "1", "XAF")], None, None, None, True),
    ],
)
def test_pieces_of_a_bar(lines, records, spent, held, needed, is_open):
    found = pieces(standing(lines, records), "USD", NO_RATES)
    assert (found.spent, found.held, found.needed) == (spent, held, needed)
    assert bool(found.unknown) is is_open


def test_amounts_are_put_into_one_currency_by_the_rate_that_was_stated():
    rates = Rates([Rate("USD", "XAF", D(600), "2026-03-01")])
    stands = standing([line("600000", "XAF")], [record("secured", "400")])
    found = pieces(stands, "USD", rates)
    assert (found.held, found.needed, found.unknown) == (400, 600, "")


def test_what_is_not_known_for_want_of_a_rate_is_no_zero():
    records = [record("secured", "500"), record("spent", "300000", "XOF")]
    found = pieces(standing([line("1000")], records), "USD", NO_RATES)
    drawn = money_bars([("A", found)], "USD", title="", of="Activity", source="", as_of="")
    ((_, *told),) = drawn.frame.table.rows
    missing = "Not known: a rate of exchange is missing"
    assert told == ["Not known", "Not known", "500 USD", missing, "At least 500 USD"]


def test_where_nothing_was_secured_nothing_of_it_is_left_whatever_was_spent():
    found = recorded(standing([], [record("spent", "300000", "XOF")]), "USD", NO_RATES)
    assert (found.held, found.unsure) == (None, {"spent"})


AMOUNTS = st.lists(st.decimals(1, 10**9, places=4), max_size=4)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_no_piece_is_below_zero_and_together_they_reach_the_budget(costs, secured, spent):
    records = [record("secured", str(one)) for one in secured]
    records += [record("spent", str(one)) for one in spent]
    stands = standing([line(str(one)) for one in costs], records)
    found = pieces(stands, "USD", NO_RATES)
    told = (found.spent, found.held, found.needed)
    assert all(value is None or value >= 0 for value in told)
    assert found.whole >= sum(costs)
    assert found.whole >= sum(secured)


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    made = in_force(cast)
    paid(made)
    paid(made, movement="spent", amount=D(400))
    db.session.commit()
    return made


def drawn(page: Page, id: str) -> dict[str, list[str]]:
    """Name of a row -> the words of its pieces, from the table behind the picture."""
    rows = page.select(f"#{id}-table tbody tr")
    return {
        name.strip(): cells
        for name, *cells in (["".join(cell.itertext()) for cell in row.element] for row in rows)
    }


@pytest.mark.parametrize("id", ["by-item", "by-source"])
def test_the_page_of_money_draws_each_row_of_its_tables(
    cast: Cast, version: PlanVersion, browser: Browser, id: str
) -> None:
    page = browser.sign_in(cast.viewer).get(f"/plans/{cast.plan.id}/money")
    money = finances.of_version(OPERATOR, version, tracking.of_version(OPERATOR, version))
    found = money.by_item if id == "by-item" else money.by_source
    assert len(drawn(page, id)) == len(found) > 0
    assert len(page.select(f"#{id} .app-chart__drawing > .app-chart__row")) == len(found)


def test_by_source_tells_what_is_spent_held_and_missing(
    cast: Cast, version: PlanVersion, browser: Browser
) -> None:
    page = browser.sign_in(cast.viewer).get(f"/plans/{cast.plan.id}/money")
    told = drawn(page, "by-source")["Global Environment Facility"]
    assert told == ["400 USD", "2,100 USD", "2,500 USD"]
    assert "Global Environment Facility" in page.one("#by-source figcaption").text()


def test_an_activity_has_a_bar_of_its_own(
    cast: Cast, version: PlanVersion, browser: Browser
) -> None:
    uid = tracking.of_version(OPERATOR, version).activities[0].uid
    page = browser.sign_in(cast.viewer).get(f"/plans/{cast.plan.id}/money/activities/{uid}")
    (pieces,) = drawn(page, "of-activity").values()
    assert pieces[0] == "400 USD"
    assert "still to be found" in page.one("#of-activity figcaption").text()


def test_money_secured_in_another_currency_is_not_said_to_be_missing(
    cast: Cast, version: PlanVersion, browser: Browser
) -> None:
    """Most is from where it was recorded in euros, which have no rate to dollars."""
    paid(version, currency="EUR", source_type="national_budget")
    db.session.commit()
    page = browser.sign_in(cast.viewer).get(f"/plans/{cast.plan.id}/money?currency=USD")
    title = page.one("#by-source figcaption").text()
    assert "From where most is secured is not known" in title


def test_kinds_of_source_have_no_gap_that_would_add_up_to_another_than_the_plans(
    cast: Cast, version: PlanVersion, browser: Browser
) -> None:
    """A line of which nobody said the source, and money of a source nobody budgeted."""
    page = browser.sign_in(cast.viewer).get(f"/plans/{cast.plan.id}/money")
    tables = [t.text() for t in page.select("table") if "Kind of source" in t.text()]
    assert len(tables) == 2
    assert not [t for t in tables if "Still to be found" in t]
    tracked = tracking.of_version(OPERATOR, version)
    money = finances.of_version(OPERATOR, version, tracked)
    stood = finances.stood_by_source(money, money.schema)
    assert {r.key for one in stood for r in one.readings} == {"budgeted", "secured", "spent"}
