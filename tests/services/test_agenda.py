"""What is due, gathered from those who know of it, and who is asked: falling back, never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update

from nap_tracker import i18n, links
from nap_tracker.clock import now
from nap_tracker.content.audience import Audience
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR, PUBLIC, Role
from nap_tracker.services import agenda, assignments, entries, plans, walls
from nap_tracker.services.due import Due, last_day
from nap_tracker.services.entries import Change
from tests.browser_client import Browser
from tests.cast import Cast, give, make_plan
from tests.doors import Clock, QueryCount


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return plans.newest(OPERATOR, cast.plan.id)


@pytest.fixture
def trade(cast: Cast, clock: Clock, version: PlanVersion) -> Due:
    """The section on trade, asked of the officer by the end of May 2026."""
    assignments.assign(OPERATOR, version, "trade", user_id=cast.officer.id, due_on="2026-05")
    db.session.commit()
    return the_only()


def the_only() -> Due:
    (due,) = agenda.gather().dues
    return due


def asked(due: Due, *but: str) -> list[str]:
    found = agenda.gather()
    return [found.people[user_id].name for user_id in found.asked(due, but=but)]


def end_roles(user: User) -> None:
    db.session.execute(update(Membership).filter_by(user_id=user.id).values(ends_at=now()))
    db.session.commit()


@pytest.mark.parametrize(
    ("on", "last"),
    [
        ("2026", date(2026, 12, 31)),
        ("2026-05", date(2026, 5, 31)),
        ("2028-02", date(2028, 2, 29)),
        ("2026-05-17", date(2026, 5, 17)),
    ],
)
def test_what_is_due_in_a_month_or_year_is_due_until_its_end(on: str, last: date) -> None:
    assert last_day(on) == last


def test_a_section_with_a_date_is_due(cast: Cast, trade: Due) -> None:
    assert (trade.on, trade.last_day) == ("2026-05", date(2026, 5, 31))
    assert (trade.party_id, trade.plan_id) == (cast.amberland.id, cast.plan.id)
    assert trade.since == date(2026, 3, 10)
    assert trade.plan == {"en": "Plan of Amberland"}


def test_what_is_due_is_said_in_the_language_of_its_reader(trade: Due) -> None:
    english = trade.sentence()
    with i18n.use_locale("fr"):
        french = trade.sentence()
    assert english.startswith("Complete the section “")
    assert "%(" not in french
    assert french != english


def test_what_is_due_leads_to_the_page_where_it_is_done(
    browser: Browser, cast: Cast, trade: Due
) -> None:
    browser.sign_in(cast.officer)
    assert browser.get(trade.path).status == 200
    assert links.whole(trade.path).startswith("http")


def test_a_section_without_a_date_a_completed_one_and_a_frozen_one_are_not_due(
    cast: Cast, version: PlanVersion
) -> None:
    assignments.assign(OPERATOR, version, "trade", user_id=cast.officer.id)
    for section in ("foreword", "summary"):
        assignments.assign(OPERATOR, version, section, user_id=cast.officer.id, due_on="2026-05-01")
    form = entries.open_section(cast.actor("officer"), version, "foreword")
    entries.save(cast.actor("officer"), form, Change(seen=form.counter, completed=True))
    db.session.commit()
    assert the_only().section == "summary"
    plans.freeze(version, "{}")
    db.session.commit()
    assert agenda.gather().dues == ()


def test_the_responsible_person_is_asked(trade: Due) -> None:
    assert asked(trade) == ["Chen Li"]


def test_who_left_hands_on_to_the_coordinator_and_then_to_the_focal_point(
    cast: Cast, trade: Due
) -> None:
    end_roles(cast.officer)
    assert asked(trade) == ["Bruno Costa"]
    cast.coordinator.disabled_at = now()
    db.session.commit()
    assert asked(trade) == ["Amina Diallo"]
    end_roles(cast.focal_point)
    assert asked(trade) == []


def test_whoever_was_given_the_section_comes_before_the_coordinator(cast: Cast, trade: Due) -> None:
    give(cast.viewer, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "trade")
    give(cast.colleague, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "budget")
    end_roles(cast.officer)
    assert asked(trade) == ["Emeka Obi"]


def test_who_may_no_longer_draft_is_not_asked(cast: Cast, trade: Due) -> None:
    db.session.execute(
        update(Membership).filter_by(user_id=cast.officer.id).values(role=Role.VIEWER)
    )
    db.session.commit()
    assert asked(trade) == ["Bruno Costa"]


def test_nobody_of_another_party_and_no_administrator_is_ever_asked(cast: Cast, trade: Due) -> None:
    strange = replace(trade, who=((cast.stranger.id, cast.administrator.id),))
    assert asked(strange) == []


def test_a_reviewer_is_asked_only_what_reviewers_may_know(cast: Cast, trade: Due) -> None:
    of_reviewer = replace(trade, who=((cast.reviewer.id,), Role.COORDINATOR))
    assert asked(of_reviewer) == ["Bruno Costa"]
    assert asked(replace(of_reviewer, audience=Audience.REVIEWERS)) == ["Fatou Reviewer"]
    another = make_plan(cast.amberland, "Another")
    elsewhere = replace(of_reviewer, audience=Audience.REVIEWERS, plan_id=another.id)
    assert asked(elsewhere) == ["Bruno Costa"]


def test_who_says_not_me_is_passed_over_unless_nobody_else_is_left(cast: Cast, trade: Due) -> None:
    officer, coordinator, focal_point = (
        cast.officer.id,
        cast.coordinator.id,
        cast.focal_point.id,
    )
    assert asked(trade, officer) == ["Bruno Costa"]
    assert asked(trade, officer, coordinator) == ["Amina Diallo"]
    assert asked(trade, officer, coordinator, focal_point) == ["Amina Diallo"]


def test_one_asks_what_is_due_of_oneself(cast: Cast, trade: Due) -> None:
    assert agenda.of_person(cast.actor("officer")) == (trade,)
    assert agenda.of_person(cast.actor("colleague")) == ()
    assert agenda.of_person(PUBLIC) == ()


def test_behind_the_walls_of_another_party_nothing_is_due(cast: Cast, trade: Due) -> None:
    walls.raise_walls([cast.borealia.id])
    try:
        assert agenda.gather().dues == ()
    finally:
        walls.lower_walls()
    assert agenda.gather([cast.borealia.id]).dues == ()


def test_the_first_date_comes_first(cast: Cast, version: PlanVersion, trade: Due) -> None:
    assignments.assign(OPERATOR, version, "foreword", user_id=cast.officer.id, due_on="2026-05-30")
    db.session.commit()
    assert [due.section for due in agenda.gather().dues] == ["foreword", "trade"]


def test_many_plans_and_parties_cost_no_more_queries(
    cast: Cast, trade: Due, queries: QueryCount
) -> None:
    officer = cast.officer.id

    def count() -> int:
        db.session.expunge_all()
        with queries as counted:
            agenda.gather()
        return counted.count

    before = count()
    party = db.session.get_one(Party, trade.party_id)
    for number in range(5):
        plan = make_plan(party, f"Plan {number}")
        version = plans.newest(OPERATOR, plan.id)
        for section in ("trade", "foreword", "summary"):
            assignments.assign(OPERATOR, version, section, user_id=officer, due_on="2026-07")
    db.session.commit()
    assert len(agenda.gather().dues) == 16
    assert count() == before <= 2 * len((*agenda.SOURCES, *agenda.TURNS)) + 3


def test_it_is_known_since_the_day_it_was_last_changed(
    cast: Cast, clock: Clock, version: PlanVersion, trade: Due
) -> None:
    clock.moment += timedelta(days=20)
    assignments.assign(OPERATOR, version, "trade", user_id=cast.colleague.id, due_on="2026-05")
    db.session.commit()
    assert the_only().since == date(2026, 3, 30)
    db.session.execute(delete(Membership).filter_by(user_id=cast.colleague.id))
    assert asked(the_only()) == ["Bruno Costa"]
