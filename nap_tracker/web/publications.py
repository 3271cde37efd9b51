"""Publications: recording one, correcting it, saying that it was a mistake."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue

from nap_tracker.forms.dated_facts import PublicationForm
from nap_tracker.i18n import gettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.publication import Publication
from nap_tracker.roles import Permission
from nap_tracker.services import publications, versions
from nap_tracker.web.dated_facts import fact_page, found, to_version, withdrawn
from nap_tracker.web.door import actor
from nap_tracker.web.storing import stored

bp = Blueprint("publications", __name__, url_prefix="/plans/<uuid:plan_id>")

MAY = Permission.PUBLICATION_RECORD


@bp.route("/versions/<int:number>/publications/new", methods=["GET", "POST"])
def create(plan_id: UUID, number: int) -> ResponseReturnValue:
    """Record where this version can be read."""
    version = versions.get(actor(), str(plan_id), number, MAY)
    form = PublicationForm()
    fact = stored(
        form,
        lambda: publications.record(
            actor(), version, details=form.details, once=form.once.data or ""
        ),
    )
    return _recorded(version) if fact else _page(version, form)


@bp.route("/publications/<uuid:fact_id>", methods=["GET", "POST"])
def edit(plan_id: UUID, fact_id: UUID) -> ResponseReturnValue:
    """Correct what was recorded; it stays in the record."""
    version, fact = found(Publication, plan_id, fact_id, MAY)
    form = PublicationForm(corrects=True, obj=fact)
    now = stored(
        form,
        lambda: publications.correct(
            actor(), version, fact, details=form.details, because=form.because.data
        ),
    )
    return _recorded(version) if now else _page(version, form, fact)


@bp.route("/publications/<uuid:fact_id>/withdraw", methods=["GET", "POST"])
def withdraw(plan_id: UUID, fact_id: UUID) -> ResponseReturnValue:
    """Say that it was recorded by mistake."""
    version, fact = found(Publication, plan_id, fact_id, MAY)
    return withdrawn(version, partial(publications.withdraw, actor(), version, fact))


def _recorded(version: PlanVersion) -> ResponseReturnValue:
    flash(gettext("The publication is recorded."), "success")
    return to_version(version)


def _page(
    version: PlanVersion, form: PublicationForm, fact: Publication | None = None
) -> ResponseReturnValue:
    titles = gettext("Record a publication"), gettext("Correct a publication")
    return fact_page(version, form, fact, noun="publications", titles=titles)
