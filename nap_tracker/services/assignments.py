"""Who drafts which section, and by when: for the drafting team's eyes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from nap_tracker.clock import now
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Membership, User
from nap_tracker.models.plan import Assignment, PlanVersion
from nap_tracker.permissions import reads_as, require
from nap_tracker.roles import Actor, Permission, Role
from nap_tracker.services import history
from nap_tracker.services.plans import schema_of

DRAFTERS = (Role.FOCAL_POINT, Role.COORDINATOR, Role.OFFICER)


def of_section(actor: Actor, version: PlanVersion, section_id: str) -> Assignment | None:
    """Who drafts this section, or None while nobody was asked to."""
    return of_version(actor, version).get(section_id)


def of_version(actor: Actor, version: PlanVersion) -> Mapping[str, Assignment]:
    """Section -> who drafts it; nothing for readers outside the drafting team."""
    require(actor, Permission.PLAN_SHOW, version)
    if reads_as(actor, version) is not Audience.DRAFTING_TEAM:
        return {}
    query = select(Assignment).options(joinedload(Assignment.user))
    found = db.session.scalars(query.filter_by(version_id=version.id))
    return {assignment.section: assignment for assignment in found}


def candidates(actor: Actor, version: PlanVersion) -> Sequence[User]:
    """Who may be asked to draft: everybody who drafts for the Party now, by name."""
    require(actor, Permission.SECTION_ASSIGN, version)
    query = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.party_id == version.party_id,
            Membership.role.in_(DRAFTERS),
            or_(Membership.ends_at.is_(None), Membership.ends_at > now()),
            User.disabled_at.is_(None),
        )
    )
    return db.session.scalars(query.distinct().order_by(User.name, User.id)).all()


def assign(
    actor: Actor,
    version: PlanVersion,
    section_id: str,
    *,
    user_id: str | None,
    due_on: str | None = None,
) -> Assignment | None:
    """Ask somebody to draft a section by a (partial) date; without a person, ask nobody any more.

    Raises Invalid for a person who does not draft for the Party, NotFound for no such section.
    """
    require(actor, Permission.SECTION_ASSIGN, version)
    if section_id not in {section.id for section in schema_of(version, "en").sections}:
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    if user_id is not None and user_id not in {u.id for u in candidates(actor, version)}:
        raise Invalid(N_("Choose somebody who drafts for this Party now."), about="person")
    query = select(Assignment).filter_by(version_id=version.id, section=section_id)
    kept = db.session.scalar(query.with_for_update())
    if user_id is None:
        if kept is not None:
            db.session.delete(kept)
            _record(actor, version, section_id, None, None)
        return None
    if kept is None:
        kept = Assignment(party_id=version.party_id, version_id=version.id, section=section_id)
        db.session.add(kept)
    kept.user_id, kept.due_on = user_id, due_on
    _record(actor, version, section_id, user_id, due_on)
    return kept


def _record(
    actor: Actor,
    version: PlanVersion,
    section_id: str,
    user_id: str | None,
    due_on: str | None,
) -> None:
    history.record(
        actor,
        "section:assigned",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"section:{section_id}",
        details={"account": user_id, "due_on": due_on},
    )
    db.session.flush()
