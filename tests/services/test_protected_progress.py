"""Removal for protection leaves pictures, stands and maps that can still be read, whatever it was
that was removed: words go, and codes and lines of the program stay."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from nap_tracker.charts.plain import from_data as from_picture
from nap_tracker.content.public_progress import from_content
from nap_tracker.content.stand import from_data
from nap_tracker.exports import review_pack
from nap_tracker.extensions import Base, db
from nap_tracker.models import wordy
from nap_tracker.models.progress_publication import ProgressPublication
from nap_tracker.models.progress_review import ProgressReview, ReviewSnapshot
from nap_tracker.models.region_map import RegionMap
from nap_tracker.models.stored_rows import decode, encode, shape
from nap_tracker.services import arriving_visits, drawn_regions, practices, region_maps
from nap_tracker.services.finding import needle_of
from nap_tracker.services.removals import look, remove_words
from tests.cast import Cast
from tests.services.carried_out import candidates, carry_out, publish
from tests.services.test_progress_reviews import sealed
from tests.services.test_region_maps import kept
from tests.services.test_tracking import endorsed


def remove(cast: Cast, words: str) -> None:
    """From everywhere; nothing where only codes hold them."""
    focal, needle = cast.actor("focal_point"), needle_of(words)
    found = look(focal, cast.amberland, needle)
    if not found.places:
        return
    remove_words(
        focal,
        cast.amberland,
        needle,
        places=[place.key for place in found.places],
        files=[line.key for line in found.files],
        reason="–",
    )
    db.session.commit()


@pytest.mark.parametrize(
    "words", ["ba", "map", "unknown", "shade", "good", "partly", "practice", "money", "stat"]
)
def test_a_sealed_pack_is_printed_after_any_removal(cast: Cast, words: str):
    version = endorsed(cast)
    kept(cast, version, "Neighbouring country")
    review = sealed(cast, version)
    db.session.commit()
    remove(cast, words)
    db.session.refresh(review)
    pack = review.pack
    assert pack is not None
    review_pack.to_document(pack, "")
    kinds = [from_picture(one["picture"]).kind for one in pack["pictures"]]
    assert "map" in kinds
    assert "bars" in kinds
    for one in db.session.query(ReviewSnapshot).filter_by(review_id=review.id):
        assert from_data(one.content).kind == one.kind


def test_words_of_pictures_and_stands_are_removed_all_the_same(cast: Cast):
    version = endorsed(cast)
    kept(cast, version)
    review = sealed(cast, version)
    db.session.commit()
    name = next(iter(practices.regions_of(version).values())).name["en"]
    assert name in str(review.pack)
    remove(cast, name)
    assert name not in str(db.session.get_one(ProgressReview, review.id).pack)


@pytest.mark.parametrize("words", ["money", "secured", "practice", "activity", "en", "2026"])
def test_a_publication_opens_with_the_same_things_after_any_removal(cast: Cast, words: str):
    made = carry_out(cast)
    keys = [key for key, one in candidates(cast, made).items() if not one.is_kept]
    publish(cast, made, *keys)
    before = db.session.query(ProgressPublication).one()
    things = [(one.kind, one.uid) for one in from_content(before.content).stands]
    remove(cast, words)
    after = from_content(db.session.query(ProgressPublication).one().content)
    assert [(one.kind, one.uid) for one in after.stands] == things
    assert (after.language, after.until) == ("en", before.until)


@pytest.mark.parametrize("words", ["name", "me"])
def test_a_map_whose_property_is_called_by_removed_words_keeps_its_names(cast: Cast, words: str):
    version = endorsed(cast)
    kept(cast, version)
    db.session.commit()
    called = [one.called for one in region_maps.matches(_kept(), practices.regions_of(version))]
    assert all(called)
    remove(cast, words)
    found = _kept()
    assert "name" not in found.properties
    assert found.called_by in found.properties
    left = [one.called for one in region_maps.matches(found, practices.regions_of(version))]
    assert [bool(one) for one in left] == [True] * len(called)
    assert drawn_regions.of_plan(version.plan_id)
    form = shape(RegionMap.__table__)  # type: ignore[arg-type]
    stored = db.session.execute(select(*form.selected()).select_from(RegionMap)).mappings().one()
    arriving_visits.outlines(decode(form, encode(form, stored)))


def test_what_has_codes_is_there():
    columns = {wordy.named(one) for table in Base.metadata.sorted_tables for one in table.columns}
    assert wordy.CODED.keys() | wordy.NAMES_A_KEY.keys() <= columns


def _kept() -> RegionMap:
    db.session.expire_all()
    return db.session.query(RegionMap).one()
