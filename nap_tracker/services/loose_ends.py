"""What waits for one person in their plans: sections asked of them, requests to let go of one, and
texts of theirs that were kept beside because somebody had changed the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Select,
    String,
    bindparam,
    exists,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import now
from nap_tracker.content.tree import SECTION, Words
from nap_tracker.extensions import db
from nap_tracker.models.account import User
from nap_tracker.models.base import UTCDateTime
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.event import Event
from nap_tracker.models.plan import Assignment, Plan, PlanVersion
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.permissions import Place, can
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import assignments
from nap_tracker.services.drafters import MOMENT

ASSIGNED, ASKED, KEPT = "assigned", "asked", "kept"
KEPT_FOR = timedelta(days=30)
"""After which nobody is asked any more what to do with a text that was kept beside."""
PERSON = bindparam("person", type_=String(36))
SINCE = bindparam("since", type_=UTCDateTime())


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """One of them."""

    kind: str
    plan_id: str
    party_id: str
    plan: Words
    edition: int
    section: str
    uid: str | None
    """Of the entry whose text was kept."""
    at: datetime
    """Since when it waits."""
    who: str
    """Who asked for the section; '' otherwise."""
    due_on: str | None


def of_person(actor: Actor) -> Sequence[LooseEnd]:
    """All of them where the actor may still draft, the oldest first; one query."""
    if actor.user_id is None:
        return ()
    moment = now()
    about = {"person": actor.user_id, "moment": moment, "since": moment - KEPT_FOR}
    found = [_end(row) for row in db.session.execute(_wanted(), about)]
    return sorted((end for end in found if _is_theirs(actor, end)), key=lambda end: end.at)


@cache
def _wanted() -> CompoundSelect[Any]:
    """Put together once: the home page asks it."""
    return union_all(_assigned(), _asked(), _kept())


def _is_theirs(actor: Actor, end: LooseEnd) -> bool:
    """Who cannot act any more, since their role ended, is not asked to."""
    return can(actor, Permission.HISTORY_SHOW, Place(end, end.section))


def _end(row: Any) -> LooseEnd:
    section = row.section
    if row.entry_kind not in (None, SECTION):
        section = treaty(row.edition).home(row.entry_kind).id
    return LooseEnd(
        row.what,
        row.plan_id,
        row.party_id,
        row.title,
        row.edition,
        section,
        row.uid,
        row.at,
        row.who or "",
        row.due_on,
    )


def _row(what: str, section: Any, at: Any, **more: Any) -> Select[Any]:
    """One select of the union: the same columns, whatever it is that waits."""
    none = type_coerce(null(), String(36))
    return (
        select(
            literal(what).label("what"),
            PlanVersion.plan_id,
            PlanVersion.party_id,
            Plan.title,
            PlanVersion.schema_edition.label("edition"),
            section.label("section"),
            more.get("entry_kind", none).label("entry_kind"),
            more.get("uid", none).label("uid"),
            type_coerce(at, UTCDateTime()).label("at"),
            more.get("who", none).label("who"),
            more.get("due_on", none).label("due_on"),
        )
        .select_from(PlanVersion)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .where(PlanVersion.frozen_at.is_(None))
    )


def _assigned() -> Select[Any]:
    query = _row(ASSIGNED, Assignment.section, Assignment.updated_at, due_on=Assignment.due_on)
    return (
        query.join(Assignment, Assignment.version_id == PlanVersion.id)
        .join(Entry, assignments.is_of_section())
        .join(Revision, assignments.is_newest())
        .where(Assignment.user_id == PERSON, assignments.is_open())
    )


def _asked() -> Select[Any]:
    """Requests to let go of a section that is still held."""
    query = _row(ASKED, SectionLock.section, Event.recorded_at, who=User.name)
    return (
        query.join(SectionLock, SectionLock.version_id == PlanVersion.id)
        .join(
            Event,
            (Event.plan_id == PlanVersion.plan_id)
            & (Event.subject == literal("lock:") + SectionLock.id),
        )
        .join(User, User.id == Event.actor_id)
        .where(
            SectionLock.holder_id == PERSON,
            SectionLock.released_at.is_(None),
            SectionLock.ends_at > MOMENT,
            Event.kind == "lock:asked",
        )
    )


def _kept() -> Select[Any]:
    """Until they save the same entry again, which is how one chooses."""
    later = aliased(Revision)
    chosen = exists().where(
        later.version_id == Revision.version_id,
        later.uid == Revision.uid,
        later.author_id == PERSON,
        later.number.is_not(None),
        later.created_at > Revision.created_at,
    )
    query = _row(KEPT, Entry.section, Revision.created_at, entry_kind=Entry.kind, uid=Revision.uid)
    return (
        query.join(Revision, Revision.version_id == PlanVersion.id)
        .join(Entry, (Entry.version_id == Revision.version_id) & (Entry.uid == Revision.uid))
        .where(
            Revision.author_id == PERSON,
            Revision.number.is_(None),
            Revision.created_at > SINCE,
            ~chosen,
        )
    )
