"""A form sent after the session had ended: it is held, and comes back filled after sign-in."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from nap_tracker import database, keys
from nap_tracker.errors import Redacted
from nap_tracker.extensions import db
from nap_tracker.forms.rows import uid
from nap_tracker.i18n import gettext
from nap_tracker.roles import Actor
from nap_tracker.services import entries, held_forms
from nap_tracker.web import browsers
from nap_tracker.web.old_forms import is_from_before

HOLDING = frozenset({"rows.create", "rows.edit", "sections.edit"})
"""Forms that hold what somebody has written at length."""
ARGUMENT = "held"
PASSING = frozenset({"csrf_token", "_proof"})
"""What only proves that a form may be sent, and is made anew when it comes back."""


def holds() -> bool:
    """Whether a form was sent whose words must not be thrown away."""
    return request.method == "POST" and request.endpoint in HOLDING


def turned_away() -> ResponseReturnValue | None:
    """Sign in first, and the form comes back; None where this form is none of those.

    Whose session is only newer than the page gets it back at once.

    The page carries a proof of whose it was and in which browser (`web.browsers`), so that nobody
    can have anything held for, or shown to, anybody but the person it was made for.
    """
    if not holds():
        return None
    person = _writer()
    if person is None or is_from_before(request.form):
        return None
    database.read_only(False)  # the request was stopped before anybody could say so
    pairs = [(k, v) for k, v in request.form.items(multi=True) if k not in PASSING]
    held = held_forms.hold(person, _address(), pairs)
    db.session.commit()
    if held is None:
        return None
    if current_user.is_authenticated:  # in another window: the page is older than the session
        flash(gettext("You signed in again after you opened this page. Save once more."), "error")
        return redirect(_address(held))
    flash(gettext("You were signed out. Sign in again, and what you typed comes back."), "error")
    return redirect(url_for("accounts.sign_in", next=_address(held)))


def _writer() -> str | None:
    """Whose page this form provably is, unless somebody else is signed in by now."""
    named = keys.named(request.form.get("_person", ""))
    if named is None or (current_user.is_authenticated and current_user.id != named):
        return None
    user = held_forms.writer(named)
    if user is None or not browsers.proves(user, request.form.get("_proof", "")):
        return None
    return user.id


def held_id() -> str:
    """Under which id something is held of this page; '' where nothing came back."""
    return request.args.get(ARGUMENT, "") or request.form.get("_held", "")


def brought_back(actor: Actor) -> MultiDict[str, str] | None:
    """What was held of this page for the person who opens it. Raises Redacted."""
    held = _held(actor)
    if held is not None and is_from_before(held):
        raise Redacted(entries.REDACTED)
    return held


def to_be_copied(actor: Actor) -> MultiDict[str, str]:
    """The same, where it cannot come back into its form."""
    held = _held(actor)
    return MultiDict() if held is None or is_from_before(held) else held


def _held(actor: Actor) -> MultiDict[str, str] | None:
    id = uid(request.args.get(ARGUMENT, "")) if request.method == "GET" else None
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
