"""Rows of a register: adding, changing, moving, taking out and putting back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.definitions import Kind, Register
from nap_tracker.errors import Locked, NotFound
from nap_tracker.extensions import db
from nap_tracker.forms.audiences import AudienceForm
from nap_tracker.forms.fields import cited
from nap_tracker.forms.rows import RowForm, uid
from nap_tracker.i18n import N_, gettext
from nap_tracker.permissions import require
from nap_tracker.roles import Permission
from nap_tracker.services import autosaves, contents, entries, presence, registers, revisions
from nap_tracker.services.answers import Reading
from nap_tracker.web.collisions import Collisions
from nap_tracker.web.comment_returns import above, led_here
from nap_tracker.web.door import actor
from nap_tracker.web.entries import (
    Desk,
    Sent,
    change_of,
    counter_sent,
    desk,
    fields_seen_sent,
    here,
    known,
    nothing_here,
    refuse_from_before,
    register_desk,
    say_saved,
    turn_sent,
    way_back,
)
from nap_tracker.web.field_comments import beside
from nap_tracker.web.held_forms import brought_back, done
from nap_tracker.web.quiet import locked_page
from nap_tracker.web.register_tables import CHILDREN, Table, referred, table
from nap_tracker.web.removals import removal_notice, rows_referring
from nap_tracker.web.removed_rows import Where, removed_page
from nap_tracker.web.row_addresses import (
    after_removal,
    back_argument,
    edit_url,
    home_url,
    place_url,
)
from nap_tracker.web.row_births import another_url, leads_on, row_asked
from nap_tracker.web.transactions import begin_writing, commit

MOST_NAMED = 20
"""Rows that point at a removed one and are named before it goes; the others are counted."""

GOES_ON = {
    "activity": N_("You can add its milestones and budget lines at the end of this page."),
    "consultation": N_("You can add who took part and what was said at the end of this page."),
}
"""Register -> what is said of the rows that belong to a new one."""

bp = Blueprint("rows", __name__, url_prefix="/plans/<uuid:plan_id>/rows/<string:register>")


@bp.route("/new", methods=["GET", "POST"])
def create(plan_id: UUID, register: str) -> ResponseReturnValue:
    """The form of a row that does not exist yet; its permanent id rides along."""
    at, owner = register_desk(plan_id, register)
    reading = at.reading(_registers(at, owner))
    held = brought_back(actor())
    if request.method == "GET" and held is None and (leads := leads_on(at, owner)):
        return leads
    row = uid((held or request.form).get("_uid", "")) or row_asked()
    if request.method == "POST" and row is not None:
        return _save_born(at, owner, reading, row)
    opened = entries.new_row(at.version, register, _prefilled(owner, reading), row)
    form = RowForm(owner, at.setting(reading, owner), opened.content, sent=held)
    audience = at.audience_form(owner, opened.content, held)
    return _page(at, owner, reading, opened, form, audience, held)


@bp.route("/<uuid:uid>", methods=["GET", "POST"])
def edit(plan_id: UUID, register: str, uid: UUID) -> ResponseReturnValue:
    """The form of a row; who may not write in it reads it here."""
    if request.method == "POST":
        return _save_existing(*register_desk(plan_id, register), str(uid))
    held = brought_back(actor())
    at = desk(plan_id)
    owner = known(at.schema.register, register)
    if held is not None:
        require(actor(), Permission.SECTION_EDIT, at.place(owner))
    reading = at.reading(_registers(at, owner))
    if not at.edits(owner):
        return _read(at, owner, reading, str(uid))
    if held is not None:
        return _brought_back(at, owner, reading, str(uid), held)
    opened = entries.open_row(actor(), at.version, register, str(uid))
    setting = at.setting(reading, owner)
    form = RowForm(owner, setting, opened.content, pending=opened.unaccepted)
    audience = at.audience_form(owner, opened.content)
    return _page(at, owner, reading, opened, form, audience)


def _brought_back(
    at: Desk, owner: Register, reading: Reading, row: str, held: Sent
) -> ResponseReturnValue:
    """What was typed before the session ended, in the form as it was then."""
    try:
        opened = entries.open_row(actor(), at.version, owner.id, row)
    except NotFound:
        return _removed(at, owner, reading, row, held)
    choice = Collisions(
        at, reading, owner, opened, edit_url(at, owner.id, opened.content.uid), held
    )
    if choice.is_asked:
        return choice.again()
    shown = entries.as_seen(actor(), opened, counter_sent(at.version, held))
    setting = at.setting(reading, owner)
    form = RowForm(owner, setting, shown.content, pending=shown.unaccepted, sent=held)
    audience = at.audience_form(owner, shown.content, held)
    return _page(at, owner, reading, opened, form, audience, held)


@bp.post("/<uuid:uid>/move")
def move(plan_id: UUID, register: str, uid: UUID) -> ResponseReturnValue:
    """One place up or down."""
    at, owner = register_desk(plan_id, register)
    place = registers.move(
        actor(),
        at.version,
        register,
        str(uid),
        up=request.form.get("direction") == "up",
        beside=_beside(owner),
    )
    db.session.commit()
    return redirect(place_url(at, owner, str(uid), place))


@bp.route("/<uuid:uid>/remove", methods=["GET", "POST"])
def remove(plan_id: UUID, register: str, uid: UUID) -> ResponseReturnValue:
    """Ask first, with what points at the row; then take it out."""
    at, owner = register_desk(plan_id, register)
    if request.method == "POST":
        registers.remove(actor(), at.version, register, str(uid))
        db.session.commit()
        return redirect(after_removal(at, owner, str(uid)))
    reading = Reading(contents.read(actor(), at.version), at.schema, at.audience)
    row = reading.plan.row(str(uid))
    if row is None or row.kind != register:
        raise nothing_here()
    return render_template(
        "rows/remove.html",
        desk=at,
        register=owner,
        name=reading.label(row) or gettext("Untitled"),
        referring=rows_referring(at, reading, row.uid),
        most=MOST_NAMED,
        action=here(),
        back=way_back() or home_url(at, owner),
        errors=[],
    )


@bp.post("/<uuid:uid>/restore")
def restore(plan_id: UUID, register: str, uid: UUID) -> ResponseReturnValue:
    """Put a removed row back where it was."""
    at, owner = register_desk(plan_id, register)
    registers.restore(actor(), at.version, owner, str(uid))
    db.session.commit()
    flash(gettext("The row is back in its place."), "success")
    return redirect(way_back() or home_url(at, owner))


def _save_born(at: Desk, owner: Register, reading: Reading, row: str) -> ResponseReturnValue:
    """The row of this form, which the page may have saved by itself before."""
    try:
        opened = autosaves.open_row(actor(), at.version, owner.id, row)
    except entries.Removed:
        return _removed(at, owner, reading, row, request.form)
    if opened.is_new:
        opened = entries.new_row(at.version, owner.id, _prefilled(owner, reading), row)
    return _save(at, owner, reading, opened)


def _is_first(opened: entries.OpenEntry) -> bool:
    """Whether this is the form on which the row was born."""
    return opened.is_new or request.endpoint == "rows.create"


def _save_existing(at: Desk, owner: Register, row: str) -> ResponseReturnValue:
    register = owner.id
    reading = at.reading(_registers(at, owner))
    if "_restore" in request.form:
        begin_writing()
        try:
            registers.restore(actor(), at.version, owner, row)
        except Locked as error:  # the row stays out, and what was typed is shown again
            db.session.rollback()
            flash(gettext(error.message, **error.params), "error")
    try:
        opened = entries.open_row(actor(), at.version, register, row)
    except NotFound:
        return _removed(at, owner, reading, row, request.form)
    return _save(at, owner, reading, opened)


def _save(
    at: Desk, owner: Register, reading: Reading, opened: entries.OpenEntry
) -> ResponseReturnValue:
    refuse_from_before(opened)
    collisions = Collisions(at, reading, owner, opened, edit_url(at, owner.id, opened.content.uid))
    chosen = collisions.chosen()
    if chosen is not None and chosen.page is not None:
        return chosen.page
    form, change, audience = _sent(at, reading, owner, opened)
    if chosen is not None:
        change = change_of(chosen.form, chosen.seen)
    elif opened.is_new and form.is_empty:
        form.ask_for_a_name()
        return _page(at, owner, reading, opened, form, audience)
    begin_writing()
    try:
        saved = autosaves.press(actor(), opened, change, turn_sent())
        done(actor())
    except entries.Removed:
        return _removed(at, owner, reading, opened.content.uid, request.form)
    commit()
    if saved.locked:
        return locked_page(at, reading, owner, form, saved)
    if saved.conflicts:
        return collisions.page(saved)
    say_saved(chosen.form if chosen else form, saved)
    _say_what_comes_next(owner, opened)
    return redirect(_next(at, owner, reading, opened, is_accepted=not change.unaccepted))


def _sent(
    at: Desk, reading: Reading, owner: Register, opened: entries.OpenEntry
) -> tuple[RowForm, entries.Change, AudienceForm]:
    """The form as it came back, read against what it was opened with."""
    seen, fields_seen = counter_sent(at.version), fields_seen_sent(at.version)
    before = entries.as_seen(actor(), opened, seen, fields_seen)
    form = RowForm(
        owner,
        at.setting(reading, owner),
        before.content,
        pending=before.unaccepted,
        sent=request.form,
    )
    audience = at.audience_form(owner, before.content, request.form)
    return form, change_of(form, seen, audience, fields_seen=fields_seen), audience


def _page(
    at: Desk,
    owner: Register,
    reading: Reading,
    opened: entries.OpenEntry,
    form: RowForm,
    audience: AudienceForm,
    held: Sent | None = None,
) -> ResponseReturnValue:
    led = led_here(at.version)
    said = beside(at, reading, at.schema.home(owner.id).id, opened, led)
    return render_template(
        "rows/edit.html",
        seen=opened.counter if held is None else counter_sent(at.version, held),
        is_held=held is not None,
        desk=at,
        register=owner,
        opened=opened,
        saved=revisions.last_saved(opened.stored),
        form=form,
        audience=audience,
        name=reading.label(opened.content),
        said=said,
        led=above(led, [one.led for id, one in said.items() if id in form]),
        citation=cited(owner)[0],
        children=[] if opened.is_new else _children(at, owner, reading, opened.content.uid),
        removal=removal_notice(at, reading),
        action=here(),
        back=way_back() or home_url(at, owner),
        home=at.schema.home(owner.id),
        errors=form.errors_in_order,
    )


def _read(at: Desk, owner: Register, reading: Reading, row_uid: str) -> ResponseReturnValue:
    row = reading.plan.row(row_uid)
    if row is None or row.kind != owner.id:
        raise nothing_here()
    return render_template(
        "rows/show.html",
        desk=at,
        register=owner,
        row=row,
        watched=presence.watched(actor(), at.version, row.uid),
        name=reading.label(row) or gettext("Untitled"),
        answers=reading.answers(owner, row.answers),
        led=led_here(at.version),
        children=_children(at, owner, reading, row.uid),
        back=way_back() or home_url(at, owner),
        home=at.schema.home(owner.id),
    )


def _removed(
    at: Desk, owner: Register, reading: Reading, row: str, sent: Sent
) -> ResponseReturnValue:
    where = Where(edit_url(at, owner.id, row), home_url(at, owner))
    return removed_page(at, owner, reading, row, sent, where)


def _children(at: Desk, owner: Register, reading: Reading, parent: str) -> list[Table]:
    """Rows of other registers that belong to this one."""
    back = here() if at.edits(owner) else ""
    return [
        table(
            reading,
            at.schema.register(id),
            [r for r in reading.plan.rows(id) if r.answers.get(field) == parent],
            edits=at.edits(at.schema.register(id)),
            of=(field, parent),
            back=back,
        )
        for id, field in CHILDREN.get(owner.id, ())
    ]


def _registers(at: Desk, owner: Register) -> set[str]:
    """The register, what its fields choose from, its children, and what their columns name."""
    children = [id for id, _ in CHILDREN.get(owner.id, ())]
    named = {f.register for f in owner.fields if f.register}
    currencies = {owner.id} if any(f.kind is Kind.MONEY for f in owner.fields) else set()
    return {owner.id, *named, *children, *currencies, *referred(at.schema, children)}


def _beside(owner: Register) -> str | None:
    """The field whose value a row shares with those it is moved among (`?beside=activity`)."""
    named = request.args.get("beside")
    return next((f.id for f in owner.fields if f.id == named and f.kind is Kind.REF), None)


def _prefilled(owner: Register, reading: Reading) -> dict[str, Any]:
    """Rows of the plan (`?activity=...`) and the treaty's items (`?items=1f`) in the address."""
    given: dict[str, Any] = {}
    items = set(request.args.getlist("items"))
    for field in owner.fields:
        row = reading.plan.row(request.args.get(field.id, "")) if field.kind is Kind.REF else None
        if row is not None and row.kind == field.register:
            given[field.id] = row.uid
        if field.kind is Kind.ITEMS and items:
            given[field.id] = [i.key for i in reading.schema.items if i.key in items]
    return given


def _say_what_comes_next(owner: Register, opened: entries.OpenEntry) -> None:
    if _is_first(opened) and owner.id in GOES_ON and request.form.get("_then") != "another":
        flash(gettext(GOES_ON[owner.id]), "success")


def _next(
    at: Desk, owner: Register, reading: Reading, opened: entries.OpenEntry, *, is_accepted: bool
) -> str:
    """What comes after saving: what is not accepted, another one, its milestones, or its line."""
    then = request.form.get("_then")
    stays = then == "stay" or at.language != at.version.plan.language
    is_parent = _is_first(opened) and owner.id in CHILDREN
    if not is_accepted or stays or (is_parent and then != "another"):
        return edit_url(at, owner.id, opened.content.uid)
    if then == "another":
        return _another_url(at, owner, opened)
    uids = [row.uid for row in reading.plan.rows(owner.id)]
    uid = opened.content.uid
    place = uids.index(uid) if uid in uids else len(uids)
    return way_back() or place_url(at, owner, uid, place)


def _another_url(at: Desk, owner: Register, opened: entries.OpenEntry) -> str:
    """One more of the same kind, under the same parent."""
    if _is_first(opened):
        return another_url()
    return url_for("rows.create", plan_id=at.plan_id, register=owner.id, **back_argument())
