"""Pages of versions: freezing, the acts recorded of them, the next one, a plan made elsewhere."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest

from nap_tracker import jobs
from nap_tracker.extensions import db
from nap_tracker.i18n import languages
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import entries, plans, records, sealing, submissions, versions
from nap_tracker.services.entries import Change
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import QueryCount
from tests.services.saving import version_of
from tests.services.test_sealing import needs_fonts


@pytest.fixture
def lead(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.coordinator)


@pytest.fixture
def frozen(cast: Cast) -> PlanVersion:
    version = version_of(cast)
    sealing.freeze(cast.actor("coordinator"), version)
    db.session.commit()
    return version


def at(cast: Cast, rest: str = "") -> str:
    return f"/plans/{cast.plan.id}/versions{rest}"


def told(version: PlanVersion) -> records.Record:
    return records.of_versions(OPERATOR, [version])[version.id]


def errors(page: Page) -> list[str]:
    return [one.text() for one in page.select(".govuk-error-summary__list li")]


def test_freezing_as_endorsed_is_a_page_that_says_what_will_happen(
    lead: Browser, cast: Cast, frozen: PlanVersion
):
    versions.begin_next(OPERATOR, frozen, versions.Purpose.AS_ENDORSED)
    page = lead.get(at(cast, "/2/freeze"))
    assert "Nothing in this version can change any more" in page.text
    answer = lead.post(at(cast, "/2/freeze"))
    assert answer.location.endswith("/versions/2")
    assert version_of(cast).frozen_at is not None
    assert version_of(cast).state == "sent_for_endorsement"
    assert "Version 2 is frozen." in lead.get(answer.location).text
    page = lead.post(at(cast, "/2/freeze"))
    assert page.status == 409
    assert page.one("h1").text() == "This version is frozen"


def test_any_other_text_is_frozen_by_sending_it(lead: Browser, cast: Cast):
    assert lead.get(at(cast, "/1/freeze")).location.endswith("/steps")
    lead.post(at(cast, "/1/freeze"))
    assert version_of(cast).frozen_at is None


def test_a_form_sent_into_a_frozen_version_gets_a_clear_page(
    browser: Browser, cast: Cast, frozen: PlanVersion
):
    officer = browser.sign_in(cast.officer)
    page = officer.post(f"/plans/{cast.plan.id}/sections/objectives", {"goal": "Late"})
    assert page.status == 409
    assert "nothing in it can change any more" in page.text
    assert "Late" in page.one(".app-typed").text()
    assert officer.get(f"/plans/{cast.plan.id}/sections/objectives").status == 200


def test_an_endorsement_shows_the_exact_text_and_is_recorded(
    lead: Browser, cast: Cast, frozen: PlanVersion
):
    url = at(cast, "/1/endorsements/new")
    data = {
        "once": str(uuid4()),
        "body": "Council of Ministers",
        "instrument": "Decree 12",
        "endorsed_on": "May 2024",
        "signatory": "The Prime Minister",
        "file": (io.BytesIO(b"signed"), "letter.txt"),
    }
    answer = lead.post(url, data)
    assert answer.location.endswith("/versions/1")
    fact = told(frozen).endorsements[0]
    assert (fact.body, fact.endorsed_on) == ("Council of Ministers", "2024-05")
    assert fact.file_id
    assert "Council of Ministers" in lead.get(answer.location).text


@needs_fonts
def test_the_form_of_an_endorsement_leads_to_the_exact_pdf(
    lead: Browser, cast: Cast, frozen: PlanVersion
):
    jobs.render_exports()
    file = sealing.newest(told(frozen).files, sealing.Kind.PDF)
    assert file is not None
    page = lead.get(at(cast, "/1/endorsements/new"))
    assert file.sha256 in page.text
    made = lead.get(f"/plans/{cast.plan.id}/sealed-files/{file.id}")
    assert made.response.data == sealing.read(file)
    assert made.response.headers["Content-Disposition"].startswith("attachment")


def test_an_endorsement_without_a_body_keeps_what_was_typed(
    lead: Browser, cast: Cast, frozen: PlanVersion
):
    page = lead.post(
        at(cast, "/1/endorsements/new"),
        {"body": "", "instrument": "Decree 12", "endorsed_on": "the day before"},
    )
    assert errors(page)[0] == "Enter who endorsed it"
    assert page.one("#instrument").attrib["value"] == "Decree 12"
    assert page.one("#endorsed_on").attrib["value"] == "the day before"
    assert not told(frozen).endorsements


def test_a_changed_text_leads_to_a_version_as_endorsed(
    lead: Browser, cast: Cast, frozen: PlanVersion
):
    data = {"body": "Cabinet", "with_changes": "y"}
    answer = lead.post(at(cast, "/1/endorsements/new"), data)
    assert answer.location.endswith("/versions/1/next?purpose=as_endorsed")
    page = lead.get(answer.location)
    assert page.one("input[value=as_endorsed]").attrib.get("checked") is not None
    lead.post(at(cast, "/1/next"), {"purpose": "as_endorsed"})
    assert version_of(cast).purpose == "as_endorsed"
    assert "As endorsed" in lead.get(at(cast)).text


def test_a_submission_gives_a_receipt(lead: Browser, cast: Cast, frozen: PlanVersion):
    data = {"sent_on": "3 May 2024", "reference": "ME/12", "bundle_id": ""}
    answer = lead.post(at(cast, "/1/submissions/new"), data)
    page = lead.get(answer.location)
    assert page.one("h1").text() == "Receipt no. 1"
    for words in ("3 May 2024", "ME/12", "Bruno Costa", frozen.snapshot_sha256):
        assert words in page.text
    assert "compl" not in page.one("main").text().lower()


def test_a_date_in_the_future_is_told_at_its_field(lead: Browser, cast: Cast, frozen: PlanVersion):
    page = lead.post(at(cast, "/1/submissions/new"), {"sent_on": "2149", "bundle_id": ""})
    assert errors(page) == ["Enter a date that is not in the future"]
    assert page.one("#sent_on").attrib["value"] == "2149"


def test_a_button_pressed_twice_records_once(lead: Browser, cast: Cast, frozen: PlanVersion):
    data = {"sent_on": "2024", "bundle_id": "", "once": str(uuid4())}
    first = lead.post(at(cast, "/1/submissions/new"), data)
    again = lead.post(at(cast, "/1/submissions/new"), data)
    assert first.location == again.location
    assert len(told(frozen).submissions) == 1


def test_the_day_of_receipt_is_added_later_and_the_first_receipt_stays(
    lead: Browser, cast: Cast, frozen: PlanVersion
):
    fact = submissions.record(OPERATOR, frozen, details={"sent_on": "2024-05"})
    url = f"/plans/{cast.plan.id}/submissions/{fact.id}"
    page = lead.get(f"{url}/edit")
    assert page.one("#sent_on").attrib["value"] == "2024-05"
    data = {"sent_on": "2024-05", "received_on": "2024-06-01", "bundle_id": ""}
    refused = lead.post(f"{url}/edit", data)
    assert errors(refused) == ["Enter why it is corrected"]
    answer = lead.post(f"{url}/edit", {**data, "because": "The answer came"})
    assert "Receipt no. 2" in lead.get(answer.location).text
    assert "This receipt was replaced" in lead.get(url).text
    assert "The answer came" in lead.get(at(cast, "/1")).text


@pytest.mark.parametrize("noun", ["endorsements", "submissions", "publications"])
def test_a_mistake_is_withdrawn_with_a_reason(
    lead: Browser, cast: Cast, frozen: PlanVersion, noun: str
):
    data = {"body": "Cabinet", "place": "Gazette", "sent_on": "2024", "bundle_id": ""}
    lead.post(at(cast, f"/1/{noun}/new"), data)
    fact = getattr(told(frozen), noun)[0]
    url = f"/plans/{cast.plan.id}/{noun}/{fact.id}/withdraw"
    assert errors(lead.post(url, {"because": ""})) == ["Enter why"]
    lead.post(url, {"because": "Another plan was meant"})
    assert getattr(told(frozen), noun) == []
    assert "Another plan was meant" in lead.get(at(cast, "/1")).text


def test_a_publication_says_where(lead: Browser, cast: Cast, frozen: PlanVersion):
    data = {"place": "Official gazette", "address": "https://example.org/1", "published_on": "2024"}
    answer = lead.post(at(cast, "/1/publications/new"), data)
    page = lead.get(answer.location)
    assert "Official gazette" in page.text
    fact = told(frozen).publications[0]
    edited = {**data, "place": "Site of the ministry", "because": "It was the site"}
    lead.post(f"/plans/{cast.plan.id}/publications/{fact.id}", edited)
    assert [f.place for f in told(frozen).publications] == ["Site of the ministry"]


@pytest.mark.parametrize(
    "path", ["/1", "/1/bundle", "/1/endorsements/new", "/1/submissions/new", "/1/publications/new"]
)
def test_every_page_of_a_version_lies_under_the_tab_of_the_steps(
    lead: Browser, cast: Cast, frozen: PlanVersion, path: str
):
    page = lead.get(at(cast, path))
    marked = [one.text() for one in page.select('.app-tabs [aria-current="true"]')]
    assert marked == ["Steps", "Versions"]
    assert not page.select('.app-tabs [aria-current="page"]')


def test_a_letter_in_a_language_the_program_does_not_speak_is_said_to_be(
    lead: Browser, cast: Cast, frozen: PlanVersion
):
    said = "This program cannot write the letter in"
    assert said not in lead.get(at(cast, "/1/bundle")).text
    frozen.plan.language = "lo"
    db.session.commit()
    page = lead.get(at(cast, "/1/bundle"))
    assert f"{said} Lao yet." in page.text
    offered = [option.attrib["value"] for option in page.select("#language option")]
    assert offered == list(languages())


@needs_fonts
def test_the_bundle_is_made_and_offered_when_the_submission_is_recorded(
    lead: Browser, cast: Cast, frozen: PlanVersion
):
    jobs.render_exports()
    answer = lead.post(at(cast, "/1/bundle"), {"language": "fr", "may_publish": "y"})
    assert answer.location.endswith("/versions/1")
    bundle = told(frozen).bundles[0]
    assert bundle.sha256 in lead.get(answer.location).text
    page = lead.get(at(cast, "/1/submissions/new"))
    assert bundle.id in [o.attrib["value"] for o in page.select("#bundle_id option")]
    answer = lead.post(at(cast, "/1/submissions/new"), {"bundle_id": bundle.id})
    assert "NAP-XAA-v1-public.pdf" in lead.get(answer.location).text


def test_old_versions_are_read_as_they_were(browser: Browser, cast: Cast):
    officer = cast.actor("officer")
    opened = entries.open_section(officer, version_of(cast), "objectives")
    words = {"en": '<p data-block="aaaaaaaa">The first goal</p>'}
    entries.save(officer, opened, Change(seen=0, answers={"goal": words}))
    row = entries.new_row(version_of(cast), "institution", {})
    entries.save(officer, row, Change(seen=0, answers={"name": {"en": "The old ministry"}}))
    sealing.freeze(OPERATOR, version_of(cast))
    begun = versions.begin_next(OPERATOR, version_of(cast))
    opened = entries.open_section(officer, begun, "objectives")
    words = {"en": '<p data-block="aaaaaaaa">The second goal</p>'}
    entries.save(officer, opened, Change(seen=opened.counter, answers={"goal": words}))
    db.session.commit()
    reader = browser.sign_in(cast.viewer)
    page = reader.get(at(cast, "/1/sections/objectives"))
    assert "The first goal" in page.text
    assert "The second goal" not in page.text
    section = plans.schema_of(begun, "en")
    owner = next(s.id for s in section.sections if "institution" in s.registers)
    assert "The old ministry" in reader.get(at(cast, f"/1/sections/{owner}")).text
    changes = reader.get(at(cast, "/2/changes"))
    assert "second" in changes.text
    assert changes.one("h1").text() == "What changed from version 1 to version 2"


def test_a_reviewer_reads_no_section_that_is_held_back(browser: Browser, cast: Cast):
    officer = cast.actor("officer")
    opened = entries.open_section(officer, version_of(cast), "objectives")
    change = Change(seen=0, answers={}, audience="drafting_team")
    entries.save(officer, opened, change)
    sealing.freeze(OPERATOR, version_of(cast))
    db.session.commit()
    reader = browser.sign_in(cast.reviewer)
    assert reader.get(at(cast, "/1/sections/objectives")).status == 404
    links = [a.attrib["href"] for a in reader.get(at(cast, "/1")).select("main a")]
    assert not any(link.endswith("/sections/objectives") for link in links)


def test_a_next_version_needs_a_frozen_one(lead: Browser, cast: Cast):
    assert lead.get(at(cast, "/1/next")).status == 409


def test_a_plan_made_elsewhere_is_registered(lead: Browser, cast: Cast):
    data = {
        "once": str(uuid4()),
        "party": cast.amberland.id,
        "title": "Plan d’action national",
        "file": (io.BytesIO(b"the plan of 2020"), "plan.txt"),
        "audience": "public",
        "language": "fr",
        **{f"further_{place}": "" for place in (1, 2, 3)},
        "period_start": "2020",
        "period_end": "2029",
        "endorsed_on": "February 2020",
        "endorsed_by": "Conseil des ministres",
        "sent_on": "2020-04",
    }
    answer = lead.post("/plans/register", data)
    assert answer.location.endswith("/versions/1")
    page = lead.get(answer.location)
    for words in ("Registered with its original file", "Conseil des ministres", "April 2020"):
        assert words in page.text
    assert "The text of the plan is frozen, so it is read-only." in page.text
    assert "sent for endorsement" not in page.text
    made = db.session.query(Plan).filter_by(period_start="2020").one()
    version = plans.newest(OPERATOR, made.id)
    assert version.frozen_at is not None
    file = told(version).files[0]
    assert lead.get(f"/plans/{made.id}/sealed-files/{file.id}").response.data == b"the plan of 2020"


def test_a_registration_without_its_file_keeps_what_was_typed(lead: Browser, cast: Cast):
    page = lead.post("/plans/register", {"title": "Old plan", "language": "fr", "sent_on": "2020"})
    assert "Choose the file of the plan" in errors(page)
    assert page.one("#title").attrib["value"] == "Old plan"
    assert page.one("#sent_on").attrib["value"] == "2020"


@pytest.mark.parametrize("rest", ["", "/1", "/1/sections/objectives"])
def test_the_number_of_queries_does_not_grow_with_versions(
    lead: Browser, cast: Cast, queries: QueryCount, rest: str
):
    def asked() -> int:
        lead.get(at(cast, rest))
        with queries as counted:
            assert lead.get(at(cast, rest)).status == 200
        return counted.count

    sealing.freeze(OPERATOR, version_of(cast))
    submissions.record(OPERATOR, version_of(cast), details={"sent_on": "2024"})
    db.session.commit()
    few = asked()
    for _ in range(3):
        version = versions.begin_next(OPERATOR, version_of(cast))
        sealing.freeze(OPERATOR, version)
        submissions.record(OPERATOR, version, details={"sent_on": "2024"})
    db.session.commit()
    assert asked() == few <= 12


def test_what_happened_to_a_frozen_text_can_be_recorded_from_where_the_plan_stands(
    lead: Browser, cast: Cast, frozen: PlanVersion
):
    page = lead.get(f"/plans/{cast.plan.id}/steps")
    acts = [one.text() for one in page.select(".app-acts a")]
    assert acts[:3] == ["Record an endorsement", "Record a submission", "Record a publication"]
    lead.sign_in(cast.officer)
    offered = lead.get(f"/plans/{cast.plan.id}/steps")
    assert "Record an endorsement" not in offered.text


def test_an_open_text_offers_nothing_to_record(lead: Browser, cast: Cast):
    page = lead.get(f"/plans/{cast.plan.id}/steps")
    assert "Record a submission" not in page.text


def test_a_receipt_leads_to_adding_when_it_was_received_until_it_was_replaced(
    lead: Browser, cast: Cast, frozen: PlanVersion
):
    fact = submissions.record(
        cast.actor("coordinator"), frozen, details={"sent_on": "2020-05", "bundle_id": None}
    )
    db.session.commit()
    address = f"/plans/{cast.plan.id}/submissions/{fact.id}"
    assert "add when it was received" in lead.get(address).text
    submissions.correct(
        cast.actor("coordinator"),
        frozen,
        fact,
        details={"sent_on": "2020-05", "received_on": "2020-06", "bundle_id": None},
        because="the letter came",
    )
    db.session.commit()
    assert "add when it was received" not in lead.get(address).text


def test_a_copy_in_which_nothing_differs_says_so(lead: Browser, cast: Cast, frozen: PlanVersion):
    versions.begin_next(cast.actor("coordinator"), frozen, versions.Purpose.AMENDMENT)
    db.session.commit()
    assert "No section and no row differs." in lead.get(at(cast, "/2/changes")).text
