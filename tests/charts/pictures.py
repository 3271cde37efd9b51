"""One picture of each kind, with everything in it that a picture can hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from nap_tracker.charts.bars import Amount, Bar, Bars, Series, bars
from nap_tracker.charts.frame import SHADES, Fill, Key
from nap_tracker.charts.heat import Column, Heat, Row, heat
from nap_tracker.charts.map import GROUND, Area, Map, mark, regions_map
from nap_tracker.charts.outlines import Outline, Outlines, path_of
from nap_tracker.charts.tiles import Practice, Region, State, Tiles, tiles
from nap_tracker.charts.timeline import Line, Milestone, Timeline, timeline
from nap_tracker.charts.trend import Point, Trend, trend

TODAY = date(2026, 11, 27)
FROM = {"source": "Ministry of Mines", "as_of": "27 November 2026"}


def amount(value: int | None) -> Amount:
    return Amount(None, "not costed") if value is None else Amount(Decimal(value), f"{value}")


def budget() -> Bars:
    """By item and by source: six shades, and two amounts that nobody knows."""
    names = ("State", "GEF", "World Bank", "Bilateral", "Private", "Other")
    series = [Series(name, shade) for name, shade in zip(names, SHADES, strict=True)]
    rows = [
        Bar("Formalisation", tuple(map(amount, (400, 300, 200, 50, 30, 20))), "1,000"),
        Bar("Worst practices", tuple(map(amount, (100, 0, 0, 0, None, None))), "100"),
        Bar("Health", tuple(map(amount, (0, 50, 0, 0, 0, 0))), "50", url="/items/health"),
    ]
    title = "Formalisation takes most of the money"
    return bars(title, of="Item of Annex C", series=series, rows=rows, **FROM)


def work_plan() -> Timeline:
    stones = (
        Milestone("Register opened", "2026-06-30", reached=True),
        Milestone("First permits", date(2026, 9, 30)),
        Milestone("Report", "2027"),
    )
    rows = [
        Line("Register every miner", "2026-02", "2027-06", Fill.BAD, "Late", stones, "Item b"),
        Line("Simplify the permit", date(2026, 1, 1), date(2026, 12, 31), Fill.GOOD, "On time",
             group="Item b", url="/activities/1"),
        Line("Train health workers", None, None, Fill.UNKNOWN, "Not known", group="Item i"),
        Line("Close open burning", "2025", None, Fill.NEUTRAL, "Under way", group="Item i"),
    ]  # fmt: skip
    states = [(Fill.GOOD, "On time"), (Fill.BAD, "Late"), (Fill.NEUTRAL, "Under way")]
    return timeline(
        "One of four activities is late",
        of="Activity",
        rows=rows,
        states=states,
        today=TODAY,
        **FROM,
    )


def mercury() -> Trend:
    seen = [
        Point("2026-05", Decimal(17), Decimal(12), Decimal(24)),
        Point("2025", Decimal("18.5")),
        Point("2024-03", None),
    ]
    return trend(
        "Less mercury is used, but not yet as little as planned",
        unit="Tonnes a year",
        observations=seen,
        baseline=Point("2023", Decimal(20), Decimal(15), Decimal(28)),
        target=Point("2028", Decimal(10)),
        today=TODAY,
        **FROM,
    )


def items() -> Heat:
    columns = [
        Column("On time", Fill.GOOD),
        Column("Late", Fill.BAD),
        Column("Cancelled", Fill.NEUTRAL),
        Column("Not known", Fill.UNKNOWN),
    ]
    rows = [Row("(a) Objectives", (4, 0, 1, 2)), Row("(b) Worst practices", (8, 3, 0, 6), "/b")]
    return heat("Most is on time", of="Item of Annex C", columns=columns, rows=rows, **FROM)


def regions() -> Tiles:
    states = [
        State("Present", Fill.BAD),
        State("Eliminated", Fill.GOOD),
        State("Not practised", Fill.NEUTRAL),
        State("Not known", Fill.UNKNOWN),
    ]
    found = [
        Region(
            name,
            (
                Practice("Open burning", (3, 1, 0, 2)),
                Practice("Whole-ore amalgamation", (0, 0, 4, 2)),
            ),
            (Decimal(lat), Decimal(lon)),
        )
        for name, lat, lon in (("South", -3, 2), ("North-east", 9, 8), ("North-west", 8, -4))
    ]
    return tiles("Open burning goes on in all regions", states=states, regions=found, **FROM)


def outlined(*, context: bool = True) -> Map:
    """Two neighbours with an outline, one region without, and a country beside them."""
    corners = [(0, 0), (300, 0), (300, 400), (0, 400)]
    square, other, beside = (
        Outline(path_of([[(x + right, y) for x, y in corners]]), (right + 150, 200))
        for right in (0, 300, 600)
    )
    bad = mark(Fill.BAD, is_partly=True)
    places = [
        ("West", (Fill.GOOD, bad), (square,)),
        ("<East>", (mark(Fill.NEUTRAL, is_partly=True), Fill.UNKNOWN), (other,)),
        ("Highland", (Fill.SHADE_2, mark(Fill.SHADE_2, is_partly=True)), ()),
    ]
    counts = (Practice("Open burning", (3, 1)), Practice("Whole-ore amalgamation", (0, 4)))
    areas = [
        Area(Region(name, counts), tuple(str(one) for one in marks), outlines)
        for name, marks, outlines in places
    ]
    drawn = (bad, "neutral-partly", "shade-2-partly", *Fill, GROUND)
    return regions_map(
        "Open burning goes on in one of three regions",
        outlines=Outlines(900, 400, (square, other, beside)),
        context=(beside,) if context else (),
        panels=[("Open burning", "Regions: Present: 1"), ("Whole-ore amalgamation", "None")],
        areas=areas,
        states=[State("Present", Fill.BAD), State("Not known", Fill.UNKNOWN)],
        legend=[Key(one, f"Drawn as {one}") for one in drawn],
        **FROM,
    )


def every() -> list[Bars | Timeline | Trend | Heat | Map | Tiles]:
    return [budget(), work_plan(), mercury(), items(), outlined(), regions()]
