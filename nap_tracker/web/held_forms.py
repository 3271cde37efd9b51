"""A form sent after the session had ended: it is held, and comes back filled after sign-in."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from nap_tracker import database, keys
from nap_tracker.extensions import db
from nap_tracker.forms.rows import uid
from nap_tracker.i18n import gettext
from nap_tracker.roles import Actor
from nap_tracker.services import held_forms

HOLDING = frozenset({"rows.create", "rows.edit", "sections.edit"})
"""Forms that hold what somebody has written at length."""
ARGUMENT = "held"


def turned_away() -> ResponseReturnValue | None:
    """Sign in first, and the form comes back; None where this form is none of those.

    The page carries a proof of whose it was, so that nobody can have anything held for, or shown
    to, anybody but the person it was made for.
    """
    if request.method != "POST" or request.endpoint not in HOLDING:
        return None
    person = keys.named(request.form.get("_person", ""))
    if person is None:
        return None
    database.read_only(False)  # the request was stopped before anybody could say so
    pairs = [(k, v) for k, v in request.form.items(multi=True) if k != "csrf_token"]
    held = held_forms.hold(person, _address(), pairs)
    db.session.commit()
    if held is None:
        flash(gettext("You were signed out, and this was too much to keep for you."), "error")
        return redirect(url_for("accounts.sign_in", next=_address()))
    flash(gettext("You were signed out. Sign in again, and what you typed comes back."), "error")
    return redirect(url_for("accounts.sign_in", next=_address(held)))


def brought_back(actor: Actor) -> MultiDict[str, str] | None:
    """What was held of this page for the person who opens it."""
    id = uid(request.args.get(ARGUMENT, ""))
    pairs = held_forms.of(actor, id, _address()) if id else ()
    return MultiDict([*pairs]) if pairs else None


def done(actor: Actor) -> None:
    """The form that came back is sent: nothing of it has to be held any more."""
    id = uid(request.form.get("_held", ""))
    if id is not None:
        held_forms.forget(actor, id)


def _address(held: str = "") -> str:
    """The page, with its arguments, and under which id something is held of it."""
    kept = [(k, v) for k, v in request.args.items(multi=True) if k != ARGUMENT]
    asked = [*kept, (ARGUMENT, held)] if held else kept
    return f"{request.path}?{urlencode(asked)}" if asked else request.path
