"""Who drafts which section, and by when: for the drafting team's eyes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import joinedload

from nap_tracker.clock import now
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.links import path
from nap_tracker.models.account import Party, User
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import Assignment, Plan, PlanVersion
from nap_tracker.permissions import reach_of, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history, notices
from nap_tracker.services.drafters import drafts
from nap_tracker.services.due import LEADERS, Due, Nearby, section_titles
from nap_tracker.services.plans import schema_of

COMPLETED = '"completed":true}'
"""How the canonical JSON of a completed section ends: its keys are sorted, and this is the last."""


def of_section(actor: Actor, version: PlanVersion, section_id: str) -> Assignment | None:
    """Who drafts this section, or None while nobody was asked to."""
    return of_version(actor, version).get(section_id)


def of_version(actor: Actor, version: PlanVersion) -> Mapping[str, Assignment]:
    """Section -> who drafts it; nothing for readers outside the drafting team.

    Who was given single sections sees who drafts those.
    """
    require(actor, Permission.PLAN_SHOW, version)
    reach = reach_of(actor, version)
    is_team = reach.audience is Audience.DRAFTING_TEAM
    if not (is_team or reach.sections):
        return {}
    found = db.session.scalars(_of_version(), {"version": version.id})
    return {each.section: each for each in found if is_team or each.section in reach.sections}


@cache
def _of_version() -> Select[Assignment]:
    """Put together once: every page of a section asks it."""
    query = select(Assignment).options(joinedload(Assignment.user))
    return query.where(Assignment.version_id == bindparam("version"))


def candidates(actor: Actor, version: PlanVersion, section_id: str) -> Sequence[User]:
    """Who may be asked to draft a section: everybody who may draft it now, by name.

    An assignment is a request with a date and gives no right; a role is a right without a task.
    """
    require(actor, Permission.SECTION_ASSIGN, version)
    may = drafts(
        now(), user=User.id, party=version.party_id, plan=version.plan_id, section=section_id
    )
    query = select(User).where(User.disabled_at.is_(None), may)
    return db.session.scalars(query.order_by(User.name, User.id)).all()


def assign(
    actor: Actor,
    version: PlanVersion,
    section_id: str,
    *,
    user_id: str | None,
    due_on: str | None = None,
) -> Assignment | None:
    """Ask somebody to draft a section by a (partial) date; without a person, ask nobody any more.

    Raises Invalid for a person who may not draft it, NotFound for no such section.
    """
    require(actor, Permission.SECTION_ASSIGN, version)
    if section_id not in {section.id for section in schema_of(version, "en").sections}:
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    if user_id is not None and user_id not in {
        u.id for u in candidates(actor, version, section_id)
    }:
        raise Invalid(N_("Choose somebody who may draft this section now."), about="person")
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
    is_new = kept.user_id != user_id
    kept.user_id, kept.due_on = user_id, due_on
    _record(actor, version, section_id, user_id, due_on)
    if is_new:
        person = db.session.get_one(User, user_id)
        notices.section_assigned(actor, version, section_id, person, due_on)
    return kept


def due(parties: Mapping[str, Party]) -> Iterator[Due]:
    """Sections that somebody was asked to draft by a date and that nobody said are completed."""
    query = (
        select(Assignment, PlanVersion.schema_edition, Plan.id, Plan.title)
        .join(PlanVersion, PlanVersion.id == Assignment.version_id)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .join(Entry, is_of_section())
        .join(Revision, is_newest())
        .where(Assignment.party_id.in_(parties), Assignment.due_on.is_not(None), is_open())
    )
    for given, edition, plan_id, title in db.session.execute(query):
        zone = ZoneInfo(parties[given.party_id].time_zone)
        yield Due(
            key=f"section:{given.version_id}:{given.section}",
            kind="section",
            on=str(given.due_on),
            party_id=given.party_id,
            words=N_("Complete the section “%(section)s”"),
            params={"section": section_titles(edition, given.section)},
            path=path("section", plan_id, given.section),
            who=((given.user_id,), Nearby.OF_THE_SECTION, *LEADERS),
            plan_id=plan_id,
            plan=title,
            section=given.section,
            since=given.updated_at.astimezone(zone).date(),
        )


def is_of_section() -> ColumnElement[bool]:
    """That an entry is the section an assignment is about."""
    return (Entry.version_id == Assignment.version_id) & (Entry.section == Assignment.section)


def is_newest() -> ColumnElement[bool]:
    """That a revision is what its entry says now."""
    return (
        (Revision.version_id == Entry.version_id)
        & (Revision.uid == Entry.uid)
        & (Revision.number == Entry.counter)
    )


def is_open() -> ColumnElement[bool]:
    """That the text can still change and nobody said that the section is completed."""
    return PlanVersion.frozen_at.is_(None) & Revision.content.not_like(f"%{COMPLETED}")


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
