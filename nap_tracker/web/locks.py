"""Requests for quiet on a section: asking for it, letting go, asking the holder, taking over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.definitions import Section
from nap_tracker.errors import Invalid, Locked
from nap_tracker.extensions import db
from nap_tracker.forms.locks import LockEndForm, LockForm
from nap_tracker.i18n import gettext
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import locks
from nap_tracker.web.door import actor
from nap_tracker.web.entries import Desk, section_desk

bp = Blueprint("locks", __name__, url_prefix="/plans/<uuid:plan_id>/locks/<string:section_id>")


@dataclass(frozen=True)
class Room:
    """One section, and who asked for quiet in it."""

    desk: Desk
    section: Section
    lock: SectionLock | None

    @property
    def leads(self) -> bool:
        return can(actor(), Permission.LOCK_TAKE_OVER, self.desk.version)

    def form(self, **sent: Any) -> LockForm:
        return LockForm(default=locks.DEFAULT_HOURS, longest=locks.LONGEST_HOURS, **sent)

    def page(self, form: LockForm, ending: LockEndForm | None = None) -> ResponseReturnValue:
        end = ending or LockEndForm(formdata=None)
        return render_template(
            "locks/edit.html",
            desk=self.desk,
            section=self.section,
            lock=self.lock,
            leads=self.leads,
            form=form,
            ending=end,
            errors=form.problems + end.problems,
        )

    def back(self) -> ResponseReturnValue:
        return redirect(self._url("sections.edit"))

    def is_free(self) -> ResponseReturnValue:
        """Somebody let go, or was quicker, while the page was open."""
        flash(gettext("This has changed meanwhile: look again."), "error")
        return self.again()

    def again(self) -> ResponseReturnValue:
        return redirect(self._url("locks.edit"))

    def _url(self, endpoint: str) -> str:
        return url_for(endpoint, plan_id=self.desk.plan_id, section_id=self.section.id)


def _room(plan_id: UUID, section_id: str, permission: Permission) -> Room:
    at, section = section_desk(plan_id, section_id, permission)
    return Room(at, section, locks.of_section(actor(), at.version, section.id))


@bp.route("", methods=["GET", "POST"])
def edit(plan_id: UUID, section_id: str) -> ResponseReturnValue:
    """Who rewrites the section until when and why; with nobody there, ask for quiet."""
    room = _room(plan_id, section_id, Permission.SECTION_LOCK)
    form = room.form()
    if form.validate_on_submit():
        said: dict[str, Any] = {"reason": form.reason.data or "", "hours": int(form.hours.data)}
        try:
            locks.take(actor(), room.desk.version, room.section.id, **said)
        except Locked:
            db.session.rollback()
            return room.is_free()
        db.session.commit()
        flash(gettext("The others are asked to leave this section alone."), "success")
        return room.back()
    return room.page(form)


@bp.post("/release")
def release(plan_id: UUID, section_id: str) -> ResponseReturnValue:
    """Let go of one's own."""
    room = _room(plan_id, section_id, Permission.SECTION_LOCK)
    if room.lock is None:
        return room.is_free()
    locks.release(actor(), room.desk.version, room.lock)
    db.session.commit()
    flash(gettext("The section is free for everybody."), "success")
    return room.back()


@bp.post("/ask")
def ask(plan_id: UUID, section_id: str) -> ResponseReturnValue:
    """Ask the holder by mail."""
    room = _room(plan_id, section_id, Permission.SECTION_LOCK)
    if room.lock is None:
        return room.is_free()
    try:
        locks.ask(actor(), room.desk.version, room.lock)
    except Invalid as error:
        db.session.rollback()
        flash(gettext(error.message), "error")
        return room.again()
    db.session.commit()
    flash(gettext("%(name)s is asked by mail.", name=room.lock.holder.name), "success")
    return room.again()


@bp.post("/take-over")
def take_over(plan_id: UUID, section_id: str) -> ResponseReturnValue:
    """For those who lead the drafting, with a reason."""
    room = _room(plan_id, section_id, Permission.LOCK_TAKE_OVER)
    if room.lock is None:
        return room.is_free()
    form = room.form()
    if not form.validate_on_submit():
        return room.page(form)
    said: dict[str, Any] = {"reason": form.reason.data or "", "hours": int(form.hours.data)}
    locks.take_over(actor(), room.desk.version, room.lock, **said)
    db.session.commit()
    flash(gettext("The section is yours now. Both of you are told by mail."), "success")
    return room.back()


@bp.post("/end")
def end(plan_id: UUID, section_id: str) -> ResponseReturnValue:
    """Make the section free for everybody; for those who lead the drafting, with a reason."""
    room = _room(plan_id, section_id, Permission.LOCK_TAKE_OVER)
    if room.lock is None:
        return room.is_free()
    form = LockEndForm()
    if not form.validate_on_submit():
        return room.page(room.form(formdata=None), form)
    locks.end(actor(), room.desk.version, room.lock, reason=form.reason.data or "")
    db.session.commit()
    name = room.lock.holder.name
    flash(
        gettext("The section is free for everybody. %(name)s is told by mail.", name=name),
        "success",
    )
    return room.back()
