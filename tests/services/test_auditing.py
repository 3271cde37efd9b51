"""Whoever touches the log shows: each way of tampering is named for what it is."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, update

from nap_tracker.clock import now
from nap_tracker.errors import Forbidden
from nap_tracker.extensions import db
from nap_tracker.models.base import new_uid
from nap_tracker.models.event import ChainHead, Event
from nap_tracker.roles import OPERATOR
from nap_tracker.services import auditing, history
from nap_tracker.services.auditing import Fault, Wrong
from tests.cast import Cast

EVENTS = Event.__table__
LENGTH = 9


def filled(length: int = LENGTH) -> str:
    """A chain of its own, committed."""
    name = new_uid()
    for place in range(length):
        history.record(OPERATOR, "plan:edited", chain=name, details={"rows": str(place)})
    db.session.commit()
    return name


def found_in(chain: str) -> list[Fault]:
    db.session.commit()
    return auditing.faults(chain, db.session.connection())


def event(chain: str, number: int) -> Event:
    return db.session.scalars(select(Event).filter_by(chain=chain, number=number)).one()


def alter(chain: str, number: int) -> None:
    event(chain, number).details = '{"rows":"another"}'


def swap(chain: str, one: int, other: int) -> None:
    for before, after in ((one, -1), (other, one), (-1, other)):
        place = update(Event).where(Event.chain == chain, Event.number == before)
        db.session.execute(place.values(number=after))


def remove(chain: str, number: int) -> None:
    db.session.execute(delete(Event).where(Event.chain == chain, Event.number == number))


def test_a_chain_that_nobody_touched_is_whole(cast: Cast):
    assert found_in(filled()) == []
    assert auditing.examine(OPERATOR)
    assert not any(auditing.examine(OPERATOR).values())


@pytest.mark.parametrize("number", [1, 4, LENGTH])
def test_a_changed_event_is_named(cast: Cast, number: int):
    chain = filled()
    alter(chain, number)
    assert found_in(chain) == [Fault(number, Wrong.CHANGED, number)]


@pytest.mark.parametrize("column", ["kind", "actor_id", "recorded_at", "happened_on", "plan_id"])
def test_no_fact_of_an_event_can_be_changed(cast: Cast, column: str):
    chain = filled()
    value = now() if column == "recorded_at" else cast.officer.id
    value = "2020" if column == "happened_on" else value
    db.session.execute(
        update(Event).where(Event.chain == chain, Event.number == 3).values({column: value})
    )
    assert found_in(chain) == [Fault(3, Wrong.CHANGED, 3)]


@pytest.mark.parametrize("number", [1, 4, LENGTH])
def test_an_event_whose_hash_was_made_anew_is_named(cast: Cast, number: int):
    chain = filled()
    alter(chain, number)
    changed = event(chain, number)
    changed.hash = history.seal(changed)
    assert found_in(chain) == [Fault(number, Wrong.REMADE, number)]


@pytest.mark.parametrize(("first", "last"), [(1, 1), (1, 3), (4, 4), (4, LENGTH - 1)])
def test_removed_events_are_named(cast: Cast, first: int, last: int):
    chain = filled()
    for number in range(first, last + 1):
        remove(chain, number)
    assert found_in(chain) == [Fault(first, Wrong.REMOVED, last)]


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 7), (LENGTH - 1, LENGTH)])
def test_swapped_events_are_named_with_where_they_were_recorded(cast: Cast, one: int, other: int):
    chain = filled()
    swap(chain, one, other)
    assert found_in(chain) == [
        Fault(one, Wrong.REORDERED, other),
        Fault(other, Wrong.REORDERED, one),
    ]


def test_an_event_put_into_the_place_of_a_removed_one_is_named(cast: Cast):
    chain = filled()
    remove(chain, 3)
    db.session.execute(
        update(Event).where(Event.chain == chain, Event.number == 7).values(number=3)
    )
    assert found_in(chain) == [Fault(3, Wrong.REORDERED, 7), Fault(7, Wrong.REMOVED, 7)]


def test_a_cut_tail_is_named(cast: Cast):
    chain = filled()
    for number in (LENGTH - 1, LENGTH):
        remove(chain, number)
    assert found_in(chain) == [Fault(LENGTH - 1, Wrong.CUT, LENGTH)]


def test_a_tail_cut_with_its_head_shows_by_the_head_that_was_printed(cast: Cast):
    chain = filled()
    printed = db.session.get_one(ChainHead, chain)
    number, hash = printed.number, printed.hash
    remove(chain, LENGTH)
    printed.number, printed.hash = LENGTH - 1, event(chain, LENGTH - 1).hash
    assert found_in(chain) == []
    assert auditing.compare(OPERATOR, chain, number, hash) == Fault(LENGTH, Wrong.CUT, LENGTH)
    history.record(OPERATOR, "plan:edited", chain=chain)
    db.session.commit()
    assert auditing.compare(OPERATOR, chain, number, hash) == Fault(LENGTH, Wrong.OTHER, LENGTH)


def test_a_head_that_was_printed_is_found_again_when_the_log_has_grown(cast: Cast):
    chain = filled()
    printed = event(chain, LENGTH).hash
    history.record(OPERATOR, "plan:edited", chain=chain)
    assert auditing.compare(OPERATOR, chain, LENGTH, printed) is None


def test_a_missing_head_and_events_behind_the_head_are_named(cast: Cast):
    chain, other = filled(), filled()
    db.session.execute(delete(ChainHead).where(ChainHead.chain == chain))
    assert found_in(chain) == [Fault(LENGTH, Wrong.HEADLESS, LENGTH)]
    head = db.session.get_one(ChainHead, other)
    head.number, head.hash = LENGTH - 2, event(other, LENGTH - 2).hash
    assert found_in(other) == [Fault(LENGTH - 1, Wrong.ADDED, LENGTH)]


def test_an_erased_salt_leaves_the_chain_whole(cast: Cast):
    chain = filled()
    act = history.record(OPERATOR, "plan:edited", chain=chain, content="words")
    db.session.flush()
    act.salt = None
    assert found_in(chain) == []


TAMPER: dict[Wrong, Callable[[str, int], None]] = {
    Wrong.CHANGED: alter,
    Wrong.REMOVED: remove,
    Wrong.REORDERED: lambda chain, number: swap(chain, number, number + 3),
}


@given(seed=st.integers(0, 10_000), wrong=st.sampled_from(sorted(TAMPER)))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_wherever_somebody_tampers_it_is_named(cast: Cast, seed: int, wrong: Wrong):
    chain = filled(14)
    number = random.Random(seed).randint(1, 10)
    TAMPER[wrong](chain, number)
    faults = found_in(chain)
    assert (number, wrong) in {(fault.number, fault.wrong) for fault in faults}
    assert {fault.wrong for fault in faults} == {wrong}


def test_a_long_chain_is_read_a_few_events_at_a_time(cast: Cast):
    chain, length = new_uid(), 4000
    db.session.execute(insert(EVENTS), list(_long(chain, length)))
    db.session.commit()
    connection = db.session.connection()
    assert [fault.wrong for fault in auditing.faults(chain, connection)] == [Wrong.HEADLESS]
    assert _most_in_memory(chain, connection) <= history.BATCH


def _long(chain: str, length: int) -> list[dict[str, object]]:
    previous, rows = history.START, []
    for number in range(1, length + 1):
        act = Event(
            id=new_uid(),
            chain=chain,
            number=number,
            kind="plan:edited",
            recorded_at=now(),
            actor_kind="operator",
            actor_name="operator",
            subject="",
            details="{}",
            previous_hash=previous,
        )
        previous = act.hash = history.seal(act)
        rows.append({column.name: getattr(act, column.name) for column in EVENTS.columns})
    return rows


def _most_in_memory(chain: str, connection: Connection) -> int:
    found = history.chained(chain, connection)
    return max(len(part) for part in found.partitions())  # type: ignore[attr-defined]


def test_only_who_reads_a_log_may_examine_it(cast: Cast):
    assert auditing.examine(cast.actor("coordinator"), cast.amberland)
    for role in ("officer", "administrator"):
        with pytest.raises(Forbidden):
            auditing.examine(cast.actor(role), cast.amberland)
    with pytest.raises(Forbidden):
        auditing.examine(cast.actor("focal_point"))
