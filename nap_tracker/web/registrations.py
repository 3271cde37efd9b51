"""Registering a plan that was endorsed or submitted elsewhere."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.content.audience import Audience
from nap_tracker.errors import Forbidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.registrations import RegistrationForm, registration_form
from nap_tracker.i18n import N_, chosen, gettext
from nap_tracker.permissions import can
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import parties, people, registrations
from nap_tracker.services.registrations import Acts, Original
from nap_tracker.web.door import actor

bp = Blueprint("registrations", __name__, url_prefix="/plans/register")


@bp.route("", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """The plan's name, its original file, and what happened to it elsewhere."""
    led = [p for p in people.parties_of(actor()) if can(actor(), Permission.PLAN_REGISTER, p)]
    if not led:
        raise Forbidden(N_("Your role does not allow this. Ask your coordinator or focal point."))
    form = registration_form((party.id, chosen(party.name)) for party in led)
    if form.validate_on_submit():
        try:
            plan_id = _register(form)
        except Invalid as error:
            db.session.rollback()
            form.refuse(error)
        else:
            flash(gettext("The plan is registered, and its text is frozen."), "success")
            return redirect(url_for("versions.show", plan_id=plan_id, number=1))
    return render_template("registrations/create.html", form=form, errors=form.problems)


def _register(form: RegistrationForm) -> str:
    party = parties.get(actor(), form["party"].data, Permission.PLAN_REGISTER)
    sent = request.files["file"]
    plan = registrations.register(
        actor(),
        party,
        details={**form.facts, "title": form.titles({}), "short_title": {}},
        original=Original(sent.filename or "", sent.read(), Audience(form["audience"].data)),
        acts=Acts(form.endorsement, form.submission, form.publication),
        once=form["once"].data,
    )
    db.session.commit()
    wake("exports")
    wake("messages")
    return plan.id
