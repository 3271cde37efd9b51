"""Requests for quiet: one person rewrites a section, the others wait; nobody is ever stuck.

A lock holds back nothing but other officers' saves: reading, documents, imports and those who lead
the drafting go on. It is over with its end, its holder's role or account, or when it is let go.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import contains_eager

from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import now
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Forbidden, Hidden, Invalid, Locked
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, moment
from nap_tracker.models.account import User
from nap_tracker.models.entry import Entry
from nap_tracker.models.event import Event
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.permissions import Place, can, reach_of, require
from nap_tracker.roles import WORKER, Actor, Permission
from nap_tracker.services import history, notices, plans
from nap_tracker.services.drafters import MOMENT, drafts
from nap_tracker.services.places import section_of

DEFAULT_HOURS = 2
LONGEST_HOURS = 8
LONGEST_REASON = 200
BETWEEN_QUESTIONS = timedelta(minutes=15)
IN_THE_WAY = N_(
    "%(name)s is rewriting this section until %(until)s: “%(reason)s”. Nothing was changed. Ask"
    " them, or wait until then."
)


def of_section(actor: Actor, version: PlanVersion, section_id: str) -> SectionLock | None:
    """The lock in force on a section, for the drafting team."""
    return of_version(actor, version).get(section_id)


def of_version(actor: Actor, version: PlanVersion) -> Mapping[str, SectionLock]:
    """Section -> the lock in force; nothing for readers outside the drafting team."""
    require(actor, Permission.PLAN_SHOW, version)
    reach = reach_of(actor, version)
    if reach.audience is Audience.DRAFTING_TEAM:
        return {lock.section: lock for lock in _in_force(version)}
    if not reach.sections:
        return {}
    own = SectionLock.section.in_(sorted(reach.sections))
    return {lock.section: lock for lock in _in_force(version, own)}


def in_the_way(actor: Actor, version: PlanVersion, section_id: str) -> SectionLock | None:
    """The lock that keeps the actor from saving; working in one's own extends it."""
    for lock in _in_force(version, SectionLock.section == section_id):
        if lock.holder_id == actor.user_id:
            _extend(lock)
        elif not can(actor, Permission.LOCK_TAKE_OVER, version) and actor.user_id is not None:
            return lock
    return None


def of_another(actor: Actor, version: PlanVersion, entry: Entry) -> SectionLock | None:
    """The lock that keeps the actor from saving this section or row."""
    return in_the_way(actor, version, section_of(version, entry.kind, entry.section))


def require_quiet(actor: Actor, version: PlanVersion, register: str) -> None:
    """Raises Locked where somebody else's lock stands in the way of changing a table."""
    lock = in_the_way(actor, version, section_of(version, register, None))
    if lock is not None:
        raise Locked(IN_THE_WAY, told(lock, version))


def told(lock: SectionLock, version: PlanVersion) -> dict[str, str]:
    """What a sentence about a lock says."""
    until = moment(lock.ends_at, version.plan.party.time_zone)
    return {"name": lock.holder.name, "until": until, "reason": lock.reason}


def take(
    actor: Actor, version: PlanVersion, section_id: str, *, reason: str, hours: int
) -> SectionLock:
    """Ask the others to leave a section alone. Raises Invalid; Locked where somebody was first."""
    require(actor, Permission.SECTION_LOCK, Place(version, section_id))
    plans.hold_open(version)
    if section_id not in {section.id for section in treaty(version.schema_edition).sections}:
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    reason = _checked(reason, hours)
    held = _held(version, section_id)
    if held is not None:
        if not _is_in_force(held):
            _let_go(WORKER, held, _why_over(held))
        elif held.holder_id != actor.user_id:
            raise Locked(IN_THE_WAY, told(held, version))
        else:
            _let_go(actor, held, "taken_again")
    return _begin(actor, version, section_id, reason, hours, "lock:taken")


def release(actor: Actor, version: PlanVersion, lock: SectionLock) -> None:
    """Let go of one's own lock."""
    require(actor, Permission.SECTION_LOCK, Place(version, lock.section))
    if lock.holder_id != actor.user_id:
        raise Forbidden(N_("This is not your lock. A coordinator or focal point can end it."))
    if lock.released_at is None:
        _let_go(actor, lock, "by_hand")


def ask(actor: Actor, version: PlanVersion, lock: SectionLock) -> None:
    """Ask the holder for the section, by mail; not again within a quarter of an hour."""
    require(actor, Permission.SECTION_LOCK, Place(version, lock.section))
    recently = select(Event.id).where(
        Event.kind == "lock:asked",
        Event.subject == f"lock:{lock.id}",
        Event.actor_id == actor.user_id,
        Event.recorded_at > now() - BETWEEN_QUESTIONS,
    )
    if db.session.scalar(recently.limit(1)) is not None:
        raise Invalid(N_("You asked a moment ago. Give them some minutes to answer."))
    _record(actor, lock, "lock:asked")
    notices.lock_asked(actor, lock, version)
    db.session.flush()


def take_over(
    actor: Actor, version: PlanVersion, lock: SectionLock, *, reason: str, hours: int
) -> SectionLock:
    """For those who lead the drafting: the lock is theirs from now on, and both are told."""
    require(actor, Permission.LOCK_TAKE_OVER, version)
    plans.hold_open(version)
    reason = _checked(reason, hours)
    held = _held(version, lock.section)
    if held is not None:
        _let_go(actor, held, "taken_over")
    taken = _begin(actor, version, lock.section, reason, hours, "lock:taken_over")
    notices.lock_taken_over(actor, lock, taken, version)
    db.session.flush()
    return taken


def end(actor: Actor, version: PlanVersion, lock: SectionLock, *, reason: str) -> None:
    """For those who lead the drafting: the section is free for everybody, and the holder told."""
    require(actor, Permission.LOCK_TAKE_OVER, version)
    plans.hold_open(version)
    reason = _checked_reason(reason)
    held = _held(version, lock.section)
    if held is None:
        return  # somebody was quicker; there is nobody to tell
    held.released_at, held.released_because = now(), "ended_by_lead"
    held.released_reason = reason
    _record(actor, held, "lock:ended")
    notices.lock_ended(actor, held, version)
    db.session.flush()


def sweep(moment: datetime) -> int:
    """Write down that locks are over which nobody let go; how many."""
    over = _with_holders().where(SectionLock.released_at.is_(None), ~_holds())
    locks = db.session.scalars(over.with_for_update(of=SectionLock), {"moment": moment}).all()
    for lock in locks:
        _let_go(WORKER, lock, _why_over(lock))
    return len(locks)


def _in_force(version: PlanVersion, *wanted: ColumnElement[bool]) -> list[SectionLock]:
    query = _of_version()
    if wanted:
        query = query.where(*wanted)
    return list(db.session.scalars(query, {"version": version.id, "moment": now()}))


@cache
def _of_version() -> Select[Any]:
    """Put together once: every page of a plan asks it."""
    return _with_holders().where(SectionLock.version_id == bindparam("version"), _holds())


def _with_holders() -> Select[Any]:
    holder = SectionLock.holder
    return select(SectionLock).join(holder).options(contains_eager(holder))


@cache
def _holds() -> ColumnElement[bool]:
    """Not let go, not past its end, and its holder drafts for the Party with an open account."""
    plan = select(PlanVersion.plan_id).where(PlanVersion.id == SectionLock.version_id)
    plan = plan.correlate(SectionLock)  # two levels down the table would be another one
    return and_(
        SectionLock.released_at.is_(None),
        SectionLock.ends_at > MOMENT,
        User.disabled_at.is_(None),
        drafts(
            MOMENT,
            user=SectionLock.holder_id,
            party=SectionLock.party_id,
            plan=plan.scalar_subquery(),
            section=SectionLock.section,
        ),
    )


def _held(version: PlanVersion, section_id: str) -> SectionLock | None:
    """The lock nobody has let go yet, in force or over; locked itself."""
    query = select(SectionLock).filter_by(version_id=version.id, section=section_id)
    return db.session.scalar(query.where(SectionLock.released_at.is_(None)).with_for_update())


def _is_in_force(lock: SectionLock) -> bool:
    query = select(SectionLock.id).join(SectionLock.holder).where(SectionLock.id == lock.id)
    return db.session.scalar(query.where(_holds()), {"moment": now()}) is not None


def _why_over(lock: SectionLock) -> str:
    if lock.ends_at <= now():
        return "end"
    return "account_disabled" if lock.holder.disabled_at is not None else "role_ended"


def _begin(
    actor: Actor, version: PlanVersion, section_id: str, reason: str, hours: int, kind: str
) -> SectionLock:
    lock = SectionLock(
        party_id=version.party_id,
        version_id=version.id,
        section=section_id,
        holder_id=actor.user_id,
        reason=reason,
        hours=hours,
        taken_at=now(),
        ends_at=now() + timedelta(hours=hours),
    )
    db.session.add(lock)
    db.session.flush()
    _record(actor, lock, kind)
    return lock


def _extend(lock: SectionLock) -> None:
    """As long again from now on, but never past the longest since it was taken."""
    longest = lock.taken_at + timedelta(hours=LONGEST_HOURS)
    lock.ends_at = max(lock.ends_at, min(now() + timedelta(hours=lock.hours), longest))


def _let_go(actor: Actor, lock: SectionLock, why: str) -> None:
    lock.released_at, lock.released_because = now(), why
    _record(actor, lock, "lock:released", why=why)


def _checked_reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid(N_("Enter the reason in at most 200 characters"), about="reason")
    return reason


def _checked(reason: str, hours: int) -> str:
    reason = _checked_reason(reason)
    if not 1 <= hours <= LONGEST_HOURS:
        raise Invalid(N_("Choose for how long, at most eight hours"), about="hours")
    return reason


def _record(actor: Actor, lock: SectionLock, kind: str, **details: str) -> None:
    version = db.session.get_one(PlanVersion, lock.version_id)
    history.record(
        actor,
        kind,
        party_id=lock.party_id,
        plan_id=version.plan_id,
        subject=f"lock:{lock.id}",
        details={"section": lock.section, "holder": lock.holder_id, **details},
    )
    db.session.flush()
