"""Where shapes stand: sums keep their proportions, unknown has no length, days their place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.charts.bars import STUB, Amount, Bar, Series, bars
from nap_tracker.charts.frame import Fill
from nap_tracker.charts.heat import level
from nap_tracker.charts.scales import WHOLE, Values, Years, share
from nap_tracker.charts.timeline import Line, Milestone, timeline
from nap_tracker.charts.trend import Point, trend
from tests.charts.pictures import FROM, TODAY, budget, mercury, regions, work_plan

AMOUNTS = st.lists(st.one_of(st.none(), st.integers(0, 10**12)), min_size=3, max_size=3)


def drawn(*rows: list[int | None]):
    series = [Series(str(n), Fill.SHADE_1) for n in range(3)]
    come_in = [
        Bar("x", tuple(Amount(None if v is None else Decimal(v), "") for v in row), "")
        for row in rows
    ]
    return bars("t", of="o", series=series, rows=come_in, **FROM)


@given(st.lists(AMOUNTS, max_size=5))
def test_pieces_touch_and_stay_within_the_drawing(rows: list[list[int | None]]):
    for row in drawn(*rows).rows:
        for one, following in zip(row.parts, row.parts[1:], strict=False):
            assert one.end == following.start
        assert all(part.width > 0 for part in row.parts)
        assert not row.parts or (row.parts[0].start == 0 and row.parts[-1].end <= WHOLE)


def test_a_bar_of_half_the_sum_is_half_as_long():
    one, other = drawn([100, 100, 0], [50, 0, 50]).rows
    assert one.parts[-1].end == 2 * other.parts[-1].end == WHOLE


def test_what_is_not_known_is_a_hatched_stub_and_no_part_of_a_sum():
    known, unknown = drawn([100, 0, 0], [None, 100, None]).rows
    assert known.parts[-1].end == sum(p.width for p in unknown.parts if p.fill != Fill.UNKNOWN)
    stubs = [part.width for part in unknown.parts if part.fill == Fill.UNKNOWN]
    assert stubs == [STUB, STUB]


def test_zero_and_not_known_are_drawn_differently():
    zero, unknown = drawn([0, 0, 0], [None, 0, 0]).rows
    assert zero.parts == ()
    assert [part.fill for part in unknown.parts] == [Fill.UNKNOWN]


def test_the_table_of_bars_holds_what_each_amount_says():
    assert budget().frame.table.rows[1] == (
        "Worst practices", "100", "0", "0", "0", "not costed", "not costed", "100",
    )  # fmt: skip


@given(st.lists(st.decimals(-(10**9), 10**9, places=3), max_size=6))
def test_an_axis_of_figures_holds_zero_and_all_of_them(values: list[Decimal]):
    axis = Values.over(values)
    assert axis.ticks[0] <= min([Decimal(0), *values])
    assert axis.ticks[-1] >= max([Decimal(0), *values])
    assert len({b - a for a, b in zip(axis.ticks, axis.ticks[1:], strict=False)}) == 1
    assert 2 <= len(axis.ticks) <= 7


def test_marks_of_an_axis_are_round():
    assert [str(tick) for tick in Values.over([Decimal(28)]).ticks] == ["0", "10", "20", "30"]
    assert [str(tick) for tick in Values.over([Decimal("0.9")]).ticks][-1] == "1"


@pytest.mark.parametrize("value", ["0", "-5"])
def test_nothing_and_less_than_nothing_have_no_length(value: str):
    assert share(Decimal(value), Decimal(10)) == 0


def test_years_are_cells_of_one_width_and_days_stand_within_theirs():
    years = Years.over([date(2025, 5, 1), date(2028, 1, 1)])
    assert years.labels == ("2025", "2026", "2027", "2028")
    assert years.lines == (250, 500, 750)
    assert years.at(date(2026, 1, 1)) == years.at(date(2025, 12, 31), over=True) == 250
    assert years.at(date(2026, 7, 1)) == 375


def test_many_years_share_cells():
    years = Years.over([date(2000, 1, 1), date(2030, 1, 1)])
    assert years.labels == ("2000", "2004", "2008", "2012", "2016", "2020", "2024", "2028")


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2027, 1, 1)])
def test_a_day_outside_has_no_place(day: date):
    assert Years.over([date(2025, 1, 1), date(2026, 1, 1)]).place(day) is None


def test_a_partial_date_lasts_as_long_as_it_may():
    row = work_plan().rows[0]
    years = Years.over([date(2025, 1, 1), date(2027, 12, 31)])
    assert row.parts[0].start == years.at(date(2026, 2, 1))
    assert row.parts[0].end == years.at(date(2027, 6, 30), over=True)


def test_an_activity_without_dates_is_hatched_all_along():
    part = work_plan().rows[2].parts[0]
    assert (part.start, part.width, part.fill) == (0, WHOLE, Fill.UNKNOWN)


def test_an_activity_without_an_end_is_hatched_from_its_start():
    part = work_plan().rows[3].parts[0]
    assert (part.end, part.fill) == (WHOLE, Fill.UNKNOWN)


@pytest.mark.parametrize("day", [date(2016, 1, 1), date(2026, 12, 31)])
def test_one_day_of_many_years_is_still_seen(day: date):
    rows = [
        Line("a", day, day, Fill.GOOD, ""),
        Line("b", date(2016, 1, 1), date(2026, 1, 1), Fill.GOOD, ""),
    ]
    picture = timeline("t", of="o", rows=rows, states=[], today=TODAY, **FROM)
    part = picture.rows[0].parts[0]
    assert part.width >= 4
    assert part.end <= WHOLE


def test_a_milestone_is_reached_open_or_overdue():
    assert [mark.state for mark in work_plan().rows[0].marks] == ["reached", "overdue", "open"]


def test_a_milestone_of_this_month_is_not_overdue_before_the_month_is_over():
    stones = (Milestone("m", "2026-11"), Milestone("n", TODAY), Milestone("o", "2026-11-26"))
    rows = [Line("a", "2026", "2026", Fill.GOOD, "", stones)]
    picture = timeline("t", of="o", rows=rows, states=[], today=TODAY, **FROM)
    assert [mark.state for mark in picture.rows[0].marks] == ["open", "open", "overdue"]


def test_a_heading_stands_where_its_group_begins():
    assert [row.heading for row in work_plan().rows] == ["Item b", "", "Item i", ""]


def test_the_legend_names_only_what_is_drawn():
    marks = [key.mark for key in work_plan().frame.legend]
    assert marks == ["good", "bad", "unknown", "reached", "open", "overdue", "today"]


def test_observations_are_drawn_in_the_order_of_their_dates():
    picture = mercury()
    assert picture.observed[0].x < picture.observed[1].x
    assert len(picture.path) == 1
    assert picture.ticks == ("30", "20", "10", "0")


def test_a_figure_that_is_not_known_stands_in_the_table_alone():
    picture = mercury()
    assert len(picture.observed) == 2
    assert ("Observed", "March 2024", "Not known") in picture.frame.table.rows


def test_a_range_stands_around_its_figure():
    dot = mercury().observed[1]
    assert dot.low is not None
    assert dot.high is not None
    assert dot.low < dot.y < dot.high


def test_no_way_is_drawn_without_a_baseline():
    target = Point("2030", Decimal(1))
    picture = trend(
        "t", unit="u", observations=[], baseline=None, target=target, today=TODAY, **FROM
    )
    assert picture.way is None
    assert picture.target is not None


@pytest.mark.parametrize(
    ("count", "expected"), [(0, 0), (1, 1), (25, 1), (26, 2), (50, 2), (75, 3), (76, 4), (100, 4)]
)
def test_any_count_at_all_is_drawn(count: int, expected: int):
    assert level(count, 100) == expected


def test_regions_stand_as_they_lie():
    assert [[t.label for t in band] for band in regions().bands] == [
        ["North-west", "North-east"],
        ["South"],
    ]


def test_the_unknown_sites_of_a_region_are_a_piece_of_their_own():
    strip = regions().bands[0][0].strips[0]
    assert [part.fill for part in strip.parts] == [Fill.BAD, Fill.GOOD, Fill.UNKNOWN]
    assert strip.words == "Present: 3, Eliminated: 1 and Not known: 2"
