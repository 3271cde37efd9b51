"""What was observed of an indicator: entered, sent, approved or sent back. Writes its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select

from nap_tracker.annex_c.indicators import SHARE
from nap_tracker.clock import now, today
from nap_tracker.errors import Forbidden, Hidden, Invalid, InvalidTransition, Overtaken
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Membership, User
from nap_tracker.models.base import new_uid
from nap_tracker.models.indicator_track import IndicatorTrack, Observation, ObservationFile
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import Task, require
from nap_tracker.roles import Actor, Permission, Role
from nap_tracker.services import evidence, indicators, update_mail
from nap_tracker.services.drafters import holds_a_role
from nap_tracker.services.indicator_figures import Figures, check, in_base
from nap_tracker.workflow.machine import Problem
from nap_tracker.workflow.observing import (
    DRAFT,
    OBSERVING,
    OPEN,
    ObservationFacts,
    Observing,
    place_in_time,
)
from nap_tracker.workflow.spans import Span

LONGEST_WORDS = 4000
MEANWHILE = N_("Somebody else changed this value meanwhile. Look at it again before you go on.")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Typed:
    """An observation as typed, in the unit of its indicator."""

    as_of: str
    figures: Figures = field(default_factory=Figures)
    part: Decimal | None = None
    whole: Decimal | None = None
    groups: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    comment: str = ""
    on_behalf_uid: str | None = None


def of_track(actor: Actor, version: PlanVersion, track: IndicatorTrack) -> Sequence[Observation]:
    """The newest first. Drafts of others are not hidden: the team works together."""
    require(actor, Permission.INDICATOR_SHOW, indicators.task_of(version, track))
    query = select(Observation).filter_by(track_id=track.id).order_by(Observation.id)
    return sorted(db.session.scalars(query), key=place_of, reverse=True)


def place_of(one: Observation) -> tuple[date, datetime, str]:
    """By which values are ordered."""
    return place_in_time(one.as_of, one.decided_at, one.created_at, one.id)


def get(
    actor: Actor,
    version: PlanVersion,
    observation_id: str,
    permission: Permission = Permission.INDICATOR_SHOW,
) -> Observation:
    """One of this plan. Raises Hidden behind a wall or in another plan."""
    query = select(Observation).filter_by(id=observation_id, plan_id=version.plan_id)
    found = db.session.scalar(query)
    require(actor, permission, version if found is None else _task_of(version, found))
    if found is None:
        raise Hidden(indicators.NOTHING_HERE)
    return found


def add(
    actor: Actor, version: PlanVersion, track: IndicatorTrack, typed: Typed, *, id: str = ""
) -> Observation:
    """Enter a value as a draft; `id` is the page's own, so that sent twice it is one."""
    require(actor, Permission.INDICATOR_REPORT, indicators.task_of(version, track))
    already = db.session.get(Observation, id) if id else None
    if already is not None:
        if already.track_id != track.id or already.author_id != actor.user_id:
            raise Hidden(indicators.NOTHING_HERE)
        return already
    made = Observation(
        id=id or new_uid(),
        party_id=track.party_id,
        plan_id=track.plan_id,
        track_id=track.id,
        author_id=actor.user_id,
    )
    _write(version, track, made, typed)
    _moves_to(made, DRAFT)
    db.session.add(made)
    db.session.flush()
    record(actor, track, made, "observation:entered")
    return made


def edit(
    actor: Actor,
    version: PlanVersion,
    track: IndicatorTrack,
    one: Observation,
    typed: Typed,
    *,
    seen: int,
) -> Observation:
    """Change a draft, or what was sent back. Raises Overtaken where others were quicker."""
    require(actor, Permission.INDICATOR_REPORT, indicators.task_of(version, track))
    _hold(one)
    if one.state not in OPEN:
        raise InvalidTransition(N_("This value is not a draft any more, so it cannot be changed."))
    if one.revision != seen:
        raise Overtaken(MEANWHILE)
    with db.session.no_autoflush:
        _write(version, track, one, typed)
    one.revision += 1
    record(actor, track, one, "observation:changed")
    db.session.flush()
    return one


def problems(
    actor: Actor, track: IndicatorTrack, one: Observation, act: str
) -> tuple[Problem, ...]:
    """What stands in the way. Raises InvalidTransition where the act does not begin there."""
    return OBSERVING.check(Observing(one.state), act, facts_of(actor, track, one))


def advance(
    actor: Actor,
    version: PlanVersion,
    track: IndicatorTrack,
    one: Observation,
    act: str,
    *,
    note: str = "",
) -> Observation:
    """Send it, take it back, approve it or send it back. Raises Forbidden, InvalidTransition."""
    step = OBSERVING.find(act)
    require(actor, step.permission, indicators.task_of(version, track))
    _hold(one)
    facts = facts_of(actor, track, one)
    hard = [p for p in OBSERVING.check(Observing(one.state), act, facts) if p.hard]
    if hard:
        raise Forbidden(hard[0].sentence)
    if step.needs_note and not note.strip():
        raise Invalid(N_("Say what has to be put right"), about="note")
    if len(note) > LONGEST_WORDS:
        raise Invalid(N_("Shorten the note to 4000 characters or fewer"), about="note")
    if act in ("approve", "send_back"):
        one.decided_at, one.decided_by_id = now(), actor.user_id
        one.note = note.strip()
        one.approved_alone = act == "approve" and facts.is_own
    else:
        one.decided_at = one.decided_by_id = None
        one.sent_at = now() if act == "send" else None
        one.sent_by_id = actor.user_id if act == "send" else None
    _moves_to(one, Observing(step.target))
    one.revision += 1
    record(actor, track, one, DONE[act], content=one.note or None)
    if act == "send":
        update_mail.sent(actor, version)
    if act == "send_back":
        update_mail.sent_back(actor, version, one)
    db.session.flush()
    return one


def approve_together(
    actor: Actor, version: PlanVersion, chosen: Sequence[str]
) -> tuple[int, tuple[str, ...]]:
    """Approve several at once: how many were, and the ids of those that could not be."""
    require(actor, Permission.INDICATOR_APPROVE, version)
    query = select(Observation).where(
        Observation.plan_id == version.plan_id, Observation.id.in_(list(chosen))
    )
    waiting = db.session.scalars(query.order_by(Observation.id)).all()
    tracks = {track.id: track for track in indicators.of_plan(actor, version)}
    left = []
    for one in waiting:
        try:
            advance(actor, version, tracks[one.track_id], one, "approve")
        except (Forbidden, InvalidTransition):
            left.append(one.id)
    return len(waiting) - len(left), tuple(left)


def attach(
    actor: Actor, version: PlanVersion, one: Observation, files: Sequence[tuple[str, bytes]]
) -> None:
    """Files that show where a value comes from, while it may be changed."""
    require(actor, Permission.INDICATOR_REPORT, _task_of(version, one))
    if one.state not in OPEN:
        raise InvalidTransition(N_("This value is not a draft any more, so it cannot be changed."))
    for name, data in files:
        show_by(one, evidence.keep(version, name, data, uploaded_by_id=actor.user_id))
    db.session.flush()


def show_by(one: Observation, file: StoredFile) -> None:
    """A file that is kept already shows where a value comes from."""
    db.session.add(ObservationFile(party_id=one.party_id, observation_id=one.id, file_id=file.id))


def facts_of(actor: Actor, track: IndicatorTrack, one: Observation) -> ObservationFacts:
    """One observation, as this person stands to it."""
    files = select(func.count()).select_from(ObservationFile).filter_by(observation_id=one.id)
    return ObservationFacts(
        is_given=one.best is not None or one.low is not None or one.empty is not None,
        is_own=is_own(actor, one),
        is_alone=is_alone(actor, one),
        is_in_closed_period=is_closed(track, one.as_of),
        has_evidence=bool(db.session.scalar(files)),
    )


def is_own(actor: Actor, one: Observation) -> bool:
    """Whether this person wrote or sent it."""
    return actor.user_id in (one.author_id, one.sent_by_id)


def is_alone(actor: Actor, one: Observation) -> bool:
    """Whether it is their own, and nobody else of the Party could approve it."""
    return is_own(actor, one) and not _others_who_approve(one.party_id, actor.user_id)


def is_closed(track: IndicatorTrack, as_of: str) -> bool:
    """Whether values of that time are closed."""
    until = track.closed_until
    return until is not None and Span.of(as_of).last <= Span.of(until).last


def record(
    actor: Actor,
    track: IndicatorTrack,
    one: Observation,
    kind: str,
    *,
    content: str | None = None,
) -> None:
    """Write an act on a value down, by ids and dates."""
    details = {"observation": one.id, "as_of": one.as_of}
    if one.on_behalf_uid:
        details["institution"] = one.on_behalf_uid
    indicators.record(actor, track, kind, content=content, **details)


DONE = {
    "send": "observation:sent",
    "take_back": "observation:taken-back",
    "approve": "observation:approved",
    "send_back": "observation:sent-back",
}
"""Act -> what its event is called."""


def _task_of(version: PlanVersion, one: Observation) -> Task:
    return indicators.task_of(version, db.session.get_one(IndicatorTrack, one.track_id))


def _moves_to(one: Observation, state: Observing) -> None:
    one.state = state.value


def _hold(one: Observation) -> None:
    db.session.refresh(one, with_for_update=True)


def _write(version: PlanVersion, track: IndicatorTrack, one: Observation, typed: Typed) -> None:
    check_typed(version, track, typed)
    one.as_of = typed.as_of
    one.groups = {
        split: {key: str(int(people)) for key, people in counts.items()}
        for split, counts in typed.groups.items()
        if counts
    }
    one.source, one.comment = typed.figures.source.strip(), typed.comment.strip()
    one.on_behalf_uid = typed.on_behalf_uid or None
    for name, value in numbers(track, typed).items():
        setattr(one, name, value)


def numbers(track: IndicatorTrack, typed: Typed) -> dict[str, Decimal | str | None]:
    """The columns a value is kept in: its range in the base unit, the two numbers of a share."""
    figures = _share(typed) if track.kind == SHARE and typed.whole else typed.figures
    return {**in_base(track, figures), "part": typed.part, "whole": typed.whole}


def _share(typed: Typed) -> Figures:
    """Per cent of the two numbers; nobody types a percentage."""
    part, whole = typed.part, typed.whole
    best = (
        (part * HUNDRED / whole).quantize(Decimal("0.000001"))
        if part is not None and whole
        else None
    )
    return Figures(best=best, is_unknown=typed.figures.is_unknown)


def check_typed(version: PlanVersion, track: IndicatorTrack, typed: Typed) -> None:
    """Raises Invalid about the part of it that cannot be."""
    try:
        first = Span.of(typed.as_of).first
    except ValueError:
        raise Invalid(N_("Enter the year, month or day it is of"), about="as_of") from None
    if first > today(version.plan.party.time_zone):
        raise Invalid(N_("Enter a day that is not in the future"), about="as_of")
    if is_closed(track, typed.as_of):
        raise Invalid(
            N_("Values up to then are closed. A coordinator can open them again."), about="as_of"
        )
    check(track, typed.figures)
    if len(typed.comment) > LONGEST_WORDS:
        raise Invalid(N_("Shorten this to 4000 characters or fewer"), about="comment")
    if track.kind == SHARE:
        _check_share(typed)
    for counts in typed.groups.values():
        if any(people < 0 or people % 1 for people in counts.values()):
            raise Invalid(N_("Enter whole numbers from 0"), about="groups")
    _check_groups(track, typed)


def _check_share(typed: Typed) -> None:
    part, whole = typed.part, typed.whole
    if (part is None) != (whole is None):
        raise Invalid(N_("Enter both numbers"), about="part" if part is None else "whole")
    if part is not None and typed.figures.is_unknown:
        raise Invalid(N_("Enter a value, or say that it is not known, not both"), about="part")
    if part is not None and (part < 0 or part >= Decimal(10) ** 12):
        raise Invalid(N_("Enter a number from 0, and not longer than 12 digits"), about="part")
    if whole is not None and not 0 < whole < Decimal(10) ** 12:
        raise Invalid(
            N_("Enter a number larger than 0: there is no share of nothing"), about="whole"
        )


def _check_groups(track: IndicatorTrack, typed: Typed) -> None:
    """The groups of one split are parts of the people counted, so they cannot be more."""
    people = typed.part if track.kind == SHARE else typed.figures.best
    highest = typed.figures.high if typed.figures.high is not None else people
    for counts in typed.groups.values():
        if highest is not None and sum(counts.values()) > highest:
            raise Invalid(
                N_("The groups of one split are more people than there are"), about="groups"
            )


def _others_who_approve(party_id: str, user_id: str | None) -> bool:
    leading = Membership.role.in_((Role.FOCAL_POINT, Role.COORDINATOR))
    held = holds_a_role(now(), User.id, (Membership.party_id == party_id) & leading)
    query = select(User.id).where(held, User.disabled_at.is_(None), User.id != user_id).limit(1)
    return db.session.scalar(query) is not None


def file_of(actor: Actor, version: PlanVersion, observation_id: str, file_id: str) -> StoredFile:
    """A file that came with a value, for who reads the value. Raises Hidden."""
    one = get(actor, version, observation_id)
    query = select(StoredFile).join(ObservationFile, ObservationFile.file_id == StoredFile.id)
    query = query.where(ObservationFile.observation_id == one.id, StoredFile.id == file_id)
    found = db.session.scalar(query.where(StoredFile.withdrawn_at.is_(None)))
    if found is None:
        raise Hidden(indicators.NOTHING_HERE)
    return found


def files_of(track: IndicatorTrack) -> Mapping[str, Sequence[StoredFile]]:
    """The files of every value of an indicator, by the value's id, in one query."""
    query = (
        select(ObservationFile.observation_id, StoredFile)
        .join(StoredFile, StoredFile.id == ObservationFile.file_id)
        .join(Observation, Observation.id == ObservationFile.observation_id)
        .where(Observation.track_id == track.id, StoredFile.withdrawn_at.is_(None))
        .order_by(StoredFile.created_at, StoredFile.id)
    )
    found: dict[str, list[StoredFile]] = {}
    for observation_id, file in db.session.execute(query):
        found.setdefault(observation_id, []).append(file)
    return found
