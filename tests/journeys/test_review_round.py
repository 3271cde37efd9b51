"""A review from its opening to its end: one reads with an account, one by a link, one is silent."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from nap_tracker.clock import today
from tests.journeys.conftest import Begin
from tests.journeys.site import Site, Visitors, until
from tests.journeys.test_every_page import faults_of
from tests.journeys.writing import FRAMES, Writer, follow, headed, press, told

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
OUTSIDE = "olga@elsewhere.example"
TITLE = "Partners read the work so far"
SELECT = """(words) => {
  const walker = document.createTreeWalker(document.querySelector("[data-choose]"), 4);
  while (walker.nextNode()) {
    const node = walker.currentNode, start = node.data.indexOf(words), end = start + words.length;
    if (start >= 0) document.getSelection().setBaseAndExtent(node, start, node, end);
  }
}"""


def test_a_round_is_read_with_and_without_an_account_answered_and_closed(
    visit: Visitors, begin: Begin, site: Site
) -> None:
    plan = begin("Reviewed from outside")
    officer = visit("officer")
    officer.goto(f"{plan}/sections/trade")
    Writer(officer, "Mercury from abroad").begin().type(
        "Most mercury comes by sea. The border is long."
    )
    press(officer, "Save and stay on this page")
    told(officer, "Saved.")
    leader = visit("focal point")
    board = open_round(leader, plan)

    reader = visit("viewer")
    read_with_an_account(reader)
    outside = visit(viewport=PHONE, java_script_enabled=False)
    link = mailed(site, r"http\S+/reviews/\S+", "the invitation")
    read_by_the_link_on_a_phone(outside, site, link)
    look_at(visit, outside)

    text = f"{site.url}/rounds/{board.rpartition('/')[2]}/read/trade"
    officer.goto(text)
    expect(officer.locator("article mark")).to_have_count(0)
    leader.goto(board)
    expect(leader.get_by_text("0 comments have no answer.")).to_be_visible()
    for page in (reader, outside):
        page.goto(text.replace("/read/trade", "/review/hand-in"))
        press(page, "Send my review")
        told(page, "Your review is sent.")

    answer_one(officer, text)
    leader.goto(board)
    expect(leader.get_by_role("row", name="Olga Outside")).to_contain_text("Handed in")
    press(leader, "Publish the answers")
    told(leader, "1 answer is published.")
    mailed(site, r"http\S+/reviews/\S+", "the mail that answers are there", "answer")
    outside.goto(link)
    follow(outside, "Go on to my review")
    expect(outside.locator(".app-changed", has_text="By which port?")).to_contain_text(
        "Partly accepted. In the next draft."
    )

    close(leader, board)
    outside.goto(link)
    follow(outside, "See what became of it")
    outside.goto(text)
    headed(outside, "This review is closed")
    reader.goto(text.replace("/read/trade", "/review/ledger"))
    assert faults_of(reader) == []
    follow(leader, "Ledger: what was said, and what became of it")
    assert faults_of(leader) == []
    expect(leader.get_by_role("row", name="Lindiwe Asare")).to_contain_text("No reply")


def open_round(leader: Page, plan: str) -> str:
    """The focal point asks the viewer, two officers, and Olga by a link; the round's address."""
    leader.goto(f"{plan}/rounds")
    assert faults_of(leader) == []
    follow(leader, "Open a review with people from outside")
    assert faults_of(leader) == []
    leader.get_by_label("Name of the review").fill(TITLE)
    leader.locator('input[name="sections"][value="trade"]').check()
    people = leader.get_by_role("group", name="People with a role here")
    people.get_by_label("(Viewer)").check()
    people.get_by_label("Lindiwe Asare").check()
    leader.get_by_label("Other people, without an account").fill(
        f"Olga Outside, Gold Watch, {OUTSIDE}"
    )
    leader.get_by_label("These people may take part by a personal link").check()
    leader.get_by_label("Until when?").fill((today() + timedelta(days=20)).isoformat())
    warnings = leader.get_by_role("group", name="Warnings: tick each")
    for warning in warnings.get_by_role("checkbox").all():
        warning.check()
    leader.get_by_label("Note on what is skipped").fill("Nobody has read it before.")
    press(leader, "Open the review and mail everybody")
    told(leader, "The review is open.")
    return leader.url


def mailed(site: Site, pattern: str, what: str, about: str = "") -> str:
    """What the newest message to Olga says, once it says something of this kind."""

    def found() -> re.Match[str] | None:
        mail = site.mail_to(OUTSIDE)
        return re.search(pattern, mail, re.MULTILINE) if about in mail else None

    match = until(found, what)
    assert isinstance(match, re.Match)
    return match.group()


def read_with_an_account(reader: Page) -> None:
    """From the first page to words that are selected with the script, and a comment on these."""
    reader.goto("/")
    reader.get_by_role(
        "link", name="Read the plan and send your review, or say that you cannot"
    ).first.click()
    press(reader, "I will do it")
    follow(reader, "Read the text and comment")
    assert faults_of(reader) == []
    reader.locator(".app-toc a").click()
    assert faults_of(reader) == []
    reader.evaluate(SELECT, "The border is long")
    reader.evaluate(FRAMES)
    follow(reader, "Comment on these words")
    expect(reader.get_by_label("The words it is about")).to_have_value("The border is long")
    say(reader, "How long?", "Everybody in this review round, after they have handed in")
    expect(reader.locator("article mark")).to_have_text("The border is long")
    expect(reader.locator(".app-place", has_text="The border is long").first).to_contain_text(
        "How long?"
    )
    assert faults_of(reader) == []


def read_by_the_link_on_a_phone(outside: Page, site: Site, link: str) -> None:
    """Two presses, a code from the mail, and words typed without scripts."""
    outside.goto(link)
    headed(outside, "You are asked to review a plan")
    press(outside, "I will do it")
    press(outside, "Send me a code")
    outside.get_by_label("Code from the mail").fill(mailed(site, r"^\d{8}$", "the code"))
    press(outside, "Go on")
    headed(outside, "My review")
    expect(outside.get_by_role("banner")).to_contain_text("You read as Olga Outside")
    follow(outside, "Read the text and comment")
    outside.locator(".app-toc a").click()
    expect(outside.locator("article mark")).to_have_count(0)
    paragraph = outside.locator(".app-place", has_text="comes by sea").last
    paragraph.get_by_role("link", name="Comment on this", exact=True).click()
    outside.get_by_label("The words it is about").fill("by land")
    say(outside, "By which port?", "The drafting team only")
    expect(outside.locator(".govuk-error-summary")).to_contain_text("not in the text")
    outside.get_by_label("The words it is about").fill("by sea")
    press(outside, "Keep the comment")
    told(outside, "Kept with your review.")
    expect(outside.locator("article mark")).to_have_text("by sea")


def say(page: Page, words: str, circle: str) -> None:
    page.get_by_label(circle, exact=True).check()
    page.get_by_label("Question", exact=True).check()
    page.get_by_label("Your comment").fill(words)
    press(page, "Keep the comment")


def look_at(visit: Visitors, outside: Page) -> None:
    """Olga's pages with scripts, wide and narrow, also where one reads from the right."""
    page = visit()
    page.context.add_cookies(outside.context.cookies())
    here = outside.url.partition("#")[0]
    review = here.replace("/read/trade", "/review")
    for address in (here, f"{here.removesuffix('/trade')}/whole", review, f"{review}/hand-in"):
        page.goto(address)
        assert faults_of(page) == [], address


def answer_one(officer: Page, text: str) -> None:
    """From the marked words to the comment, and a draft of an answer."""
    officer.goto(text)
    expect(officer.locator("article mark")).to_have_count(2)
    assert faults_of(officer) == []
    officer.locator(".app-comment", has_text="By which port?").get_by_role("link").first.click()
    follow(officer, "Respond")
    officer.get_by_label("Partly accepted").check()
    officer.get_by_label("Reason").fill("In the next draft.")
    press(officer, "Save as a draft")


def close(leader: Page, board: str) -> None:
    """The list of what has no answer, who is silent, and one reason for the rest."""
    leader.goto(board)
    follow(leader, "Close the round")
    assert faults_of(leader) == []
    expect(leader.get_by_role("main")).to_contain_text("How long?")
    for warning in leader.get_by_role("checkbox").all():
        warning.check()
    leader.get_by_label("One reason for all comments that have no answer").fill("Not known.")
    press(leader, "Close the round, with the rest noted")
    told(leader, "The round is closed.")
    expect(leader.get_by_role("row", name="Lindiwe Asare")).to_contain_text("No reply")
