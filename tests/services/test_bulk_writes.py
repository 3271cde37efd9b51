"""Statements on many rows at once reach no row of a frozen version, and free ones as before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Executable, Table, bindparam, delete, insert, literal, select, update

from nap_tracker.errors import Frozen
from nap_tracker.extensions import db
from nap_tracker.models.base import new_uid
from nap_tracker.models.endorsement import Endorsement
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion, WarningAnswer
from nap_tracker.models.search_text import SearchText
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.services import bulk_writes, endorsements, plans, sealing, versions, walls
from nap_tracker.services.bulk_writes import Holds
from tests.cast import Cast

ENTRY: Table = Entry.__table__  # type: ignore[assignment]
TEXTS: Table = Revision.__table__  # type: ignore[assignment]


@pytest.fixture
def frozen(cast: Cast) -> PlanVersion:
    lead = cast.actor("coordinator")
    version = plans.newest(lead, cast.plan.id)
    sealing.freeze(lead, version)
    endorsements.record(lead, version, details={"body": "Cabinet", "endorsed_on": "2024"})
    db.session.commit()
    return version


@pytest.fixture
def open_(cast: Cast, frozen: PlanVersion) -> PlanVersion:
    """The next version, which is being drafted."""
    begun = versions.begin_next(cast.actor("coordinator"), frozen)
    db.session.commit()
    return begun


def refused(statement: Executable, given: Any = None) -> bool:
    """Whether it was; then nothing of it was done."""
    try:
        db.session.execute(statement, given)
    except Frozen:
        return True
    finally:
        db.session.rollback()
    return False


def answer(version: PlanVersion) -> dict[str, Any]:
    """A row to add."""
    own = {"id": new_uid(), "party_id": version.party_id, "version_id": version.id}
    return {**own, "key": "k", "reason": {"en": "r"}}


def a_position(version: PlanVersion) -> dict[str, Any]:
    """By its key alone, which does not tell the version."""
    query = select(Revision.id).filter_by(version_id=version.id).limit(1)
    return {"id": db.session.scalars(query).one(), "position": 99}


WRITES: dict[str, Callable[[PlanVersion], tuple[Executable, Any]]] = {
    "update": lambda v: (update(Entry).filter_by(version_id=v.id).values(position=99), None),
    "update of a table": lambda v: (
        update(ENTRY).where(ENTRY.c.version_id == v.id).values(position=99),
        None,
    ),
    "update by key": lambda v: (update(Revision), [a_position(v)]),
    "update with parameters": lambda v: (
        update(ENTRY).where(ENTRY.c.version_id == bindparam("which")).values(position=99),
        [{"which": v.id}],
    ),
    "update of what others name": lambda v: (
        update(Revision)
        .where(Revision.uid.in_(select(Entry.uid).filter_by(version_id=v.id)))
        .where(Revision.version_id == v.id)
        .values(position=99),
        None,
    ),
    "delete": lambda v: (delete(Revision).filter_by(version_id=v.id), None),
    "delete of a table": lambda v: (delete(TEXTS).where(TEXTS.c.version_id == v.id), None),
    "insert": lambda v: (insert(WarningAnswer).values(**answer(v)), None),
    "insert of many": lambda v: (insert(WarningAnswer), [answer(v), answer(v) | {"key": "l"}]),
    "insert of many at once": lambda v: (
        insert(WarningAnswer).values([answer(v), answer(v) | {"key": "l"}]),
        None,
    ),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_no_statement_reaches_a_frozen_version_and_any_a_draft(
    frozen: PlanVersion, open_: PlanVersion, write: Callable[..., Any]
):
    assert refused(*write(frozen))
    if not refused(*write(open_)):
        return
    pytest.fail("it was refused where the text is still being drafted")


def test_an_update_of_every_row_is_refused_where_one_is_frozen(open_: PlanVersion):
    assert refused(update(Entry).values(position=0))
    assert refused(delete(Revision))


def test_nothing_is_copied_or_moved_into_a_frozen_version(frozen: PlanVersion, open_: PlanVersion):
    there = select(literal(new_uid()), WarningAnswer.party_id).limit(1)
    assert refused(insert(WarningAnswer).from_select(["id", "party_id"], there))
    into = {"version_id": frozen.id}
    assert refused(update(Revision).filter_by(version_id=open_.id).values(**into))


def test_a_frozen_version_itself_is_out_of_reach(frozen: PlanVersion, open_: PlanVersion):
    for which, is_refused in ((frozen, True), (open_, False)):
        change = update(PlanVersion).where(PlanVersion.id == which.id)
        assert refused(change.values(frozen_at=None, snapshot="{}")) is is_refused
    assert refused(delete(PlanVersion).where(PlanVersion.id == frozen.id))


def test_what_was_said_of_a_version_is_out_of_reach(frozen: PlanVersion):
    assert refused(update(Endorsement).values(body="Another"))
    assert refused(delete(Endorsement).where(Endorsement.version_id == frozen.id))


def test_what_is_not_its_text_stays_free(frozen: PlanVersion):
    assert not refused(delete(SearchText).filter_by(version_id=frozen.id))
    assert not refused(update(SectionLock).filter_by(version_id=frozen.id).values(hours=1))


def test_another_partys_frozen_text_is_no_hindrance_behind_walls(
    cast: Cast, frozen: PlanVersion, open_: PlanVersion
):
    every = update(Entry).values(position=0)
    assert refused(every)
    walls.raise_walls([cast.borealia.id])
    try:
        assert not refused(every)
    finally:
        walls.lower_walls()


def test_protection_and_sample_data_alone_may(frozen: PlanVersion):
    change = update(Entry).filter_by(version_id=frozen.id).values(position=99)
    for lifted in (walls.for_protection, walls.for_sample_data):
        with lifted():
            db.session.execute(change)
        assert refused(change)


def test_every_table_of_the_text_is_watched():
    watched = {table.name: holds for table, (_, holds) in bulk_writes.tables().items()}
    assert watched["plan_version"] is Holds.VERSIONS
    assert {"entry", "revision", "milestone", "assignment"} <= watched.keys()
    assert {n for n, h in watched.items() if h is Holds.SAID} >= {"sealed_file", "submission"}
    assert not {"search_text", "receipt", "open_page", "export", "turn"} & watched.keys()
