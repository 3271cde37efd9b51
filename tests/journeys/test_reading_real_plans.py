"""The seven real plans read as documents with 300 comments each: weight, queries, marks.

They were written by others, so they are read from beside the repository and skipped without it.
"""

from __future__ import annotations

from collections.abc import Iterator

import brotli
import pytest
from flask import Flask

from nap_tracker.annex_c.schema import treaty
from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.roles import OPERATOR, Actor
from nap_tracker.services import comments, plans, sayings
from nap_tracker.services.comment_places import Where
from nap_tracker.services.sayings import From, Saying
from nap_tracker.workflow.hearing import Visibility
from tests.browser_client import Browser
from tests.cast import Cast
from tests.doors import QueryCount
from tests.journeys.test_real_plans import by_page, code, plan

__all__ = ["code", "plan"]

pytestmark = pytest.mark.naps

COMMENTS = 300
MOST_BYTES = 200_000
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def nothing_kept(app: Flask) -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


def comment(actor: Actor, version: PlanVersion, number: int) -> int:
    """As many comments as that on words of the activities, one after the other; how many marks."""
    ground = comments.ground_of(version)
    rows = ground.content.rows("activity")
    marks = 0
    for place in range(number):
        row = rows[place % len(rows)]
        where = Where("work_plan", row.uid, "statement", ground.content.language)
        passage = ground.passage(where)
        words = " ".join(passage.said.split()[place // len(rows) :][:3]) if passage else ""
        is_once = passage is not None and bool(words) and len(passage.every(words)) == 1
        saying = Saying(
            where,
            "note",
            f"Comment {place} on these words",
            quote=words if is_once else "",
            visibility=Visibility.PLAN.value,
        )
        sayings.store(version, saying, From(author_id=actor.user_id), ground, is_said=True)
        marks += is_once
    db.session.commit()
    return marks


def test_a_real_plan_with_300_comments_is_read_within_the_budgets(
    browser: Browser, cast: Cast, plan: Plan, code: str
) -> None:
    by_page(cast, plan, code)
    base = f"/plans/{plan.id}/read"
    browser.sign_in(cast.officer)
    tails = [f"/{section.id}" for section in treaty().sections]
    before = queries_of(browser, base, tails)
    marks = comment(cast.actor("officer"), plans.newest(OPERATOR, plan.id), COMMENTS)
    assert queries_of(browser, base, tails) == before
    assert max(before.values()) <= MOST_QUERIES
    page = browser.get(f"{base}/work_plan")
    named = [m.attrib["data-comments"].split() for m in page.select("mark.app-mark")]
    assert len({number for numbers in named for number in numbers}) == marks
    folded = [int(a.text().split()[0]) for a in page.select(".app-said__more a")]
    assert len(page.select("article.app-comment")) + sum(folded) == COMMENTS
    assert folded
    whole = browser.get(f"{base}/whole")
    assert whole.status == 200
    assert len(brotli.compress(whole.text.encode(), quality=4)) <= MOST_BYTES


def queries_of(browser: Browser, base: str, tails: list[str]) -> dict[str, int]:
    found = {}
    for tail in tails:
        browser.get(base + tail)
        with QueryCount(db.engine) as queries:
            browser.get(base + tail)
        found[tail] = queries.count
    return found
