"""What the pages of endorsements, submissions and publications share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
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
    version: PlanVersion,
    form: FactForm,
    fact: DatedFact | None = None,
    *,
    noun: str,
    titles: tuple[str, str],
) -> ResponseReturnValue:
    """The form of a noun, with the exact text it is about; titles to record and to correct."""
    record = records.of_versions(actor(), [version])[version.id]
    plan_id = version.plan_id
    return render_template(
        f"{noun}/create.html",
        version=version,
        tabs=tabs(version),
        form=form,
        takes_file="file" in form,
        action=here(),
        errors=form.problems,
        title=titles[fact is not None],
        pdf=sealing.newest(record.files, sealing.Kind.ORIGINAL)
        or sealing.newest(record.files, sealing.Kind.PDF),
        redacted=frozen_texts.of_version(actor(), version),
        withdraw_url=url_for(f"{noun}.withdraw", plan_id=plan_id, fact_id=fact.id) if fact else "",
    )


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
