"""Saying how an activity goes: its phase, what happened with evidence, a status for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from nap_tracker import files
from nap_tracker.clock import now
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Hidden, Invalid, InvalidTransition
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.activity_track import ActivityTrack, ProgressNote
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import reads_as, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import activity_merges, attaching, history, tracking
from nap_tracker.services.activities import Followed, task_of
from nap_tracker.services.attaching import Sent
from nap_tracker.workflow.implementation import Phase, step
from nap_tracker.workflow.progress import OVERRIDABLE, Status

SAYS_NOTHING = N_("Choose a phase, write what happened, or add a file")
NOTHING_SAID = N_("Nobody has said yet how far it is, so say it first.")
NO_REASON = N_("Say why, in a sentence that everybody who reads the activity may see")
NOT_MERGED = N_(
    "An activity was chosen that took this one up, so choose the phase “Merged into another” too;"
    " or choose no other activity"
)
NO_EVIDENCE = N_("Add the letter, mail or minutes in which the institution said so")
NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")
REGISTERED_ONLY = N_(
    "Activities are noted beside a plan that was registered with its file. Those of a plan that"
    " was drafted here go into its next version."
)


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says of an activity in one go."""

    phase: Phase | None = None
    text: str = ""
    evidence: Sent | None = None
    behalf_uid: str | None = None
    """The institution that said it, where somebody else enters it."""
    once: str = ""
    """The page's own id, so that a page sent twice reports once."""
    into_uid: str | None = None
    """The activity that took it up, where it was merged into another."""


def report(
    actor: Actor, version: PlanVersion, followed: Followed, said: Report
) -> ProgressNote | None:
    """Keep what was said; the note, where there were words or a file. Raises Invalid."""
    require(actor, Permission.ACTIVITY_REPORT, task_of(version, followed))
    already = db.session.get(ProgressNote, said.once) if said.once else None
    if already is not None:
        return already if already.activity_uid == followed.activity.uid else None
    moved = _moved(followed, said)
    _check(followed, said, moves=moved is not None)
    is_merged = said.phase is Phase.MERGED
    into = activity_merges.named(actor, version, followed, said.into_uid) if is_merged else None
    track = track_of(version, followed)
    if moved is not None:
        track.phase, track.phase_reason = moved.value, said.text
    if said.phase is not None:
        track.merged_into_uid = into
    note = _note(actor, version, followed.activity.uid, said)
    heard(track)
    record(
        actor,
        version,
        "activity:reported",
        followed.activity.uid,
        details=_stands(track),
        content=said.text,
    )
    db.session.flush()
    return note


def confirm(actor: Actor, version: PlanVersion, followed: Followed) -> None:
    """Say that it is as it was, without words. Raises InvalidTransition before anybody said how."""
    if followed.phase is Phase.NOT_KNOWN:
        raise InvalidTransition(NOTHING_SAID)
    report(actor, version, followed, Report(phase=followed.phase))


def decide_status(
    actor: Actor, version: PlanVersion, followed: Followed, decided: Status, reason: str
) -> ActivityTrack:
    """Put a status in the place of the one that is worked out, until the next review."""
    require(actor, Permission.ACTIVITY_REPORT, version)
    if decided not in OVERRIDABLE:
        raise Invalid(N_("This is said as a phase, not decided as a status"), about="status")
    if not reason.strip():
        raise Invalid(NO_REASON, about="reason")
    track = track_of(version, followed)
    track.override, track.override_reason = decided.value, reason
    track.override_by_id, track.override_at = actor.user_id, now()
    record(
        actor,
        version,
        "activity:status-decided",
        followed.activity.uid,
        details={"status": decided.value},
        content=reason,
    )
    db.session.flush()
    return track


def free_status(actor: Actor, version: PlanVersion, followed: Followed) -> None:
    """Let the status follow from dates and indicators again."""
    require(actor, Permission.ACTIVITY_REPORT, version)
    if followed.track is None or followed.track.override is None:
        return
    _lapse(track_of(version, followed))
    record(actor, version, "activity:status-freed", followed.activity.uid)
    db.session.flush()


def lapse_statuses(actor: Actor, version: PlanVersion) -> int:
    """At a review of the plan every decided status lapses: old ones must not rule for years."""
    require(actor, Permission.REVIEW_LEAD, version)
    query = select(ActivityTrack).where(
        ActivityTrack.plan_id == version.plan_id, ActivityTrack.override.is_not(None)
    )
    found = db.session.scalars(query.order_by(ActivityTrack.id)).all()
    for track in found:
        _lapse(track)
        record(actor, version, "activity:status-lapsed", track.uid)
    db.session.flush()
    return len(found)


@dataclass(frozen=True, slots=True)
class Noted:
    """An activity as the file of a registered plan has it."""

    statement: str
    items: Sequence[str] = ()
    lead: str = ""
    start: str | None = None
    end: str | None = None
    once: str = ""


def note_own(actor: Actor, version: PlanVersion, noted: Noted) -> ActivityTrack:
    """Note an activity of a registered plan, whose text has no rows. Raises Invalid."""
    require(actor, Permission.ACTIVITY_REPORT, version)
    if version.purpose != "registered":
        raise InvalidTransition(REGISTERED_ONLY)
    if not noted.statement.strip():
        raise Invalid(N_("Enter what the plan says will be done"), about="statement")
    already = db.session.get(ActivityTrack, noted.once) if noted.once else None
    if already is not None and already.plan_id == version.plan_id:
        return already
    track = ActivityTrack(
        id=noted.once or new_uid(),
        party_id=version.party_id,
        plan_id=version.plan_id,
        uid=new_uid(),
        own=True,
        statement={version.plan.language: noted.statement},
        items=list(noted.items),
        lead=noted.lead,
        start=noted.start,
        end=noted.end,
    )
    db.session.add(track)
    record(actor, version, "activity:noted", track.uid, content=noted.statement)
    db.session.flush()
    return track


def withdraw(
    actor: Actor, version: PlanVersion, activity_uid: str, note_id: str, because: str
) -> ProgressNote:
    """Take a report back: it stays on record with the reason, and counts no more."""
    note = to_withdraw(actor, version, activity_uid, note_id)
    if not because.strip():
        raise Invalid(N_("Enter why"), about="because")
    if note.withdrawn_at is not None:
        raise InvalidTransition(N_("This report was withdrawn already."))
    note.withdrawn_at, note.withdrawn_by_id = now(), actor.user_id
    note.withdrawn_because = because
    record(actor, version, "progress:withdrawn", activity_uid, content=because)
    db.session.flush()
    return note


def to_withdraw(
    actor: Actor, version: PlanVersion, activity_uid: str, note_id: str
) -> ProgressNote:
    """A report this person may take back: officers of institutions their own, nobody else's."""
    note = note_of(version, activity_uid, note_id)
    is_own = actor.user_id is not None and note.said_by_id == actor.user_id
    subject = tracking.part_of(actor, version) if is_own else version
    require(actor, Permission.ACTIVITY_REPORT, subject)
    return note


def note_of(version: PlanVersion, activity_uid: str, note_id: str) -> ProgressNote:
    """One report on an activity of this plan. Raises Hidden."""
    where = {"id": note_id, "plan_id": version.plan_id, "activity_uid": activity_uid}
    note = db.session.scalar(select(ProgressNote).filter_by(**where))
    if note is None:
        raise Hidden(NOTHING_HERE)
    return note


def evidence(
    actor: Actor, version: PlanVersion, activity_uid: str, note_id: str
) -> tuple[StoredFile, bytes]:
    """The file of a report, byte for byte: for the drafting team alone. Raises Hidden."""
    require(actor, Permission.ACTIVITY_SHOW, version)
    file = note_of(version, activity_uid, note_id).file
    if file is None or file.withdrawn_at is not None or not reads_evidence(actor, version):
        raise Hidden(NOTHING_HERE)
    return file, files.read(file.party_id, file.sha256)


def reads_evidence(actor: Actor, version: PlanVersion) -> bool:
    """Files show places and names: the drafting team alone opens them."""
    return reads_as(actor, version) is Audience.DRAFTING_TEAM


def track_of(version: PlanVersion, followed: Followed) -> ActivityTrack:
    """The row of an activity, made where nothing was said yet; two at once share it."""
    if isinstance(followed.track, ActivityTrack):
        return followed.track
    key = {"plan_id": version.plan_id, "uid": followed.activity.uid}
    if followed.track is not None:
        return db.session.scalars(select(ActivityTrack).filter_by(**key)).one()
    track = ActivityTrack(party_id=version.party_id, **key)
    try:
        with db.session.begin_nested():
            db.session.add(track)
    except IntegrityError:
        return db.session.scalars(select(ActivityTrack).filter_by(**key)).one()
    return track


def heard(track: ActivityTrack) -> None:
    """Somebody reported: the clock of freshness begins anew."""
    track.heard_at = now()


def record(
    actor: Actor,
    version: PlanVersion,
    kind: str,
    activity_uid: str,
    *,
    details: dict[str, str] | None = None,
    content: str | None = None,
) -> None:
    """Write an act on an activity down."""
    history.record(
        actor,
        kind,
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"activity:{activity_uid}",
        details=details,
        content=content or None,
    )


def _moved(followed: Followed, said: Report) -> Phase | None:
    """The new phase; None where it stays. Raises Invalid where a reason is missing."""
    if said.phase is None or said.phase is followed.phase:
        return None
    act = step(followed.phase, said.phase)
    if act is not None and act.needs_note and not said.text.strip():
        raise Invalid(NO_REASON, about="text")
    return said.phase


def _check(followed: Followed, said: Report, *, moves: bool) -> None:
    if said.behalf_uid and said.behalf_uid not in followed.activity.institutions:
        raise Invalid(N_("Choose an institution of this activity"), about="behalf")
    if said.behalf_uid and said.evidence is None:
        raise Invalid(NO_EVIDENCE, about="file")
    if said.into_uid and said.phase is not Phase.MERGED:
        raise Invalid(NOT_MERGED, about="into")
    confirms = said.phase is not None
    if not (moves or confirms or said.text.strip() or said.evidence):
        raise Invalid(SAYS_NOTHING, about="text")


def _stands(track: ActivityTrack) -> dict[str, str]:
    """What the record keeps of how far it is, so that it can be told of a day in the past."""
    into = track.merged_into_uid
    return {"phase": track.phase, "into": into} if into else {"phase": track.phase}


def _note(actor: Actor, version: PlanVersion, uid: str, said: Report) -> ProgressNote | None:
    if not said.text.strip() and said.evidence is None:
        return None
    return add_note(actor, version, uid, said)


def add_note(
    actor: Actor, version: PlanVersion, uid: str, said: Report, milestone_uid: str | None = None
) -> ProgressNote:
    """Words, a file, or both. Raises Invalid where the file cannot be taken."""
    file = None
    if said.evidence is not None:
        file = attaching.keep(version.party_id, *said.evidence, uploaded_by_id=actor.user_id)
    note = ProgressNote(
        id=said.once or new_uid(),
        party_id=version.party_id,
        plan_id=version.plan_id,
        activity_uid=uid,
        milestone_uid=milestone_uid,
        text=said.text,
        file_id=file.id if file else None,
        behalf_uid=said.behalf_uid,
        said_by_id=actor.user_id,
    )
    db.session.add(note)
    return note


def _lapse(track: ActivityTrack) -> None:
    """It rules no more; its words stay for who looks back at the time when it did."""
    track.override = None
