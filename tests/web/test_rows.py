"""Claims about the pages of a row: added once, changed, moved, taken out, put back."""

from __future__ import annotations

from typing import Any

import pytest

from nap_tracker.annex_c.schema import treaty
from nap_tracker.extensions import db
from nap_tracker.forms.fields import END_BEFORE_START
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.services import contents, registers
from tests.browser_client import Browser
from tests.cast import Cast
from tests.doors import QueryCount
from tests.services.saving import add_row, row, section, version_of
from tests.web.filling import errors, fill, follow, save, send

REGISTERS = [register.id for register in treaty().registers]


def url(cast: Cast, register: str, uid: str = "new", tail: str = "") -> str:
    return f"/plans/{cast.plan.id}/rows/{register}/{uid}{tail}"


def rows(cast: Cast, register: str) -> Any:
    return contents.load(version_of(cast)).rows(register)


def made(cast: Cast, register: str, **answers: Any) -> str:
    uid = add_row(cast, register, answers)
    db.session.commit()
    return uid


@pytest.mark.parametrize("register", REGISTERS)
def test_every_register_has_a_form_and_a_row_saved_unchanged_keeps_its_answers(
    cast: Cast, browser: Browser, register: str
) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, register))
    assert page.status == 200
    spec = treaty().register(register)
    assert all(page.select(f'[id="{field.id}"]') for field in spec.fields)
    ids = [e.attrib["id"] for e in page.select("[id]")]
    assert len(ids) == len(set(ids))
    kind = spec.field(spec.label_field).kind
    name: Any = "b_i" if kind == "choice" else {"en": "Name"}
    uid = made(cast, register, **{spec.label_field: name})
    page = browser.get(url(cast, register, uid))
    send(browser, page, fill(page))
    assert row(cast, register, uid).content.answers == {spec.label_field: name}


def test_a_new_row_goes_into_the_table_of_its_section(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "institution"))
    answer = send(browser, page, fill(page, name="Ministry of Mines"))
    uid = rows(cast, "institution")[0].uid
    assert answer.location.endswith(f"/sections/overview_law#row-{uid}")
    assert "Ministry of Mines" in follow(browser, answer).one("#table-institution").text()


def test_saving_leads_to_the_page_of_a_long_table_where_the_row_stands(
    cast: Cast, browser: Browser
) -> None:
    uids = [made(cast, "institution", name={"en": f"Institution {n}"}) for n in range(26)]
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "institution", uids[-1]))
    answer = send(browser, page, fill(page, name="Ministry of Mines"))
    assert answer.location.endswith(f"?institution=2#row-{uids[-1]}")
    assert follow(browser, answer).select(f"#row-{uids[-1]}")
    page = browser.get(url(cast, "institution"))
    answer = send(browser, page, fill(page, name="Customs"))
    assert answer.location.endswith(f"?institution=2#row-{rows(cast, 'institution')[-1].uid}")


def test_a_new_row_sent_twice_is_one_row(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "institution"))
    sent = fill(page, name="Ministry of Mines")
    send(browser, page, sent)
    send(browser, page, sent)
    assert len(rows(cast, "institution")) == 1


def test_a_row_of_nothing_is_not_added(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "institution"))
    answer = send(browser, page, fill(page))
    told = "Enter “Name of the institution”, or leave this page"
    assert errors(answer) == [("name", told)]
    assert answer.one("#name-error").text() == f"Error: {told}"
    assert answer.one("#name").attrib["aria-invalid"] == "true"
    assert answer.one("title").text().startswith("Error:")
    assert rows(cast, "institution") == ()


def test_the_address_of_a_new_row_holds_its_id(cast: Cast, browser: Browser) -> None:
    first = browser.sign_in(cast.officer).get_once(url(cast, "institution"))
    other = browser.get_once(url(cast, "institution"))
    assert (first.status, first.location == other.location) == (302, False)
    page = browser.get(first.location)
    assert page.one('input[name="_uid"]').attrib["value"] in first.location
    assert first.location in page.one("#entry-form").attrib["action"]


def test_going_back_after_adding_and_saving_again_makes_no_second_row(
    cast: Cast, browser: Browser
) -> None:
    there = browser.sign_in(cast.officer).get_once(url(cast, "institution")).location
    page = browser.get(there)
    send(browser, page, fill(page, name="Ministry of Mines"))
    again = follow(browser, browser.get_once(there))
    assert "This is saved already" in again.text
    assert again.one("#name").attrib["value"] == "Ministry of Mines"
    send(browser, again, fill(again, name="Ministry of Mines and Gold"))
    (only,) = rows(cast, "institution")
    assert only.answers["name"] == {"en": "Ministry of Mines and Gold"}


def test_a_form_kept_by_the_browser_and_sent_again_changed_asks(
    cast: Cast, browser: Browser
) -> None:
    """A page that comes back as it was left, with all that was typed, and is not fetched again."""
    page = browser.sign_in(cast.officer).get(url(cast, "institution"))
    send(browser, page, fill(page, name="Ministry of Mines"))
    told = send(browser, page, fill(page, name="Ministry of Gold"))
    assert told.status == 409
    assert "Ministry of Gold" in told.text
    (only,) = rows(cast, "institution")
    assert only.answers["name"] == {"en": "Ministry of Mines"}


def test_the_address_of_a_row_that_was_taken_out_begins_another(
    cast: Cast, browser: Browser
) -> None:
    there = browser.sign_in(cast.officer).get_once(url(cast, "institution")).location
    page = browser.get(there)
    send(browser, page, fill(page, name="Ministry of Mines"))
    (only,) = rows(cast, "institution")
    registers.remove(cast.actor("officer"), version_of(cast), "institution", only.uid)
    db.session.commit()
    again = browser.get_once(there)
    assert (again.status, only.uid in again.location) == (302, False)
    for used in (only.uid, section(cast).content.uid, "no-id"):
        address = f"{url(cast, 'institution')}?row={used}"
        assert used not in browser.get_once(address).location


def test_one_more_of_the_same_keeps_its_activity(cast: Cast, browser: Browser) -> None:
    activity = made(cast, "activity", statement={"en": "Train miners"})
    browser.sign_in(cast.officer)
    page = browser.get(f"{url(cast, 'milestone')}?activity={activity}")
    answer = send(browser, page, fill(page, title="First course", _then="another"))
    page = follow(browser, answer)
    chosen = page.one('select[name="activity"] option[selected]')
    assert chosen.attrib["value"] == activity
    assert page.one('input[name="_uid"]').attrib["value"] != rows(cast, "milestone")[0].uid


def test_milestones_and_costs_are_listed_on_their_activity_and_added_there(
    cast: Cast, browser: Browser
) -> None:
    activity = made(cast, "activity", statement={"en": "Train miners"})
    other = made(cast, "activity", statement={"en": "Buy retorts"})
    made(cast, "milestone", title={"en": "Elsewhere"}, activity=other)
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "activity", activity))
    assert "Elsewhere" not in page.one("#table-milestone").text()
    add = page.one("#table-budget_line a.govuk-button").attrib["href"]
    form = browser.get(add)
    sent = fill(form, **{"cost-amount": "1 500", "cost-currency": "USD"})
    back = follow(browser, send(browser, form, sent))
    assert back.one("h1").text() == "Activity"
    assert "USD" in back.one("#table-budget_line").text()
    assert rows(cast, "budget_line")[0].answers == {
        "activity": activity,
        "cost": {"amount": "1500", "currency": "USD"},
    }


def test_an_institution_that_is_missing_can_be_added_on_the_way(
    cast: Cast, browser: Browser
) -> None:
    activity = made(cast, "activity", statement={"en": "Train miners"})
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "activity", activity))
    links = [a for a in page.select("#entry-form a") if "/rows/institution/new" in a.attrib["href"]]
    form = browser.get(links[0].attrib["href"])
    back = follow(browser, send(browser, form, fill(form, name="Ministry of Mines")))
    assert "Ministry of Mines" in [o.text() for o in back.select('select[name="lead"] option')]


def test_an_end_before_the_start_is_told_and_the_rest_is_saved(
    cast: Cast, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "activity"))
    answer = send(browser, page, fill(page, statement="Train", start="2026", end="2025"))
    page = follow(browser, answer)
    assert errors(page) == [("end", f"End: {END_BEFORE_START}")]
    assert page.one("#end").attrib["value"] == "2025"
    (saved,) = rows(cast, "activity")
    assert saved.answers == {"statement": {"en": "Train"}, "start": "2026"}
    page = save(browser, url(cast, "activity", saved.uid), start="2024")
    assert rows(cast, "activity")[0].answers["end"] == "2025"


def test_numbers_are_read_and_shown_in_the_readers_notation(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    browser.get("/account?lang=fr")
    uid = made(cast, "baseline", title={"en": "Survey"})
    save(
        browser,
        url(cast, "baseline", uid),
        **{"amount-best": "12 500,75", "amount-unit": "kg/yr", "_then": "stay"},
    )
    assert rows(cast, "baseline")[0].answers["amount"]["best"] == "12500.75"
    page = browser.get(url(cast, "baseline", uid))
    if page.one("html").attrib["lang"] == "fr":
        assert page.one("#amount-best").attrib["value"] == "12500,75"


def test_a_row_moves_by_its_buttons_without_scripts(cast: Cast, browser: Browser) -> None:
    uids = [made(cast, "institution", name={"en": name}) for name in "AB"]
    browser.sign_in(cast.officer)
    page = browser.get(f"/plans/{cast.plan.id}/sections/overview_law")
    buttons = page.select("#table-institution button")
    assert [b.attrib["value"] for b in buttons] == ["down", "up"]
    address = buttons[0].attrib["formaction"]
    answer = browser.post(address, {"direction": "down"}, token_from=url(cast, "institution"))
    assert answer.location.endswith(f"#row-{uids[0]}")
    assert [r.uid for r in rows(cast, "institution")] == uids[::-1]


def test_moving_onto_another_page_of_a_long_register_leads_there(
    cast: Cast, browser: Browser
) -> None:
    uids = [add_row(cast, "institution", {"name": {"en": str(n)}}) for n in range(26)]
    db.session.commit()
    browser.sign_in(cast.officer)
    answer = browser.post(
        url(cast, "institution", uids[24], "/move"),
        {"direction": "down"},
        token_from=url(cast, "institution"),
    )
    assert "institution=2" in answer.location


def test_removing_asks_first_and_lists_what_points_at_the_row(cast: Cast, browser: Browser) -> None:
    ministry = made(cast, "institution", name={"en": "Ministry"})
    made(cast, "activity", statement={"en": "Train miners"}, lead=ministry)
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "institution", ministry, "/remove"))
    assert "Ministry" in page.one("h1").text()
    assert "Train miners" in page.one("main ul").text()
    assert len(rows(cast, "institution")) == 1
    answer = browser.post(
        url(cast, "institution", ministry, "/remove"), {}, token_from=url(cast, "institution")
    )
    assert rows(cast, "institution") == ()
    page = follow(browser, answer)
    assert "Ministry" in page.one(".app-notice").text()
    put_back = page.one(".app-notice button").attrib["formaction"]
    page = follow(browser, browser.post(put_back, {}, token_from=url(cast, "institution")))
    assert len(rows(cast, "institution")) == 1
    assert not page.select(".app-notice")


def test_a_row_removed_from_its_activity_leads_back_to_it(cast: Cast, browser: Browser) -> None:
    activity = made(cast, "activity", statement={"en": "Train miners"})
    made(cast, "milestone", title={"en": "Course"}, activity=activity)
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "activity", activity))
    remove = [a for a in page.select("#table-milestone a") if "/remove" in a.attrib["href"]]
    confirm = browser.get(remove[0].attrib["href"])
    action = confirm.one("main form").attrib["action"]
    page = follow(browser, browser.post(action, {}, token_from=url(cast, "activity")))
    assert page.one("h1").text() == "Activity"
    assert "Course" in page.one(".app-notice").text()


def test_a_row_removed_while_somebody_wrote_shows_the_text_and_takes_it_back(
    cast: Cast, browser: Browser
) -> None:
    uid = made(cast, "activity", statement={"en": "Train miners"}, start="2024")
    page = browser.sign_in(cast.officer).get(url(cast, "activity", uid))
    registers.remove(cast.actor("colleague"), version_of(cast), "activity", uid)
    db.session.commit()
    answer = send(browser, page, fill(page, statement="Long and careful work", end="20x6"))
    assert answer.status == 409
    assert "Long and careful work" in answer.text
    assert "20x6" in answer.text
    form = "main form"
    page = follow(browser, send(browser, answer, fill(answer, form, _restore="y"), form))
    assert rows(cast, "activity")[0].answers == {
        "statement": {"en": "Long and careful work"},
        "start": "2024",
    }
    page = browser.get(url(cast, "activity", uid))
    assert page.one("#end").attrib["value"] == "20x6"


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_who_only_reads_reads_a_row_and_changes_nothing(
    cast: Cast, browser: Browser, who: str
) -> None:
    uid = made(cast, "institution", name={"en": "Ministry"}, contact={"en": "Secret-77"})
    browser.sign_in(getattr(cast, who))
    page = browser.get(url(cast, "institution", uid))
    assert "Ministry" in page.text
    assert "Secret-77" not in page.text
    assert not page.select("main form, main input, main select, main button")
    own = url(cast, "institution", uid)
    assert browser.get(url(cast, "institution")).status == 403
    for tail in ("", "/move", "/remove", "/restore"):
        answer = browser.post(url(cast, "institution", uid, tail), {"name": "x"}, token_from=own)
        assert answer.status == 403, tail
    assert browser.get(url(cast, "institution", uid, "/remove")).status == 403
    assert rows(cast, "institution")[0].answers["name"] == {"en": "Ministry"}


def test_a_row_held_back_is_neither_shown_nor_named(cast: Cast, browser: Browser) -> None:
    site = made(cast, "site", name={"en": "Pit-5512"})
    stakeholder = made(cast, "stakeholder", name={"en": "Group-8842"})
    entry = made(cast, "input", said={"en": "Heard"}, stakeholder=stakeholder)
    browser.sign_in(cast.reviewer)
    assert browser.get(url(cast, "site", site)).status == 404
    page = browser.get(url(cast, "input", entry))
    assert "Heard" in page.text
    assert "Group-8842" not in page.text


def test_behind_the_wall_no_row_exists(cast: Cast, browser: Browser) -> None:
    uid = made(cast, "institution", name={"en": "Ministry"})
    browser.sign_in(cast.stranger)
    own = f"/plans/{cast.other_plan.id}/sections/gender"
    assert browser.get(url(cast, "institution")).status == 404
    assert browser.get(url(cast, "institution", uid)).status == 404
    assert browser.get(f"/plans/{cast.other_plan.id}/rows/institution/{uid}").status == 404
    for tail in ("", "/move", "/remove", "/restore"):
        for plan in (cast.plan, cast.other_plan):
            address = f"/plans/{plan.id}/rows/institution/{uid}{tail}"
            assert browser.post(address, {"name": "x"}, token_from=own).status == 404, address


def test_a_register_nobody_offered_is_not_found(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    assert browser.get(url(cast, "no_such_register")).status == 404
    uid = made(cast, "institution", name={"en": "Ministry"})
    assert browser.get(url(cast, "region", uid)).status == 404
    assert browser.get(url(cast, "region", uid, "/remove")).status == 404


def test_a_way_back_leads_only_to_our_own_pages(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(f"{url(cast, 'institution')}?back=https://example.org/")
    answer = send(browser, page, fill(page, name="Ministry"))
    assert answer.location.startswith(f"/plans/{cast.plan.id}/")


def test_a_reference_in_the_address_must_be_a_row_of_the_right_register(
    cast: Cast, browser: Browser
) -> None:
    uid = made(cast, "institution", name={"en": "Ministry"})
    page = browser.sign_in(cast.officer).get(f"{url(cast, 'milestone')}?activity={uid}")
    assert not page.select('select[name="activity"] option[selected][value]:not([value=""])')


def test_the_form_of_a_row_asks_the_database_as_often_for_many_rows_as_for_one(
    cast: Cast, browser: Browser, queries: QueryCount
) -> None:
    uid = made(cast, "activity", statement={"en": "Train miners"})
    browser.sign_in(cast.officer)
    counts = []
    for _ in range(2):
        page = url(cast, "activity", uid)
        browser.get(page)
        with queries:
            browser.get(page)
        counts.append(queries.count)
        for number in range(8):
            made(cast, "milestone", title={"en": str(number)}, activity=uid)
            made(cast, "institution", name={"en": str(number)})
    assert counts[0] == counts[1] <= 12


def test_a_new_row_sent_again_after_it_was_removed_is_not_added_silently(
    cast: Cast, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "institution"))
    sent = fill(page, name="Ministry of Mines")
    send(browser, page, sent)
    (added,) = rows(cast, "institution")
    registers.remove(cast.actor("colleague"), version_of(cast), "institution", added.uid)
    answer = send(browser, page, sent)
    assert answer.status == 409
    assert "Ministry of Mines" in answer.text
    assert rows(cast, "institution") == ()


def test_the_notice_of_a_removal_is_gone_once_the_row_is_back(cast: Cast, browser: Browser) -> None:
    uid = made(cast, "institution", name={"en": "Ministry"})
    browser.sign_in(cast.officer)
    for removed in (f"institution:{uid}", "institution:no-id", f"nothing:{uid}"):
        page = browser.get(f"/plans/{cast.plan.id}/sections/overview_law?removed={removed}")
        assert page.status == 200
        assert not page.select(".app-notice")


def test_one_more_after_a_change_is_a_new_row(cast: Cast, browser: Browser) -> None:
    uid = made(cast, "institution", name={"en": "Ministry"})
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "institution", uid))
    answer = send(browser, page, fill(page, acronym="MoM", _then="another"))
    assert answer.location.endswith("/rows/institution/new")


def test_a_file_of_the_plan_is_picked_as_evidence_and_shown_as_a_link(
    cast: Cast, browser: Browser
) -> None:
    file = StoredFile(
        party_id=cast.plan.party_id,
        plan_id=cast.plan.id,
        name="survey.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        clean_sha256="0" * 64,
        clean_size=1,
        audience="drafting_team",
    )
    db.session.add(file)
    db.session.commit()
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "annex"))
    answer = send(browser, page, fill(page, title="Survey", **{"document-file": file.id}))
    page = follow(browser, answer)
    assert "survey.pdf" in page.one("#table-annex").text()
    (annex,) = rows(cast, "annex")
    page = browser.get(url(cast, "annex", annex.uid))
    assert page.one(".app-evidence__name a").attrib["href"].endswith(file.id)
    assert "survey.pdf" not in browser.sign_in(cast.reviewer).get(page_url(cast)).text


def page_url(cast: Cast) -> str:
    return f"/plans/{cast.plan.id}/sections/annexes"


def test_an_item_in_the_address_is_ticked_on_a_new_activity(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(url(cast, "activity") + "?items=1f&items=7z")
    ticked = page.select('input[name="items"][checked]')
    assert [box.attrib["value"] for box in ticked] == ["1f"]


def test_the_form_of_a_row_says_who_saved_it_last(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    assert "Last saved by" not in browser.get(url(cast, "institution")).text
    uid = made(cast, "institution", name={"en": "Customs"})
    send(browser, page := browser.get(url(cast, "institution", uid)), fill(page, name="Police"))
    assert f"Last saved by {cast.officer.name}" in browser.get(url(cast, "institution", uid)).text


def test_a_new_activity_says_where_its_milestones_and_costs_go(
    cast: Cast, browser: Browser
) -> None:
    browser.sign_in(cast.officer)
    told = "You can add its milestones and budget lines at the end of this page."
    answer = send(browser, page := browser.get(url(cast, "activity")), fill(page, statement="Go"))
    assert told in follow(browser, answer).text
    answer = send(browser, page := browser.get(url(cast, "institution")), fill(page, name="Go"))
    assert told not in follow(browser, answer).text
