"""How the practices stand over all sites: what is unknown stands as such in every aggregate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, update

from nap_tracker.content.public_progress import opened
from nap_tracker.content.stand import Stand
from nap_tracker.extensions import db
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.site_visit import OwnSite, SiteVisit
from nap_tracker.roles import OPERATOR
from nap_tracker.services import practices, site_visits
from nap_tracker.services.practices import UNSEEN, Board
from nap_tracker.workflow.eliminating import PRACTICES, Standing
from tests.cast import Cast
from tests.doors import QueryCount
from tests.factories import complete_plan, uid
from tests.services.test_site_visits import a_site, visit
from tests.services.test_tracking import endorsed

TODAY = date(2026, 11, 27)


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return endorsed(cast)


def stands(version: PlanVersion, until: date = TODAY, language: str = "en") -> tuple[Stand, ...]:
    return practices.stands(version.plan, until=until, language=language)


def value(version: PlanVersion, practice: str, key: str, until: date = TODAY) -> str:
    stand = next(one for one in stands(version, until) if one.uid == practice)
    reading = stand.reading(key)
    assert reading is not None
    return reading.value


AGGREGATES: dict[str, Callable[[Board, str], tuple[int, int]]] = {
    "by_practice": lambda board, code: (
        board.by_practice[code].unknown,
        board.by_practice[code].total,
    ),
    "by_region": lambda board, code: (
        sum(counts[code].unknown for counts in board.by_region.values()),
        sum(counts[code].total for counts in board.by_region.values()),
    ),
    "lines": lambda board, code: (
        sum(line.readings[code].standing is Standing.NOT_KNOWN for line in board.lines),
        len(board.lines),
    ),
}
"""Everything a board adds up, with how many of it are unknown."""


def test_every_aggregate_of_the_board_is_walked():
    sums = {name for name in Board.__dataclass_fields__ if name.startswith("by_")}
    assert sums | {"lines"} == AGGREGATES.keys()


@pytest.mark.parametrize("aggregate", AGGREGATES)
def test_a_site_nobody_visited_is_unknown_in_every_aggregate(
    cast: Cast, version: PlanVersion, aggregate: str
):
    officer = cast.actor("officer")
    before = practices.of_version(officer, version)
    a_site(version)
    after = practices.of_version(officer, version)
    for code in PRACTICES:
        unknown, total = AGGREGATES[aggregate](before, code)
        assert AGGREGATES[aggregate](after, code) == (unknown + 1, total + 1)


def test_a_site_nobody_visited_is_told_in_every_stand(version: PlanVersion):
    before = {code: value(version, code, "not_known") for code in PRACTICES}
    a_site(version)
    for code in PRACTICES:
        known, total = (int(n) for n in before[code].split(" of "))
        assert value(version, code, "not_known") == f"{known + 1} of {total + 1}"
        assert "Not known: " in value(version, code, "region:")


def test_without_any_site_nothing_is_said_to_be_clean(cast: Cast):
    board = practices.Board((), {}, 24, True, practices.by_practice((), PRACTICES), {})
    count = board.by_practice["b_i"]
    for standing in Standing:
        assert practices.in_words(count, standing) == "Not known: no site is listed"
    assert practices.summary(count) == "Not known: no site is listed"


def test_a_stand_is_of_the_day_that_is_asked_for(cast: Cast, version: PlanVersion):
    site = a_site(version)
    total = value(version, "b_i", "sites")
    before = value(version, "b_i", "eliminated")
    visit(cast, version, site, "2024-02", b_i="present")
    visit(cast, version, site, "2026-06-01", b_i="eliminated", evidence="Report")
    assert value(version, "b_i", "eliminated", date(2026, 5, 31)) == before == f"0 of {total}"
    assert value(version, "b_i", "eliminated", date(2026, 6, 1)) == f"1 of {total}"
    assert value(version, "b_i", "eliminated", date(2028, 6, 2)) == f"0 of {total}"
    assert value(version, "b_i", "needs_visit", date(2028, 6, 2)) == f"1 of {total}"


def test_stands_hold_no_site_no_place_and_no_person(cast: Cast, version: PlanVersion):
    site = site_visits.add_site(OPERATOR, version, name="Zqsite", region_uid=None, place="Zqplace")
    words = {name: f"Zq{name}" for name in site_visits.WORDS}
    visit(cast, version, site.id, "2026", b_i="present", **words)
    assert "Zq" not in str(stands(version))


def test_stands_speak_the_language_that_is_asked_for(version: PlanVersion):
    english, french = stands(version), stands(version, language="fr")
    assert [one.uid for one in english] == [one.uid for one in french] == list(PRACTICES)
    assert english[0].title != french[0].title


def test_a_viewer_reads_counts_and_no_site(cast: Cast, version: PlanVersion):
    a_site(version)
    seen = practices.of_version(cast.actor("viewer"), version)
    assert seen.lines == ()
    assert seen.by_practice == practices.of_version(cast.actor("officer"), version).by_practice


def test_visits_to_a_site_the_plan_lost_still_count(cast: Cast, version: PlanVersion):
    """Its uid was in an earlier version; what was seen there is not forgotten."""
    site = a_site(version)
    visit(cast, version, site, "2026", b_iv="present")
    moved = new_uid()
    db.session.execute(update(SiteVisit).values(site_uid=moved))
    db.session.execute(delete(OwnSite))
    db.session.expire_all()
    board = practices.of_version(cast.actor("officer"), version)
    line = next(line for line in board.lines if line.site.uid == moved)
    assert line.site.called == "A site that the plan no longer lists"
    assert line.readings["b_iv"].standing is Standing.PRESENT


def test_the_board_costs_the_same_for_many_sites(
    cast: Cast, version: PlanVersion, queries: QueryCount
):
    officer = cast.actor("officer")
    practices.of_version(officer, version)

    def cost() -> int:
        db.session.expire_all()
        with queries:
            practices.of_version(officer, version)
        return queries.count

    for _ in range(2):
        visit(cast, version, a_site(version), "2026", b_i="present")
    few = cost()
    for _ in range(30):
        visit(cast, version, a_site(version), "2026", b_i="present")
    assert cost() == few <= 7


def narrowed(cast: Cast, *hidden: str) -> PlanVersion:
    """A plan in force whose drafting team keeps these regions to itself."""
    content = complete_plan()
    entries = tuple(
        replace(one, audience="drafting_team") if one.uid in hidden else one
        for one in content.entries
    )
    return endorsed(cast, replace(content, entries=entries))


def test_regions_that_the_plan_keeps_from_a_reader_are_counted_without_their_names(cast: Cast):
    hidden = uid("region")
    version = narrowed(cast, hidden)
    site_visits.add_site(OPERATOR, version, name="A pit", region_uid=hidden)
    team = practices.of_version(cast.actor("officer"), version)
    seen = practices.of_version(cast.actor("viewer"), version)
    assert hidden in team.regions
    assert UNSEEN not in team.by_region
    assert hidden not in seen.regions
    assert hidden not in seen.by_region
    assert seen.unseen == {hidden}
    assert seen.by_region[UNSEEN] == team.by_region[hidden]
    assert seen.region_name(UNSEEN) == "Regions that you may not see"
    assert seen.by_practice == team.by_practice


def test_what_is_published_of_practices_names_no_region(cast: Cast):
    version = narrowed(cast, uid("region"))
    published = [opened(one) for one in stands(version)]
    assert all(published)
    assert not [r for one in published if one for r in one.readings if "region" in r.key]
