"""A new officer comes in by the link in her mail, and puts an end to a session she left open."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.site import Site, Visitors, sign_in, until
from tests.journeys.writing import follow, headed, press, told

pytestmark = pytest.mark.browser

EMAIL = "abena@sample.example"
NAME = "Abena Kuffour"
PASSWORD = "seven copper kettles under rain"


def test_an_invited_person_makes_an_account_and_can_end_all_her_sessions(
    visit: Visitors, site: Site
) -> None:
    coordinator = visit("coordinator")
    coordinator.goto("/people")
    follow(coordinator, "Invite somebody")
    coordinator.get_by_label("E-mail address").fill(EMAIL)
    coordinator.get_by_label("Officer", exact=True).check()
    press(coordinator, "Send the invitation")
    waiting = coordinator.get_by_role("table", name="Invitations that wait")
    expect(waiting).to_contain_text(EMAIL)

    mail = until(lambda: site.mail_to(EMAIL), "the mail with the invitation")
    found = re.search(r"http\S+/invitations/\S+", mail)
    assert found is not None
    assert found.group().startswith(site.url)
    invited = visit()
    invited.goto(found.group())
    headed(invited, "You are invited to Republic of Tamboria")
    invited.get_by_label("Your name").fill(NAME)
    invited.get_by_label("Password").fill("password1234")
    press(invited, "Make my account")
    expect(invited.locator("[data-error-summary]")).to_be_focused()
    invited.get_by_label("Password").fill(PASSWORD)
    press(invited, "Make my account")
    headed(invited, "Plans")
    expect(invited.get_by_role("banner")).to_contain_text(NAME)

    again = visit()
    again.goto(found.group())
    headed(again, "This link does not work any more")
    sign_in(again, EMAIL, PASSWORD)
    again.goto("/account")
    press(again, "Sign out everywhere")
    told(again, "You are signed out everywhere.")
    invited.goto("/account")
    headed(invited, "Sign in")
