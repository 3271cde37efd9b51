"""Plans that were told of for three years: every page of their implementation is short of nothing,
costs what it costs after three updates, and counts apart what nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest

from nap_tracker.extensions import db
from nap_tracker.i18n import gettext, use_locale
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import activities, plans, practices
from nap_tracker.workflow.eliminating import FINDING_NAMES, STANDING_NAMES
from nap_tracker.workflow.implementation import IMPLEMENTATION
from nap_tracker.workflow.observing import OBSERVING
from nap_tracker.workflow.progress import BECAUSE_WORDS, FRESHNESS_NAMES, STATUS_NAMES, Status
from nap_tracker.workflow.review import REVIEW
from tests import carried_out, real_plans, updates
from tests.browser_client import Browser
from tests.carried_out import PAGES, Hands, UnderWay
from tests.cast import Cast, make_plan
from tests.doors import Clock, QueryCount
from tests.exports import plans as made
from tests.exports.plans import Size
from tests.factories import complete_plan
from tests.imports.tables import COUNTRIES, real_plan
from tests.services.stored import store

FIRST = date(2028, 6, 20)
LAST = date(2031, 6, 20)
"""In the middle of the made-up plans, which begin in 2027."""
MOST = 12
LONG = Size(paragraphs=1, strategies=7, activities=8)
"""More activities than one page lists."""
CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|\bNone\b|\bNull\b|\bUndefined\b|%\(")
"""What no reader should meet."""


@dataclass
class Years:
    """A plan under way, and the addresses of its pages."""

    under_way: UnderWay
    pages: dict[str, str]


def hands(cast: Cast) -> Hands:
    return Hands(*(cast.actor(who) for who in ("officer", "coordinator", "focal_point")))


def told(cast: Cast, clock: Clock, version: PlanVersion, *, only_three: bool = False) -> Years:
    """The plan carried out from the first day to the last."""

    def at(day: date) -> None:
        clock.moment = datetime.combine(day, time(12), UTC)

    at(FIRST)
    follows = 1 if only_three else len(updates.INDICATORS)
    under_way = carried_out.begin(hands(cast), version, follows=follows)
    if only_three:
        months: Iterator[updates.Month] = iter([updates.three(under_way.tracked, LAST)])
    else:
        sites = len(under_way.sites)
        months = updates.months(under_way.tracked, sites=sites, begin=FIRST)
    carried_out.tell(under_way, months, at)
    at(LAST)
    reviewed = carried_out.review(under_way, LAST)
    return Years(under_way, carried_out.addresses(under_way, reviewed))


def a_long_one(cast: Cast, language: str = "en") -> PlanVersion:
    cast.plan.language, cast.plan.languages = language, [language]
    return store(cast.plan, made.plan(language, LONG, required_only=True))


def a_real_one(cast: Cast, code: str) -> PlanVersion:
    language = real_plan(code)["language"]
    details = {"title": {language: "Plan"}, "language": language, "languages": [language]}
    plan: Plan = plans.create(OPERATOR, cast.amberland, details=details)
    real_plans.fill(cast.actor("coordinator"), plan, code)
    return plans.newest(OPERATOR, plan.id)


def few(cast: Cast, clock: Clock) -> Years:
    """A short plan of the same Party of which three things were told."""
    plan = make_plan(cast.amberland, "Few")
    return told(cast, clock, store(plan, complete_plan()), only_three=True)


def counted(browser: Browser, queries: QueryCount, years: Years) -> dict[str, int]:
    """What each page asks the database, the second time it is seen."""
    found = {}
    for page, address in years.pages.items():
        browser.get(address)
        with queries as count:
            assert browser.get(address).status == 200, page
        found[page] = count.count
    return found


def unread(browser: Browser, years: Years) -> list[tuple[str, str]]:
    """Codes, and values that nobody put into words, where people read."""
    return [
        (page, found)
        for page, address in years.pages.items()
        for main in browser.get(address).select("main")
        for found in CODE.findall(main.text())
    ]


@pytest.mark.parametrize(
    "code", ["", *(pytest.param(c, marks=pytest.mark.naps) for c in COUNTRIES)]
)
def test_pages_cost_the_same_after_three_years_as_after_three_updates(
    browser: Browser, cast: Cast, clock: Clock, queries: QueryCount, code: str
) -> None:
    short = few(cast, clock)
    long = told(cast, clock, a_real_one(cast, code) if code else a_long_one(cast))
    browser.sign_in(cast.coordinator)
    found, least = counted(browser, queries, long), counted(browser, queries, short)
    assert found == least
    assert max(found.values()) <= MOST, found
    assert unread(browser, long) == []


def test_in_french_no_state_is_left_in_english(browser: Browser, cast: Cast, clock: Clock) -> None:
    cast.coordinator.locale = "fr"
    years = told(cast, clock, a_long_one(cast, "fr"))
    names = {
        *(*IMPLEMENTATION.names.values(), *OBSERVING.names.values(), *REVIEW.names.values()),
        *(*STATUS_NAMES.values(), *FRESHNESS_NAMES.values(), *BECAUSE_WORDS.values()),
        *(*STANDING_NAMES.values(), *FINDING_NAMES.values()),
    }
    with use_locale("fr"):
        english = {name for name in names if gettext(name) != name and "%" not in name}
    browser.sign_in(cast.coordinator)
    for page in PAGES:
        said = browser.get(years.pages[page]).select("main")[0].text()
        assert [name for name in english if re.search(rf"\b{name}\b", said)] == [], page
    assert unread(browser, years) == []


def test_what_is_not_known_is_counted_apart(browser: Browser, cast: Cast, clock: Clock) -> None:
    years = told(cast, clock, a_long_one(cast))
    db.session.commit()
    version, officer = years.under_way.version, cast.actor("officer")
    statuses = [one.judgement.status for one in activities.of_version(officer, version).activities]
    unknown = statuses.count(Status.NOT_KNOWN)
    page = browser.sign_in(cast.officer).get(years.pages["activities"])
    counts = {item.text().strip() for item in page.select(".app-counts li")}
    assert 0 < unknown < len(statuses)
    assert f"Not known {unknown}" in counts
    assert sum(int(count.split()[-1]) for count in counts) == len(statuses)
    board = practices.of_version(officer, version)
    for count in board.by_practice.values():
        assert sum(count.sites.values()) == count.total == len(years.under_way.sites)
    assert any(count.sites[practices.Standing.NOT_KNOWN] for count in board.by_practice.values())
