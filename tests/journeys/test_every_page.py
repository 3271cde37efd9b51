"""Every page to everybody: no sideways scrolling on a phone, nothing that axe finds fault with."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.chromium import violations
from tests.journeys.conftest import Begin
from tests.journeys.site import Site, Visitors
from tests.journeys.writing import Writer, box, group, headed, press

pytestmark = pytest.mark.browser

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
PLAN = (
    *("", "/check", "/coverage", "/exports", "/files"),
    *("/sections/objectives", "/sections/baseline", "/sections/worst_practices"),
    *("/history", "/points/new", "/locks/objectives", "/steps"),
    *("/sections/stakeholders/answers", "/sections/work_plan/answers", "/sections/budget/answers"),
)
"""Pages of the sample plan that every drafter has."""
NEW = ("/rows/activity/new", "/rows/site/new", "/rows/budget_line/new")
LEADER = (
    *("/settings", "/assignments", "/assignments/gender", "/work-plan-imports"),
    *("/steps/open-internal-review", "/steps/open-national-validation"),
    *("/turns/ask-for/send-for-endorsement", "/turns/others/internal-review"),
)
"""Those only its coordinator has, too."""
OWN = (
    "/",
    "/reminders",
    "/search?q=mercury",
    "/account",
    "/account/edit",
    "/account/password",
    "/people",
)
INSTALLATION = (
    "/administration",
    "/administration/accounts",
    "/administration/undelivered",
    "/parties/new",
)
ARTICLE_7 = (
    *("", "?lang=fr", "/worksheet", "/worksheet/1"),
    *("/record/determination", "/record/notification", "/record/filing?duty=full_report-2025"),
)
OPEN = ("/sign-in", "/forgotten-password", "/passwords/none", "/invitations/none")


def test_the_pages_of_an_officer_fit_and_are_accessible(visit: Visitors, sample: str) -> None:
    page = visit("officer")
    assert faults(page, [*OWN, *(sample + path for path in PLAN)]) == []


def test_the_rows_of_a_plan_fit_and_are_accessible(visit: Visitors, sample: str) -> None:
    page = visit("officer")
    addresses = [*(sample + path for path in NEW), *rows(page, sample)]
    assert faults(page, addresses) == []


def test_the_pages_of_a_coordinator_fit_and_are_accessible(
    visit: Visitors, sample: str, site: Site
) -> None:
    page = visit("coordinator")
    party = party_of(site, sample)
    addresses = [
        *("/plans/new", "/plans/import"),
        *(sample + path for path in LEADER),
        *(
            f"{party}{path}"
            for path in ("", "/edit", "/people", "/treaty-text", "/reminders", "/rights")
        ),
        *(f"{party}{path}" for path in ("/invitations/new", "/reviewers/new")),
        *(f"{party}/article-7{path}" for path in ARTICLE_7),
        *facts(site, party),
    ]
    assert faults(page, addresses) == []


def test_the_pages_of_others_fit_and_are_accessible(
    visit: Visitors, sample: str, site: Site
) -> None:
    assert faults(visit(), OPEN) == []
    assert faults(visit("administrator"), INSTALLATION) == []
    assert faults(visit("reviewer"), [sample, f"{sample}/sections/baseline"]) == []
    assert faults(visit("stranger"), ["/", sample]) == []
    focal_point = visit("focal point")
    party = party_of(site, sample)
    pages = [party, f"{party}/consents/new", f"{party}/mail", f"{sample}/exports"]
    assert faults(focal_point, pages) == []
    reading = f"{party}/article-7/readings/review_start"
    assert faults(focal_point, [reading, "/"]) == []


def test_pages_that_tell_of_an_error_fit_and_are_accessible(visit: Visitors, begin: Begin) -> None:
    plan = begin("What cannot be")
    page = visit("coordinator")
    page.goto(f"{plan}/sections/baseline")
    figure = group(page, "Mercury used in a year")
    figure.get_by_label("Best", exact=True).fill("much")
    figure.get_by_label("Year", exact=True).fill("last year")
    press(page, "Save and continue")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert faults_of(page) == []

    for path, button in (
        ("/rows/objective/new", "Save"),
        ("/exports", "Make the document"),
        ("/files", "Add the file"),
        ("/work-plan-imports", "Upload and go on"),
    ):
        page.goto(plan + path)
        page.locator("main input[type=radio]:checked").evaluate_all(
            "options => options.forEach((option) => { option.checked = false; })"
        )
        press(page, button)
        expect(page.locator("[data-error-summary]")).to_be_visible()
        assert faults_of(page) == []


def test_the_page_of_a_collision_fits_and_is_accessible(visit: Visitors, begin: Begin) -> None:
    plan = begin("Both of them")
    pages = visit("officer"), visit("colleague")
    for page in pages:
        page.goto(f"{plan}/sections/objectives")
        Writer(page, "Problem statement").text.wait_for()
    for page, words in zip(pages, ("Hers", "His"), strict=True):
        box(page, "Goal").fill(f"{words} alone.")
        with page.expect_navigation():
            press(page, "Save and continue")
    headed(pages[1], "Somebody else changed the same answer")
    assert faults_of(pages[1]) == []
    pages[1].get_by_label("Keep mine").check()
    press(pages[1], "Save what I chose")


def test_the_pages_of_history_fit_and_are_accessible(visit: Visitors, begin: Begin) -> None:
    plan = begin("What was said before")
    page = visit("officer")
    for words in ("First", "Second"):
        page.goto(f"{plan}/sections/objectives")
        Writer(page, "Problem statement").text.wait_for()
        box(page, "Goal").fill(f"{words} goal of the plan.")
        with page.expect_navigation():
            press(page, "Save and continue")
    for language in ("en", "fr"):
        page.goto(f"{plan}/history?lang={language}")
        assert faults_of(page) == []
        page.locator(".app-history__words a").first.click()
        page.locator(".app-actions a").first.wait_for()
        assert faults_of(page) == []
        page.locator(".app-actions a").first.click()
        page.locator(".app-changed a").wait_for()
        assert page.locator("del").count() == page.locator("ins").count() == 1
        assert faults_of(page) == []
        page.locator(".app-changed a").click()
        page.locator("main form button").wait_for()
        assert faults_of(page) == []
    page.goto(f"{plan}/sections/objectives?lang=en")


def test_the_pages_of_an_import_fit_and_are_accessible(visit: Visitors, begin: Begin) -> None:
    plan = begin("A table to look at")
    page = visit("coordinator")
    page.goto(f"{plan}/work-plan-imports")
    table = "Activity;Strategy;Cost;Currency;Start\nOpen an office;Formalise;many;USD;soon\n"
    page.get_by_label("Spreadsheet of the work plan").set_input_files(
        {"name": "plan.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    press(page, "Upload and go on")
    headed(page, "What do the columns hold?")
    assert faults_of(page) == []
    press(page, "See what would be brought in")
    headed(page, "The file cannot be brought in yet")
    assert faults_of(page) == []
    page.get_by_role("link", name="Back to the columns").click()
    page.get_by_role("link", name="Choose another row").click()
    headed(page, "Where is the table in the file?")
    assert faults_of(page) == []


def faults(page: Page, addresses: list[str] | tuple[str, ...]) -> list[str]:
    """Every fault of every page, each with its address."""
    found = []
    for address in addresses:
        page.goto(address)
        found += [f"{address}: {fault}" for fault in faults_of(page)]
    return found


WIDER = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().right > width + 1
            && !element.closest(".app-table-scroll, .app-toolbar"))
        .map((element) => element.outerHTML.slice(0, 120))
        .concat(`the page is ${document.documentElement.scrollWidth} wide`);
}"""


def faults_of(page: Page) -> list[str]:
    """What sticks out of the page, and what axe finds, at a desk and on a phone."""
    page.get_by_role("heading", level=1).wait_for()
    if page.locator("[data-editor]").count():
        page.locator(".app-editor__text").last.wait_for()
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        wide = [f"sticks out: {element}" for element in page.evaluate(WIDER)]
        found += [f"{size['width']}: {fault}" for fault in (*wide, *violations(page))]
    return found


def rows(page: Page, plan: str) -> list[str]:
    """One row of a few registers, as the pages of the plan lead to them."""
    found = []
    for section, register in (
        ("work_plan", "Activities"),
        ("baseline", "Published estimates"),
        ("stakeholders", "Consultations"),
    ):
        page.goto(f"{plan}/sections/{section}")
        link = page.get_by_role("table", name=register).get_by_role("link").first
        address = str(link.get_attribute("href"))
        found += [address, f"{address.partition('?')[0]}/remove"]
    return found


def party_of(site: Site, plan: str) -> str:
    found = site.database("SELECT party_id FROM plan WHERE id = ?", plan.rpartition("/")[2])
    return f"/parties/{found[0][0]}"


def facts(site: Site, party: str) -> list[str]:
    """What the coordinator finds of one fact of the sample Party, and where it is corrected."""
    query = "SELECT fact_id FROM treaty_fact WHERE party_id = ? AND kind = 'notification'"
    found = site.database(query, party.rpartition("/")[2])
    return [f"{party}/article-7/facts/{found[0][0]}{path}" for path in ("", "/edit", "/strike-out")]
