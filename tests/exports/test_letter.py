"""The letter to the Secretariat, in the language of the letter."""

from __future__ import annotations

from datetime import date

import pytest

from nap_tracker.exports.letter import Letter, body
from nap_tracker.i18n import use_locale


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (("2026-04", "2030-10"), "pour la période d’avril 2026 à octobre 2030, conformément"),
        (("2026", "2030"), "pour la période de 2026 à 2030, conformément"),
        (("2026-04-01", "2030-10-31"), "du 1er avril 2026 au 31 octobre 2030, conformément"),
    ],
)
def test_the_period_is_said_as_far_as_it_is_known(period: tuple[str, str], said: str) -> None:
    with use_locale("fr"):
        first = body(Letter("fr", "Mali", "PAN", period, False, (), (), date(2026, 11, 27)))[0]
    assert said in first
