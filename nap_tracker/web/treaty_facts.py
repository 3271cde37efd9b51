"""Recording what happened under Article 7, correcting it, and reading how it came to say that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from nap_tracker.errors import Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.forms.parts import offer
from nap_tracker.forms.treaty_facts import FORMS, FactForm, StrikeForm
from nap_tracker.i18n import N_, day, gettext
from nap_tracker.models.account import Party
from nap_tracker.models.base import new_uid
from nap_tracker.models.obligation import FactKind, TreatyFact
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import (
    consequences,
    obligations,
    parties,
    party_files,
    treaty_facts,
    worksheets,
)
from nap_tracker.services.treaty_checks import INSTRUMENTS
from nap_tracker.services.treaty_facts import Fact, Statement
from nap_tracker.web.consequence_words import lines
from nap_tracker.web.door import actor
from nap_tracker.workflow import duty_words
from nap_tracker.workflow.notification import OUTCOMES
from nap_tracker.workflow.readings import question

bp = Blueprint("treaty_facts", __name__, url_prefix="/parties/<uuid:party_id>/article-7")

TITLES = {
    FactKind.DEPOSIT: N_("Deposit of the instrument"),
    FactKind.DETERMINATION: N_("Determination"),
    FactKind.FILING: N_("Filed"),
    FactKind.NOTIFICATION: N_("Notification to the Secretariat"),
    FactKind.READING: N_("How the Party reads the Convention"),
}
CHOICES = {
    FactKind.DEPOSIT: INSTRUMENTS,
    FactKind.DETERMINATION: {outcome.value: words for outcome, words in OUTCOMES.items()},
}
LABELS = (
    ("choice", N_("What")),
    ("signed_on", N_("Signed")),
    ("happened_on", N_("When")),
    ("received_on", N_("Received by the Secretariat")),
    ("acknowledged_on", N_("Acknowledged by the Secretariat")),
    ("body", N_("Who decided")),
    ("reference", N_("Reference")),
    ("reasoning", N_("Reasoning")),
    ("reason", N_("Why it changed")),
)


@bp.route(f"/record/<any({', '.join(FORMS)}):kind>", methods=["GET", "POST"])
def create(party_id: UUID, kind: str) -> ResponseReturnValue:
    """Record that something happened."""
    party = parties.get(actor(), str(party_id), Permission.OBLIGATION_RECORD)
    fact_kind, about = FactKind(kind), request.args.get("duty", "")
    form = _form(fact_kind, fact_id=new_uid())
    if form.validate_on_submit() and _record(party, fact_kind, form, about):
        return redirect(url_for("obligations.show", party_id=party_id))
    return render_template(
        "treaty_facts/create.html",
        party=party,
        kind=kind,
        title=_title(party, fact_kind, about),
        about=about,
        form=form,
        worksheet=worksheets.newest(actor(), party) if kind == "determination" else None,
        errors=form.problems,
    )


@bp.get("/facts/<uuid:fact_id>")
def show(party_id: UUID, fact_id: UUID) -> ResponseReturnValue:
    """One fact: what it says, its files, and what it said before."""
    party = parties.get(actor(), str(party_id), Permission.OBLIGATION_FILES)
    fact = treaty_facts.get(actor(), party, str(fact_id))
    may_change = can(actor(), Permission.OBLIGATION_RECORD, party)
    is_open = fact.kind is not FactKind.READING and not fact.now.is_struck
    return render_template(
        "treaty_facts/show.html",
        party=party,
        fact=fact,
        title=_title(party, fact.kind, fact.now.about),
        statements=[(row, _said(row)) for row in (fact.now, *fact.before)],
        sheets={sheet.id: sheet.number for sheet in worksheets.numbers(actor(), party)},
        may_change=may_change and is_open,
    )


@bp.route("/facts/<uuid:fact_id>/edit", methods=["GET", "POST"])
def edit(party_id: UUID, fact_id: UUID) -> ResponseReturnValue:
    """Correct it, or fill in what has become known since."""
    party = parties.get(actor(), str(party_id), Permission.OBLIGATION_RECORD)
    fact = _changeable(party, fact_id)
    form = _form(fact.kind, fact=fact, party=party)
    outlook: list[str] | None = None
    if form.validate_on_submit():
        outlook = _not_read(party, fact, form)
        if outlook == [] and _correct(party, fact, form):
            return redirect(url_for("treaty_facts.show", party_id=party_id, fact_id=fact_id))
    return render_template(
        "treaty_facts/edit.html",
        party=party,
        fact=fact,
        title=_title(party, fact.kind, fact.now.about),
        form=form,
        outlook=outlook,
        errors=form.problems,
    )


@bp.route("/facts/<uuid:fact_id>/strike-out", methods=["GET", "POST"])
def strike_out(party_id: UUID, fact_id: UUID) -> ResponseReturnValue:
    """Say that it was recorded by mistake."""
    party = parties.get(actor(), str(party_id), Permission.OBLIGATION_RECORD)
    fact = _changeable(party, fact_id)
    form = StrikeForm(seen=str(fact.now.number))
    found = consequences.of(actor(), party, fact, None)
    is_read = form.expects.data == found.key
    form.expects.data = found.key
    if form.validate_on_submit() and is_read and _strike_out(party, fact, form):
        return redirect(url_for("obligations.show", party_id=party_id))
    return render_template(
        "treaty_facts/strike_out.html",
        party=party,
        fact=fact,
        said=_said(fact.now),
        form=form,
        outlook=lines(found),
        asks=form.is_submitted() and not is_read,
        errors=form.problems,
    )


def _form(
    kind: FactKind, *, fact: Fact | None = None, party: Party | None = None, fact_id: str = ""
) -> FactForm:
    """The form of a kind, with what is held true in it when it corrects."""
    data: dict[str, Any] = {"fact_id": fact_id}
    files: list[tuple[str, str]] = []
    if fact is not None:
        data = {name: getattr(fact.now, name) or "" for name in treaty_facts.VALUES}
        there = [file for file in fact.now.files if file.withdrawn_at is None]
        data |= {"seen": str(fact.now.number), "keep": [file.id for file in there]}
        files = [(file.id, file.name) for file in (*there, *_brought(party, there))]
    form = FORMS[kind.value](attached=files, corrects=fact is not None, **data)
    if kind in CHOICES:
        form["choice"].choices = offer((v, gettext(words)) for v, words in CHOICES[kind].items())
    return form


def _brought(party: Party | None, there: Sequence[StoredFile]) -> Sequence[StoredFile]:
    """Files that were taken in when the page asked something before it recorded anything."""
    sent = {id for id in request.form.getlist("keep") if _uid(id)} - {file.id for file in there}
    return party_files.named(party, sent) if party and sent else ()


def _not_read(party: Party, fact: Fact, form: FactForm) -> list[str] | None:
    """What the correction would change, unless the person has read just that.

    None where it is refused. What lacks a reason is told so first.
    """
    said = Statement(**{**form.values, "about": fact.now.about}, files=form.kept)
    if treaty_facts.changes(fact.now, said) and not form.reason.data:
        return []
    try:
        found = consequences.of(actor(), party, fact, said)
    except Invalid as error:
        form.refuse(error)
        return None
    if found.are_none or form.expects.data == found.key:
        return []
    if _take_in(party, form) is None:
        return None
    form.expects.data = found.key
    return lines(found)


def _record(party: Party, kind: FactKind, form: FactForm, about: str) -> bool:
    files = _take_in(party, form)
    if files is None:
        return False
    sheet = worksheets.newest(actor(), party) if kind is FactKind.DETERMINATION else None
    said = Statement(
        **form.values, about=about, files=files, worksheet_id=sheet.id if sheet else None
    )
    try:
        obligations.record(actor(), party, kind, said, fact_id=_uid(form.fact_id.data))
    except Invalid as error:
        form.refuse(error)
        return False
    db.session.commit()
    flash(gettext("Recorded. Every date that depends on it is worked out anew."), "success")
    for problem in obligations.left_open(kind, said):
        flash(gettext(problem.sentence, **problem.params), "warning")
    return True


def _correct(party: Party, fact: Fact, form: FactForm) -> bool:
    files = _take_in(party, form)
    if files is None:
        return False
    said = Statement(**form.values, files=files, worksheet_id=fact.now.worksheet_id)
    try:
        obligations.correct(
            actor(), party, fact, said, seen=form.seen_number, reason=form.reason.data or ""
        )
    except Invalid as error:
        form.refuse(error)
        return False
    db.session.commit()
    flash(gettext("Corrected. Every date that depends on it is worked out anew."), "success")
    return True


def _strike_out(party: Party, fact: Fact, form: StrikeForm) -> bool:
    sent = form.seen.data or ""
    try:
        treaty_facts.strike_out(
            actor(),
            party,
            fact,
            seen=int(sent) if sent.isdigit() and len(sent) < 10 else 0,
            reason=form.reason.data,
        )
    except Invalid as error:
        form.refuse(error)
        return False
    db.session.commit()
    flash(gettext("It no longer counts, and stays readable."), "success")
    return True


def _take_in(party: Party, form: FactForm) -> tuple[str, ...] | None:
    """Ids of the files kept and sent; None where one could not be taken.

    They are stored before the rest is judged, so that nobody sends them twice.
    """
    sent = [f for f in form.files.data or () if isinstance(f, FileStorage) and f.filename]
    added = []
    try:
        for file in sent:
            taken = party_files.add(actor(), party, name=file.filename or "", data=file.read())
            added.append((taken.id, taken.name))
    except Invalid as error:
        db.session.rollback()
        error.about = "files"
        form.refuse(error)
        return None
    db.session.commit()
    form.attach(added)
    return form.kept


def _changeable(party: Party, fact_id: UUID) -> Fact:
    fact = treaty_facts.get(actor(), party, str(fact_id), Permission.OBLIGATION_RECORD)
    if fact.now.is_struck or fact.kind is FactKind.READING:
        raise NotFound(N_("This can't be corrected."))
    return fact


def _title(party: Party, kind: FactKind, about: str) -> str:
    if kind is FactKind.FILING:
        return duty_words.title(obligations.duty(actor(), party, about))
    if kind is FactKind.READING:
        return gettext(question(about).title)
    return gettext(TITLES[kind])


def _said(row: TreatyFact) -> list[tuple[str, str, str, str]]:
    """A statement as a summary list, blanks left out."""
    told = [(gettext(label), _shown(row, name)) for name, label in LABELS]
    return [(label, words, "", "") for label, words in told if words]


def _shown(row: TreatyFact, name: str) -> str:
    value = getattr(row, name)
    if not value:
        return ""
    if name.endswith("_on"):
        return day(value)
    if name == "choice":
        return gettext(_choices(row)[value])
    return str(value)


def _choices(row: TreatyFact) -> dict[str, str]:
    if row.kind is FactKind.READING:
        return {str(answer): words for answer, words in question(row.about).answers.items()}
    return CHOICES[row.kind]


def _uid(sent: str | None) -> str | None:
    """What the page named the fact, so that pressing twice records once."""
    try:
        return str(UUID(sent or ""))
    except ValueError:
        return None
