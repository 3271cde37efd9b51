"""Documents of who drafts single sections: of those for the drafting team, of the rest not."""

from __future__ import annotations

import pytest

from nap_tracker.clock import now
from nap_tracker.content import serial
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Forbidden, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, User
from nap_tracker.models.export import Export
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR, Actor, Role
from nap_tracker.services import accounts, entries, exports, plans
from nap_tracker.services.entries import Change
from tests.browser_client import Browser
from tests.cast import Cast, give, make_user

OWN = "stakeholders"
"""Its registers start at the drafting team, as does that of sites, which stands elsewhere."""
TEAM = Audience.DRAFTING_TEAM


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    version = plans.newest(OPERATOR, cast.plan.id)
    for register, name in (("participation", "Women panners"), ("site", "Quatorze")):
        row = entries.new_row(version, register, {})
        field = "group_name" if register == "participation" else "name"
        entries.save(OPERATOR, row, Change(seen=0, answers={field: {"en": name}}))
    db.session.commit()
    return version


@pytest.fixture
def jana(cast: Cast) -> User:
    user = make_user("Jana Health")
    give(user, Role.SECTION_DRAFTER, cast.amberland, cast.plan, OWN)
    db.session.commit()
    return user


def ask(actor: Actor, version: PlanVersion, section: str | None = OWN) -> Export:
    made = exports.request(
        actor, version, format="docx", audience=TEAM, mark="draft", section=section
    )
    db.session.commit()
    return made


def test_of_their_section_they_make_a_document_of_the_drafting_team(
    version: PlanVersion, jana: User
) -> None:
    made = ask(accounts.actor_of(jana), version)
    assert made.audience == TEAM
    assert exports.get(accounts.actor_of(jana), version.plan_id, made.id) is made
    assert list(exports.of_plan(accounts.actor_of(jana), version.plan_id)) == [made]


def test_what_is_kept_for_it_holds_nothing_of_other_sections_for_the_team(
    version: PlanVersion, jana: User
) -> None:
    own = ask(accounts.actor_of(jana), version).content or ""
    whole = serial.to_text(serial.from_text(ask(OPERATOR, version).content or ""))
    assert "Quatorze" in whole
    assert "Quatorze" not in own
    assert "Women panners" in own


@pytest.mark.parametrize("section", [None, "trade"])
def test_of_anything_else_they_make_none_for_the_team(
    version: PlanVersion, jana: User, section: str | None
) -> None:
    with pytest.raises(Forbidden):
        ask(accounts.actor_of(jana), version, section)


def test_what_others_had_made_for_the_team_stays_with_them(
    cast: Cast, version: PlanVersion, jana: User
) -> None:
    made = ask(cast.actor("officer"), version)
    with pytest.raises(NotFound):
        exports.get(accounts.actor_of(jana), version.plan_id, made.id)
    assert list(exports.of_plan(accounts.actor_of(jana), version.plan_id)) == []
    assert list(exports.of_plan(cast.actor("officer"), version.plan_id)) == [made]


def test_with_the_role_their_document_is_gone_too(
    cast: Cast, version: PlanVersion, jana: User
) -> None:
    made = ask(accounts.actor_of(jana), version)
    give(jana, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "trade")
    held = db.session.query(Membership).filter_by(user_id=jana.id, section=OWN).one()
    held.ends_at = now()
    db.session.commit()
    with pytest.raises(NotFound):
        exports.get(accounts.actor_of(jana), version.plan_id, made.id)
    assert list(exports.of_plan(accounts.actor_of(jana), version.plan_id)) == []


def test_the_page_offers_it_and_says_where_another_section_was_chosen(
    version: PlanVersion, jana: User, browser: Browser
) -> None:
    url = f"/plans/{version.plan_id}/exports"
    page = browser.sign_in(jana).get(url)
    assert "Drafting team: a section that you draft" in page.text
    sent = {"format": "docx", "section": "trade", "audience": "drafting_team", "mark": "draft"}
    page = browser.post(url, sent, token_from=url)
    assert "select a section that you draft" in page.one("#section-error").text()
    assert browser.post(url, {**sent, "section": OWN}, token_from=url).status == 302
