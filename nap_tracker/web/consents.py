"""Consents: a focal point lets an administrator read for some days, or takes that back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.people import ConsentForm
from nap_tracker.i18n import gettext
from nap_tracker.models.account import Party
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import consents, parties
from nap_tracker.web.door import actor

bp = Blueprint("consents", __name__, url_prefix="/parties/<uuid:party_id>/consents")


@bp.route("/new", methods=["GET", "POST"])
def create(party_id: UUID) -> ResponseReturnValue:
    """Let one administrator read the Party's content."""
    party = parties.get(actor(), str(party_id), Permission.CONSENT_GIVE)
    people = consents.administrators(actor(), party)
    form = ConsentForm(administrators=[(u.id, f"{u.name} ({u.email})") for u in people])
    if form.validate_on_submit() and _give(party, form):
        return redirect(url_for("parties.show", party_id=party_id))
    return render_template("consents/create.html", party=party, form=form, errors=form.problems)


@bp.post("/<uuid:consent_id>/withdraw")
def withdraw(party_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Take it back from this moment on."""
    party = parties.get(actor(), str(party_id), Permission.CONSENT_GIVE)
    consents.withdraw(actor(), party, consents.find(actor(), party, str(consent_id)))
    db.session.commit()
    flash(gettext("The consent is withdrawn."), "success")
    return redirect(url_for("parties.show", party_id=party_id))


def _give(party: Party, form: ConsentForm) -> bool:
    try:
        consents.give(
            actor(),
            party,
            administrator_id=form.administrator.data,
            reason=form.reason.data,
            days=form.days.data,
        )
    except Invalid as error:
        form.refuse(error)
        return False
    db.session.commit()
    wake("messages")
    flash(gettext("The administrator can read the Party's content now."), "success")
    return True
