"""The page that says what somebody can do, and why: it answers as the program will."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from nap_tracker.clock import now, today
from nap_tracker.extensions import db
from nap_tracker.models.account import Consent, Membership, User
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Place, can
from nap_tracker.roles import Actor, Permission, Role
from nap_tracker.services import accounts, delegations, questions
from tests.browser_client import Browser, Page
from tests.cast import Cast, give, make_plan, make_user
from tests.doors import QueryCount
from tests.house.test_access_by_state import STANDS

MAY = {"yes", "while"}


def rights(cast: Cast, user: User | None = None) -> str:
    return f"/parties/{cast.amberland.id}/rights" + (f"/{user.id}" if user else "")


def said(page: Page) -> list[set[tuple[str, bool]]]:
    """Of each part of the page: permission and whether it says that they can."""
    return [
        {
            (row.attrib["data-permission"], row.attrib["data-verdict"] in MAY)
            for row in page.select(f'[data-part="{place}"] [data-permission]')
        }
        for place in range(len(page.select("[data-part]")))
    ]


def true_of(actor: Actor, asked: Any) -> set[tuple[str, bool]]:
    return {(q.permission.value, can(actor, q.permission, q.subject)) for q in asked}


def stand(cast: Cast, name: str) -> PlanVersion:
    where = STANDS[name]
    values = {"state": where.state, "stages": list(where.stages)}
    values["frozen_at"] = now() if where.is_frozen else None
    db.session.execute(update(PlanVersion).filter_by(plan_id=cast.plan.id).values(**values))
    db.session.commit()
    return db.session.scalars(select(PlanVersion).filter_by(plan_id=cast.plan.id)).one()


def drafter(cast: Cast) -> User:
    user = make_user("Jana Drafter")
    give(user, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "trade")
    db.session.commit()
    return user


def stand_in(cast: Cast) -> User:
    """The officer has the focal point's role for a while."""
    role = db.session.scalars(select(Membership).filter_by(user_id=cast.focal_point.id)).one()
    delegations.give(
        cast.actor("focal_point"),
        cast.amberland,
        role,
        to_id=cast.officer.id,
        first_day=today(),
        last_day=today() + timedelta(days=3),
    )
    db.session.commit()
    return cast.officer


def let_in(cast: Cast) -> User:
    db.session.add(
        Consent(
            party_id=cast.amberland.id,
            administrator_id=cast.administrator.id,
            given_by_id=cast.focal_point.id,
            reason="A fault",
            ends_at=now() + timedelta(days=2),
        )
    )
    db.session.commit()
    return cast.administrator


PEOPLE = ("focal_point", "coordinator", "officer", "viewer", "reviewer", "drafter", "stand_in",
          "administrator")  # fmt: skip


def somebody(cast: Cast, who: str) -> User:
    special = {"drafter": drafter, "stand_in": stand_in, "administrator": let_in}
    return special[who](cast) if who in special else getattr(cast, who)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", STANDS)
def test_the_page_says_of_everybody_what_the_program_will_say(
    browser: Browser, cast: Cast, who: str, name: str
) -> None:
    user, version = somebody(cast, who), stand(cast, name)
    page = browser.sign_in(cast.coordinator).get(rights(cast, user))
    actor, parts = accounts.actor_of(user), said(page)
    party, plan, *more = parts
    assert party == true_of(actor, questions.of_party(cast.amberland, user.id))
    assert plan == true_of(actor, questions.of_plan(version, user.id))
    assert len(more) == (1 if who in ("drafter", "administrator") else 0)
    if who == "drafter":
        assert more[0] == true_of(actor, questions.of_section(version, "trade"))
    if who == "administrator":
        assert more[0] == true_of(actor, questions.of_installation(cast.amberland))


def test_every_permission_is_asked_somewhere(cast: Cast) -> None:
    version: Any = stand(cast, "draft")
    asked = [
        *questions.of_party(cast.amberland, "u"),
        *questions.of_plan(version, "u"),
        *questions.of_installation(cast.amberland),
    ]
    assert {question.permission for question in asked} == set(Permission)


@pytest.mark.parametrize("name", ["draft", "internal review", "sent"])
def test_who_can_do_what_names_exactly_those(browser: Browser, cast: Cast, name: str) -> None:
    stand_in(cast)
    version = stand(cast, name)
    page = browser.sign_in(cast.focal_point).get(rights(cast))
    told = {
        row.text(): row for row in page.select("tbody tr") if row.text().startswith("Write in a")
    }
    (row,) = told
    for who in ("focal_point", "coordinator", "officer", "viewer", "reviewer"):
        actor = cast.actor(who)
        can_now = can(actor, Permission.SECTION_EDIT, Place(version))
        now_part = row.partition("Not now")[0]
        assert (actor.name in now_part) == can_now, (who, row)


def test_what_nobody_can_do_and_what_only_one_can(browser: Browser, cast: Cast) -> None:
    stand(cast, "sent")
    rows = [r.text() for r in browser.sign_in(cast.focal_point).get(rights(cast)).select("tr")]
    assert any(r.startswith("Write in a section and its tables Nobody") for r in rows)
    assert any("Only Amina Diallo" in r and r.startswith("Remove words") for r in rows)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("focal_point", 200),
        ("coordinator", 200),
        ("viewer", 403),
        ("officer", 200),
        ("reviewer", 403),
        ("administrator", 403),
        ("stranger", 404),
    ],
)
def test_only_oneself_and_who_leads_may_read_it(
    browser: Browser, cast: Cast, who: str, status: int
) -> None:
    """Here it is the officer whom it is about."""
    assert browser.sign_in(getattr(cast, who)).get(rights(cast, cast.officer)).status == status
    everybody = browser.get(rights(cast)).status
    assert everybody == (403 if who == "officer" else status)


def test_a_reviewer_reads_it_of_themselves(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.reviewer).get(rights(cast, cast.reviewer))
    assert page.one("h1").text() == "What you can do here, and why"
    assert "Reviewer of Plan of Amberland" in page.one("main").text()


def test_who_has_no_part_in_the_party_is_not_found_there(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.coordinator)
    assert browser.get(rights(cast, cast.stranger)).status == 404
    assert browser.get(rights(cast, cast.administrator)).status == 404


def test_what_somebody_is_in_another_party_is_not_told(browser: Browser, cast: Cast) -> None:
    give(cast.officer, Role.FOCAL_POINT, cast.borealia)
    db.session.commit()
    page = browser.sign_in(cast.coordinator).get(rights(cast, cast.officer))
    assert "Focal point since" not in page.one("main").text()
    assert "Borealia" not in page.one("main").text()


def test_a_role_that_ended_leaves_no_yes_at_all(browser: Browser, cast: Cast) -> None:
    role = db.session.scalars(select(Membership).filter_by(user_id=cast.viewer.id)).one()
    role.ends_at = now()
    db.session.commit()
    page = browser.sign_in(cast.coordinator).get(rights(cast, cast.viewer))
    assert "No role here now." in page.text
    assert said(page) == []
    assert browser.sign_in(cast.viewer).get(rights(cast, cast.viewer)).status == 404


def test_a_stopped_account_can_do_nothing(browser: Browser, cast: Cast) -> None:
    cast.officer.disabled_at = now()
    db.session.commit()
    page = browser.sign_in(cast.coordinator).get(rights(cast, cast.officer))
    assert "This account is stopped" in page.text
    assert said(page) == []


def test_the_reason_says_on_whose_behalf_and_until_when(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.coordinator).get(rights(cast, stand_in(cast)))
    row = page.one('[data-permission="plan:send"]').text()
    assert "Focal point for Amina Diallo, from" in row
    assert "By the rule: a focal point, while the version is not frozen" in row


def test_the_reason_of_a_not_now_is_the_step(browser: Browser, cast: Cast) -> None:
    stand(cast, "internal review")
    page = browser.sign_in(cast.officer).get(rights(cast, cast.officer))
    row = page.one('[data-permission="section:edit"]').text()
    assert "Not now" in row
    assert "Read-only for officers because the internal review reads the text." in row
    assert "Officer since" in row


def test_plans_that_stand_alike_are_answered_once(browser: Browser, cast: Cast) -> None:
    make_plan(cast.amberland, "Second plan")
    db.session.commit()
    browser.sign_in(cast.coordinator)
    headings = [h.text() for h in browser.get(rights(cast, cast.officer)).select("h2")]
    assert "In Plan of Amberland and Second plan" in headings
    stand(cast, "internal review")
    headings = [h.text() for h in browser.get(rights(cast, cast.officer)).select("h2")]
    assert {"In Plan of Amberland", "In Second plan"} <= set(headings)


def test_the_page_of_people_leads_there(browser: Browser, cast: Cast) -> None:
    people = f"/parties/{cast.amberland.id}/people"
    links = (
        browser.sign_in(cast.coordinator)
        .get(people)
        .select(f'a[href="{rights(cast, cast.officer)}"]')
    )
    assert [a.text() for a in links] == ["What they can do Chen Li"]
    assert browser.get(people).select(f'a[href="{rights(cast)}"]')
    page = browser.sign_in(cast.viewer).get(people)
    assert page.select(f'a[href="{rights(cast, cast.viewer)}"]')
    assert not page.select(f'a[href="{rights(cast, cast.officer)}"]')


def test_the_queries_do_not_grow_with_plans_and_people(
    browser: Browser, cast: Cast, queries: QueryCount
) -> None:
    browser.sign_in(cast.coordinator)

    def asked(url: str) -> int:
        with queries as count:
            assert browser.get(url).status == 200
        return count.count

    before = asked(rights(cast, cast.officer)), asked(rights(cast))
    for place in range(5):
        plan = make_plan(cast.amberland, f"Plan {place}")
        give(make_user(f"P{place} Person"), Role.REVIEWER, cast.amberland, plan)
    db.session.commit()
    assert (asked(rights(cast, cast.officer)), asked(rights(cast))) == before
    assert max(before) <= 12
