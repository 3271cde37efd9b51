"""Pages of three-yearly reviews: a constant number of queries, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nap_tracker.clock import today
from nap_tracker.content.stand import KINDS
from nap_tracker.extensions import db
from nap_tracker.models.progress_review import ProgressReview
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    endorsements,
    entries,
    plans,
    progress_reviews,
    review_answers,
    review_data,
    sealing,
    tracking,
)
from nap_tracker.services.entries import Change
from nap_tracker.services.progress_reviews import Said
from nap_tracker.services.review_answers import Given
from nap_tracker.web.review_stands import UNFOLDED
from nap_tracker.workflow.review_questions import question, questions
from tests.browser_client import Browser
from tests.cast import Cast
from tests.conftest import QueryCount
from tests.doors import Clock

MOST = 12


def in_review(cast: Cast, activities: int) -> ProgressReview:
    """A review of Amberland's plan, endorsed with so many activities."""
    version = plans.newest(OPERATOR, cast.plan.id)
    for number in range(activities):
        said = {"statement": {"en": f"Train miners {number}"}, "items": ["1c"]}
        entries.save(
            OPERATOR, entries.new_row(version, "activity", {}), Change(seen=0, answers=said)
        )
    sealing.freeze(OPERATOR, version)
    endorsements.record(OPERATOR, version, details={"body": "Cabinet"})
    db.session.commit()
    return progress_reviews.open_(
        cast.actor("coordinator"),
        tracking.in_force(OPERATOR, cast.plan.id),
        progress_reviews.Opening("2023-01-01", "2025-12-31"),
    )


def counted(cast: Cast, browser: Browser, queries: QueryCount, *pages: str) -> dict[str, int]:
    address = f"/plans/{cast.plan.id}/progress-reviews"
    found = {}
    for page in pages:
        browser.get(address + page)
        with queries as count:
            assert browser.get(address + page).status == 200
        found[page] = count.count
    return found


@pytest.mark.parametrize("activities", [1, 20])
def test_pages_ask_a_constant_number_of_queries(
    cast: Cast, browser: Browser, queries: QueryCount, activities: int
):
    review = in_review(cast, activities)
    db.session.commit()
    browser.sign_in(cast.officer)
    kinds = (f"/{review.id}/data?kind={kind}" for kind in KINDS)
    found = counted(cast, browser, queries, "", f"/{review.id}", *kinds)
    assert max(found.values()) <= MOST, found
    asked = (f"/{review.id}/questions/{one.id}" for one in questions())
    found = counted(cast, browser, queries, *asked)
    assert max(found.values()) <= MOST, found


def test_what_serves_several_items_is_told_once_and_led_to_from_the_others(
    cast: Cast, browser: Browser
):
    version = plans.newest(OPERATOR, cast.plan.id)
    said = {"statement": {"en": "Train miners"}, "items": ["1c", "1f"]}
    entries.save(OPERATOR, entries.new_row(version, "activity", {}), Change(seen=0, answers=said))
    review = in_review(cast, 2)
    db.session.commit()
    page = browser.sign_in(cast.officer).get(data_of(review))
    titles = [one.text() for one in page.select(".app-stand h3")]
    assert sorted(titles) == ["Train miners", "Train miners 0", "Train miners 1"]
    anchors = [link.attrib["href"] for link in page.select("main nav.app-stands__contents a")]
    assert anchors == ["#item-1c", "#item-1f"]
    (again,) = page.select("section .app-stands__elsewhere a")
    for anchor in (*anchors, again.attrib["href"]):
        page.one(f"[id='{anchor.removeprefix('#')}']")
    left = page.one("main > details, main div > details").text()
    assert "No data of this kind for 14 items of Annex C" in left


def test_whoever_marks_a_thing_comes_back_to_it(cast: Cast, browser: Browser):
    review = in_review(cast, 2)
    db.session.commit()
    browser.sign_in(cast.officer)
    for place, words in ((1, "0 of 2"), (1, "1 of 2")):
        page = browser.get(data_of(review))
        assert page.one("#ready").text().startswith(words)
        card = page.select(".app-stand")[place]
        answer = browser.post(page.select(".app-stand form")[place].attrib["action"])
        assert answer.location.endswith(f"#{card.attrib['id']}")
    assert browser.get(data_of(review)).one("#ready").text().startswith("0 of 2")


def test_of_a_period_that_is_not_over_it_is_said_that_it_is_read_today(
    cast: Cast, browser: Browser
):
    review = in_review(cast, 1)
    review.ends_on = (today() + timedelta(days=30)).isoformat()
    db.session.commit()
    page = browser.sign_in(cast.officer).get(data_of(review))
    assert "As it stands today." in page.one("main").text()
    review.ends_on = str(today().year)
    db.session.commit()
    page = browser.get(data_of(review))
    assert "As it stands today." in page.one("main").text(), "the year is not over"


def test_what_was_gathered_before_the_period_was_over_names_its_day_for_ever(
    cast: Cast, browser: Browser, clock: Clock
):
    review = gathered_early(cast, clock, "2026-03-31")
    browser.sign_in(cast.officer)
    for days in (0, 5, 40):
        clock.pass_by(days=days)
        said = browser.get(data_of(review)).one("main").text()
        assert "As it stood on 10 March 2026, when it was kept" in said
        assert "The period ends on 31 March 2026." in said


def test_what_was_marked_before_the_rest_was_gathered_stands_as_on_its_own_day(
    cast: Cast, browser: Browser, clock: Clock
):
    review = gathered_early(cast, clock, "2026-03-13", marked=1, wait=5)
    browser.sign_in(cast.officer)
    assert "from 10 March 2026 to 13 March 2026" in browser.get(data_of(review)).one("main").text()


def test_while_data_are_collected_what_was_marked_early_is_told_apart(
    cast: Cast, browser: Browser, clock: Clock
):
    review = of_period(cast, "2026-03-13")
    browser.sign_in(cast.officer)
    mark(cast, review, 1)
    clock.pass_by(days=5)
    said = browser.get(data_of(review)).one("main").text()
    assert "end of the period, 13 March 2026, except what was marked as ready before" in said


def test_on_its_last_day_a_period_is_not_over(cast: Cast, browser: Browser, clock: Clock):
    review = of_period(cast, "2026-03-10")
    browser.sign_in(cast.officer)
    assert "As it stands today." in browser.get(data_of(review)).one("main").text()
    mark(cast, review, 2)
    clock.pass_by(days=1)
    said = browser.get(data_of(review)).one("main").text()
    assert "except what was marked as ready before it was over" in said


def of_period(cast: Cast, until: str) -> ProgressReview:
    review = in_review(cast, 2)
    review.ends_on = until
    db.session.commit()
    return review


def mark(cast: Cast, review: ProgressReview, number: int) -> None:
    version = tracking.in_force(OPERATOR, review.plan_id)
    for one in review_data.of_review(version, review, ("activity",))[:number]:
        review_data.mark_ready(
            cast.actor("officer"), version, review, one.stand.kind, one.stand.uid
        )
    db.session.commit()


def gathered_early(
    cast: Cast, clock: Clock, until: str, *, marked: int = 0, wait: int = 0
) -> ProgressReview:
    """So many marked on 10 March, the rest taken so many days later."""
    review = of_period(cast, until)
    mark(cast, review, marked)
    clock.pass_by(days=wait)
    warned = frozenset({"has_figures", "is_answered"})
    said = Said(review.acts, note="Because", accepted=warned)
    version = tracking.in_force(OPERATOR, review.plan_id)
    progress_reviews.advance(cast.actor("coordinator"), version, review, "draft", said)
    db.session.commit()
    return review


def data_of(review: ProgressReview) -> str:
    return f"/plans/{review.plan_id}/progress-reviews/{review.id}/data"


def test_an_answer_that_was_emptied_can_be_given_again(cast: Cast, browser: Browser):
    review = in_review(cast, 1)
    db.session.commit()
    page = f"/plans/{cast.plan.id}/progress-reviews/{review.id}/questions/steps"
    browser.sign_in(cast.officer)
    for words in ("The first words", "", "The second words"):
        seen = browser.get(page).one("input[name=seen]").attrib["value"]
        typed = {"seen": seen, "yes_no": "yes" if words else "", "text": words}
        assert browser.post(page, typed).status == 302, words
    assert review_answers.of_review(review)["steps"].text == "The second words"


def test_an_answer_that_came_second_is_shown_again_beside_the_first(cast: Cast, browser: Browser):
    review = in_review(cast, 1)
    db.session.commit()
    page = f"/plans/{cast.plan.id}/progress-reviews/{review.id}/questions/steps"
    browser.sign_in(cast.officer).get(page)
    given = Given(True, "The first words", 0)
    review_answers.save(cast.actor("coordinator"), review, question("steps"), given)
    db.session.commit()
    typed = {"seen": "0", "yes_no": "no", "text": "The second words"}
    shown = browser.post(page, typed)
    assert shown.status == 200
    assert "The first words" in shown.text
    assert "The second words" in shown.text
    again = browser.post(page, {**typed, "seen": "1"})
    assert again.status == 302
    assert review_answers.of_review(review)["steps"].text == "The second words"


def test_every_kind_of_data_has_something_one_sees_before_the_rest() -> None:
    assert list(UNFOLDED) == list(KINDS)
