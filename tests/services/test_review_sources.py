"""What stands beside the questions of a review: every source tells something, or "no data"."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nap_tracker import i18n
from nap_tracker.content.stand import KINDS, Stand
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_review import ProgressReview
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    activity_reports,
    funding,
    progress_reviews,
    registrations,
    review_data,
    review_packs,
    review_sources,
    tracking,
)
from nap_tracker.services.activity_reports import Report
from nap_tracker.services.indicator_figures import Figures
from nap_tracker.services.observations import Typed
from nap_tracker.services.progress_reviews import Opening, Said
from nap_tracker.services.registrations import Original
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.review_questions import questions
from tests.cast import Cast
from tests.doors import Clock
from tests.services.observed import approved, enter, follow, value
from tests.services.test_activities import ACTIVITY, followed
from tests.services.test_funding import details
from tests.services.test_site_visits import a_site, visit
from tests.services.test_tracking import endorsed

pytestmark = pytest.mark.database

SINCE, UNTIL = date(2023, 3, 11), date(2026, 3, 10)
PERIOD = Opening(SINCE.isoformat(), UNTIL.isoformat())
NOTHING = ("indicator", "money", "source", "practice", "activity")
"""Sources that may be empty."""


@pytest.fixture
def filled(cast: Cast, clock: Clock) -> PlanVersion:
    """A plan in force of which something is recorded of every kind; the clock stands at UNTIL."""
    version, officer = endorsed(cast), cast.actor("officer")
    said = Report(phase=Phase.UNDER_WAY)
    activity_reports.report(officer, version, followed(officer, version), said)
    approved(cast, version, follow(cast, version), value(300, as_of="2025-06"))
    tracked = tracking.of_version(OPERATOR, version)
    given = details(tracked, activity_uid=ACTIVITY, amount=Decimal(7), happened_on="2025-02")
    funding.record(officer, version, tracked, details=given)
    visit(cast, version, a_site(version), "2025-05", b_i="present")
    return version


@pytest.fixture
def empty(cast: Cast) -> PlanVersion:
    """Registered from its file alone."""
    plan = registrations.register(
        cast.actor("coordinator"),
        cast.amberland,
        details={"title": {"en": "Plan of 2020"}, "language": "en", "languages": ["en"]},
        original=Original("plan.txt", b"The plan"),
    )
    return tracking.in_force(OPERATOR, plan.id)


def gathered(version: PlanVersion, language: str = "en") -> tuple[Stand, ...]:
    return review_sources.gather(version, since=SINCE, until=UNTIL, language=language)


def drafted(cast: Cast, version: PlanVersion) -> ProgressReview:
    leader = cast.actor("coordinator")
    review = progress_reviews.open_(leader, version, PERIOD)
    said = Said(review.acts, accepted=frozenset({"has_figures", "is_answered"}))
    progress_reviews.advance(leader, version, review, "draft", said)
    return review


def test_every_source_tells_something_of_a_plan_that_is_followed(filled: PlanVersion):
    found = gathered(filled)
    assert [kind for kind in KINDS if any(one.kind == kind for one in found)] == list(KINDS)
    assert all(one.readings for one in found)


def test_a_plan_without_rows_gives_no_stand_that_could_be_read_as_zero(empty: PlanVersion):
    assert {one.kind for one in gathered(empty)}.isdisjoint(NOTHING)


def test_beside_every_question_stands_what_its_sources_told(cast: Cast, filled: PlanVersion):
    pack = review_packs.build(filled, drafted(cast, filled))
    beside = {one["id"]: set(one["figures"]) for one in pack["questions"]}
    for asked in questions():
        kinds = {figure.partition(":")[0] for figure in beside[asked.id]}
        assert kinds == set(asked.source) - {review_sources.INPUT}


def test_of_an_empty_plan_questions_say_no_data(cast: Cast, empty: PlanVersion):
    pack = review_packs.build(empty, drafted(cast, empty))
    for asked, one in zip(questions(), pack["questions"], strict=True):
        if set(asked.source) <= {*NOTHING, review_sources.INPUT}:
            assert one["beside"] == "No data"
            assert one["figures"] == []


def test_only_approved_values_stand_in_a_review(cast: Cast, filled: PlanVersion):
    track = follow(cast, filled)
    before = gathered(filled)
    enter(cast, filled, track, value(77, as_of="2025-09"))
    assert gathered(filled) == before


def test_a_review_knows_whether_an_indicator_was_measured(cast: Cast, filled: PlanVersion):
    assert review_data.has_figures(filled, drafted(cast, filled))


def test_no_warning_where_a_value_would_be_kept(cast: Cast, filled: PlanVersion):
    leader = cast.actor("coordinator")
    review = progress_reviews.open_(leader, filled, PERIOD)
    step = progress_reviews.examine(leader, filled, review, "draft")
    assert {problem.key for problem in step.problems} == {"is_answered"}


def test_a_value_of_before_the_period_is_no_measurement_in_it(cast: Cast, clock: Clock):
    version = endorsed(cast)
    approved(cast, version, follow(cast, version), value(300, as_of="2022-06"))
    assert not review_data.has_figures(version, drafted(cast, version))


def test_a_value_that_is_not_known_is_no_measurement(cast: Cast, clock: Clock):
    version = endorsed(cast)
    track = follow(cast, version)
    unknown = Typed("2025-06", Figures(is_unknown=True))
    approved(cast, version, track, unknown)
    review = drafted(cast, version)
    assert not review_data.has_figures(version, review)
    kept = {one.kind: one for one in review_data.snapshots(review)}["indicator"].content
    assert {r["key"]: r["value"] for r in kept["readings"]}["last"] == "Not known"


def test_every_word_is_in_the_language_of_the_review(filled: PlanVersion):
    with i18n.use_locale("en"):
        french = gathered(filled, "fr")
    labels = {reading.label for one in french for reading in one.readings}
    english = {"Done", "Measured in the period", "Present", "Secured", "Status"}
    assert english <= {reading.label for one in gathered(filled) for reading in one.readings}
    assert labels.isdisjoint(english)


def test_figures_are_those_of_the_end_of_the_period(cast: Cast, filled: PlanVersion, clock: Clock):
    before = gathered(filled)
    clock.pass_by(days=1)
    officer = cast.actor("officer")
    report = Report(phase=Phase.FINISHED)
    activity_reports.report(officer, filled, followed(officer, filled), report)
    db.session.flush()
    after = {(one.kind, one.uid): one for one in gathered(filled)}
    changed = [one for one in before if after[one.kind, one.uid] != one]
    assert [one.uid for one in changed] == [ACTIVITY]
    told = {reading.key: reading.value for reading in after["activity", ACTIVITY].readings}
    assert told["phase"] == "Under way"
    assert told["later"] == "Finished, heard on 11 March 2026"
