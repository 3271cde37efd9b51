"""Which indicators speak of which activities."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from nap_tracker.content.bearing import Bearing, Followed, bearings
from nap_tracker.content.tracked import (
    Tracked,
    TrackedActivity,
    TrackedIndicator,
    TrackedStrategy,
)


def plan(row: TrackedIndicator, *activities: TrackedActivity) -> Tracked:
    """Two strategies, s for objective o and t for objective p."""
    strategies = tuple(TrackedStrategy(uid, {}, {}, (o,)) for uid, o in (("s", "o"), ("t", "p")))
    return Tracked(
        "plan", "en", 1, {}, activities=activities, indicators=(row,), strategies=strategies
    )


def activity(uid: str, strategy: str | None = "s", *items: str) -> TrackedActivity:
    return TrackedActivity(uid, strategy_uid=strategy, items=items)


def indicator(objective: str | None = "o", *items: str) -> TrackedIndicator:
    return TrackedIndicator("row", objective_uid=objective, items=items)


BY_TEXT = Followed("i", "row")


@pytest.mark.parametrize(
    ("row", "activities", "reached"),
    [
        (indicator("o"), [activity("a")], ["a"]),
        (indicator("o"), [activity("a", "t")], []),
        (indicator("o"), [activity("a", None)], []),
        (indicator(None), [activity("a")], []),
        (indicator("o", "1a"), [activity("a", "s", "1a"), activity("b", "s", "1b")], ["a"]),
        (indicator("o", "1b"), [activity("a", "s", "1b.ii")], ["a"]),
        (indicator("o", "1b.ii"), [activity("a", "s", "1b")], ["a"]),
        (indicator("o", "1b"), [activity("a", "s", "1bx")], []),
        (indicator("o", "1b.i"), [activity("a", "s", "1b.ii")], []),
        (indicator("o", "1a"), [activity("a", "s")], ["a"]),
        (indicator("o"), [activity("a", "s", "1a"), activity("b", "s", "1b")], ["a", "b"]),
    ],
)
def test_the_text_leads_by_objective_strategy_and_item(
    row: TrackedIndicator, activities: Sequence[TrackedActivity], reached: list[str]
) -> None:
    assert list(bearings(plan(row, *activities), [BY_TEXT])) == reached


def test_what_the_text_leads_to_alone_is_told_by_it() -> None:
    found = bearings(plan(indicator(), activity("a")), [BY_TEXT])
    assert found == {"a": [Bearing("i", tells_progress=True, is_named=False)]}


def test_what_several_share_by_the_text_tells_the_progress_of_none() -> None:
    found = bearings(plan(indicator(), activity("a"), activity("b")), [BY_TEXT])
    assert [one.tells_progress for several in found.values() for one in several] == [False, False]


def test_what_the_team_names_counts_instead_of_the_text() -> None:
    tracked = plan(indicator(), activity("a"), activity("b"), activity("c", "t"))
    found = bearings(tracked, [Followed("i", "row", ["b", "c"])])
    assert found == {uid: [Bearing("i", tells_progress=True, is_named=True)] for uid in "bc"}


def test_an_activity_that_is_no_longer_in_the_plan_is_named_in_vain() -> None:
    found = bearings(plan(indicator(), activity("a")), [Followed("i", "row", ["gone"])])
    assert found == {"a": [Bearing("i", tells_progress=True, is_named=False)]}


def test_an_indicator_without_a_row_speaks_of_nothing_until_somebody_says_of_what() -> None:
    assert bearings(plan(indicator(), activity("a")), [Followed("i")]) == {}


def test_several_indicators_speak_of_one_activity_in_the_order_they_are_followed() -> None:
    named = [Followed("i", None, ["a"]), Followed("j", None, ["a"])]
    found = bearings(plan(indicator(), activity("a")), named)
    assert [one.indicator for one in found["a"]] == ["i", "j"]
