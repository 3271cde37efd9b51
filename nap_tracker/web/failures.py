"""Domain errors become pages, once and for all views."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from nap_tracker import errors
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, gettext
from nap_tracker.web import visits
from nap_tracker.web.door import actor
from nap_tracker.web.held_forms import holds, to_be_copied, turned_away
from nap_tracker.web.replies import is_for_a_script, reply, signed_out
from nap_tracker.web.typed import form_sent, typed_words

STATUS: dict[type[errors.DomainError], int] = {
    errors.SignedOut: 401,
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.InvalidTransition: 409,
    errors.Locked: 423,
    errors.StaleEdit: 409,
    errors.NotReady: 409,
    errors.Invalid: 400,
    errors.InvalidFile: 400,
    errors.TooMany: 429,
}
PAGES = frozenset({400, 401, 403, 404, 409, 413, 423, 429, 500, 503})

CODES: dict[type[errors.DomainError], str] = {
    errors.SignedOut: "signed_out",
    errors.NotFound: "forbidden",
    errors.Forbidden: "forbidden",
    errors.ReadOnly: "locked",
    errors.InvalidTransition: "locked",
    errors.Locked: "locked",
    errors.NotReady: "locked",
    errors.Redacted: "redacted",
    errors.StaleEdit: "locked",
    errors.Invalid: "invalid",
    errors.InvalidFile: "invalid",
    errors.TooMany: "invalid",
}
"""What a script is told. A plan that is frozen, or locked on purpose, takes nothing just now."""

_EXPIRED = N_(
    "This form was open for too long or in another window. Go back, reload the page and send it"
    " again."
)


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.log_exception = _log  # type: ignore[method-assign]
    app.register_error_handler(errors.DomainError, _domain)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _broken)


def _domain(error: errors.DomainError) -> ResponseReturnValue:
    db.session.rollback()
    if is_for_a_script():
        return _reply(error)
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), None)
    if status is None:
        _log((type(error), error, error.__traceback__))
        return _broken(error)
    if isinstance(error, errors.Redacted):
        return render_template("errors/redacted.html", message=gettext(error.message)), status
    if isinstance(error, errors.Frozen):
        return _page(status, gettext(error.message), "errors/frozen.html")
    if status in (403, 404) and visits.is_over():
        return _page(status, template="errors/round_is_closed.html")
    is_hidden = isinstance(error, errors.Hidden)
    return _page(status, "" if is_hidden else gettext(error.message, **error.params))


def _log(exc_info: Any) -> None:
    """Which page broke. Flask would write its address, and some addresses are secrets."""
    current_app.logger.error("A page broke: %s", request.endpoint, exc_info=exc_info)


def _csrf(error: CSRFError) -> ResponseReturnValue:
    if is_for_a_script():
        return signed_out()
    if (page := turned_away()) is not None:
        return page
    is_out = not current_user.is_authenticated
    return _page(401 if is_out and holds() else 400, gettext(_EXPIRED))


def _reply(error: errors.DomainError) -> ResponseReturnValue:
    """The same refusal for a script."""
    code = next((CODES[kind] for kind in type(error).__mro__ if kind in CODES), "server_error")
    if code == "server_error":
        current_app.logger.error("A reply broke: %s", type(error).__name__, exc_info=error)
        return reply(code)
    return reply(code, gettext(error.message, **error.params))


def _http(error: HTTPException) -> ResponseReturnValue:
    if is_for_a_script() and error.code in (400, 404, 413):
        return reply("invalid", gettext("This could not be taken. Copy it, then reload the page."))
    if error.code not in PAGES:
        return error
    return _page(error.code)


def _broken(_error: BaseException) -> ResponseReturnValue:
    db.session.rollback()
    if is_for_a_script():
        return reply("server_error")
    return _page(500)


def _page(status: int, message: str = "", template: str = "") -> ResponseReturnValue:
    """The page of a failure; `message` is what the refusal itself says, in the reader's words."""
    typed = typed_words(_at_stake(status))
    page = template or f"errors/{status}.html"
    return render_template(page, message=message, typed=typed), status


def _at_stake(status: int) -> MultiDict[str, str]:
    """What was sent, or was to come back; where a page broke, nothing is read any more."""
    if request.method == "POST" or status >= 500:
        return form_sent()
    return to_be_copied(actor())
