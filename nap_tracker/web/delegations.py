"""Delegations: a person on leave hands their role to a colleague for a period, or takes it back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Forbidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.handing_on import DelegationForm
from nap_tracker.i18n import N_, gettext
from nap_tracker.models.account import Membership, Party
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import delegations, parties
from nap_tracker.web.door import actor
from nap_tracker.web.people import after_people
from nap_tracker.web.role_words import Told

bp = Blueprint("delegations", __name__, url_prefix="/parties/<uuid:party_id>/delegations")


@bp.route("/new", methods=["GET", "POST"])
def create(party_id: UUID) -> ResponseReturnValue:
    """Hand one's own role to a colleague from a day to a day."""
    party = parties.get(actor(), str(party_id), Permission.PARTY_SHOW)
    held = {m.id: m for m in delegations.own_roles(actor(), party)}
    if not held:
        raise Forbidden(N_("You have no role here to hand on."))
    told = Told.of(party)
    form = DelegationForm(
        roles=[(m.id, told.role(m)) for m in held.values()],
        colleagues=[(u.id, u.name) for u in delegations.colleagues(actor(), party)],
        role=request.args.get("role") or next(iter(held)),
    )
    if form.validate_on_submit() and _give(party, held[form.role.data], form):
        return redirect(after_people(party))
    return render_template("delegations/create.html", party=party, form=form, errors=form.problems)


@bp.post("/<uuid:delegation_id>/withdraw")
def withdraw(party_id: UUID, delegation_id: UUID) -> ResponseReturnValue:
    """End it now: the holder takes it back, the stand-in gives it back, or who leads ends it."""
    party = parties.get(actor(), str(party_id), Permission.PARTY_SHOW)
    delegation = delegations.find(actor(), party, str(delegation_id))
    name = delegation.delegate.name
    delegations.withdraw(actor(), party, delegation)
    db.session.commit()
    wake("messages")
    flash(gettext("%(name)s stands in no longer.", name=name), "success")
    return redirect(after_people(party))


def _give(party: Party, membership: Membership, form: DelegationForm) -> bool:
    try:
        delegation = delegations.give(
            actor(),
            party,
            membership,
            to_id=form.colleague.data,
            first_day=form.first_day.data,
            last_day=form.last_day.data,
        )
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)
        return False
    name = delegation.delegate.name
    db.session.commit()
    wake("messages")
    flash(gettext("%(name)s will stand in for you. It ends by itself.", name=name), "success")
    return True
