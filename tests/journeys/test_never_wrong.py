"""Claims about the words that say what is saved, where the browser or the server misbehaves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.chromium import violations
from tests.journeys.conftest import Begin
from tests.journeys.devices import end_session, fresh, kept, words
from tests.journeys.site import PASSWORD, PEOPLE, Visitors
from tests.journeys.writing import box, press

pytestmark = pytest.mark.browser

DENIED = """for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
    const get = () => { throw new DOMException("no", "SecurityError"); };
    Object.defineProperty(window, name, { get });
}"""
FULL = """const { put } = IDBObjectStore.prototype;
IDBObjectStore.prototype.put = function (...given) {
    const asked = put.apply(this, given);
    asked.addEventListener("success", () => this.transaction.abort()); // noticed at the end
    return asked;
};"""
CUT = """() => {
    const { fetch } = window; // also of what is sent while the page is being left
    window.fetch = (url, ...more) =>
        url.endsWith("/autosave") ? Promise.reject(new TypeError("cut")) : fetch(url, ...more);
}"""
BEHIND = """const now = Date.now.bind(Date);
Date.now = () => now() - 40 * 24 * 3600 * 1000;"""


def accept(page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())


def collided(visit: Visitors, plan: str) -> Page:
    """Somebody at the page that asks: a colleague was quicker."""
    mine, theirs = fresh(visit), visit("colleague")
    for page in (mine, theirs):
        accept(page)
        page.goto(f"{plan}/sections/objectives")
    box(theirs, "Goal").fill("Theirs.")
    expect(words(theirs)).to_contain_text("Saved at")
    box(mine, "Goal").fill("Mine.")
    expect(words(mine)).to_contain_text("somebody else changed this")
    press(mine, "See both and choose")
    mine.get_by_role("heading", level=1, name="Somebody else changed").wait_for()
    return mine


def test_what_is_written_while_choosing_outlives_the_line_and_the_session(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("Choosing")
    page = collided(visit, plan)
    page.get_by_label("Keep mine").check()
    box(page, "Goal").fill("Ours, written together.")
    expect(words(page)).to_have_text("Not saved. Saved on this device only")
    assert [field for field, _ in kept(page)] == ["goal"]
    page.context.set_offline(True)
    press(page, "Save what I chose")
    expect(words(page)).to_have_text("Not saved. Saved on this device only")
    expect(box(page, "Goal")).to_have_value("Ours, written together.")
    page.context.set_offline(False)
    end_session(page)
    page.wait_for_timeout(1000)  # a second press within a second is a double click
    press(page, "Save what I chose")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail address").fill(PEOPLE["officer"])
    dialog.get_by_label("Password").fill(PASSWORD)
    assert violations(page) == []
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_label("Keep mine")).to_be_checked()
    press(page, "Save what I chose")
    page.get_by_role("heading", level=1, name="Somebody else changed").wait_for(state="detached")
    page.goto(f"{plan}/sections/objectives")
    expect(box(page, "Goal")).to_have_value("Ours, written together.")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".app-offer")).to_have_count(0)


def test_a_choice_that_was_left_is_offered_and_one_that_was_made_is_not(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("Left and made")
    page = collided(visit, plan)
    box(page, "Goal").fill("Not yet decided.")
    expect(words(page)).to_have_text("Not saved. Saved on this device only")
    page.goto(f"{plan}/sections/objectives")
    offer = page.locator(".app-offer")
    expect(offer).to_contain_text("that was not saved")
    offer.get_by_role("button", name="Throw mine away").click()
    expect(offer).to_have_count(0)
    assert kept(page) == []


def test_a_wrong_clock_drops_no_copy_where_a_colleague_changed_the_same_answer(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("Wrong clock")
    page = fresh(visit)
    accept(page)
    page.add_init_script(BEHIND)
    page.goto(f"{plan}/sections/objectives")
    page.evaluate(CUT)
    box(page, "Goal").fill("Typed in the field.")
    expect(words(page)).to_have_text("Saved on this device only")
    page.goto("about:blank")
    theirs, mine = visit("colleague"), visit("officer")
    for one, question, text in ((theirs, "Goal", "Theirs."), (mine, "Period", "2026 to 2030")):
        accept(one)
        one.goto(f"{plan}/sections/objectives")
        if question == "Goal":
            box(one, question).fill(text)
        else:
            one.locator("[contenteditable]").first.fill(text)
        expect(words(one)).to_contain_text("Saved at")
    page.goto(f"{plan}/sections/objectives")
    offer = page.locator(".app-offer")
    expect(offer).to_contain_text("that was not saved")
    offer.get_by_role("button", name="Show both").click()
    expect(offer).to_contain_text("Typed in the field.")


def test_a_copy_that_the_same_person_has_saved_over_is_not_offered(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("Saved over")
    page = fresh(visit)
    accept(page)
    page.goto(f"{plan}/sections/objectives")
    page.evaluate(CUT)
    box(page, "Goal").fill("The older text.")
    expect(words(page)).to_have_text("Saved on this device only")
    page.goto("about:blank")
    elsewhere = visit("officer")
    elsewhere.goto(f"{plan}/sections/objectives")
    box(elsewhere, "Goal").fill("The newer text.")
    expect(words(elsewhere)).to_contain_text("Saved at")
    with page.expect_response("**/own-saves*"):
        page.goto(f"{plan}/sections/objectives")
    expect(box(page, "Goal")).to_have_value("The newer text.")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".app-offer")).to_have_count(0)
    assert kept(page) == []


def test_a_browser_that_keeps_nothing_still_saves_by_itself_and_says_when_it_cannot(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("Denied")
    page = fresh(visit)
    accept(page)
    page.add_init_script(DENIED)
    page.goto(f"{plan}/sections/objectives")
    box(page, "Goal").fill("Kept by the server.")
    expect(words(page)).to_contain_text("Saved at")
    page.context.set_offline(True)
    box(page, "Goal").fill("Kept by nobody.")
    expect(words(page)).to_have_text("Not saved")
    page.context.set_offline(False)
    expect(words(page)).to_contain_text("Saved at")


def test_a_full_device_is_not_said_to_have_kept_anything(visit: Visitors, begin: Begin) -> None:
    plan = begin("Full")
    page = fresh(visit)
    accept(page)
    page.add_init_script(FULL)
    page.goto(f"{plan}/sections/objectives")
    page.context.set_offline(True)
    box(page, "Goal").fill("There is no room for this.")
    expect(words(page)).to_have_text("Not saved")
    page.wait_for_timeout(600)  # a copy is written a quarter of a second after the last key
    expect(words(page)).to_have_text("Not saved")
    assert kept(page) == []


def test_signing_out_in_another_tab_takes_back_that_something_is_on_the_device(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("Two tabs")
    page = fresh(visit)
    accept(page)
    page.route("**/autosave", lambda route: route.abort())
    page.goto(f"{plan}/sections/objectives")
    box(page, "Goal").fill("Typed in the first tab.")
    expect(words(page)).to_have_text("Saved on this device only")
    other = page.context.new_page()
    other.goto("/")
    other.get_by_role("banner").get_by_role("button", name="Sign out").click()
    other.get_by_role("heading", level=1, name="Sign in").wait_for()
    expect(words(page)).to_have_text("Not saved")
    assert kept(page) == []


@pytest.mark.parametrize(("status", "code"), [(500, "server_error"), (413, "invalid")])
def test_a_server_that_cannot_take_it_is_never_taken_for_one_that_has(
    visit: Visitors, begin: Begin, status: int, code: str
) -> None:
    plan = begin(f"Answered {status}")
    page = fresh(visit)
    accept(page)

    def refuse(route: Route) -> None:
        route.fulfill(status=status, json={"code": code, "message": "Not just now."})

    page.route("**/autosave", refuse)
    page.goto(f"{plan}/sections/objectives")
    box(page, "Goal").fill("Typed at a bad moment.")
    expect(words(page)).to_contain_text("Not saved: Not just now.")
    expect(words(page)).to_contain_text("Saved on this device only")
    page.unroute("**/autosave")
    page.get_by_role("button", name="Try again").click()
    expect(words(page)).to_contain_text("Saved at")
    page.goto(f"{plan}/sections/objectives")
    expect(box(page, "Goal")).to_have_value("Typed at a bad moment.")
    visit.complaints.clear()  # the 500 was ours


def test_a_new_session_and_another_language_in_the_next_tab_lose_no_letter(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("Next tab")
    visit.forget("officer")
    page = fresh(visit)
    accept(page)
    page.goto(f"{plan}/sections/objectives")
    box(page, "Goal").fill("Before")
    expect(words(page)).to_contain_text("Saved at")
    other = page.context.new_page()
    other.goto("/account/password")
    other.get_by_label("Present password").fill(PASSWORD)
    other.get_by_label("New password").fill(PASSWORD + "-again")
    other.get_by_role("main").get_by_role("button").first.click()
    other.get_by_role("heading", level=1, name="Your account").wait_for()
    other.goto("/account/password?lang=fr")
    with page.expect_response("**/autosave"):
        box(page, "Goal").fill("Before, and after")
    expect(words(page)).to_contain_text("Enregistré")
    other.goto("/account/password?lang=en")
    other.get_by_label("Present password").fill(PASSWORD + "-again")
    other.get_by_label("New password").fill(PASSWORD)
    other.get_by_role("main").get_by_role("button").first.click()
    other.get_by_role("heading", level=1, name="Your account").wait_for()
    box(page, "Goal").fill("Before, and after, and again")
    expect(words(page)).to_contain_text("Saved at")
    page.goto(f"{plan}/sections/objectives")
    expect(box(page, "Goal")).to_have_value("Before, and after, and again")
