"""What is due of plans in force: a source of the agenda (services.due), without words of a plan.

One nudge for each institution of a plan, however much it has to say: the page *My updates* lists
it. What no institution is asked falls to those who lead (`update_askers`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

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
from nap_tracker.services import grants, tracked_texts, tracking, update_askers, update_facts
from nap_tracker.services.due import LEADERS, Due, Nearby, Rung
from nap_tracker.services.update_askers import NOBODY_REPORTS, Askers
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
    askers: Askers = NOBODY_REPORTS
    awaited: dict[str | None, date] = field(default_factory=dict)
    """Institution -> the first day."""

    def add(self, institution: str | None, since: date | None) -> None:
        if since is not None and since <= today(self.party.time_zone):
            self.awaited[institution] = min(since, self.awaited.get(institution, since))

    def ask(self, asked: frozenset[str], lead_uid: str | None, since: date | None) -> None:
        """Of these institutions, else of who leads the plan: in the name of the lead, unless
        somebody reports for it who may not know of this.
        """
        nobody = None if lead_uid in self.askers.reporting else lead_uid
        for institution in asked or {nobody}:
            self.add(institution, since)


@dataclass(frozen=True, slots=True)
class _Text:
    """What the text says of an activity, or who noted it since."""

    uid: str
    lead_uid: str | None
    start: str | None
    dates: Mapping[str, str | None]
    """Milestone -> when it is due."""


def due(parties: Mapping[str, Party]) -> Iterator[Due]:
    """In nine queries, or one where no plan is in force."""
    plans = _plans(parties)
    if not plans:
        return
    _askers(plans)
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
    said_all: dict[str, frozenset[str]] = {}
    for one in found:
        at = one.sent_at if one.state == WAITING else one.decided_at
        if one.state not in (WAITING, SENT_BACK) or at is None:
            continue
        author = one.author_id if one.state == SENT_BACK else None
        if one.state == WAITING:
            by = frozenset(who for who in (one.author_id, one.sent_by_id) if who)
            said_all[one.plan_id] = said_all.get(one.plan_id, by) & by
        on = day_of(at, plans[one.plan_id].party.time_zone) + WAIT
        key = (one.plan_id, author)
        first[key] = min(on, first.get(key, on))
    for (plan_id, author), on in first.items():
        plan = plans[plan_id]
        if author is None:
            # Nobody approves their own: who sent all that waits has nothing to decide.
            own = said_all[plan_id]
            yield _due(plan_id, plan, f"values:{plan_id}", APPROVE, on, LEADERS, but=own)
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
    but: frozenset[str] = frozenset(),
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
        but=but,
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


def _askers(plans: Mapping[str, _Plan]) -> None:
    """Add who is asked; texts are read where somebody reports for an institution, one by one."""
    parties = {plan.party.id for plan in plans.values()}
    reporting = update_askers.reporting(grants.holders(parties))
    asked = {plan.version_id: found for id_, plan in plans.items() if (found := reporting.get(id_))}
    query = (
        select(PlanVersion)
        .where(PlanVersion.id.in_(asked))
        .options(joinedload(PlanVersion.plan), tracked_texts.with_redactions())
        .order_by(PlanVersion.id)
        .execution_options(yield_per=1)
    )
    for version in db.session.scalars(query) if asked else ():
        plans[version.plan_id].askers = update_askers.of_version(version, asked[version.id])


def _activities(plans: Mapping[str, _Plan]) -> None:
    """Add what is awaited of activities and milestones, of the text and noted since."""
    kept = update_facts.reported(plans)
    by_version = {plan.version_id: plan_id for plan_id, plan in plans.items()}
    dates = _milestones(by_version)
    for version_id, uid, lead_uid, start in db.session.execute(_texts(by_version)):
        plan_id = by_version[version_id]
        text = _Text(uid, lead_uid, start, dates.get((version_id, uid), {}))
        _add(plans[plan_id], text, kept.get(plan_id, {}).get(uid))
    for plan_id, several in kept.items():
        for uid, one in several.items():
            if one.track.own:
                _add(plans[plan_id], _Text(uid, None, one.track.start, {}), one)


def _add(plan: _Plan, text: _Text, kept: Kept | None) -> None:
    track = kept.track if kept else None
    phase = Phase(track.phase) if track else Phase.NOT_KNOWN
    zone = plan.party.time_zone
    asked = plan.askers.of_activity(text.uid)
    shown = plan.askers.activity(text.uid) if asked else None
    since = updates.report_awaited(
        phase,
        start=shown.start if shown else text.start,
        heard_on=day_of(track.heard_at, zone) if track and track.heard_at else None,
        followed_since=plan.followed_since,
        limits=plan.limits,
    )
    plan.ask(asked, text.lead_uid, since)
    marks = {mark.uid: mark for mark in (kept.marks if kept else ())}
    for uid in {**text.dates, **marks}:
        mark = marks.get(uid)
        on = (mark.due if mark else None) or text.dates.get(uid)
        since = updates.milestone_awaited(
            phase, due=on, reached_on=mark.reached_on if mark else None
        )
        plan.ask(_asked_of(plan.askers, text, uid), text.lead_uid, since)


def _asked_of(askers: Askers, text: _Text, uid: str) -> frozenset[str]:
    """The institutions that are asked of a milestone; of one set since, as of its activity."""
    if uid not in text.dates:
        return askers.of_activity(text.uid)
    return askers.of_milestone(text.uid, uid, text.dates[uid])


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
