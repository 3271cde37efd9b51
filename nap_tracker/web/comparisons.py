"""Two points of history side by side: of one section or row, and of the whole draft."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.content import difference
from nap_tracker.content.difference import EntryChange
from nap_tracker.forms.rows import uid as as_uid
from nap_tracker.i18n import gettext
from nap_tracker.models.entry import Revision
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import comparing, moments, points, timeline
from nap_tracker.services.answers import Reading
from nap_tracker.web.change_pages import page_of
from nap_tracker.web.differences import MarkedField, marked_field, settings_of
from nap_tracker.web.door import actor
from nap_tracker.web.entries import Desk, nothing_here
from nap_tracker.web.histories import (
    entry_page,
    history_desk,
    made_by,
    name_of,
    naming,
    part_history_desk,
    reading,
)

bp = Blueprint("comparisons", __name__, url_prefix="/plans/<uuid:plan_id>/comparisons")

NOW = "now"


@bp.get("/entry")
def entry(plan_id: UUID) -> ResponseReturnValue:
    """Two revisions of one section or row; without `before`, what stood before `after`."""
    at = part_history_desk(plan_id)
    sent = as_uid(request.args.get("after", ""))
    if sent is None:
        return _ask(at)
    after = moments.find(actor(), at.version, sent)
    before = _before(at, after)
    if before is not None and before.uid != after.uid:
        flash(gettext("Choose two saves of the same section or row."), "error")
        return redirect(url_for("history.entry", plan_id=plan_id, uid=after.uid))
    found = moments.entry_of(actor(), at.version, after.uid)
    new = moments.content_of(found, after)
    old = moments.before(found, before, after)
    words = naming(at, [new])
    owner = at.schema.owner(new.kind, new.section)
    change = difference.of_entry(owner, old, new) or EntryChange(old, new)
    return render_template(
        "comparisons/entry.html",
        desk=at,
        name=name_of(words, new),
        before=before,
        after=after,
        fields=_fields(at, change, words, before, after),
        settings=settings_of(words, change),
        made=made_by(at, after.origin),
        history_url=url_for("history.entry", plan_id=plan_id, uid=after.uid),
        current_url=entry_page(at, new) if found.removed_at is None else "",
    )


@bp.get("/plan")
def plan(plan_id: UUID) -> ResponseReturnValue:
    """The whole draft at two moments."""
    at = history_desk(plan_id)
    sent = [request.args.get(name, "") for name in ("before", "after")]
    if not sent[0]:
        return _ask(at)
    one, other = _moment(at, sent[0]), _moment(at, sent[1] or NOW)
    was = moments.at(actor(), at.version, one[1])
    now = moments.at(actor(), at.version, other[1], was.plan)
    changes = difference.of_plans(at.schema, was.plan, now.plan)
    texts = reading(at, was.everything), reading(at, now.everything)
    return render_template(
        "comparisons/plan.html",
        desk=at,
        before=one,
        after=other,
        changes=page_of(changes, *texts, url=partial(_history_url, at)),
    )


def _ask(at: Desk) -> ResponseReturnValue:
    flash(gettext("Choose the two points you want to compare."), "error")
    sees_all = can(actor(), Permission.HISTORY_SHOW, at.version)
    return redirect(url_for("history.index" if sees_all else "plans.show", plan_id=at.plan_id))


def _before(at: Desk, after: Revision) -> Revision | None:
    sent = request.args.get("before", "")
    if not sent:
        return timeline.before(at.version, after)
    given = as_uid(sent)
    if given is None:
        raise nothing_here()
    return moments.find(actor(), at.version, given)


def _moment(at: Desk, sent: str) -> tuple[str, datetime | None]:
    """(its name or '', the moment or None for now): `now`, a named point, or a save."""
    if sent == NOW:
        return gettext("Now"), None
    kind, _, id = sent.rpartition(":")
    given = as_uid(id)
    if given is None:
        raise nothing_here()
    if kind == "point":
        point = points.find(actor(), at.version, given)
        return point.name, point.at
    return "", moments.find(actor(), at.version, given).created_at


def _fields(
    at: Desk,
    change: EntryChange,
    words: Reading,
    before: Revision | None,
    after: Revision,
) -> list[MarkedField]:
    """Each with the way to bring the earlier answer back, or the one that was kept beside."""
    source = after if after.number is None else before
    owner = at.schema.owner(change.entry.kind, change.entry.section)
    edits = can(actor(), Permission.SECTION_EDIT, at.place(owner)) and source is not None
    languages = len(at.version.plan.languages)
    fields = []
    for one in comparing.of_entry(change, words.voice, words.voice):
        url = ""
        if edits and source is not None:
            url = url_for(
                "revisions.restore",
                plan_id=at.plan_id,
                revision_id=source.id,
                field=one.field.id,
            )
        fields.append(marked_field(one, languages=languages, restore_url=url))
    return fields


def _history_url(at: Desk, change: EntryChange) -> str:
    return url_for("history.entry", plan_id=at.plan_id, uid=change.entry.uid)
