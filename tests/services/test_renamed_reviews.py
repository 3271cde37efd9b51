"""What a review keeps reads as it did on its day, whatever is called otherwise since."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import NoReturn

import pytest

from nap_tracker.content.stand import Stand
from nap_tracker.extensions import db
from nap_tracker.i18n import use_locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_review import ProgressReview
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    contents,
    endorsements,
    entries,
    progress_reviews,
    review_data,
    review_packs,
    sealing,
    tracking,
    versions,
)
from nap_tracker.services.entries import Change
from nap_tracker.services.progress_reviews import Opening, Said
from tests import carried_out, updates
from tests.carried_out import WARNED, Hands, UnderWay
from tests.cast import Cast
from tests.doors import Clock
from tests.factories import complete_plan
from tests.services.stored import store

DAY = date(2026, 3, 10)
RENAMED = {
    "activity": ("statement", "Renamed activity"),
    "indicator": ("title", "Renamed indicator"),
    "institution": ("name", "Renamed institution"),
    "site": ("name", "Renamed site"),
    "region": ("name", "Renamed region"),
}


@pytest.fixture
def under_way(cast: Cast, clock: Clock) -> UnderWay:
    """A whole plan in force of which something was told."""
    clock.moment = datetime.combine(DAY, time(12), UTC)
    hands = Hands(*(cast.actor(who) for who in ("officer", "coordinator", "focal_point")))
    found = carried_out.begin(hands, store(cast.plan, complete_plan()), follows=2)
    found.tell(updates.three(found.tracked, DAY))
    return found


def rename_everything(cast: Cast, version: PlanVersion) -> PlanVersion:
    """The next version, in force, in which every row has another name; the Party has one too."""
    draft = versions.begin_next(OPERATOR, version)
    for register, (field, words) in RENAMED.items():
        for row in contents.load(draft).rows(register):
            opened = entries.open_row(OPERATOR, draft, register, row.uid)
            change = Change(seen=opened.counter, answers={field: {"en": words}})
            entries.save(OPERATOR, opened, change)
    sealing.freeze(OPERATOR, draft)
    endorsements.record(OPERATOR, draft, details={"body": "Cabinet"})
    cast.amberland.name = {"en": "Renamed Party"}
    cast.plan.title = {"en": "Renamed plan"}
    cast.officer.name = "Renamed Officer"
    db.session.commit()
    db.session.expire_all()
    now = tracking.in_force(OPERATOR, cast.plan.id)
    assert now.number == version.number + 1
    assert "Renamed activity" in repr(tracking.whole(now))
    return now


def reviewed(under_way: UnderWay, *acts: str) -> ProgressReview:
    """A review of three years, brought so far."""
    hands, version = under_way.hands, under_way.version
    opening = Opening("2023-03-10", DAY.isoformat())
    review = progress_reviews.open_(hands.coordinator, version, opening)
    for act in acts:
        who = hands.focal_point if act == "approve" else hands.coordinator
        said = Said(review.acts, note="Asked in two regions", accepted=WARNED)
        progress_reviews.advance(who, version, review, act, said)
    db.session.commit()
    return review


def stands(version: PlanVersion, review: ProgressReview) -> list[Stand]:
    return [one.stand for one in review_data.of_review(version, review)]


def test_what_was_gathered_stays_when_rows_and_party_have_other_names(
    cast: Cast, under_way: UnderWay
) -> None:
    review = reviewed(under_way, "draft", "consult", "approve")
    before = stands(under_way.version, review)
    items = review_packs.build(under_way.version, review)["items"]
    assert {stand.kind for stand in before} >= {"activity", "indicator", "practice", "money"}
    now = rename_everything(cast, under_way.version)
    review = db.session.get_one(ProgressReview, review.id)
    assert stands(now, review) == before
    assert review_packs.build(now, review)["items"] == items
    assert "Renamed" not in repr(before)


def test_a_sealed_pack_asks_neither_the_plan_nor_a_form_any_more(
    cast: Cast, under_way: UnderWay, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = reviewed(under_way, "draft", "consult", "approve", "seal")
    who = under_way.hands.officer
    before = review_packs.make(who, under_way.version, review, "json").data
    now = rename_everything(cast, under_way.version)

    def another_edition(*_: object) -> NoReturn:
        raise AssertionError("a sealed pack was made of a form of today")

    for form in ("schema_of", "questions", "chosen"):
        monkeypatch.setattr(review_packs, form, another_edition)
    review = db.session.get_one(ProgressReview, review.id)
    with use_locale("fr"):
        assert review_packs.make(who, now, review, "json").data == before
        assert review_packs.make(who, now, review, "docx").data
    assert progress_reviews.is_intact(review)
    assert b"Renamed" not in before


def test_while_data_are_collected_they_have_the_names_of_today(
    cast: Cast, under_way: UnderWay
) -> None:
    review = reviewed(under_way)
    now = rename_everything(cast, under_way.version)
    review = db.session.get_one(ProgressReview, review.id)
    assert any(stand.title == "Renamed activity" for stand in stands(now, review))
