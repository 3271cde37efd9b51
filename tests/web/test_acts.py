"""The pages of the log and its files."""

from __future__ import annotations

from nap_tracker.extensions import db
from nap_tracker.roles import OPERATOR
from nap_tracker.services import history, uploads
from nap_tracker.services import plans as plan_services
from nap_tracker.web import acts
from tests.browser_client import Browser
from tests.cast import Cast


def filled(cast: Cast) -> None:
    version = plan_services.newest(OPERATOR, cast.plan.id)
    uploads.add(cast.actor("officer"), version, name="<b>map.txt", data=b"words")
    history.record(
        cast.actor("focal_point"),
        "plan:edited",
        party_id=cast.amberland.id,
        plan_id=cast.plan.id,
        happened_on="2020-05",
    )
    cast.amberland.time_zone = "Asia/Ulaanbaatar"
    db.session.commit()


def test_a_log_says_who_did_what_and_both_its_dates(browser: Browser, cast: Cast):
    filled(cast)
    page = browser.sign_in(cast.coordinator).get(f"/plans/{cast.plan.id}/log")
    text = page.one("main").text()
    assert "Amina Diallo changed the title, the period or the languages of the plan." in text
    assert "Happened: May 2020; recorded:" in text
    assert "Chen Li added the file “<b>map.txt”." in text
    assert "Asia/Ulaanbaatar" in text


def test_filters_stand_in_the_address(browser: Browser, cast: Cast):
    filled(cast)
    browser.sign_in(cast.focal_point)
    page = browser.get(f"/parties/{cast.amberland.id}/log?group=files&person={cast.officer.id}")
    assert len(page.select(".app-acts__line")) == 1
    assert "?group=files" in page.select("a[href*='/log/csv']")[0].attrib["href"]


def test_a_day_that_is_none_is_said_at_its_field(browser: Browser, cast: Cast):
    filled(cast)
    page = browser.sign_in(cast.focal_point).get(f"/parties/{cast.amberland.id}/log?since=soon")
    assert "Enter a day, for example 2027-12-31" in page.one("main").text()
    assert page.one("#since").attrib["value"] == "soon"


def test_the_files_hold_what_is_chosen(browser: Browser, cast: Cast):
    filled(cast)
    browser.sign_in(cast.focal_point)
    found = browser.get(f"/plans/{cast.plan.id}/log/csv?group=files").response
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert len(found.get_data(as_text=True).strip().splitlines()) == 2
    assert browser.get(f"/plans/{cast.plan.id}/log/json").response.json["plan"] == cast.plan.id
    assert browser.get(f"/plans/{cast.plan.id}/log/exe").status == 404


def test_it_speaks_french(browser: Browser, cast: Cast):
    filled(cast)
    page = browser.sign_in(cast.focal_point).get(f"/plans/{cast.plan.id}/log?lang=fr")
    assert "Chen Li a ajouté le fichier « <b>map.txt »." in page.one("main").text()


def test_a_long_log_is_written_to_disk_and_sent_in_pieces(browser: Browser, cast: Cast):
    for number in range(6):
        words = {f"n{number}-{k}": "x" * 900 for k in range(300)}
        history.record(
            cast.actor("officer"),
            "plan:edited",
            party_id=cast.amberland.id,
            plan_id=cast.plan.id,
            details=words,
        )
    db.session.commit()
    browser.sign_in(cast.focal_point)
    for ending in ("csv", "json"):
        sent = browser.get(f"/parties/{cast.amberland.id}/log/{ending}").response
        pieces = list(sent.iter_encoded())
        assert sum(map(len, pieces)) == sent.content_length > acts.IN_MEMORY
        assert max(map(len, pieces)) < acts.IN_MEMORY / 10
