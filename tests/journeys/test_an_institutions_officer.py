"""An officer of an institution reports three updates in under two minutes of clicks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.chromium import ROOT
from tests.journeys.site import Site, Visitors, until
from tests.journeys.test_every_page import faults_of
from tests.journeys.writing import follow, headed, press, told

pytestmark = pytest.mark.browser

EMAIL = "ines@customs.example"
PASSWORD = "seven copper kettles under rain"
BODY = "Customs Service"
ACTIVITY = "C1 Check declared mercury at both ports"
MILESTONE = f"{ACTIVITY}: Forms at both ports"
MEASURED = "Mercury imported for small-scale gold mining"
ACTS = 20
"""Clicks and fields filled in from signing in to the empty list, at most."""
SECONDS_AN_ACT = 4
"""Of a person who reads what they click on."""
MINUTES = 2
CONTENT = json.loads((ROOT / "nap_tracker" / "samples" / "xac.json").read_text(encoding="utf-8"))
PLAN = f"/plans/{CONTENT['plan']['id']}"
WAITED = "performance.getEntriesByType('navigation')[0].duration"


@dataclass
class Hands:
    """Somebody at a browser, with everything counted that they do and wait for."""

    page: Page
    acts: int = 0
    waited: float = 0
    """Seconds until each page that came of a click was there."""

    def click(self, what: Locator) -> None:
        self.acts += 1
        what.click()

    def leaf(self, what: Locator) -> None:
        """A click that brings another page."""
        with self.page.expect_navigation(wait_until="load"):
            self.click(what)
        # The entry is finished an instant after the page is.
        self.page.wait_for_function(f"{WAITED} > 0")
        self.waited += self.page.evaluate(WAITED) / 1000

    def fill(self, label: str, words: str) -> None:
        self.acts += 1
        self.page.get_by_label(label).fill(words)

    def save(self, words: str = "Save") -> None:
        button = self.page.get_by_role("main").get_by_role("button", name=words, exact=True)
        self.leaf(button)


def test_an_officer_of_an_institution_reports_three_updates_in_two_minutes(
    visit: Visitors, site: Site
) -> None:
    lead = visit("coordinator, elsewhere")
    ask_for_a_value(lead)
    page = invited(lead, visit(), site)
    page.context.clear_cookies()
    page.goto("/sign-in")

    hands = Hands(page)
    hands.fill("E-mail address", EMAIL)
    hands.fill("Password", PASSWORD)
    hands.save("Sign in")
    hands.leaf(page.get_by_role("banner").get_by_role("link", name="My updates"))
    expect(due(page)).to_have_count(3)
    assert faults_of(page) == []

    hands.save(f"Nothing has changed {ACTIVITY}")
    told(page, "It is kept that nothing has changed.")
    expect(due(page)).to_have_count(2)

    hands.leaf(page.get_by_role("link", name=MILESTONE, exact=True))
    hands.fill("When was it reached?", "June 2025")
    hands.fill("What shows it?", "Both offices wrote that they use the forms.")
    hands.save()
    headed(page, "My updates")
    expect(due(page)).to_have_count(1)

    hands.leaf(page.get_by_role("link", name=MEASURED))
    hands.fill("As of when?", "2025")
    hands.fill("Value, or best estimate", "146")
    hands.fill("Where does it come from?", "Count of the offices")
    hands.save("Keep it as a draft")
    headed(page, "My updates")
    hands.leaf(page.get_by_role("main").get_by_role("button", name="Send for approval"))

    expect(page.get_by_role("main")).to_contain_text("Nothing is due from you now.")
    assert hands.acts <= ACTS
    assert hands.acts * SECONDS_AN_ACT + hands.waited < MINUTES * 60
    sees_nothing_of_others(page)
    what_was_said_arrived(lead)


def ask_for_a_value(lead: Page) -> None:
    """The team follows an indicator of the library that the institution measures."""
    lead.goto(f"{PLAN}/indicators/add")
    press(lead, f"Follow it {MEASURED}")
    follow(lead, "Change how it is followed")
    lead.get_by_label("How often is it measured?").select_option("At the end of the plan")
    lead.get_by_label("Who measures it?").select_option(BODY)
    press(lead, "Save")
    follow(lead, "Target")
    lead.get_by_label("Value, or best estimate").fill("200")
    lead.get_by_label("By when is it to be reached?").fill("2025")
    press(lead, "Record it")


def invited(lead: Page, page: Page, site: Site) -> Page:
    """An account comes of the link in the mail."""
    lead.goto("/people")
    follow(lead, "Invite an officer of an institution")
    lead.get_by_label("E-mail address").fill(EMAIL)
    lead.get_by_label(BODY).check()
    press(lead, "Send the invitation")
    mail = until(lambda: site.mail_to(EMAIL), "the mail with the invitation")
    found = re.search(r"http\S+/invitations/\S+", mail)
    assert found is not None
    page.goto(found.group())
    page.get_by_label("Your name").fill("Ines Marlow")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Make my account")
    headed(page, "Plans")
    return page


def due(page: Page) -> Locator:
    """The lines of what is due."""
    return page.get_by_role("main").locator("ol > li")


def sees_nothing_of_others(page: Page) -> None:
    """Neither in the list, nor at any address of the plan that is not theirs."""
    page.goto(f"{PLAN}/activities")
    listed = page.get_by_role("table", name="Activities").first
    expect(listed).to_contain_text(ACTIVITY)
    activities = CONTENT["registers"]["activity"]
    shown = [one for one in activities if one["answers"]["statement"]["en"] in listed.inner_text()]
    others = [one["id"] for one in activities if one not in shown]
    assert 0 < len(shown) < len(activities)
    pages = ["", "/money", "/practices", "/progress-reviews", "/reports", "/document"]
    for address in [*pages, *(f"/activities/{other}" for other in others)]:
        answered = page.goto(f"{PLAN}{address}")
        assert answered is not None
        assert answered.status == 404, address


def what_was_said_arrived(lead: Page) -> None:
    """Where the team reads it; the value waits for somebody's approval."""
    lead.goto(f"{PLAN}/activities")
    follow(lead, ACTIVITY)
    main = lead.get_by_role("main")
    expect(main).to_contain_text("Both offices wrote that they use the forms.")
    expect(main).to_contain_text("Reached: June 2025")
    lead.goto("/updates")
    expect(due(lead).filter(has_text=MEASURED)).to_contain_text("146")
