"""What is recorded, as a review keeps it: ready by hand, or taken when it is completed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Executable, bindparam, delete, select

from nap_tracker.clock import now, today
from nap_tracker.content.stand import KINDS, Stand, from_data, to_data
from nap_tracker.errors import Hidden, InvalidTransition
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_review import ProgressReview, ReviewSnapshot
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history, review_sources
from nap_tracker.workflow.review import Review
from nap_tracker.workflow.spans import Span

NOT_COLLECTING = N_("Data are marked as ready only while they are being collected.")
NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")
MEASURED = "value"
"""The key of a reading that is there where an indicator was measured in the period."""

LATER = "later"
"""The key of a reading that tells what was reported after the period."""

_ORDER: dict[str, int] = {kind: place for place, kind in enumerate(KINDS)}


class Snapshot(NamedTuple):
    """How one thing stood, as a review keeps it."""

    id: str
    kind: str
    uid: str
    by_hand: bool
    content: dict[str, Any]
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A stand, and since when a snapshot keeps it, or that it is only what is recorded now."""

    stand: Stand
    taken_at: datetime | None = None
    is_ready: bool = False
    """Whether a person said so."""

    @property
    def is_kept(self) -> bool:
        return self.taken_at is not None


def snapshots(review: ProgressReview, kinds: Collection[str] = KINDS) -> Sequence[Snapshot]:
    """In the order they were gathered in."""
    rows = db.session.execute(_of_kinds(), {"review": review.id, "kinds": tuple(kinds)})
    found = [Snapshot(*row) for row in rows]
    return sorted(found, key=lambda one: _ORDER.get(one.kind, len(_ORDER)))


@cache
def _of_kinds() -> Executable:
    """Put together once: every page of a review's data asks it."""
    return (
        select(*(getattr(ReviewSnapshot, name) for name in Snapshot._fields))
        .where(
            ReviewSnapshot.review_id == bindparam("review"),
            ReviewSnapshot.kind.in_(bindparam("kinds", expanding=True)),
        )
        .order_by(ReviewSnapshot.position, ReviewSnapshot.id)
    )


def of_review(
    version: PlanVersion, review: ProgressReview, kinds: Collection[str] = KINDS
) -> tuple[Kept, ...]:
    """What the review shows: snapshots alone once it is completed; before, also what is live."""
    there = [
        Kept(from_data(one.content), one.taken_at, is_ready=one.by_hand)
        for one in snapshots(review, kinds)
    ]
    if review.state != Review.COLLECTING:
        return tuple(there)
    kept = {(one.stand.kind, one.stand.uid): one for one in there}
    live = _live(version, review, kinds)
    return tuple(kept.get((stand.kind, stand.uid)) or Kept(stand) for stand in live)


def mark_ready(
    actor: Actor, version: PlanVersion, review: ProgressReview, kind: str, uid: str
) -> ReviewSnapshot:
    """Keep how one thing stands now: somebody looked at it and says that its data are ready."""
    _require_collecting(actor, review)
    live = _live(version, review, (kind,))
    found = next(((n, one) for n, one in _placed(live) if one.uid == uid), None)
    if found is None:
        raise Hidden(NOTHING_HERE)
    there = _snapshot(review, kind, uid)
    if there is not None:
        return there
    snapshot = _take(actor, review, *found, by_hand=True)
    _record(actor, review, "progress-review:data-ready", snapshot)
    return snapshot


def take_back(actor: Actor, review: ProgressReview, kind: str, uid: str) -> None:
    """The data of one thing are not ready after all."""
    _require_collecting(actor, review)
    snapshot = _snapshot(review, kind, uid)
    if snapshot is None:
        return
    _record(actor, review, "progress-review:data-taken-back", snapshot)
    db.session.delete(snapshot)
    db.session.flush()


def take_the_rest(actor: Actor, version: PlanVersion, review: ProgressReview) -> tuple[Stand, ...]:
    """Snapshots of what nobody marked as ready; each says that it was not made by hand.

    Returns what somebody marked that stands otherwise by now: it is kept as they saw it.
    """
    marked = {(one.kind, one.uid): from_data(one.content) for one in snapshots(review)}
    live: dict[tuple[str, str], tuple[str, str, dict[str, str]]] = {}
    for position, stand in _placed(_live(version, review, KINDS)):
        key = stand.kind, stand.uid
        live[key] = _values(stand)
        if key not in marked:
            _take(actor, review, position, stand, by_hand=False)
    return tuple(one for key, one in marked.items() if live.get(key) != _values(one))


def give_back_the_rest(review: ProgressReview) -> None:
    """Undo that: what was marked by hand stays."""
    rest = delete(ReviewSnapshot).filter_by(review_id=review.id, by_hand=False)
    db.session.execute(rest)
    db.session.flush()


def has_figures(version: PlanVersion, review: ProgressReview) -> bool:
    """Whether any indicator was measured in the period, by what the review keeps or would keep."""
    found = of_review(version, review, ("indicator",))
    return any(reading.key == MEASURED for one in found for reading in one.stand.readings)


def last_day(version: PlanVersion, review: ProgressReview) -> date:
    """Of its period, as far as that is over: as of it everything is read, and drawn."""
    return min(Span.of(review.ends_on).last, today(version.plan.party.time_zone))


def _live(
    version: PlanVersion, review: ProgressReview, kinds: Collection[str]
) -> tuple[Stand, ...]:
    """How everything stood on its last day, by what is recorded now.

    `version` is the one in force, as `tracking.in_force` gives it to every page of a review.
    """
    return review_sources.gather(
        version,
        since=Span.of(review.starts_on).first,
        until=last_day(version, review),
        language=review.language,
        kinds=kinds,
    )


def _placed(stands: Iterable[Stand]) -> Iterator[tuple[int, Stand]]:
    """Each with its place in its kind; snapshots stand by kind, then by place."""
    counted: Counter[str] = Counter()
    for stand in stands:
        yield counted[stand.kind], stand
        counted[stand.kind] += 1


def _values(stand: Stand) -> tuple[str, str, dict[str, str]]:
    """What it is called and what is said of it, as a person reads that: no labels, no codes.

    What was reported after the period is told, and changes nothing of it.
    """
    read = {one.key: one.value for one in stand.readings if one.key != LATER}
    return stand.number, stand.title, read


def _take(
    actor: Actor, review: ProgressReview, position: int, stand: Stand, *, by_hand: bool
) -> ReviewSnapshot:
    snapshot = ReviewSnapshot(
        party_id=review.party_id,
        review_id=review.id,
        kind=stand.kind,
        uid=stand.uid,
        position=position,
        content=to_data(stand),
        by_hand=by_hand,
        taken_at=now(),
        taken_by_id=actor.user_id,
    )
    db.session.add(snapshot)
    db.session.flush()
    return snapshot


def _snapshot(review: ProgressReview, kind: str, uid: str) -> ReviewSnapshot | None:
    query = select(ReviewSnapshot).filter_by(review_id=review.id, kind=kind, uid=uid)
    return db.session.scalar(query)


def _require_collecting(actor: Actor, review: ProgressReview) -> None:
    require(actor, Permission.REVIEW_FILL, review)
    if review.state != Review.COLLECTING:
        raise InvalidTransition(NOT_COLLECTING)


def _record(actor: Actor, review: ProgressReview, kind: str, snapshot: ReviewSnapshot) -> None:
    history.record(
        actor,
        kind,
        party_id=review.party_id,
        plan_id=review.plan_id,
        subject=f"progress_review:{review.id}",
        details={"number": str(review.number), "kind": snapshot.kind, "uid": snapshot.uid},
    )
