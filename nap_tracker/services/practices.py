"""How the worst practices stand at the sites of a plan in force (Annex C 1(b)).

Counts are for everybody who reads the implementation; sites by name are for the drafting team.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from nap_tracker import i18n
from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.clock import day_of, end_of, today
from nap_tracker.content.audience import Audience
from nap_tracker.content.stand import Reading as Said
from nap_tracker.content.stand import Stand
from nap_tracker.content.tracked import Tracked, TrackedRegion, TrackedSite
from nap_tracker.content.tree import Words
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, gettext, ngettext
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.site_visit import OwnSite, SiteVisit, VisitLimit
from nap_tracker.permissions import reads_as, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import tracking
from nap_tracker.workflow import eliminating
from nap_tracker.workflow.eliminating import (
    DEFAULT_MONTHS,
    PRACTICES,
    STANDING_NAMES,
    Finding,
    Reading,
    Seen,
    Standing,
)
from nap_tracker.workflow.site_counts import Count, Place, by_practice, by_region
from nap_tracker.workflow.spans import was_by

ITEMS: Mapping[str, str] = {"b_i": "1b.i", "b_ii": "1b.ii", "b_iii": "1b.iii", "b_iv": "1b.iv"}
NO_LONGER_LISTED = N_("A site that the plan no longer lists")
REGION_NOT_KNOWN = N_("Region not known")
UNSEEN = "unseen"
"""Stands in `Board.by_region` for all regions whose names the plan keeps from the reader."""
UNSEEN_REGIONS = N_("Regions that you may not see")


@dataclass(frozen=True, slots=True)
class Site:
    """A site of the plan, or one that was added beside it."""

    uid: str
    name: Words
    region_uid: str | None
    from_plan: frozenset[str] = frozenset()
    """The practices the plan itself lists there."""
    own: OwnSite | None = None
    is_listed: bool = True
    """Not where visits are kept of a site that the plan in force has lost."""

    @property
    def called(self) -> str:
        """In the language in force; a plan may list a site without its name."""
        if self.name:
            return i18n.chosen(self.name)
        return gettext("A site without a name") if self.is_listed else gettext(NO_LONGER_LISTED)


@dataclass(frozen=True, slots=True)
class SiteLine:
    """One site with the four practices there."""

    site: Site
    readings: Mapping[str, Reading]


@dataclass(frozen=True, slots=True)
class Board:
    """The four practices over all sites."""

    lines: tuple[SiteLine, ...]
    """Empty for who may not read the names of sites."""
    regions: Mapping[str, TrackedRegion]
    """Those whose names the reader may know."""
    months: int
    shows_sites: bool
    by_practice: Mapping[str, Count]
    by_region: Mapping[str | None, Mapping[str, Count]]
    """By uid; under `UNSEEN` all that are kept from the reader, under None sites of no region."""
    later: Mapping[str, int] = field(default_factory=Counter)
    """Practice -> findings that are counted and were written down after the day."""
    unseen: frozenset[str] = frozenset()
    """Uids of regions of the plan that are kept from the reader."""

    @property
    def is_empty(self) -> bool:
        """Whether no site is listed, so that nothing at all is known."""
        return not any(count.total for count in self.by_practice.values())

    def region_name(self, uid: str | None) -> str:
        """What a region is called in the language in force."""
        return gettext(UNSEEN_REGIONS) if uid == UNSEEN else region_name(self.regions, uid)


def of_version(actor: Actor, version: PlanVersion) -> Board:
    """How every practice stands at every site of the plan in force. Regions that the plan keeps
    from the reader are counted together, without their names.
    """
    require(actor, Permission.ACTIVITY_SHOW, version)
    on = today(version.plan.party.time_zone)
    shows = reads_as(actor, version) is Audience.DRAFTING_TEAM
    return _board(version, on, shows_sites=shows, seen=tracking.of_version(actor, version).regions)


def sites_of(version: PlanVersion, visited: Iterable[str] = ()) -> dict[str, Site]:
    """Every site that is followed, by uid. Unfiltered: who asks has asked for leave."""
    _, own = _beside(version.plan_id)
    return _sites(tracking.whole(version), own, visited)


def regions_of(version: PlanVersion) -> dict[str, TrackedRegion]:
    """The regions of the plan in force, by uid."""
    return {region.uid: region for region in tracking.whole(version).regions}


def months_of(plan_id: str) -> int:
    """How long an elimination is believed without a new visit."""
    query = select(VisitLimit.months).filter_by(plan_id=plan_id)
    return db.session.scalar(query) or DEFAULT_MONTHS


def labels() -> Mapping[str, str]:
    """The four practices in the words of the form, in the language in force."""
    options = treaty(LATEST, i18n.locale()).register("practice").field("practice").options
    return {option.code: option.label for option in options}


def region_name(regions: Mapping[str, TrackedRegion], uid: str | None) -> str:
    region = regions.get(uid or "")
    return i18n.chosen(region.name) if region and region.name else gettext(REGION_NOT_KNOWN)


def readings_of(
    site: Site, visits: Iterable[SiteVisit], on: date, months: int
) -> dict[str, Reading]:
    """How each practice stands at one site."""
    found = list(visits)
    return {
        code: eliminating.reading(
            seen_at(found, code), today=on, months=months, from_plan=code in site.from_plan
        )
        for code in PRACTICES
    }


def seen_at(visits: Iterable[SiteVisit], practice: str) -> list[Seen]:
    """What the visits that hold found of one practice."""
    return [
        Seen(Finding(one.finding), visit.visited_on, f"{visit.created_at.isoformat()} {visit.id}")
        for visit in visits
        if visit.withdrawn_at is None
        for one in visit.findings
        if one.practice == practice
    ]


def stands(plan: Plan, *, until: date, language: str) -> tuple[Stand, ...]:
    """The four practices as they stood on a day, as counts: no site, no place, no person."""
    version = tracking.version_in_force(plan)
    if version is None:
        return ()
    with i18n.use_locale(language):
        return stood(on_day(version, until))


def on_day(version: PlanVersion, day: date) -> Board:
    """How they stood at the end of a day, without a site; who asks has asked for leave."""
    return _board(version, day, shows_sites=False, seen=tracking.whole(version).regions)


def stood(board: Board) -> tuple[Stand, ...]:
    """The same counts in the language in force."""
    names = labels()
    return tuple(
        Stand("practice", code, "", names[code], (ITEMS[code],), tuple(_said(board, code)))
        for code in PRACTICES
    )


def _said(board: Board, code: str) -> Iterator[Said]:
    """Every way to stand, also where no site does: the unknown is always told."""
    count = board.by_practice[code]
    yield Said("sites", gettext("Sites"), i18n.number(count.total), str(count.total))
    for standing in Standing:
        name = gettext(STANDING_NAMES[standing])
        some = str(count.sites[standing]) if count.total else ""
        yield Said(standing.value, name, in_words(count, standing), some)
    for uid, regions in board.by_region.items():
        yield Said(f"region:{uid or ''}", board.region_name(uid), summary(regions[code]))
    if board.later[code]:
        words = ngettext("%(n)s finding", "%(n)s findings", board.later[code])
        yield Said("later", gettext("Reported after the period"), words)


def in_words(count: Count, standing: Standing) -> str:
    """So many of all; where there is no site at all nothing is known, and that is said."""
    if not count.total:
        return gettext("Not known: no site is listed")
    return gettext(
        "%(some)s of %(all)s", some=i18n.number(count.sites[standing]), all=i18n.number(count.total)
    )


def summary(count: Count) -> str:
    """Every standing that some site has, with its number."""
    told = [
        gettext("%(state)s: %(count)s", state=gettext(STANDING_NAMES[one]), count=i18n.number(many))
        for one, many in count.sites.items()
        if many
    ]
    return i18n.listing(told) if told else gettext("Not known: no site is listed")


def _board(
    version: PlanVersion, on: date, *, shows_sites: bool, seen: Iterable[TrackedRegion]
) -> Board:
    plan = tracking.whole(version)
    zone = version.plan.party.time_zone
    visits = _visits(version.plan_id, on, zone)
    months, own = _beside(version.plan_id)
    sites = _sites(plan, own, visits)
    lines = tuple(
        SiteLine(site, readings_of(site, visits.get(site.uid, ()), on, months))
        for site in sites.values()
    )
    regions = {region.uid: region for region in seen}
    unseen = frozenset(region.uid for region in plan.regions) - regions.keys()
    groups = {**{uid: uid for uid in regions}, **dict.fromkeys(unseen, UNSEEN)}
    places = [
        Place(code, groups.get(line.site.region_uid or ""), reading.standing)
        for line in lines
        for code, reading in line.readings.items()
    ]
    return Board(
        lines=lines if shows_sites else (),
        regions=regions,
        months=months,
        shows_sites=shows_sites,
        by_practice=by_practice(places, PRACTICES),
        by_region=_in_order(dict.fromkeys(groups.values()), by_region(places, PRACTICES)),
        later=_found_later(visits.values(), end_of(on, zone)),
        unseen=unseen,
    )


def _found_later(visits: Iterable[Iterable[SiteVisit]], ends_at: datetime) -> Counter[str]:
    return Counter(
        finding.practice
        for of_site in visits
        for visit in of_site
        if visit.created_at >= ends_at
        for finding in visit.findings
    )


def _in_order(
    groups: Iterable[str], found: Mapping[str | None, dict[str, Count]]
) -> dict[str | None, dict[str, Count]]:
    """As the plan lists its regions, those without a site too; the unknown one last."""
    nothing = by_practice((), PRACTICES)
    ordered: dict[str | None, dict[str, Count]] = {
        group: found.get(group, nothing) for group in groups
    }
    return {**ordered, None: found[None]} if None in found else ordered


def _beside(plan_id: str) -> tuple[int, list[OwnSite]]:
    """What is kept beside the text: how long an elimination is believed, and sites. One query."""
    query = (
        select(VisitLimit.months, OwnSite)
        .select_from(Plan)
        .outerjoin(VisitLimit, VisitLimit.plan_id == Plan.id)
        .outerjoin(OwnSite, OwnSite.plan_id == Plan.id)
        .where(Plan.id == plan_id)
        .order_by(OwnSite.created_at, OwnSite.id)
    )
    rows = db.session.execute(query).all()
    months = rows[0].months if rows else None
    return months or DEFAULT_MONTHS, [row.OwnSite for row in rows if row.OwnSite is not None]


def _sites(plan: Tracked, beside: Iterable[OwnSite], visited: Iterable[str]) -> dict[str, Site]:
    sites = {site.uid: _listed(site) for site in plan.sites}
    gone = set()
    for own in beside:
        if own.withdrawn_at is None:
            sites[own.id] = Site(own.id, {"": own.name}, own.region_uid, own=own)
        else:
            gone.add(own.id)
    for uid in visited:
        if uid not in sites and uid not in gone:
            sites[uid] = Site(uid, {}, None, is_listed=False)
    return sites


def _listed(site: TrackedSite) -> Site:
    return Site(site.uid, site.name, site.region_uid, frozenset(site.practices))


def _visits(plan_id: str, until: date, zone: str) -> dict[str, list[SiteVisit]]:
    """Visits that hold and surely were by then, by site. One query."""
    query = (
        select(SiteVisit)
        .filter_by(plan_id=plan_id, withdrawn_at=None)
        .options(joinedload(SiteVisit.findings))
        .order_by(SiteVisit.created_at, SiteVisit.id)
    )
    found: dict[str, list[SiteVisit]] = {}
    for visit in db.session.scalars(query).unique():
        if was_by(visit.visited_on, until, day_of(visit.created_at, zone)):
            found.setdefault(visit.site_uid, []).append(visit)
    return found
