"""Outlines of regions: taken in on trial, matched, kept, replaced, removed; and what holds them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from nap_tracker import i18n
from nap_tracker.charts.map import Map
from nap_tracker.charts.tiles import Tiles
from nap_tracker.clock import today
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.content.tracked import TrackedRegion
from nap_tracker.errors import DomainError, Invalid, InvalidFile
from nap_tracker.exports import pdf, review_pack
from nap_tracker.exports.html import to_html
from nap_tracker.extensions import db
from nap_tracker.models.event import Event
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.region_map import RegionMap
from nap_tracker.models.stored_rows import decode, encode, shape
from nap_tracker.roles import OPERATOR, Actor
from nap_tracker.services import (
    arriving_visits,
    drawn_regions,
    practice_pictures,
    practices,
    region_maps,
    review_packs,
    review_pictures,
)
from nap_tracker.services.region_maps import Gone, sum_of
from tests.cast import Cast
from tests.doors import Clock
from tests.imports.outlines.countries import collection, feature, named, polygon, square
from tests.services.test_review_pictures import gathered
from tests.services.test_site_visits import a_site, visit
from tests.services.test_tracking import endorsed


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return endorsed(cast)


def names(version: PlanVersion) -> dict[str, str]:
    """What the regions of the plan are called, by uid."""
    return {uid: i18n.chosen(one.name) for uid, one in practices.regions_of(version).items()}


def trial(cast: Cast, version: PlanVersion, data: bytes, who: str = "coordinator") -> RegionMap:
    actor = cast.actor(who)
    found = region_maps.read(actor, version, data)
    return region_maps.add(actor, version, name="regions.geojson", found=found)


def kept(cast: Cast, version: PlanVersion, *more: str) -> RegionMap:
    """Outlines of every region of the plan, and of other places."""
    found = trial(cast, version, named(*names(version).values(), *more))
    return region_maps.keep(
        cast.actor("coordinator"), version, found, found.regions, seen=sum_of(found)
    )


def drawn(version: PlanVersion) -> Map | Tiles:
    board = practices.on_day(version, today())
    drawn = drawn_regions.of_plan(version.plan_id)
    return practice_pictures.regions(board, practices.labels(), version, today(), drawn)


def test_outlines_find_their_regions_and_the_rest_is_told(cast: Cast, version: PlanVersion):
    first, *_ = names(version).items()
    found = trial(cast, version, named("Elsewhere", first[1].upper()))
    matches = region_maps.matches(found, practices.regions_of(version))
    assert [(one.called, one.region_uid) for one in matches] == [
        ("Elsewhere", None),
        (first[1].upper(), first[0]),
    ]


def test_a_trial_draws_nothing_before_it_is_kept(cast: Cast, version: PlanVersion):
    found = trial(cast, version, named(*names(version).values()))
    assert isinstance(drawn(version), Tiles)
    region_maps.keep(cast.actor("coordinator"), version, found, found.regions, seen=sum_of(found))
    assert isinstance(drawn(version), Map)


def test_the_map_shows_the_worst_known_and_hatches_what_is_not_known(
    cast: Cast, version: PlanVersion
):
    kept(cast, version, "Neighbouring country")
    uid = next(iter(names(version)))
    site = a_site(version)
    visit(cast, version, site, "2026", b_i="present", b_ii="not_practised")
    picture = drawn(version)
    assert isinstance(picture, Map)
    board = practices.on_day(version, today())
    for place, (panel, code) in enumerate(zip(picture.panels, practices.PRACTICES, strict=True)):
        counts = board.by_region[uid][code]
        assert panel.marks[0].endswith("-partly") == (
            counts.worst_known is not None and not counts.is_complete
        )
        assert panel.label == practices.labels()[code], place
    assert picture.names == tuple(names(version).values())
    assert picture.ground
    assert picture.frame.table == tiles_of(version).frame.table
    beside = {key.words for panel in picture.panels for key in panel.beside}
    assert beside == {"Region not known"}, "the site of no region is told beside the maps"


def tiles_of(version: PlanVersion) -> Tiles:
    board = practices.on_day(version, today())
    made = practice_pictures.regions(board, practices.labels(), version, today())
    assert isinstance(made, Tiles)
    return made


def test_a_region_without_an_outline_is_told_beside_every_map(cast: Cast, version: PlanVersion):
    leader = cast.actor("coordinator")
    first = next(iter(names(version)))
    found = trial(cast, version, named("One"))
    region_maps.keep(leader, version, found, [first], seen=sum_of(found))
    picture = drawn(version)
    assert isinstance(picture, Map)
    without = [name for uid, name in names(version).items() if uid != first]
    assert all([key.words for key in p.beside][: len(without)] == without for p in picture.panels)


def test_no_place_of_a_site_is_in_the_picture(cast: Cast, version: PlanVersion):
    kept(cast, version)
    said = json.dumps(review_pictures.of_version(version, today()))
    assert "Upper ford" not in said
    assert '"kind": "map"' in said


def test_outlines_hang_on_the_region_and_not_on_its_name(
    cast: Cast, version: PlanVersion, monkeypatch: pytest.MonkeyPatch
):
    made = kept(cast, version)
    regions = practices.regions_of(version)
    gone, renamed, *_ = regions
    changed = {renamed: TrackedRegion(renamed, {"en": "Quite another name"})}
    found = drawn_regions.of_plan(version.plan_id)
    assert found is not None
    assert len(found.of(renamed)) == 1
    assert found.context(regions) == ()
    assert found.of(gone)[0] in found.context(changed), "a region that went is only context"
    matches = {one.region_uid for one in region_maps.matches(made, changed)}
    assert matches == {renamed, None}


def test_a_region_in_parts_has_several_outlines(cast: Cast, version: PlanVersion):
    leader, uid = cast.actor("coordinator"), next(iter(names(version)))
    found = trial(cast, version, named("Mainland", "Island"))
    region_maps.keep(leader, version, found, [uid, uid], seen=sum_of(found))
    picture = drawn(version)
    assert isinstance(picture, Map)
    assert picture.areas[0].count("M") == 2


def test_keeping_others_replaces_them_and_the_log_says_who(cast: Cast, version: PlanVersion):
    first = kept(cast, version)
    second = kept(cast, version, "Elsewhere")
    assert db.session.scalars(select(RegionMap.id)).all() == [second.id]
    assert first.id != second.id
    told = db.session.scalars(
        select(Event).where(Event.kind == "region-map:kept").order_by(Event.number)
    ).all()
    assert [one.subject for one in told] == [f"region_map:{first.id}", f"region_map:{second.id}"]
    assert {one.actor_id for one in told} == {cast.coordinator.id}
    assert "regions.geojson" not in json.dumps([one.details for one in told])


def test_the_matches_of_the_map_in_use_are_put_right(cast: Cast, version: PlanVersion):
    made = kept(cast, version)
    since = made.kept_at
    turned = list(reversed(made.regions))
    region_maps.keep(cast.actor("focal_point"), version, made, turned, seen=sum_of(made))
    assert (made.regions, made.kept_at) == (turned, since)
    kinds = db.session.scalars(select(Event.kind)).all()
    assert kinds.count("region-map:matched") == 1


def test_what_is_done_to_a_trial_is_not_done_to_the_map_in_use(cast: Cast, version: PlanVersion):
    leader, made = cast.actor("coordinator"), kept(cast, version)
    by_hand = list(reversed(made.regions))
    region_maps.keep(leader, version, made, by_hand, seen=sum_of(made))
    for act in (
        lambda: region_maps.choose_property(leader, version, made, "name"),
        lambda: region_maps.match(leader, version, made, by_hand[::-1], seen=sum_of(made)),
    ):
        with pytest.raises(Invalid, match="in use now"):
            act()
        assert made.regions == by_hand


ACTS = {
    "corrected": lambda who, version, made: region_maps.keep(
        who, version, made, made.regions, seen=sum_of(made)
    ),
    "removed": region_maps.remove,
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_map_that_another_person_replaced_meanwhile_is_told_to_be_gone(
    cast: Cast, version: PlanVersion, act: Callable[[Actor, PlanVersion, RegionMap], object]
):
    """Their transaction ends after the row was read in this one, and before this one writes."""
    made = kept(cast, version)
    told = db.session.scalar(select(func.count(Event.id)))
    gone = delete(RegionMap).where(RegionMap.id == made.id)
    db.session.execute(gone, execution_options={"synchronize_session": False})
    with pytest.raises(Gone):
        act(cast.actor("focal_point"), version, made)
    assert db.session.scalar(select(func.count(Event.id))) == told


def test_what_is_kept_of_the_file_is_lines_and_what_it_calls_them(cast: Cast, version: PlanVersion):
    name = next(iter(names(version).values()))
    data = collection(feature(polygon(square(0, 8)), name=name, surveyor="A. Person"))
    found = trial(cast, version, data)
    assert "A. Person" in json.dumps(found.properties)
    region_maps.keep(cast.actor("coordinator"), version, found, found.regions, seen=sum_of(found))
    assert found.properties == {"name": [name]}


def test_another_property_matches_anew(cast: Cast, version: PlanVersion):
    (uid, name), *_ = names(version).items()
    data = collection(
        feature(polygon(square(0, 8)), code="K", label=name),
        feature(polygon(square(1, 8)), code="L", label="Elsewhere"),
    )
    found, leader = trial(cast, version, data), cast.actor("coordinator")
    assert (found.called_by, found.regions) == ("label", [uid, None])
    region_maps.choose_property(leader, version, found, "code")
    assert (found.called_by, found.regions) == ("code", [None, None])
    with pytest.raises(Invalid):
        region_maps.choose_property(leader, version, found, "surname")


@pytest.mark.parametrize("chosen", [[], ["nowhere", None], [None, None], [None] * 3])
def test_what_is_no_match_is_refused_and_nothing_is_kept(
    cast: Cast, version: PlanVersion, chosen: list[str | None]
):
    found = trial(cast, version, named("One", "Two"))
    with pytest.raises(Invalid):
        region_maps.keep(cast.actor("coordinator"), version, found, chosen, seen=sum_of(found))
    assert found.kept_at is None


def test_a_refused_file_leaves_nothing_and_the_map_in_use_as_it_is(
    cast: Cast, version: PlanVersion
):
    made = kept(cast, version)
    with pytest.raises(InvalidFile):
        trial(cast, version, b"{}")
    assert db.session.scalars(select(RegionMap.id)).all() == [made.id]


def test_a_trial_is_ones_own_and_gives_way_to_the_next(
    cast: Cast, version: PlanVersion, clock: Clock
):
    first = trial(cast, version, named("One"))
    with pytest.raises(Gone):
        region_maps.get(cast.actor("focal_point"), version, first.id)
    trial(cast, version, named("Two"), who="focal_point")
    second = trial(cast, version, named("Three"))
    with pytest.raises(Gone):
        region_maps.get(cast.actor("coordinator"), version, first.id)
    assert len(db.session.scalars(select(RegionMap.id)).all()) == 2
    clock.pass_by(days=2)
    third = trial(cast, version, named("Four"))
    assert db.session.scalars(select(RegionMap.id)).all() == [third.id], second


def test_removing_them_brings_the_tiles_back(cast: Cast, version: PlanVersion):
    made = kept(cast, version)
    region_maps.remove(cast.actor("focal_point"), version, made)
    assert isinstance(drawn(version), Tiles)
    assert db.session.scalars(select(Event.kind)).all()[-1] == "region-map:removed"


@pytest.mark.parametrize("who", ["officer", "viewer", "reviewer", "stranger"])
def test_who_does_not_lead_the_drafting_does_nothing_with_them(
    cast: Cast, version: PlanVersion, who: str
):
    made, actor = kept(cast, version), cast.actor(who)
    found = region_maps.read(OPERATOR, version, named("One"))
    acts = (
        lambda: region_maps.kept(actor, version),
        lambda: region_maps.read(actor, version, named("One")),
        lambda: region_maps.add(actor, version, name="x", found=found),
        lambda: region_maps.get(actor, version, made.id),
        lambda: region_maps.choose_property(actor, version, made, "name"),
        lambda: region_maps.match(actor, version, made, made.regions, seen=sum_of(made)),
        lambda: region_maps.keep(actor, version, made, made.regions, seen=sum_of(made)),
        lambda: region_maps.remove(actor, version, made),
    )
    for act in acts:
        with pytest.raises(DomainError):
            act()


def test_a_pack_keeps_its_map_when_outlines_are_replaced_or_removed(
    cast: Cast, version: PlanVersion, clock: Clock
):
    made = kept(cast, version)
    review = gathered(cast, version)
    before = pictures_of(version, review)
    assert [one["picture"]["kind"] for one in before][-1] == "map"
    kept(cast, version, "Elsewhere", "Farther")
    assert pictures_of(version, review) == before
    region_maps.remove(OPERATOR, version, region_maps.kept(OPERATOR, version) or made)
    assert pictures_of(version, review) == before


def test_a_pack_with_maps_is_printed(cast: Cast, version: PlanVersion):
    """The printer complains of nothing, such as an anchor that is there twice."""
    kept(cast, version, "Neighbouring country")
    pack = review_packs.build(version, gathered(cast, version))
    printed = pdf.to_pdf(to_html(review_pack.to_document(pack, "")), {})
    assert printed.pages > 3
    assert not printed.missing


def pictures_of(version: PlanVersion, review: Any) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = review_packs.build(version, review)["pictures"]
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


ODD: dict[str, dict[str, Any]] = {
    "markup in a line": {
        "outlines": {"width": 9, "height": 9, "shapes": [['M0 0l1 1"/><script>z', 1, 1]]}
    },
    "no lines": {"outlines": {"width": 9, "height": 9}},
    "a sheet without end": {"outlines": {"width": 9e9, "height": 9, "shapes": []}},
    "a region that is no id": {"regions": [[], None]},
    "a region too many": {"regions": [None, None, None]},
    "a name that is none": {"properties": {"name": [1, 2]}},
    "properties of a trial": {"properties": {"name": ["a", "b"], "other": ["a", "b"]}},
}


def test_a_row_of_another_installation_is_taken_as_it_left(cast: Cast, version: PlanVersion):
    arriving_visits.outlines(as_row(cast, version))


@pytest.mark.parametrize("change", ODD.values(), ids=ODD)
def test_a_row_of_another_installation_that_could_not_be_drawn_is_refused(
    cast: Cast, version: PlanVersion, change: dict[str, Any]
):
    row = as_row(cast, version)
    with pytest.raises((ValueError, TypeError)):
        arriving_visits.outlines({**row, **change})


def as_row(cast: Cast, version: PlanVersion) -> Mapping[str, Any]:
    leader = cast.actor("coordinator")
    found = trial(cast, version, named("One", "Two"))
    region_maps.keep(leader, version, found, [next(iter(names(version))), None], seen=sum_of(found))
    form = shape(RegionMap.__table__)  # type: ignore[arg-type]
    stored = db.session.execute(select(*form.selected()).select_from(RegionMap)).mappings().one()
    return decode(form, encode(form, stored))


def test_the_sum_of_a_picture_with_a_map_is_of_plain_data(cast: Cast, version: PlanVersion):
    kept(cast, version)
    assert digest(dumps(review_pictures.of_version(version, today())))
