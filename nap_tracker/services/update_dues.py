"""What is due of plans in force: a source of the agenda (services.due), without words of a plan.

One nudge for each institution of a plan, however much it has to say: the page *My updates* lists
it. What an institution nobody reports for has to say falls to those who lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Select, func, select

from nap_tracker.clock import day_of, today
from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import Words
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.links import path
from nap_tracker.models.account import Party
from nap_tracker.models.activity import Activity, Milestone
from nap_tracker.models.entry import Entry
from nap_tracker.models.indicator_track import Observation
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.services import tracking, update_facts
from nap_tracker.services.due import LEADERS, Due, Nearby, Rung
from nap_tracker.services.update_facts import Kept
from nap_tracker.workflow import updates
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.observing import SENT_BACK, WAITING
from nap_tracker.workflow.progress_limits import Limits, defaults

KIND = "updates"
REPORT = N_("Say how it goes: updates of the plan are due from you")
APPROVE = N_("Approve values of indicators that wait, or send them back")
CORRECT = N_("Put values of indicators right that were sent back to you")
WAIT = timedelta(days=7)
"""Who decides, or has to put something right, was told by mail when it came to them."""


@dataclass(slots=True)
class _Plan:
    """A plan in force, and since when what of it is due."""

    version_id: str
    party: Party
    title: Words
    limits: Limits
    followed_since: date
    awaited: dict[str | None, date] = field(default_factory=dict)
    """Institution -> the first day."""

    def add(self, institution: str | None, since: date | None) -> None:
        if since is not None and since <= today(self.party.time_zone):
            self.awaited[institution] = min(since, self.awaited.get(institution, since))


def due(parties: Mapping[str, Party]) -> Iterator[Due]:
    """In seven queries, or one where no plan is in force."""
    plans = _plans(parties)
    if not plans:
        return
    _activities(plans)
    for plan_id, several in update_facts.measured(plans).items():
        for one in several:
            zone = plans[plan_id].party.time_zone
            plans[plan_id].add(one.track.responsible_uid, one.due(zone))
    said = update_facts.said(plans)
    for plan_id, plan in plans.items():
        for institution, on in plan.awaited.items():
            yield _due(
                plan_id,
                plan,
                f"{KIND}:{plan_id}:{institution or ''}",
                REPORT,
                on,
                (Nearby.OF_THE_INSTITUTION, *LEADERS) if institution else LEADERS,
                institution=institution,
            )
    yield from _undecided(plans, [one for several in said.values() for one in several])


def _undecided(plans: Mapping[str, _Plan], found: Iterable[Observation]) -> Iterator[Due]:
    first: dict[tuple[str, str | None], date] = {}
    for one in found:
        at = one.sent_at if one.state == WAITING else one.decided_at
        if one.state not in (WAITING, SENT_BACK) or at is None:
            continue
        author = one.author_id if one.state == SENT_BACK else None
        on = day_of(at, plans[one.plan_id].party.time_zone) + WAIT
        key = (one.plan_id, author)
        first[key] = min(on, first.get(key, on))
    for (plan_id, author), on in first.items():
        plan = plans[plan_id]
        if author is None:
            yield _due(plan_id, plan, f"values:{plan_id}", APPROVE, on, LEADERS)
        else:
            who: tuple[Rung, ...] = ((author,), *LEADERS)
            yield _due(plan_id, plan, f"values:{plan_id}:{author}", CORRECT, on, who)


def _due(
    plan_id: str,
    plan: _Plan,
    key: str,
    words: str,
    on: date,
    who: tuple[Rung, ...],
    *,
    institution: str | None = None,
) -> Due:
    return Due(
        key=key,
        kind=KIND,
        on=on.isoformat(),
        party_id=plan.party.id,
        words=words,
        path=path("my-updates"),
        who=who,
        plan_id=plan_id,
        plan=plan.title,
        institution=institution,
        since=on,
        # Officers of institutions read no text; the rungs alone say who is told.
        audience=Audience.PUBLIC,
        is_nudge=True,
    )


def _plans(parties: Mapping[str, Party]) -> dict[str, _Plan]:
    newest = (
        select(PlanVersion.plan_id, func.max(PlanVersion.number).label("number"))
        .where(PlanVersion.party_id.in_(parties), tracking.counts_as_in_force())
        .group_by(PlanVersion.plan_id)
        .subquery()
    )
    query = (
        select(
            Plan.id,
            Plan.party_id,
            Plan.title,
            Plan.progress_limits,
            PlanVersion.id,
            PlanVersion.frozen_at,
        )
        .join(PlanVersion, PlanVersion.plan_id == Plan.id)
        .join(
            newest,
            (newest.c.plan_id == PlanVersion.plan_id) & (newest.c.number == PlanVersion.number),
        )
        .order_by(Plan.created_at, Plan.id)
    )
    return {
        plan_id: _Plan(
            version_id,
            parties[party_id],
            title,
            defaults().with_own(own),
            day_of(frozen_at, parties[party_id].time_zone),
        )
        for plan_id, party_id, title, own, version_id, frozen_at in db.session.execute(query)
        if frozen_at is not None
    }


def _activities(plans: Mapping[str, _Plan]) -> None:
    """Add what is awaited of activities and milestones, of the text and noted since."""
    kept = update_facts.reported(plans)
    by_version = {plan.version_id: plan_id for plan_id, plan in plans.items()}
    dates = _milestones(by_version)
    for version_id, uid, lead_uid, start in db.session.execute(_texts(by_version)):
        plan_id = by_version[version_id]
        one = kept.get(plan_id, {}).get(uid)
        _add(plans[plan_id], lead_uid, start, one, dates.get((version_id, uid), {}))
    for plan_id, several in kept.items():
        for one in several.values():
            if one.track.own:
                _add(plans[plan_id], None, one.track.start, one, {})


def _add(
    plan: _Plan,
    lead_uid: str | None,
    start: str | None,
    kept: Kept | None,
    dates: Mapping[str, str | None],
) -> None:
    track = kept.track if kept else None
    phase = Phase(track.phase) if track else Phase.NOT_KNOWN
    zone = plan.party.time_zone
    heard_on = day_of(track.heard_at, zone) if track and track.heard_at else None
    since = plan.followed_since
    plan.add(
        lead_uid,
        updates.report_awaited(
            phase, start=start, heard_on=heard_on, followed_since=since, limits=plan.limits
        ),
    )
    marks = {mark.uid: mark for mark in (kept.marks if kept else ())}
    points = {**dates, **{uid: mark.due or dates.get(uid) for uid, mark in marks.items()}}
    for uid, on in points.items():
        reached = marks[uid].reached_on if uid in marks else None
        plan.add(lead_uid, updates.milestone_awaited(phase, due=on, reached_on=reached))


def _texts(versions: Iterable[str]) -> Select[str, str, str | None, str | None]:
    return (
        select(Activity.version_id, Activity.uid, Activity.lead_uid, Activity.start)
        .join(Entry, (Entry.version_id == Activity.version_id) & (Entry.uid == Activity.uid))
        .where(Activity.version_id.in_(list(versions)), Entry.removed_at.is_(None))
        .order_by(Activity.version_id, Entry.position, Activity.uid)
    )


def _milestones(versions: Iterable[str]) -> Mapping[tuple[str, str], dict[str, str | None]]:
    """(Version, activity) -> milestone -> its date in the text."""
    query = (
        select(Milestone.version_id, Milestone.activity_uid, Milestone.uid, Milestone.due)
        .join(Entry, (Entry.version_id == Milestone.version_id) & (Entry.uid == Milestone.uid))
        .where(Milestone.version_id.in_(list(versions)), Entry.removed_at.is_(None))
        .order_by(Milestone.version_id, Entry.position, Milestone.uid)
    )
    found: dict[tuple[str, str], dict[str, str | None]] = {}
    for version_id, activity_uid, uid, on in db.session.execute(query):
        if activity_uid:
            found.setdefault((version_id, activity_uid), {})[uid] = on
    return found
