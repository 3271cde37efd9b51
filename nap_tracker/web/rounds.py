"""Review rounds for those who run them: opening, who handed in, answers, publishing, closing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.clock import today
from nap_tracker.errors import Invalid, InvalidTransition, NotReady
from nap_tracker.extensions import db
from nap_tracker.forms.rounds import AskingForm, ClosingForm, OpeningForm
from nap_tracker.i18n import gettext, locale, ngettext
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import Round
from nap_tracker.permissions import Seat, can
from nap_tracker.queue import wake
from nap_tracker.roles import ROLE_NAMES, Permission
from nap_tracker.services import (
    candidates,
    plans,
    round_answers,
    round_comments,
    round_turns,
    rounds,
    seats,
)
from nap_tracker.services.rounds import Opening, Question
from nap_tracker.services.seats import Asked, Other
from nap_tracker.web import round_changes
from nap_tracker.web.door import actor, offered
from nap_tracker.web.entries import known
from nap_tracker.web.plan_pages import tabs
from nap_tracker.web.seat_words import SeatLine, counts, lines_of
from nap_tracker.workflow.drafting import Stage
from nap_tracker.workflow.machine import Problem
from nap_tracker.workflow.rounds import ROUND

bp = Blueprint("rounds", __name__, url_prefix="/plans/<uuid:plan_id>/rounds")

CIRCLES = {"inside": False, "outside": True}
"""What the address says of whom a round asks -> whether it is from outside the government."""


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round in the list."""

    round: Round
    state: str
    url: str


@bp.get("")
def index(plan_id: UUID) -> ResponseReturnValue:
    """The rounds of the plan: for reviewers those they were invited to."""
    version = plans.newest(actor(), str(plan_id))
    shows = can(actor(), Permission.ROUND_SHOW, version)
    return render_template(
        "rounds/index.html",
        version=version,
        tabs=tabs(version),
        lines=[_line(one, shows) for one in rounds.of_plan(actor(), version)],
        shows=shows,
        opens_outside=can(actor(), Permission.ROUND_OPEN_OUTSIDE, version),
        opens=can(actor(), Permission.ROUND_OPEN, version),
    )


@bp.route("/new/<string:circle>", methods=["GET", "POST"])
def create(plan_id: UUID, circle: str) -> ResponseReturnValue:
    """Open a round: what is read, by whom, until when, with which questions."""
    is_outside = known(CIRCLES.__getitem__, circle)
    needed = Permission.ROUND_OPEN_OUTSIDE if is_outside else Permission.ROUND_OPEN
    version = plans.newest(actor(), str(plan_id), needed)
    form = _opening_form(version, is_outside)
    if form.validate_on_submit() and (opened := _open(version, form, is_outside)):
        return opened
    return render_template(
        "rounds/create.html",
        version=version,
        tabs=tabs(version),
        is_outside=is_outside,
        url=url_for("rounds.create", plan_id=plan_id, circle=circle),
        form=form,
        errors=form.problems,
    )


@bp.get("/<uuid:round_id>")
def show(plan_id: UUID, round_id: UUID) -> ResponseReturnValue:
    """One round: what was asked, and where each reviewer stands."""
    version, round_ = _load(plan_id, round_id)
    invited = seats.of_round(actor(), round_)
    schema = plans.schema_of(version, locale())
    titles = {section.id: section.title for section in schema.sections}
    return render_template(
        "rounds/show.html",
        version=version,
        tabs=tabs(version),
        round=round_,
        state=gettext(ROUND.names[round_.state]),
        sections=[titles.get(id, id) for id in round_.sections],
        lines=_seat_lines(round_, invited, version),
        counts=counts(round_, invited),
        unanswered=round_comments.unanswered(round_),
        unpublished=round_comments.unpublished(round_),
    )


@bp.get("/<uuid:round_id>/answers")
def answers(plan_id: UUID, round_id: UUID) -> ResponseReturnValue:
    """What those who handed in answered to the questions."""
    version, round_ = _load(plan_id, round_id)
    return render_template(
        "rounds/answers.html",
        version=version,
        tabs=tabs(version),
        round=round_,
        said=round_answers.of_round(actor(), round_),
        scale=round_answers.SCALE_WORDS,
    )


@bp.get("/<uuid:round_id>/changes")
def changes(plan_id: UUID, round_id: UUID) -> ResponseReturnValue:
    """What the draft says by now that reviewers do not read."""
    version, round_ = _load(plan_id, round_id)
    back = url_for("rounds.show", plan_id=plan_id, round_id=round_id), round_.title
    return round_changes.page(Seat(round_, None), back, tabs(version))


@bp.route("/<uuid:round_id>/invite", methods=["GET", "POST"])
def invite(plan_id: UUID, round_id: UUID) -> ResponseReturnValue:
    """Ask more people in a round that is open."""
    version, round_ = _load(plan_id, round_id, Permission.ROUND_INVITE)
    form = AskingForm(
        people=_people(version, is_outside=round_.is_outside),
        languages=offered(),
        others=round_.allows_links,
        language=version.plan.language,
    )
    if form.validate_on_submit():
        try:
            seats.invite(actor(), round_, _asked(form))
        except (Invalid, InvalidTransition) as error:
            _refuse(form, error)
        else:
            db.session.commit()
            wake("messages")
            flash(gettext("They are invited and mailed."), "success")
            return redirect(url_for("rounds.show", plan_id=plan_id, round_id=round_id))
    return render_template(
        "rounds/invite.html",
        version=version,
        tabs=tabs(version),
        round=round_,
        form=form,
        errors=form.problems,
    )


@bp.post("/<uuid:round_id>/seats/<uuid:seat_id>/revoke")
def revoke(plan_id: UUID, round_id: UUID, seat_id: UUID) -> ResponseReturnValue:
    """Take one invitation back."""
    _, round_ = _load(plan_id, round_id, Permission.ROUND_INVITE)
    try:
        seats.revoke(actor(), round_, seats.find(actor(), round_, str(seat_id)))
    except InvalidTransition as error:
        return _elsewhere(plan_id, round_id, error)
    db.session.commit()
    flash(gettext("The invitation is taken back. Its link does not work any more."), "success")
    return redirect(url_for("rounds.show", plan_id=plan_id, round_id=round_id))


@bp.post("/<uuid:round_id>/seats/<uuid:seat_id>/invite-again")
def invite_again(plan_id: UUID, round_id: UUID, seat_id: UUID) -> ResponseReturnValue:
    """Ask somebody anew who declined, or whose invitation was taken back."""
    _, round_ = _load(plan_id, round_id, Permission.ROUND_INVITE)
    try:
        seats.invite_again(actor(), round_, seats.find(actor(), round_, str(seat_id)))
    except (Invalid, InvalidTransition) as error:
        return _elsewhere(plan_id, round_id, error)
    db.session.commit()
    wake("messages")
    flash(gettext("They are invited and mailed."), "success")
    return redirect(url_for("rounds.show", plan_id=plan_id, round_id=round_id))


@bp.post("/<uuid:round_id>/publish")
def publish(plan_id: UUID, round_id: UUID) -> ResponseReturnValue:
    """Show every answer that is written, at once."""
    _, round_ = _load(plan_id, round_id, Permission.ROUND_PUBLISH)
    try:
        count = rounds.publish_responses(actor(), round_)
    except InvalidTransition as error:
        return _elsewhere(plan_id, round_id, error)
    db.session.commit()
    wake("messages")
    if count:
        words = ngettext("%(n)s answer is published.", "%(n)s answers are published.", count)
        flash(words, "success")
    else:
        flash(gettext("There is no answer that is not published already."), "error")
    return redirect(url_for("rounds.show", plan_id=plan_id, round_id=round_id))


@bp.route("/<uuid:round_id>/close", methods=["GET", "POST"])
def close(plan_id: UUID, round_id: UUID) -> ResponseReturnValue:
    """Close it: what has no answer, who has not replied, and the one act."""
    version, round_ = _load(plan_id, round_id, Permission.ROUND_CLOSE)
    unanswered = round_comments.unanswered(round_)
    notes = bool(unanswered) and can(actor(), Permission.ROUND_NOTE_REST, round_)
    name = "close_with_the_rest_noted" if notes else "close"
    if round_.closed_at is not None and request.method == "GET":
        return redirect(url_for("rounds.show", plan_id=plan_id, round_id=round_id))
    found = rounds.problems(round_, name) if round_.closed_at is None else ()
    form = ClosingForm(warnings=[(p.key, _sentence(p)) for p in found if not p.hard], notes=notes)
    if form.validate_on_submit() and (closed := _close(round_, name, form)):
        return closed
    return render_template(
        "rounds/close.html",
        version=version,
        tabs=tabs(version),
        round=round_,
        unanswered=unanswered,
        words=gettext(ROUND.find(name).words),
        is_stopped=any(problem.hard for problem in found),
        notes=notes,
        silent=_silent(round_, version),
        form=form,
        errors=form.problems,
    )


def _load(
    plan_id: UUID, round_id: UUID, permission: Permission = Permission.ROUND_SHOW
) -> tuple[PlanVersion, Round]:
    version = plans.newest(actor(), str(plan_id))
    return version, rounds.get(actor(), str(plan_id), str(round_id), permission)


def _line(one: Round, shows: bool) -> RoundLine:
    if shows:
        url = url_for("rounds.show", plan_id=one.plan_id, round_id=one.id)
    else:
        url = url_for("my_reviews.show", round_id=one.id)
    return RoundLine(one, gettext(ROUND.names[one.state]), url)


def _seat_lines(round_: Round, invited: Sequence[Any], version: PlanVersion) -> Sequence[SeatLine]:
    there = today(version.plan.party.time_zone)
    may = can(actor(), Permission.ROUND_INVITE, round_) and round_.closed_at is None
    return lines_of(round_, invited, there, may_revoke=may)


def _silent(round_: Round, version: PlanVersion) -> Sequence[str]:
    """Who has not replied, by name; in an anonymous round that would say who did."""
    if round_.is_anonymous:
        return ()
    lines = lines_of(round_, seats.of_round(actor(), round_), today(version.plan.party.time_zone))
    return [line.name for line in lines if line.is_expected]


def _people(version: PlanVersion, *, is_outside: bool) -> list[tuple[str, str]]:
    """(account, name and roles) of those who may be asked in such a round."""
    return [
        (
            one.user_id,
            gettext(
                "%(name)s (%(roles)s)",
                name=one.name,
                roles=", ".join(gettext(ROLE_NAMES[role]) for role in one.roles),
            ),
        )
        for one in candidates.for_round(actor(), version)
        if is_outside or not one.is_outside
    ]


def _opening_form(version: PlanVersion, is_outside: bool) -> OpeningForm:
    schema = plans.schema_of(version, locale())
    stage = Stage.PARTNERSHIP_REVIEW if is_outside else Stage.INTERNAL_REVIEW
    step = round_turns.to_open(actor(), version, stage)
    return OpeningForm(
        sections=[(section.id, section.title) for section in schema.sections],
        warnings=[(p.key, _sentence(p)) for p in step.soft] if step else [],
        needs_note=step is not None and step.needs_note,
        first_day=today(version.plan.party.time_zone),
        people=_people(version, is_outside=is_outside),
        languages=offered(),
        others=can(actor(), Permission.ROUND_LINKS, version),
        data={"uid": new_uid(), "language": version.plan.language},
    )


def _open(version: PlanVersion, form: OpeningForm, is_outside: bool) -> ResponseReturnValue | None:
    opening = Opening(
        title=form.title.data or "",
        sections=form.chosen,
        due_on=form.due_on.data,
        is_outside=is_outside,
        is_anonymous=bool(form.is_anonymous.data),
        allows_links=form.links,
        note=form.note.data or "",
        questions=[Question(text, has_scale) for text, has_scale in form.questions],
        stage_note=form.stage_words,
        accepted=form.ticked,
    )
    plan_id, uid = version.plan_id, known(_as_uid, form.uid.data or "")
    try:
        round_ = rounds.open_(actor(), version, opening, id=uid)
        if not seats.are_there(round_):
            seats.invite(actor(), round_, _asked(form))
    except (Invalid, InvalidTransition, NotReady) as error:
        db.session.rollback()
        _refuse(form, error)
        return None
    db.session.commit()
    wake("messages")
    flash(gettext("The review is open. Everybody you named is mailed."), "success")
    return redirect(url_for("rounds.show", plan_id=plan_id, round_id=uid))


def _as_uid(sent: str) -> str:
    try:
        return str(UUID(sent))
    except ValueError:
        raise KeyError(sent) from None


def _asked(form: AskingForm) -> Asked:
    language = (form.language.data or "en") if "language" in form else "en"
    return Asked(
        tuple(form.people.data or ()),
        tuple(Other(one.name, one.email, one.organisation) for one in form.named),
        language if language in offered() else "en",
    )


def _close(round_: Round, name: str, form: ClosingForm) -> ResponseReturnValue | None:
    plan_id, round_id = round_.plan_id, round_.id
    try:
        rounds.close(actor(), round_, name, reason=form.words, accepted=form.ticked)
    except InvalidTransition as error:
        return _elsewhere(plan_id, round_id, error)
    except (Invalid, NotReady) as error:
        db.session.rollback()
        _refuse(form, error)
        return None
    db.session.commit()
    wake("messages")
    flash(gettext("The round is closed."), "success")
    return redirect(url_for("rounds.show", plan_id=plan_id, round_id=round_id))


def _refuse(form: AskingForm | ClosingForm, error: Any) -> None:
    """At its field; what is about an address of a line stands at the list of lines."""
    if not isinstance(error, Invalid):
        error = Invalid(error.message, error.params)
    if error.about == "email":
        error.about = "others"
    if error.about == "questions":
        error.about = "in_words"
    form.refuse(error)


def _sentence(problem: Problem) -> str:
    return gettext(problem.sentence, **problem.params)


def _elsewhere(
    plan_id: object, round_id: object, error: InvalidTransition | Invalid
) -> ResponseReturnValue:
    """Somebody did something else meanwhile: say so on the page of the round."""
    db.session.rollback()
    flash(gettext(error.message, **error.params), "error")
    return redirect(url_for("rounds.show", plan_id=plan_id, round_id=round_id))
