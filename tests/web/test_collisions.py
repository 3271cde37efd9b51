"""Claims about two officers who change the same answer: both texts, a choice, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from nap_tracker.extensions import db
from nap_tracker.models.entry import Revision
from nap_tracker.roles import OPERATOR
from nap_tracker.services import entries, interchange
from nap_tracker.services.entries import Change
from nap_tracker.text.html import sanitise
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.services.saving import add_row, row, save, section, version_of
from tests.web.filling import errors, fill, follow, send

TEXT = sanitise(
    "<p>Paragraph One of the plan</p><p>Paragraph Two of the plan</p>"
    "<table><caption>T</caption><tr><td>cell</td></tr></table>"
)


def url(cast: Cast) -> str:
    return f"/plans/{cast.plan.id}/sections/objectives"


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.officer)


@pytest.fixture
def colleague(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.colleague)


def collide(cast: Cast, officer: Browser, colleague: Browser, **mine: Any) -> Page:
    """Both open the section; the colleague is quicker."""
    open_here, open_there = officer.get(url(cast)), colleague.get(url(cast))
    send(colleague, open_there, fill(open_there, goal="Theirs"))
    return send(officer, open_here, fill(open_here, **{"goal": "Mine", **mine}))


def test_the_second_is_told_with_both_texts_and_nothing_chosen(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    page = collide(cast, officer, colleague, problem="Only I wrote this")
    assert page.status == 409
    assert cast.colleague.name in page.text
    versions = [version.text() for version in page.select(".app-version")]
    assert "Theirs" in versions[0]
    assert "Mine" in versions[1]
    assert not page.select('input[type="radio"][checked]')
    answers = section(cast).content.answers
    assert answers["goal"] == {"en": "Theirs"}
    assert "Only I wrote this" in answers["problem"]["en"]


def test_ones_own_other_window_is_not_called_somebody_else(cast: Cast, officer: Browser) -> None:
    page = collide(cast, officer, officer)
    assert page.one("h1").text() == "You changed the same answer in another window"
    assert "In the other window" in page.select(".app-version")[0].text()
    assert "Keep theirs" not in page.text
    assert cast.officer.name not in page.one("main").text()
    open_here, open_there = officer.get(url(cast)), officer.get(url(cast))
    send(officer, open_there, fill(open_there, problem="The first window"))
    answer = send(officer, open_here, fill(open_here, rationale="The second window"))
    assert "Saved, together with what you saved in another window." in follow(officer, answer).text


def choose(officer: Browser, page: Page, **changes: Any) -> Page:
    return send(officer, page, fill(page, **changes))


def test_keeping_theirs_changes_nothing(cast: Cast, officer: Browser, colleague: Browser) -> None:
    page = collide(cast, officer, colleague)
    follow(officer, choose(officer, page, **{"_choose-goal": "theirs"}))
    assert section(cast).content.answers["goal"] == {"en": "Theirs"}


def test_keeping_mine_replaces_theirs_which_stays_in_history(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    page = collide(cast, officer, colleague)
    follow(officer, choose(officer, page, **{"_choose-goal": "mine"}))
    assert section(cast).content.answers["goal"] == {"en": "Mine"}
    assert any("Theirs" in r.content for r in db.session.query(Revision))


def test_a_third_text_can_be_written(cast: Cast, officer: Browser, colleague: Browser) -> None:
    page = collide(cast, officer, colleague)
    choose(officer, page, **{"_choose-goal": "mine", "goal": "Ours"})
    assert section(cast).content.answers["goal"] == {"en": "Ours"}


def test_choosing_nothing_asks_again_and_keeps_what_was_written(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    page = choose(officer, collide(cast, officer, colleague), goal="Ours")
    assert page.status == 409
    assert errors(page)[0][0] == "_choose-goal"
    assert page.one("title").text().startswith("Error:")
    assert page.one("#goal").text() == "Ours"
    follow(officer, choose(officer, page, **{"_choose-goal": "mine"}))
    assert section(cast).content.answers["goal"] == {"en": "Ours"}


def test_a_third_person_between_leads_to_a_new_choice(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    page = collide(cast, officer, colleague)
    opened = section(cast, who="coordinator")
    entries.save(
        cast.actor("coordinator"), opened, Change(opened.counter, {"goal": {"en": "Third"}})
    )
    db.session.commit()
    page = choose(officer, page, **{"_choose-goal": "mine"})
    assert page.status == 409
    assert cast.coordinator.name in page.text
    follow(officer, choose(officer, page, **{"_choose-goal": "mine"}))
    assert section(cast).content.answers["goal"] == {"en": "Mine"}


def test_a_text_written_worse_while_choosing_is_told_and_theirs_stays(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    page = collide(cast, officer, colleague)
    page = follow(officer, choose(officer, page, **{"_choose-goal": "mine", "goal": "x\x07"}))
    assert errors(page)[0][0] == "goal"
    assert "Theirs" in page.one(".app-unaccepted").text()
    assert section(cast).content.answers["goal"] == {"en": "Theirs"}


def test_nobody_else_can_open_the_choice(cast: Cast, officer: Browser, colleague: Browser) -> None:
    page = collide(cast, officer, colleague)
    sent = fill(page, **{"_choose-goal": "mine"})
    sent["csrf_token"] = [colleague.token(url(cast))]
    assert send(colleague, page, sent).status == 404


def test_long_text_shows_the_blocks_that_differ_and_loses_no_other(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    opened = section(cast)
    entries.save(cast.actor("officer"), opened, Change(0, {"problem": {"en": TEXT}}))
    db.session.commit()
    here, there = officer.get(url(cast)), colleague.get(url(cast))
    their_markup = fill(there)["problem"][0].replace("One", "Uno") + "\r\n\r\nNew of theirs"
    send(colleague, there, fill(there, problem=their_markup))
    my_markup = fill(here)["problem"][0].replace("One", "Eins").replace("Two", "Zwei")
    page = send(officer, here, fill(here, problem=my_markup))
    assert page.status == 409
    versions = [version.text() for version in page.select(".app-version")]
    assert "Uno" in versions[0]
    assert "Eins" in versions[1]
    assert not any("Zwei" in version for version in versions)
    follow(officer, choose(officer, page, **{"_choose-problem": "mine"}))
    stored = section(cast).content.answers["problem"]["en"]
    assert all(words in stored for words in ("Eins", "Zwei", "New of theirs", "<td>cell</td>"))
    assert "Uno" not in stored


def test_two_officers_collide_on_a_row_and_choose(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    uid = add_row(cast, "activity", {"statement": {"en": "Train"}})
    db.session.commit()
    address = f"/plans/{cast.plan.id}/rows/activity/{uid}"
    here, there = officer.get(address), colleague.get(address)
    send(colleague, there, fill(there, start="2025", statement="Train miners"))
    page = send(officer, here, fill(here, start="2026", statement="Train women"))
    assert page.status == 409
    assert len(page.select(".app-version")) == 4
    page = choose(officer, page, **{"_choose-start": "mine"})
    assert [anchor for anchor, _ in errors(page)] == ["_choose-statement"]
    assert page.one('[name="_choose-start"][checked]').attrib["value"] == "mine"
    follow(officer, choose(officer, page, **{"_choose-statement": "theirs"}))
    assert row(cast, "activity", uid).content.answers == {
        "start": "2026",
        "statement": {"en": "Train miners"},
    }


def test_a_date_chosen_against_the_other_date_of_the_plan_is_told(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    uid = add_row(cast, "activity", {"start": "2024", "end": "2025"})
    db.session.commit()
    address = f"/plans/{cast.plan.id}/rows/activity/{uid}"
    here, there = officer.get(address), colleague.get(address)
    send(colleague, there, fill(there, start="2023", end="2024"))
    page = send(officer, here, fill(here, start="2026", end="2027"))
    page = follow(
        officer, choose(officer, page, **{"_choose-start": "mine", "_choose-end": "theirs"})
    )
    assert [anchor for anchor, _ in errors(page)] == ["start"]
    assert row(cast, "activity", uid).content.answers == {"start": "2023", "end": "2024"}


def test_what_the_second_merged_without_a_collision_says_whose_it_is_with(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    here, there = officer.get(url(cast)), colleague.get(url(cast))
    send(colleague, there, fill(there, problem="Open burning"))
    page = follow(officer, send(officer, here, fill(here, goal="Mine", _completed="no")))
    assert cast.colleague.name in page.text


def test_a_form_of_an_earlier_version_overwrites_nothing_in_the_new_one(
    cast: Cast, officer: Browser
) -> None:
    save(cast.actor("officer"), section(cast), answers={"goal": {"en": "As it was"}})
    save(cast.actor("officer"), section(cast), answers={"goal": {"en": "As it is"}})
    page = officer.get(url(cast))
    file = interchange.take_out(OPERATOR, version_of(cast))
    changed = file.replace(b"As it is", b"As the new draft says")
    interchange.bring_in_file(cast.actor("coordinator"), changed, existing="new_draft")
    told = send(officer, page, fill(page, problem="Only I wrote this"))
    assert told.status == 409
    answers = section(cast).content.answers
    assert answers["goal"] == {"en": "As the new draft says"}
    assert "Only I wrote this" in answers["problem"]["en"]


def collide_in_blocks(cast: Cast, officer: Browser, colleague: Browser) -> Page:
    """Both change the first and the third paragraph of three."""
    text = sanitise("<p>One of three</p><p>Two of three</p><p>Three of three</p>")
    entries.save(cast.actor("officer"), section(cast), Change(0, {"problem": {"en": text}}))
    db.session.commit()
    here, there = officer.get(url(cast)), colleague.get(url(cast))
    markup = fill(here)["problem"][0]
    theirs = markup.replace("One of", "Uno of").replace("Three of", "Tre of")
    mine = markup.replace("One of", "Eins of").replace("Three of", "Drei of")
    send(colleague, there, fill(there, problem=theirs))
    return send(officer, here, fill(here, problem=mine.replace("Two", "Zwei")))


def names(page: Page) -> list[str]:
    return list(dict.fromkeys(r.attrib["name"] for r in page.select('input[type="radio"]')))


def stored(cast: Cast) -> str:
    return str(section(cast).content.answers["problem"]["en"])


def test_what_differs_is_marked_word_by_word(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    page = collide_in_blocks(cast, officer, colleague)
    assert page.status == 409
    assert [mark.text() for mark in page.select("del")] == ["[Theirs: −Uno]", "[Theirs: −Tre]"]
    assert [mark.text() for mark in page.select("ins")] == ["[Mine: +Eins]", "[Mine: +Drei]"]


def test_each_paragraph_is_chosen_for_itself(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    page = collide_in_blocks(cast, officer, colleague)
    first, third = names(page)
    follow(officer, choose(officer, page, **{first: "theirs", third: "mine"}))
    assert all(words in stored(cast) for words in ("Uno of", "Zwei of", "Drei of"))
    assert not any(words in stored(cast) for words in ("Eins", "Tre of", "Two"))


def test_a_paragraph_left_open_is_asked_again_with_the_other_choice_kept(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    page = collide_in_blocks(cast, officer, colleague)
    first, third = names(page)
    page = choose(officer, page, **{first: "theirs"})
    assert [anchor for anchor, _ in errors(page)] == [third]
    assert page.one(f'[name="{first}"][checked]').attrib["value"] == "theirs"
    follow(officer, choose(officer, page, **{third: "theirs"}))
    assert all(words in stored(cast) for words in ("Uno of", "Zwei of", "Tre of"))


def test_both_paragraphs_can_be_kept(cast: Cast, officer: Browser, colleague: Browser) -> None:
    page = collide_in_blocks(cast, officer, colleague)
    first, third = names(page)
    follow(officer, choose(officer, page, **{first: "both", third: "both"}))
    order = [stored(cast).index(words) for words in ("Uno", "Eins", "Zwei", "Tre", "Drei")]
    assert order == sorted(order)


def test_two_answers_cannot_both_be_kept(cast: Cast, officer: Browser, colleague: Browser) -> None:
    page = collide(cast, officer, colleague)
    assert not page.select('input[value="both"]')
    again = choose(officer, page, **{"_choose-goal": "both"})
    assert [anchor for anchor, _ in errors(again)] == ["_choose-goal"]


def test_a_paragraph_can_still_be_changed_beside_one_of_theirs(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    page = collide_in_blocks(cast, officer, colleague)
    first, third = names(page)
    edited = fill(page)["problem"][0].replace("Drei of three", "Drei of three, at last")
    follow(officer, choose(officer, page, **{first: "theirs", third: "mine", "problem": edited}))
    assert "Uno of" in stored(cast)
    assert "Drei of three, at last" in stored(cast)


def test_what_was_not_kept_is_reached_from_the_page(
    cast: Cast, officer: Browser, colleague: Browser
) -> None:
    page = collide(cast, officer, colleague)
    (link,) = [a for a in page.select("main a") if "/revisions/" in a.attrib["href"]]
    follow(officer, choose(officer, page, **{"_choose-goal": "theirs"}))
    kept = officer.get(link.attrib["href"])
    assert "Mine" in kept.one("main").text()
    assert colleague.get(link.attrib["href"]).status == 200
