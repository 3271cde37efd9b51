"""A spreadsheet over several visits: uploaded, described, tried, and applied once or forgotten."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from sqlalchemy import select

from nap_tracker import files
from nap_tracker.clock import now
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.errors import InvalidTransition, NotFound, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.imports.proposal import Counts
from nap_tracker.imports.sheet import Sheet
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.work_plan_upload import WorkPlanUpload
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history, plans, work_plans
from nap_tracker.services.uploads import safe_name
from nap_tracker.services.work_plans import Choices, Source, Trial

LISTED = 20
GONE = N_("This spreadsheet is no longer kept here. Upload it again.")
APPLIED = N_("This spreadsheet was brought in already; nothing was added a second time.")
CHOSEN_ELSEWHERE = N_(
    "The choices were changed in another window or by somebody else. Look at them again."
)
CHANGED = N_(
    "The plan or the choices changed after you looked, so nothing was brought in. Look at the"
    " result again."
)


class Gone(NotFound):
    """The upload was forgotten, or storage lost its bytes."""


class Applied(InvalidTransition):
    """The upload is in the plan already."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An upload that can still be described and applied."""

    version: PlanVersion
    upload: WorkPlanUpload
    data: bytes
    sheet: Sheet
    choices: Choices
    brought_in_before: bool
    """Whether the same bytes were applied to this plan already, from another upload."""

    @property
    def seen(self) -> str:
        """What a form hands back, so that choices made elsewhere are not overwritten."""
        return _sum(self.upload)


def add(actor: Actor, version: PlanVersion, *, name: str, data: bytes) -> WorkPlanUpload:
    """Take a spreadsheet in, with the columns guessed. Raises InvalidFile; stores nothing then."""
    require(actor, Permission.PLAN_IMPORT, version)
    source = Source()
    table = source.read(data, name)
    upload = WorkPlanUpload(
        party_id=version.party_id,
        plan_id=version.plan_id,
        name=safe_name(name, ""),
        sha256=files.store(version.party_id, data),
        settings=work_plans.guessed(table, version, source).to_data(),
        uploaded_by_id=actor.user_id,
    )
    db.session.add(upload)
    db.session.flush()
    _record(actor, upload, "work-plan:uploaded")
    return upload


def of_plan(actor: Actor, version: PlanVersion) -> Sequence[WorkPlanUpload]:
    """The newest spreadsheets of a plan, those still to be applied among them."""
    require(actor, Permission.PLAN_IMPORT, version)
    query = select(WorkPlanUpload).filter_by(plan_id=version.plan_id)
    return db.session.scalars(
        query.order_by(WorkPlanUpload.created_at.desc(), WorkPlanUpload.id).limit(LISTED)
    ).all()


def open_(actor: Actor, plan_id: str, upload_id: str) -> Opened:
    """An upload to work on, read again. Raises Gone, Applied, or InvalidFile."""
    version = plans.newest(actor, plan_id, Permission.PLAN_IMPORT)
    upload = _find(version, upload_id)
    data = _bytes(upload)
    choices = Choices.from_data(upload.settings)
    return Opened(
        version,
        upload,
        data,
        choices.source.read(data, upload.name),
        choices,
        _was_applied_before(upload),
    )


def choose(actor: Actor, opened: Opened, choices: Choices, *, seen: str) -> None:
    """Keep what a person says about the file. Raises StaleEdit when it was changed meanwhile.

    It changes nothing in the plan, so the log has it with the act of applying.
    """
    require(actor, Permission.PLAN_IMPORT, opened.version)
    upload = _find(opened.version, opened.upload.id, lock=True)
    if seen != _sum(upload):
        raise StaleEdit(CHOSEN_ELSEWHERE)
    upload.settings = choices.to_data()
    db.session.flush()


def read_again(actor: Actor, opened: Opened, source: Source) -> None:
    """Take the table from elsewhere in the file; its columns are guessed afresh."""
    require(actor, Permission.PLAN_IMPORT, opened.version)
    table = source.read(opened.data, opened.upload.name)
    columns = work_plans.guessed(table, opened.version, source).columns
    options = replace(opened.choices.options, only=None)
    upload = _find(opened.version, opened.upload.id, lock=True)
    upload.settings = Choices(source, columns, options).to_data()
    db.session.flush()


def try_out(actor: Actor, opened: Opened) -> Trial:
    """The dry run. The same file and choices give the same ids, so that it can be recognised."""
    return work_plans.try_out(
        actor,
        opened.version,
        opened.sheet,
        opened.choices.columns,
        opened.choices.options,
        new_uid=_uids(opened.upload.id),
    )


def apply(actor: Actor, plan_id: str, upload_id: str, *, fingerprint: str) -> Counts:
    """Bring the whole file in, if it still comes to what the person saw.

    Raises Applied the second time, StaleEdit when the result would differ, InvalidFile while
    there are errors.
    """
    version = plans.newest(actor, plan_id, Permission.PLAN_IMPORT)
    upload = _find(version, upload_id, lock=True)
    opened = open_(actor, plan_id, upload_id)
    trial = try_out(actor, opened)
    if trial.fingerprint != fingerprint:
        raise StaleEdit(CHANGED)
    done = work_plans.apply(
        actor, version, trial.proposal, data=opened.data, choices=opened.choices
    )
    upload.applied_at = now()
    db.session.flush()
    return done


def _find(version: PlanVersion, upload_id: str, *, lock: bool = False) -> WorkPlanUpload:
    query = select(WorkPlanUpload).filter_by(plan_id=version.plan_id, id=upload_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    upload = db.session.scalar(query)
    if upload is None:
        raise Gone(GONE)
    if upload.applied_at is not None:
        raise Applied(APPLIED)
    return upload


def _bytes(upload: WorkPlanUpload) -> bytes:
    try:
        return files.read(upload.party_id, upload.sha256)
    except NotFound:
        raise Gone(GONE) from None


def _was_applied_before(upload: WorkPlanUpload) -> bool:
    query = select(WorkPlanUpload.id).where(
        WorkPlanUpload.plan_id == upload.plan_id,
        WorkPlanUpload.sha256 == upload.sha256,
        WorkPlanUpload.applied_at.is_not(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def _uids(upload_id: str) -> Callable[[], str]:
    space, place = uuid.UUID(upload_id), count()
    return lambda: str(uuid.uuid5(space, str(next(place))))


def _sum(upload: WorkPlanUpload) -> str:
    return digest(dumps(upload.settings))


def _record(actor: Actor, upload: WorkPlanUpload, kind: str) -> None:
    history.record(
        actor,
        kind,
        party_id=upload.party_id,
        plan_id=upload.plan_id,
        subject=f"work_plan_upload:{upload.id}",
        details={"sha256": upload.sha256},
    )
    db.session.flush()
