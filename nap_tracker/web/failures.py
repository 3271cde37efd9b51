"""Domain errors become pages, once and for all views."""

from __future__ import annotations

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from nap_tracker import errors
from nap_tracker.extensions import db
from nap_tracker.i18n import N_

STATUS: dict[type[errors.DomainError], int] = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.InvalidTransition: 409,
    errors.StaleEdit: 409,
    errors.NotReady: 409,
    errors.Invalid: 400,
    errors.InvalidFile: 400,
    errors.TooMany: 429,
}
PAGES = frozenset({400, 403, 404, 409, 413, 429, 500, 503})

_EXPIRED = N_(
    "This form was open for too long or in another window. Go back, reload the page and send it"
    " again."
)


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(errors.DomainError, _domain)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _broken)


def _domain(error: errors.DomainError) -> ResponseReturnValue:
    db.session.rollback()
    status = STATUS[type(error)]
    return render_template(f"errors/{status}.html", error=error), status


def _csrf(error: CSRFError) -> ResponseReturnValue:
    return render_template("errors/400.html", error=errors.Invalid(_EXPIRED)), 400


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code not in PAGES:
        return error
    return render_template(f"errors/{error.code}.html", error=None), error.code


def _broken(_error: BaseException) -> ResponseReturnValue:
    db.session.rollback()
    return render_template("errors/500.html", error=None), 500
