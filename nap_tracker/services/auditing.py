"""Whether the log is whole: which event was changed, removed, put elsewhere or cut off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select

from nap_tracker import database
from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.event import ChainHead, Event
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history

MOST_MOVED = 300
"""Events of a chain that are tried at each other's place; beyond that, changed is changed."""


class Wrong(StrEnum):
    """What was done to a chain."""

    ADDED = "added"
    CHANGED = "changed"
    CUT = "cut"
    HEADLESS = "headless"
    """The row that says how the chain ends is gone."""
    OTHER = "other"
    """Not the event that was printed earlier under this number."""
    REMOVED = "removed"
    REMADE = "remade"
    """Changed, with a new hash that fits it: the next event follows another one."""
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, at an event or at a run of events."""

    number: int
    wrong: Wrong
    until: int
    """The last of the run; where it was recorded, for an event that was put elsewhere."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain by its name, and how it ends."""

    name: str
    """A Party's id, `installation` or `copies`."""
    code: str
    """Of the Party; '' for the others."""
    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.name}:{self.number}:{self.hash}"


def chains(actor: Actor, party: Party | None = None) -> list[Chain]:
    """Every chain, or one Party's; those without a head as well."""
    require(actor, Permission.EVENT_LIST if party else Permission.INSTALLATION_COPY, party)
    with database.snapshot(db.engine) as connection:
        return _chains(connection, party.id if party else None)


def _chains(connection: Connection, only: str | None) -> list[Chain]:
    rows = connection.execute(select(ChainHead.chain, ChainHead.number, ChainHead.hash))
    heads = {row.chain: row for row in rows}
    parties = connection.execute(select(Party.id, Party.code))
    codes = {row.id: row.code for row in parties}
    names = {only} if only else {*heads, *connection.scalars(select(Event.chain).distinct())}
    found = []
    for name in sorted(names, key=lambda n: (n not in codes, codes.get(n, n))):
        head = heads.get(name)
        ends = (head.number, head.hash) if head else (0, history.START)
        found.append(Chain(name, codes.get(name, ""), *ends))
    return found


def examine(actor: Actor, party: Party | None = None) -> dict[Chain, list[Fault]]:
    """What is wrong with each chain, at one moment, while people go on working."""
    require(actor, Permission.EVENT_LIST if party else Permission.INSTALLATION_COPY, party)
    with database.snapshot(db.engine) as connection:
        found = _chains(connection, party.id if party else None)
        return {chain: faults(chain.name, connection) for chain in found}


def compare(actor: Actor, name: str, number: int, hash: str) -> Fault | None:
    """A head that was printed earlier, against what stands there: nothing else shows a cut tail."""
    require(actor, Permission.INSTALLATION_COPY)
    query = select(Event.hash).filter_by(chain=name, number=number)
    stored = db.session.scalar(query)
    if stored is None:
        return Fault(_last(name) + 1, Wrong.CUT, number)
    return None if stored == hash else Fault(number, Wrong.OTHER, number)


def faults(chain: str, connection: Connection) -> list[Fault]:
    """In the order of the numbers; a handful of events are in memory at a time."""
    found: list[Fault] = []
    unfit: list[Row[Any]] = []
    previous, expected, link_known = history.START, 1, True
    for event in history.chained(chain, connection):
        if event.number > expected:
            found.append(Fault(expected, Wrong.REMOVED, event.number - 1))
            link_known = False
        if history.seal(event) != event.hash:
            unfit.append(event)
        elif link_known and event.previous_hash != previous:
            before = max(1, event.number - 1)
            found.append(Fault(before, Wrong.REMADE, before))
        previous, expected, link_known = event.hash, event.number + 1, True
    found += _at_the_end(chain, connection, expected - 1, previous)
    return _told(found, unfit)


def _at_the_end(chain: str, connection: Connection, last: int, hash: str) -> list[Fault]:
    head = connection.execute(
        select(ChainHead.number, ChainHead.hash).filter_by(chain=chain)
    ).one_or_none()
    if head is None:
        return [Fault(last, Wrong.HEADLESS, last)]
    if head.number > last:
        return [Fault(last + 1, Wrong.CUT, head.number)]
    if head.number < last:
        return [Fault(head.number + 1, Wrong.ADDED, last)]
    return [] if head.hash == hash else [Fault(last, Wrong.REMADE, last)]


def _told(found: Sequence[Fault], unfit: Sequence[Row[Any]]) -> list[Fault]:
    """One fault an event: what does not fit says more than that the next follows another."""
    places = [event.number for event in unfit[:MOST_MOVED]]
    places += [n for fault in found if fault.wrong is Wrong.REMOVED for n in _run(fault)]
    own = [_unfit(event, places) for event in unfit]
    known = {fault.number for fault in own}
    rest = [f for f in found if f.wrong is not Wrong.REMADE or f.number not in known]
    return sorted({*own, *rest}, key=lambda fault: (fault.number, fault.wrong))


def _unfit(event: Row[Any], places: Iterable[int]) -> Fault:
    for number in places:
        if history.seal(event, number) == event.hash:
            return Fault(event.number, Wrong.REORDERED, number)
    return Fault(event.number, Wrong.CHANGED, event.number)


def _run(fault: Fault) -> range:
    return range(fault.number, min(fault.until, fault.number + MOST_MOVED) + 1)


def _last(chain: str) -> int:
    query = select(Event.number).filter_by(chain=chain).order_by(Event.number.desc()).limit(1)
    return db.session.scalar(query) or 0
