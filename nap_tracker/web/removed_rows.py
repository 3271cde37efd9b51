"""A row that somebody took out while another was writing in it: the words, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.definitions import Register
from nap_tracker.forms.rows import RowForm
from nap_tracker.i18n import gettext
from nap_tracker.services import entries, left_out
from nap_tracker.services.answers import Reading
from nap_tracker.web.door import actor
from nap_tracker.web.entries import (
    Desk,
    Sent,
    change_of,
    counter_sent,
    fields_seen_sent,
    refuse_from_before,
)
from nap_tracker.web.held_forms import done
from nap_tracker.web.transactions import begin_writing, commit
from nap_tracker.web.typed import typed_words

MADE_ANEW = frozenset({"csrf_token", "_proof", "_held", "_leave", "_restore"})
"""What this page sends beside what was typed."""


@dataclass(frozen=True, slots=True)
class Where:
    """Addresses of the row's form, and of the table it stood in."""

    form: str
    table: str


def removed_page(
    at: Desk, owner: Register, reading: Reading, row: str, sent: Sent, where: Where
) -> ResponseReturnValue:
    """What was typed is shown, and can be kept with the row put back, or in its history."""
    opened = entries.open_removed_row(actor(), at.version, owner.id, row)
    refuse_from_before(opened, sent)
    seen, fields_seen = counter_sent(at.version, sent), fields_seen_sent(at.version, sent)
    before = entries.as_seen(actor(), opened, seen, fields_seen)
    form = RowForm(
        owner,
        at.setting(reading, owner),
        before.content,
        pending=before.unaccepted,
        sent=sent,
        only=_questions(owner, sent),
    )
    if "_leave" in request.form:
        return _left_out(at, opened, change_of(form, seen, fields_seen=fields_seen), where)
    values = {**before.content.answers, **form.answers}
    page = render_template(
        "errors/removed.html",
        desk=at,
        register=owner,
        answers=[a for a in reading.answers(owner, values) if not a.is_blank],
        unaccepted=[(field.label.text, field.typed_words) for field in form if field.refusals],
        sent=[(name, value) for name, value in sent.items(multi=True) if name not in MADE_ANEW],
        typed=typed_words(sent),
        action=where.form,
        back=where.table,
    )
    return page, 409


def _left_out(
    at: Desk, opened: entries.OpenEntry, change: entries.Change, where: Where
) -> ResponseReturnValue:
    """The row stays out of the plan; what was typed stands in its history."""
    begin_writing()
    kept = left_out.keep(actor(), opened, change)
    done(actor())
    commit()
    if kept is None:
        flash(gettext("The row stays out of the plan."), "success")
        return redirect(where.table)
    words = gettext("The row stays out of the plan. What you typed is kept in the history.")
    flash(words, "success")
    return redirect(url_for("revisions.show", plan_id=at.plan_id, revision_id=kept))


def _questions(owner: Register, sent: Sent) -> set[str] | None:
    """What a form asked: where two texts were to be chosen from, only that; else everything."""
    if "_kept" not in sent:
        return None
    return {name.partition("-")[0] for name in sent} & {f.id for f in owner.fields}
