"""What was typed into a row that somebody took out of the plan: kept in the row's history."""

from __future__ import annotations

from sqlalchemy import select

from nap_tracker.errors import NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.entry import Entry
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import held_back, plans
from nap_tracker.services.bases import base_of
from nap_tracker.services.entries import Change, OpenEntry, only_canonical, typed_over
from nap_tracker.services.revisions import numbered


def keep(actor: Actor, opened: OpenEntry, change: Change) -> str | None:
    """The revision that holds it, the row being as it is; None where nothing was changed."""
    version = opened.version
    require(actor, Permission.SECTION_EDIT, opened.place)
    plans.hold_open(version)
    require(actor, Permission.SECTION_EDIT, opened.place)
    only_canonical(opened.owner, change)
    query = select(Entry).filter_by(version_id=version.id, uid=opened.content.uid)
    entry = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if entry is None:
        raise NotFound(N_("This row was never in the plan."))
    base = base_of(entry, numbered(entry, entry.counter), change.shown).content
    mine = typed_over(opened.owner, base, change)
    return held_back.keep(actor, entry, mine, change, base.answers)
