"""How activities stood on a day, in words of one language."""

from __future__ import annotations

from datetime import date, timedelta

from nap_tracker.clock import today
from nap_tracker.content.public_progress import opened
from nap_tracker.content.stand import Stand
from nap_tracker.services import activities, activity_reports
from nap_tracker.services.activity_reports import Report
from nap_tracker.services.activity_stands import stands
from nap_tracker.services.activity_words import title_of
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress import Status
from tests.cast import Cast
from tests.services.test_activities import ACTIVITY, OTHER, followed, merge
from tests.services.test_tracking import endorsed


def said(stand: Stand) -> dict[str, str]:
    return {reading.key: reading.value for reading in stand.readings}


def test_where_nothing_is_in_force_nothing_stands(cast: Cast) -> None:
    assert stands(cast.plan, until=today(), language="en") == ()


def test_what_nobody_reported_is_said_to_be_not_known(cast: Cast) -> None:
    version = endorsed(cast)
    found = stands(cast.plan, until=date(2099, 1, 1), language="en")
    rows = activities.of_version(cast.actor("officer"), version).activities
    assert [stand.uid for stand in found] == [one.activity.uid for one in rows]
    first = said(found[0])
    assert (first["phase"], first["status"]) == ("Not known", "Not known")
    assert first["heard"] == "Nothing heard yet"


def test_all_words_are_of_the_language_that_was_asked(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    report = Report(phase=Phase.UNDER_WAY, text="A secret of the team")
    activity_reports.report(officer, version, followed(officer, version), report)
    one = followed(officer, version)
    activity_reports.decide_status(officer, version, one, Status.LATE, "The law is stuck")
    (stand,) = (s for s in stands(cast.plan, until=today(), language="fr") if s.uid == ACTIVITY)
    words = said(stand)
    assert (words["phase"], words["status"]) == ("En cours", "En retard")
    assert words["reason"] == "The law is stuck"
    assert "secret" not in str(stand)


def test_a_merged_activity_names_what_took_it_up_to_the_team_alone(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    _, other = activities.get(officer, version, OTHER)
    merge(cast, version, ACTIVITY, OTHER)
    (stand,) = (s for s in stands(cast.plan, until=today(), language="en") if s.uid == ACTIVITY)
    assert said(stand)["merged_into"] == title_of(other, "en")
    told = opened(stand)
    assert told is not None
    assert title_of(other, "en") not in str(told)


def test_readings_are_those_of_the_day_that_was_asked(cast: Cast) -> None:
    version, officer = endorsed(cast), cast.actor("officer")
    activity_reports.report(
        officer, version, followed(officer, version), Report(phase=Phase.UNDER_WAY)
    )
    later = today() + timedelta(days=365 * 80)
    (stand,) = (s for s in stands(cast.plan, until=later, language="en") if s.uid == ACTIVITY)
    assert said(stand)["status"] == "Severely late"
