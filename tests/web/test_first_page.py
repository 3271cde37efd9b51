"""The first page in a large installation: one's own Parties and plans, at a constant cost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nap_tracker.clock import today
from nap_tracker.extensions import db
from nap_tracker.models.account import Party, User
from nap_tracker.models.obligation import FactKind
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import assignments, obligations, plans
from nap_tracker.services.treaty_facts import Statement
from tests.browser_client import Browser, Page
from tests.cast import Cast, give, make_party, make_plan, make_user
from tests.doors import QueryCount

READERS = ("focal_point", "of_many", "reviewer")


@pytest.fixture
def of_many(cast: Cast) -> User:
    """An officer of Amberland, who gets a role in every other Party of `crowd` but the last."""
    user = make_user("Kofi Everywhere")
    give(user, Role.OFFICER, cast.amberland)
    db.session.commit()
    return user


def crowd(cast: Cast, of_many: User, number: int) -> list[Party]:
    """Parties with a plan each that is late, each later than the one before."""
    parties = []
    for place in range(number):
        letter = chr(ord("A") + 5 * place % 12)  # so that names are in no order of lateness
        party = make_party(f"XC{letter}", f"Crowd {letter}")
        deposit = Statement(choice="ratification", happened_on=f"20{25 - place}-05-16")
        obligations.record(OPERATOR, party, FactKind.DEPOSIT, deposit)
        if place < number - 1:
            give(of_many, Role.OFFICER, party)
        plan = make_plan(party, f"Plan of crowd {place}")
        ask_too_late(plan, of_many, days=10 * (place + 1))
        parties.append(party)
    db.session.commit()
    return parties


def ask_too_late(plan: Plan, user: User, days: int) -> None:
    version = plans.newest(OPERATOR, plan.id)
    due_on = (today() - timedelta(days=days)).isoformat()
    may = {person.id for person in assignments.candidates(OPERATOR, version, "trade")}
    if user.id in may:
        assignments.assign(OPERATOR, version, "trade", user_id=user.id, due_on=due_on)


def first_page(browser: Browser, cast: Cast, of_many: User, who: str) -> Page:
    browser.sign_in(of_many if who == "of_many" else getattr(cast, who))
    return browser.get("/")


def listed(page: Page) -> list[str]:
    return [cell.text() for cell in page.select(".app-table__name")]


@pytest.mark.parametrize("who", READERS)
def test_it_asks_as_often_for_one_party_as_for_many(
    browser: Browser, cast: Cast, of_many: User, queries: QueryCount, who: str
) -> None:
    counts = []
    for more in (0, 6):
        crowd(cast, of_many, more)
        first_page(browser, cast, of_many, who)  # it also signs in
        with queries:
            assert browser.get("/").status == 200
        counts.append(queries.count)
    assert counts[0] == counts[1] <= 13, "BEGIN and twelve questions"


def test_only_plans_of_parties_where_one_has_a_role_are_there(
    browser: Browser, cast: Cast, of_many: User
) -> None:
    parties = crowd(cast, of_many, 5)
    for who in ("focal_point", "reviewer"):
        page = first_page(browser, cast, of_many, who)
        assert listed(page) == ["Plan of Amberland"]
        assert not any(str(party.name["en"]) in page.text for party in parties)
    page = first_page(browser, cast, of_many, "of_many")
    assert len(listed(page)) == 5
    assert "Plan of crowd 4" not in page.text
    assert str(parties[4].name["en"]) not in page.text
    assert "Borealia" not in page.text


def test_plans_are_never_ranked_by_how_late_they_are(
    browser: Browser, cast: Cast, of_many: User
) -> None:
    crowd(cast, of_many, 5)
    before = listed(first_page(browser, cast, of_many, "of_many"))
    assert before == ["Plan of Amberland", *(f"Plan of crowd {n}" for n in (0, 3, 1, 2))]
    ask_too_late(cast.plan, of_many, days=500)
    db.session.commit()
    assert listed(first_page(browser, cast, of_many, "of_many")) == before
