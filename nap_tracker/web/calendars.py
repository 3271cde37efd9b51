"""A person's calendar: its address on the account page, and what is read at it."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.extensions import db
from nap_tracker.i18n import gettext
from nap_tracker.services import calendars
from nap_tracker.web.door import actor

bp = Blueprint("calendars", __name__)


@bp.get("/calendar/<token>.ics")
def show(token: str) -> ResponseReturnValue:
    """For calendar programs, which know nobody's password: who has the address reads it."""
    response = make_response(calendars.read(token))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="nap-tracker.ics"'
    return response


@bp.post("/account/calendar/open")
def open_() -> ResponseReturnValue:
    """Make an address; the one before stops working."""
    calendars.open_(actor())
    db.session.commit()
    flash(gettext("Your calendar has a new address. An earlier one no longer works."), "success")
    return redirect(url_for("accounts.show", _anchor="calendar"))


@bp.post("/account/calendar/close")
def close() -> ResponseReturnValue:
    """Let nobody read it any more."""
    calendars.close(actor())
    db.session.commit()
    flash(gettext("Your calendar is closed. Nobody can read it any more."), "success")
    return redirect(url_for("accounts.show", _anchor="calendar"))
