"""Visits to sites of a plan in force: a row in every table of them."""

from __future__ import annotations

from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.site_visit import (
    OwnSite,
    PracticeFinding,
    SiteVisit,
    SiteVisitFile,
    VisitLimit,
)
from nap_tracker.services import attaching, practices, region_maps
from tests.cast import Cast
from tests.imports.outlines.countries import named


def visits(cast: Cast, version: PlanVersion) -> None:
    """One to a site that the plan does not list, with what shows it."""
    party = {"party_id": version.party_id}
    place = {**party, "plan_id": version.plan_id}
    site = OwnSite(**place, name="Upper ຄຳ", place="Behind the mill", added_by_id=cast.officer.id)
    db.session.add_all([site, VisitLimit(**place, months=18)])
    db.session.flush()
    visit = SiteVisit(
        **place,
        site_uid=site.id,
        visited_on="2026-03",
        seen_by="An inspector",
        interviewees="Three miners",
        evidence="Report 7",
        recorded_by_id=cast.officer.id,
    )
    db.session.add(visit)
    db.session.flush()
    of_visit = {**party, "visit_id": visit.id}
    sent = ("visit.txt", b"We went to the ford.")
    file = attaching.keep(version.party_id, *sent, uploaded_by_id=cast.officer.id)
    db.session.add_all(
        [
            PracticeFinding(**of_visit, practice="b_i", finding="present"),
            SiteVisitFile(**of_visit, file_id=file.id),
        ]
    )
    db.session.commit()


def outlines(cast: Cast, version: PlanVersion) -> None:
    """Outlines in use, one of them of a region of the plan, and others on trial."""
    leader = cast.actor("coordinator")
    read = region_maps.read(leader, version, named("Upper ຄຳ", "Beside"))
    found = region_maps.add(leader, version, name="ຄຳ.geojson", found=read)
    region = next(iter(practices.regions_of(version)))
    region_maps.keep(leader, version, found, [region, None], seen=region_maps.sum_of(found))
    region_maps.add(leader, version, name="others.geojson", found=read)
    db.session.commit()
