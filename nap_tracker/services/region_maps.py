"""Outlines of a plan's regions: taken in on trial, matched to its regions, kept, removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import joinedload

from nap_tracker.charts.outlines import to_data
from nap_tracker.clock import now
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.content.tracked import TrackedRegion
from nap_tracker.errors import Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.imports.outlines import desk, matching
from nap_tracker.imports.outlines.proposal import Proposal
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.region_map import RegionMap
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history, practices, tracking
from nap_tracker.services.uploads import safe_name

KEEP = Permission.OUTLINE_KEEP
FORGOTTEN_AFTER = timedelta(days=1)
"""After which a trial is forgotten, with the next upload to its plan."""
GONE = N_("These outlines are no longer here: somebody kept others, or removed them.")
IN_USE = N_(
    "These outlines are in use now: they were kept after you opened the page. Nothing was changed."
    " Open the page again to go on."
)
MATCHED_MEANWHILE = N_(
    "These outlines were matched otherwise after you opened the page, and nothing was changed. What"
    " you selected is still selected; beside it stands what holds now. Keep yours only if it should"
    " replace that."
)
NO_REGIONS = N_("The plan in force lists no regions, so there is nothing to match outlines with.")
NO_SUCH_REGION = N_("Select one of the regions of the plan, or that it is none of them")
NO_SUCH_PROPERTY = N_("Select one of the properties of the file")
NOTHING_MATCHED = N_("No outline is a region of the plan. Select the region of at least one.")


class Gone(NotFound):
    """The trial was forgotten, or the map was replaced."""


@dataclass(frozen=True, slots=True)
class Match:
    """One outline, what the file calls it, and its region in the plan."""

    place: int
    called: str
    region_uid: str | None


def in_force(actor: Actor, plan_id: str) -> PlanVersion:
    """The version whose regions are drawn. Raises Hidden where none is in force."""
    return tracking.in_force(actor, plan_id, KEEP)


def kept(actor: Actor, version: PlanVersion) -> RegionMap | None:
    """The map in use, with who uploaded it."""
    require(actor, KEEP, version)
    query = (
        select(RegionMap)
        .where(RegionMap.plan_id == version.plan_id, RegionMap.kept_at.is_not(None))
        .options(joinedload(RegionMap.uploaded_by))
    )
    return db.session.scalars(query).one_or_none()


def read(actor: Actor, version: PlanVersion, data: bytes) -> Proposal:
    """What is in a file; it takes up to seconds and writes nothing. Raises Invalid, InvalidFile."""
    require(actor, KEEP, version)
    if not practices.regions_of(version):
        raise Invalid(NO_REGIONS, about="file")
    return desk.read(data)


def add(actor: Actor, version: PlanVersion, *, name: str, found: Proposal) -> RegionMap:
    """Take what was read in on trial. An earlier trial of the same person gives way to it."""
    require(actor, KEEP, version)
    regions = practices.regions_of(version)
    _forget_trials(actor, version)
    called_by = matching.best_property(found.properties, names_of(regions))
    trial = RegionMap(
        party_id=version.party_id,
        plan_id=version.plan_id,
        name=safe_name(name, ""),
        uploaded_by_id=actor.user_id,
        outlines=to_data(found.outlines),
        properties={key: list(texts) for key, texts in found.properties.items()},
        called_by=called_by,
        regions=[None] * len(found.outlines.shapes),
    )
    trial.regions = matching.matched(_called(trial), names_of(regions))
    db.session.add(trial)
    db.session.flush()
    return trial


def get(actor: Actor, version: PlanVersion, map_id: str) -> RegionMap:
    """One's own trial, or the map in use. Raises Gone."""
    require(actor, KEEP, version)
    query = select(RegionMap).where(
        RegionMap.id == map_id,
        RegionMap.plan_id == version.plan_id,
        or_(RegionMap.kept_at.is_not(None), RegionMap.uploaded_by_id == actor.user_id),
    )
    found = db.session.scalar(query)
    if found is None:
        raise Gone(GONE)
    return found


def matches(of_file: RegionMap, regions: Mapping[str, TrackedRegion]) -> list[Match]:
    """Every outline in the order of the file; a region the plan has no more is none."""
    pairs = zip(_called(of_file), of_file.regions, strict=True)
    return [
        Match(place, called, uid if uid in regions else None)
        for place, (called, uid) in enumerate(pairs)
    ]


def choose_property(
    actor: Actor, version: PlanVersion, trial: RegionMap, called_by: str
) -> RegionMap:
    """Match the outlines of a trial anew, by another property of the file. Raises Invalid, Gone."""
    require(actor, KEEP, version)
    trial = _held(actor, version, trial)
    _refuse_kept(trial, about="called_by")
    if called_by not in trial.properties:
        raise Invalid(NO_SUCH_PROPERTY, about="called_by")
    trial.called_by = called_by
    regions = names_of(practices.regions_of(version))
    trial.regions = matching.matched(_called(trial), regions)
    db.session.flush()
    return trial


def sum_of(of_file: RegionMap) -> str:
    """By which it is known whether the matches are still those that somebody looked at."""
    return digest(dumps(list(of_file.regions)))


def match(
    actor: Actor,
    version: PlanVersion,
    trial: RegionMap,
    chosen: Sequence[str | None],
    *,
    seen: str,
) -> RegionMap:
    """Say of a trial which outline is which region, to look at it. `seen` is the sum of the matches
    before. Raises Invalid, Gone."""
    require(actor, KEEP, version)
    trial = _held(actor, version, trial)
    _refuse_kept(trial)
    _refuse_unseen(trial, seen)
    _refuse(version, trial, chosen)
    trial.regions = list(chosen)
    db.session.flush()
    return trial


def keep(
    actor: Actor,
    version: PlanVersion,
    of_file: RegionMap,
    chosen: Sequence[str | None],
    *,
    seen: str,
) -> RegionMap:
    """Draw the maps of the plan with it from now on, in the place of the one before.

    `chosen`: for each outline the uid of its region; `seen` is the sum of the matches before.
    Raises Invalid, also where somebody matched them otherwise meanwhile, and Gone where somebody
    kept others; the same way the matches of the map in use are put right.
    """
    require(actor, KEEP, version)
    of_file = _held(actor, version, of_file)
    _refuse_unseen(of_file, seen)
    _refuse(version, of_file, chosen)
    before = kept(actor, version)
    is_new = of_file.kept_at is None
    if is_new:
        if before is not None:
            db.session.delete(before)
            db.session.flush()
        called = list(_called(of_file))
        of_file.properties = {of_file.called_by: called} if of_file.called_by else {}
        of_file.kept_at = now()
    of_file.regions = list(chosen)
    _record(actor, "region-map:kept" if is_new else "region-map:matched", of_file)
    return of_file


def remove(actor: Actor, version: PlanVersion, of_file: RegionMap) -> None:
    """Draw no map any more. What was sealed with one keeps it. Raises Gone."""
    require(actor, KEEP, version)
    of_file = _held(actor, version, of_file)
    if of_file.kept_at is not None:
        _record(actor, "region-map:removed", of_file)
    db.session.delete(of_file)
    db.session.flush()


def names_of(regions: Mapping[str, TrackedRegion]) -> dict[str, tuple[str, ...]]:
    """What each region is called, in all languages of the plan."""
    return {uid: tuple(one.name.values()) for uid, one in regions.items()}


def _called(of_file: RegionMap) -> Sequence[str]:
    texts: Sequence[str] = of_file.properties.get(of_file.called_by) or [""] * len(of_file.regions)
    return texts


def _refuse(version: PlanVersion, of_file: RegionMap, chosen: Sequence[str | None]) -> None:
    regions = practices.regions_of(version)
    if len(chosen) != len(of_file.regions):
        raise Invalid(NO_SUCH_REGION)
    for place, uid in enumerate(chosen):
        if uid is not None and uid not in regions:
            raise Invalid(NO_SUCH_REGION, about=f"outline_{place}")
    if not any(chosen):
        raise Invalid(NOTHING_MATCHED)


def _forget_trials(actor: Actor, version: PlanVersion) -> None:
    """One's own, and those that nobody went on with."""
    old = RegionMap.created_at < now() - FORGOTTEN_AFTER
    db.session.execute(
        delete(RegionMap).where(
            RegionMap.plan_id == version.plan_id,
            RegionMap.kept_at.is_(None),
            or_(old, RegionMap.uploaded_by_id == actor.user_id),
        )
    )


def _held(actor: Actor, version: PlanVersion, of_file: RegionMap) -> RegionMap:
    """The row as it is once nobody else can change it: two at once go one after the other.

    Raises Gone where the other one replaced or removed it.
    """
    map_id = of_file.id
    db.session.execute(select(Plan.id).where(Plan.id == version.plan_id).with_for_update())
    db.session.expire(of_file)
    return get(actor, version, map_id)


def _refuse_kept(trial: RegionMap, about: str = "") -> None:
    """A page that was opened before the trial was kept still offers what is done to trials."""
    if trial.kept_at is not None:
        raise Invalid(IN_USE, about=about)


def _refuse_unseen(of_file: RegionMap, seen: str) -> None:
    """What another person put right since the page was opened would go without anybody's notice."""
    if seen != sum_of(of_file):
        raise Invalid(MATCHED_MEANWHILE)


def _record(actor: Actor, kind: str, of_file: RegionMap) -> None:
    history.record(
        actor,
        kind,
        party_id=of_file.party_id,
        plan_id=of_file.plan_id,
        subject=f"region_map:{of_file.id}",
        details={"number": str(sum(uid is not None for uid in of_file.regions))},
        content=of_file.name,
    )
    db.session.flush()
