"""The sample plans once they are in the database: with their people, and whole on the way out.

Loading takes seconds, so these tests share it and change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from nap_tracker.clock import today
from nap_tracker.content.audience import Audience
from nap_tracker.exports import press
from nap_tracker.exports.document_tree import Mark
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.event import Event
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import reads_as
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    activities,
    contents,
    finances,
    indicators,
    interchange,
    observations,
    practices,
    printing,
    progress_reviews,
    samples,
    tracking,
)
from nap_tracker.workflow.eliminating import Standing
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress import Freshness, Status
from tests.services.test_samples import CODES, raw


@pytest.fixture(scope="module")
def load(shared_database: None) -> int:
    count = samples.load(OPERATOR, mode="testing")
    db.session.commit()
    return count


@pytest.fixture
def loaded(load: int) -> Iterator[int]:
    yield load
    db.session.rollback()


def version_of(code: str) -> PlanVersion:
    query = select(PlanVersion).join(Party, Party.id == PlanVersion.party_id)
    return db.session.scalars(query.where(Party.code == code)).one()


def test_loading_brings_every_party_and_its_people(loaded: int) -> None:
    assert loaded == 3
    assert db.session.scalars(select(Party.code).order_by(Party.code)).all() == [
        "XAA",
        "XAB",
        "XAC",
    ]
    accounts = len(samples.SIGN_INS) + len(samples.OTHERS)
    assert db.session.scalar(select(func.count()).select_from(User)) == accounts
    assert samples.are_present()
    assert not samples.is_empty()


def test_each_party_has_several_officers(loaded: int) -> None:
    for code in CODES:
        officers = (
            select(func.count())
            .select_from(Membership)
            .join(Party, Party.id == Membership.party_id)
            .where(Party.code == code, Membership.role == "officer")
        )
        assert (db.session.scalar(officers) or 0) >= 2


@pytest.mark.parametrize("code", CODES)
def test_what_was_loaded_goes_out_to_the_byte(loaded: int, code: str) -> None:
    version = version_of(code)
    assert interchange.take_out(OPERATOR, version, Audience.DRAFTING_TEAM) == raw(code)


def test_the_complete_plan_prints_on_forty_pages_or_more(loaded: int) -> None:
    if not press.FONTS.exists():
        pytest.skip("the fonts are not set up: run make setup")
    if db.engine.dialect.name != "sqlite":
        pytest.skip("printing knows no database: the run on SQLite prints it")
    version = version_of("XAA")
    plan = contents.read(OPERATOR, version, max(Audience, key=lambda a: a.openness))
    assert reads_as(OPERATOR, version) is Audience.DRAFTING_TEAM
    printed = printing.pdf(
        plan,
        version.party_id,
        audience=Audience.PUBLIC,
        mark=next(iter(Mark)),
        made_on=date(2026, 11, 1),
    )
    assert printed.pages >= 40
    assert printed.warnings == ()


def test_one_plan_is_in_force_and_shows_every_reading(loaded: int) -> None:
    version = version_of("XAC")
    found = activities.of_version(OPERATOR, version).activities
    statuses = {one.judgement.status for one in found}
    assert {Status.ON_TIME, Status.DONE, Status.CANCELLED, Status.NOT_KNOWN} <= statuses
    assert statuses & {Status.LATE, Status.SEVERELY_LATE}
    fresh = {one.freshness for one in found}
    assert {Freshness.FRESH, Freshness.ACCEPTABLE, Freshness.LATE, Freshness.STALE} <= fresh
    assert Freshness.NEVER in fresh


def test_its_indicators_its_money_and_its_sites_are_told_of(loaded: int) -> None:
    version = version_of("XAC")
    states = {
        one.state
        for track in indicators.of_plan(OPERATOR, version)
        for one in observations.of_track(OPERATOR, version, track)
    }
    assert states == {"approved", "waiting"}
    money = finances.of_version(OPERATOR, version, tracking.of_version(OPERATOR, version))
    assert money.whole.secured["USD"] > money.whole.spent["USD"] > 0
    assert money.whole.is_at_least
    board = practices.of_version(OPERATOR, version)
    standings = {reading.standing for line in board.lines for reading in line.readings.values()}
    assert {Standing.ELIMINATED, Standing.NEEDS_VISIT, Standing.NOT_KNOWN} <= standings


def test_its_first_review_is_due(loaded: int) -> None:
    (first,) = [duty for duty in progress_reviews.due(version_of("XAC")) if duty.number == 1]
    assert first.due is not None
    assert first.due.first == date(2026, 11, 14)
    assert first.done is None


def test_it_is_told_in_the_order_and_at_the_time_it_happened(loaded: int) -> None:
    version = version_of("XAC")
    query = select(Event).where(Event.chain == version.party_id).order_by(Event.number)
    moments = [event.recorded_at for event in db.session.scalars(query)]
    assert moments == sorted(moments)
    assert moments[0].year == 2021
    assert len({moment.date() for moment in moments}) > 10


def test_on_a_past_day_it_reads_as_it_would_have_then(loaded: int) -> None:
    version = version_of("XAC")
    day = today() - timedelta(days=100)
    then = activities.on_day(OPERATOR, version, day).activities
    phases = {one.activity.number["en"]: one.phase for one in then}
    assert phases["A1"] is Phase.NOT_KNOWN, "said three weeks ago"
    assert phases["A2"] is Phase.UNDER_WAY, "said 130 days ago"
    assert [one.freshness for one in then].count(Freshness.NEVER) == 1
