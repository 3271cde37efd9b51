"""Asking and being asked: a request, its answer, and taking it back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.clock import today
from nap_tracker.errors import Invalid, InvalidTransition
from nap_tracker.extensions import db
from nap_tracker.forms.steps import AnswerForm, OthersForm, RequestForm
from nap_tracker.i18n import gettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.turn import Turn
from nap_tracker.permissions import can, position_of
from nap_tracker.queue import wake
from nap_tracker.roles import Permission, Role
from nap_tracker.services import plans, requests, turns
from nap_tracker.web.door import actor
from nap_tracker.web.entries import known, nothing_here
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.steps import Words
from nap_tracker.workflow import positions
from nap_tracker.workflow.drafting import ASKED, STAGE_NAMES, Act, Stage

bp = Blueprint("turns", __name__, url_prefix="/plans/<uuid:plan_id>/turns")


@bp.route("/ask-for/<string:act>", methods=["GET", "POST"])
def create(plan_id: UUID, act: str) -> ResponseReturnValue:
    """Ask the focal point for an act that is theirs."""
    version = plans.newest(actor(), str(plan_id), Permission.TURN_ASK)
    name = act.replace("-", "_")
    try:
        wanted = positions.act(name, position_of(version))
    except InvalidTransition as error:
        return _elsewhere(plan_id, error)
    form = RequestForm()
    if form.validate_on_submit() and (asked := _ask(version, wanted, form)):
        return asked
    return render_template(
        "turns/create.html",
        version=version,
        tabs=tabs(version),
        act=wanted,
        url=url_for("turns.create", plan_id=plan_id, act=act),
        form=form,
        errors=form.problems,
    )


@bp.route("/others/<string:stage>", methods=["GET", "POST"])
def add(plan_id: UUID, stage: str) -> ResponseReturnValue:
    """Ask more bodies in a step that is open."""
    version = plans.newest(actor(), str(plan_id), Permission.TURN_ASK)
    step = known(lambda name: {s.value: s for s in ASKED}[name], stage.replace("-", "_"))
    form = OthersForm(known=requests.known_bodies(actor(), version))
    if form.validate_on_submit():
        day = form.due_on.data.isoformat() if form.due_on.data else None
        try:
            turns.ask_others(actor(), version, step, form.named, due_on=day)
        except Invalid as error:
            db.session.rollback()
            form.refuse(error)
        else:
            db.session.commit()
            flash(gettext("They are asked from today on."), "success")
            return redirect(url_for("steps.index", plan_id=plan_id))
    return render_template(
        "turns/add.html",
        version=version,
        tabs=tabs(version),
        stage=STAGE_NAMES[Stage(step)],
        url=url_for("turns.add", plan_id=plan_id, stage=stage),
        form=form,
        errors=form.problems,
    )


@bp.route("/<uuid:turn_id>", methods=["GET", "POST"])
def show(plan_id: UUID, turn_id: UUID) -> ResponseReturnValue:
    """One request: who asks whom for what; its answer, or the form for it."""
    version = plans.newest(actor(), str(plan_id), Permission.TURN_SHOW)
    turn = turns.get(actor(), version, str(turn_id))
    zone = version.plan.party.time_zone
    answers = _answers(turn)
    form = AnswerForm(of_role=turn.role is not None, data={"on": today(zone).isoformat()})
    if form.validate_on_submit() and (answered := _answer(version, turn, form)):
        return answered
    wanted = positions.imperative(turn.asks)
    return render_template(
        "turns/show.html",
        version=version,
        tabs=tabs(version),
        turn=turn,
        seen=turns.seen(turn),
        today=today(zone),
        answers=answers,
        act_url=url_for("steps.move", plan_id=plan_id, act=turn.asks.replace("_", "-")),
        act_words=wanted,
        form=form,
        errors=form.problems,
        words=Words(),
    )


@bp.post("/<uuid:turn_id>/withdraw")
def withdraw(plan_id: UUID, turn_id: UUID) -> ResponseReturnValue:
    """Take a request back."""
    version = plans.newest(actor(), str(plan_id), Permission.TURN_ASK)
    turn = turns.get(actor(), version, str(turn_id), Permission.TURN_ASK)
    try:
        turns.withdraw(actor(), version, turn)
    except InvalidTransition as error:
        return _elsewhere(plan_id, error)
    db.session.commit()
    flash(gettext("The request is taken back."), "success")
    return redirect(url_for("steps.index", plan_id=plan_id))


def _ask(version: PlanVersion, act: Act, form: RequestForm) -> ResponseReturnValue | None:
    plan_id = version.plan_id
    try:
        turn = turns.ask_for(
            actor(),
            version,
            act.name,
            lapses_on=form.lapses_on.data.isoformat() if form.lapses_on.data else None,
            question=form.question.data or "",
        )
    except InvalidTransition as error:
        return _elsewhere(plan_id, error)
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)
        return None
    turn_id = turn.id
    db.session.commit()
    wake("messages")
    return redirect(url_for("turns.show", plan_id=plan_id, turn_id=turn_id))


def _answer(version: PlanVersion, turn: Turn, form: AnswerForm) -> ResponseReturnValue | None:
    if not can(actor(), Permission.TURN_ANSWER, version):
        raise nothing_here()
    plan_id = version.plan_id
    try:
        turns.answer(
            actor(),
            version,
            turn,
            refuses=form.outcome.data == "refused",
            words=form.words.data or "",
            on=form.on.data or "",
        )
    except InvalidTransition as error:
        return _elsewhere(plan_id, error)
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)
        return None
    db.session.commit()
    wake("messages")
    flash(gettext("The answer is recorded."), "success")
    return redirect(url_for("steps.index", plan_id=plan_id))


def _answers(turn: Turn) -> bool:
    """Whether the person may answer this request."""
    if not can(actor(), Permission.TURN_ANSWER, turn):
        return False
    return turn.role is None or Role(turn.role) in actor().roles_in(turn.party_id)


def _elsewhere(plan_id: object, error: InvalidTransition) -> ResponseReturnValue:
    """It was answered or taken back meanwhile: say so on the page that shows it."""
    db.session.rollback()
    flash(gettext(error.message, **error.params), "error")
    return redirect(url_for("steps.index", plan_id=plan_id))
