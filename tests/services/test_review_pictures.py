"""Pictures in a review pack: of the last day of the period, and kept as they were drawn."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from nap_tracker import i18n
from nap_tracker.charts.plain import from_data
from nap_tracker.exports import review_pack
from nap_tracker.exports.html import to_html
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_review import ProgressReview
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    activities,
    activity_reports,
    progress_reviews,
    review_data,
    review_packs,
    review_pictures,
    site_visits,
    tracking,
)
from nap_tracker.services.activity_reports import Report
from nap_tracker.services.progress_reviews import Opening, Said
from nap_tracker.workflow.implementation import Phase
from tests.cast import Cast
from tests.doors import Clock, QueryCount
from tests.services.observed import approved, follow, in_force, value
from tests.services.test_extracts import paid

TITLES = [
    "The work plan in time",
    "Items of Annex C by status",
    "Mercury used in small-scale gold mining",
    "Money by item of Annex C",
    "Money by source",
    "The four practices over all sites",
    "The four practices by region",
]
INDICATOR = TITLES[2]
DAY = date(2026, 3, 10)


@pytest.fixture
def version(cast: Cast, clock: Clock) -> PlanVersion:
    """A whole plan in force on 10 March 2026, with a report, money and a visit."""
    made = in_force(cast)
    one = activities.of_version(OPERATOR, made).activities[0]
    activity_reports.report(OPERATOR, made, one, Report(phase=Phase.UNDER_WAY, text="Our secret"))
    paid(made)
    approved(cast, made, follow(cast, made), value(190, "2025-06", low=150, high=230))
    db.session.commit()
    return made


def drawn(version: PlanVersion, until: date = DAY) -> dict[str, Any]:
    return {
        one["title"]: from_data(one["picture"]).frame
        for one in review_pictures.of_version(version, until)
    }


def test_every_picture_of_the_pages_is_in_the_pack(version: PlanVersion):
    found = drawn(version)
    assert list(found) == TITLES
    following = activities.on_day(OPERATOR, version, DAY)
    assert len(found[TITLES[0]].table.rows) == len(following.activities)
    assert all(frame.as_of == "10 March 2026" for frame in found.values())


def test_nothing_that_stays_with_the_team_is_drawn(version: PlanVersion):
    said = json.dumps(review_pictures.of_version(version, DAY))
    assert "Our secret" not in said
    assert "GEF-8" not in said
    names = [name for site in tracking.whole(version).sites for name in site.name.values()]
    assert names
    assert not [name for name in names if name in said]


def test_an_indicator_is_drawn_against_its_target_by_values_of_until_then(
    cast: Cast, version: PlanVersion
):
    found = drawn(version)[INDICATOR]
    assert found.title.endswith(": Not known")
    assert len(found.table.rows) == 1
    assert INDICATOR not in drawn(version, date(2025, 5, 31))


def test_an_indicator_that_tells_of_a_small_group_is_not_drawn(cast: Cast, version: PlanVersion):
    track = follow(cast, version, "officers_trained", "people")
    approved(cast, version, track, value(40, "2025-01"))
    assert track.title["en"] in drawn(version)
    approved(cast, version, track, value(4, "2025-06"))
    assert track.title["en"] not in drawn(version)


def test_money_of_after_the_period_is_not_drawn(version: PlanVersion):
    before, after = drawn(version, date(2026, 1, 31)), drawn(version)
    assert before["Money by source"].title == "In USD, nothing is recorded as secured"
    assert after["Money by source"].title.startswith("Most is secured from")


def test_a_sealed_pack_keeps_its_pictures_whatever_is_reported_later(
    cast: Cast, version: PlanVersion
):
    review = progress_reviews.open_(
        cast.actor("coordinator"), version, Opening("2023-03-10", "2026-03-09")
    )
    db.session.commit()
    with i18n.use_locale("fr"):
        pack = review_packs.build(version, review)
    assert [one["title"] for one in pack["pictures"]] == TITLES
    kept = json.dumps(pack["pictures"], sort_keys=True)
    today = drawn(version)
    one = activities.of_version(OPERATOR, version).activities[0]
    activity_reports.report(OPERATOR, version, one, Report(phase=Phase.CANCELLED, text="No money"))
    assert drawn(version) != today
    with i18n.use_locale("fr"):
        again = review_packs.build(version, review)
    assert json.dumps(again["pictures"], sort_keys=True) == kept, "it is of after the period"


def test_what_is_recorded_after_the_data_were_taken_changes_neither_tables_nor_pictures(
    cast: Cast, version: PlanVersion
):
    review = gathered(cast, version)
    before = review_packs.build(version, review)
    paid(version)
    visited(version)
    db.session.commit()
    assert of_pack(review_packs.build(version, review)) == of_pack(before)
    about = before["words"]["pictures_about"]
    assert "drawn on 10 March 2026, when" in about
    assert "how things stood on 9 March 2026 by" in about
    step(cast, version, review, "send_back")
    step(cast, version, review, "draft")
    tables, pictures = of_pack(review_packs.build(version, review))
    assert tables != of_pack(before)[0]
    assert pictures != of_pack(before)[1], "both, once they are taken anew"


def test_what_somebody_had_looked_at_before_is_named_beside_the_pictures(
    cast: Cast, version: PlanVersion
):
    review = opened(cast, version)
    for kind, uid in (("money", version.plan_id), ("practice", "b_ii")):
        review_data.mark_ready(cast.actor("officer"), version, review, kind, uid)
    paid(version)
    step(cast, version, review, "draft")
    words = review_packs.build(version, review)["words"]
    assert words["pictures_differ"].startswith("The drafting team had looked at the data of the")
    assert words["pictures_differ"].endswith(" Money: The plan as a whole")
    printed = to_html(review_pack.to_document(review_packs.build(version, review), ""))
    assert words["pictures_differ"] in printed


def test_nothing_is_said_to_differ_where_nothing_was_recorded_since(
    cast: Cast, version: PlanVersion
):
    review = opened(cast, version)
    marked = review_data.mark_ready(
        cast.actor("officer"), version, review, "money", version.plan_id
    )
    of_before = [{**one, "code": ""} for one in marked.content["readings"]]
    assert of_before != marked.content["readings"]
    marked.content = {**marked.content, "readings": of_before}
    step(cast, version, review, "draft")
    assert review_packs.build(version, review)["words"]["pictures_differ"] == ""


def test_what_time_alone_has_changed_is_not_said_to_have_been_recorded(
    cast: Cast, version: PlanVersion, clock: Clock
):
    review = opened(cast, version, until="2027-12-31")
    for one in review_data.of_review(version, review):
        stand = one.stand
        review_data.mark_ready(cast.actor("officer"), version, review, stand.kind, stand.uid)
    clock.pass_by(days=500)
    step(cast, version, review, "draft")
    words = review_packs.build(version, review)["words"]["pictures_differ"]
    assert "or time had passed" in words
    assert "Activities: " in words
    assert "Money: " not in words, "nothing of it goes by the clock"


def test_pictures_drawn_before_the_period_is_over_name_their_own_day(
    cast: Cast, version: PlanVersion, clock: Clock
):
    review = opened(cast, version, until="2026-12-31")
    step(cast, version, review, "draft")
    clock.pass_by(days=400)
    about = review_packs.build(version, review)["words"]["pictures_about"]
    assert "how things stood on 10 March 2026 by" in about


def test_a_review_that_was_drafted_before_pictures_were_kept_says_when_they_were_drawn(
    cast: Cast, version: PlanVersion, clock: Clock
):
    review = gathered(cast, version)
    review.pictures = None
    clock.pass_by(days=3)
    about = review_packs.build(version, review)["words"]["pictures_about"]
    assert about.startswith("They were drawn on 13 March 2026, after the data in part 2 were taken")


def opened(cast: Cast, version: PlanVersion, until: str = "2026-03-09") -> ProgressReview:
    who, period = cast.actor("coordinator"), Opening("2023-03-10", until)
    return progress_reviews.open_(who, version, period)


def gathered(cast: Cast, version: PlanVersion) -> ProgressReview:
    review = opened(cast, version)
    step(cast, version, review, "draft")
    return review


def step(cast: Cast, version: PlanVersion, review: ProgressReview, name: str) -> None:
    warned = frozenset({"has_figures", "is_answered", "was_consulted"})
    said = Said(review.acts, note="Because", accepted=warned)
    progress_reviews.advance(cast.actor("coordinator"), version, review, name, said)
    db.session.commit()


def of_pack(pack: dict[str, Any]) -> tuple[str, str]:
    """The tables of a pack, and its pictures."""
    return json.dumps(pack["items"], sort_keys=True), json.dumps(pack["pictures"], sort_keys=True)


def test_pictures_cost_the_same_queries_at_any_size(version: PlanVersion, queries: QueryCount):
    counted = []
    for times in (1, 4):
        for _ in range(times):
            paid(version)
            visited(version)
        db.session.commit()
        fresh = tracking.in_force(OPERATOR, version.plan_id)
        with queries:
            review_pictures.of_version(fresh, DAY)
        counted.append(queries.count)
    assert counted[0] == counted[1] <= 12


def visited(version: PlanVersion) -> None:
    site = tracking.whole(version).sites[0]
    details = {"visited_on": "2026-01"}
    findings = {"b_i": "present"}
    site_visits.record(OPERATOR, version, site.uid, details=details, findings=findings, sent=[])
