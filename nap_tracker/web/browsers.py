"""The mark of a browser: it outlives a session that ran out, and ends with signing out.

A page carries a proof made from it, so that a form sent after the session had ended is known to
come from the same person's page in the same browser. It ends when they sign out, when somebody else
signs in here, and, in every other browser, when they change their password or sign out everywhere.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from flask import Flask, Response, current_app, g, request
from flask_login import current_user

from nap_tracker import keys
from nap_tracker.clock import now
from nap_tracker.models.account import User
from nap_tracker.web import sessions

KEPT = timedelta(days=7)
"""After the last page with a form was opened: one may stay open over a long weekend."""


def init_app(app: Flask) -> None:
    """Send the mark where it is new."""
    app.after_request(_send)


def page_proof() -> str:
    """For a page of the person signed in: sent with its form. Every such page renews the mark."""
    return keys.of_page(current_user.id, begin(current_user))


def proves(user: User, proof: str) -> bool:
    """Whether a form comes from a page that was made for this person in this browser."""
    mark = _mark_of(user)
    return mark is not None and hmac.compare_digest(
        keys.of_page(user.id, mark).encode(), proof.encode("utf-8", "replace")
    )


def begin(user: User, mark: str | None = None) -> str:
    """This browser is theirs from now on. A mark goes on where it was theirs before."""
    mark = mark or _mark_of(user) or secrets.token_hex(16)
    g.browser = _stamped(user, mark, int(now().timestamp()))
    return mark


def mark_before(user: User) -> str | None:
    """The mark that goes on when the key of their sessions changes; to be asked before it does."""
    return _mark_of(user)


def forget() -> None:
    """They signed out: pages of theirs that lie about in this browser prove nothing any more."""
    g.browser = ""


def _mark_of(user: User) -> str | None:
    """The mark this browser was given for that person, under the present key of their sessions."""
    cookie = g.get("browser", request.cookies.get(_name(), ""))
    mark, _, at = cookie.rpartition(".")[0].partition(".")
    if not (at.isascii() and at.isdigit() and len(at) < 12):
        return None
    known = _stamped(user, mark, int(at))
    is_theirs = hmac.compare_digest(known.encode(), cookie.encode("utf-8", "replace"))
    is_fresh = now().timestamp() - int(at) < KEPT.total_seconds()
    return mark if is_theirs and is_fresh else None


def _stamped(user: User, mark: str, at: int) -> str:
    return f"{mark}.{at}.{keys.of_browser(user.id, user.session_key, f'{mark}.{at}')}"


def _name() -> str:
    return str(current_app.config["SESSION_COOKIE_NAME"]).replace("session", "browser")


def _send(response: Response) -> Response:
    cookie = g.get("browser")
    if cookie is None:
        return response
    where = {
        "httponly": True,
        "samesite": current_app.config["SESSION_COOKIE_SAMESITE"],
        "secure": current_app.config["SESSION_COOKIE_SECURE"],
    }
    if not cookie:
        response.delete_cookie(_name(), **where)
    else:
        # At a shared computer the mark goes with the window, as the session does.
        age = None if sessions.is_shared() else KEPT
        response.set_cookie(_name(), cookie, max_age=age, **where)
    return response
