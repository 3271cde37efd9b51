"""What one person has to say of plans in force: what is due from them by now, and nothing else.

An activity is asked of institutions by `update_askers`, a value of the one that measures. Where
nobody reports for that institution it is asked of who leads, who may report on its behalf.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from nap_tracker.clock import day_of, today
from nap_tracker.content.tracked import TrackedActivity
from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.indicator_track import IndicatorTrack, Observation
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.permissions import Task, can, leads_the_drafting
from nap_tracker.roles import DRAFTERS, Actor, Permission, Role
from nap_tracker.services import (
    activities,
    grants,
    progress_limits,
    tracked_texts,
    tracking,
    update_askers,
    update_facts,
)
from nap_tracker.services.activities import Followed, Milestone
from nap_tracker.services.update_facts import Kept, Measured
from nap_tracker.workflow import updates
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.observing import DRAFT, SENT_BACK, WAITING


class Kind(StrEnum):
    """What is due."""

    SENT_BACK = "sent_back"
    """A value they entered that has to be put right."""
    DRAFT = "draft"
    """A value they entered and have not sent."""
    WAITING = "waiting"
    """A value of somebody else that they may approve."""
    MILESTONE = "milestone"
    ACTIVITY = "activity"
    VALUE = "value"


ORDER = tuple(Kind)
"""What others wait for stands first."""


@dataclass(frozen=True, slots=True)
class Update:
    """One thing that is due, since a day in the Party's zone."""

    kind: Kind
    version: PlanVersion
    since: date
    activity: TrackedActivity | None = None
    milestone: Milestone | None = None
    track: IndicatorTrack | None = None
    observation: Observation | None = None
    heard_on: date | None = None
    phase: Phase = Phase.NOT_KNOWN

    @property
    def can_be_confirmed(self) -> bool:
        """Somebody said how far it is, so that one may say that it is as it was."""
        return self.kind is Kind.ACTIVITY and self.phase is not Phase.NOT_KNOWN


def concerns(actor: Actor) -> bool:
    """Whether anything of plans in force can be due from somebody."""
    return any(g.institution or g.role in DRAFTERS for g in actor.grants)


def of_person(actor: Actor) -> Sequence[Update]:
    """By plan; what others wait for first, then the longest awaited. Eight queries at most."""
    versions = _versions(actor) if concerns(actor) else ()
    if not versions:
        return ()
    plans = [version.plan_id for version in versions]
    asked = _Asked(actor, versions)
    reported = update_facts.reported(plans)
    measured, said = update_facts.measured(plans), update_facts.said(plans)
    found: list[Update] = []
    for version in versions:
        one = _OfPlan(actor, version, asked)
        updates_ = [
            *one.of_values(measured.get(version.plan_id, ()), said),
            *one.of_activities(reported.get(version.plan_id, {})),
        ]
        found += sorted(updates_, key=lambda each: (ORDER.index(each.kind), each.since))
    return found


class _Asked:
    """Who is asked for what: people who report for institutions, and who may approve."""

    def __init__(self, actor: Actor, versions: Sequence[PlanVersion]) -> None:
        self.actor = actor
        held = grants.holders({version.party_id for version in versions})
        every = [(user.id, grant) for user, roles in held.items() for grant in roles]
        self.reporting = update_askers.reporting(held)
        self._approving = {
            (g.party_id, user_id)
            for user_id, g in every
            if g.plan_id is None and g.role in (Role.FOCAL_POINT, Role.COORDINATOR)
        }

    def is_alone(self, version: PlanVersion) -> bool:
        """Whether nobody else may approve."""
        others = {user for party, user in self._approving if party == version.party_id}
        return others <= {self.actor.user_id}


class _OfPlan:
    """What is due from somebody in one plan."""

    def __init__(self, actor: Actor, version: PlanVersion, asked: _Asked) -> None:
        self.actor, self.version, self.asked = actor, version, asked
        reporting = asked.reporting.get(version.plan_id, frozenset())
        self.askers = update_askers.of_version(version, reporting)
        self.zone = version.plan.party.time_zone
        self.today = today(self.zone)

    def of_activities(self, kept: Mapping[str, Kept]) -> Iterator[Update]:
        if not can(
            self.actor, Permission.ACTIVITY_SHOW, tracking.part_of(self.actor, self.version)
        ):
            return
        language = self.version.plan.language
        own = [activities.own_activity(k.track, language) for k in kept.values() if k.track.own]
        tracked = tracking.of_version(self.actor, self.version, activities=own)
        for activity in tracked.activities:
            task = Task(self.version, activity.institutions)
            if can(self.actor, Permission.ACTIVITY_REPORT, task):
                yield from self._of_activity(activity, kept.get(activity.uid), language)

    def _of_activity(
        self, activity: TrackedActivity, kept: Kept | None, language: str
    ) -> Iterator[Update]:
        track = kept.track if kept else None
        phase = Phase(track.phase) if track else Phase.NOT_KNOWN
        heard_on = day_of(track.heard_at, self.zone) if track and track.heard_at else None
        marks = kept.marks if kept else ()
        limits = progress_limits.of(self.version.plan)
        followed = Followed(activity, track, marks, language, self.today, self.zone, limits)
        for milestone in followed.milestones:
            if not self._is_mine(self._asked_of(activity, milestone)):
                continue
            since = updates.milestone_awaited(
                phase, due=milestone.due, reached_on=milestone.reached_on
            )
            yield from self._if_due(Kind.MILESTONE, since, activity=activity, milestone=milestone)
        if not self._is_mine(self.askers.of_activity(activity.uid)):
            return
        since = updates.report_awaited(
            phase,
            start=activity.start,
            heard_on=heard_on,
            followed_since=self._followed_since(),
            limits=limits,
        )
        yield from self._if_due(
            Kind.ACTIVITY, since, activity=activity, heard_on=heard_on, phase=phase
        )

    def _asked_of(self, activity: TrackedActivity, milestone: Milestone) -> frozenset[str]:
        """The institutions that are asked whether a milestone was reached."""
        text = next((one for one in activity.milestones if one.uid == milestone.uid), None)
        if text is None:
            return self.askers.of_activity(activity.uid)
        return self.askers.of_milestone(activity.uid, text.uid, text.due)

    def _is_mine(self, asked: frozenset[str]) -> bool:
        """Whether it is this person's to say, where these institutions are asked."""
        if asked:
            return bool(asked & self.actor.institutions_in(self.version.plan_id))
        return leads_the_drafting(self.actor, self.version)

    def of_values(
        self, measured: Sequence[Measured], said: Mapping[str, Sequence[Observation]]
    ) -> Iterator[Update]:
        for one in measured:
            open_ = said.get(one.track.id, ())
            for observation in open_:
                yield from self._of_observation(one.track, observation)
            task = Task(self.version, frozenset({one.track.responsible_uid or ""}))
            is_reported = any(o.state in (DRAFT, SENT_BACK) for o in open_)
            if is_reported or not can(self.actor, Permission.INDICATOR_REPORT, task):
                continue
            if self._is_mine(self.askers.reporting & {one.track.responsible_uid}):
                since = one.due(self.zone)
                yield from self._if_due(Kind.VALUE, since, track=one.track)

    def _of_observation(self, track: IndicatorTrack, one: Observation) -> Iterator[Update]:
        kind = self._owed_for(track, one)
        if kind is not None:
            at = one.decided_at or one.sent_at or one.updated_at
            on = day_of(at, self.zone)
            yield Update(kind, self.version, on, track=track, observation=one)

    def _owed_for(self, track: IndicatorTrack, one: Observation) -> Kind | None:
        """What a value asks of this person. Nobody approves their own, unless they are alone."""
        task = Task(self.version, frozenset({track.responsible_uid or ""}))
        if one.state == WAITING:
            is_own = self.actor.user_id in (one.author_id, one.sent_by_id)
            may = can(self.actor, Permission.INDICATOR_APPROVE, task)
            is_free = not is_own or self.asked.is_alone(self.version)
            return Kind.WAITING if may and is_free else None
        is_theirs = self.actor.user_id == one.author_id
        if not is_theirs or not can(self.actor, Permission.INDICATOR_REPORT, task):
            return None
        return Kind.SENT_BACK if one.state == SENT_BACK else Kind.DRAFT

    def _followed_since(self) -> date:
        frozen_at = self.version.frozen_at
        return day_of(frozen_at, self.zone) if frozen_at else self.today

    def _if_due(self, kind: Kind, since: date | None, **about: object) -> Iterator[Update]:
        if since is not None and since <= self.today:
            yield Update(kind, self.version, since, **about)  # type: ignore[arg-type]


def _versions(actor: Actor) -> Sequence[PlanVersion]:
    """Those in force of the plans in which something can be due from somebody. One query."""
    of_party = {g.party_id for g in actor.grants if g.plan_id is None and g.role in DRAFTERS}
    of_institution = {g.plan_id for g in actor.grants if g.institution}
    newest = (
        select(PlanVersion.plan_id, func.max(PlanVersion.number).label("number"))
        .where(
            tracking.counts_as_in_force(),
            or_(PlanVersion.party_id.in_(of_party), PlanVersion.plan_id.in_(of_institution)),
        )
        .group_by(PlanVersion.plan_id)
        .subquery()
    )
    query = (
        select(PlanVersion)
        .join(
            newest,
            (newest.c.plan_id == PlanVersion.plan_id) & (newest.c.number == PlanVersion.number),
        )
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .join(Party, Party.id == Plan.party_id)
        .options(
            contains_eager(PlanVersion.plan).contains_eager(Plan.party),
            tracked_texts.with_redactions(),
        )
        .order_by(Party.code, Plan.created_at, Plan.id)
    )
    return db.session.scalars(query).all()
