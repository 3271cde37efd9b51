"""Invitations: a link by mail that expires, works once, and makes or extends an account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from nap_tracker import links
from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Invitation, Membership, Party, User
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import Plan
from nap_tracker.permissions import can, leads_the_drafting, require
from nap_tracker.roles import PLAN_ROLES, Actor, ActorKind, Permission, Role
from nap_tracker.services import accounts, history, notices, people, plans, tracking

_KEY = ("party_id", "role", "plan_id", "institution_uid")
"""What an invitation has in common with the role it promises."""
MOST_WAITING = 200
"""Invitations of one Party that may wait at a time; nobody sends spam through a Party."""


def invite(
    actor: Actor,
    party: Party,
    *,
    email: str,
    role: Role,
    locale: str,
    lifetime: timedelta,
    plan: Plan | None = None,
    sections: Sequence[str] = (),
    institution_uid: str | None = None,
    last_day: date | None = None,
) -> Invitation:
    """Promise a role to whoever reads a mailbox; an earlier promise of the same is withdrawn.

    Raises Invalid, Forbidden.
    """
    require(actor, Permission.PEOPLE_MANAGE, party)
    email = accounts.checked_email(email)
    _require(actor, party.id, role, email)
    if (role in PLAN_ROLES) != (plan is not None):
        raise Invalid(N_("Choose the plan."), about="plan")
    _refuse_unknown(actor, role, plan, sections)
    _refuse_unknown_institution(actor, role, plan, institution_uid)
    ends_at = people.moment_after(last_day, party)
    invitation = Invitation(
        email=email,
        party_id=party.id,
        plan_id=plan.id if plan else None,
        sections=list(sections),
        institution_uid=institution_uid,
        role=role,
        locale=locale,
        role_ends_at=ends_at,
    )
    _refuse_who_has_it(invitation)
    _withdraw_earlier(invitation)
    return _send(actor, party, invitation, lifetime)


def waiting(actor: Actor, party: Party) -> Sequence[Invitation]:
    """Invitations not accepted yet, those that expired lately too, newest first."""
    require(actor, Permission.PEOPLE_MANAGE, party)
    query = _open(party.id).options(joinedload(Invitation.invited_by))
    recently = Invitation.expires_at > now() - timedelta(days=30)
    return db.session.scalars(query.where(recently).order_by(Invitation.created_at.desc())).all()


def find(actor: Actor, party: Party, invitation_id: str) -> Invitation:
    """An open invitation of this Party that the actor may change."""
    require(actor, Permission.PEOPLE_MANAGE, party)
    invitation = db.session.scalar(_open(party.id).where(Invitation.id == invitation_id))
    if invitation is None:
        raise NotFound(N_("There is no such invitation, or it has been accepted."))
    _require(actor, party.id, invitation.role)
    return invitation


def withdraw(actor: Actor, invitation: Invitation) -> None:
    """Take the promise back; the link stops working."""
    _require(actor, invitation.party_id, invitation.role)
    invitation.withdrawn_at = now()
    _record(actor, invitation, "invitation:withdrawn")


def renew(actor: Actor, earlier: Invitation, *, lifetime: timedelta) -> Invitation:
    """Send it again with a new link and a new last day; the old link stops working."""
    _require(actor, earlier.party_id, earlier.role, earlier.email)
    if earlier.role_ends_at is not None and earlier.role_ends_at <= now():
        raise Invalid(N_("The role would have ended by now. Write a new invitation."))
    withdraw(actor, earlier)
    again = Invitation(
        email=earlier.email,
        party_id=earlier.party_id,
        plan_id=earlier.plan_id,
        sections=earlier.sections,
        institution_uid=earlier.institution_uid,
        role=earlier.role,
        locale=earlier.locale,
        role_ends_at=earlier.role_ends_at,
    )
    return _send(actor, earlier.party, again, lifetime)


def opened(token: str, *, lock: bool = False) -> Invitation:
    """The invitation of a link.

    Raises NotFound when it is used, withdrawn, expired, unknown, or given by somebody who may not
    give this role any more: else people whose role ends could come back by a mailbox of theirs.
    """
    query = select(Invitation).filter_by(token_sha256=links.fingerprint(token))
    if lock:
        query = query.with_for_update()
    invitation = db.session.scalar(query)
    if invitation is None or not _can_be_accepted(invitation) or not _stands(invitation):
        raise NotFound(N_("This invitation does not work any more. Ask for a new one."))
    return invitation


def accept(user: User, token: str) -> Membership:
    """Take the role with the account that has the invited address, and with no other."""
    invitation = opened(token, lock=True)
    if user.email != invitation.email or user.disabled_at is not None:
        raise Forbidden(N_("This invitation is for another account."))
    return _take(invitation, user)


def accept_as_new(token: str, *, name: str, password: str, locale: str) -> User:
    """Make the account of the invited address and take the role. Raises Invalid."""
    invitation = opened(token, lock=True)
    holder = Actor(ActorKind.LINK, name=name)
    user = accounts.create(
        holder, email=invitation.email, name=name, password=password, locale=locale
    )
    _take(invitation, user)
    return user


def _send(actor: Actor, party: Party, invitation: Invitation, lifetime: timedelta) -> Invitation:
    still = _open(party.id).where(Invitation.expires_at > now())
    if (db.session.scalar(select(func.count()).select_from(still.subquery())) or 0) >= MOST_WAITING:
        raise Invalid(N_("Too many invitations wait to be accepted. Withdraw some first."))
    invitation.id = new_uid()
    invitation.token_sha256 = links.fingerprint(links.token("invitation", invitation.id))
    invitation.invited_by_id = actor.user_id
    invitation.expires_at = now() + lifetime
    db.session.add(invitation)
    db.session.flush()
    _record(actor, invitation, "invitation:sent")
    notices.invited(actor, invitation, party)
    if actor.is_administrator and not leads_the_drafting(actor, party):
        notices.invited_from_outside(invitation, party)
    db.session.flush()
    return invitation


def _take(invitation: Invitation, user: User) -> Membership:
    actor = accounts.actor_of(user)
    invitation.accepted_at = now()
    sections: Sequence[str | None] = invitation.sections or [None]
    for section in sections:
        membership = people.give(
            actor,
            invitation.party,
            user,
            invitation.role,
            plan_id=invitation.plan_id,
            section=section,
            institution_uid=invitation.institution_uid,
            ends_at=invitation.role_ends_at,
        )
        membership.granted_by_id = invitation.invited_by_id
    _record(actor, invitation, "invitation:accepted")
    notices.invitation_accepted(invitation, user, invitation.party)
    db.session.flush()
    return membership


def _open(party_id: str) -> Select[Invitation]:
    query = select(Invitation).where(Invitation.party_id == party_id)
    return query.where(Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))


def _can_be_accepted(invitation: Invitation) -> bool:
    ends_at = invitation.role_ends_at
    return (
        invitation.accepted_at is None
        and invitation.withdrawn_at is None
        and invitation.expires_at > now()
        and (ends_at is None or ends_at > now())
    )


def _stands(invitation: Invitation) -> bool:
    giver = invitation.invited_by
    if giver is None:  # the operator
        return True
    subject = _role_of(invitation.party_id, invitation.role, invitation.email)
    return giver.is_active and can(accounts.actor_of(giver), Permission.ROLE_GIVE, subject)


def _require(actor: Actor, party_id: str, role: Role, email: str | None = None) -> None:
    require(actor, Permission.ROLE_GIVE, _role_of(party_id, role, email))


def _role_of(party_id: str, role: Role, email: str | None) -> people.RoleOf:
    invited = accounts.by_email(email) if email else None
    is_administrator = invited is not None and invited.is_administrator
    return people.RoleOf(party_id, role, is_administrator, people.has_focal_point(party_id))


def _refuse_unknown(actor: Actor, role: Role, plan: Plan | None, sections: Sequence[str]) -> None:
    if (role is Role.SECTION_DRAFTER) != bool(sections):
        raise Invalid(N_("Choose at least one section."), about="sections")
    if plan is not None and sections:
        version = plans.newest(actor, plan.id)
        known = {section.id for section in plans.schema_of(version, "en").sections}
        if not known.issuperset(sections):
            raise Invalid(N_("Choose sections of this plan."), about="sections")


def _refuse_unknown_institution(
    actor: Actor, role: Role, plan: Plan | None, institution_uid: str | None
) -> None:
    if (role is Role.INSTITUTION) != bool(institution_uid):
        raise Invalid(N_("Choose the institution."), about="institution")
    if plan is None or not institution_uid:
        return
    if tracking.of_plan(actor, plan).institution(institution_uid) is None:
        raise Invalid(N_("Choose an institution of the plan in force."), about="institution")


def _refuse_who_has_it(invitation: Invitation) -> None:
    query = select(Membership.section).join(Membership.user).where(User.email == invitation.email)
    query = query.filter_by(**{name: getattr(invitation, name) for name in _KEY})
    query = query.where(or_(Membership.ends_at.is_(None), Membership.ends_at > now()))
    held = set(db.session.scalars(query))
    if held and held.issuperset(invitation.sections or [None]):
        raise Invalid(N_("This person has this role already."), about="email")


def _withdraw_earlier(invitation: Invitation) -> None:
    key = {name: getattr(invitation, name) for name in ("email", *_KEY)}
    for earlier in db.session.scalars(_open(invitation.party_id).filter_by(**key)):
        if set(earlier.sections) <= set(invitation.sections):
            earlier.withdrawn_at = now()


def _record(actor: Actor, invitation: Invitation, kind: str) -> None:
    history.record(
        actor,
        kind,
        party_id=invitation.party_id,
        plan_id=invitation.plan_id,
        subject=f"invitation:{invitation.id}",
        details={
            "role": invitation.role.value,
            **({"sections": invitation.sections} if invitation.sections else {}),
            **({"institution": uid} if (uid := invitation.institution_uid) else {}),
        },
    )
    db.session.flush()
