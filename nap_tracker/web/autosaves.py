"""Saving by itself: the changed fields of a section or row, sent by the page while one types."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.definitions import Kind, Owner, Register
from nap_tracker.clock import milliseconds, now
from nap_tracker.extensions import db
from nap_tracker.forms.fields import EntryForm
from nap_tracker.i18n import N_, gettext, time_of_day
from nap_tracker.services import autosaves, entries, locks
from nap_tracker.services.answers import Reading
from nap_tracker.services.autosaves import Autosaved
from nap_tracker.web.door import actor
from nap_tracker.web.entries import (
    Desk,
    change_of,
    counter_sent,
    desk,
    fields_seen_sent,
    refuse_from_before,
    register_desk,
    section_desk,
    turn_sent,
)
from nap_tracker.web.replies import person, reply, signed_out
from nap_tracker.web.transactions import begin_writing, commit

KEPT_BESIDE = N_(
    "%(name)s is rewriting this section until %(until)s: “%(reason)s”. What you typed is kept in"
    " the history and is not in the plan."
)

bp = Blueprint("autosaves", __name__, url_prefix="/plans/<uuid:plan_id>")


@bp.post("/sections/<string:section_id>/autosave")
def section(plan_id: UUID, section_id: str) -> ResponseReturnValue:
    """Changed fields of a section."""
    at, owner = section_desk(plan_id, section_id)
    return _save(at, owner, entries.open_section(actor(), at.version, section_id))


@bp.post("/rows/<string:register>/<uuid:uid>/autosave")
def row(plan_id: UUID, register: str, uid: UUID) -> ResponseReturnValue:
    """Changed fields of a row, which may not be stored yet: its id was given at birth."""
    at, owner = register_desk(plan_id, register)
    try:
        opened = autosaves.open_row(actor(), at.version, register, str(uid))
        return _save(at, owner, opened)
    except entries.Removed as error:
        db.session.rollback()
        return reply("stale", gettext(error.message), removed=True)


@bp.get("/entries/<uuid:uid>/own-saves")
def own(plan_id: UUID, uid: UUID) -> ResponseReturnValue:
    """What of an entry this person has saved since a page of theirs was shown it, without words."""
    at = desk(plan_id)
    since = request.args.get("since", "")
    number = int(since) if since.isascii() and since.isdigit() and len(since) < 10 else 0
    found = autosaves.own_saves(actor(), at.version, str(uid), number)
    own = {id: [n, milliseconds(moment)] for id, (n, moment) in found.newest.items()}
    return reply("ok", own=own, protected=found.protected_since)


def _save(at: Desk, owner: Owner, opened: entries.OpenEntry) -> ResponseReturnValue:
    turn = turn_sent()
    if turn is None or request.form.get("_version") != at.version.id:
        words = gettext("This page belongs to an earlier version of the plan. Press Save.")
        return reply("invalid", words)
    if request.form.get("_person") != person():
        return signed_out()
    refuse_from_before(opened)
    reading = at.reading(needed(owner, _sent_fields()))
    form = _form(at, reading, owner, opened)
    seen, fields_seen = counter_sent(at.version), fields_seen_sent(at.version)
    change = change_of(form, seen, fields_seen=fields_seen, origin="autosave")
    says_nothing = all(value is None for value in change.answers.values())
    if opened.is_new and not change.unaccepted and says_nothing:
        return _answer(at, reading, owner, form, autosaves.nothing(opened))
    begin_writing()
    saved = autosaves.save(actor(), opened, change, turn)
    commit()
    if saved.locked is not None:
        words = gettext(KEPT_BESIDE, **locks.told(saved.locked, at.version))
        return reply("locked", words, kept=saved.kept)
    return _answer(at, reading, owner, form, saved)


def _form(at: Desk, reading: Reading, owner: Owner, opened: entries.OpenEntry) -> EntryForm:
    """The fields that were sent, read against what the page shows."""
    seen = fields_seen_sent(at.version)
    before = entries.as_seen(actor(), opened, counter_sent(at.version), seen)
    return EntryForm(
        owner,
        at.setting(reading, owner),
        before.content,
        pending=before.unaccepted,
        sent=request.form,
        only=_sent_fields(),
    )


def _sent_fields() -> Sequence[str]:
    return request.form.get("_fields", "").split(",")


def needed(owner: Owner, fields: Collection[str]) -> set[str]:
    """Registers that questions of a form choose from, and one whose currencies they offer."""
    asked = [f for f in owner.fields if f.id in fields]
    named = {f.register for f in asked if f.register and f.kind is not Kind.ROWS}
    if any(f.kind is Kind.MONEY for f in asked):
        named.add("budget_line")
    return named


def _answer(
    at: Desk, reading: Reading, owner: Owner, form: EntryForm, saved: Autosaved
) -> ResponseReturnValue:
    time = time_of_day(saved.at, at.version.plan.party.time_zone) if saved.at else ""
    labels = {spec.id: spec.label for spec in owner.fields}
    collided = {c.field: c.theirs for c in saved.conflicts}
    return reply(
        "stale" if collided else "ok",
        _saved_words(form, time),
        seen=saved.counter,
        now=milliseconds(saved.at or now()),
        stored=_stored(form, saved),
        problems={f.name: [list(told) for told in f.told] for f in form},
        shown=_shown(at, owner, form, saved),
        notices=[*_notices(saved, labels)],
        collided=_collided(at, reading, owner, collided),
        collision=_collision_words(at, saved, [labels[id] for id in collided]),
        moved=_row_urls(at, owner, saved),
    )


def _saved_words(form: EntryForm, time: str) -> str:
    if not time:
        return ""
    if any(field.refusals for field in form):
        return gettext("Saved at %(time)s, except for what is marked", time=time)
    return gettext("Saved at %(time)s", time=time)


def _stored(form: EntryForm, saved: Autosaved) -> dict[str, dict[str, Any]]:
    """Long text as it is stored now, where it is not to the byte what the page sent."""
    collided = {conflict.field for conflict in saved.conflicts}
    found = {}
    for field in form:
        if field.kind != "longtext" or field.refusals or field.name in collided:
            continue
        words = (saved.content.answers.get(field.name) or {}).get(form.setting.language, "")
        if words != field.typed["text"]:
            sent = (field.data or {}).get(form.setting.language, "")
            found[field.name] = {"html": words, "mine": sent}
    return found


def _shown(at: Desk, owner: Owner, form: EntryForm, saved: Autosaved) -> dict[str, str]:
    """Fields to be shown anew: those others changed, and evidence, whose pieces are listed."""
    pieces = {f.name for f in form if f.kind == "evidence" and not f.refusals}
    fields = saved.news | pieces
    if not fields:
        return {}
    fresh = EntryForm(
        owner,
        at.setting(at.reading(needed(owner, fields)), owner),
        saved.content,
        pending=saved.unaccepted,
        only=fields,
    )
    return {f.name: render_template("autosaves/_field.html", field=f) for f in fresh}


def _notices(saved: Autosaved, labels: dict[str, str]) -> Iterable[str]:
    """What others did, said in words."""
    if saved.other is None:
        return
    for id in labels:
        if id not in saved.news | saved.merged:
            continue
        if saved.other.is_self:
            yield gettext("You changed “%(question)s” in another window.", question=labels[id])
        else:
            yield gettext(
                "%(name)s changed “%(question)s” meanwhile.",
                name=saved.other.name,
                question=labels[id],
            )


def _collided(at: Desk, reading: Reading, owner: Owner, theirs: dict[str, Any]) -> dict[str, str]:
    """What others wrote, field by field, as the plan shows it."""
    answers = {id: reading.answer(owner.field(id), value) for id, value in theirs.items()}
    return {
        id: render_template("autosaves/_theirs.html", desk=at, answer=answer)
        for id, answer in answers.items()
    }


def _collision_words(at: Desk, saved: Autosaved, questions: Sequence[str]) -> str:
    if not questions or saved.other is None:
        return ""
    time = time_of_day(saved.other.at, at.version.plan.party.time_zone)
    asked = ", ".join(questions)
    if saved.other.is_self:
        return gettext(
            "You saved another text in another window at %(time)s: %(questions)s",
            time=time,
            questions=asked,
        )
    return gettext(
        "%(name)s saved another text at %(time)s: %(questions)s",
        name=saved.other.name,
        time=time,
        questions=asked,
    )


def _row_urls(at: Desk, owner: Owner, saved: Autosaved) -> dict[str, str]:
    """Where a row lives once it is stored: the page it was born on goes on there."""
    if not isinstance(owner, Register) or not saved.counter:
        return {}
    uid = saved.content.uid
    return {"page": url_for("rows.edit", plan_id=at.plan_id, register=owner.id, uid=uid)}
