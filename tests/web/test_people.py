"""The pages of a Party's people: who sees them, who changes what, and that it takes effect."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from nap_tracker.clock import end_of, today
from nap_tracker.extensions import db
from nap_tracker.models.account import Invitation, Membership, User
from nap_tracker.models.message import Message
from nap_tracker.roles import Role
from nap_tracker.services import handovers, invitations
from tests.browser_client import Browser, Page
from tests.cast import Cast, give, make_user
from tests.doors import QueryCount


def people(cast: Cast) -> str:
    return f"/parties/{cast.amberland.id}/people"


def role_of(user: User) -> Membership:
    return db.session.scalars(select(Membership).filter_by(user_id=user.id)).one()


def invite(browser: Browser, cast: Cast, **changes: str) -> Page:
    fields = {"email": "nia@example.org", "role": "officer", "last_day": "", "locale": "en"}
    url = f"/parties/{cast.amberland.id}/invitations/new"
    return browser.post(url, fields | changes, token_from="/account")


@pytest.fixture
def invitation(cast: Cast) -> Invitation:
    made = invitations.invite(
        cast.actor("coordinator"),
        cast.amberland,
        email="nia@example.org",
        role=Role.OFFICER,
        locale="en",
        lifetime=timedelta(days=7),
    )
    db.session.commit()
    return made


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("focal_point", 200),
        ("coordinator", 200),
        ("officer", 200),
        ("viewer", 200),
        ("administrator", 200),
        ("reviewer", 403),
        ("stranger", 404),
    ],
)
def test_who_sees_the_people_of_a_party(
    browser: Browser, cast: Cast, who: str, status: int
) -> None:
    assert browser.sign_in(getattr(cast, who)).get(people(cast)).status == status


def test_one_party_leads_straight_to_its_people(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.officer)
    assert browser.get("/people").location == people(cast)
    give(cast.officer, Role.VIEWER, cast.borealia)
    db.session.commit()
    links = [a.text() for a in browser.get("/people").select("main a")]
    assert links == ["Amberland", "Borealia"]


def test_a_reviewer_finds_no_party_under_people(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.reviewer).get("/people")
    assert page.status == 200
    assert "Amberland" not in page.text


def test_the_page_names_people_roles_and_ends(browser: Browser, cast: Cast) -> None:
    text = browser.sign_in(cast.coordinator).get(people(cast)).one("main").text()
    assert "Amina Diallo amina@example.org Focal point" in text
    assert "Reviewer of Plan of Amberland" in text


def test_an_administrator_does_not_see_the_titles_of_plans(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.administrator).get(people(cast))
    assert "Fatou Reviewer" in page.text
    assert "Plan of Amberland" not in page.text


def test_only_rows_one_may_change_lead_to_a_form(browser: Browser, cast: Cast) -> None:
    def links(user: User) -> set[str]:
        page = browser.sign_in(user).get(people(cast))
        return {a.text() for a in page.select("tbody th a")}

    below = {"Chen Li", "Dina Petrova", "Emeka Obi", "Fatou Reviewer"}
    assert links(cast.coordinator) == below
    assert links(cast.focal_point) == below | {"Amina Diallo", "Bruno Costa"}
    assert links(cast.administrator) == set()
    assert links(cast.officer) == set()


def test_a_coordinator_invites_an_officer(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.coordinator)
    assert invite(browser, cast, last_day="2099-12-31").location == people(cast)
    page = browser.get(people(cast))
    assert "An invitation is on its way to nia@example.org." in page.text
    assert "nia@example.org" in page.one("main").text()
    made = db.session.query(Invitation).one()
    assert (made.role, made.role_ends_at.year) == (Role.OFFICER, 2100)  # type: ignore[union-attr]
    assert db.session.query(Message).one().template == "invitation"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "nobody"}, "email"),
        ({"email": "chen@example.org"}, "email"),
        ({"role": ""}, "role"),
        ({"role": "focal_point"}, "role"),
        ({"role": "reviewer"}, "role"),
        ({"last_day": "31.12.2027"}, "last_day"),
        ({"last_day": "2020-01-01"}, "last_day"),
        ({"locale": "xx"}, "locale"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_at_its_field(
    browser: Browser, cast: Cast, changes: dict[str, str], field: str
) -> None:
    page = invite(browser.sign_in(cast.coordinator), cast, **changes)
    assert page.status == 200
    summary = page.one(".govuk-error-summary__list a")
    assert summary.attrib["href"] == f"#{field}"
    assert summary.text() in page.one(f"#{field}-error").text()
    assert db.session.query(Invitation).count() == 0


def test_what_was_typed_is_shown_again(browser: Browser, cast: Cast) -> None:
    page = invite(browser.sign_in(cast.coordinator), cast, last_day="31.12.2027")
    assert page.one("#last_day").attrib["value"] == "31.12.2027"
    assert page.one("#email").attrib["value"] == "nia@example.org"


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 403), ("reviewer", 403), ("stranger", 404)]
)
def test_who_does_not_lead_cannot_invite(
    browser: Browser, cast: Cast, who: str, status: int
) -> None:
    browser.sign_in(getattr(cast, who))
    assert browser.get(f"/parties/{cast.amberland.id}/invitations/new").status == status
    assert invite(browser, cast).status == status
    assert db.session.query(Invitation).count() == 0


def test_a_reviewer_is_invited_to_one_plan(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.coordinator)
    url = f"/parties/{cast.amberland.id}/reviewers/new"
    fields = {"email": "rev@example.org", "plan": cast.plan.id, "last_day": "", "locale": "en"}
    assert browser.post(url, fields, token_from="/account").location == people(cast)
    made = db.session.query(Invitation).one()
    assert (made.role, made.plan_id) == (Role.REVIEWER, cast.plan.id)


def test_an_administrator_invites_no_reviewers(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.administrator)
    assert browser.get(f"/parties/{cast.amberland.id}/reviewers/new").status == 403


def test_nobody_is_made_a_reviewer_of_another_partys_plan(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.coordinator)
    url = f"/parties/{cast.amberland.id}/reviewers/new"
    assert cast.other_plan.id not in browser.get(url).text
    fields = {"email": "rev@example.org", "plan": cast.other_plan.id, "locale": "en"}
    page = browser.post(url, fields, token_from="/account")
    assert page.select("#plan-error")
    assert db.session.query(Invitation).count() == 0


def test_a_role_and_its_last_day_are_changed(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.coordinator)
    url = f"{people(cast)}/{role_of(cast.officer).id}"
    assert browser.get(url).one('input[value="officer"]').attrib.get("checked") is not None
    fields = {"role": "viewer", "last_day": "2099-12-31"}
    assert browser.post(url, fields, token_from="/account").location == people(cast)
    membership = role_of(cast.officer)
    assert membership.role is Role.VIEWER
    assert browser.get(url).one("#last_day").attrib["value"] == "2099-12-31"


def test_a_role_is_ended_and_begins_again(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.coordinator)
    url = f"{people(cast)}/{role_of(cast.officer).id}"
    assert browser.post(f"{url}/end", token_from="/account").location == people(cast)
    assert cast.actor("officer").grants == ()
    browser.post(url, {"role": "officer", "last_day": ""}, token_from="/account")
    assert cast.actor("officer").grants != ()


def test_the_last_focal_point_is_told_why_they_cannot_go(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.focal_point)
    url = f"{people(cast)}/{role_of(cast.focal_point).id}"
    assert browser.post(f"{url}/end", token_from="/account").location == url
    assert "only focal point" in browser.get(url).one(".app-flash--error").text()
    page = browser.post(url, {"role": "viewer", "last_day": ""}, token_from="/account")
    assert page.select("#role-error")
    assert cast.actor("focal_point").grants != ()


@pytest.mark.parametrize("act", ["", "/end"])
@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("coordinator", "focal_point", 403),
        ("officer", "colleague", 403),
        ("administrator", "officer", 403),
        ("stranger", "officer", 404),
    ],
)
def test_a_role_out_of_reach_is_not_changed(
    browser: Browser, cast: Cast, act: str, who: str, whose: str, status: int
) -> None:
    browser.sign_in(getattr(cast, who))
    url = f"{people(cast)}/{role_of(getattr(cast, whose)).id}{act}"
    page = browser.post(url, {"role": "viewer", "last_day": ""}, token_from="/account")
    assert page.status == status
    assert role_of(getattr(cast, whose)).ends_at is None


def test_a_role_of_another_party_is_not_reached_through_ones_own(
    browser: Browser, cast: Cast
) -> None:
    mine = db.session.scalars(select(Membership).filter_by(user_id=cast.officer.id)).one()
    browser.sign_in(cast.stranger)
    url = f"/parties/{cast.borealia.id}/people/{mine.id}"
    assert browser.get(url).status == 404
    assert browser.post(f"{url}/end", token_from="/account").status == 404


@pytest.mark.parametrize("act", ["withdraw", "renew"])
@pytest.mark.parametrize(("who", "status"), [("officer", 403), ("stranger", 404)])
def test_an_invitation_out_of_reach_is_not_changed(
    browser: Browser, cast: Cast, invitation: Invitation, act: str, who: str, status: int
) -> None:
    browser.sign_in(getattr(cast, who))
    url = f"/parties/{cast.amberland.id}/invitations/{invitation.id}/{act}"
    assert browser.post(url, token_from="/account").status == status
    assert invitation.withdrawn_at is None


def test_an_invitation_is_sent_again_and_withdrawn(
    browser: Browser, cast: Cast, invitation: Invitation
) -> None:
    browser.sign_in(cast.coordinator)
    base = f"/parties/{cast.amberland.id}/invitations"
    assert browser.post(f"{base}/{invitation.id}/renew", token_from="/account").status == 302
    waiting = db.session.query(Invitation).filter_by(withdrawn_at=None).one()
    assert waiting.id != invitation.id
    browser.post(f"{base}/{waiting.id}/withdraw", token_from="/account")
    assert db.session.query(Invitation).filter_by(withdrawn_at=None).count() == 0
    assert "Invitations that wait" not in browser.get(people(cast)).text


def test_a_party_without_a_focal_point_is_told(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.coordinator)
    assert "has no focal point" not in browser.get(people(cast)).text
    role_of(cast.focal_point).role = Role.VIEWER
    db.session.commit()
    assert "has no focal point" in browser.get(people(cast)).text


def test_many_people_and_invitations_cost_no_more_queries(
    browser: Browser, cast: Cast, queries: QueryCount
) -> None:
    def cost() -> int:
        with queries as count:
            assert browser.get(people(cast)).status == 200
        return count.count

    def one_more(number: int) -> None:
        give(make_user(f"Person{number} Extra"), Role.OFFICER, cast.amberland)
        details: dict[str, Any] = {"role": Role.VIEWER, "locale": "en"}
        invitations.invite(
            cast.actor("coordinator" if number % 2 else "focal_point"),
            cast.amberland,
            email=f"someone{number}@example.org",
            lifetime=timedelta(days=7),
            **details,
        )

    browser.sign_in(cast.coordinator)
    for number in (1, 2):
        one_more(number)
    db.session.commit()
    few = cost()
    for number in range(3, 20):
        one_more(number)
    db.session.commit()
    assert cost() == few
    assert few <= 12


def test_the_page_says_from_when_on_nobody_leads(browser: Browser, cast: Cast) -> None:
    role = db.session.scalars(select(Membership).filter_by(user_id=cast.coordinator.id)).one()
    role.ends_at = end_of(today() + timedelta(days=3), cast.amberland.time_zone)
    db.session.commit()
    page = browser.sign_in(cast.officer).get(f"/parties/{cast.amberland.id}/people")
    assert "nobody has this role any more: Coordinator" in page.text
    assert "nobody has this role any more: Focal point" not in page.text
    assert "(ends soon)" in page.text


def test_work_that_is_offered_stands_on_the_page_and_leads_to_its_list(
    browser: Browser, cast: Cast
) -> None:
    made = handovers.offer(cast.actor("officer"), cast.amberland, to_id=cast.colleague.id)
    db.session.commit()
    people_page = f"/parties/{cast.amberland.id}/people"
    link = f'a[href="/parties/{cast.amberland.id}/handovers/{made.id}"]'
    for who, led in (("officer", True), ("colleague", True), ("viewer", False)):
        page = browser.sign_in(getattr(cast, who)).get(people_page)
        assert "Work offered to be handed over" in page.text
        assert bool(page.select(link)) is led, who
    page = browser.sign_in(cast.colleague).get(f"/parties/{cast.amberland.id}/handovers/{made.id}")
    assert "Officer" in page.text
    here = f"/parties/{cast.amberland.id}/handovers/{made.id}"
    refused = browser.post(here, {}, token_from=here)
    assert "Say that you take it over" in refused.text
    taken = browser.post(here, {"seen": "y"}, token_from=here)
    assert taken.status == 302
    assert "The work of Chen Li is yours now." in browser.get(people_page).text
    assert browser.sign_in(cast.officer).get(here).status == 404


def test_a_role_is_handed_over_for_some_days_and_taken_back(browser: Browser, cast: Cast) -> None:
    here = f"/parties/{cast.amberland.id}/delegations/new"
    browser.sign_in(cast.officer)
    page = browser.get(here)
    role = page.one('input[name="role"]').attrib["value"]
    first = today(cast.amberland.time_zone)
    sent = {
        "role": role,
        "colleague": cast.viewer.id,
        "first_day": first.isoformat(),
        "last_day": (first - timedelta(days=1)).isoformat(),
    }
    refused = browser.post(here, sent, token_from=here)
    assert "Enter the first day or a later one." in refused.text
    assert f'value="{first.isoformat()}"' in refused.text
    sent["last_day"] = (first + timedelta(days=2)).isoformat()
    assert browser.post(here, sent, token_from=here).status == 302
    page = browser.get(f"/parties/{cast.amberland.id}/people")
    assert "Standing in for a while" in page.text
    form = page.one('form[action$="/withdraw"]').attrib["action"]
    assert browser.post(form, {}, token_from=here).status == 302
    page = browser.get(f"/parties/{cast.amberland.id}/people")
    assert "Standing in for a while" not in page.text
