"""Browsers in which the code of a personal link was typed: the mark they keep, and who comes so."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request, session

from nap_tracker import i18n
from nap_tracker.services import seat_links
from nap_tracker.services.seat_links import Over, Visit

KEPT_DAYS = 120
"""At most: the link itself ends with its round."""
SEATED = frozenset(
    {
        "my_comments.create",
        "my_comments.delete",
        "my_comments.edit",
        "my_comments.file",
        "my_comments.remove_file",
        "my_comments.reply",
        "my_reviews.answer",
        "my_reviews.calendar",
        "my_reviews.hand_in",
        "my_reviews.questions",
        "my_reviews.show",
        "review_files.apply",
        "review_files.choose",
        "review_files.create",
        "review_files.document",
        "review_files.show",
        "review_files.table",
        "review_ledgers.index",
        "review_ledgers.pdf",
        "review_ledgers.xlsx",
        "round_reading.picture",
        "round_reading.section",
        "round_reading.show",
        "round_reading.whole",
    }
)
"""Endpoints that answer the holder of a personal link, each for their own round alone."""


def init_app(app: Flask) -> None:
    """Send the mark where it is new, or over."""
    app.after_request(_send)


def current() -> Visit | None:
    """Who comes by a personal link, asked once a request."""
    if "visit" not in g:
        kept = request.cookies.get(_name(), "")
        g.visit = seat_links.visit(kept) if kept else None
    found: Visit | None = g.visit
    return found


def speak(language: str) -> None:
    """The page is in the language of the invitation until its reader chooses another."""
    if "language" not in session and language in i18n.languages():
        i18n.set_locale(language)


def why_over() -> Over | None:
    """Why this page of a round does not open any more, told to who has opened it before."""
    kept, round_id = request.cookies.get(_name(), ""), (request.view_args or {}).get("round_id")
    if not kept or request.endpoint not in SEATED:
        return None
    return seat_links.why_over(kept, str(round_id))


def is_over() -> bool:
    """Whether the page is one of a round that was closed, to who follows it by its link."""
    visit = current() if request.endpoint in SEATED else None
    round_id = (request.view_args or {}).get("round_id")
    return visit is not None and visit.is_closed and visit.round_id == str(round_id)


def begin(mark: str) -> None:
    """This browser is the reviewer's from now on."""
    g.visit_mark = mark


def end() -> None:
    """Somebody else may sit here next."""
    g.visit_mark = ""
    g.visit = None


def _name() -> str:
    return str(current_app.config["SESSION_COOKIE_NAME"]).replace("session", "review")


def _send(response: Response) -> Response:
    mark = g.get("visit_mark")
    if mark is None:
        return response
    where = {
        "httponly": True,
        "samesite": current_app.config["SESSION_COOKIE_SAMESITE"],
        "secure": current_app.config["SESSION_COOKIE_SECURE"],
    }
    if mark:
        response.set_cookie(_name(), mark, max_age=KEPT_DAYS * 24 * 60 * 60, **where)
    else:
        response.delete_cookie(_name(), **where)
    return response
