"""Pages of indicators: choosing, entering a value, approving several, what is hidden."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask, url_for
from sqlalchemy import select

from nap_tracker.clock import today
from nap_tracker.extensions import db
from nap_tracker.i18n import gettext
from nap_tracker.models.indicator_track import IndicatorTrack, Observation
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import indicator_figures, indicator_pictures, indicator_standings
from nap_tracker.services.indicator_figures import BASELINE, TARGET, Figures
from nap_tracker.services.indicator_standings import AsOf
from tests.browser_client import Browser
from tests.cast import Cast
from tests.doors import QueryCount
from tests.services.observed import approved, enter, follow, in_force, value

pytestmark = pytest.mark.database
TOKEN = "/account/edit"


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    made = in_force(cast)
    db.session.commit()
    return made


def at(app: Flask, endpoint: str, version: PlanVersion, **ids: str) -> str:
    with app.test_request_context():
        return url_for(endpoint, plan_id=version.plan_id, **ids)


def page(app: Flask, person: object, url: str):
    return Browser(app).sign_in(person).get(url)


def test_an_indicator_is_chosen_from_the_library_and_from_the_plan(app, cast, version):
    browser = Browser(app).sign_in(cast.officer)
    url = at(app, "indicators.add", version)
    shown = browser.get(url)
    assert len(shown.select("form")) > 44
    assert "planetGOLD 4" in shown.text
    chosen = browser.post(url, {"source": "library:seizures:amount"}, token_from=TOKEN)
    assert chosen.status == 302
    (track,) = db.session.scalars(select(IndicatorTrack)).all()
    assert track.source == "library:seizures:amount"
    assert "library:seizures:amount" not in browser.get(url).text


def test_a_telephone_offers_the_keys_of_a_decimal_number(app, cast, version):
    """Those of a whole number lack the decimal sign on some."""
    track = follow(cast, version)
    db.session.commit()
    value_page = page(app, cast.officer, at(app, "observations.create", version, track_id=track.id))
    settings = page(
        app, cast.officer, at(app, "indicator_settings.edit", version, track_id=track.id)
    )
    for shown, name in ((value_page, "best"), (value_page, "high"), (settings, "margin")):
        assert shown.one(f'input[name="{name}"]').attrib["inputmode"] == "decimal"


def test_a_value_is_entered_changed_and_sent(app, cast, version):
    track = follow(cast, version)
    db.session.commit()
    browser = Browser(app).sign_in(cast.officer)
    url = at(app, "observations.create", version, track_id=track.id)
    typed = {"as_of": "2025", "low": "250", "best": "300", "high": "1,400.5", "source": "Survey"}
    assert browser.post(url, typed, token_from=TOKEN).status == 302
    one = db.session.scalars(select(Observation)).one()
    assert (one.low, one.best, str(one.high)) == (250, 300, "1400.500000")
    edit = at(app, "observations.edit", version, observation_id=one.id)
    assert browser.get(edit).one('input[name="best"]').attrib["value"] == "300"
    changed = {**typed, "best": "310", "seen": str(one.revision)}
    assert browser.post(edit, changed, token_from=TOKEN).status == 302
    send = at(app, "observations.advance", version, observation_id=one.id, act="send")
    assert browser.post(send, token_from=TOKEN).status == 302
    db.session.expire_all()
    assert (one.best, one.state) == (310, "waiting")


def test_what_cannot_be_is_said_at_its_place_and_kept(app, cast, version):
    track = follow(cast, version)
    db.session.commit()
    url = at(app, "observations.create", version, track_id=track.id)
    browser = Browser(app).sign_in(cast.officer)
    shown = browser.post(
        url, {"as_of": "2025", "low": "9", "best": "3", "source": "Survey"}, token_from=TOKEN
    )
    assert shown.status in (200, 422)
    assert "The lowest value comes first, the highest last" in shown.text
    assert "Survey" in shown.text
    assert not db.session.scalars(select(Observation)).all()


def test_an_old_page_undoes_nothing_and_says_so(app, cast, version):
    track = follow(cast, version)
    one = enter(cast, version, track, value(5))
    db.session.commit()
    edit = at(app, "observations.edit", version, observation_id=one.id)
    sent = {"as_of": "2025", "best": "7", "seen": str(one.revision - 1)}
    shown = Browser(app).sign_in(cast.officer).post(edit, sent, token_from=TOKEN)
    assert "Somebody else changed this value meanwhile" in shown.text
    db.session.expire_all()
    assert one.best == 5


def test_a_coordinator_approves_several_at_once(app, cast, version):
    track = follow(cast, version)
    waiting = [enter(cast, version, track, value(n)) for n in (1, 2)]
    db.session.commit()
    officer = Browser(app).sign_in(cast.officer)
    for one in waiting:
        send = at(app, "observations.advance", version, observation_id=one.id, act="send")
        officer.post(send, token_from=TOKEN)
    browser = Browser(app).sign_in(cast.coordinator)
    index = browser.get(at(app, "indicators.index", version))
    assert len(index.select('input[name="observation"]')) == 2
    url = at(app, "observations.approve", version)
    browser.post(url, {"observation": [one.id for one in waiting]}, token_from=TOKEN)
    db.session.expire_all()
    assert [one.state for one in waiting] == ["approved", "approved"]
    assert (
        "2 of 2 approved values are without evidence"
        in browser.get(at(app, "indicators.index", version)).text
    )


def test_sending_back_asks_why_and_the_officer_reads_it(app, cast, version):
    track = follow(cast, version)
    one = enter(cast, version, track, value(1))
    db.session.commit()
    send = at(app, "observations.advance", version, observation_id=one.id, act="send")
    officer = Browser(app).sign_in(cast.officer)
    officer.post(send, token_from=TOKEN)
    back = at(app, "observations.advance", version, observation_id=one.id, act="send-back")
    leader = Browser(app).sign_in(cast.coordinator)
    assert "Say what has to be put right" in leader.post(back, token_from=TOKEN).text
    leader.post(back, {"note": "Which sites?"}, token_from=TOKEN)
    shown = officer.get(at(app, "indicators.show", version, track_id=track.id))
    assert "Which sites?" in shown.text
    assert "Sent back" in shown.text


def test_small_groups_are_never_a_number_on_any_page(app, cast, version):
    track = follow(cast, version, "miners_supported", "people")
    approved(cast, version, track, value(37, groups={"sex": {"women": 3, "men": 34}}))
    few = follow(cast, version, "health_workers_trained", "people")
    approved(cast, version, few, value(2))
    db.session.commit()
    shown = page(app, cast.viewer, at(app, "indicators.show", version, track_id=track.id))
    assert "Women: fewer than 5" in shown.text
    assert "Men: not shown, to protect a small group" in shown.text
    alone = page(app, cast.viewer, at(app, "indicators.show", version, track_id=few.id))
    assert "fewer than 5" in alone.text
    assert not alone.select("figure")


def test_a_draft_counts_nowhere(app, cast, version):
    track = follow(cast, version)
    approved(cast, version, track, value(300, "2024"))
    enter(cast, version, track, value(777, "2025"))
    db.session.commit()
    index = page(app, cast.viewer, at(app, "indicators.index", version))
    assert "300" in index.text
    assert "777" not in index.text


@pytest.mark.parametrize(
    ("before", "last", "decided"),
    [
        ("2025-06", "2025", "last first"),
        ("2025-12-30", "2025-12", "last first"),
        ("2024", "2025-01-01", "last first"),
        ("2025-12-31", "2025", "last second"),
        ("2025", "2025-12-31", "last second"),
    ],
)
def test_the_page_the_list_the_picture_and_the_pack_know_one_last_value(
    app, cast, clock, version, before: str, last: str, decided: str
):
    track = follow(cast, version)
    for kind, on, number in ((BASELINE, "2022", 100), (TARGET, "2030", 20)):
        figures = Figures(on=on, best=Decimal(number))
        indicator_figures.record(cast.actor("officer"), version, track, kind, figures)
    values = {last: 30, before: 99}
    for as_of in (last, before) if decided == "last first" else (before, last):
        clock.pass_by(minutes=1)
        approved(cast, version, track, value(values[as_of], as_of))
    db.session.commit()
    (line,) = indicator_standings.of_plan(version.plan_id)
    assert line.last is not None
    assert line.last.as_of == last
    shown = page(app, cast.officer, at(app, "indicators.show", version, track_id=track.id))
    assert shown.select(".app-value h3")[0].text().startswith("30 kg")
    assert gettext(line.standing.words) in shown.text
    (trend,) = [
        picture for _, picture in indicator_pictures.of_plan(version.plan_id, AsOf(today(), "UTC"))
    ]
    assert trend.frame.title.endswith(gettext(line.standing.words))
    (stand,) = indicator_standings.stands(version.plan, until=today(), language="en")
    assert {r.key: r.value for r in stand.readings}["last"].startswith("30\xa0kg")


def test_a_target_is_recorded_and_its_change_explained(app, cast, version):
    track = follow(cast, version)
    db.session.commit()
    url = at(app, "indicators.figure", version, track_id=track.id, figure="target")
    browser = Browser(app).sign_in(cast.officer)
    assert browser.post(url, {"best": "100", "on": "2030"}, token_from=TOKEN).status == 302
    approved(cast, version, track, value(300))
    db.session.commit()
    shown = browser.post(url, {"best": "120", "on": "2030"}, token_from=TOKEN)
    assert "choose why this changes" in shown.text
    why = {"best": "120", "on": "2030", "reason": "decision", "words": "Cabinet decided"}
    assert browser.post(url, why, token_from=TOKEN).status == 302
    assert (
        "Cabinet decided"
        in browser.get(at(app, "indicators.show", version, track_id=track.id)).text
    )


def test_reviewers_of_the_partnership_find_nothing(app, cast, version):
    track = follow(cast, version)
    db.session.commit()
    for url in (
        at(app, "indicators.index", version),
        at(app, "indicators.show", version, track_id=track.id),
    ):
        assert page(app, cast.reviewer, url).status in (403, 404)


def test_the_list_asks_as_much_of_many_as_of_few(app, cast, version, queries: QueryCount):
    follow(cast, version)
    db.session.commit()
    browser = Browser(app).sign_in(cast.coordinator)
    url = at(app, "indicators.index", version)
    browser.get(url)
    with queries as few:
        browser.get(url)
    small = few.count
    for id in ("mercury_to_air", "mercury_to_water_land", "mercury_imported"):
        track = follow(cast, version, id)
        for year in ("2023", "2024"):
            approved(cast, version, track, value(5, year))
    db.session.commit()
    with queries as many:
        browser.get(url)
    assert many.count == small
    assert small <= 12
