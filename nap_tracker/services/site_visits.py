"""Visits to sites: recording one, withdrawing one, and the sites the plan does not list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from nap_tracker import files
from nap_tracker.clock import now, today
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.site_visit import (
    OwnSite,
    PracticeFinding,
    SiteVisit,
    SiteVisitFile,
    VisitLimit,
)
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import attaching, history, practices, tracking
from nap_tracker.services.attaching import Sent
from nap_tracker.services.practices import Site
from nap_tracker.services.uploads import NO_FILE, Copy
from nap_tracker.workflow import eliminating
from nap_tracker.workflow.eliminating import OFTENEST, PRACTICES, SELDOMEST, Finding, Seen
from nap_tracker.workflow.rules import Rule

RECORD = Permission.PRACTICE_RECORD
WORDS = ("seen_by", "interviewees", "place", "evidence", "note")
NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")
NO_DATE = N_("Enter when the site was visited. A year is enough where the day is not known")
FUTURE = N_("Enter a date that is not in the future")
NO_FINDING = N_("Say of at least one practice what was found")
NO_EVIDENCE = N_(
    "“Eliminated” needs something that shows it: add a file, or say which report or letter it is"
)
NO_REASON = N_("Enter why")
WITHDRAWN_ALREADY = N_("It was withdrawn already.")
NO_NAME = N_("Enter the name of the site")
NO_REGION = N_("Select one of the regions of the plan, or that it is not known")
HAS_VISITS = N_("Visits to this site hold. Withdraw them first, each with its reason.")
NOT_AN_AGE = N_("Enter a whole number of months from %(least)s to %(most)s")


def in_force(actor: Actor, plan_id: str, permission: Permission = RECORD) -> PlanVersion:
    """The version whose sites are followed. Raises Hidden where none is in force."""
    return tracking.in_force(actor, plan_id, permission)


def site_of(actor: Actor, version: PlanVersion, site_uid: str) -> tuple[Site, Sequence[SiteVisit]]:
    """A site with all its visits, the newest first, those that were withdrawn among them."""
    require(actor, RECORD, version)
    query = (
        select(SiteVisit)
        .filter_by(plan_id=version.plan_id, site_uid=site_uid)
        .options(
            selectinload(SiteVisit.findings),
            selectinload(SiteVisit.files).joinedload(SiteVisitFile.file),
            joinedload(SiteVisit.recorded_by),
            joinedload(SiteVisit.withdrawn_by),
        )
        .order_by(SiteVisit.visited_on.desc(), SiteVisit.created_at.desc(), SiteVisit.id)
    )
    visits = db.session.scalars(query).all()
    site = practices.sites_of(version, [site_uid] if visits else ()).get(site_uid)
    if site is None:
        raise Hidden(NOTHING_HERE)
    return site, visits


def own_site_of(
    actor: Actor, version: PlanVersion, site_uid: str
) -> tuple[Site, Sequence[SiteVisit]]:
    """The same of a site that was added beside the plan. Raises Hidden for any other."""
    site, visits = site_of(actor, version, site_uid)
    if site.own is None:
        raise Hidden(NOTHING_HERE)
    return site, visits


def get(actor: Actor, version: PlanVersion, site_uid: str, visit_id: str) -> SiteVisit:
    """One visit of a site."""
    require(actor, RECORD, version)
    visit = db.session.get(SiteVisit, visit_id)
    if visit is None or (visit.plan_id, visit.site_uid) != (version.plan_id, site_uid):
        raise Hidden(NOTHING_HERE)
    return visit


def record(
    actor: Actor,
    version: PlanVersion,
    site_uid: str,
    *,
    details: Mapping[str, Any],
    findings: Mapping[str, str],
    sent: Sequence[Sent] = (),
    once: str = "",
) -> SiteVisit:
    """What a visit found, of the practices that were looked at.

    `details`: visited_on and WORDS; `findings`: practice -> finding. Raises Invalid about the
    field that is wrong. `once` is the id the form brought along.
    """
    require(actor, RECORD, version)
    _hold(version)
    there = db.session.get(SiteVisit, once) if once else None
    if there is not None:
        if (there.plan_id, there.site_uid) != (version.plan_id, site_uid):
            raise Hidden(NOTHING_HERE)
        return there
    site, visits = site_of(actor, version, site_uid)
    visited_on = _date(version, details.get("visited_on"))
    found = _findings(findings)
    for practice, finding in found.items():
        new = Seen(finding, visited_on, "~")  # recorded last
        others = practices.seen_at(visits, practice)
        from_plan = practice in site.from_plan
        _refuse(eliminating.problem(others, new, from_plan=from_plan), practice)
    has_evidence = bool(sent) or bool((details.get("evidence") or "").strip())
    if Finding.ELIMINATED in found.values() and not has_evidence:
        raise Invalid(NO_EVIDENCE, about="evidence")
    visit = SiteVisit(
        id=once or new_uid(),
        party_id=version.party_id,
        plan_id=version.plan_id,
        site_uid=site_uid,
        visited_on=visited_on,
        recorded_by_id=actor.user_id,
        **{name: (details.get(name) or "").strip() for name in WORDS},
    )
    db.session.add(visit)
    db.session.flush()
    _beneath(actor, visit, found, sent)
    _write_down(actor, "visit:recorded", visit)
    return visit


def withdraw(actor: Actor, version: PlanVersion, visit_id: str, *, because: str) -> SiteVisit:
    """It was wrong: it counts no more, and stays in the record with the reason."""
    require(actor, RECORD, version)
    _hold(version)
    visit = db.session.get(SiteVisit, visit_id)
    if visit is None or visit.plan_id != version.plan_id:
        raise Hidden(NOTHING_HERE)
    if visit.withdrawn_at is not None:
        raise Invalid(WITHDRAWN_ALREADY)
    if not because.strip():
        raise Invalid(NO_REASON, about="because")
    site, visits = site_of(actor, version, visit.site_uid)
    for one in visit.findings:
        others = practices.seen_at([v for v in visits if v.id != visit.id], one.practice)
        leaving = practices.seen_at([visit], one.practice)[0]
        from_plan = one.practice in site.from_plan
        _refuse(eliminating.rests(others, leaving, from_plan=from_plan), "because")
    visit.withdrawn_at, visit.withdrawn_by_id = now(), actor.user_id
    visit.withdrawn_because = because.strip()
    _write_down(actor, "visit:withdrawn", visit)
    return visit


def add_site(
    actor: Actor, version: PlanVersion, *, name: str, region_uid: str | None, place: str = ""
) -> OwnSite:
    """A site the plan does not list; its place stays with the drafting team."""
    require(actor, RECORD, version)
    if not name.strip():
        raise Invalid(NO_NAME, about="name")
    if region_uid is not None and region_uid not in practices.regions_of(version):
        raise Invalid(NO_REGION, about="region")
    site = OwnSite(
        id=new_uid(),
        party_id=version.party_id,
        plan_id=version.plan_id,
        name=name.strip(),
        region_uid=region_uid,
        place=place.strip(),
        added_by_id=actor.user_id,
    )
    db.session.add(site)
    db.session.flush()
    _of_site(actor, "own-site:added", site)
    return site


def withdraw_site(actor: Actor, version: PlanVersion, site_uid: str, *, because: str) -> OwnSite:
    """It was added by mistake: it counts nowhere any more."""
    require(actor, RECORD, version)
    _hold(version)
    site = db.session.get(OwnSite, site_uid)
    if site is None or site.plan_id != version.plan_id or site.withdrawn_at is not None:
        raise Hidden(NOTHING_HERE)
    if not because.strip():
        raise Invalid(NO_REASON, about="because")
    if any(visit.withdrawn_at is None for visit in site_of(actor, version, site_uid)[1]):
        raise Invalid(HAS_VISITS)
    site.withdrawn_at, site.withdrawn_by_id = now(), actor.user_id
    site.withdrawn_because = because.strip()
    _of_site(actor, "own-site:withdrawn", site)
    return site


def set_age(actor: Actor, version: PlanVersion, months: int | None) -> None:
    """How long an elimination is believed without a new visit, in this plan."""
    require(actor, RECORD, version)
    if months is None or not OFTENEST <= months <= SELDOMEST:
        raise Invalid(NOT_AN_AGE, {"least": OFTENEST, "most": SELDOMEST}, about="months")
    _hold(version)
    limit = db.session.get(VisitLimit, version.plan_id)
    if limit is None:
        limit = VisitLimit(party_id=version.party_id, plan_id=version.plan_id, months=months)
        db.session.add(limit)
    elif limit.months == months:
        return
    limit.months = months
    history.record(
        actor,
        "visit-age:changed",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"plan:{version.plan_id}",
        details={"number": str(months)},
    )
    db.session.flush()


def copy_of(actor: Actor, version: PlanVersion, visit_id: str, file_id: str) -> Copy:
    """A file that shows what a visit found, as it was sent: only the drafting team gets it."""
    require(actor, RECORD, version)
    query = (
        select(StoredFile)
        .join(SiteVisitFile, SiteVisitFile.file_id == StoredFile.id)
        .join(SiteVisit, SiteVisit.id == SiteVisitFile.visit_id)
        .where(
            SiteVisit.id == visit_id,
            SiteVisit.plan_id == version.plan_id,
            StoredFile.id == file_id,
            StoredFile.withdrawn_at.is_(None),
        )
    )
    file = db.session.scalar(query)
    if file is None:
        raise Hidden(NO_FILE)
    return Copy(file.name, file.media_type, files.read(file.party_id, file.sha256))


def _hold(version: PlanVersion) -> None:
    """Two who record at once do so one after the other, and the second is judged by the first."""
    db.session.execute(select(Plan.id).where(Plan.id == version.plan_id).with_for_update())


def _date(version: PlanVersion, visited_on: str | None) -> str:
    if not visited_on:
        raise Invalid(NO_DATE, about="visited_on")
    latest = today(version.plan.party.time_zone).isoformat()
    if visited_on > latest[: len(visited_on)]:
        raise Invalid(FUTURE, about="visited_on")
    return visited_on


def _findings(findings: Mapping[str, str]) -> dict[str, Finding]:
    found = {code: Finding(findings[code]) for code in PRACTICES if findings.get(code)}
    if not found:
        raise Invalid(NO_FINDING, about=PRACTICES[0])
    return found


def _refuse(rule: Rule | None, about: str) -> None:
    if rule is not None:
        raise Invalid(rule.message, rule.said, about=about)


def _beneath(
    actor: Actor, visit: SiteVisit, found: Mapping[str, Finding], sent: Sequence[Sent]
) -> None:
    of_visit = {"party_id": visit.party_id, "visit_id": visit.id}
    for practice, finding in found.items():
        db.session.add(PracticeFinding(**of_visit, practice=practice, finding=finding.value))
    for one in sent:
        try:
            file = attaching.keep(visit.party_id, *one, uploaded_by_id=actor.user_id)
        except Invalid as error:
            error.about = "files"
            raise
        db.session.add(SiteVisitFile(**of_visit, file_id=file.id))
    db.session.flush()


def _write_down(actor: Actor, kind: str, visit: SiteVisit) -> None:
    words = [getattr(visit, name) for name in WORDS]
    history.record(
        actor,
        kind,
        party_id=visit.party_id,
        plan_id=visit.plan_id,
        subject=f"site:{visit.site_uid}",
        details={"visit": visit.id},
        content=" | ".join([*words, visit.withdrawn_because or ""]),
        happened_on=visit.visited_on if kind == "visit:recorded" else None,
    )
    db.session.flush()


def _of_site(actor: Actor, kind: str, site: OwnSite) -> None:
    history.record(
        actor,
        kind,
        party_id=site.party_id,
        plan_id=site.plan_id,
        subject=f"site:{site.id}",
        content=" | ".join([site.name, site.place, site.withdrawn_because or ""]),
    )
    db.session.flush()
