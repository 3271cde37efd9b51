"""Asking somebody anew for a review who said no, or whose invitation was taken back."""

from __future__ import annotations

import pytest

from nap_tracker import links
from nap_tracker.clock import now
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership
from nap_tracker.models.message import Message
from nap_tracker.permissions import Seat
from nap_tracker.roles import Actor, ActorKind
from nap_tracker.services import seat_links, seats
from nap_tracker.services.seats import Asked
from tests.cast import Cast
from tests.services.test_rounds import OUTSIDE, outside, seat_of

pytestmark = pytest.mark.database


def sitting(cast: Cast, seat: Seat) -> Actor:
    """Who sits there, with an account or by a personal link."""
    if seat.invitation.user_id is not None:
        return cast.actor("reviewer")
    return Actor(ActorKind.LINK, name=seat.invitation.name, invitation_id=seat.invitation.id)


@pytest.mark.parametrize("name", ["reviewer", OUTSIDE.name])
def test_who_declined_or_was_taken_back_can_be_asked_anew(cast: Cast, name: str):
    round_, focal = outside(cast), cast.actor("focal_point")
    seat = seat_of(round_, cast.reviewer.name if name == "reviewer" else name)
    who = sitting(cast, seat)
    seats.decline(who, seat, reason="No time", suggested="Ama")
    seats.invite_again(focal, round_, seat.invitation)
    assert (seat.invitation.state, seat.invitation.suggested) == ("invited", "")
    seats.revoke(focal, round_, seat.invitation)
    seats.invite_again(focal, round_, seat.invitation)
    seats.invite_again(focal, round_, seat.invitation)
    assert (seat.invitation.state, seat.invitation.revoked_at) == ("invited", None)
    asked = [m for m in db.session.query(Message) if m.template == "review_invited"]
    assert sum(m.context["seat_id"] == seat.invitation.id for m in asked) == 3
    seats.accept(who, seat)


def test_who_is_asked_anew_by_a_link_types_a_new_code(cast: Cast):
    round_, focal = outside(cast), cast.actor("focal_point")
    seat = seat_of(round_, OUTSIDE.name)
    seat.invitation.confirmed_at = now()
    kept = f"{seat.invitation.id}.{seat_links._key(seat.invitation)}"
    assert seat_links.visit(kept) is not None
    seats.revoke(focal, round_, seat.invitation)
    seats.invite_again(focal, round_, seat.invitation)
    assert seat_links.visit(kept) is None
    assert seat_links.opened(links.token("review", seat.invitation.id))


def test_a_review_that_was_sent_is_not_asked_for_anew(cast: Cast):
    round_, focal = outside(cast), cast.actor("focal_point")
    seat = seat_of(round_, OUTSIDE.name)
    seats.hand_in(sitting(cast, seat), seat)
    seats.revoke(focal, round_, seat.invitation)
    with pytest.raises(Invalid, match="another round"):
        seats.invite_again(focal, round_, seat.invitation)
    assert seat.invitation.state == "revoked"


def test_nobody_is_asked_anew_beside_a_newer_invitation_or_without_a_role(cast: Cast):
    round_, focal = outside(cast), cast.actor("focal_point")
    olga, reviewer = seat_of(round_, OUTSIDE.name), seat_of(round_, cast.reviewer.name)
    seats.revoke(focal, round_, olga.invitation)
    seats.invite(focal, round_, Asked([], [OUTSIDE], "fr"))
    with pytest.raises(Invalid, match="already"):
        seats.invite_again(focal, round_, olga.invitation)
    seats.revoke(focal, round_, reviewer.invitation)
    db.session.query(Membership).filter_by(user_id=cast.reviewer.id).delete()
    with pytest.raises(Invalid, match="no role"):
        seats.invite_again(focal, round_, reviewer.invitation)
