"""Claims about the pages of a section: filled in, told of mistakes, read, checked."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from nap_tracker.annex_c.schema import Kind, treaty
from nap_tracker.extensions import db
from nap_tracker.models.entry import Revision
from nap_tracker.models.plan import Assignment
from nap_tracker.services import entries
from nap_tracker.services.entries import Change
from nap_tracker.text.html import sanitise
from tests.browser_client import Browser
from tests.cast import Cast
from tests.doors import QueryCount
from tests.services.saving import add_row, section, version_of
from tests.web.filling import controls, errors, fill, follow, save, send

GOAL = treaty().section("objectives").field("goal")
TOO_LONG = (GOAL.max_length or 0) + 1
SECTIONS = [section.id for section in treaty().sections]


def url(cast: Cast, section_id: str = "objectives", tail: str = "") -> str:
    return f"/plans/{cast.plan.id}/sections/{section_id}{tail}"


def store(cast: Cast, section_id: str = "objectives", **change: Any) -> None:
    opened = section(cast, section_id, "focal_point")
    entries.save(cast.actor("focal_point"), opened, Change(seen=opened.counter, **change))
    db.session.commit()


@pytest.mark.parametrize("section_id", SECTIONS)
def test_every_section_opens_and_saves_unchanged_without_a_trace(
    cast: Cast, browser: Browser, section_id: str
) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, section_id))
    spec = treaty().section(section_id)
    assert page.one("h1").text() == spec.title
    asked = [f.id for f in spec.fields if f.kind is not Kind.ROWS]
    assert all(page.select(f'[id="{field}"]') for field in asked)
    assert all(page.select(f"#table-{register}") for register in spec.registers)
    after = follow(browser, send(browser, page, fill(page, _completed="no")))
    assert after.status == 200
    assert section(cast, section_id).content.answers == {}


def test_every_table_of_a_section_bears_its_question_and_says_what_it_is_for(
    cast: Cast, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    for spec in treaty().sections:
        page = browser.get(url(cast, spec.id))
        for field in spec.fields:
            if field.kind is Kind.ROWS:
                part = page.one(f"#table-{field.register}").text()
                assert part.startswith(field.label), field.id
                assert field.hint in part, field.id


def test_what_goes_with_a_figure_has_room_for_more_than_a_line(
    cast: Cast, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "baseline"))
    for part in ("method", "source", "reason"):
        assert page.select(f"textarea#mercury_used-{part}"), part


def test_the_forms_of_a_page_have_ids_of_their_own(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    for section_id in SECTIONS:
        ids = [e.attrib["id"] for e in browser.get(url(cast, section_id)).select("[id]")]
        assert len(ids) == len(set(ids)), section_id


def test_an_officer_saves_a_section_and_is_led_to_its_answers(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    page = save(browser, url(cast), goal="No mercury by 2032", _completed="yes")
    assert page.one("h1").text().startswith("Check your answers")
    assert "No mercury by 2032" in page.text
    assert "marked as completed" in page.text
    assert section(cast).content.completed


def test_a_section_left_undecided_is_saved_and_asked_again(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    page = save(browser, url(cast), goal="No mercury")
    assert errors(page) == [("_completed", "Select whether you have completed this section")]
    assert page.one("title").text().startswith("Error:")
    assert section(cast).content.answers["goal"] == {"en": "No mercury"}


def test_saving_and_staying_asks_nothing(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    page = save(browser, url(cast), goal="No mercury", _then="stay")
    assert page.one("h1").text() == treaty().section("objectives").title
    assert errors(page) == []
    assert "Saved." in page.text


def test_a_wrong_answer_is_kept_beside_told_and_shown_again_until_corrected(
    cast: Cast, browser: Browser
) -> None:
    too_long = "x" * TOO_LONG
    store(cast, answers={"goal": {"en": "Good"}})
    browser.sign_in(cast.officer)
    save(browser, url(cast), goal=too_long, _completed="yes")
    for _ in range(2):
        page = browser.get(url(cast))
        assert page.one("title").text().startswith("Error:")
        ((anchor, words),) = errors(page)
        assert anchor == "goal"
        assert words.startswith("Goal: Shorten this")
        assert words in page.one("#goal-error").text()
        assert page.one("#goal").text() == too_long
        assert page.one("#goal").attrib["aria-invalid"] == "true"
        assert "Good" in page.one(".app-unaccepted").text()
    assert section(cast).content.answers["goal"] == {"en": "Good"}
    page = save(browser, url(cast), goal="Better", _completed="yes")
    assert errors(browser.get(url(cast))) == []
    assert section(cast).content.answers["goal"] == {"en": "Better"}


def test_what_was_typed_can_be_withdrawn_on_the_page(cast: Cast, browser: Browser) -> None:
    store(cast, answers={"goal": {"en": "Good"}})
    browser.sign_in(cast.officer)
    save(browser, url(cast), goal="x" * TOO_LONG)
    page = browser.get(url(cast))
    assert page.one('input[name="goal-withdraw"]').attrib["type"] == "checkbox"
    save(browser, url(cast), **{"goal-withdraw": "y"})
    page = browser.get(url(cast))
    assert errors(page) == []
    assert page.one("#goal").text() == "Good"


def test_long_text_opened_and_saved_without_scripts_keeps_its_bytes(
    cast: Cast, browser: Browser
) -> None:
    rich = sanitise(
        "<h3>Why</h3><p>One<span class='fn'>Note</span></p><ul><li>a</li></ul><table>"
        "<caption>T</caption><tr><th scope='col'>A</th></tr><tr><td>1</td></tr></table>"
    )
    store(cast, answers={"problem": {"en": rich}})
    browser.sign_in(cast.officer)
    page = save(browser, url(cast), _completed="no")
    assert section(cast).content.answers["problem"] == {"en": rich}
    assert page.select(".app-text table")


def test_a_reviewer_reads_the_section_and_sees_no_form(cast: Cast, browser: Browser) -> None:
    store(cast, answers={"goal": {"en": "No mercury"}})
    for person in (cast.reviewer, cast.viewer):
        page = browser.sign_in(person).get(url(cast))
        assert page.status == 200
        assert "No mercury" in page.text
        assert not page.select("main form, main textarea, main select")
        assert not page.select("main input:not([type=search])")


def test_nothing_held_back_reaches_a_reviewer(cast: Cast, browser: Browser) -> None:
    secret = "Hidden-9341"
    store(
        cast,
        answers={"goal": {"en": secret}},
        audiences={"goal": "drafting_team"},
        unaccepted={"problem": {"typed": secret, "message": "Enter", "params": {}}},
    )
    add_row(cast, "site", {"name": {"en": secret}})
    kept = add_row(cast, "institution", {"name": {"en": "Ministry"}, "contact": {"en": secret}})
    db.session.commit()
    browser.sign_in(cast.reviewer)
    assert "Ministry" in browser.get(url(cast, "overview_law")).text
    pages = [url(cast, section_id) for section_id in SECTIONS]
    pages += [url(cast, section_id, "/answers") for section_id in SECTIONS]
    pages.append(f"/plans/{cast.plan.id}/rows/institution/{kept}")
    for address in pages:
        page = browser.get(address)
        assert page.status in (200, 404)
        assert secret not in page.text, address


def test_a_section_held_back_does_not_exist_for_a_reviewer(cast: Cast, browser: Browser) -> None:
    store(cast, audience="drafting_team")
    browser.sign_in(cast.reviewer)
    assert browser.get(url(cast)).status == 404
    assert browser.get(url(cast, tail="/answers")).status == 404


def test_small_groups_of_people_are_not_told_outside_the_drafting_team(
    cast: Cast, browser: Browser
) -> None:
    uid = add_row(cast, "consultation", {"title": {"en": "Workshop"}})
    opened = entries.new_row(version_of(cast), "participation", {})
    entries.save(
        cast.actor("focal_point"),
        opened,
        Change(
            seen=0,
            answers={
                "consultation": uid,
                "group_name": {"en": "Miners"},
                "count": {"women": "3", "men": "40"},
            },
            audience="reviewers",
        ),
    )
    db.session.commit()
    assert "Women: 3" not in browser.sign_in(cast.reviewer).get(url(cast, "stakeholders")).text
    page = browser.get(url(cast, "stakeholders"))
    assert "fewer than 5" in page.text
    assert "Women: ⁦3" in browser.sign_in(cast.officer).get(url(cast, "stakeholders")).text


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_who_only_reads_cannot_post(cast: Cast, browser: Browser, who: str) -> None:
    browser.sign_in(getattr(cast, who))
    sent = {"_seen": "0", "goal": "Mine"}
    assert browser.post(url(cast), sent, token_from=url(cast)).status == 403
    assert section(cast).content.answers == {}


def test_behind_the_wall_no_section_exists(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.stranger)
    assert browser.get(url(cast)).status == 404
    assert browser.get(url(cast, tail="/answers")).status == 404
    own = f"/plans/{cast.other_plan.id}/sections/gender"
    answer = browser.post(url(cast), {"_seen": "0", "goal": "Mine"}, token_from=own)
    assert answer.status == 404


def test_a_section_nobody_offered_is_not_found(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    assert browser.get(url(cast, "no_such_section")).status == 404
    assert browser.get(url(cast, "no_such_section", "/answers")).status == 404


def test_a_form_without_its_token_is_not_taken(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    answer = browser.post(url(cast), {"_seen": "0", "goal": "Mine", "csrf_token": "wrong"})
    assert answer.status == 400
    assert section(cast).content.answers == {}


def test_what_is_missing_is_a_link_that_comes_back_to_its_place(
    cast: Cast, browser: Browser
) -> None:
    spec = treaty().section("formalization")
    required = next(f for f in spec.fields if f.level == "required" and f.kind is not Kind.ROWS)
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, spec.id, "/answers"))
    link = page.one(f"#answer-{required.id} .govuk-summary-list__value a")
    assert required.label in link.text()
    assert link.attrib["href"].endswith(f"#{required.id}")
    form = browser.get(link.attrib["href"].partition("#")[0])
    answer = send(browser, form, fill(form))
    assert answer.location.endswith(f"/answers#answer-{required.id}")


def test_a_completed_section_that_lacks_something_says_so(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    told = "but something Annex C asks for is not answered yet"
    page = save(browser, url(cast, "health"), _completed="yes")
    assert told in page.text
    page = save(browser, url(cast, "health"), miners="Dust", communities="Fish", _completed="yes")
    assert "This section is marked as completed." in page.text
    assert told not in page.text
    save(browser, url(cast, "worst_practices"), _completed="yes")
    assert told in browser.get(url(cast, "worst_practices", "/answers")).text


def test_another_language_is_edited_beside_the_binding_one(cast: Cast, browser: Browser) -> None:
    cast.plan.languages = ["en", "fr"]
    store(cast, answers={"goal": {"en": "No mercury"}})
    browser.sign_in(cast.officer)
    page = browser.get(f"{url(cast)}?text=fr")
    assert page.one("#goal").attrib["lang"] == "fr"
    assert page.one("#goal").text() == ""
    assert "No mercury" in page.one(".app-original").text()
    save(browser, f"{url(cast)}?text=fr", goal="Sans mercure")
    assert section(cast).content.answers["goal"] == {"en": "No mercury", "fr": "Sans mercure"}
    save(browser, url(cast), goal="No mercury at all")
    assert section(cast).content.answers["goal"]["fr"] == "Sans mercure"


def test_a_language_the_plan_does_not_have_edits_the_binding_one(
    cast: Cast, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    assert browser.get(f"{url(cast)}?text=de").one("#goal").attrib["lang"] == "en"


def test_an_officer_narrows_who_may_see_a_field_and_the_badge_says_so(
    cast: Cast, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    page = save(browser, url(cast), **{"_audience-goal": "drafting_team", "_then": "stay"})
    label = page.one('label[for="goal"]')
    assert "Drafting team only" in label.text()
    assert section(cast).content.audiences == {"goal": "drafting_team"}
    options = [o.attrib["value"] for o in page.select('[name="_audience-goal"] option')]
    assert options == ["drafting_team"]


def test_only_who_leads_the_drafting_widens(cast: Cast, browser: Browser) -> None:
    store(cast, audience="drafting_team")
    page = browser.sign_in(cast.officer).get(url(cast))
    sent = fill(page, _audience="public")
    assert send(browser, page, sent).status == 403
    save(browser.sign_in(cast.coordinator), url(cast), _audience="public", _then="stay")
    assert section(cast).content.audience == "public"


def test_an_older_form_does_not_undo_an_audience_it_did_not_change(
    cast: Cast, browser: Browser
) -> None:
    page = browser.sign_in(cast.officer).get(url(cast))
    store(cast, audience="drafting_team")
    assert send(browser, page, fill(page, goal="Mine")).status == 302
    assert section(cast).content.audience == "drafting_team"


def test_a_section_nobody_saved_yet_names_nobody(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.coordinator)
    new = {
        "title": "New plan",
        "language": "en",
        "further_1": "",
        "further_2": "",
        "further_3": "",
        "party": cast.amberland.id,
    }
    home = browser.post("/plans/new", new).location
    page = browser.get(f"{home}/sections/objectives")
    assert page.status == 200
    assert "Last saved by" not in page.text
    save(browser, f"{home}/sections/objectives", goal="Less mercury", _then="stay")
    assert (
        f"Last saved by {cast.coordinator.name}" in browser.get(f"{home}/sections/objectives").text
    )


def test_who_drafts_the_section_is_said(cast: Cast, browser: Browser) -> None:
    version = version_of(cast)
    db.session.add(
        Assignment(
            party_id=version.party_id,
            version_id=version.id,
            section="objectives",
            user_id=cast.colleague.id,
            due_on="2026-05",
        )
    )
    page = browser.sign_in(cast.officer).get(url(cast))
    assert f"Assigned to {cast.colleague.name}" in page.text
    assert "May 2026" in page.text
    assert "Not assigned" in browser.get(url(cast, "gender")).text


def test_the_authentic_text_a_party_loaded_is_shown_as_the_conventions_words(
    cast: Cast, browser: Browser
) -> None:
    page = browser.sign_in(cast.officer).get(url(cast))
    assert "What the Convention says" not in page.text
    cast.amberland.authentic = {"1a": {"en": "Authentic words of the item."}}
    page = browser.get(url(cast))
    assert "What the Convention says" in page.text
    assert "Authentic words of the item." in page.text


def fill_work_plan(cast: Cast, activities: int) -> None:
    ministry = add_row(cast, "institution", {"name": {"en": "Ministry"}})
    for number in range(activities):
        add_row(cast, "activity", {"statement": {"en": f"Do {number}"}, "lead": ministry})
    db.session.commit()


def test_a_long_register_is_paged(cast: Cast, browser: Browser) -> None:
    fill_work_plan(cast, 27)
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "work_plan"))
    assert len(page.select("#table-activity tbody tr")) == 25
    following = page.one('#table-activity a[rel="next"]').attrib["href"]
    page = browser.get(following.partition("#")[0])
    assert [row.text() for row in page.select("#table-activity tbody th")] == ["Do 25", "Do 26"]
    assert page.one('#table-activity a[rel="prev"]')
    assert not page.select('#table-activity a[rel="next"]')


def test_the_number_of_queries_does_not_grow_with_the_rows(
    cast: Cast, browser: Browser, queries: QueryCount
) -> None:
    browser.sign_in(cast.officer)
    counts = []
    for rows in (1, 9):
        fill_work_plan(cast, rows)
        page = url(cast, "work_plan")
        browser.get(page)
        with queries:
            browser.get(page)
        counts.append(queries.count)
    assert counts[0] == counts[1] <= 12


def test_buttons_of_a_table_send_nothing_of_the_form_around_it(
    cast: Cast, browser: Browser
) -> None:
    fill_work_plan(cast, 2)
    page = browser.sign_in(cast.officer).get(url(cast, "work_plan"))
    buttons = page.select("#table-activity button")
    assert {button.attrib["form"] for button in buttons} == {"row-action"}
    assert set(controls(page, "#row-action")) == {"csrf_token"}


def test_the_name_of_the_window_is_kept_with_the_revision(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    save(browser, url(cast), goal="One", _window="0b8e9b3c-8f6e-4a4f-a5c3-0f6a1c6f9a11")
    save(browser, url(cast), goal="Two", _window="é")
    save(browser, url(cast), goal="Three", _window="0" * 37)
    windows = db.session.scalars(
        select(Revision.window)
        .where(Revision.uid == section(cast).content.uid, Revision.number > 0)
        .order_by(Revision.number)
    )
    assert list(windows) == ["0b8e9b3c-8f6e-4a4f-a5c3-0f6a1c6f9a11", "", ""]
