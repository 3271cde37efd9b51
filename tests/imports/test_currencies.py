"""Currencies: codes, signs and names, and the signs that several share."""

from __future__ import annotations

import pytest

from nap_tracker.annex_c.codes import CURRENCIES
from nap_tracker.imports import currencies
from nap_tracker.imports.figures import Unreadable


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("USD", "USD"),
        ("usd", "USD"),
        ("US$", "USD"),
        ("(XOF)", "XOF"),
        ("€", "EUR"),
        ("₮", "MNT"),
        ("Ariary", "MGA"),
        ("GH₵", "GHS"),
    ],
)
def test_codes_and_clear_signs_are_known(written: str, code: str) -> None:
    assert currencies.code(written) == code


@pytest.mark.parametrize(("written", "default"), [("FCFA", "XAF"), ("F CFA", "XOF"), ("$", "USD")])
def test_a_shared_sign_means_the_currency_of_the_file(written: str, default: str) -> None:
    assert currencies.code(written, default) == default


@pytest.mark.parametrize(("written", "default"), [("FCFA", None), ("$", "XOF"), ("Sh", "USD")])
def test_a_shared_sign_that_nothing_settles_is_refused(written: str, default: str | None) -> None:
    with pytest.raises(Unreadable, match="shared_currency"):
        currencies.code(written, default)


@pytest.mark.parametrize("written", ["", "XYZ", "per year", "dollarz"])
def test_anything_else_is_no_currency(written: str) -> None:
    with pytest.raises(Unreadable, match=r"^currency$"):
        currencies.code(written, "USD")


def test_every_sign_stands_for_currencies_a_plan_can_hold() -> None:
    assert {code for codes in currencies._SIGNS.values() for code in codes} <= CURRENCIES


@pytest.mark.parametrize(
    ("header", "written"),
    [
        ("Cost (USD)", "USD"),
        ("Coût en FCFA", "FCFA"),
        ("Cost_USD", "USD"),
        ("Budget US$", "US$"),
        ("Coût en F CFA", "F CFA"),
        ("Budget", None),
        ("Total for all", None),
        ("Amount in time", None),
    ],
)
def test_a_heading_names_its_currency(header: str, written: str | None) -> None:
    assert currencies.in_header(header) == written
