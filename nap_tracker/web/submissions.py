"""Submissions: what is sent, recording that it was, the receipt, correcting it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.forms.dated_facts import BundleForm, SubmissionForm
from nap_tracker.i18n import gettext, language_name, languages, locale, moment
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.submission import Submission
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import (
    bundles,
    frozen_texts,
    receipts,
    records,
    sealing,
    submissions,
    versions,
    withdrawals,
)
from nap_tracker.services.records import Record
from nap_tracker.web.dated_facts import fact_page, found, to_version, withdrawn
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.protection_words import removal_url
from nap_tracker.web.storing import stored

bp = Blueprint("submissions", __name__, url_prefix="/plans/<uuid:plan_id>")

MAY = Permission.SUBMISSION_RECORD


@bp.route("/versions/<int:number>/bundle", methods=["GET", "POST"])
def bundle(plan_id: UUID, number: int) -> ResponseReturnValue:
    """What stands in the cover letter; the bundle is made and kept with its sum."""
    version = versions.get(actor(), str(plan_id), number, MAY)
    record = records.of_versions(actor(), [version])[version.id]
    form = BundleForm(languages=_languages(), data={"language": _language(version)})
    if stored(form, lambda: bundles.make(actor(), version, _wanted(form, record))):
        flash(gettext("The bundle is ready. Send it, then record that it was sent."), "success")
        return to_version(version)
    return render_template(
        "submissions/bundle.html",
        version=version,
        tabs=tabs(version),
        form=form,
        errors=form.problems,
        record=record,
        not_spoken=_not_spoken(version),
        redacted=frozen_texts.of_version(actor(), version),
    )


@bp.route("/versions/<int:number>/submissions/new", methods=["GET", "POST"])
def create(plan_id: UUID, number: int) -> ResponseReturnValue:
    """Record that this version was sent to the Secretariat."""
    version = versions.get(actor(), str(plan_id), number, MAY)
    form = SubmissionForm(bundles=_bundles(version))
    fact = stored(
        form,
        lambda: submissions.record(
            actor(), version, details=form.details, once=form.once.data or ""
        ),
    )
    return _recorded(fact) if fact else _page(version, form)


@bp.get("/submissions/<uuid:fact_id>")
def show(plan_id: UUID, fact_id: UUID) -> ResponseReturnValue:
    """The receipt."""
    version, fact = found(Submission, plan_id, fact_id)
    record = records.of_versions(actor(), [version])[version.id]
    return render_template(
        "submissions/show.html",
        version=version,
        tabs=tabs(version),
        fact=fact,
        title=receipts.title(fact),
        lines=receipts.lines(fact),
        duties=receipts.duties(fact),
        pdf=record.file(fact.receipt_id),
        redacted=frozen_texts.of_version(actor(), version),
        removal_url=removal_url(version),
        withdrawn=withdrawals.told_of(version.party_id, receipts.sums(fact)),
    )


@bp.route("/submissions/<uuid:fact_id>/edit", methods=["GET", "POST"])
def edit(plan_id: UUID, fact_id: UUID) -> ResponseReturnValue:
    """Correct what was recorded, or add when it was received; the receipt before stays."""
    version, fact = found(Submission, plan_id, fact_id, MAY)
    form = SubmissionForm(bundles=_bundles(version), corrects=True, obj=fact)
    now = stored(
        form,
        lambda: submissions.correct(
            actor(), version, fact, details=form.details, because=form.because.data
        ),
    )
    return _recorded(now) if now else _page(version, form, fact)


@bp.route("/submissions/<uuid:fact_id>/withdraw", methods=["GET", "POST"])
def withdraw(plan_id: UUID, fact_id: UUID) -> ResponseReturnValue:
    """Say that it was recorded by mistake."""
    version, fact = found(Submission, plan_id, fact_id, MAY)
    return withdrawn(version, partial(submissions.withdraw, actor(), version, fact))


def _recorded(fact: Submission) -> ResponseReturnValue:
    wake("exports")
    wake("messages")
    flash(gettext("The submission is recorded. This is its receipt."), "success")
    return redirect(url_for("submissions.show", plan_id=fact.plan_id, fact_id=fact.id))


def _page(
    version: PlanVersion, form: SubmissionForm, fact: Submission | None = None
) -> ResponseReturnValue:
    titles = gettext("Record a submission"), gettext("Correct a submission")
    return fact_page(version, form, fact, noun="submissions", titles=titles)


def _bundles(version: PlanVersion) -> list[tuple[str, str]]:
    record = records.of_versions(actor(), [version])[version.id]
    zone = version.plan.party.time_zone
    return [
        (
            one.id,
            gettext("%(name)s, made %(moment)s", name=one.name, moment=moment(one.kept_at, zone)),
        )
        for one in record.bundles
    ]


def _languages() -> list[tuple[str, str]]:
    return [(tag, language_name(tag, locale())) for tag in languages()]


def _language(version: PlanVersion) -> str:
    """That of the plan where the program speaks it; otherwise the page says that it does not."""
    tag = version.plan.language
    return tag if tag in languages() else languages()[0]


def _not_spoken(version: PlanVersion) -> str:
    """The name of the plan's language, where no letter can be written in it."""
    tag = version.plan.language
    return "" if tag in languages() else language_name(tag, locale())


def _wanted(form: BundleForm, record: Record) -> bundles.Wanted:
    signed = [f.id for f in record.files if f.kind == sealing.Kind.ENDORSEMENT]
    return bundles.Wanted(
        language=form.language.data,
        reference=form.reference.data,
        contact=form.contact.data,
        signatory=form.signatory.data,
        may_publish=form.may_publish.data,
        endorsements=frozenset(signed if form.with_endorsements.data else ()),
    )
