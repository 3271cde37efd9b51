"""Mail about comments: numbers and links, grouped; words only where the Party lets mail carry them.

It goes to who drafts there and to who wrote in the thread, never to whoever wrote this, and names
nobody: in an anonymous round a name would tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import or_, select

from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, User
from nap_tracker.models.comment import Comment, Reply
from nap_tracker.models.message import Message
from nap_tracker.models.plan import Assignment, PlanVersion
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.permissions import Seat
from nap_tracker.roles import Actor, ActorKind, Role
from nap_tracker.services import accounts, contents, round_mail, round_sayings
from nap_tracker.services.comment_places import Glimpse, Ground, as_read
from nap_tracker.services.comment_readers import reader, side_of
from nap_tracker.services.drafters import holds_a_role
from nap_tracker.workflow.hearing import Side

TEMPLATE = "comments_said"
GATHERED = timedelta(minutes=15)
"""What is said in this time comes in one message."""
LONGEST = 400
LEADERS = (Role.FOCAL_POINT, Role.COORDINATOR)


def said(actor: Actor, version: PlanVersion, comment: Comment) -> None:
    """Somebody commented: to who leads the drafting and who was given that section."""
    _gather(actor, version, comment, _team(version, comment), "said", comment.body)


def replied(actor: Actor, version: PlanVersion, comment: Comment, body: str) -> None:
    """Somebody replied: to who wrote in the thread, and who drafts there."""
    people = {user.id: user for user in (*_team(version, comment), *_wrote(version, comment))}
    _gather(actor, version, comment, people.values(), "replied", body)
    for seat in _seated(version, comment):
        if seat.id != actor.invitation_id:
            round_mail.replied(seat, version)


def answered(actor: Actor, version: PlanVersion, comment: Comment, reason: str) -> None:
    """The government's response was published: to who wrote in the thread."""
    _gather(actor, version, comment, _wrote(version, comment), "answered", reason)


def _gather(
    actor: Actor,
    version: PlanVersion,
    comment: Comment,
    people: Iterable[User],
    what: str,
    words: str,
) -> None:
    for person in sorted(people, key=lambda user: user.email):
        if person.id == actor.user_id:
            continue
        schema = treaty(version.schema_edition, person.locale)
        title = schema.section(comment.section).title if comment.section else ""
        line = {
            "id": comment.id,
            "number": comment.number,
            "what": what,
            "section": title,
            "words": words[:LONGEST] if version.plan.party.mail_has_words else "",
        }
        _add(person, version, line)


def _add(person: User, version: PlanVersion, line: dict[str, Any]) -> None:
    """To a message that still waits, or to a new one that waits for more."""
    query = select(Message).where(
        Message.user_id == person.id,
        Message.plan_id == version.plan_id,
        Message.template == TEMPLATE,
        Message.wait_until > now(),
        Message.sent_at.is_(None),
        Message.attempts == 0,
    )
    message = db.session.scalar(query.order_by(Message.created_at).limit(1).with_for_update())
    if message is not None:
        message.context = {**message.context, "lines": [*message.context["lines"], line]}
        return
    db.session.add(
        Message(
            to=person.email,
            locale=person.locale,
            template=TEMPLATE,
            context={"plan_id": version.plan_id, "plan": version.plan.title, "lines": [line]},
            user_id=person.id,
            party_id=version.party_id,
            plan_id=version.plan_id,
            wait_until=now() + GATHERED,
        )
    )
    db.session.flush()


def _team(version: PlanVersion, comment: Comment) -> Iterable[User]:
    assigned = select(Assignment.user_id).where(
        Assignment.version_id == version.id, Assignment.section == (comment.section or "")
    )
    in_party = Membership.party_id == version.party_id
    leads = Membership.role.in_(LEADERS) & in_party & Membership.plan_id.is_(None)
    drafts = Membership.role.in_((*LEADERS, Role.OFFICER)) & in_party & Membership.plan_id.is_(None)
    theirs = (Membership.section == comment.section) & (Membership.plan_id == version.plan_id)
    given = User.id.in_(assigned) & holds_a_role(now(), User.id, or_(drafts, theirs))
    query = select(User).where(
        User.disabled_at.is_(None), or_(holds_a_role(now(), User.id, leads), given)
    )
    return db.session.scalars(query.order_by(User.email))


def _wrote(version: PlanVersion, comment: Comment) -> Iterable[User]:
    """With an account, and hearing of it still: it may have been closed to them since."""
    said = select(Reply.author_id).filter_by(comment_id=comment.id)
    seated = (
        select(RoundInvitation.user_id)
        .join(Reply, Reply.invitation_id == RoundInvitation.id)
        .where(Reply.comment_id == comment.id)
    )
    own = select(RoundInvitation.user_id).filter_by(id=comment.invitation_id)
    began = or_(User.id == comment.author_id, User.id.in_(own))
    theirs = or_(began, User.id.in_(said), User.id.in_(seated))
    query = select(User).where(User.disabled_at.is_(None), theirs)
    people = db.session.scalars(query.order_by(User.email)).all()
    hears = _hearing(version, comment) if people else None
    return [p for p in people if hears and hears(accounts.actor_of(p))]


def _seated(version: PlanVersion, comment: Comment) -> Iterable[RoundInvitation]:
    """The same of those who come by a personal link. They hear it on the page of its round, where
    it stands as it was read, whatever became of its place in the draft."""
    said = select(Reply.invitation_id).filter_by(comment_id=comment.id)
    wrote = or_(RoundInvitation.id == comment.invitation_id, RoundInvitation.id.in_(said))
    query = select(RoundInvitation).where(
        RoundInvitation.user_id.is_(None), RoundInvitation.round_id == comment.round_id, wrote
    )
    found = db.session.scalars(query.order_by(RoundInvitation.email, RoundInvitation.id)).all()
    hears = _hearing_in_round(version, comment) if found else None
    by_link = ((seat, Actor(ActorKind.LINK, invitation_id=seat.id)) for seat in found)
    return [seat for seat, actor in by_link if hears and hears(actor)]


def _hearing_in_round(version: PlanVersion, comment: Comment) -> Callable[[Actor], bool]:
    round_ = db.session.get_one(Round, comment.round_id)
    ground = round_sayings.ground_of(Seat(round_, None))
    return partial(_hears, version, as_read(comment), side_of(round_), ground)


def _hearing(version: PlanVersion, comment: Comment) -> Callable[[Actor], bool]:
    ground = Ground(contents.texts(version))
    side = side_of(db.session.get(Round, comment.round_id) if comment.round_id else None)
    return partial(_hears, version, comment, side, ground)


def _hears(
    version: PlanVersion,
    comment: Comment | Glimpse,
    side: Side | None,
    ground: Ground,
    actor: Actor,
) -> bool:
    try:
        who = reader(actor, version)
    except (Forbidden, NotFound):
        return False
    return who.hears(comment, side, ground)
