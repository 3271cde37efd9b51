"""Versions of a plan: the list, one of them, reading it, what changed, freezing, the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import InvalidTransition
from nap_tracker.extensions import db
from nap_tracker.forms.versions import FreezeForm, NextForm
from nap_tracker.i18n import N_, gettext, locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import (
    frozen_texts,
    lifecycle,
    plans,
    records,
    sealing,
    versions,
    withdrawals,
)
from nap_tracker.services.frozen_texts import Redacted
from nap_tracker.services.records import Record
from nap_tracker.services.versions import PURPOSE_NAMES, Purpose
from nap_tracker.web.change_pages import page_of
from nap_tracker.web.door import actor
from nap_tracker.web.entries import Desk, known, nothing_here
from nap_tracker.web.histories import page_number
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.protection_words import removal_url
from nap_tracker.web.version_reading import entry_reading, reading_of, section_names

bp = Blueprint("versions", __name__, url_prefix="/plans/<uuid:plan_id>/versions")

FACTS = {
    "languages": N_("Languages"),
    "period_end": N_("The plan ends"),
    "period_start": N_("The plan begins"),
    "short_title": N_("Short title"),
    "title": N_("Title"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One version in the list."""

    version: PlanVersion
    purpose: str
    record: Record
    redacted: Sequence[Redacted]


@bp.get("")
def index(plan_id: UUID) -> ResponseReturnValue:
    """Every version, with what was done with it."""
    found = versions.of_plan(actor(), str(plan_id))
    told = records.of_versions(actor(), found)
    taken = frozen_texts.of_versions(actor(), found)
    lines = [Line(v, gettext(PURPOSE_NAMES[v.purpose]), told[v.id], taken[v.id]) for v in found]
    return render_template(
        "versions/index.html", version=found[0], tabs=tabs(found[0]), lines=lines
    )


@bp.get("/<int:number>")
def show(plan_id: UUID, number: int) -> ResponseReturnValue:
    """One version: its state, its files, who endorsed it, when it was sent and published."""
    found = versions.of_plan(actor(), str(plan_id))
    version = next((one for one in found if one.number == number), None)
    if version is None:
        raise nothing_here()
    record = records.of_versions(actor(), [version])[version.id]
    return render_template(
        "versions/show.html",
        version=version,
        newest=found[0],
        tabs=tabs(found[0]),
        purpose=gettext(PURPOSE_NAMES[version.purpose]),
        record=record,
        kinds=sealing.KIND_NAMES,
        making=sealing.being_made(version) if version.frozen_at else (),
        sections=section_names(version) if _has_words(version) else (),
        warnings=records.warnings(version, record),
        redacted=frozen_texts.of_version(actor(), version),
        removal_url=removal_url(version),
        withdrawn=withdrawals.told_of(version.party_id, record.withdrawn),
    )


@bp.get("/<int:number>/sections/<string:section_id>")
def read(plan_id: UUID, number: int, section_id: str) -> ResponseReturnValue:
    """One section of one version, as it is or as it was frozen."""
    version = versions.get(actor(), str(plan_id), number)
    at = Desk(version, plans.schema_of(version, locale()))
    section = known(at.schema.section, section_id)
    return render_template(
        "versions/read.html",
        desk=at,
        section=section,
        reading=entry_reading(at, section, page_number()),
        redacted=frozen_texts.of_version(actor(), version),
        names=section_names(version),
    )


@bp.get("/<int:number>/changes")
def changes(plan_id: UUID, number: int) -> ResponseReturnValue:
    """What this version says otherwise than another, by field; the one it was copied from."""
    after = versions.get(actor(), str(plan_id), number)
    since = request.args.get("since", after.based_on or number - 1, type=int)
    before = versions.get(actor(), str(plan_id), since)
    found = versions.changes(actor(), before, after)
    at = Desk(after, plans.schema_of(after, locale()))
    was, now = reading_of(at, found.before), reading_of(at, found.after)
    return render_template(
        "versions/changes.html",
        desk=at,
        before=before,
        after=after,
        others=versions.of_plan(actor(), str(plan_id)),
        facts=[gettext(FACTS[name]) for name in found.facts],
        changes=page_of(found.entries, was, now),
    )


@bp.route("/<int:number>/freeze", methods=["GET", "POST"])
def freeze(plan_id: UUID, number: int) -> ResponseReturnValue:
    """Freezing what a body endorsed; any other text is frozen when it is sent for endorsement."""
    version = versions.get(actor(), str(plan_id), number, Permission.VERSION_FREEZE)
    if version.purpose != Purpose.AS_ENDORSED:
        return redirect(url_for("steps.index", plan_id=plan_id))
    form = FreezeForm()
    if form.validate_on_submit():
        lifecycle.freeze_as_endorsed(actor(), version)
        db.session.commit()
        wake("exports")
        flash(gettext("Version %(number)s is frozen.", number=number), "success")
        return redirect(url_for("versions.show", plan_id=plan_id, number=number))
    return render_template("versions/freeze.html", version=version, tabs=tabs(version), form=form)


@bp.route("/<int:number>/next", methods=["GET", "POST"])
def begin(plan_id: UUID, number: int) -> ResponseReturnValue:
    """Begin the next version as a copy of this one, and say what for."""
    version = versions.get(actor(), str(plan_id), number, Permission.VERSION_BEGIN)
    if version.frozen_at is None:
        raise InvalidTransition(versions.STILL_OPEN)
    record = records.of_versions(actor(), [version])[version.id]
    form = NextForm(purposes=_purposes(record), data={"purpose": request.args.get("purpose")})
    if form.validate_on_submit():
        begun = versions.begin_next(actor(), version, Purpose(form.purpose.data))
        db.session.commit()
        flash(gettext("Version %(number)s is there, a copy.", number=begun.number), "success")
        return redirect(url_for("plans.show", plan_id=plan_id))
    return render_template(
        "versions/begin.html",
        version=version,
        tabs=tabs(version),
        form=form,
        errors=form.problems,
    )


def _has_words(version: PlanVersion) -> bool:
    """What is drafted is read on the pages of the plan; what was registered, in its file."""
    return version.frozen_at is not None and version.purpose != Purpose.REGISTERED


def _purposes(record: Record) -> Sequence[tuple[str, str]]:
    """What there is a reason for: an amendment changes a plan that was submitted."""
    words = {
        Purpose.DRAFT: N_("Go on drafting"),
        Purpose.AS_ENDORSED: N_("Enter what the endorsing body changed"),
        Purpose.AMENDMENT: N_("Amend the plan that was submitted"),
    }
    offered = [Purpose.DRAFT]
    offered += [Purpose.AS_ENDORSED] if record.endorsements else []
    offered += [Purpose.AMENDMENT] if record.submissions else []
    return [(one.value, gettext(words[one])) for one in offered]
