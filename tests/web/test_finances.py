"""The pages of money: what they add up, what they ask for, and who reads them."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from nap_tracker.content.tracked import Tracked
from nap_tracker.extensions import db
from nap_tracker.models.funding import ExchangeRate, FundingRecord
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import endorsements, exchange_rates, funding, sealing, tracking
from nap_tracker.web import money_tables
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import Clock, QueryCount
from tests.factories import complete_plan
from tests.services.stored import store


@pytest.fixture
def version(cast: Cast, clock: Clock) -> PlanVersion:
    """A whole plan in force, with one line that is not costed, on 10 March 2026."""
    whole = complete_plan()
    first = whole.rows("budget_line")[0]
    open_ = replace(first, answers={**first.answers, "cost": {"empty": "not_costed"}})
    entries = tuple(open_ if one is first else one for one in whole.entries)
    made = store(cast.plan, replace(whole, entries=entries))
    sealing.freeze(OPERATOR, made)
    endorsements.record(OPERATOR, made, details={"body": "Cabinet"})
    db.session.commit()
    return made


@pytest.fixture
def tracked(version: PlanVersion) -> Tracked:
    return tracking.of_version(OPERATOR, version)


def at(cast: Cast, path: str = "") -> str:
    return f"/plans/{cast.plan.id}/money{path}"


def words(page: Page) -> str:
    return " ".join(page.one("main").text().split())


def sent(browser: Browser, url: str, **fields: Any) -> Page:
    given = {
        "movement": "secured",
        "amount": "2 500,50",
        "currency": "USD",
        "happened_on": "February 2026",
        "line_uid": "",
        "source_type": "gef",
        "source": "GEF-8",
        "note": "Letter of February",
    }
    return browser.post(url, given | fields, token_from=url)


def put(version: PlanVersion, tracked: Tracked, **given: Any) -> FundingRecord:
    details = {
        "movement": "secured",
        "activity_uid": tracked.activities[0].uid,
        "line_uid": None,
        "amount": Decimal(1000),
        "currency": "USD",
        "happened_on": "2026",
        "source_type": None,
        "source": "",
        "note": "",
    }
    made = funding.record(OPERATOR, version, tracked, details=details | given)
    db.session.commit()
    return made


def state(version: PlanVersion, **given: Any) -> ExchangeRate:
    stated = {"base": "USD", "quote": "XAF", "rate": Decimal("600")}
    said = {"stated_on": "2026-03-01", "source": "Central bank"}
    made = exchange_rates.record(OPERATOR, version, details=stated | said | given)
    db.session.commit()
    return made


def test_an_officer_records_what_was_secured_with_its_evidence(
    cast: Cast, version: PlanVersion, tracked: Tracked, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    uid = tracked.activities[0].uid
    done = sent(
        browser,
        at(cast, f"/activities/{uid}/record"),
        file=(io.BytesIO(b"We give it"), "letter.txt"),
    )
    assert done.status == 302
    page = browser.get(at(cast, f"/activities/{uid}"))
    told = words(page)
    assert "Secured: 2,500.50 USD" in told
    assert "February 2026 · Chen Li" in told
    assert "Global Environment Facility: GEF-8" in told
    assert "Letter of February" in told
    link = next(a for a in page.select("main a") if "letter.txt" in a.text())
    assert browser.get(link.attrib["href"]).response.data == b"We give it"
    assert "2,500.50 USD" in words(browser.get(at(cast)))


@pytest.mark.parametrize(("path", "field"), [("/record", "#amount"), ("/rates/new", "#rate")])
def test_a_telephone_offers_the_keys_of_a_decimal_number(
    browser: Browser, cast: Cast, version: PlanVersion, path: str, field: str
) -> None:
    shown = browser.sign_in(cast.officer).get(at(cast, path))
    assert shown.one(field).attrib["inputmode"] == "decimal"


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("amount", "much", "number"),
        ("amount", "0", "Enter an amount above zero"),
        ("amount", "-5", "Enter an amount above zero"),
        ("currency", "", "Choose the currency"),
        ("movement", "", "Select what happened"),
        ("happened_on", "", "Enter when it was"),
        ("happened_on", "2099", "not in the future"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_stays_typed(
    cast: Cast,
    version: PlanVersion,
    browser: Browser,
    field: str,
    typed: str,
    message: str,
) -> None:
    browser.sign_in(cast.officer)
    page = sent(browser, at(cast, "/record"), **{field: typed})
    assert db.session.query(FundingRecord).count() == 0
    link = page.one(".govuk-error-summary a")
    assert message in link.text()
    assert link.attrib["href"].startswith(f"#{field}")
    assert page.one("#source").attrib["value"] == "GEF-8"
    assert page.one("#note").text().strip() == "Letter of February"
    if field == "amount":
        assert page.one("#amount").attrib["value"] == typed


def test_more_cannot_be_taken_back_than_was_secured(
    cast: Cast, version: PlanVersion, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    page = sent(browser, at(cast, "/record"), movement="taken_back", amount="1")
    assert "No more can be taken back" in page.one(".govuk-error-summary").text()


def test_a_mistake_is_struck_out_and_counts_no_more(
    cast: Cast, version: PlanVersion, tracked: Tracked, browser: Browser
) -> None:
    made = put(version, tracked, activity_uid=None)
    browser.sign_in(cast.officer)
    url = at(cast, f"/records/{made.id}/withdraw")
    assert "Enter why" in browser.post(url, {"because": ""}, token_from=url).text
    browser.post(url, {"because": "It was for another plan"}, token_from=url)
    page = browser.get(at(cast))
    assert "1,000 USD" in page.one("main s").text()
    assert "It was for another plan" in words(page)
    assert "Nothing recorded" in words(page)


def test_currencies_stand_side_by_side_and_in_one_only_by_a_stated_rate(
    cast: Cast, version: PlanVersion, tracked: Tracked, browser: Browser
) -> None:
    put(version, tracked, currency="EUR", amount=Decimal(50))
    put(version, tracked, currency="XAF", amount=Decimal(6000))
    state(version)
    browser.sign_in(cast.officer)
    told = words(browser.get(at(cast, "?currency=USD")))
    assert "50 EUR and 6,000 XAF" in told
    assert "10 USD, without 50 EUR" in told
    assert "1 USD = 600 XAF on 1 March 2026, according to Central bank" in told
    assert "Not known: a rate of exchange is missing" in told
    listed = words(browser.get(at(cast, "/rates")))
    assert "No rate was stated for: EUR" in listed


def test_a_rate_is_stated_refused_at_its_field_and_withdrawn(
    cast: Cast, version: PlanVersion, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    url = at(cast, "/rates/new")
    given = {"base": "USD", "quote": "USD", "rate": "600", "stated_on": "2026-03-01"}
    page = browser.post(url, given | {"source": "Bank"}, token_from=url)
    assert page.one(".govuk-error-summary a").attrib["href"] == "#quote"
    assert page.one("#rate").attrib["value"] == "600"
    browser.post(url, given | {"quote": "XAF", "source": "Bank"}, token_from=url)
    made = db.session.query(ExchangeRate).one()
    assert (made.rate, made.stated_on) == (Decimal(600), "2026-03-01")
    url = at(cast, f"/rates/{made.id}/withdraw")
    browser.post(url, {"because": "A slip"}, token_from=url)
    page = browser.get(at(cast, "/rates"))
    assert "Withdrawn: A slip" in words(page)
    assert page.one("main s").text()


def test_what_nobody_costed_is_counted_and_not_zero(
    cast: Cast, version: PlanVersion, tracked: Tracked, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    told = words(browser.get(at(cast)))
    assert "1 line not costed" in told
    assert "At least" in told


def test_a_viewer_reads_sums_and_neither_notes_nor_evidence(
    cast: Cast, version: PlanVersion, tracked: Tracked, browser: Browser
) -> None:
    made = put(version, tracked, note="A name")
    browser.sign_in(cast.viewer)
    page = browser.get(at(cast, f"/activities/{made.activity_uid}"))
    assert "Secured: 1,000 USD" in words(page)
    assert "A name" not in page.text
    assert page.select("main a[href*=withdraw], main a[href*=record]") == []


@pytest.mark.parametrize("who", ["reviewer", "stranger", "administrator"])
def test_nobody_outside_the_party_reads_its_money(
    cast: Cast, version: PlanVersion, browser: Browser, who: str
) -> None:
    browser.sign_in(getattr(cast, who))
    assert browser.get(at(cast)).status in (403, 404)


def test_a_plan_that_is_not_in_force_has_no_such_page(
    cast: Cast, clock: Clock, browser: Browser
) -> None:
    db.session.commit()
    browser.sign_in(cast.officer)
    assert browser.get(at(cast)).status == 404
    tabs = [link.text() for link in browser.get(f"/plans/{cast.plan.id}").select("nav a")]
    assert "Sections" in tabs
    assert "Implementation" not in tabs


def test_the_money_of_a_plan_costs_the_same_queries_at_any_size(
    cast: Cast, version: PlanVersion, tracked: Tracked, browser: Browser, queries: QueryCount
) -> None:
    browser.sign_in(cast.officer)
    put(version, tracked)
    browser.get(at(cast))  # the text is read once
    counted = []
    for more in (0, 30):
        for number in range(more):
            put(version, tracked, amount=Decimal(number + 1), activity_uid=None)
        url = at(cast)
        with queries:
            assert browser.get(url).status == 200
        counted.append(queries.count)
    assert counted[0] == counted[1] <= 12, counted


def test_a_long_list_of_activities_is_paged_in_the_chosen_currency(
    cast: Cast, tracked: Tracked, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(money_tables, "PAGE", 1)
    browser.sign_in(cast.officer)

    def listed(page: Page) -> list[str]:
        rows = page.select("#activities + .app-table-scroll tbody tr")
        return [row.attrib["id"] for row in rows]

    first = browser.get(at(cast, "?currency=USD"))
    assert listed(first) == [f"row-{tracked.activities[0].uid}"]
    url = first.one(".app-pagination a[rel=next]").attrib["href"]
    assert "currency=USD" in url
    second = browser.get(url)
    assert listed(second) not in ([], listed(first))
    assert second.one(".app-pagination a[rel=prev]").text() == "Previous page"
    for odd in ("99999", "0", "-1", "two"):
        assert len(listed(browser.get(at(cast, f"?page={odd}")))) == 1
