"""The Party's page on Article 7, and recording what happened, as people meet them."""

from __future__ import annotations

import io
from typing import Any

import pytest

from nap_tracker.extensions import db
from nap_tracker.models.obligation import TreatyFact
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.roles import Role
from nap_tracker.services import removals, treaty_facts
from tests.browser_client import Browser, Page
from tests.cast import Cast, give
from tests.doors import Clock, QueryCount
from tests.web.filling import fill, send

BIG = "more_than_insignificant"


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    """10 March 2026."""


def home(cast: Cast) -> str:
    return f"/parties/{cast.amberland.id}/article-7"


def record(browser: Browser, cast: Cast, kind: str, **fields: Any) -> Page:
    url = f"{home(cast)}/record/{kind}"
    return browser.post(url, fields, token_from=url)


def owing(browser: Browser, cast: Cast) -> None:
    record(browser, cast, "deposit", choice="ratification", happened_on="2017-04-10")
    record(browser, cast, "determination", choice=BIG, happened_on="2018-01", body="Cabinet")
    record(browser, cast, "notification", happened_on="1 March 2018")


def words(page: Page, selector: str) -> str:
    return " ".join(found.text() for found in page.select(selector))


def fact_url(cast: Cast, kind: str) -> str:
    row = db.session.query(TreatyFact).filter_by(kind=kind).order_by(TreatyFact.number).first()
    assert row is not None
    return f"{home(cast)}/facts/{row.fact_id}"


def test_the_five_seconds(cast: Cast, browser: Browser):
    browser.sign_in(cast.focal_point)
    owing(browser, cast)
    panel = browser.get(home(cast)).one(".app-clock").text()
    assert "Submit the national action plan to the Secretariat" in panel
    assert "1 March 2021" in panel
    assert "Overdue by 1,835 days" in panel
    assert "The later of the two counts: the notification." in panel
    assert "Article 7(3)(b)" in panel


def test_a_party_of_which_nothing_is_recorded_is_asked_for_its_deposit(
    cast: Cast, browser: Browser
):
    panel = browser.sign_in(cast.focal_point).get(home(cast)).one(".app-clock")
    assert "may prepare a plan of its own will" in panel.text()
    assert panel.element.find(".//a").attrib["href"] == f"{home(cast)}/record/deposit"


def test_before_the_notification_the_plan_has_its_earliest_date(cast: Cast, browser: Browser):
    browser.sign_in(cast.focal_point)
    record(browser, cast, "deposit", choice="ratification", happened_on="2017-04-10")
    record(browser, cast, "determination", choice=BIG, happened_on="2018-01", body="Cabinet")
    panel = browser.get("/").one(".app-clock").text()
    assert "Notify the Secretariat of the determination" in panel
    assert "16 August 2020. At the earliest; depends on the notification." in panel


def test_who_leads_several_parties_sees_a_line_for_each_by_its_name(cast: Cast, browser: Browser):
    give(cast.focal_point, Role.FOCAL_POINT, cast.borealia)
    owing(browser.sign_in(cast.focal_point), cast)
    lines = [item.text() for item in browser.get("/").select(".app-clock__parties li")]
    assert [line.split()[0] for line in lines] == ["Amberland", "Borealia"]
    assert "Overdue by 1,835 days" in lines[0]


def test_nobody_without_a_say_is_shown_the_panel_at_home(cast: Cast, browser: Browser):
    owing(browser.sign_in(cast.coordinator), cast)
    for who in ("officer", "viewer", "reviewer", "administrator"):
        page = Browser(browser.app).sign_in(getattr(cast, who)).get("/")
        assert page.select(".app-clock") == [], who


def test_a_viewer_sees_dates_and_neither_reasons_nor_buttons(cast: Cast, browser: Browser):
    owing(browser.sign_in(cast.coordinator), cast)
    page = browser.sign_in(cast.viewer).get(home(cast))
    assert "1 March 2021" in words(page, ".app-clock")
    assert page.select(".app-clock a") == []
    assert [a for a in page.select("main a") if "/facts/" in a.attrib["href"]] == []
    assert browser.get(fact_url(cast, "notification")).status == 403


def test_bad_input_is_told_at_its_field_and_kept(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    page = record(
        browser,
        cast,
        "determination",
        choice=BIG,
        happened_on="last spring",
        body="Cabinet",
        reasoning="Many people",
    )
    assert page.status == 200
    (link,) = page.select(".govuk-error-summary__list a")
    assert link.attrib["href"] == "#happened_on"
    assert page.one("#happened_on").attrib["value"] == "last spring"
    assert page.one("#reasoning").text() == "Many people"
    assert db.session.query(TreatyFact).count() == 0


def test_a_day_to_come_is_refused_at_its_field(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    page = record(browser, cast, "deposit", choice="accession", happened_on="2026-03-11")
    assert "still to come" in words(page, "#happened_on-error")


def test_what_later_readers_will_miss_is_said_and_stops_nothing(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    record(browser, cast, "determination", choice=BIG, happened_on="2018", body="Cabinet")
    assert "No reasoning is recorded" in words(browser.get(home(cast)), ".app-flash")
    record(browser, cast, "notification", happened_on="2018-05")
    assert "The letter is not attached" in words(browser.get(home(cast)), ".app-flash")
    assert db.session.query(TreatyFact).count() == 2


def test_pressing_twice_records_once(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    url = f"{home(cast)}/record/deposit"
    name = browser.get(url).one("#fact_id").attrib["value"]
    for _ in range(2):
        page = record(
            browser, cast, "deposit", fact_id=name, choice="accession", happened_on="2018-05-01"
        )
        assert page.status == 302
    assert db.session.query(TreatyFact).count() == 1


def test_a_letter_comes_with_its_file_for_the_drafting_team_alone(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    record(browser, cast, "determination", choice=BIG, happened_on="2018", body="Cabinet")
    letter = (io.BytesIO(b"We hereby notify"), "letter.txt")
    record(browser, cast, "notification", happened_on="2018-05", files=letter)
    file = db.session.query(StoredFile).one()
    assert (file.plan_id, file.audience) == (None, "drafting_team")
    url = f"/parties/{cast.amberland.id}/files/{file.id}"
    assert (
        browser.get(fact_url(cast, "notification")).one(f'a[href="{url}"]').text() == "letter.txt"
    )
    assert browser.get(f"{url}/original").response.data == b"We hereby notify"
    assert browser.get(f"/plans/{cast.plan.id}/files/{file.id}").status == 404
    for who, status in (("officer", 200), ("viewer", 403), ("reviewer", 403), ("stranger", 404)):
        assert Browser(browser.app).sign_in(getattr(cast, who)).get(url).status == status, who


def test_a_letter_that_was_withdrawn_is_named_and_no_longer_had(cast: Cast, browser: Browser):
    browser.sign_in(cast.focal_point)
    record(browser, cast, "determination", choice=BIG, happened_on="2018", body="Cabinet")
    letter = (io.BytesIO(b"Ask for Kofi at the well"), "letter.txt")
    record(browser, cast, "notification", happened_on="2018-05", files=letter)
    file = db.session.query(StoredFile).one()
    removals.remove_file(
        cast.actor("focal_point"), cast.amberland, file, files=(), reason="It names a person"
    )
    db.session.commit()
    url = f"/parties/{cast.amberland.id}/files/{file.id}"
    assert browser.get(url).status == browser.get(f"{url}/original").status == 404
    fact = fact_url(cast, "notification")
    assert "letter.txt withdrawn to protect people" in browser.get(fact).one("main").text()
    edit = f"{fact}/edit"
    assert browser.get(edit).select('input[name="keep"]') == []
    fields = {"happened_on": "2018-05", "received_on": "2018-06", "seen": "1"}
    assert browser.post(edit, fields, token_from=edit).status == 302


def test_a_plan_that_was_submitted_before_is_registered_from_its_duty(cast: Cast, browser: Browser):
    owing(browser.sign_in(cast.coordinator), cast)
    assert browser.get(home(cast)).select('#duty-plan a[href="/plans/register"]')
    assert not browser.sign_in(cast.viewer).get(home(cast)).select('a[href="/plans/register"]')


def test_a_file_that_cannot_be_taken_is_refused_and_nothing_recorded(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    bad = (io.BytesIO(b"\x00\x01\x02"), "letter.bin")
    page = record(browser, cast, "deposit", choice="accession", happened_on="2018", files=bad)
    assert "This kind of file cannot be taken" in words(page, "#files-error")
    assert db.session.query(TreatyFact).count() == 0


def test_a_correction_asks_why_and_shows_what_it_said_before(cast: Cast, browser: Browser):
    browser.sign_in(cast.focal_point)
    owing(browser, cast)
    url = fact_url(cast, "notification")
    edit = browser.get(f"{url}/edit")
    assert edit.one("#happened_on").attrib["value"] == "2018-03-01"
    fields = {"happened_on": "2018-05-20", "seen": "1"}
    refused = browser.post(f"{url}/edit", fields, token_from=f"{url}/edit")
    assert "Say why it changes" in words(refused, "#reason-error")
    done = corrected(browser, url, happened_on="2018-05-20", reason="The stamp")
    assert done.location == url
    page = browser.get(url)
    assert "20 May 2018" in words(page, ".app-statement")
    assert "1 March 2018" in words(page, ".app-statement--before")
    assert "20 May 2021" in words(browser.get(home(cast)), ".app-clock")


def asked(browser: Browser, url: str, **changes: Any) -> Page:
    """The page that says what a correction would change."""
    page = browser.get(f"{url}/edit")
    return send(browser, page, fill(page, "main form", **changes), "main form")


def corrected(browser: Browser, url: str, **changes: Any) -> Page:
    """Read what will change, and press again."""
    page = asked(browser, url, **changes)
    return send(browser, page, fill(page, "main form"), "main form")


def test_what_a_correction_changes_is_told_before_anything_is_recorded(
    cast: Cast, browser: Browser
):
    browser.sign_in(cast.coordinator)
    owing(browser, cast)
    before = db.session.query(TreatyFact).count()
    page = asked(
        browser, fact_url(cast, "notification"), happened_on="2018-05-20", reason="The stamp"
    )
    told = words(page, ".app-notice")
    assert "Nothing is recorded yet." in told
    assert "Submit the national action plan to the Secretariat. Now: 1 March 2021" in told
    assert "Then: 20 May 2021" in told
    assert page.one("#reason").text() == "The stamp"
    assert db.session.query(TreatyFact).count() == before
    done = send(browser, page, fill(page, "main form"), "main form")
    assert done.status == 302
    assert db.session.query(TreatyFact).count() == before + 1
    assert "1 March 2018" in words(
        browser.get(fact_url(cast, "notification")), ".app-statement--before"
    )


def test_a_correction_that_would_leave_a_letter_without_footing_is_refused(
    cast: Cast, browser: Browser
):
    """It is corrected first, or the decision is struck out, which names the letter."""
    browser.sign_in(cast.coordinator)
    owing(browser, cast)
    changes = {"choice": "not_more_than_insignificant", "reason": "Mistyped"}
    page = asked(browser, fact_url(cast, "determination"), **changes)
    assert "could then no longer follow it" in words(page, "#happened_on-error")


def test_who_read_something_else_reads_again(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    owing(browser, cast)
    url = fact_url(cast, "notification")
    page = asked(browser, url, happened_on="2018-05-20", reason="The stamp")
    other = fill(page, "main form", happened_on="2018-06-20")
    again = send(browser, page, other, "main form")
    assert "Then: 20 June 2021" in words(again, ".app-notice")


def test_filling_in_what_nothing_depends_on_asks_nothing(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    owing(browser, cast)
    url = fact_url(cast, "notification")
    assert asked(browser, url, reference="N. 12/2018").location == url


def test_files_sent_with_a_correction_that_asks_stay_attached(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    owing(browser, cast)
    url = fact_url(cast, "notification")
    page = browser.get(f"{url}/edit")
    sent = fill(page, "main form", happened_on="2018-05-20", reason="The stamp")
    sent["files"] = (io.BytesIO(b"The letter"), "letter.txt")  # type: ignore[assignment]
    page = send(browser, page, sent, "main form")
    assert "letter.txt" in page.one("main form").text()
    assert send(browser, page, fill(page, "main form"), "main form").location == url
    assert "letter.txt" in words(browser.get(url), ".app-statement")


def test_a_bad_date_is_told_before_what_would_change(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    owing(browser, cast)
    changes = {"happened_on": "2999-01-01", "reason": "x"}
    page = asked(browser, fact_url(cast, "notification"), **changes)
    assert not page.select(".app-notice")
    assert page.select("#happened_on-error")


def test_of_two_coordinators_at_once_the_second_is_told(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    owing(browser, cast)
    url = f"{fact_url(cast, 'notification')}/edit"
    fields = {"happened_on": "2018-03-01", "received_on": "2018-03-09", "seen": "1"}
    assert browser.post(url, fields, token_from=url).status == 302
    second = Browser(browser.app).sign_in(cast.focal_point).post(url, fields, token_from=url)
    assert "Somebody else changed this" in words(second, ".govuk-error-summary")


def test_struck_out_it_counts_for_nothing_and_stays_on_the_page(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    owing(browser, cast)
    url = fact_url(cast, "notification")
    page = browser.get(f"{url}/strike-out")
    told = words(page, ".app-notice")
    assert "and no longer at “Determined to be more than insignificant, and notified”" in told
    assert "Now: 1 March 2021" in told
    refused = send(browser, page, fill(page, "main form"), "main form")
    assert "Say why" in words(refused, "#reason-error")
    send(browser, page, fill(page, "main form", reason="Another country's"), "main form")
    page = browser.get(home(cast))
    assert "Notify the Secretariat" in words(page, ".app-clock")
    assert "Letter to the Secretariat" in words(page, ".app-acts s")
    assert browser.get(f"{url}/edit").status == 404


def test_striking_out_a_determination_names_the_letters_that_hang_on_it(
    cast: Cast, browser: Browser
):
    browser.sign_in(cast.coordinator)
    owing(browser, cast)
    page = browser.get(f"{fact_url(cast, 'determination')}/strike-out")
    told = words(page, ".app-notice")
    assert "The letter to the Secretariat (1 March 2018) no longer counts" in told
    assert "Nothing of it is lost" in told
    record(browser, cast, "determination", choice=BIG, happened_on="2019", body="Cabinet")
    sent = fill(page, "main form", reason="Entered twice")
    again = send(browser, page, sent, "main form")
    assert again.status == 200
    assert "Nothing is recorded yet." in words(again, ".app-notice")
    assert again.one("#reason").text() == "Entered twice"


def test_a_reading_needs_its_reason_and_moves_the_date(cast: Cast, browser: Browser):
    browser.sign_in(cast.focal_point)
    owing(browser, cast)
    edit = f"{fact_url(cast, 'notification')}/edit"
    browser.post(
        edit,
        {"happened_on": "2018-03-01", "received_on": "2018-03-09", "seen": "1"},
        token_from=edit,
    )
    url = f"{home(cast)}/readings/notification_date"
    refused = browser.post(url, {"choice": "received", "reason": " "}, token_from=url)
    assert "Give the reason" in words(refused, "#reason-error")
    browser.post(url, {"choice": "received", "reason": "A letter of 2019"}, token_from=url)
    page = browser.get(home(cast))
    assert "9 March 2021" in words(page, ".app-clock")
    assert "This date rests on a reading." in page.text
    assert "A letter of 2019" in page.text
    assert browser.get(f"{home(cast)}/readings/the_weather").status == 404


def test_a_report_is_recorded_as_filed_from_its_line(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    owing(browser, cast)
    page = browser.get(home(cast))
    links = [a.attrib["href"] for a in page.select("#duty-full_report-2025 a")]
    (url,) = [link for link in links if "/record/filing" in link]
    assert browser.get(url).one("h1").text() == "Full national report of 2025"
    browser.post(url, {"happened_on": "2025-12-20"}, token_from=url)
    assert "Filed: 20 December 2025" in words(browser.get(home(cast)), "#duty-full_report-2025")


@pytest.mark.parametrize("duty", ["", "plan", "review-7", "full_report-1999"])
def test_what_is_no_duty_here_cannot_be_filed(cast: Cast, browser: Browser, duty: str):
    browser.sign_in(cast.coordinator)
    assert browser.get(f"{home(cast)}/record/filing?duty={duty}").status == 404


def test_a_partial_date_is_said_as_it_is_known(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    record(browser, cast, "deposit", choice="accession", happened_on="2020-04")
    page = browser.get(home(cast))
    assert "between 30 June 2020 and 29 July 2020" in page.text


def test_the_page_takes_few_queries_however_long_the_history(
    cast: Cast, browser: Browser, queries: QueryCount
):
    browser.sign_in(cast.coordinator)
    owing(browser, cast)
    browser.get(home(cast))
    with queries as count:
        browser.get(home(cast))
    short = count.count
    for year in range(2019, 2025):
        record(browser, cast, "determination", choice=BIG, happened_on=str(year), body="Cabinet")
    browser.get(home(cast))
    with queries as count:
        browser.get(home(cast))
    assert count.count == short <= 12


def test_the_record_of_one_party_is_its_own(cast: Cast, browser: Browser):
    browser.sign_in(cast.coordinator)
    owing(browser, cast)
    assert treaty_facts.load([cast.borealia.id])[cast.borealia.id].facts == ()
