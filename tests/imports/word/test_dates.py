"""The day a Word file says that something was said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nap_tracker.clock import today
from nap_tracker.imports.word.dates import day_of

AHEAD = (today() + timedelta(days=1)).isoformat()
"""Where a reviewer lives it may be tomorrow."""
LATER = (today() + timedelta(days=2)).isoformat()


@pytest.mark.parametrize("said", ["2026-11-25", "2026-11-25T10:00:00Z", " 2026-11-25T23:59:59.7 "])
def test_a_day_is_kept(said: str) -> None:
    assert day_of(said) == "2026-11-25"


def test_a_clock_may_be_ahead_of_ours_by_a_day() -> None:
    assert day_of(f"{AHEAD}T00:10:00Z") == AHEAD
    assert day_of(f"{LATER}T00:10:00Z") == ""


@pytest.mark.parametrize(
    "said",
    ["", "11/27/2026 10:00", "2026-02-30T10:00:00Z", "2026-13-01", "2026-W48-5", "20261127",
     "1601-01-01T00:00:00Z", "0000-00-00T00:00:00Z", "1899-12-30T00:00:00Z", "9999-12-31",
     "٢٠٢٦-١١-٢٥", "2026-11-251"],
)  # fmt: skip
def test_what_is_no_day_or_none_it_can_have_been_is_left_out(said: str) -> None:
    assert day_of(said) == ""
