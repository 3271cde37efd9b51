"""Documents: asked for in one transaction, made by the worker, fetched by who may read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import or_, select, update

from nap_tracker import files
from nap_tracker.clock import now
from nap_tracker.content import serial
from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import PlanContent
from nap_tracker.errors import Forbidden, Hidden, NotFound, NotReady
from nap_tracker.exports.document_tree import Mark
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Party
from nap_tracker.models.export import Export
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Place, reads_as, require
from nap_tracker.roles import WORKER, Actor, Permission
from nap_tracker.services import contents, history, plans, withdrawals

LEASE = timedelta(minutes=1)
"""How long a worker may be silent before another takes the export over."""
BEAT = timedelta(seconds=20)
"""How often a worker that makes a document says that it still does."""
MOST_ATTEMPTS = 3
WITHDRAWN = N_("This document held words that were removed to protect people. Ask for a new one.")
KEPT = ("receipt", "sealed_json", "sealed_pdf")
"""Formats whose bytes are kept with the version, and listed there and not among the documents."""
NO_OPTIONS: Mapping[str, str] = MappingProxyType({})
WAITING = 20
"""Exports of one plan that may wait at a time; more would keep everybody waiting."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document with what a download needs."""

    name: str
    media_type: str
    data: bytes


def request(
    actor: Actor,
    version: PlanVersion,
    *,
    format: str,
    audience: Audience,
    mark: str,
    section: str | None = None,
    language: str | None = None,
) -> Export:
    """Ask for a document of the plan, or of one section, as it stands now.

    It is for an audience the actor belongs to: in a section they draft they are the drafting team,
    and what such a document holds beside that section is what they may read. `language` is the
    reader's: forms for paper speak it where the plan does.
    """
    require(actor, Permission.EXPORT_CREATE, version)
    if mark == Mark.NONE:
        require(actor, Permission.EXPORT_CLEAN, version)
    if not audience.openness >= reads_as(actor, Place(version, section)).openness:
        raise Forbidden(N_("You cannot make a document for people who may read more than you."))
    if section is not None:
        _known(version, section)
    if _waiting(version) >= WAITING:
        raise NotReady(N_("Many documents of this plan are being made. Try again in a minute."))
    return ask(
        actor,
        version,
        format=format,
        audience=audience,
        mark=str(mark),
        options={
            name: value for name, value in (("section", section), ("language", language)) if value
        },
        content=serial.to_text(_content(actor, version, audience)),
    )


def _content(actor: Actor, version: PlanVersion, audience: Audience) -> PlanContent:
    """For the drafting team of single sections, the rest as its drafters read it."""
    is_of_a_part = audience.openness < reads_as(actor, version).openness
    return contents.read(actor, version, None if is_of_a_part else audience)


def ask(
    actor: Actor,
    version: PlanVersion,
    *,
    format: str,
    audience: Audience,
    content: str,
    mark: str = Mark.NONE,
    options: Mapping[str, str] = NO_OPTIONS,
) -> Export:
    """Have the worker make a document of this content: the caller knows that the actor may."""
    export = Export(
        party_id=version.party_id,
        plan_id=version.plan_id,
        version_id=version.id,
        format=format,
        audience=audience.value,
        mark=str(mark),
        options=dict(options),
        requested_by_id=actor.user_id,
        requested_at=now(),
        content=content,
    )
    db.session.add(export)
    db.session.flush()
    _record(actor, export, "export:requested")
    return export


def of_plan(actor: Actor, plan_id: str) -> Sequence[Export]:
    """The newest documents of a plan that the actor may fetch."""
    plan = plans.get(actor, plan_id)
    own = reads_as(actor, plan)
    allowed = [audience.value for audience in Audience if audience.openness >= own.openness]
    offered = or_(Export.audience.in_(allowed), Export.requested_by_id == actor.user_id)
    query = select(Export).where(Export.plan_id == plan.id, offered, Export.format.not_in(KEPT))
    found = db.session.scalars(query.order_by(Export.requested_at.desc()).limit(30)).all()
    return [export for export in found if _is_for(actor, export)]


def get(actor: Actor, plan_id: str, export_id: str) -> Export:
    """One document of a plan, if it was made for an audience the actor belongs to."""
    export = db.session.get(Export, export_id)
    if export is None or export.plan_id != plan_id:
        raise Hidden(N_("There is no such document, or you may not see it."))
    require(actor, Permission.PLAN_SHOW, export)
    if not _is_for(actor, export):
        raise Hidden(N_("There is no such document, or you may not see it."))
    return export


def _is_for(actor: Actor, export: Export) -> bool:
    """Whether the actor belongs to its audience; or, of a section they draft, asked for it."""
    openness = Audience(export.audience).openness
    if openness >= reads_as(actor, export).openness:
        return True
    place = Place(export, export.options.get("section"))
    is_own = actor.user_id is not None and export.requested_by_id == actor.user_id
    return is_own and openness >= reads_as(actor, place).openness


def retry(actor: Actor, plan_id: str, export_id: str) -> Export:
    """Have a document that failed made again, from the content it was asked for with."""
    export = get(actor, plan_id, export_id)
    require(actor, Permission.EXPORT_CREATE, export)
    if export.withdrawn_at is not None:
        raise _withdrawn(export)
    if export.failed_at is not None:
        export.failed_at, export.error, export.attempts = None, None, 0
        _record(actor, export, "export:requested")
        db.session.flush()
    return export


def fetch(actor: Actor, plan_id: str, export_id: str) -> Made:
    """The finished bytes. Raises NotReady while it is still being made."""
    export = get(actor, plan_id, export_id)
    if export.withdrawn_at is not None:
        raise _withdrawn(export)
    if export.ready_at is None or export.sha256 is None or export.name is None:
        raise NotReady(N_("This document is not ready yet."))
    data = files.read(export.party_id, export.sha256)
    return Made(export.name, MEDIA_TYPES[export.format], data)


MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "filled_form": "application/pdf",
    "form": "application/pdf",
    "json": "application/json",
    "pdf": "application/pdf",
    "receipt": "application/pdf",
    "sealed_json": "application/json",
    "sealed_pdf": "application/pdf",
}


def claim() -> Export | None:
    """The oldest export nobody is making, leased to this worker; None when there is none.

    A worker that was killed lets its lease run out, and the export is taken up again.
    """
    moment = now()
    _give_up_on_what_kills_workers(moment)
    free = or_(Export.lease_until.is_(None), Export.lease_until < moment)
    open_ = (Export.ready_at.is_(None), Export.failed_at.is_(None), free)
    query = select(Export.id).where(*open_).order_by(Export.requested_at).limit(1)
    found = db.session.scalar(query.with_for_update(skip_locked=True))
    if found is None:
        return None
    taken = db.session.execute(
        update(Export)
        .where(Export.id == found, *open_)
        .values(claimed_at=moment, lease_until=moment + LEASE, attempts=Export.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    return db.session.get(Export, found, populate_existing=True)


def renew(export_id: str) -> None:
    """The worker still makes it: nobody else takes it over."""
    making = update(Export).where(Export.id == export_id, Export.lease_until.is_not(None))
    db.session.execute(making.values(lease_until=now() + LEASE))


def _give_up_on_what_kills_workers(moment: datetime) -> None:
    """A lease that ran out after the last attempt: the worker died of it each time."""
    query = select(Export).where(
        Export.ready_at.is_(None),
        Export.failed_at.is_(None),
        Export.attempts >= MOST_ATTEMPTS,
        Export.lease_until < moment,
    )
    for export in db.session.scalars(query):
        failed(export, "the worker was ended while it made this document", final=True)


def content_of(export: Export) -> PlanContent:
    """What is to be printed: the plan as it stood when asked for, already filtered."""
    return serial.from_text(export.content)


def ready(export: Export, *, data: bytes, name: str, pages: int | None) -> None:
    """Store the finished bytes and say so.

    Raises NotReady where words were removed meanwhile that the document still holds.
    """
    db.session.refresh(export, with_for_update=True)
    if export.withdrawn_at is not None:
        raise NotReady(WITHDRAWN)
    export.sha256 = files.store(export.party_id, data)
    export.name, export.size, export.pages = name, len(data), pages
    export.ready_at, export.lease_until = now(), None
    _record(WORKER, export, "export:ready")
    db.session.flush()


def failed(export: Export, error: str, *, final: bool) -> None:
    """Put it back, or after the last attempt say that it could not be made."""
    export.error = error[:500]
    export.lease_until = None
    if final or export.attempts >= MOST_ATTEMPTS:
        export.failed_at = now()
        _record(WORKER, export, "export:failed")
    db.session.flush()


def prune(older_than: datetime) -> int:
    """Forget the content kept for documents that are finished; the documents stay."""
    done = db.session.execute(
        update(Export)
        .where(Export.ready_at < older_than, Export.content != "{}")
        .values(content="{}")
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def withdrawn(export: Export) -> NotFound | NotReady | None:
    """What whoever looks at it is told; None where it was not withdrawn."""
    return _withdrawn(export) if export.withdrawn_at is not None else None


def _withdrawn(export: Export) -> NotFound | NotReady:
    zone = db.session.get_one(Party, export.party_id).time_zone
    return withdrawals.said_of(export.party_id, export.sha256, zone) or NotReady(WITHDRAWN)


def _known(version: PlanVersion, section: str) -> None:
    try:
        plans.schema_of(version, version.plan.language).section(section)
    except KeyError:
        raise Hidden(N_("There is no such section.")) from None


def _waiting(version: PlanVersion) -> int:
    query = select(Export.id).where(
        Export.plan_id == version.plan_id, Export.ready_at.is_(None), Export.failed_at.is_(None)
    )
    return len(db.session.scalars(query).all())


def _record(actor: Actor, export: Export, kind: str) -> None:
    facts = {"format": export.format, "audience": export.audience, "mark": export.mark}
    if export.sha256:
        facts["sha256"] = export.sha256
    history.record(
        actor,
        kind,
        party_id=export.party_id,
        plan_id=export.plan_id,
        subject=f"export:{export.id}",
        details=facts,
    )
