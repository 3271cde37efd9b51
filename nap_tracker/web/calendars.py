"""A person's calendar: its address on the account page, and what is read at it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.extensions import db
from nap_tracker.i18n import gettext
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import calendars, parties
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


@bp.post("/parties/<uuid:party_id>/calendars/<uuid:user_id>/close")
def close_for(party_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Let nobody read the calendar of somebody of the Party any more."""
    party = parties.get(actor(), str(party_id), Permission.CALENDAR_CLOSE)
    name = calendars.close_for(actor(), party, str(user_id)).name
    db.session.commit()
    wake("messages")
    flash(gettext("The calendar address of %(name)s is closed.", name=name), "success")
    return redirect(url_for("people.show", party_id=party_id))


@bp.post("/account/calendar/close")
def close() -> ResponseReturnValue:
    """Let nobody read it any more."""
    calendars.close(actor())
    db.session.commit()
    flash(gettext("Your calendar is closed. Nobody can read it any more."), "success")
    return redirect(url_for("accounts.show", _anchor="calendar"))
