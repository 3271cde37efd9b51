"""Readings of the end of a period: by what was known that day, in the Party's own time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from nap_tracker.clock import now
from nap_tracker.content.stand import Stand
from nap_tracker.extensions import db
from nap_tracker.models.activity_track import MilestoneMove
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import (
    activity_past,
    activity_reports,
    activity_stands,
    finances,
    funding,
    indicator_standings,
    milestones,
    practices,
    tracking,
)
from nap_tracker.services.activity_reports import Report
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress import Status
from tests.cast import Cast
from tests.doors import Clock
from tests.services.observed import approved, follow, value
from tests.services.test_activities import ACTIVITY, followed
from tests.services.test_funding import details
from tests.services.test_site_visits import a_site, visit
from tests.services.test_tracking import endorsed

pytestmark = pytest.mark.database

DAY = date(2026, 3, 11)
"""In Auckland; the clock of the tests stands at an hour when it is still 10 March in London."""
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
TEN = Decimal(10)


@pytest.fixture
def version(cast: Cast, clock: Clock) -> PlanVersion:
    cast.amberland.time_zone = "Pacific/Auckland"
    clock.pass_by(days=-30)
    version = endorsed(cast)
    clock.pass_by(days=30)
    return version


def said(stands: tuple[Stand, ...], uid: str) -> dict[str, str]:
    (stand,) = (one for one in stands if one.uid == uid)
    return {reading.key: reading.value for reading in stand.readings}


def activity(version: PlanVersion, until: date) -> dict[str, str]:
    return said(activity_stands.stands(version.plan, until=until, language="en"), ACTIVITY)


def money(version: PlanVersion, until: date) -> dict[str, str]:
    return said(finances.stands(version.plan, until=until, language="en"), ACTIVITY)


def report(cast: Cast, version: PlanVersion, phase: Phase) -> None:
    officer = cast.actor("officer")
    activity_reports.report(officer, version, followed(officer, version), Report(phase=phase))


def decide(cast: Cast, version: PlanVersion, status: Status, reason: str) -> None:
    officer = cast.actor("officer")
    one = followed(officer, version)
    activity_reports.decide_status(officer, version, one, status, reason)


def test_a_report_counts_from_its_day_on(cast: Cast, version: PlanVersion, clock: Clock):
    report(cast, version, Phase.UNDER_WAY)
    clock.pass_by(days=5)
    before, same, after = (activity(version, day) for day in (BEFORE, DAY, AFTER))
    assert (before["phase"], before["heard"]) == ("Not known", "Nothing heard yet")
    assert before["later"] == "Under way, heard on 11 March 2026"
    assert same["phase"] == after["phase"] == "Under way"
    assert "later" not in same.keys() | after.keys()


def test_a_later_report_does_not_change_what_was_said_before(
    cast: Cast, version: PlanVersion, clock: Clock
):
    report(cast, version, Phase.UNDER_WAY)
    clock.pass_by(days=1)
    report(cast, version, Phase.FINISHED)
    clock.pass_by(days=5)
    then, now = activity(version, DAY), activity(version, AFTER)
    assert then["phase"] == "Under way"
    assert then["later"] == "Finished, heard on 12 March 2026"
    assert (now["phase"], now["status"]) == ("Finished", "Done")


def test_a_decided_status_counts_while_it_ruled(cast: Cast, version: PlanVersion, clock: Clock):
    report(cast, version, Phase.UNDER_WAY)
    decide(cast, version, Status.SEVERELY_LATE, "The law is stuck")
    clock.pass_by(days=1)
    officer = cast.actor("officer")
    activity_reports.free_status(officer, version, followed(officer, version))
    clock.pass_by(days=5)
    before, then, freed = (activity(version, day) for day in (BEFORE, DAY, AFTER))
    assert "reason" not in before.keys() | freed.keys()
    assert (then["status"], then["reason"]) == ("Severely late", "The law is stuck")
    assert then["worked_out"] == freed["status"] == "On time"


def test_the_words_of_a_later_decision_are_not_put_under_an_earlier_one(
    cast: Cast, version: PlanVersion, clock: Clock
):
    decide(cast, version, Status.LATE, "The first reason")
    clock.pass_by(days=1)
    decide(cast, version, Status.SEVERELY_LATE, "The second reason")
    clock.pass_by(days=5)
    then, now = activity(version, DAY), activity(version, AFTER)
    assert (then["status"], then["reason"]) == ("Late", "The reason is not kept")
    assert (now["status"], now["reason"]) == ("Severely late", "The second reason")


def test_a_milestone_reached_after_the_day_was_not_reached_then(
    cast: Cast, version: PlanVersion, clock: Clock
):
    officer = cast.actor("officer")
    one = followed(officer, version)
    clock.pass_by(days=5)
    milestones.reach(
        officer, version, one, one.milestones[0], on=DAY.isoformat(), said=Report(text="Letter")
    )
    clock.pass_by(days=5)
    total = len(one.milestones)
    before, same, after = (activity(version, day) for day in (BEFORE, DAY, AFTER))
    assert before["milestones"].startswith("0 of")
    assert before["later"].endswith("1 milestone reached since then")
    assert same["milestones"] == after["milestones"] == f"1 of {total} reached"


def test_a_milestone_was_due_when_it_was_due_then(cast: Cast, version: PlanVersion, clock: Clock):
    officer = cast.actor("officer")
    clock.pass_by(days=-2)
    report(cast, version, Phase.UNDER_WAY)
    one = followed(officer, version)
    due = BEFORE - timedelta(days=1)
    own = milestones.add(officer, version, one, title="A licence", due=due.isoformat())
    clock.pass_by(days=3)
    stone = next(m for m in followed(officer, version).milestones if m.uid == own.uid)
    milestones.move(officer, version, one, stone, to="2030", reason="Floods")
    clock.pass_by(days=5)
    days = (due, BEFORE, DAY, AFTER)
    assert [activity(version, day)["status"] for day in days] == [
        "On time", "Late", "Late", "On time",
    ]  # fmt: skip


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_moves_at_one_moment_the_same_counts_whichever_was_stored_first(
    cast: Cast, version: PlanVersion, clock: Clock, first: int
):
    clock.pass_by(days=5)
    moves = [
        MilestoneMove(
            id=id,
            party_id=version.party_id,
            plan_id=version.plan_id,
            milestone_uid=ACTIVITY,
            before=before,
            after="2030",
            reason="Floods",
            moved_at=now(),
        )
        for id, before in ((str(UUID(int=1)), "2027"), (str(UUID(int=2)), "2028"))
    ]
    for one in (moves[first], moves[1 - first]):
        db.session.add(one)
        db.session.flush()
    assert activity_past.by(version.plan_id, DAY, "UTC").due(ACTIVITY, "2030") == "2027"


def test_money_counts_from_the_day_it_moved_and_late_records_are_told(
    cast: Cast, version: PlanVersion, clock: Clock
):
    tracked = tracking.of_version(cast.actor("officer"), version)
    clock.pass_by(days=5)
    given = details(
        tracked, activity_uid=ACTIVITY, amount=TEN, happened_on=DAY.isoformat(), currency="USD"
    )
    funding.record(cast.actor("officer"), version, tracked, details=given)
    clock.pass_by(days=5)
    before, same, after = (money(version, day) for day in (BEFORE, DAY, AFTER))
    assert before["secured"] == "Nothing recorded"
    assert same["secured"] == after["secured"] == "10 USD"
    assert same["later"] == "1 record of money"
    assert "later" not in money(version, DAY + timedelta(days=5))


@pytest.mark.parametrize(("recorded_after", "counts"), [(0, True), (20, False)])
def test_money_of_a_month_that_is_not_over_counts_where_it_was_recorded_by_then(
    cast: Cast, version: PlanVersion, clock: Clock, recorded_after: int, counts: bool
):
    tracked = tracking.of_version(cast.actor("officer"), version)
    clock.pass_by(days=recorded_after)
    given = details(tracked, activity_uid=ACTIVITY, amount=TEN, happened_on="2026-03")
    funding.record(cast.actor("officer"), version, tracked, details=given)
    clock.pass_by(days=50)
    assert (money(version, DAY)["secured"] == "10 USD") is counts
    assert money(version, date(2026, 3, 31))["secured"] == "10 USD"


def test_an_observation_counts_from_the_day_it_speaks_of(
    cast: Cast, version: PlanVersion, clock: Clock
):
    track = follow(cast, version)
    clock.pass_by(days=5)
    approved(cast, version, track, value(300, as_of=DAY.isoformat()))
    clock.pass_by(days=5)

    def told(day: date) -> dict[str, str]:
        stands = indicator_standings.stands(
            version.plan, until=day, language="en", since=date(2026, 1, 1)
        )
        return said(stands, track.id)

    before, same, after = (told(day) for day in (BEFORE, DAY, AFTER))
    assert before["last"] == "Not known"
    assert "value" not in before
    assert same["last"] == after["last"] != "Not known"
    assert same["value"] == "1 approved value"
    assert same["later"] == "The last value was approved on 16 March 2026"
    assert "later" not in told(DAY + timedelta(days=5))


def test_a_visit_counts_from_its_day_on(cast: Cast, version: PlanVersion, clock: Clock):
    site = a_site(version)
    clock.pass_by(days=5)
    visit(cast, version, site, DAY.isoformat(), b_i="present")
    clock.pass_by(days=5)

    def told(day: date) -> dict[str, str]:
        return said(practices.stands(version.plan, until=day, language="en"), "b_i")

    before, same, after = (told(day) for day in (BEFORE, DAY, AFTER))
    assert int(same["present"].split()[0]) == int(before["present"].split()[0]) + 1
    assert after == same
    assert same["later"] == "1 finding"
    assert "later" not in before
