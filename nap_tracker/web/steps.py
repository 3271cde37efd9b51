"""Where a plan stands, and the page for every act that moves it on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.clock import day_of, today
from nap_tracker.errors import Hidden, Invalid, InvalidTransition, NotReady
from nap_tracker.extensions import db
from nap_tracker.forms.steps import KNOWN, MoveForm
from nap_tracker.i18n import N_, gettext
from nap_tracker.models.move import Move
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can, position_of
from nap_tracker.queue import wake
from nap_tracker.roles import Permission
from nap_tracker.services import lifecycle, plans, requests, turns
from nap_tracker.services.lifecycle import Said, Step
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.standings import holder_name, move_url
from nap_tracker.workflow import positions
from nap_tracker.workflow import turns as rules
from nap_tracker.workflow.drafting import ASKED, LAPSING, SENT, STAGE_NAMES, Stage
from nap_tracker.workflow.effects import effects
from nap_tracker.workflow.machine import Problem

bp = Blueprint("steps", __name__, url_prefix="/plans/<uuid:plan_id>/steps")

FIXES: dict[str, tuple[str, str]] = {
    "checks": ("checks.show", N_("See what the check finds")),
    "steps": ("steps.index", N_("See where the plan stands")),
    "tasks": ("plans.show", N_("See the sections")),
}
"""What a problem calls the place where it is mended -> the page, and the words of the link."""
RECORDS = (
    ("endorsements.create", N_("Record an endorsement"), Permission.ENDORSEMENT_RECORD),
    ("submissions.create", N_("Record a submission"), Permission.SUBMISSION_RECORD),
    ("publications.create", N_("Record a publication"), Permission.PUBLICATION_RECORD),
)
"""What happens to a frozen text outside the program, in any order."""
OUTCOMES = {
    rules.Outcome.ANSWERED: N_("Answered"),
    rules.Outcome.REFUSED: N_("Refused"),
    rules.Outcome.WITHDRAWN: N_("Taken back"),
    rules.Outcome.DONE: N_("Done"),
    rules.Outcome.CLOSED: N_("No reply"),
}


@bp.get("")
def index(plan_id: UUID) -> ResponseReturnValue:
    """Where the plan stands, what can be done from there, and everything that happened before."""
    version = plans.newest(actor(), str(plan_id))
    page: dict[str, Any] = {"version": version, "tabs": tabs(version)}
    if not can(actor(), Permission.TURN_SHOW, version):
        return render_template("steps/index.html", **page, is_told=False)
    asked = turns.of_plan(actor(), version)
    zone = version.plan.party.time_zone
    now_there = today(zone)
    seen = [turns.seen(turn) for turn in asked]
    waits = {one.id for one in seen if one.waits(now_there)}
    return render_template(
        "steps/index.html",
        **page,
        is_told=True,
        today=now_there,
        waiting=[turn for turn in asked if turn.id in waits],
        asked={turn.id: turn for turn in asked},
        stretches=rules.history(seen, day_of(version.plan.created_at, zone).isoformat(), now_there),
        moves=lifecycle.moves_of(actor(), version),
        options=lifecycle.options(actor(), version),
        to_ask_for=lifecycle.to_ask_for(actor(), version),
        stages=[s for s in Stage if s in position_of(version).stages and s in ASKED],
        words=Words(),
    )


@bp.route("/<string:act>", methods=["GET", "POST"])
def move(plan_id: UUID, act: str) -> ResponseReturnValue:
    """One act: what it will do, what stands in its way, and its button."""
    version = plans.newest(actor(), str(plan_id))
    name = act.replace("-", "_")
    try:
        if request.method == "POST" and (
            done := lifecycle.done_already(actor(), version, name, _seen())
        ):
            return redirect(url_for("steps.show", plan_id=plan_id, number=done.number))
        step = lifecycle.examine(actor(), version, name)
    except InvalidTransition as error:
        return _elsewhere(plan_id, error)
    known = requests.known_bodies(actor(), version) if step.asks_bodies else []
    form = _form(version, step, known)
    if "accepted" in form:
        form.accepted.links = _links(version, step.soft)
    if form.validate_on_submit() and (moved := _advance(version, name, form)):
        return moved
    return render_template(
        "steps/move.html",
        version=version,
        tabs=tabs(version),
        step=step,
        url=move_url(version.plan_id, name),
        effects=[gettext(sentence) for sentence in effects(step.act, step.before)],
        hard=[(_sentence(problem), _fix(version, problem)) for problem in step.hard],
        known=known,
        known_id=KNOWN,
        form=form,
        errors=form.problems,
    )


@bp.get("/taken/<int:number>")
def show(plan_id: UUID, number: int) -> ResponseReturnValue:
    """The page after an act: what happened, who was told, what comes next."""
    version = plans.newest(actor(), str(plan_id), Permission.TURN_SHOW)
    moves = lifecycle.moves_of(actor(), version)
    found = next((one for one in moves if one.number == number), None)
    if found is None:
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    return render_template(
        "steps/show.html",
        version=version,
        tabs=tabs(version),
        move=found,
        is_newest=found is moves[0],
        told=lifecycle.told_of(actor(), version, found),
        options=lifecycle.options(actor(), version),
        to_ask_for=lifecycle.to_ask_for(actor(), version),
        words=Words(),
    )


class Words:
    """What templates ask about acts, moves and turns."""

    outcomes = OUTCOMES

    def records(self, version: PlanVersion) -> list[tuple[str, str]]:
        """(Page, words of the link) of what the reader may record of a text that is frozen."""
        if version.frozen_at is None:
            return []
        asker = actor()
        return [
            (page, gettext(words))
            for page, words, permission in RECORDS
            if can(asker, permission, version)
        ]

    def fact(self, found: Move) -> str:
        """What an act is called when it has been done."""
        return gettext(positions.fact(found.act))

    def asks(self, what: str) -> str:
        """What somebody was asked for: a stage, an act, or the endorsement."""
        if what == rules.ENDORSEMENT:
            return gettext("Endorsement")
        if what in STAGE_NAMES:
            return gettext(STAGE_NAMES[Stage(what)])
        return gettext(positions.imperative(what))

    def holder(self, turn: Any) -> str:
        """Who was asked, standing by itself."""
        if turn.is_round:
            return gettext("Reviewers of “%(title)s”", title=turn.holder)
        return holder_name(turn)

    def outcome(self, turn: rules.Asked, day: Any) -> str:
        """What came of it: by a person, or by its date."""
        if turn.outcome:
            return gettext(OUTCOMES[rules.Outcome(turn.outcome)])
        return gettext("Lapsed") if turn.has_lapsed(day) else gettext("Waiting")


def _form(version: PlanVersion, step: Step, known: list[str]) -> MoveForm:
    return MoveForm(
        warnings=[(problem.key, _sentence(problem)) for problem in step.soft],
        overrides=bool(step.hard)
        and not step.is_blocked
        and can(actor(), Permission.PLAN_OVERRIDE, version),
        bodies=step.act.opens in ASKED,
        one_body=step.act.target is SENT,
        known=known,
        due=_due(step),
        note=_note(step),
        data={
            "seen": str(step.seen),
            "happened_on": today(version.plan.party.time_zone).isoformat(),
        },
    )


def _seen() -> int:
    """The number of the last act the page showed; what is no number is an old page's."""
    sent = request.form.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _due(step: Step) -> str:
    """The words for until when; '' where nobody is asked."""
    if not step.asks_bodies:
        return ""
    if step.act.opens is None:
        return N_("Until when do you expect it? (optional)")
    if step.act.opens in LAPSING:
        return N_("Until when? The request lapses after this day")
    return N_("Until when? (optional)")


def _note(step: Step) -> str:
    if step.hard or step.act.needs_note:
        return N_("Reason")
    return N_("Note") if step.needs_note else N_("Note (optional)")


def _advance(version: PlanVersion, name: str, form: MoveForm) -> ResponseReturnValue | None:
    said = Said(
        seen=_seen(),
        happened_on=form.happened_on.data or "",
        note=form.note.data or "",
        accepted=form.ticked,
        overrides=form.passes_over,
        bodies=form.named,
        due_on=form.due,
    )
    plan_id = version.plan_id
    try:
        done = lifecycle.advance(actor(), version, name, said)
    except InvalidTransition as error:
        return _elsewhere(plan_id, error)
    except Invalid as error:
        db.session.rollback()
        if error.about == "bodies" and "body" in form:
            error.about = "body"
        form.refuse(error)
        return None
    except NotReady as error:
        db.session.rollback()
        form.form_errors.append(gettext(error.message, **error.params))
        return None
    number = done.number
    db.session.commit()
    wake("exports")
    wake("messages")
    return redirect(url_for("steps.show", plan_id=plan_id, number=number))


def _elsewhere(plan_id: object, error: InvalidTransition) -> ResponseReturnValue:
    """The plan stands somewhere else by now: say what happened, on the page that shows it."""
    db.session.rollback()
    flash(gettext(error.message, **error.params), "error")
    return redirect(url_for("steps.index", plan_id=plan_id))


def _sentence(problem: Problem) -> str:
    return gettext(problem.sentence, **problem.params)


def _fix(version: PlanVersion, problem: Problem) -> tuple[str, str] | None:
    if problem.fix not in FIXES:
        return None
    endpoint, words = FIXES[problem.fix]
    return gettext(words), url_for(endpoint, plan_id=version.plan_id)


def _links(version: PlanVersion, problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Where the warnings can be mended, each page once."""
    return list(dict.fromkeys(fix for one in problems if (fix := _fix(version, one))))
