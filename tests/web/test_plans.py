"""The list of plans, a plan's home, beginning a plan and its settings, as pages."""

import pytest
from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import assignments, entries, plans, portfolio
from nap_tracker.services.entries import Change
from tests.browser_client import Browser, Page
from tests.cast import Cast, give
from tests.doors import QueryCount
from tests.factories import complete_plan
from tests.services.stored import many_plans, store

NEW = {
    "title": "Plan for 2027 to 2031",
    "short_title": "NAP 2027",
    "language": "fr",
    "further_1": "en",
    "further_2": "",
    "further_3": "",
    "period_start": "2027",
    "period_end": "December 2031",
}


def home(cast: Cast) -> str:
    return f"/plans/{cast.plan.id}"


def statuses(page: Page) -> dict[str, str]:
    return {
        item.attrib["id"].removeprefix("task-").removesuffix("-status"): item.text()
        for item in page.select(".govuk-task-list__status")
    }


def tabs(page: Page) -> list[str]:
    return [tab.text() for tab in page.select(".app-tabs a")]


# The list


def test_the_first_page_lists_the_plans_one_may_read(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.officer).get("/")
    assert page.status == 200
    assert [row.text() for row in page.select("tbody th")] == ["Plan of Amberland"]
    assert "Borealia" not in page.text


def test_what_may_be_left_out_of_a_plans_settings_says_so(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.coordinator).get("/plans/new")
    label = {label.attrib["for"]: label.text() for label in page.select("label.govuk-label--s")}
    assert label["short_title"] == "Short title (optional)"
    assert label["title"] == "Title"


def test_a_reader_is_not_offered_to_begin_a_plan(browser: Browser, cast: Cast) -> None:
    for who, offered in (("coordinator", True), ("officer", False), ("reviewer", False)):
        page = browser.sign_in(getattr(cast, who)).get("/")
        assert bool(page.select('a[href="/plans/new"]')) is offered, who


def test_what_is_mine_stands_in_the_list(browser: Browser, cast: Cast) -> None:
    version = plans.newest(OPERATOR, cast.plan.id)
    assignments.assign(OPERATOR, version, "trade", user_id=cast.officer.id, due_on="2026-05")
    page = browser.sign_in(cast.officer).get("/")
    assert "1 section, due May 2026" in page.text


def test_a_long_list_is_paged(browser: Browser, cast: Cast) -> None:
    many_plans(cast.amberland, portfolio.PAGE)
    page = browser.sign_in(cast.officer).get("/")
    assert len(page.select("tbody tr")) == portfolio.PAGE
    assert "Page 1 of 2" in page.text
    page = browser.get("/?page=2")
    assert len(page.select("tbody tr")) == 1
    assert browser.get("/?page=nonsense").status == 200


# A plan's home


def test_the_task_list_shows_every_section_with_its_status(browser: Browser, cast: Cast) -> None:
    store(cast.plan, complete_plan())
    page = browser.sign_in(cast.officer).get(home(cast))
    assert page.one("h1").text() == "Prepare your national action plan: Amberland"
    assert "You have completed 28 of 28 sections." in page.text
    assert "Completing a section does not send anything." in page.text
    assert set(statuses(page).values()) == {"Completed"}
    assert len(page.select(".govuk-task-list__link")) == 28


def test_the_count_equals_the_list(browser: Browser, cast: Cast) -> None:
    version = plans.newest(OPERATOR, cast.plan.id)
    for section in ("foreword", "trade", "health"):
        form = entries.open_section(OPERATOR, version, section)
        entries.save(OPERATOR, form, Change(seen=form.counter, completed=True))
    page = browser.sign_in(cast.officer).get(home(cast))
    assert "You have completed 3 of 28 sections." in page.text
    assert list(statuses(page).values()).count("Completed") == 3


def test_what_cannot_start_is_no_link_and_says_why(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.officer).get(home(cast))
    assert statuses(page)["budget"] == "Cannot start yet"
    assert not page.select(f'a[href="{home(cast)}/sections/budget"]')
    assert "Add an activity to the work plan first" in page.one("#task-budget-hint").text()


def test_a_task_tells_its_paragraph_person_and_date(browser: Browser, cast: Cast) -> None:
    version = plans.newest(OPERATOR, cast.plan.id)
    assignments.assign(OPERATOR, version, "trade", user_id=cast.officer.id, due_on="2026-05-04")
    page = browser.sign_in(cast.colleague).get(home(cast))
    hint = page.one("#task-trade-hint").text()
    assert hint == "Annex C 1(f) · Assigned to Chen Li, due 4 May 2026"
    page = browser.sign_in(cast.reviewer).get(home(cast))
    assert page.one("#task-trade-hint").text() == "Annex C 1(f)"
    assignments.assign(OPERATOR, version, "foreword", user_id=cast.officer.id)
    page = browser.sign_in(cast.officer).get(home(cast))
    assert page.one("#task-foreword-hint").text() == "COP-1 guidance · Assigned to Chen Li"


def test_each_role_is_shown_the_tabs_and_pages_it_may_open(browser: Browser, cast: Cast) -> None:
    shown = {
        who: tabs(browser.sign_in(getattr(cast, who)).get(home(cast)))
        for who in ("coordinator", "officer", "reviewer")
    }
    leads = {"Who does what", "Import a work plan"}
    assert leads <= set(shown["coordinator"])
    assert not leads & set(shown["officer"])
    assert "Bring in a Word file" in shown["officer"]
    within = ["Task list", "What is missing", "Coverage"]
    assert shown["reviewer"] == ["Sections", "Review", "Documents", "Steps", *within]
    for who in ("coordinator", "officer", "reviewer"):
        browser.sign_in(getattr(cast, who))
        steps = tabs(browser.get(f"{home(cast)}/steps"))
        assert ("Settings of the plan" in steps) is (who == "coordinator")
        for tab in browser.get(home(cast)).select(".app-tabs > ul:first-child a"):
            page = browser.get(tab.attrib["href"])
            assert page.status == 200, (who, tab.text())
            assert page.one(".app-tabs > ul:first-child a[aria-current]").text() == tab.text()
            for link in page.select(".app-tabs__within a"):
                found = browser.get(link.attrib["href"])
                assert found.status == 200, (who, link.text())
                pages_of_plan = '.app-tabs__within a[aria-current="page"]'
                here = [one.text() for one in found.select(pages_of_plan)]
                assert here == [link.text()]


def test_a_stranger_learns_nothing(browser: Browser, cast: Cast) -> None:
    assert browser.sign_in(cast.stranger).get(home(cast)).status == 404


def test_every_page_asks_as_often_for_one_plan_and_row_as_for_many(
    browser: Browser, cast: Cast
) -> None:
    pages = ("", "/check", "/coverage")
    browser.sign_in(cast.officer)

    def counts() -> list[int]:
        found = []
        for url in ("/", *(home(cast) + page for page in pages)):
            with QueryCount(db.engine) as queries:
                assert browser.get(url).status == 200
            found.append(queries.count)
        return found

    before = counts()
    store(cast.plan, complete_plan())
    many_plans(cast.amberland, 30)
    assert counts() == before
    assert max(before) <= 13, "BEGIN and twelve questions"


# Beginning a plan


def test_a_coordinator_begins_a_plan(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.coordinator)
    page = browser.post("/plans/new", {**NEW, "party": cast.amberland.id}, token_from="/plans/new")
    assert page.status == 302
    plan = db.session.scalars(select(Plan).filter_by(period_start="2027")).one()
    assert page.location.endswith(plan.id)
    assert plan.title == {"fr": "Plan for 2027 to 2031"}
    assert plan.short_title == {"fr": "NAP 2027"}
    assert plan.languages == ["fr", "en"]
    assert plan.period_end == "2031-12"
    assert browser.get(page.location).status == 200


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": "  "}, "Enter the title of the plan"),
        ({"title": "x" * 301}, "300 characters or fewer"),
        ({"language": ""}, "Select the binding language"),
        ({"language": "xx"}, "Select one of the languages offered"),
        ({"period_start": "soon"}, "Enter a year, a month or a day"),
        ({"period_end": "2026"}, "The end cannot be before the start"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    browser: Browser, cast: Cast, wrong: dict[str, str], message: str
) -> None:
    browser.sign_in(cast.coordinator)
    sent = {**NEW, "party": cast.amberland.id, **wrong}
    page = browser.post("/plans/new", sent, token_from="/plans/new")
    assert page.status == 200
    assert message in page.one(".govuk-error-summary").text()
    for link in page.select(".govuk-error-summary a"):
        assert page.one(link.attrib["href"])
    assert page.one("#short_title").attrib["value"] == "NAP 2027"
    typed = wrong.get("period_start")
    assert not typed or page.one("#period_start").attrib["value"] == typed
    assert db.session.scalar(select(Plan).filter_by(period_start="2027")) is None


def test_nobody_begins_a_plan_for_another_party(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.coordinator)
    page = browser.post("/plans/new", {**NEW, "party": cast.borealia.id}, token_from="/plans/new")
    assert "Select the Party" in page.text
    assert browser.sign_in(cast.officer).get("/plans/new").status == 403


def test_who_leads_two_parties_chooses_one(browser: Browser, cast: Cast) -> None:
    give(cast.coordinator, Role.FOCAL_POINT, cast.borealia)
    page = browser.sign_in(cast.coordinator).get("/plans/new")
    assert len(page.select('input[name="party"]')) == 2
    assert not page.select('input[name="party"][checked]')


# Settings


def settings(**changes: str) -> dict[str, str]:
    return {
        "title_en": "Plan of Amberland",
        "short_title_en": "",
        "language": "en",
        "further_1": "",
        "further_2": "",
        "further_3": "",
        "period_start": "2025",
        "period_end": "2029",
        **changes,
    }


def test_a_coordinator_names_the_plan_and_its_period(browser: Browser, cast: Cast) -> None:
    url = f"{home(cast)}/settings"
    browser.sign_in(cast.coordinator)
    sent = settings(title_en="New title", further_1="lo", period_end="2029-06")
    assert browser.post(url, sent, token_from=url).status == 302
    plan = db.session.get_one(Plan, cast.plan.id)
    assert plan.title == {"en": "New title"}
    assert plan.languages == ["en", "lo"]
    assert (plan.period_start, plan.period_end) == ("2025", "2029-06")
    page = browser.get(url)
    assert page.one("#title_en").attrib["value"] == "New title"
    assert page.one("#title_lo").attrib["value"] == ""
    assert page.one("#period_end").attrib["value"] == "2029-06"


def test_a_new_binding_language_keeps_the_title_and_needs_none_at_once(
    browser: Browser, cast: Cast
) -> None:
    url = f"{home(cast)}/settings"
    browser.sign_in(cast.coordinator)
    browser.post(url, settings(language="fr", further_1="en"), token_from=url)
    plan = db.session.get_one(Plan, cast.plan.id)
    assert plan.languages == ["fr", "en"]
    assert plan.title == {"en": "Plan of Amberland", "fr": "Plan of Amberland"}
    assert browser.get(home(cast)).status == 200


def test_a_title_in_a_language_no_longer_asked_for_stays(browser: Browser, cast: Cast) -> None:
    cast.plan.title = {"en": "Plan of Amberland", "fr": "Plan d’Ambrelande"}
    cast.plan.languages = ["en", "fr"]
    url = f"{home(cast)}/settings"
    browser.sign_in(cast.coordinator)
    browser.post(url, settings(title_fr="Plan d’Ambrelande"), token_from=url)
    plan = db.session.get_one(Plan, cast.plan.id)
    assert plan.languages == ["en"]
    assert plan.title["fr"] == "Plan d’Ambrelande"


def test_a_plan_cannot_lose_its_title(browser: Browser, cast: Cast) -> None:
    url = f"{home(cast)}/settings"
    browser.sign_in(cast.coordinator)
    page = browser.post(url, settings(title_en=""), token_from=url)
    assert "Enter the title of the plan" in page.text
    assert db.session.get_one(Plan, cast.plan.id).title == {"en": "Plan of Amberland"}


def test_an_officer_does_not_change_the_settings(browser: Browser, cast: Cast) -> None:
    assert browser.sign_in(cast.officer).get(f"{home(cast)}/settings").status == 403


def test_who_only_reads_is_shown_titles_and_not_tasks(browser: Browser, cast: Cast) -> None:
    told = [browser.sign_in(who).get(home(cast)).text for who in (cast.reviewer, cast.officer)]
    assert "Foreword" in told[0]
    assert "Write the foreword" not in told[0]
    assert "Write the foreword" in told[1]


def test_an_administrator_without_plans_is_told_why(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.administrator).get("/")
    assert "only while a focal point of the Party lets you" in page.text
    assert "lets you" not in browser.sign_in(cast.stranger).get("/").text
