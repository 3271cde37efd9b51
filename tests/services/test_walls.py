"""The second fence: a query that forgot to ask still does not see another Party."""

from __future__ import annotations

import gc

import pytest
from sqlalchemy import func, select, union_all
from sqlalchemy.orm import aliased

from nap_tracker.errors import Frozen
from nap_tracker.extensions import db
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.services import plans, walls
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _no_walls_left():
    yield
    walls.lower_walls()


@pytest.mark.parametrize("table", [Plan, PlanVersion, Entry, Revision])
def test_behind_walls_only_ones_own_rows_are_seen(cast: Cast, table: type):
    everything = db.session.scalar(select(func.count()).select_from(table))
    walls.raise_walls([cast.amberland.id])
    own = set(db.session.scalars(select(table.party_id)))
    seen = db.session.scalars(select(table)).all()
    assert own == {cast.amberland.id}
    assert 0 < len(seen) < everything


def test_a_row_loaded_by_its_id_is_behind_the_wall_too(cast: Cast):
    other, own = cast.other_plan.id, cast.amberland.id
    db.session.expunge_all()
    walls.raise_walls([own])
    assert db.session.get(Plan, other) is None


def test_a_visitor_without_a_role_sees_nothing(cast: Cast):
    walls.raise_walls([])
    assert db.session.scalars(select(Plan)).all() == []


def test_a_query_put_together_once_stays_behind_the_walls_of_who_asks(cast: Cast):
    of_a_version = aliased(PlanVersion)
    query = select(Plan.party_id, of_a_version.party_id).join_from(
        Plan, of_a_version, of_a_version.plan_id == Plan.id
    )
    both = union_all(query, query)
    one, other = cast.amberland.id, cast.borealia.id
    for own in ([one], [other], [one, other], [], [one]):
        walls.raise_walls(own)
        for asked in (query, both, query):
            seen = {party for row in db.session.execute(asked) for party in row}
            assert seen == set(own)
    walls.lower_walls()
    assert {row[0] for row in db.session.execute(query)} == {one, other}


def test_what_was_loaded_behind_walls_stays_behind_them_when_they_are_down(cast: Cast):
    own, other = cast.plan.id, cast.other_plan.id
    amberland, borealia = cast.amberland.id, cast.borealia.id
    assert cast.other_plan.versions
    db.session.expunge_all()
    walls.raise_walls([borealia])
    theirs = db.session.get_one(Plan, other)
    walls.raise_walls([amberland])
    ours = db.session.get_one(Plan, own)
    with walls.open_to_everybody():
        assert ours.versions
        assert not theirs.versions


def test_no_query_is_kept_longer_than_who_put_it_together(cast: Cast):
    walls.raise_walls([cast.amberland.id])
    gc.collect()
    before = len(walls._fenced)
    for _ in range(10):
        db.session.scalars(select(Plan)).all()
    gc.collect()
    assert len(walls._fenced) == before


@pytest.fixture
def frozen(cast: Cast) -> PlanVersion:
    version = plans.newest(cast.actor("coordinator"), cast.plan.id)
    plans.freeze(version, "{}")
    db.session.commit()
    return version


def test_nothing_of_a_frozen_version_changes_by_any_path(frozen: PlanVersion):
    entry = db.session.scalars(select(Entry).filter_by(version_id=frozen.id)).first()
    assert entry is not None
    entry.position = 99
    with pytest.raises(Frozen):
        db.session.flush()
    db.session.rollback()
    db.session.delete(entry)
    with pytest.raises(Frozen):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("name", sorted(PlanVersion.kept))
def test_a_frozen_version_itself_stays_as_it_is(frozen: PlanVersion, name: str):
    others = {"number": 7, "based_on": 7, "schema_edition": 7, "frozen_at": None}
    setattr(frozen, name, others.get(name, "other"))
    with pytest.raises(Frozen):
        db.session.flush()
    db.session.rollback()


def test_a_frozen_version_cannot_be_deleted(frozen: PlanVersion):
    db.session.delete(frozen)
    with pytest.raises(Frozen):
        db.session.flush()
    db.session.rollback()


def test_removal_for_protection_alone_may_touch_it(frozen: PlanVersion):
    with walls.for_protection():
        frozen.snapshot = '{"erased":true}'
    assert frozen.snapshot == '{"erased":true}'
    frozen.snapshot = "{}"
    with pytest.raises(Frozen):
        db.session.flush()
    db.session.rollback()
