"""Who is asked for what: asking, answering, refusing, taking back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from nap_tracker.clock import now, today
from nap_tracker.errors import Hidden, Invalid, Overtaken
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, day, gettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.turn import Turn
from nap_tracker.permissions import position_of, require
from nap_tracker.roles import ROLE_NAMES, Actor, Permission, Role
from nap_tracker.services import history, notices
from nap_tracker.workflow import positions
from nap_tracker.workflow.drafting import LAPSING, Stage
from nap_tracker.workflow.turns import Asked, Outcome, is_past

LONGEST_NAME = 200
MOST_BODIES = 40
LONGEST_WORDS = 2000


def of_plan(actor: Actor, version: PlanVersion) -> Sequence[Turn]:
    """Everybody who was ever asked about this plan, the newest first; for the drafting team."""
    require(actor, Permission.TURN_SHOW, version)
    query = select(Turn).options(joinedload(Turn.asked_by)).filter_by(plan_id=version.plan_id)
    return db.session.scalars(query.order_by(Turn.began_at.desc(), Turn.holder)).all()


def get(
    actor: Actor, version: PlanVersion, turn_id: str, permission: Permission = Permission.TURN_SHOW
) -> Turn:
    """One request of this plan. Raises NotFound behind a wall or in another plan."""
    require(actor, permission, version)
    return _found(select(Turn).filter_by(plan_id=version.plan_id, id=turn_id))


def seen(turn: Turn) -> Asked:
    """The turn as the pure rules look at it."""
    return Asked(
        turn.id,
        turn.asks,
        turn.holder,
        turn.role or "",
        turn.began_on,
        turn.due_on,
        turn.lapses_on,
        turn.ended_on,
        turn.outcome,
        turn.is_round,
    )


def name_of(holder: str, role: str | None, *, is_round: bool) -> str:
    """Who is asked, within a sentence: the body as it was written, reviewers by their round."""
    if is_round:
        return gettext("the reviewers of “%(title)s”", title=holder)
    return holder or gettext(ROLE_NAMES[Role(role or "")])


def waiting(version: PlanVersion, asks: Collection[str] | None = None) -> Sequence[Turn]:
    """Requests of a version that are neither answered nor lapsed, by name."""
    query = select(Turn).filter_by(version_id=version.id).where(Turn.ended_at.is_(None))
    if asks is not None:
        query = query.where(Turn.asks.in_(asks))
    found = db.session.scalars(query.order_by(Turn.holder, Turn.began_at)).all()
    day = _today(version)
    return [turn for turn in found if seen(turn).waits(day)]


def ask_bodies(
    actor: Actor,
    version: PlanVersion,
    asks: str,
    bodies: Iterable[str],
    *,
    due_on: str | None,
    began_on: str,
    question: str = "",
) -> list[Turn]:
    """Ask bodies in a stage, or the one that endorses. Who may open the stage may ask."""
    lapses = asks in LAPSING
    given = checked_bodies(bodies)
    _refuse_past(version, due_on, about="due_on")
    if lapses and due_on is None:
        raise Invalid(N_("Enter the day on which the request lapses"), about="due_on")
    return [
        _begin(
            actor,
            version,
            asks=asks,
            holder=body,
            question=question,
            began_on=began_on,
            due_on=None if lapses else due_on,
            lapses_on=due_on if lapses else None,
        )
        for body in given
    ]


def ask_others(
    actor: Actor,
    version: PlanVersion,
    stage: Stage,
    bodies: Iterable[str],
    *,
    due_on: str | None,
    question: str = "",
) -> list[Turn]:
    """Ask more bodies in a stage that is open. Raises Invalid for one that is being asked."""
    require(actor, Permission.TURN_ASK, version)
    if stage not in position_of(version).stages:
        raise Invalid(N_("This step is not open any more, so nobody can be asked in it."))
    there = {turn.holder.casefold() for turn in waiting(version, {stage.value})}
    given = checked_bodies(bodies)
    twice = next((body for body in given if body.casefold() in there), None)
    if twice is not None:
        raise Invalid(N_("%(name)s is asked already"), {"name": twice}, about="bodies")
    began_on = _today(version).isoformat()
    made = ask_bodies(
        actor, version, stage, given, due_on=due_on, began_on=began_on, question=question
    )
    db.session.flush()
    return made


def ask_for(
    actor: Actor, version: PlanVersion, act: str, *, lapses_on: str | None, question: str = ""
) -> Turn:
    """Ask the focal point to do an act by a date; at most one such request waits at a time."""
    require(actor, Permission.TURN_ASK, version)
    wanted = positions.act(act, position_of(version))
    if lapses_on is None:
        raise Invalid(N_("Enter the day on which the request lapses"), about="lapses_on")
    _refuse_past(version, lapses_on, about="lapses_on")
    if waiting(version, {act}):
        raise Overtaken(N_("The focal point has been asked for this already."))
    turn = _begin(
        actor,
        version,
        asks=act,
        role=Role.FOCAL_POINT,
        question=_short(question, about="question"),
        began_on=_today(version).isoformat(),
        lapses_on=lapses_on,
    )
    notices.asked_for(actor, version, wanted.words)
    db.session.flush()
    return turn


def answer(
    actor: Actor, version: PlanVersion, turn: Turn, *, refuses: bool, words: str, on: str
) -> Turn:
    """Record an answer. Who holds the asked role answers for it; a body's answer is entered.

    A refusal needs a reason. Raises Overtaken where it was answered or taken back meanwhile.
    """
    require(actor, Permission.TURN_ANSWER, version)
    if turn.role is not None and Role(turn.role) not in actor.roles_in(turn.party_id):
        raise Invalid(N_("Only the focal point can answer this request."))
    if refuses and not words.strip():
        raise Invalid(N_("Enter the reason for the refusal"), about="words")
    refuse_future(version, on, about="on")
    turn = _open(turn)
    if seen(turn).has_lapsed(_today(version)):
        raise Invalid(
            N_("The request lapsed on %(date)s. Ask again to go on."),
            {"date": day(turn.lapses_on or "")},
        )
    outcome = Outcome.REFUSED if refuses else Outcome.ANSWERED
    _end(actor, turn, outcome, on=on, words=_short(words, about="words"))
    kind = "turn:refused" if refuses else "turn:answered"
    _record(actor, turn, kind, happened_on=on)
    notices.answered(actor, version, turn)
    db.session.flush()
    return turn


def withdraw(actor: Actor, version: PlanVersion, turn: Turn) -> None:
    """Take a request back. Raises Overtaken where it was answered meanwhile."""
    require(actor, Permission.TURN_ASK, version)
    turn = _open(turn)
    _end(actor, turn, Outcome.WITHDRAWN, on=_today(version).isoformat())
    _record(actor, turn, "turn:withdrawn")
    db.session.flush()


def end(
    actor: Actor, version: PlanVersion, asks: Collection[str], outcome: Outcome, on: str
) -> None:
    """End what is still open of these requests, as part of an act that has its own record."""
    query = select(Turn).filter_by(version_id=version.id).where(Turn.asks.in_(asks))
    for turn in db.session.scalars(query.where(Turn.ended_at.is_(None)).with_for_update()):
        if not seen(turn).has_lapsed(_today(version)):
            _end(actor, turn, outcome, on=on)


def checked_bodies(bodies: Iterable[str]) -> list[str]:
    """Names of bodies, each once, in their order. Raises Invalid without one."""
    once = {body.casefold(): body for body in (" ".join(b.split()) for b in bodies) if body}
    given = list(once.values())
    if not given:
        raise Invalid(N_("Enter at least one body that is asked"), about="bodies")
    if len(given) > MOST_BODIES or any(len(body) > LONGEST_NAME for body in given):
        raise Invalid(
            N_("Enter at most 40 bodies, each on a line of at most 200 characters"), about="bodies"
        )
    return given


def _begin(
    actor: Actor,
    version: PlanVersion,
    *,
    asks: str,
    began_on: str,
    holder: str = "",
    role: Role | None = None,
    question: str = "",
    due_on: str | None = None,
    lapses_on: str | None = None,
) -> Turn:
    turn = Turn(
        party_id=version.party_id,
        plan_id=version.plan_id,
        version_id=version.id,
        asks=str(asks),
        holder=holder,
        role=role,
        question=question,
        began_on=began_on,
        began_at=now(),
        asked_by_id=actor.user_id,
        due_on=due_on,
        lapses_on=lapses_on,
    )
    db.session.add(turn)
    db.session.flush()
    _record(actor, turn, "turn:asked", happened_on=began_on)
    return turn


def _end(actor: Actor, turn: Turn, outcome: Outcome, *, on: str, words: str = "") -> None:
    # A day before it began would make a turn of less than nothing.
    turn.ended_on = max(on, turn.began_on[: len(on)])
    turn.ended_at = now()
    turn.ended_by_id = actor.user_id
    turn.outcome = outcome.value
    turn.answer = words


def _open(turn: Turn) -> Turn:
    """The turn, locked, if nobody has ended it since the page was opened."""
    locked = _found(select(Turn).filter_by(id=turn.id).with_for_update())
    if locked.ended_at is not None:
        raise Overtaken(N_("Somebody answered this request or took it back meanwhile."))
    return locked


def _found(query: Select[Turn]) -> Turn:
    turn = db.session.scalar(query.execution_options(populate_existing=True))
    if turn is None:
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    return turn


def _short(words: str, *, about: str) -> str:
    words = words.strip()
    if len(words) > LONGEST_WORDS:
        raise Invalid(N_("Shorten this to 2000 characters or fewer"), about=about)
    return words


def _refuse_past(version: PlanVersion, on: str | None, *, about: str) -> None:
    if is_past(on, _today(version)):
        raise Invalid(N_("Enter a day that is not over yet"), about=about)


def refuse_future(version: PlanVersion, on: str, *, about: str) -> None:
    """What happened cannot have happened after today. Raises Invalid."""
    if on > _today(version).isoformat():
        raise Invalid(N_("This day has not come yet. Enter when it happened"), about=about)


def _today(version: PlanVersion) -> date:
    return today(version.plan.party.time_zone)


def _record(actor: Actor, turn: Turn, kind: str, *, happened_on: str | None = None) -> None:
    history.record(
        actor,
        kind,
        party_id=turn.party_id,
        plan_id=turn.plan_id,
        subject=f"turn:{turn.id}",
        details={"asks": turn.asks},
        content=turn.answer or turn.question or None,
        happened_on=happened_on,
    )
