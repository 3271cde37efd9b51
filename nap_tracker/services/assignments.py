"""Who drafts which section, and by when."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from nap_tracker.extensions import db
from nap_tracker.models.plan import Assignment, PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission


def of_section(actor: Actor, version: PlanVersion, section_id: str) -> Assignment | None:
    """Who drafts this section, or None while nobody was asked to."""
    require(actor, Permission.PLAN_SHOW, version)
    return db.session.scalar(
        select(Assignment)
        .options(joinedload(Assignment.user))
        .filter_by(version_id=version.id, section=section_id)
    )
