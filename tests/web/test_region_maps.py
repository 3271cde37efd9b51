"""The pages of the outlines: upload, match by hand, keep, remove; and what they show to whom."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from sqlalchemy import select

from nap_tracker import database
from nap_tracker.extensions import db
from nap_tracker.i18n import chosen
from nap_tracker.imports.outlines import desk, reader
from nap_tracker.imports.outlines.proposal import Proposal
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.region_map import RegionMap
from nap_tracker.services import practices
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import QueryCount
from tests.imports.outlines.countries import collection, feature, jagged, named, polygon, square
from tests.services.test_tracking import endorsed


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    version = endorsed(cast)
    db.session.commit()
    return version


@pytest.fixture
def browser(app: Flask, cast: Cast, version: PlanVersion) -> Browser:
    return Browser(app).sign_in(cast.coordinator)


def home(version: PlanVersion) -> str:
    return f"/plans/{version.plan_id}/practices"


def outlines(version: PlanVersion) -> str:
    return f"{home(version)}/outlines"


def upload(browser: Browser, version: PlanVersion, data: bytes, name: str = "r.geojson") -> Page:
    url = outlines(version)
    return browser.post(url, {"file": (io.BytesIO(data), name)}, token_from=url)


def names(version: PlanVersion) -> dict[str, str]:
    return {uid: chosen(one.name) for uid, one in practices.regions_of(version).items()}


def tried(browser: Browser, version: PlanVersion, data: bytes) -> str:
    """The address of a trial."""
    page = upload(browser, version, data)
    assert page.status == 302, page.text
    return page.location


def answer(browser: Browser, url: str, answers: dict[str, str], page: Page | None = None) -> Page:
    """From a page as it is now, or as it was opened before."""
    seen = (page or browser.get(url)).one('input[name="seen"]').attrib["value"]
    return browser.post(url, {"seen": seen, **answers}, token_from=url)


def test_who_leads_is_asked_for_outlines_and_others_are_told_who_may(
    app: Flask, browser: Browser, cast: Cast, version: PlanVersion
):
    page = browser.get(home(version))
    assert page.select(".app-chart--tiles")
    assert page.select(f'a[href="{outlines(version)}"]')
    for who in (cast.officer, cast.viewer):
        shown = Browser(app).sign_in(who).get(home(version))
        assert not shown.select(f'a[href="{outlines(version)}"]')
        assert "A focal point or coordinator can upload the outlines" in shown.text


def test_outlines_are_uploaded_matched_by_hand_and_drawn(
    app: Flask, browser: Browser, cast: Cast, version: PlanVersion
):
    (first, called), *others = names(version).items()
    url = tried(browser, version, named(called, "Nobody knows"))
    page = browser.get(url)
    assert "This is a trial" in page.text
    chosen_now = [one.attrib["value"] for one in page.select("option[selected]")]
    assert first in chosen_now
    if others:
        assert others[0][1] in page.one("main").text()
    answers = {"outline_0": first, "outline_1": others[0][0] if others else ""}
    looked = answer(browser, url, {**answers, "look": "1"})
    assert looked.location.endswith(url)
    assert browser.get(home(version)).select(".app-chart--tiles"), "looking keeps nothing"
    assert answer(browser, url, answers).location.endswith(home(version))
    for who in (cast.coordinator, cast.officer, cast.viewer):
        page = Browser(app).sign_in(who).get(home(version))
        assert len(page.select(".app-chart--map svg.app-map")) == 4
        assert not page.select(".app-chart--tiles")
        assert "express no opinion on the status" in page.text
        assert page.select(".app-maps__names li")[0].text() == called


def test_a_refused_file_says_where_and_what_and_stores_nothing(
    browser: Browser, version: PlanVersion
):
    odd = feature({"type": "Point", "coordinates": [1, 2]}, name="<b>Kesh</b>")
    page = upload(browser, version, collection(feature(polygon(square(0, 8))), odd))
    assert page.status == 200
    assert "Feature 2, “<b>Kesh</b>”" in page.one("main").text()
    assert "<b>Kesh" not in page.text
    assert "It is a Point" in page.text
    assert page.select('.govuk-error-summary a[href="#file"]')
    assert db.session.scalar(select(RegionMap)) is None


def test_a_file_as_flat_as_a_line_is_refused(browser: Browser, version: PlanVersion):
    ring = [[0, 0], [1, 0], [1, 0.0003], [0, 0.0003], [0, 0]]
    page = upload(browser, version, collection(feature(polygon(ring), name="Kesh")))
    assert page.status == 200
    assert "Nothing in this file has an area that could be drawn" in page.text
    assert db.session.scalar(select(RegionMap)) is None


def test_nobody_waits_while_a_file_is_read(
    browser: Browser, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
):
    """A hostile file may take half a minute; until it is read the page only reads, too."""
    seen = []

    def look(data: bytes) -> Proposal:
        seen.append(database.is_writing())
        return reader.read(data)

    monkeypatch.setattr(desk, "read", look)
    tried(browser, version, named("One"))
    assert seen == [False]
    assert db.session.scalars(select(RegionMap.kept_at)).all() == [None]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "This is a ZIP file"),
        (b"\xff\xfe{", "not UTF-8"),
        (b'{"type": "FeatureCollection"', "at line 1, column"),
        (
            collection(feature(polygon(square(712_345, 1_204_567)), name="Kesh")),
            "may be metres of a projection",
        ),
    ],
)
def test_each_refusal_tells_how_to_go_on(
    browser: Browser, version: PlanVersion, data: bytes, said: str
):
    assert said in upload(browser, version, data).one("main").text()


def test_no_file_is_asked_for_at_its_place(browser: Browser, version: PlanVersion):
    url = outlines(version)
    page = browser.post(url, {}, token_from=url)
    assert "Choose a file from your computer" in page.text


def test_names_that_look_like_markup_or_places_for_words_are_only_shown(
    browser: Browser, version: PlanVersion
):
    odd = ["<script>alert(1)</script>", "100 %(count)s %", "{{ 7 * 7 }}"]
    url = tried(browser, version, named(*odd))
    page = browser.get(url)
    assert [one.text() for one in page.select("tbody label")] == odd
    assert "<script>alert" not in page.text


def test_a_region_that_is_none_is_refused_at_its_row(browser: Browser, version: PlanVersion):
    url = tried(browser, version, named("One", "Two"))
    page = answer(browser, url, {"outline_0": "nowhere", "outline_1": ""})
    assert page.status == 200
    assert page.select('.govuk-error-summary a[href="#outline_0"]')
    page = answer(browser, url, {"outline_0": "", "outline_1": ""})
    assert "Select the region of at least one" in page.text
    assert db.session.scalars(select(RegionMap.kept_at)).all() == [None]


def test_the_property_with_the_names_is_chosen(browser: Browser, version: PlanVersion):
    first, *_ = names(version).values()
    data = collection(feature(polygon(square(0, 8)), code="K7", title=first))
    url = tried(browser, version, data)
    assert browser.get(url).one("tbody label").text() == first
    sent = browser.post(f"{url}/property", {"called_by": "code"}, token_from=url)
    assert sent.location.endswith(url)
    assert browser.get(url).one("tbody label").text() == "K7"
    browser.post(f"{url}/property", {"called_by": "none of them"}, token_from=url)
    assert "Select one of the properties" in browser.get(url).text


def test_outlines_in_use_are_named_changed_and_removed(browser: Browser, version: PlanVersion):
    first, *_ = names(version)
    url = tried(browser, version, named("One", "Two"))
    answer(browser, url, {"outline_0": first, "outline_1": ""})
    page = browser.get(outlines(version))
    assert "“r.geojson”, uploaded by" in page.text
    assert "This is a trial" not in browser.get(url).text
    answer(browser, url, {"outline_0": "", "outline_1": first})
    assert db.session.scalars(select(RegionMap)).one().regions == [None, first]
    assert "shown as tiles again" in browser.get(f"{url}/remove").text
    assert browser.post(f"{url}/remove", {}, token_from=f"{url}/remove").status == 302
    assert browser.get(home(version)).select(".app-chart--tiles")
    gone = browser.get(url)
    assert gone.location.endswith(outlines(version))
    assert "no longer here" in browser.get(gone.location).text


def test_a_tab_from_before_outlines_were_kept_changes_nothing_of_those_in_use(
    browser: Browser, version: PlanVersion
):
    (first, called), *_ = names(version).items()
    url = tried(browser, version, named(called, "Two"))
    by_hand = {"outline_0": "", "outline_1": first}
    answer(browser, url, by_hand)
    answers = {"outline_0": first, "outline_1": "", "look": "1"}
    looked = answer(browser, url, answers)
    assert "These outlines are in use now" in looked.one(".govuk-error-summary").text()
    sent = browser.post(f"{url}/property", {"called_by": "name"}, token_from=url)
    assert "These outlines are in use now" in browser.get(sent.location).text
    assert db.session.scalars(select(RegionMap)).one().regions == [None, first]


def test_of_two_who_put_the_matches_right_the_second_is_told_and_keeps_what_was_selected(
    app: Flask, browser: Browser, cast: Cast, version: PlanVersion
):
    (first, called), (second, other), *_ = names(version).items()
    url = tried(browser, version, named("One", "Two"))
    answer(browser, url, {"outline_0": first, "outline_1": ""})
    theirs = Browser(app).sign_in(cast.focal_point)
    opened = theirs.get(url)
    answer(browser, url, {"outline_0": first, "outline_1": second})
    mine = {"outline_0": second, "outline_1": ""}
    told = answer(theirs, url, mine, opened)
    assert told.status == 200
    assert "matched otherwise after you opened" in told.one(".govuk-error-summary").text()
    chosen_now = [one.attrib["value"] for one in told.select("tbody option[selected]")]
    assert chosen_now == [second, ""]
    rows = [one.text() for one in told.select("tbody .govuk-error-message")]
    assert [name in row for name, row in zip((called, other), rows, strict=True)] == [True] * 2
    assert db.session.scalars(select(RegionMap)).one().regions == [first, second]
    assert answer(theirs, url, mine, told).status == 302
    assert db.session.scalars(select(RegionMap)).one().regions == [second, None]


def test_a_plan_that_is_not_in_force_has_no_such_pages(app: Flask, cast: Cast):
    browser = Browser(app).sign_in(cast.coordinator)
    assert browser.get(f"/plans/{cast.plan.id}/practices/outlines").status == 404


def test_the_map_costs_one_query_and_a_few_kilobytes(
    browser: Browser, version: PlanVersion, queries: QueryCount
):
    def cost() -> tuple[int, int]:
        with queries:
            page = browser.get(home(version))
        return queries.count, len(page.text.encode())

    cost()
    without, size = cost()
    uids = list(names(version))
    url = tried(browser, version, jagged(5, 4))
    answers = {f"outline_{n}": uids[n % len(uids)] for n in range(20)}
    assert answer(browser, url, answers).status == 302
    cost()
    count, bigger = cost()
    assert count == without <= 12
    assert bigger - size < 15_000
