"""An invitation is a promise by mail: it expires, works once, and opens no more than it says."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from nap_tracker import links
from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import Base, db
from nap_tracker.models.account import Invitation, Membership, User
from nap_tracker.models.event import Event
from nap_tracker.models.message import Message
from nap_tracker.roles import Actor, Role
from nap_tracker.services import accounts, invitations, people, plans
from tests.cast import Cast
from tests.doors import Clock

WEEK = timedelta(days=7)
PASSWORD = "seven herons over wet slate"


def invite(cast: Cast, who: str | Actor = "coordinator", **changes: Any) -> Invitation:
    actor = cast.actor(who) if isinstance(who, str) else who
    details: dict[str, Any] = {
        "email": "new@example.org",
        "role": Role.OFFICER,
        "locale": "en",
        "lifetime": WEEK,
    }
    return invitations.invite(actor, cast.amberland, **(details | changes))


def token(invitation: Invitation) -> str:
    return links.token("invitation", invitation.id)


def take_new(invitation: Invitation) -> User:
    return invitations.accept_as_new(
        token(invitation), name="Nia New", password=PASSWORD, locale="fr"
    )


def test_a_new_person_gets_an_account_with_the_role_and_no_other(cast: Cast) -> None:
    user = take_new(invite(cast))
    assert (user.email, user.name, user.locale) == ("new@example.org", "Nia New", "fr")
    assert not user.is_administrator
    grants = accounts.actor_of(user).grants
    assert [(g.role, g.party_id, g.plan_id) for g in grants] == [
        (Role.OFFICER, cast.amberland.id, None)
    ]


def test_the_mail_goes_to_the_address_in_the_chosen_language(cast: Cast) -> None:
    invitation = invite(cast, locale="fr")
    message = db.session.query(Message).one()
    assert (message.to, message.locale, message.template) == (
        "new@example.org",
        "fr",
        "invitation",
    )
    assert message.context["id"] == invitation.id


def test_no_table_holds_the_token(cast: Cast) -> None:
    secret = token(invite(cast))
    for table in Base.metadata.sorted_tables:
        assert secret not in str(db.session.execute(select(table)).all())


def test_a_link_works_once(cast: Cast) -> None:
    invitation = invite(cast)
    take_new(invitation)
    with pytest.raises(NotFound):
        invitations.opened(token(invitation))
    with pytest.raises(NotFound):
        take_new(invitation)


def test_a_link_works_until_it_expires(cast: Cast, clock: Clock) -> None:
    invitation = invite(cast)
    clock.pass_by(days=7, seconds=-1)
    assert invitations.opened(token(invitation)) is invitation
    clock.pass_by(seconds=1)
    with pytest.raises(NotFound):
        take_new(invitation)


def test_a_link_does_not_outlive_the_role_it_promises(cast: Cast, clock: Clock) -> None:
    invitation = invite(cast, last_day=date(2026, 3, 12))
    clock.pass_by(days=3)
    with pytest.raises(NotFound):
        invitations.opened(token(invitation))


def test_a_withdrawn_link_does_not_work(cast: Cast) -> None:
    invitation = invite(cast)
    invitations.withdraw(cast.actor("coordinator"), invitation)
    with pytest.raises(NotFound):
        take_new(invitation)


@pytest.mark.parametrize("how", ["ended", "lowered", "stopped"])
def test_a_promise_ends_with_the_right_of_who_gave_it(cast: Cast, how: str) -> None:
    invitation = invite(cast, "coordinator", email="private@example.org")
    held = db.session.query(Membership).filter_by(user_id=cast.coordinator.id).one()
    focal_point = cast.actor("focal_point")
    if how == "ended":
        people.end(focal_point, cast.amberland, held)
    elif how == "lowered":
        people.change(focal_point, cast.amberland, held, role=Role.VIEWER, last_day=None)
    else:
        accounts.disable(cast.actor("administrator"), cast.coordinator, although_last=True)
    with pytest.raises(NotFound):
        take_new(invitation)
    again = invitations.renew(focal_point, invitation, lifetime=WEEK)
    assert take_new(again).email == "private@example.org"


def test_a_second_invitation_replaces_the_first(cast: Cast) -> None:
    first, second = invite(cast), invite(cast)
    with pytest.raises(NotFound):
        invitations.opened(token(first))
    assert invitations.opened(token(second)) is second


def test_sending_again_makes_a_new_link_and_ends_the_old_one(cast: Cast, clock: Clock) -> None:
    first = invite(cast, last_day=date(2027, 1, 1))
    clock.pass_by(days=8)
    again = invitations.renew(cast.actor("coordinator"), first, lifetime=WEEK)
    assert invitations.opened(token(again)).role_ends_at == first.role_ends_at
    with pytest.raises(NotFound):
        invitations.opened(token(first))


def test_what_would_have_ended_is_not_sent_again(cast: Cast, clock: Clock) -> None:
    first = invite(cast, last_day=date(2026, 3, 12))
    clock.pass_by(days=8)
    with pytest.raises(Invalid):
        invitations.renew(cast.actor("coordinator"), first, lifetime=WEEK)


@pytest.mark.parametrize("guess", ["", "x", "é" * 43, "../../etc/passwd"])
def test_a_guessed_token_opens_nothing(cast: Cast, guess: str) -> None:
    invite(cast)
    with pytest.raises(NotFound):
        invitations.opened(guess)


def test_an_existing_account_takes_a_role_in_a_second_party(cast: Cast) -> None:
    invitation = invite(cast, email=cast.stranger.email.upper())
    invitations.accept(cast.stranger, token(invitation))
    parties = {g.party_id for g in cast.actor("stranger").grants}
    assert parties == {cast.amberland.id, cast.borealia.id}


def test_an_account_with_another_address_cannot_take_it(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        invitations.accept(cast.stranger, token(invite(cast)))
    assert {g.party_id for g in cast.actor("stranger").grants} == {cast.borealia.id}


def test_a_reviewer_gets_one_plan_and_nothing_else_of_the_party(cast: Cast) -> None:
    user = take_new(invite(cast, role=Role.REVIEWER, plan=cast.plan))
    actor = accounts.actor_of(user)
    assert actor.reviews(cast.plan.id)
    assert actor.roles_in(cast.amberland.id) == frozenset()
    assert [p.id for p in plans.visible_to(actor)] == [cast.plan.id]


def test_a_reviewer_needs_a_plan_and_nobody_else_has_one(cast: Cast) -> None:
    with pytest.raises(Invalid):
        invite(cast, role=Role.REVIEWER)
    with pytest.raises(Invalid):
        invite(cast, plan=cast.plan)


def test_a_role_ends_on_the_day_said_when_it_was_given(cast: Cast, clock: Clock) -> None:
    user = take_new(invite(cast, last_day=date(2026, 3, 12)))
    assert accounts.actor_of(user).grants
    clock.pass_by(days=3)
    assert accounts.actor_of(user).grants == ()


def test_a_weak_password_makes_no_account(cast: Cast) -> None:
    invitation = invite(cast)
    with pytest.raises(Invalid):
        invitations.accept_as_new(token(invitation), name="Nia", password="short", locale="en")
    assert accounts.by_email("new@example.org") is None
    assert invitation.accepted_at is None


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.COORDINATOR])
def test_a_coordinator_does_not_invite_to_their_own_rank_or_above(cast: Cast, role: Role) -> None:
    with pytest.raises(Forbidden):
        invite(cast, role=role)


@pytest.mark.parametrize("who", ["officer", "viewer", "reviewer"])
def test_who_does_not_lead_does_not_invite(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        invite(cast, who)


def test_a_stranger_does_not_learn_of_the_party_by_inviting(cast: Cast) -> None:
    with pytest.raises(NotFound):
        invite(cast, "stranger")


def without_focal_point(cast: Cast) -> Cast:
    accounts.disable(cast.actor("administrator"), cast.focal_point, although_last=True)
    return cast


def test_an_administrator_invites_a_missing_focal_point_and_the_party_is_told(cast: Cast) -> None:
    invite(without_focal_point(cast), "administrator", role=Role.FOCAL_POINT)
    told = {m.to for m in db.session.query(Message).filter_by(template="invited_from_outside")}
    assert cast.coordinator.email in told


def test_an_administrator_lets_no_second_focal_point_in(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        invite(cast, "administrator", role=Role.FOCAL_POINT)


def test_an_invitation_of_an_administrator_ends_when_the_party_has_a_focal_point(
    cast: Cast,
) -> None:
    invitation = invite(without_focal_point(cast), "administrator", role=Role.FOCAL_POINT)
    accounts.enable(cast.actor("administrator"), cast.focal_point)
    with pytest.raises(NotFound):
        invitations.opened(token(invitation))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OFFICER, Role.VIEWER])
def test_an_administrator_invites_nobody_else(cast: Cast, role: Role) -> None:
    with pytest.raises(Forbidden):
        invite(cast, "administrator", role=role)


def test_an_administrator_does_not_invite_themselves_or_another_one(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        invite(
            without_focal_point(cast),
            "administrator",
            role=Role.FOCAL_POINT,
            email=cast.administrator.email,
        )


def test_a_focal_point_may_invite_an_administrator(cast: Cast) -> None:
    invitation = invite(cast, "focal_point", email=cast.administrator.email)
    invitations.accept(cast.administrator, token(invitation))
    assert Role.OFFICER in cast.actor("administrator").roles_in(cast.amberland.id)


def test_who_has_the_role_is_not_invited_to_it(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        invite(cast, email=cast.officer.email)
    assert refused.value.about == "email"


@pytest.mark.parametrize(
    "email",
    ["", "nobody", "a@b", "a b@c.example", "a@b.example\nBcc: x@y.example", "a@b.ex, c@d.ex"],
)
def test_what_is_no_single_address_is_refused(cast: Cast, email: str) -> None:
    with pytest.raises(Invalid):
        invite(cast, email=email)


def test_nobody_sends_spam_through_a_party(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MOST_WAITING", 2)
    invite(cast, email="one@example.org")
    invite(cast, email="two@example.org")
    with pytest.raises(Invalid):
        invite(cast, email="three@example.org")


def test_sending_accepting_and_withdrawing_are_in_the_partys_log(cast: Cast) -> None:
    take_new(invite(cast))
    invitations.withdraw(cast.actor("coordinator"), invite(cast, email="two@example.org"))
    kinds = [
        e.kind
        for e in db.session.query(Event).filter_by(chain=cast.amberland.id).order_by(Event.number)
        if e.kind.startswith(("invitation:", "role:"))
    ]
    assert kinds == [
        "invitation:sent",
        "role:given",
        "invitation:accepted",
        "invitation:sent",
        "invitation:withdrawn",
    ]


def test_whoever_invited_is_told_of_the_acceptance(cast: Cast) -> None:
    take_new(invite(cast))
    message = db.session.query(Message).filter_by(template="invitation_accepted").one()
    assert message.to == cast.coordinator.email


def test_the_list_shows_what_waits_and_what_expired_lately(cast: Cast, clock: Clock) -> None:
    invite(cast, email="one@example.org")
    clock.pass_by(days=30)
    invite(cast, email="two@example.org")
    take_new(invite(cast))
    actor = cast.actor("coordinator")
    waiting = [i.email for i in invitations.waiting(actor, cast.amberland)]
    assert waiting == ["two@example.org", "one@example.org"]
    clock.pass_by(days=8)
    waiting = [i.email for i in invitations.waiting(actor, cast.amberland)]
    assert waiting == ["two@example.org"]


def test_an_invitation_of_another_party_is_not_found(cast: Cast) -> None:
    invitation = invite(cast)
    with pytest.raises(NotFound):
        invitations.find(cast.actor("stranger"), cast.borealia, invitation.id)
