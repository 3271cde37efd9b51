"""A whole plan out as JSON and in again, to the byte."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from nap_tracker import files
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content import interchange, serial
from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import PlanContent
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.imports.interchange import Incoming, IncomingFile, read
from nap_tracker.models.account import Party
from nap_tracker.models.plan import Plan, PlanVersion, WarningAnswer
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import reads_as, require
from nap_tracker.roles import Actor, Permission, Role
from nap_tracker.services import contents, entries, history, lifecycle, plans, uploads

Existing = Literal["refuse", "new_draft"]
NOT_OURS = N_("A plan with this id belongs to another Party. Give the plan a new id.")
TAKEN = N_("The file “%(name)s” has an id that another file has already.")


def take_out(actor: Actor, version: PlanVersion, audience: Audience | None = None) -> bytes:
    """The plan's JSON file, for the whole audience of the actor or a wider circle."""
    require(actor, Permission.EXPORT_CREATE, version)
    own = reads_as(actor, version)
    wanted = own if audience is None else max((own, audience), key=lambda a: a.openness)
    plan = contents.read(actor, version, wanted)
    data = interchange.to_file(
        plan,
        treaty(plan.edition),
        wanted.value,
        lambda file: files.read(version.party_id, file.sha256),
    )
    history.record(
        actor,
        "plan:exported",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"version:{version.id}",
        details={"format": "json", "audience": wanted.value},
    )
    return data


def require_import(actor: Actor) -> None:
    """Whether somebody may bring plans in anywhere at all. Raises Forbidden."""
    leads = {Role.FOCAL_POINT, Role.COORDINATOR}
    if not any(grant.role in leads for grant in actor.grants):
        require(actor, Permission.PARTY_CREATE)


def bring_in_file(actor: Actor, data: bytes, *, existing: Existing) -> Plan:
    """Read, check and store a plan's JSON file. Raises InvalidFile with every problem."""
    return bring_in(actor, read(data), existing=existing)


def bring_in(actor: Actor, incoming: Incoming, *, existing: Existing) -> Plan:
    """Store a plan that was read and checked. The Party is created if it is absent.

    A plan that exists already is refused, or becomes a new draft of the same plan: the version
    before is frozen as it stood. Raises Invalid with what to do.
    """
    plan = incoming.plan
    party = _party(actor, plan)
    known = db.session.get(Plan, plan.uid)
    if known is not None:
        version = _new_draft(actor, known, party, plan, existing)
        known_plan = known
    else:
        require(actor, Permission.PLAN_CREATE, party)
        known_plan, version = _new_plan(actor, party, plan)
    _store_files(actor, version, incoming.files)
    if party.emblem_id is None and plan.party.emblem:
        party.emblem_id = plan.party.emblem
    entries.write_many(actor, version, plan.entries, origin="import")
    plans.complete_sections(actor, version)
    _answer_warnings(actor, version, plan)
    history.record(
        actor,
        "plan:imported",
        party_id=party.id,
        plan_id=known_plan.id,
        subject=f"version:{version.id}",
        content=serial.to_text(plan),
    )
    db.session.flush()
    return known_plan


def _party(actor: Actor, plan: PlanContent) -> Party:
    party = db.session.scalar(select(Party).filter_by(code=plan.party.code))
    if party is not None:
        return party
    require(actor, Permission.PARTY_CREATE)
    party = Party(
        code=plan.party.code,
        name=dict(plan.party.name),
        authentic={k: dict(v) for k, v in plan.party.authentic.items()},
        sample=plan.party.sample,
    )
    db.session.add(party)
    db.session.flush()
    history.record(actor, "party:created", party_id=party.id, subject=f"party:{party.id}")
    return party


def _new_plan(actor: Actor, party: Party, plan: PlanContent) -> tuple[Plan, PlanVersion]:
    made = Plan(id=plan.uid, party_id=party.id, sample=plan.sample or party.sample, title={})
    _name(made, plan)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # behind a wall, where the import does not see it
        raise Invalid(NOT_OURS) from None
    return made, _bare_version(made, number=plan.version, edition=plan.edition)


def _new_draft(
    actor: Actor, known: Plan, party: Party, plan: PlanContent, existing: Existing
) -> PlanVersion:
    if known.party_id != party.id:
        raise Invalid(NOT_OURS)
    require(actor, Permission.PLAN_IMPORT, known)
    before = plans.newest(actor, known.id)
    if existing == "refuse":
        raise Invalid(
            N_("This plan is already here. Choose “make a new draft” to bring it in beside it.")
        )
    if before.frozen_at is None:
        plans.take_over(before)
        plans.freeze(before, serial.to_text(contents.load(before)))
        lifecycle.stands_as_superseded(actor, before)
    version = _bare_version(known, number=before.number + 1, edition=plan.edition)
    version.purpose, version.based_on = "import", before.number
    _name(known, plan)
    db.session.flush()
    return version


def _name(row: Plan, plan: PlanContent) -> None:
    row.title, row.short_title = dict(plan.title), dict(plan.short_title)
    row.language, row.languages = plan.language, list(plan.languages)
    row.period_start, row.period_end = plan.period_start, plan.period_end


def _bare_version(plan: Plan, *, number: int, edition: int) -> PlanVersion:
    version = PlanVersion(
        party_id=plan.party_id, plan_id=plan.id, number=number, schema_edition=edition
    )
    db.session.add(version)
    db.session.flush()
    return version


def _store_files(actor: Actor, version: PlanVersion, incoming: tuple[IncomingFile, ...]) -> None:
    for one in incoming:
        there = db.session.get(StoredFile, one.content.uid)
        if there is None:
            _store_file(actor, version, one)
        elif there.plan_id != version.plan_id or there.sha256 != one.content.sha256:
            raise Invalid(TAKEN, {"name": one.content.name})


def _store_file(actor: Actor, version: PlanVersion, one: IncomingFile) -> None:
    try:
        with db.session.begin_nested():
            uploads.add(
                actor,
                version,
                name=one.content.name,
                data=one.data,
                audience=Audience(one.content.audience),
                uid=one.content.uid,
            )
    except IntegrityError:  # behind a wall, where the import does not see it
        raise Invalid(TAKEN, {"name": one.content.name}) from None


def _answer_warnings(actor: Actor, version: PlanVersion, plan: PlanContent) -> None:
    for key, reason in plan.answered_warnings.items():
        answer = WarningAnswer(
            party_id=version.party_id,
            version_id=version.id,
            key=key,
            reason=dict(reason),
            author_id=actor.user_id,
        )
        db.session.add(answer)
