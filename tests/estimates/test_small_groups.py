"""Groups under five are never a number, and cannot be worked out from what stands beside them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nap_tracker.estimates.small_groups import Hidden, is_few, shielded


def people(**groups: int) -> dict[str, Decimal]:
    return {key: Decimal(count) for key, count in groups.items()}


@pytest.mark.parametrize(("count", "few"), [(0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_are_few(count: int, few: bool):
    assert is_few(Decimal(count)) is few


def test_a_small_group_takes_the_next_smallest_with_it():
    shown = shielded(people(women=3, men=9, other=12))
    assert shown == {"women": Hidden.FEW, "men": Hidden.KEPT, "other": 12}


def test_two_small_groups_hide_each_other():
    assert shielded(people(women=3, men=2, other=12)) == {
        "women": Hidden.FEW,
        "men": Hidden.FEW,
        "other": 12,
    }


def test_groups_of_five_and_empty_ones_are_shown():
    assert shielded(people(women=5, men=0)) == {"women": 5, "men": 0}
