"""What is still to be found in words: the reason is the one that would have to be mended."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nap_tracker.content import money_words
from nap_tracker.content.exchange import Rates, Sums
from nap_tracker.content.finances import Standing
from nap_tracker.content.money import Tally

D = Decimal
COSTED = Tally(lines=1, sums={"USD": D(1000)})
UNCOSTED = Tally(lines=1, not_costed=1)
NO_COST_APPLIES = Tally(lines=1, not_applicable=1)


@pytest.mark.parametrize(
    ("budgeted", "secured", "told"),
    [
        (Tally(), {"USD": D(5)}, "Not known: nothing is costed"),
        (UNCOSTED, {"USD": D(5)}, "Not known: nothing is costed"),
        (NO_COST_APPLIES, {"XOF": D(5)}, "–"),
        (COSTED, {"USD": D(400)}, "600 USD"),
    ],
)
def test_no_rate_is_asked_for_where_none_would_help(
    budgeted: Tally, secured: Sums, told: str
) -> None:
    standing = Standing(budgeted, secured)
    assert money_words.gap(standing) == told
    assert money_words.gap_in(standing, "USD", Rates([])) == told


def test_a_rate_is_asked_for_where_it_would_tell() -> None:
    standing = Standing(COSTED, {"XOF": D(5)})
    assert money_words.gap(standing) == "Not known: it needs a rate of exchange"
    told = money_words.gap_in(standing, "USD", Rates([]))
    assert told == "Not known: a rate of exchange is missing"
