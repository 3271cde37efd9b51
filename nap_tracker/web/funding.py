"""Recording what was secured and spent, withdrawing a mistake, handing the evidence out."""

from __future__ import annotations

import io
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.content import money_words
from nap_tracker.content.tracked import TrackedActivity
from nap_tracker.forms.dated_facts import WithdrawalForm
from nap_tracker.forms.funding import FundingForm
from nap_tracker.i18n import chosen, gettext
from nap_tracker.roles import Permission
from nap_tracker.services import finances, funding
from nap_tracker.services.attaching import Sent
from nap_tracker.services.finances import Money
from nap_tracker.web.door import actor
from nap_tracker.web.entries import here
from nap_tracker.web.finances import activity_of, opened
from nap_tracker.web.money_tables import called
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.storing import stored

bp = Blueprint("funding", __name__, url_prefix="/plans/<uuid:plan_id>/money")

MAY = Permission.MONEY_RECORD


@bp.route("/record", methods=["GET", "POST"])
@bp.route("/activities/<uuid:activity_uid>/record", methods=["GET", "POST"])
def create(plan_id: UUID, activity_uid: UUID | None = None) -> ResponseReturnValue:
    """Record money for one activity, or for the plan as a whole."""
    version, money = opened(plan_id, MAY)
    activity = activity_of(money, activity_uid) if activity_uid else None
    form = _form(money, activity, version.plan.language)
    made = stored(
        form,
        lambda: funding.record(
            actor(),
            version,
            money.tracked,
            details={**form.details, "activity_uid": activity.uid if activity else None},
            evidence=_sent(),
            once=form.once.data or "",
        ),
    )
    if made:
        flash(gettext("It is recorded."), "success")
        return redirect(_page(plan_id, made.activity_uid))
    return render_template(
        "funding/create.html",
        version=version,
        tabs=tabs(version),
        form=form,
        action=here(),
        errors=form.problems,
        about=called(activity, money) if activity else gettext("The plan as a whole"),
        back=_page(plan_id, activity.uid if activity else None),
    )


@bp.route("/records/<uuid:record_id>/withdraw", methods=["GET", "POST"])
def withdraw(plan_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Say that it was recorded by mistake."""
    version, _money = opened(plan_id, MAY)
    entry = funding.get(actor(), version, str(record_id))
    form = WithdrawalForm()

    def act() -> bool:
        funding.withdraw(actor(), version, entry, because=form.because.data)
        return True

    if stored(form, act):
        flash(gettext("It holds no more. It stays in the record."), "success")
        return redirect(_page(plan_id, entry.activity_uid))
    return render_template(
        "funding/withdraw.html",
        version=version,
        tabs=tabs(version),
        form=form,
        action=here(),
        errors=form.problems,
        about=money_words.sum_of(entry.amount, entry.currency),
        back=_page(plan_id, entry.activity_uid),
    )


@bp.get("/records/<uuid:record_id>/evidence")
def evidence(plan_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """The file that proves a record, without its metadata."""
    version, _money = opened(plan_id, MAY)
    copy = funding.evidence_of(actor(), version, str(record_id))
    data = io.BytesIO(copy.data)
    answer = send_file(data, copy.media_type, as_attachment=True, download_name=copy.name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _form(money: Money, activity: TrackedActivity | None, language: str) -> FundingForm:
    lines = [money.tracked.line(uid) for uid in activity.lines] if activity else []
    return FundingForm(
        language=language,
        used=money.offered,
        sources=[(one.code, one.label) for one in finances.source_types(money.schema)],
        lines=[
            (one.uid, chosen(one.description, language) or gettext("Untitled"))
            for one in lines
            if one is not None
        ],
    )


def _page(plan_id: UUID, activity: str | None) -> str:
    """Where the money of an activity, or of the whole plan, is read."""
    if activity is None:
        return url_for("finances.index", plan_id=plan_id, _anchor="records")
    return url_for("finances.show", plan_id=plan_id, activity_uid=activity)


def _sent() -> Sent | None:
    file = request.files.get("file")
    return (file.filename, file.read()) if file is not None and file.filename else None
