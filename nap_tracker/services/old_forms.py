"""Forms opened before words were removed to protect people: they still hold the words.

Nothing of such a form is stored, held or shown again, not even to whoever wrote it.
"""

from __future__ import annotations

from sqlalchemy import and_, select
from sqlalchemy.exc import SQLAlchemyError

from nap_tracker.extensions import db
from nap_tracker.models.entry import Entry
from nap_tracker.models.plan import PlanVersion


def is_from_before(
    plan_id: str, *, version_id: str, section: str = "", uid: str = "", seen: int
) -> bool:
    """Whether a form shows an older revision than words were removed at.

    `version_id` '' stands for any version of the plan: a form that does not say. Asked below the
    walls, since also a form of somebody who is signed out must not be held.
    """
    entry, version = Entry.__table__.c, PlanVersion.__table__.c
    place = entry.uid == uid if uid else and_(entry.kind == "section", entry.section == section)
    query = select(entry.uid).join(
        PlanVersion.__table__, and_(version.id == entry.version_id, version.plan_id == plan_id)
    )
    query = query.where(place, entry.protected_since > seen)
    if version_id:
        query = query.where(entry.version_id == version_id)
    try:
        return db.session.execute(query.limit(1)).first() is not None
    except SQLAlchemyError:  # the page of a failure is shown although the database is away
        db.session.rollback()
        return False
