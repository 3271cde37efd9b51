"""Names of moments in the history of a draft: "sent to the ministry of health"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from nap_tracker.clock import now
from nap_tracker.errors import Forbidden, Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.entry import Revision
from nap_tracker.models.named_point import NamedPoint
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import leads_the_drafting, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history, plans

LONGEST = 200


def of_version(actor: Actor, version: PlanVersion) -> Sequence[NamedPoint]:
    """Every named point, the newest first."""
    require(actor, Permission.HISTORY_SHOW, version)
    query = select(NamedPoint).filter_by(version_id=version.id)
    return db.session.scalars(query.order_by(NamedPoint.at.desc(), NamedPoint.id)).all()


def find(actor: Actor, version: PlanVersion, point_id: str) -> NamedPoint:
    """A named point of this version."""
    require(actor, Permission.HISTORY_SHOW, version)
    point = db.session.scalar(select(NamedPoint).filter_by(id=point_id, version_id=version.id))
    if point is None:
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    return point


def name(
    actor: Actor, version: PlanVersion, words: str, *, at: datetime | None = None
) -> NamedPoint:
    """Give a moment a name; without one the present. Raises Invalid."""
    require(actor, Permission.POINT_NAME, version)
    plans.take_over(version)  # whoever is saving comes before the present moment, or after it
    words = " ".join(words.split())
    if not words or len(words) > LONGEST:
        raise Invalid(N_("Enter a name of at most 200 characters"), about="name")
    taken = select(NamedPoint.id).filter_by(version_id=version.id, name=words)
    if db.session.scalar(taken) is not None:
        raise Invalid(N_("Another point has this name already: choose another one"), about="name")
    point = NamedPoint(
        party_id=version.party_id,
        version_id=version.id,
        at=at or _present(version),
        name=words,
        author_id=actor.user_id,
        author_name=actor.name,
    )
    db.session.add(point)
    db.session.flush()
    _record(actor, version, point, "point:named")
    return point


def remove(actor: Actor, version: PlanVersion, point: NamedPoint) -> None:
    """Take a name away; what was said then stays. One's own, or any for those who lead."""
    require(actor, Permission.POINT_NAME, version)
    if point.author_id != actor.user_id and not leads_the_drafting(actor, version):
        raise Forbidden(N_("Your role does not allow this. Ask your coordinator or focal point."))
    _record(actor, version, point, "point:removed")
    db.session.delete(point)
    db.session.flush()


def _present(version: PlanVersion) -> datetime:
    """Now, and never before what is saved already, should the clocks of two machines differ."""
    newest = select(func.max(Revision.created_at)).where(Revision.version_id == version.id)
    last = db.session.scalar(newest)
    moment = now()
    return moment if last is None else max(moment, last)


def _record(actor: Actor, version: PlanVersion, point: NamedPoint, kind: str) -> None:
    history.record(
        actor,
        kind,
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"point:{point.id}",
        details={"at": point.at.isoformat(timespec="microseconds")},
        content=point.name,
    )
    db.session.flush()
