"""Claims about writing in a browser that saves by itself: devices, sessions, colleagues, phones."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.chromium import violations
from tests.journeys.conftest import Begin
from tests.journeys.devices import end_session, fresh, kept, words
from tests.journeys.site import PASSWORD, PEOPLE, Visitors, sign_in
from tests.journeys.writing import Writer, box, press

pytestmark = pytest.mark.browser

PROBLEM = "Problem statement"


def test_text_typed_without_a_line_is_kept_unreadable_and_saved_when_the_line_is_back(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("Without a line")
    page = fresh(visit)
    page.goto(f"{plan}/sections/objectives")
    page.context.set_offline(True)
    Writer(page, PROBLEM).begin().type("Typed in the field.")
    expect(words(page)).to_have_text("Saved on this device only")
    [[field, noise]] = kept(page)
    assert field == "problem"
    assert "Typed" not in noise
    page.context.set_offline(False)
    expect(words(page)).to_contain_text("Saved at")
    assert kept(page) == []


def test_text_that_never_reached_the_server_is_offered_once_and_both_are_shown(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("Offered again")
    page = fresh(visit)
    page.goto(f"{plan}/sections/objectives")
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.set_offline(True)
    box(page, "Goal").fill("Typed in the field.")
    expect(words(page)).to_have_text("Saved on this device only")
    page.route("**/autosave", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto(f"{plan}/sections/objectives")
    offer = page.locator(".app-offer")
    expect(offer).to_contain_text("that was not saved")
    page.unroute("**/autosave")
    offer.get_by_role("button", name="Show both").click()
    expect(offer).to_contain_text("Typed in the field.")
    assert violations(page) == []
    offer.get_by_role("button", name="Use mine").click()
    expect(words(page)).to_contain_text("Saved at")
    page.goto(f"{plan}/sections/objectives")
    expect(box(page, "Goal")).to_have_value("Typed in the field.")
    expect(page.locator(".app-offer")).to_have_count(0)


def test_a_session_that_ends_in_mid_word_costs_no_letter(visit: Visitors, begin: Begin) -> None:
    plan = begin("In mid-word")
    page = fresh(visit)
    page.goto(f"{plan}/sections/objectives")
    writer = Writer(page, PROBLEM).begin().type("Mercury is bur")
    expect(words(page)).to_contain_text("Saved at")
    end_session(page)
    writer.type("ned in the open.")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Sign in again to save")
    assert violations(page) == []
    dialog.get_by_label("E-mail address").fill(PEOPLE["officer"])
    dialog.get_by_label("Password").fill("not this one")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("is not right")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_have_count(0)
    expect(words(page)).to_contain_text("Saved at")
    writer.type(" Still here.")
    expect(words(page)).to_contain_text("Saved at")
    page.goto(f"{plan}/sections/objectives/answers")
    expect(page.get_by_role("main")).to_contain_text("Mercury is burned in the open. Still here.")


def test_another_person_gets_nothing_of_what_was_typed(visit: Visitors, begin: Begin) -> None:
    plan = begin("Not for another")
    page = fresh(visit)
    page.goto(f"{plan}/sections/objectives")
    page.on("dialog", lambda dialog: dialog.accept())
    end_session(page)
    box(page, "Goal").fill("The officer's own words.")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail address").fill(PEOPLE["colleague"])
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("belongs to somebody else")
    assert [field for field, _ in kept(page)] == ["goal"]
    sign_in(page, PEOPLE["colleague"], PASSWORD)
    page.goto(f"{plan}/sections/objectives")
    expect(box(page, "Goal")).to_have_value("")
    page.wait_for_function("() => localStorage.getItem('nap-copies') !== null")
    assert kept(page) == []


def test_signing_out_wipes_the_device_and_back_shows_nothing(visit: Visitors, begin: Begin) -> None:
    plan = begin("Wiped")
    page = fresh(visit)
    page.goto(f"{plan}/sections/objectives")
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/autosave", lambda route: route.abort())
    box(page, "Goal").fill("Nobody shall read this.")
    expect(words(page)).to_have_text("Saved on this device only")
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", level=1, name="Sign in").wait_for()
    assert kept(page) == []
    page.go_back()
    page.get_by_role("heading", level=1, name="Sign in").wait_for()
    expect(page.locator("body")).not_to_contain_text("Nobody shall read this.")


def test_nothing_is_kept_at_a_shared_computer_nor_ever_of_places(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("Shared")
    page = visit("")
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(PEOPLE["officer"])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("This is a shared computer").check()
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1, name="Plans").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{plan}/sections/objectives")
    page.context.set_offline(True)
    box(page, "Goal").fill("Typed where others sit.")
    expect(words(page)).to_have_text("Not saved")
    assert kept(page) == []

    own = fresh(visit)
    own.on("dialog", lambda dialog: dialog.accept())
    own.goto(f"{plan}/rows/site/new")
    own.context.set_offline(True)
    box(own, "Name").fill("The hidden pit")
    expect(words(own)).to_have_text("Not saved")
    assert kept(own) == []


def test_a_colleague_is_seen_and_the_same_answer_asks(visit: Visitors, begin: Begin) -> None:
    plan = begin("Beside a colleague")
    first, second = visit("officer"), visit("colleague")
    for page in (first, second):
        page.goto(f"{plan}/sections/objectives")
        page.on("dialog", lambda dialog: dialog.accept())
    expect(second.locator(".app-presence")).to_contain_text("Efua Mensima is viewing this page")
    box(first, "Goal").fill("Hers.")
    expect(words(first)).to_contain_text("Saved at")
    box(second, "Goal").fill("His.")
    expect(words(second)).to_contain_text("Not saved: somebody else changed this")
    expect(second.locator("[data-autosave-collision]")).to_contain_text("Hers.")
    assert violations(second) == []
    press(second, "See both and choose")
    second.get_by_role("heading", level=1, name="Somebody else changed").wait_for()
    second.get_by_label("Keep mine").check()
    press(second, "Save what I chose")
    second.get_by_role("heading", name="Somebody else changed").wait_for(state="detached")
    second.goto(f"{plan}/sections/objectives")
    expect(box(second, "Goal")).to_have_value("His.")


def test_a_reader_is_seen_and_told_what_was_saved_meanwhile(visit: Visitors, begin: Begin) -> None:
    plan = begin("Read by a colleague")
    writer, reader = visit("officer"), visit("colleague", viewport={"width": 360, "height": 640})
    writer.goto(f"{plan}/sections/objectives")
    reader.goto(f"{plan}/sections/objectives/answers")
    expect(writer.locator(".app-presence")).to_contain_text("is viewing this page")
    box(writer, "Goal").fill("No mercury in gold.")
    expect(words(writer)).to_contain_text("Saved at")
    expect(reader.locator(".app-presence__news")).to_contain_text(
        "Efua Mensima saved a new version"
    )
    assert violations(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360
    with reader.context.expect_page() as opened:
        reader.get_by_role("link", name="View what changed").click()
    expect(opened.value.locator("ins")).to_contain_text("No mercury in gold.")


def test_a_new_row_is_kept_on_a_phone_and_is_the_same_row_after_a_reload(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("On a phone")
    page = visit("officer", viewport={"width": 360, "height": 640})
    page.goto(f"{plan}/rows/institution/new")
    box(page, "Name").fill("Ministry of Mines")
    expect(words(page)).to_contain_text("Saved at")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
    page.reload()
    expect(box(page, "Name")).to_have_value("Ministry of Mines")
    assert "/new" not in page.url


def test_what_is_typed_after_save_was_pressed_on_a_slow_line_is_saved_too(
    visit: Visitors, begin: Begin
) -> None:
    plan = begin("Typed on")
    page = fresh(visit)
    page.goto(f"{plan}/sections/objectives")
    box(page, "Goal").fill("Typed before")

    def answer_nothing(route: Route) -> None:
        """The server has it, and its answer never comes: the page stays."""
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.fulfill(status=204)
        else:
            route.continue_()

    page.route("**/sections/objectives*", answer_nothing)
    with page.expect_response("**/sections/objectives"):
        press(page, "Save and continue")
    page.unroute("**/sections/objectives*")
    with page.expect_response("**/autosave"):
        box(page, "Goal").fill("Typed before, and after")
    expect(words(page)).to_contain_text("Saved at")
    page.goto(f"{plan}/sections/objectives")
    expect(box(page, "Goal")).to_have_value("Typed before, and after")


def test_leaving_asks_only_where_something_is_not_saved(visit: Visitors, begin: Begin) -> None:
    plan = begin("Leaving")
    page = visit("officer")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{plan}/sections/objectives")
    box(page, "Goal").fill("Saved by itself.")
    expect(words(page)).to_contain_text("Saved at")
    page.goto(f"{plan}/sections/summary")
    page.goto(f"{plan}/sections/objectives")
    assert asked == []
    page.get_by_label("No, I will come back to it later").check()
    expect(page.locator("[data-autosave-more]")).to_contain_text("Press Save to keep")
    page.goto(f"{plan}/sections/summary")
    assert asked == ["beforeunload"]
