"""What the draft said before: of the whole plan, of one section or row, of one sitting."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import moments, points, timeline
from nap_tracker.services.revisions import numbered, said
from nap_tracker.web.door import actor
from nap_tracker.web.histories import (
    entry_page,
    history_desk,
    name_of,
    naming,
    older_and_newer,
    page_number,
    part_history_desk,
    save_lines,
    sitting_lines,
)
from nap_tracker.web.plan_pages import tabs

bp = Blueprint("history", __name__, url_prefix="/plans/<uuid:plan_id>/history")


@bp.get("")
def index(plan_id: UUID) -> ResponseReturnValue:
    """Everything that happened to the texts of the draft, and the moments that have a name."""
    at = history_desk(plan_id)
    page = timeline.of_version(actor(), at.version, page_number())
    newer, older = older_and_newer(page, plan_id=plan_id)
    return render_template(
        "history/index.html",
        desk=at,
        tabs=tabs(at.version),
        points=points.of_version(actor(), at.version),
        lines=sitting_lines(at, page),
        names=can(actor(), Permission.POINT_NAME, at.version),
        restores=can(actor(), Permission.PLAN_RESTORE, at.version),
        newer=newer,
        older=older,
    )


@bp.get("/entries/<uuid:uid>")
def entry(plan_id: UUID, uid: UUID) -> ResponseReturnValue:
    """What one section or row said before."""
    at = part_history_desk(plan_id)
    found = moments.entry_of(actor(), at.version, str(uid))
    page = timeline.of_entry(actor(), at.version, found.uid, page_number())
    content = said(found, numbered(found, found.counter))
    newer, older = older_and_newer(page, plan_id=plan_id, uid=uid)
    return render_template(
        "history/entry.html",
        desk=at,
        name=name_of(naming(at, [content]), content),
        back=entry_page(at, content) if found.removed_at is None else "",
        is_removed=found.removed_at is not None,
        lines=sitting_lines(at, page, of_one=True),
        newer=newer,
        older=older,
    )


@bp.get("/sittings/<uuid:sitting_id>")
def sitting(plan_id: UUID, sitting_id: UUID) -> ResponseReturnValue:
    """The saves of one sitting."""
    at = part_history_desk(plan_id)
    found = timeline.one(actor(), at.version, str(sitting_id))
    number = page_number()
    saves, has_more = timeline.saves(actor(), at.version, found.id, number)
    here = timeline.Page((), number, has_more)
    newer, older = older_and_newer(here, plan_id=plan_id, sitting_id=sitting_id)
    return render_template(
        "history/sitting.html",
        desk=at,
        line=sitting_lines(at, timeline.Page([found], 1, False))[0],
        saves=save_lines(at, saves),
        names=can(actor(), Permission.POINT_NAME, at.version),
        name_url=url_for("points.create", plan_id=plan_id, at=found.last),
        newer=newer,
        older=older,
    )
