"""Plans and their versions: finding them, beginning them, naming them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, with_expression

from nap_tracker.annex_c.schema import LATEST, Schema, treaty
from nap_tracker.clock import now
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.errors import Frozen, Hidden
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Party
from nap_tracker.models.endorsement import Endorsement
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.permissions import FROZEN, is_operator, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history

REGISTERED = "registered"
"""The purpose of a version of a plan made elsewhere (services.versions.Purpose)."""
EMPTY = '{"answers":{}}'


def get(actor: Actor, plan_id: str, permission: Permission = Permission.PLAN_SHOW) -> Plan:
    """The only way to a plan. Raises NotFound behind a wall, Forbidden inside it."""
    plan = db.session.scalar(select(Plan).options(joinedload(Plan.party)).where(Plan.id == plan_id))
    if plan is None:
        raise Hidden(N_("There is no such plan, or you may not see it."))
    require(actor, permission, plan)
    return plan


def newest(
    actor: Actor, plan_id: str, permission: Permission = Permission.PLAN_SHOW
) -> PlanVersion:
    """The newest version of a plan, its plan and Party loaded with it, in one query."""
    version = db.session.scalar(_newest(), {"plan": plan_id})
    if version is None:
        raise Hidden(N_("There is no such plan, or you may not see it."))
    require(actor, permission, version)
    return version


@cache
def _newest() -> Select[PlanVersion]:
    """Put together once: every page of a plan asks it."""
    newest = with_plan().where(PlanVersion.plan_id == bindparam("plan"))
    return newest.order_by(PlanVersion.number.desc()).limit(1)


def with_plan() -> Select[PlanVersion]:
    """Versions with their plan, its Party, and whether any version of it is in force."""
    return (
        select(PlanVersion)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .join(Party, Party.id == Plan.party_id)
        .options(
            contains_eager(PlanVersion.plan).contains_eager(Plan.party),
            with_expression(PlanVersion.plan_is_in_force, _some_is_in_force()),
        )
    )


def _some_is_in_force() -> ColumnElement[bool]:
    """Asked along with the version, so that the tabs of a page cost no query of their own."""
    other = aliased(PlanVersion)
    endorsed = exists().where(Endorsement.version_id == other.id, Endorsement.replaced_at.is_(None))
    return exists().where(
        other.plan_id == PlanVersion.plan_id,
        other.frozen_at.is_not(None),
        or_(other.purpose == REGISTERED, endorsed),
    )


def visible_to(actor: Actor) -> Sequence[Plan]:
    """Every plan the actor may read: samples last, then by Party and period."""
    query = select(Plan).join(Plan.party).options(contains_eager(Plan.party))
    if not is_operator(actor, None):
        parties = {g.party_id for g in actor.grants if g.plan_id is None} | set(actor.consents)
        # Who reports for an institution has pages of its work, and reads no text.
        parts = {g.plan_id for g in actor.grants if g.plan_id is not None and not g.institution}
        query = query.where(or_(Plan.party_id.in_(parties), Plan.id.in_(parts)))
    return db.session.scalars(query.order_by(Plan.sample, Party.code, Plan.created_at)).all()


def reported_on_by(actor: Actor) -> Sequence[Plan]:
    """Plans with an institution the actor reports for; no query where there is none."""
    ids = {grant.plan_id for grant in actor.grants if grant.institution}
    if not ids:
        return ()
    query = select(Plan).join(Plan.party).options(contains_eager(Plan.party))
    query = query.where(Plan.id.in_(ids))
    return db.session.scalars(query.order_by(Plan.sample, Party.code, Plan.created_at)).all()


def create(actor: Actor, party: Party, *, details: Mapping[str, Any]) -> Plan:
    """Begin a plan: its first version with every section, still empty.

    `details`: title, short_title (Words), language, languages, period_start, period_end.
    """
    require(actor, Permission.PLAN_CREATE, party)
    plan = Plan(party_id=party.id, sample=party.sample, **details)
    plan.languages = [plan.language, *(x for x in plan.languages or () if x != plan.language)]
    db.session.add(plan)
    db.session.flush()
    version = begin_version(actor, plan)
    history.record(
        actor,
        "plan:created",
        party_id=party.id,
        plan_id=plan.id,
        subject=f"version:{version.id}",
    )
    db.session.flush()
    return plan


def edit(actor: Actor, plan: Plan, *, details: Mapping[str, Any]) -> Plan:
    """Change what the plan is called, its period and its languages.

    They are part of the text: while the newest version is frozen, the next one must begin first.
    """
    require(actor, Permission.PLAN_EDIT, plan)
    hold_open(newest(actor, plan.id))
    changed = sorted(name for name, value in details.items() if getattr(plan, name) != value)
    for name, value in details.items():
        setattr(plan, name, value)
    plan.languages = [plan.language, *(x for x in plan.languages if x != plan.language)]
    history.record(
        actor,
        "plan:edited",
        party_id=plan.party_id,
        plan_id=plan.id,
        details={"changed": changed},
        content=dumps(dict(details)),
    )
    db.session.flush()
    return plan


def begin_version(
    actor: Actor, plan: Plan, *, number: int = 1, edition: int = LATEST
) -> PlanVersion:
    """A new version with an empty entry for every section of its edition.

    The entries exist from the start so that two officers who open a section for the first time
    at once already share its counter.
    """
    version = PlanVersion(
        party_id=plan.party_id, plan_id=plan.id, number=number, schema_edition=edition
    )
    db.session.add(version)
    db.session.flush()
    complete_sections(actor, version)
    return version


def complete_sections(actor: Actor, version: PlanVersion) -> None:
    """Begin, empty, every section the version lacks."""
    query = select(Entry.section).filter_by(version_id=version.id, kind="section")
    there = set(db.session.scalars(query))
    sections = enumerate(treaty(version.schema_edition).sections)
    missing = [(place, section.id) for place, section in sections if section.id not in there]
    empty = [_empty_section(version, section, place) for place, section in missing]
    db.session.add_all(empty)
    db.session.flush()
    db.session.add_all(_first_revision(actor, entry) for entry in empty)
    db.session.flush()


STANDING = ("frozen_at", "stages", "state")
"""What of a version decides who may write in it."""


def hold_open(version: PlanVersion) -> None:
    """Until the transaction ends nobody freezes the version. Raises Frozen where one did.

    Asked of the database and not of what was loaded before: an import may have frozen it since, or
    somebody moved it on. Who asks whether they may write asks after this.
    """
    _lock(version, shared=True)


def take_over(version: PlanVersion) -> None:
    """Until the transaction ends nobody else writes into the version, so that it can be frozen.

    Raises Frozen where somebody froze it first.
    """
    _lock(version, shared=False)


def _lock(version: PlanVersion, *, shared: bool) -> None:
    db.session.refresh(version, STANDING, with_for_update={"read": shared})
    if version.frozen_at is not None:
        raise Frozen(FROZEN)


def freeze(version: PlanVersion, snapshot: str) -> None:
    """Keep this text for ever: its canonical JSON and its SHA-256."""
    version.snapshot = snapshot
    version.snapshot_sha256 = digest(snapshot)
    version.frozen_at = now()
    db.session.flush()


def schema_of(version: PlanVersion, language: str) -> Schema:
    """The treaty as data, in the edition the version was begun with."""
    return treaty(version.schema_edition, language)


def _empty_section(version: PlanVersion, section: str, position: int) -> Entry:
    return Entry(
        party_id=version.party_id,
        version_id=version.id,
        kind="section",
        section=section,
        position=position,
        counter=0,
    )


def _first_revision(actor: Actor, entry: Entry) -> Revision:
    return Revision(
        party_id=entry.party_id,
        version_id=entry.version_id,
        uid=entry.uid,
        number=0,
        position=entry.position,
        content=EMPTY,
        origin="start",
        author_id=actor.user_id,
        author_name=actor.name,
        created_at=now(),
    )
