"""How a Party reads what the Convention leaves open: its focal point chooses, with a reason."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.treaty_facts import ReadingForm
from nap_tracker.i18n import N_, gettext
from nap_tracker.models.account import Party
from nap_tracker.roles import Permission
from nap_tracker.services import obligations, parties, treaty_facts
from nap_tracker.web.door import actor
from nap_tracker.workflow.readings import Question
from nap_tracker.workflow.readings import question as known_question

bp = Blueprint("readings", __name__, url_prefix="/parties/<uuid:party_id>/article-7/readings")


@bp.route("/<question>", methods=["GET", "POST"])
def edit(party_id: UUID, question: str) -> ResponseReturnValue:
    """Choose one, and say why."""
    party = parties.get(actor(), str(party_id), Permission.READING_CHOOSE)
    asked = _asked(question)
    fact = treaty_facts.of_party(actor(), party).readings.get(question)
    form = ReadingForm(
        answers=[(str(value), gettext(words)) for value, words in asked.answers.items()],
        choice=fact.now.choice if fact else str(next(iter(asked.answers))),
        reason=fact.now.reasoning if fact else "",
    )
    if form.validate_on_submit() and _choose(party, asked, form):
        return redirect(url_for("obligations.show", party_id=party_id, _anchor="readings"))
    return render_template(
        "readings/edit.html",
        party=party,
        asked=asked,
        fact=fact,
        form=form,
        errors=form.problems,
    )


def _asked(key: str) -> Question:
    try:
        return known_question(key)
    except KeyError:
        raise Hidden(N_("There is nothing at this address, or you may not see it.")) from None


def _choose(party: Party, asked: Question, form: ReadingForm) -> bool:
    try:
        obligations.choose(
            actor(), party, asked.key, form.choice.data, reason=form.reason.data or ""
        )
    except Invalid as error:
        error.about = "reason" if error.about == "reasoning" else error.about
        form.refuse(error)
        return False
    db.session.commit()
    flash(gettext("Chosen. Every date that depends on it is worked out anew."), "success")
    return True
