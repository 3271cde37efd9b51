"""Pictures of money: what is drawn adds up, and what nobody costed has no length."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.content.exchange import Rate, Rates
from nap_tracker.content.finances import Movement, Record, standing
from nap_tracker.content.money import Line
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import finances, tracking
from nap_tracker.services.money_pictures import pieces
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
        ([line("100")], [], 0, 0, 100, False),
        ([line("100")], [record("secured", "60"), record("spent", "20")], 20, 40, 40, False),
        ([line("100")], [record("secured", "130")], 0, 130, 0, False),
        # Spent before anybody recorded it as secured: no piece is below zero.
        ([line("100")], [record("spent", "30")], 30, 0, 100, False),
        # Not costed is no zero: the bar stays open, and nobody knows what is missing.
        ([line("100"), line(None)], [], 0, 0, 100, True),
        ([line(None)], [record("secured", "5")], 0, 5, None, True),
        ([], [record("secured", "5")], 0, 5, None, True),
        # Without a rate nobody can tell what is missing.
        ([line("100", "XAF")], [record("secured", "5")], 0, 5, None, True),
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
    assert told[:2] == ["400 USD", "2,100 USD"]
    assert "Global Environment Facility" in page.one("#by-source figcaption").text()


def test_an_activity_has_a_bar_of_its_own(
    cast: Cast, version: PlanVersion, browser: Browser
) -> None:
    uid = tracking.of_version(OPERATOR, version).activities[0].uid
    page = browser.sign_in(cast.viewer).get(f"/plans/{cast.plan.id}/money/activities/{uid}")
    (pieces,) = drawn(page, "of-activity").values()
    assert pieces[0] == "400 USD"
    assert "still to be found" in page.one("#of-activity figcaption").text()
