"""Sessions at shared computers: shorter, and nothing is kept in the browser."""

from __future__ import annotations

from flask import Flask, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from nap_tracker.clock import now

QUIET = frozenset({"presence.ping"})
"""What open pages send by themselves: it is no sign that somebody is still working."""


class Sessions(SecureCookieSessionInterface):
    """Flask's own, except that open pages which nobody works in do not prolong a session."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        return request.endpoint not in QUIET and super().should_set_cookie(app, session)


def init_app(app: Flask) -> None:
    """Install the interface, and note when somebody at a shared computer last did something."""
    app.session_interface = Sessions()
    app.before_request(_note_work)


def begin(*, is_shared: bool) -> None:
    """What was ticked at sign-in. A shared computer forgets the session with its browser."""
    g.pop("csrf_token", None)  # made for the session that was here before
    session.permanent = not is_shared
    if is_shared:
        session["shared"] = True
        session["worked_at"] = int(now().timestamp())


def is_shared() -> bool:
    """Whether somebody else may sit here next."""
    return bool(session.get("shared"))


def has_rested() -> bool:
    """Whether nobody has worked in this session at a shared computer for too long."""
    if not is_shared():
        return False
    limit = current_app.config["SHARED_LIFETIME"].total_seconds()
    return bool(now().timestamp() - session.get("worked_at", 0) > limit)


def _note_work() -> None:
    if is_shared() and not has_rested() and request.endpoint not in QUIET:
        session["worked_at"] = int(now().timestamp())
