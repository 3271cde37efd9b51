"""What the pages of endorsements, submissions and publications share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.dated_facts import FactForm, WithdrawalForm
from nap_tracker.i18n import gettext
from nap_tracker.models.dated_fact import DatedFact
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import Permission
from nap_tracker.services import dated_facts, frozen_texts, records, sealing, versions
from nap_tracker.web.door import actor
from nap_tracker.web.entries import here, nothing_here
from nap_tracker.web.plan_pages import tabs

F = TypeVar("F", bound=DatedFact)


def found(
    table: type[F], plan_id: UUID, fact_id: UUID, permission: Permission = Permission.PLAN_SHOW
) -> tuple[PlanVersion, F]:
    """A fact with the version it is about. Raises Hidden."""
    fact = dated_facts.get(actor(), table, str(plan_id), str(fact_id))
    for version in versions.of_plan(actor(), str(plan_id)):
        if version.id == fact.version_id:
            return versions.get(actor(), str(plan_id), version.number, permission), fact
    raise nothing_here()


def fact_page(
    version: PlanVersion, form: FactForm, *, title: str, withdraw_url: str = ""
) -> dict[str, Any]:
    """What the templates of forms are given: the exact files the fact is about, and the form."""
    record = records.of_versions(actor(), [version])[version.id]
    return {
        "version": version,
        "tabs": tabs(version),
        "form": form,
        "action": here(),
        "errors": form.problems,
        "title": title,
        "pdf": sealing.newest(record.files, sealing.Kind.ORIGINAL)
        or sealing.newest(record.files, sealing.Kind.PDF),
        "redacted": frozen_texts.of_version(actor(), version),
        "withdraw_url": withdraw_url,
    }


def withdrawn(version: PlanVersion, withdraw: Callable[..., None]) -> ResponseReturnValue:
    """The page that asks why, and what comes after."""
    form = WithdrawalForm()
    if form.validate_on_submit():
        try:
            withdraw(because=form.because.data)
        except Invalid as error:
            db.session.rollback()
            form.refuse(error)
        else:
            db.session.commit()
            flash(gettext("It holds no more. It stays in the record."), "success")
            return to_version(version)
    return render_template(
        "versions/withdraw.html",
        version=version,
        tabs=tabs(version),
        form=form,
        action=here(),
        errors=form.problems,
    )


def to_version(version: PlanVersion) -> ResponseReturnValue:
    """Back to the version something was recorded of."""
    return redirect(url_for("versions.show", plan_id=version.plan_id, number=version.number))
