"""Who does what in a Party, and until when: giving, changing and ending roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from nap_tracker.clock import end_of, now, today
from nap_tracker.errors import Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.permissions import can, require
from nap_tracker.roles import PARTY_ROLES, PLAN_ROLES, Actor, Permission, Role
from nap_tracker.services import history, notices
from nap_tracker.services.drafters import holds

ONLY_ONE = {
    Role.FOCAL_POINT: N_(
        "This is the Party's only focal point. Let another one accept the role first."
    ),
    Role.COORDINATOR: N_(
        "You are the Party's only coordinator. Let another one accept the role first, or hand your"
        " work over."
    ),
}
"""What is said to who would leave a Party without its last one."""


@dataclass(frozen=True, slots=True)
class RoleOf:
    """A role in a Party, as the subject of `role:give`."""

    party_id: str
    role: Role
    is_for_an_administrator: bool = False
    party_has_focal_point: bool = True
    """Who has one looks after its roles itself, those that are held already among them."""


def parties_of(actor: Actor) -> Sequence[Party]:
    """The Parties the actor belongs to, reviewers of single plans apart."""
    own = {grant.party_id for grant in actor.grants if grant.plan_id is None}
    return db.session.scalars(select(Party).where(Party.id.in_(own)).order_by(Party.code)).all()


def of_party(actor: Actor, party: Party) -> Sequence[Membership]:
    """Everybody with a role there now or before, by name; roles that ended are among them."""
    require(actor, Permission.PEOPLE_LIST, party)
    query = select(Membership).join(Membership.user).options(contains_eager(Membership.user))
    query = query.where(Membership.party_id == party.id)
    return db.session.scalars(query.order_by(User.name, User.id, Membership.role)).all()


def roles_to_give(actor: Actor, party: Party) -> tuple[Role, ...]:
    """Roles of a Party as a whole that the actor may give there."""
    has_one = has_focal_point(party.id)
    return tuple(role for role in PARTY_ROLES if may_give(actor, party, role, has_one))


def may_give(actor: Actor, party: Party, role: Role, has_focal_point: bool) -> bool:
    """Whether to offer the actor to promise a role to somebody new."""
    subject = RoleOf(party.id, role, party_has_focal_point=has_focal_point)
    return can(actor, Permission.ROLE_GIVE, subject)


def has_focal_point(party_id: str) -> bool:
    """Whether somebody can decide for the Party now."""
    return bool(holding(Role.FOCAL_POINT, party_id))


def find(actor: Actor, party: Party, membership_id: str) -> Membership:
    """A role of this Party that the actor may change."""
    query = select(Membership).filter_by(id=membership_id, party_id=party.id)
    membership = db.session.scalar(query.options(joinedload(Membership.user)))
    if membership is None:
        raise NotFound(N_("There is no such person in this Party."))
    require(actor, Permission.PEOPLE_MANAGE, party)
    _require(actor, membership)
    return membership


def give(
    actor: Actor,
    party: Party,
    user: User,
    role: Role,
    *,
    plan_id: str | None = None,
    section: str | None = None,
    institution_uid: str | None = None,
    ends_at: datetime | None = None,
) -> Membership:
    """Let somebody be something there from now on; a role they held before begins again, and says
    so: it is held since now.

    The caller has decided that it may be given: when it was promised by invitation, or as the
    operator.
    """
    key: dict[str, Any] = {"user_id": user.id, "party_id": party.id, "role": role}
    key |= {"plan_id": plan_id, "section": section, "institution_uid": institution_uid}
    membership = db.session.scalar(select(Membership).filter_by(**key).limit(1).with_for_update())
    if membership is None:
        membership = Membership(**key)
        db.session.add(membership)
    elif membership.has_ended(now()):
        membership.created_at = now()
    membership.granted_by_id = actor.user_id
    membership.ends_at = ends_at
    db.session.flush()
    _record(actor, membership, "role:given")
    return membership


def change(
    actor: Actor, party: Party, membership: Membership, *, role: Role, last_day: date | None
) -> None:
    """Another role, or another last day of it (none: until somebody ends it)."""
    ends_at = moment_after(last_day, party)
    _require(actor, membership)
    _require(actor, membership, role)
    _keep_a_leader(actor, membership, ends_at if role is membership.role else now())
    if role is not membership.role:
        if {role, membership.role} & set(PLAN_ROLES):
            raise Invalid(N_("Who has a role on a plan is invited to the plan."), about="role")
        _refuse_double(membership, role)
    if membership.has_ended(now()):
        membership.created_at = now()
    membership.role, membership.ends_at = role, ends_at
    db.session.flush()
    _record(actor, membership, "role:changed")
    notices.role_changed(membership, party)


def end(actor: Actor, party: Party, membership: Membership) -> None:
    """End a role now. Ending one that has ended changes nothing."""
    _require(actor, membership)
    if membership.has_ended(now()):
        return
    _keep_a_leader(actor, membership, now())
    membership.ends_at = now()
    db.session.flush()
    _record(actor, membership, "role:ended")
    notices.role_changed(membership, party)


def end_handed_over(actor: Actor, membership: Membership, party: Party) -> None:
    """End a role whose holder handed it over and whose receiver has accepted it."""
    membership.ends_at = now()
    db.session.flush()
    _record(actor, membership, "role:ended")
    notices.role_changed(membership, party)


def moment_after(last_day: date | None, party: Party) -> datetime | None:
    """When a role with this last day in the Party's zone ends. Raises Invalid for a past day."""
    if last_day is None:
        return None
    if last_day < today(party.time_zone) or last_day.year > 9000:
        raise Invalid(N_("Enter today or a day to come."), about="last_day")
    return end_of(last_day, party.time_zone)


def may_change(actor: Actor, membership: Membership) -> bool:
    """Whether to offer the actor to change or end a role."""
    return can(actor, Permission.ROLE_GIVE, _as_subject(membership, membership.role))


def holding(role: Role, party_id: str) -> Sequence[Membership]:
    """Current holders of a role whose account is open."""
    query = select(Membership).join(Membership.user)
    query = query.where(Membership.party_id == party_id, Membership.role == role)
    query = query.where(or_(Membership.ends_at.is_(None), Membership.ends_at > now()))
    return db.session.scalars(query.where(User.disabled_at.is_(None))).all()


def _require(actor: Actor, membership: Membership, role: Role | None = None) -> None:
    """The right to give this person the role they hold, or another one."""
    require(actor, Permission.ROLE_GIVE, _as_subject(membership, role or membership.role))


def _as_subject(membership: Membership, role: Role) -> RoleOf:
    return RoleOf(membership.party_id, role, membership.user.is_administrator)


def _keep_a_leader(actor: Actor, membership: Membership, ends_at: datetime | None) -> None:
    """The last focal point stays, whoever asks; nobody takes the last coordinator's role from
    themselves, neither now nor by a last day: only a focal point can do without one.

    Others count only where they stay as long. When a role ends on a day given to it before, it
    ends: `runs_out` says so on the page of people, and who leads is reminded.
    """
    is_last_coordinators = membership.role is Role.COORDINATOR and _is_own(actor, membership)
    if membership.role is not Role.FOCAL_POINT and not is_last_coordinators:
        return
    if ends_at is None or (membership.ends_at is not None and ends_at >= membership.ends_at):
        return
    db.session.scalar(select(Party.id).filter_by(id=membership.party_id).with_for_update())
    others = [
        m
        for m in holding(membership.role, membership.party_id)
        if m.id != membership.id and (m.ends_at is None or m.ends_at >= ends_at)
    ]
    if not others:
        raise Invalid(ONLY_ONE[membership.role], about="role")


def _is_own(actor: Actor, membership: Membership) -> bool:
    return actor.user_id is not None and membership.user_id == actor.user_id


def led_by_alone(user: User) -> Sequence[Membership]:
    """Leading roles somebody has now and nobody else does: without them a Party has none."""
    query = (
        select(Membership)
        .filter_by(user_id=user.id)
        .where(Membership.role.in_(ONLY_ONE), holds(now()))
        .join(Membership.party)
        .options(contains_eager(Membership.party))
    )
    held = db.session.scalars(query.order_by(Party.code, Membership.role)).all()
    return [m for m in held if {x.user_id for x in holding(m.role, m.party_id)} <= {user.id}]


def runs_out(memberships: Iterable[Membership]) -> Mapping[Role, datetime]:
    """Leading roles among a Party's that are held now and by nobody from a moment on."""
    found = {}
    for role in ONLY_ONE:
        held = [m for m in memberships if m.role is role and m.user.is_active]
        ends = [m.ends_at for m in held if not m.has_ended(now())]
        if ends and None not in ends:
            found[role] = max(end for end in ends if end is not None)
    return found


def _refuse_double(membership: Membership, role: Role) -> None:
    key: dict[str, Any] = {
        "user_id": membership.user_id,
        "party_id": membership.party_id,
        "role": role,
    }
    key |= {"plan_id": membership.plan_id, "section": membership.section}
    key |= {"institution_uid": membership.institution_uid}
    same = db.session.scalar(select(Membership).filter_by(**key))
    if same is not None:
        raise Invalid(
            N_("This person has or had that role already: change that one."), about="role"
        )


def part_of(membership: Membership) -> dict[str, str]:
    """For which part of a plan a role is, as the log says it."""
    part = {"section": membership.section, "institution": membership.institution_uid}
    return {name: id for name, id in part.items() if id}


def _record(actor: Actor, membership: Membership, kind: str) -> None:
    ends_at = membership.ends_at
    history.record(
        actor,
        kind,
        party_id=membership.party_id,
        plan_id=membership.plan_id,
        subject=f"account:{membership.user_id}",
        details={
            "role": membership.role.value,
            **part_of(membership),
            "ends_at": ends_at.isoformat() if ends_at else None,
        },
    )
    db.session.flush()
