"""The log: the only place that inserts an Event, and the only one that reads the chain."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from nap_tracker.clock import now
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.extensions import db
from nap_tracker.models.event import INSTALLATION, ChainHead, Event
from nap_tracker.roles import Actor

START = "0" * 64
BATCH = 500


def record(
    actor: Actor,
    kind: str,
    *,
    party_id: str | None = None,
    plan_id: str | None = None,
    subject: str = "",
    details: Mapping[str, Any] | None = None,
    content: str | None = None,
    happened_on: str | None = None,
    chain: str = "",
    sitting: str | None = None,
) -> Event:
    """Write an act down, in the transaction of the act, at the end of its chain.

    `content` (words of a plan) enters only as a salted hash, so that the log can prove a text
    without holding it; people with an account enter as its id. The chain is the Party's, else the
    installation's, unless named. The kind has a sentence in `services.sentences`.
    """
    head = _locked_head(chain or party_id or INSTALLATION)
    salt = secrets.token_hex(16) if content is not None else None
    facts = dict(details or {})
    if party_id in actor.acts_for:
        facts["for"] = actor.acts_for[party_id]
    if content is not None and salt is not None:
        facts["content"] = hashlib.sha256((salt + content).encode()).hexdigest()
    event = Event(
        chain=head.chain,
        number=head.number + 1,
        kind=kind,
        recorded_at=now(),
        happened_on=happened_on,
        actor_kind=actor.kind.value,
        actor_id=actor.user_id,
        actor_name="" if actor.user_id else actor.name,
        plan_id=plan_id,
        subject=subject,
        sitting=sitting,
        details=dumps(facts),
        salt=salt,
        previous_hash=head.hash,
    )
    event.hash = seal(event)
    head.number, head.hash = event.number, event.hash
    db.session.add(event)
    return event


def seal(event: Event | Row[Any], number: int | None = None) -> str:
    """The hash of an event over its stored text and the hash before it.

    With `number`: the one it would have if it stood there.
    """
    return digest(
        dumps(
            {
                "actor": [event.actor_kind, event.actor_id, event.actor_name],
                "chain": event.chain,
                "details": event.details,
                "happened_on": event.happened_on,
                "kind": event.kind,
                "number": event.number if number is None else number,
                "plan": event.plan_id,
                "previous": event.previous_hash,
                "recorded_at": event.recorded_at.isoformat(timespec="microseconds"),
                "subject": event.subject,
            }
        )
    )


def broken_links(chain: str, connection: Connection | None = None) -> list[int]:
    """Numbers of the events of a chain that were altered, or whose predecessor was.

    Where the newest events were cut off, the number of the first that is missing.
    """
    if connection is None:
        db.session.flush()
        connection = db.session.connection()
    broken, previous, expected = [], START, 1
    for event in chained(chain, connection):
        whole = event.number == expected and event.previous_hash == previous
        if not whole or event.hash != seal(event):
            broken.append(event.number)
        previous, expected = event.hash, event.number + 1
    head = select(ChainHead.number, ChainHead.hash).filter_by(chain=chain)
    newest = connection.execute(head).one_or_none()
    if newest is not None and tuple(newest) != (expected - 1, previous):
        broken.append(expected)
    return broken


def chained(chain: str, connection: Connection) -> Iterable[Row[Any]]:
    """The events of a chain in their order, a few at a time."""
    events = select(Event.__table__).filter_by(chain=chain).order_by(Event.number)
    return connection.execute(events, execution_options={"yield_per": BATCH})


def _locked_head(chain: str) -> ChainHead:
    query = select(ChainHead).filter_by(chain=chain).with_for_update()
    head = db.session.scalar(query)
    if head is None:
        head = ChainHead(chain=chain, number=0, hash=START)
        db.session.add(head)
        db.session.flush()
    return head
