"""The months by which progress is read: of the file, and of a plan."""

from __future__ import annotations

import pytest

from nap_tracker.workflow.progress_limits import MOST, NAMES, defaults, fault

PLAIN = defaults()


def test_the_limits_of_the_file_can_be() -> None:
    assert fault(PLAIN) is None


def test_a_plan_keeps_only_what_differs_from_the_file() -> None:
    own = PLAIN.with_own({"late": 24, "unheard_of": 1})
    assert own.late == 24
    assert own.apart_from(PLAIN) == {"late": 24}
    assert PLAIN.with_own({}).apart_from(PLAIN) == {}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("months", [0, -1, MOST + 1])
def test_no_limit_is_less_than_a_month_or_more_than_ten_years(name: str, months: int) -> None:
    found = fault(PLAIN.with_own({name: months}))
    assert found is not None
    assert found[0] == name


@pytest.mark.parametrize(
    ("own", "about"),
    [
        ({"acceptable": PLAIN.fresh}, "acceptable"),
        ({"fresh": PLAIN.acceptable + 1}, "acceptable"),
        ({"late": PLAIN.acceptable}, "late"),
    ],
)
def test_each_limit_of_freshness_is_later_than_the_one_before(
    own: dict[str, int], about: str
) -> None:
    found = fault(PLAIN.with_own(own))
    assert found is not None
    assert found[0] == about
