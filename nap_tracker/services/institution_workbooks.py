"""What an institution reports by file: sent out, looked at when it comes back, brought in once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy import select

from nap_tracker import files
from nap_tracker.clock import now, today
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.content.reportable import ACTIVITY_SHEET, ActivityLine, MilestoneLine, Reportable
from nap_tracker.content.tracked import TrackedInstitution
from nap_tracker.content.tree import Words
from nap_tracker.errors import (
    Hidden,
    InvalidFile,
    InvalidTransition,
    NotFound,
    NotReady,
    StaleEdit,
)
from nap_tracker.exports import institution_workbook as going_out
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, chosen, gettext, locale, moment
from nap_tracker.imports import institution_workbook as coming_in
from nap_tracker.imports.institution_report import ActivityReport, Fault, MilestoneReport, Report
from nap_tracker.models.institution_upload import InstitutionUpload
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import (
    activities,
    activity_reports,
    evidence,
    history,
    institution_figures,
    milestones,
    withdrawals,
)
from nap_tracker.services.activities import Followed, Following
from nap_tracker.services.institution_figures import Figure, Measured
from nap_tracker.services.made import Made
from nap_tracker.services.uploads import safe_name
from nap_tracker.workflow.implementation import IMPLEMENTATION, Phase, step
from nap_tracker.workflow.spans import Span

REPORT = Permission.ACTIVITY_REPORT
SAID = (
    Phase.NOT_STARTED,
    Phase.IN_PREPARATION,
    Phase.UNDER_WAY,
    Phase.FINISHED,
    Phase.CANCELLED,
)
"""What a file may say; merging names another activity, so it is said on its page."""
NOBODY = N_("There is no such institution in the plan in force, or it has nothing to report on.")
GONE = N_("This file is no longer kept here. Upload it again.")
APPLIED = N_("This file was brought in already; nothing was reported a second time.")
CHANGED = N_(
    "Something was reported after you looked, so nothing was brought in. Look at the result again."
)
FAULTS = N_("The file cannot be brought in as it is. Put right what is listed, and upload it anew.")
NO_STEP = N_("This phase cannot follow on how things stand now: “%(phase)s”.")


class Gone(NotFound):
    """The upload was forgotten, or storage lost its bytes."""


class Applied(InvalidTransition):
    """What it says is reported already."""


@dataclass(frozen=True, slots=True)
class Body:
    """An institution of the plan, and on how many things it may report."""

    uid: str
    name: str
    activities: int
    indicators: int = 0


@dataclass(frozen=True)
class Opened:
    """An upload that can still be brought in, with what it would report."""

    actor: Actor
    version: PlanVersion
    following: Following
    upload: InstitutionUpload
    data: bytes

    @property
    def body(self) -> Body:
        """Whose report it is. Raises Hidden where the plan in force has it no more."""
        return _body(self.following, self.upload.institution_uid)

    @property
    def measured(self) -> Measured:
        """The indicators it measures."""
        return institution_figures.measured_by(self.following.indicators, self.body.uid)

    @cached_property
    def report(self) -> Report:
        """Raises InvalidFile where it cannot be read against the plan any more."""
        return _examined(self.version, self.following, self.body.uid, self.data)

    @property
    def figures(self) -> Sequence[Figure]:
        """The values of the file in words."""
        return institution_figures.in_words(self.following.tracked, self.measured, self.report)

    @cached_property
    def fingerprint(self) -> str:
        """Changes when anything that a person looks at before deciding changes."""
        found = self.report
        said = (*found.activities, *found.milestones, *found.indicators, *found.faults)
        told = [str(one) for one in said]
        stand = [f"{one.activity.uid} {one.phase.value}" for one in self.following.activities]
        return digest(dumps([told, stand]))


def bodies(actor: Actor, version: PlanVersion) -> Sequence[Body]:
    """The institutions that lead, support or measure something, in the order of the plan."""
    following = _following(actor, version)
    counted = _Counted(following)
    found = (counted.of(one) for one in following.tracked.institutions)
    return [one for one in found if one.activities or one.indicators]


def table(actor: Actor, version: PlanVersion, institution_uid: str) -> Made:
    """The workbook of one institution: what it carries out and measures, nothing of others."""
    following = _following(actor, version)
    body = _body(following, institution_uid)
    zone = version.plan.party.time_zone
    plan = chosen(following.tracked.title, following.tracked.language)
    facts = (
        (gettext("Plan"), plan),
        (gettext("Version"), str(version.number)),
        (gettext("Institution"), body.name),
        (gettext("Made"), moment(now(), zone)),
        (gettext("Made by"), actor.name),
        (gettext("Audience"), gettext("Drafting team and this institution")),
    )
    data = going_out.to_xlsx(
        _reportable(following, body.uid),
        title=gettext("Report of %(institution)s", institution=body.name),
        facts=facts,
        language=locale(),
        made_at=now(),
    )
    name = gettext("report of %(institution)s", institution=body.name)
    return Made(data, safe_name(f"{name}.xlsx", ""), None)


def add(actor: Actor, version: PlanVersion, *, name: str, data: bytes) -> InstitutionUpload:
    """Take a file in to look at it. Raises InvalidFile; nothing of it is stored then."""
    following = _following(actor, version)
    withdrawals.refuse(version.party_id, data)
    uid = coming_in.whose(data)
    if not any(one.uid == uid for one in following.tracked.institutions):
        raise InvalidFile(coming_in.NOT_OURS)
    _examined(version, following, uid, data)
    upload = InstitutionUpload(
        party_id=version.party_id,
        plan_id=version.plan_id,
        institution_uid=uid,
        uploaded_by_id=actor.user_id,
        name=safe_name(name, ""),
        sha256=files.store(version.party_id, data),
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def open_(actor: Actor, version: PlanVersion, upload_id: str, *, lock: bool = False) -> Opened:
    """An upload of this plan. Raises Gone, Applied."""
    require(actor, REPORT, version)
    query = select(InstitutionUpload).filter_by(id=upload_id, plan_id=version.plan_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    upload = db.session.scalar(query)
    if upload is None:
        raise Gone(GONE)
    if upload.applied_at is not None:
        raise Applied(APPLIED)
    try:
        data = files.read(upload.party_id, upload.sha256)
    except NotFound:
        raise Gone(GONE) from None
    return Opened(actor, version, _following(actor, version), upload, data)


def apply(actor: Actor, version: PlanVersion, upload_id: str, *, fingerprint: str) -> int:
    """Report all that the file says, once, as said by the institution; the file is its evidence.

    Returns how many things were reported. Raises Applied, StaleEdit, NotReady.
    """
    opened = open_(actor, version, upload_id, lock=True)
    if opened.fingerprint != fingerprint:
        raise StaleEdit(CHANGED)
    if not opened.report.is_ready:
        raise NotReady(FAULTS)
    for said in opened.report.activities:
        _report(opened, said)
    for reached in opened.report.milestones:
        _reach(opened, reached)
    if opened.report.indicators:
        _measure(opened)
    found = opened.report
    done = len((*found.activities, *found.milestones, *found.indicators))
    opened.upload.applied_at = now()
    history.record(
        actor,
        "institution-report:applied",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"institution_upload:{opened.upload.id}",
        details={"sha256": opened.upload.sha256, "number": str(done)},
    )
    db.session.flush()
    return done


def _report(opened: Opened, said: ActivityReport) -> None:
    followed = _mine(opened.following, opened.body.uid)[said.uid]
    activity_reports.report(
        opened.actor, opened.version, followed, _said(opened, said.words, said.phase)
    )


def _reach(opened: Opened, reached: MilestoneReport) -> None:
    for followed in _mine(opened.following, opened.body.uid).values():
        stone = followed.milestone(reached.uid)
        if stone is not None:
            said = _said(opened, "")
            milestones.reach(
                opened.actor, opened.version, followed, stone, on=reached.reached, said=said
            )


def _measure(opened: Opened) -> None:
    """Every value of the file; the file is kept once, as the evidence of all of them."""
    file = evidence.keep(
        opened.version,
        opened.upload.name,
        opened.data,
        uploaded_by_id=opened.actor.user_id,
    )
    for said in opened.report.indicators:
        institution_figures.enter(
            opened.actor,
            opened.version,
            opened.measured[said.uid].track,
            said,
            behalf_uid=opened.body.uid,
            evidence=file,
        )


def _said(opened: Opened, words: str, phase: str = "") -> activity_reports.Report:
    return activity_reports.Report(
        phase=Phase(phase) if phase else None,
        text=words,
        evidence=(opened.upload.name, opened.data),
        behalf_uid=opened.body.uid,
    )


def _examined(version: PlanVersion, following: Following, uid: str, data: bytes) -> Report:
    """What the file says, with what the state of the activities adds to it."""
    day = today(version.plan.party.time_zone)
    found = coming_in.read(data, _reportable(following, uid), today=day)
    measured = institution_figures.measured_by(following.indicators, uid)
    found = institution_figures.examined(version, measured, uid, found)
    mine = _mine(following, uid)
    more = [fault for said in found.activities if (fault := _stale(mine[said.uid], said))]
    return replace(found, faults=(*found.faults, *more))


def _stale(followed: Followed, said: ActivityReport) -> Fault | None:
    """Where the phase cannot be said now, or only with words."""
    if not said.phase:
        return None
    now_ = gettext(IMPLEMENTATION.names[followed.phase])
    sheet = ACTIVITY_SHEET
    try:
        act = step(followed.phase, Phase(said.phase))
    except InvalidTransition:
        return Fault(NO_STEP, sheet, said.row, params={"phase": now_})
    if act is not None and act.needs_note and not said.words:
        return Fault(coming_in.SAY_WHY, sheet, said.row)
    return None


def _following(actor: Actor, version: PlanVersion) -> Following:
    """All of the plan in force; without indicators for whom they are not."""
    require(actor, REPORT, version)
    following = activities.of_version(actor, version)
    if can(actor, Permission.INDICATOR_REPORT, version):
        return following
    return replace(following, lists_indicators=False)


def _mine(following: Following, uid: str) -> dict[str, Followed]:
    return {
        one.activity.uid: one for one in following.activities if uid in one.activity.institutions
    }


class _Counted:
    """How much each institution carries out and measures."""

    def __init__(self, following: Following) -> None:
        self._language = following.tracked.language
        self._activities = Counter(
            uid for one in following.activities for uid in one.activity.institutions
        )
        self._indicators = Counter(line.track.responsible_uid for line in following.indicators)

    def of(self, one: TrackedInstitution) -> Body:
        name = chosen(one.name, self._language) or gettext("Untitled")
        return Body(one.uid, name, self._activities[one.uid], self._indicators[one.uid])


def _body(following: Following, uid: str) -> Body:
    one = following.tracked.institution(uid)
    body = _Counted(following).of(one) if one else None
    if body is None or not (body.activities or body.indicators):
        raise Hidden(NOBODY)
    return body


def _reportable(following: Following, uid: str) -> Reportable:
    tracked = following.tracked
    return Reportable(
        tracked.uid,
        tracked.version,
        uid,
        tuple(_line(one, tracked.language) for one in _mine(following, uid).values()),
        institution_figures.asked(
            tracked, institution_figures.measured_by(following.indicators, uid)
        ),
        {phase.value: IMPLEMENTATION.names[phase] for phase in SAID},
        frozenset({Phase.CANCELLED.value}),
    )


def _line(one: Followed, language: str) -> ActivityLine:
    activity = one.activity
    return ActivityLine(
        activity.uid,
        _text(activity.number, language),
        _text(activity.statement, language),
        _day(activity.end),
        one.phase.value,
        tuple(
            MilestoneLine(m.uid, _text(m.title, language), _day(m.due), m.reached_on or "")
            for m in one.milestones
        ),
    )


def _text(words: Words, language: str) -> str:
    return words.get(locale()) or chosen(words, language)


def _day(partial: str | None) -> str:
    return Span.of(partial).words if partial else ""
