"""Publishing how a plan is carried out: what is public, choosing, reading before, taking back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.clock import today
from nap_tracker.content.public_progress import FLAGGED
from nap_tracker.errors import Invalid, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.forms.progress_publications import (
    PublicationOfProgressForm,
    WithdrawalOfProgressForm,
    publication_form,
)
from nap_tracker.i18n import gettext, language_name, listing, locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import progress_publications, publishable, tracking
from nap_tracker.services.plans import schema_of
from nap_tracker.services.progress_publications import Draft, Wish
from nap_tracker.services.publishable import Candidate, Offer
from nap_tracker.web import publishing_choice
from nap_tracker.web.door import actor, offered
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.published_tables import groups, in_its_language
from nap_tracker.web.storing import stored

bp = Blueprint(
    "progress_publications", __name__, url_prefix="/plans/<uuid:plan_id>/progress-publications"
)

MAY = Permission.PROGRESS_PUBLISH
ALL = "all-"
"""An act of the form that chooses every thing of a kind."""


@bp.get("")
def index(plan_id: UUID) -> ResponseReturnValue:
    """What the public reads of the implementation, and what it read before."""
    version = tracking.in_force(actor(), str(plan_id))
    return render_template(
        "progress_publications/index.html",
        version=version,
        tabs=tabs(version),
        publications=progress_publications.of_plan(actor(), version),
        publishes=can(actor(), MAY, version),
    )


@bp.route("/new", methods=["GET", "POST"])
def create(plan_id: UUID) -> ResponseReturnValue:
    """Choose thing by thing; read it as the public will; then publish."""
    version = tracking.in_force(actor(), str(plan_id), MAY)
    form = _form(version)
    offer = publishable.look(actor(), version, until=_until(version, form))
    found = offer.candidates(_language(form))
    act = request.form.get("act", "")
    if request.method == "GET":
        form.chosen.data = _as_last_time(version, found)
    elif act.startswith(ALL):
        form.chosen.data = [*(form.chosen.data or ()), *_of_kind(found, act.removeprefix(ALL))]
    elif (draft := _drafted(version, form, offer, act)) is not None:
        return _publish(version, form, draft) if act == "publish" else _read(version, form, draft)
    return render_template(
        "progress_publications/create.html",
        version=version,
        tabs=tabs(version),
        form=form,
        groups=publishing_choice.groups(
            found, schema_of(version, locale()).items, form.chosen.data or ()
        ),
        further=(further := progress_publications.further_languages(version, _language(form))),
        further_names=_names(further),
        wordless=_names([one for one in version.plan.languages if one not in offered()]),
        errors=form.problems,
    )


@bp.route("/<uuid:publication_id>/withdraw", methods=["GET", "POST"])
def withdraw(plan_id: UUID, publication_id: UUID) -> ResponseReturnValue:
    """Take a publication back, with a reason."""
    version = tracking.in_force(actor(), str(plan_id), MAY)
    publication = progress_publications.get(actor(), version, str(publication_id))
    form = WithdrawalOfProgressForm()

    def act() -> bool:
        because = form.because.data or ""
        progress_publications.withdraw(actor(), version, publication, because=because)
        return True

    if stored(form, act):
        flash(gettext("It is withdrawn. Its page now says so and shows nothing of it."), "success")
        return redirect(url_for("progress_publications.index", plan_id=plan_id))
    return render_template(
        "progress_publications/withdraw.html",
        version=version,
        tabs=tabs(version),
        publication=publication,
        form=form,
        errors=form.problems,
    )


def _drafted(
    version: PlanVersion, form: PublicationOfProgressForm, offer: Offer, act: str
) -> Draft | None:
    """What would be public; None where that was not asked for, or the form says what is wrong."""
    if act not in ("check", "publish") or not form.validate_on_submit():
        return None
    try:
        return progress_publications.draft(version, _wish(form), offer)
    except Invalid as error:
        form.refuse(error)
        return None


def _read(version: PlanVersion, form: PublicationOfProgressForm, draft: Draft) -> str:
    """The very page the public will read, and the button that makes it public."""
    form.seen.data = draft.sha256
    return render_template(
        "progress_publications/confirm.html",
        version=version,
        tabs=tabs(version),
        form=form,
        draft=draft,
        editions=[
            (one, groups(one, f"{one.language}-" if place else ""))
            for place, one in enumerate((draft.progress, *draft.progress.others))
        ],
        in_its_language=in_its_language,
        errors=form.problems,
    )


def _publish(
    version: PlanVersion, form: PublicationOfProgressForm, draft: Draft
) -> ResponseReturnValue:
    try:
        progress_publications.publish(
            actor(), version, _wish(form), seen=form.seen.data or "", id=form.uid.data or ""
        )
    except StaleEdit as error:
        db.session.rollback()
        form.form_errors.append(gettext(error.message))
        return _read(version, form, draft)
    db.session.commit()
    wake("messages")
    flash(gettext("It is published. Everybody can read it now."), "success")
    return redirect(url_for("progress_publications.index", plan_id=version.plan_id))


def _form(version: PlanVersion) -> PublicationOfProgressForm:
    language = version.plan.language if version.plan.language in offered() else locale()
    on = today(version.plan.party.time_zone)
    further = [one for one in version.plan.languages if one in offered()]
    return publication_form(offered(), further, {"until": on, "language": language})


def _language(form: PublicationOfProgressForm) -> str:
    """That was chosen, as far as it can be."""
    return form.language.data if form.language.data in offered() else locale()


def _names(languages: Sequence[str]) -> str:
    return listing([language_name(one) for one in languages]) if languages else ""


def _until(version: PlanVersion, form: PublicationOfProgressForm) -> date:
    typed: date | None = form.until.data
    return typed or today(version.plan.party.time_zone)


def _wish(form: PublicationOfProgressForm) -> Wish:
    return Wish(
        name=form.name.data or "",
        until=str(form.until.data or ""),
        language=form.language.data or "",
        chosen=frozenset(form.chosen.data or ()),
        starts_on=str(form.starts_on.data or ""),
        note=form.note.data or "",
        names=form.typed("name"),
        notes=form.typed("note"),
    )


def _as_last_time(version: PlanVersion, found: Sequence[Candidate]) -> list[str]:
    """What is public now is chosen again, but for what nobody should choose unasked."""
    newest = next(iter(progress_publications.of_plan(actor(), version)), None)
    if newest is None or newest.withdrawn_at is not None:
        return []
    before = {f"{one['kind']}:{one['uid']}" for one in newest.content["stands"]}
    return [c.key for c in found if c.key in before and not c.is_flagged and not c.is_kept]


def _of_kind(found: Sequence[Candidate], kind: str) -> list[str]:
    if kind in FLAGGED:
        return []
    return [one.key for one in found if one.stand.kind == kind and not one.is_kept]
