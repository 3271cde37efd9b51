"""One point in the history of a section or row: reading it whole, and bringing it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.definitions import Owner
from nap_tracker.content.difference import EntryChange
from nap_tracker.extensions import db
from nap_tracker.i18n import gettext
from nap_tracker.models.entry import Revision
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import comparing, moments, reverting
from nap_tracker.services.revisions import unaccepted
from nap_tracker.web.differences import marked_field
from nap_tracker.web.door import actor
from nap_tracker.web.entries import counter_sent, here
from nap_tracker.web.histories import entry_page, made_by, name_of, naming, part_history_desk

bp = Blueprint(
    "revisions", __name__, url_prefix="/plans/<uuid:plan_id>/revisions/<uuid:revision_id>"
)


@bp.get("")
def show(plan_id: UUID, revision_id: UUID) -> ResponseReturnValue:
    """Everything the section or row said then."""
    at = part_history_desk(plan_id)
    revision = moments.find(actor(), at.version, str(revision_id))
    entry = moments.entry_of(actor(), at.version, revision.uid)
    content = moments.content_of(entry, revision)
    words = naming(at, [content])
    owner = at.schema.owner(content.kind, content.section)
    return render_template(
        "revisions/show.html",
        desk=at,
        revision=revision,
        made=made_by(at, revision.origin),
        name=name_of(words, content),
        answers=[a for a in words.answers(owner, content.answers) if not a.is_blank],
        unaccepted=_unaccepted(owner, revision),
        restores=can(actor(), Permission.SECTION_EDIT, at.place(owner)),
        history_url=url_for("history.entry", plan_id=plan_id, uid=entry.uid),
    )


@bp.route("/restore", methods=["GET", "POST"])
def restore(plan_id: UUID, revision_id: UUID) -> ResponseReturnValue:
    """Ask first, with what would change; then bring the words back, of one field or of all."""
    at = part_history_desk(plan_id, Permission.SECTION_EDIT)
    field = request.args.get("field")
    offered = reverting.offer(actor(), at.version, str(revision_id), field)
    if request.method == "POST":
        reverting.entry(actor(), at.version, offered, seen=counter_sent(at.version))
        db.session.commit()
        told = gettext("The earlier words are back. Those that stood here are in the history.")
        flash(told, "success")
        return redirect(entry_page(at, offered.now))
    words = naming(at, [offered.now])
    change = EntryChange(offered.now, offered.then, offered.fields)
    return render_template(
        "revisions/restore.html",
        desk=at,
        offered=offered,
        name=name_of(words, offered.now),
        fields=[
            marked_field(one, languages=len(at.version.plan.languages))
            for one in comparing.of_entry(change, words.voice, words.voice)
        ],
        action=here(),
        history_url=url_for("history.entry", plan_id=plan_id, uid=offered.entry.uid),
    )


def _unaccepted(owner: Owner, revision: Revision) -> list[tuple[str, str]]:
    """(question, what was typed) for what could not be taken then."""
    labels = {f.id: f.label for f in owner.fields}
    typed = unaccepted(revision)
    return [(labels[id], _typed(kept.get("typed"))) for id, kept in typed.items() if id in labels]


def _typed(sent: Any) -> str:
    """What a form sent, on one line."""
    if isinstance(sent, Mapping):
        return ", ".join(part for part in map(_typed, sent.values()) if part)
    if isinstance(sent, list | tuple):
        return ", ".join(part for part in map(_typed, sent) if part)
    return str(sent or "")
