"""The worksheet of the determination: figures and evidence for a judgement of the state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.annex_c.worksheet import worksheet
from nap_tracker.content.tree import SECTION, EntryContent
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.fields import EntryForm
from nap_tracker.forms.kinds import Setting
from nap_tracker.i18n import chosen, gettext, locale
from nap_tracker.models.account import Party
from nap_tracker.models.obligation import Worksheet
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import parties, worksheets
from nap_tracker.web.door import actor

bp = Blueprint("worksheets", __name__, url_prefix="/parties/<uuid:party_id>/article-7/worksheet")


@dataclass(frozen=True, slots=True)
class Offered:
    """An estimate of a plan that can be taken over."""

    words: str
    amount: str
    plan_id: str
    uid: str


@bp.route("", methods=["GET", "POST"])
def edit(party_id: UUID) -> ResponseReturnValue:
    """The questions, with what was gathered so far."""
    party = parties.get(actor(), str(party_id), Permission.WORKSHEET_EDIT)
    sheet = worksheets.newest(actor(), party)
    sent = request.form if request.method == "POST" else None
    form = _form(sheet, sent)
    message = ""
    if sent is not None and not form.unaccepted:
        try:
            return _saved(party, form)
        except Invalid as error:
            message = gettext(error.message, **error.params)
    return render_template(
        "worksheets/edit.html",
        party=party,
        sheet=sheet,
        form=form,
        figures=_offered(party),
        errors=[*form.errors_in_order, *([("", message)] if message else [])],
    )


@bp.get("/<int:number>")
def show(party_id: UUID, number: int) -> ResponseReturnValue:
    """What it said when it was saved that time."""
    party = parties.get(actor(), str(party_id), Permission.OBLIGATION_FILES)
    sheet = worksheets.get(actor(), party, number)
    return render_template(
        "worksheets/show.html",
        party=party,
        sheet=sheet,
        answers=_answers(sheet),
        others=worksheets.numbers(actor(), party),
        may_edit=can(actor(), Permission.WORKSHEET_EDIT, party),
    )


@bp.post("/take-over")
def take_over(party_id: UUID) -> ResponseReturnValue:
    """Put an estimate of a plan into the worksheet."""
    party = parties.get(actor(), str(party_id), Permission.WORKSHEET_EDIT)
    worksheets.take_over(actor(), party, request.form.get("plan", ""), request.form.get("uid", ""))
    db.session.commit()
    flash(gettext("The figure is in the worksheet, with its source."), "success")
    return redirect(url_for("worksheets.edit", party_id=party_id))


def _form(sheet: Worksheet | None, sent: Any = None) -> EntryForm:
    answers = sheet.answers if sheet else {}
    entry = EntryContent(uid="worksheet", kind=SECTION, section="worksheet", answers=answers)
    language = _language(answers)
    setting = Setting(schema=treaty(LATEST, locale()), language=language, binding=language)
    return EntryForm(worksheet(), setting, entry, sent=sent)


def _language(answers: dict[str, Any]) -> str:
    """Of the words in it: that of the person, unless somebody began in another one."""
    tags = {tag for value in answers.values() if isinstance(value, dict) for tag in _tags(value)}
    return locale() if locale() in tags or not tags else sorted(tags)[0]


def _tags(value: dict[str, Any]) -> set[str]:
    notes = [value.get(key) for key in ("method", "source", "reason")]
    found = {tag for note in notes if isinstance(note, dict) for tag in note}
    is_words = all(isinstance(text, str) for text in value.values())
    is_figure = {"unit", "empty"} & value.keys()
    return found if is_figure or not is_words else found | set(value)


def _saved(party: Party, form: EntryForm) -> ResponseReturnValue:
    sent = request.form.get("seen", "")
    seen = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    before = worksheets.newest(actor(), party)
    answers = {**(before.answers if before else {}), **form.answers}
    worksheets.save(actor(), party, answers, seen=seen)
    db.session.commit()
    flash(gettext("Saved. Nothing is decided by it."), "success")
    return redirect(url_for("worksheets.edit", party_id=party.id))


def _answers(sheet: Worksheet) -> list[tuple[str, Any]]:
    """(question, answer as text or as pairs of label and text) of what is answered."""
    form = _form(sheet)
    return [
        (field.spec.label, field.described(field.accepted))
        for field in form
        if field.accepted is not None
    ]


def _offered(party: Party) -> list[Offered]:
    form = _form(None)
    return [
        Offered(
            words=gettext(
                "%(title)s, in “%(plan)s”",
                title=figure.title,
                plan=chosen(figure.plan.title, figure.plan.language),
            ),
            amount=", ".join(text for _, text in form[figure.field].pairs(figure.amount)[:5]),
            plan_id=figure.plan.id,
            uid=figure.uid,
        )
        for figure in worksheets.figures(actor(), party)
    ]
