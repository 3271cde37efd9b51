"""Endorsements: recording one, correcting it, saying that it was a mistake."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.forms.dated_facts import EndorsementForm
from nap_tracker.i18n import gettext
from nap_tracker.models.endorsement import Endorsement
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Permission
from nap_tracker.services import endorsements, versions
from nap_tracker.services.endorsements import Signed
from nap_tracker.web.dated_facts import fact_page, found, to_version, withdrawn
from nap_tracker.web.door import actor
from nap_tracker.web.storing import stored

bp = Blueprint("endorsements", __name__, url_prefix="/plans/<uuid:plan_id>")

MAY = Permission.ENDORSEMENT_RECORD


@bp.route("/versions/<int:number>/endorsements/new", methods=["GET", "POST"])
def create(plan_id: UUID, number: int) -> ResponseReturnValue:
    """Record that a body endorsed the exact text that was frozen."""
    version = versions.get(actor(), str(plan_id), number, MAY)
    form = EndorsementForm()
    fact = stored(
        form,
        lambda: endorsements.record(
            actor(), version, details=form.details, signed=_signed(), once=form.once.data or ""
        ),
    )
    return _recorded(version, fact) if fact else _page(version, form)


@bp.route("/endorsements/<uuid:fact_id>", methods=["GET", "POST"])
def edit(plan_id: UUID, fact_id: UUID) -> ResponseReturnValue:
    """Correct what was recorded; it stays in the record."""
    version, fact = found(Endorsement, plan_id, fact_id, MAY)
    form = EndorsementForm(corrects=True, obj=fact)
    now = stored(
        form,
        lambda: endorsements.correct(
            actor(),
            version,
            fact,
            details=form.details,
            because=form.because.data,
            signed=_signed(),
        ),
    )
    return _recorded(version, now) if now else _page(version, form, fact)


@bp.route("/endorsements/<uuid:fact_id>/withdraw", methods=["GET", "POST"])
def withdraw(plan_id: UUID, fact_id: UUID) -> ResponseReturnValue:
    """Say that it was recorded by mistake."""
    version, fact = found(Endorsement, plan_id, fact_id, MAY)
    return withdrawn(version, partial(endorsements.withdraw, actor(), version, fact))


def _signed() -> Signed | None:
    sent = request.files.get("file")
    return Signed(sent.filename, sent.read()) if sent is not None and sent.filename else None


def _recorded(version: PlanVersion, fact: Endorsement) -> ResponseReturnValue:
    flash(gettext("The endorsement is recorded."), "success")
    if fact.with_changes and version.plan.versions[-1].id == version.id:
        return redirect(
            url_for(
                "versions.begin",
                plan_id=version.plan_id,
                number=version.number,
                purpose=versions.Purpose.AS_ENDORSED.value,
            )
        )
    return to_version(version)


def _page(
    version: PlanVersion, form: EndorsementForm, fact: Endorsement | None = None
) -> ResponseReturnValue:
    titles = gettext("Record an endorsement"), gettext("Correct an endorsement")
    return fact_page(version, form, fact, noun="endorsements", titles=titles)
