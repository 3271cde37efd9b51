"""Pictures of the practices in words: only regions are counted as regions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nap_tracker.charts.map import Map
from nap_tracker.charts.outlines import Outline, Outlines
from nap_tracker.clock import today
from nap_tracker.content.tracked import TrackedRegion
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import practice_pictures, practices
from nap_tracker.services.drawn_regions import DrawnRegions
from nap_tracker.services.practices import UNSEEN, Board
from nap_tracker.workflow.eliminating import PRACTICES, Standing
from nap_tracker.workflow.site_counts import Count
from tests.cast import Cast
from tests.services.outlined import LINES
from tests.services.test_tracking import endorsed

NAMES = {"west": "West", "east": "East"}
DRAWN = DrawnRegions(
    Outlines(9, 9, (Outline(LINES, (4, 4)), Outline(LINES, (4, 4)))), ("west", "east")
)
GOES_ON, GONE, OPEN = Standing.PRESENT, Standing.ELIMINATED, Standing.NOT_KNOWN


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return endorsed(cast)


def board(version: PlanVersion, **regions: tuple[Standing, ...]) -> Board:
    """Every practice stands alike; sites of `nowhere` are those whose region nobody gave."""
    return replace(
        practices.on_day(version, today()),
        regions={uid: TrackedRegion(uid, {"en": NAMES[uid]}) for uid in regions if uid in NAMES},
        by_region={
            None if uid == "nowhere" else uid: dict.fromkeys(PRACTICES, Count.of(standings))
            for uid, standings in regions.items()
        },
    )


def told(version: PlanVersion, shown: Board) -> tuple[str, str]:
    """The title, which tiles have too, and the words under the first map."""
    names = practices.labels()
    picture = practice_pictures.regions(shown, names, version, today(), DRAWN)
    assert isinstance(picture, Map)
    tiles = practice_pictures.regions(shown, names, version, today())
    assert tiles.frame.title == picture.frame.title
    return picture.frame.title, picture.panels[0].words


def test_without_sites_of_no_region_only_regions_are_told(version: PlanVersion):
    assert told(version, board(version, west=(GOES_ON, GONE), east=(GONE,))) == (
        "Any of the four practices goes on in 1 of 2 regions",
        "Regions: Present: 1 and Eliminated: 1.",
    )


def test_sites_of_no_region_are_no_region_and_are_told_apart(version: PlanVersion):
    shown = board(version, west=(GOES_ON, OPEN), east=(GONE,), nowhere=(GONE, OPEN, OPEN))
    assert told(version, shown) == (
        "Any of the four practices is known to go on in 1 of 2 regions; not fully known: 1;"
        " sites whose region is not known: 3",
        "Regions: Present: 1 and Eliminated: 1. Not fully known: 1 of 2."
        " Sites whose region is not known: 3 (Not known: 2 and Eliminated: 1).",
    )


def test_a_practice_that_goes_on_at_a_site_of_no_region_is_not_kept_quiet(version: PlanVersion):
    title, words = told(version, board(version, west=(GONE,), nowhere=(GOES_ON,)))
    assert title == (
        "Any of the four practices goes on in 0 of 1 region; sites whose region is not known: 1"
        " (such a practice goes on there)"
    )
    assert words == "Regions: Eliminated: 1. Sites whose region is not known: 1 (Present: 1)."


def test_a_plan_without_regions_has_only_such_sites_to_tell_of(version: PlanVersion):
    assert told(version, board(version, nowhere=(OPEN,))) == (
        "The four practices by region; sites whose region is not known: 1",
        "Sites whose region is not known: 1 (Not known: 1).",
    )


def test_a_region_that_the_reader_may_not_see_is_neither_drawn_nor_said_to_be_none(
    version: PlanVersion,
):
    west, unseen = (dict.fromkeys(PRACTICES, Count.of(told)) for told in ((GONE,), (GOES_ON, OPEN)))
    shown = replace(
        board(version, west=(GONE,)),
        by_region={"west": west, UNSEEN: unseen},
        unseen=frozenset({"east"}),
    )
    title, words = told(version, shown)
    assert title == (
        "Any of the four practices goes on in 0 of 1 region; sites in regions that you may not"
        " see: 2 (such a practice goes on there)"
    )
    assert words == (
        "Regions: Eliminated: 1. Sites in regions that you may not see: 2 (Present: 1 and Not"
        " known: 1)."
    )
    picture = practice_pictures.regions(shown, practices.labels(), version, today(), DRAWN)
    assert isinstance(picture, Map)
    assert (picture.names, picture.ground) == (("West",), "")
    assert [key.words for key in picture.panels[0].beside] == ["Regions that you may not see"]
    assert "Not a region of the plan" not in [key.words for key in picture.frame.legend]
