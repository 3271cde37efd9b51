"""Somebody else asked for quiet: what was typed is shown, and where it is kept."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.definitions import Owner
from nap_tracker.forms.fields import EntryForm
from nap_tracker.services.answers import Reading
from nap_tracker.services.entries import Saved
from nap_tracker.web.entries import Desk


def locked_page(
    at: Desk, reading: Reading, owner: Owner, form: EntryForm, saved: Saved
) -> ResponseReturnValue:
    """After a save that did not enter the plan."""
    answers = [a for a in reading.answers(owner, form.answers) if not a.is_blank]
    page = render_template(
        "errors/locked.html", desk=at, lock=saved.locked, kept=saved.kept, answers=answers
    )
    return page, 423
