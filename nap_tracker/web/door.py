"""Who comes in: every page asks for a signed-in person unless it stands on the public list."""

from __future__ import annotations

from flask import Flask, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from nap_tracker import database, i18n
from nap_tracker.errors import SignedOut
from nap_tracker.extensions import db, login_manager
from nap_tracker.models.account import User
from nap_tracker.roles import PUBLIC as ANYBODY
from nap_tracker.roles import Actor
from nap_tracker.services import accounts, walls
from nap_tracker.web import sessions, visits
from nap_tracker.web.held_forms import turned_away
from nap_tracker.web.replies import is_for_a_script, signed_out
from nap_tracker.web.transactions import READ_FIRST
from nap_tracker.web.typed import form_sent, typed_words

PUBLIC = frozenset(
    {
        "assets.show",
        "health.show",
        "accounts.sign_in",
        "accounts.forgot_password",
        "accounts.set_password",
        "accounts.accept_invitation",
        "accounts.who",
        "calendars.show",
        "public_progress.current",
        "public_progress.data",
        "public_progress.index",
        "public_progress.show",
        "reviews.calendar",
        "reviews.confirm",
        "reviews.leave",
        "reviews.show",
    }
)
"""Endpoints that answer a visitor who has not signed in. Everything else does not."""

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Install the door, in the order the checks must run."""
    login_manager.user_loader(_load_user)
    app.before_request(_only_read_on_get)
    app.before_request(_deny_by_default)
    app.before_request(_speak_their_language)
    app.teardown_request(_forget_what_was_not_committed)


def actor() -> Actor:
    """Who asks, for services; built once a request."""
    if "actor" not in g:
        g.actor = _of(current_user) if current_user.is_authenticated else _of_link()
        visit = g.get("visit")
        by_link = {visit.party_id} if visit and g.actor is visit.actor else set()
        walls.raise_walls({*(grant.party_id for grant in g.actor.grants), *by_link})
        if g.actor.consents:
            walls.raise_walls({*(x.party_id for x in g.actor.grants), *g.actor.consents})
    asking: Actor = g.actor
    return asking


def _of(user: User) -> Actor:
    """With the roles that came with the cookie, unless somebody else has signed in since."""
    held = g.get("held")
    return accounts.actor_of(user, held[1] if held and held[0].id == user.id else None)


def _of_link() -> Actor:
    """The holder of a personal link, on pages of their round; on every other one anybody."""
    visit = visits.current() if request.endpoint in visits.SEATED else None
    return visit.actor if visit else ANYBODY


def _load_user(cookie: str) -> User | None:
    """The person of a session cookie, unless they signed out everywhere since or were stopped."""
    user_id, _, key = cookie.partition(":")
    found = accounts.at_the_door(user_id)
    if found is None:
        return None
    user, g.held = found[0], found
    if user.session_key != key or user.disabled_at is not None:
        return None
    if sessions.has_rested():
        return None
    # `serve` refuses to start with them; this holds for whatever else serves the pages.
    published = user.sample and current_app.config["MODE"] == "production"
    return None if published else user


def _only_read_on_get() -> None:
    database.read_only(request.method in READING or request.endpoint in READ_FIRST)


def _deny_by_default() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint in PUBLIC:
        actor()
        return None
    if not current_user.is_authenticated:
        if actor().invitation_id is not None:
            return None
        if is_for_a_script():
            return signed_out()
        if (page := turned_away() or _link_is_over()) is not None:
            return page
        if typed_words(form_sent()):
            raise SignedOut
        return redirect(url_for("accounts.sign_in", next=_way_back()))
    actor()
    return None


def _link_is_over() -> ResponseReturnValue | None:
    """Why a page of a review does not open any more, to who opened it by a link before."""
    over = visits.why_over()
    if over is None:
        return None
    _speak_their_language()
    visits.speak(over.language)
    if request.method not in READING:
        raise over  # what was typed is shown to be copied
    message = i18n.gettext(over.message, **over.params)
    return render_template("reviews/is_over.html", message=message), 404


def _way_back() -> str | None:
    """After signing in people land where they wanted to go; a lost POST goes to its page."""
    return request.full_path.rstrip("?") if request.method in READING else None


def _speak_their_language() -> None:
    wanted = request.args.get("lang")
    if wanted in offered():
        session["language"] = wanted
    i18n.set_locale(session.get("language") or _language_of_the_person())


def offered() -> tuple[str, ...]:
    """Interface languages a reader may choose; the made-up one is not among them."""
    return i18n.languages()


def _language_of_the_person() -> str:
    if current_user.is_authenticated and current_user.locale in offered():
        return str(current_user.locale)
    visit = g.get("visit")
    if visit is not None and visit.language in offered():
        return str(visit.language)
    return request.accept_languages.best_match(offered()) or i18n.SOURCE_LANGUAGE


def _forget_what_was_not_committed(_error: BaseException | None) -> None:
    walls.lower_walls()
    db.session.rollback()
