"""Mail about values of indicators: to those who approve, and to who has to put one right.

Titles and links; no value, no name of an indicator, and nothing anybody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, User
from nap_tracker.models.indicator_track import Observation
from nap_tracker.models.message import Message
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Actor, Role
from nap_tracker.services.drafters import holds_a_role

WAITING, SENT_BACK = "values_waiting", "value_sent_back"
LEADERS = (Role.FOCAL_POINT, Role.COORDINATOR)


def sent(actor: Actor, version: PlanVersion) -> None:
    """A value waits: to everybody who may approve it, but not to who sent it."""
    leading = (Membership.party_id == version.party_id) & Membership.role.in_(LEADERS)
    held = holds_a_role(now(), User.id, leading)
    query = select(User).where(held, User.disabled_at.is_(None)).order_by(User.email)
    people = [person for person in db.session.scalars(query) if person.id != actor.user_id]
    _tell(people, version, WAITING)


def sent_back(actor: Actor, version: PlanVersion, one: Observation) -> None:
    """To who entered it and who sent it, while they can sign in."""
    ids = {one.author_id, one.sent_by_id} - {None, actor.user_id}
    query = select(User).where(User.id.in_(ids), User.disabled_at.is_(None)).order_by(User.email)
    _tell(db.session.scalars(query), version, SENT_BACK)


def _tell(people: Iterable[User], version: PlanVersion, template: str) -> None:
    """Several values at once are one message: another is not written while one is not sent."""
    for person in people:
        waits = select(Message.id).where(
            Message.user_id == person.id,
            Message.plan_id == version.plan_id,
            Message.template == template,
            Message.sent_at.is_(None),
            Message.attempts == 0,
        )
        if db.session.scalar(waits.limit(1)) is not None:
            continue
        db.session.add(
            Message(
                to=person.email,
                locale=person.locale,
                template=template,
                context={"plan": version.plan.title},
                user_id=person.id,
                party_id=version.party_id,
                plan_id=version.plan_id,
            )
        )
    db.session.flush()
