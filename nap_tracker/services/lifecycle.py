"""Moving a plan on: the only writer of states. Require, check, change, record, tell.

Every act names the last act its page had seen, so that pressing twice happens once and of two
people who press at the same time one succeeds and the other is told what happened.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from nap_tracker.checks.progress import Status, progress
from nap_tracker.clock import now, today
from nap_tracker.errors import Invalid, InvalidTransition, NotReady, Overtaken
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, gettext, listing, moment
from nap_tracker.models.account import User
from nap_tracker.models.endorsement import Endorsement
from nap_tracker.models.move import Move
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can, position_of, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import checks, history, notices, sealing, turns, versions
from nap_tracker.workflow import positions
from nap_tracker.workflow.drafting import ASKED, RESOLVING, SENT, SUPERSEDED, Act
from nap_tracker.workflow.facts import DraftingFacts
from nap_tracker.workflow.guards import is_not_endorsed
from nap_tracker.workflow.machine import Problem
from nap_tracker.workflow.positions import NEXT_STATE, Position
from nap_tracker.workflow.turns import ENDORSEMENT, Outcome

LONGEST_NOTE = 4000
NOT_AS_ENDORSED = N_(
    "This text is frozen when it is sent for endorsement: see the page “Where the plan stands”."
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said on the page for moving on."""

    seen: int
    """The number of the last act the page showed."""
    happened_on: str = ""
    note: str = ""
    accepted: frozenset[str] = frozenset()
    """Warnings that were answered, by their keys."""
    overrides: bool = False
    bodies: Sequence[str] = ()
    """Whom to ask: in the stage that opens, or for the endorsement."""
    due_on: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One act, looked at before it is done."""

    act: Act
    before: Position
    after: Position
    problems: tuple[Problem, ...]
    told: Sequence[User]
    seen: int

    @property
    def asks_bodies(self) -> bool:
        return self.act.opens in ASKED or self.act.target is SENT

    @property
    def is_blocked(self) -> bool:
        """By something nobody may pass over."""
        return any(problem.is_final for problem in self.problems)

    @property
    def hard(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.hard)

    @property
    def soft(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.hard)

    @property
    def needs_note(self) -> bool:
        """Whether words are asked for, whatever else is said."""
        return self.act.needs_note or any(problem.asks_note for problem in self.problems)


def options(actor: Actor, version: PlanVersion) -> tuple[Act, ...]:
    """The acts this person may begin now, in the order of the table."""
    return tuple(a for a in _open_to(version) if can(actor, a.permission, version))


def to_ask_for(actor: Actor, version: PlanVersion) -> tuple[Act, ...]:
    """The acts this person may ask the focal point for."""
    if not can(actor, Permission.TURN_ASK, version):
        return ()
    return tuple(a for a in _open_to(version) if not can(actor, a.permission, version))


def _open_to(version: PlanVersion) -> Sequence[Act]:
    """What can follow; once an endorsement is recorded, nothing that says there was none."""
    found = positions.acts(position_of(version))
    if any(is_not_endorsed in act.guards for act in found) and _is_endorsed(version):
        return [act for act in found if is_not_endorsed not in act.guards]
    return found


def moves_of(actor: Actor, version: PlanVersion) -> Sequence[Move]:
    """Every act on the plan, the newest first, for the drafting team."""
    require(actor, Permission.TURN_SHOW, version)
    query = select(Move).options(joinedload(Move.actor)).filter_by(plan_id=version.plan_id)
    return db.session.scalars(query.order_by(Move.number.desc())).all()


def told_of(actor: Actor, version: PlanVersion, move: Move) -> Sequence[User]:
    """Who was mailed when an act was recorded, as roles stand today."""
    return notices.told_of_move(actor, version, outside=positions.is_about_outside(move.act))


def last_move(version: PlanVersion) -> Move | None:
    """The newest act on the plan, with who did it."""
    query = select(Move).options(joinedload(Move.actor)).filter_by(plan_id=version.plan_id)
    return db.session.scalar(query.order_by(Move.number.desc()).limit(1))


def examine(actor: Actor, version: PlanVersion, name: str) -> Step:
    """What an act would do and what stands in its way. Raises InvalidTransition from elsewhere."""
    require(actor, positions.named(name).permission, version)
    before = position_of(version)
    act = positions.act(name, before)
    last = last_move(version)
    return Step(
        act,
        before,
        positions.after(act, before),
        positions.check(name, before, _facts(actor, version, act)),
        notices.told_of_move(actor, version, outside=positions.is_about_outside(name)),
        last.number if last else 0,
    )


def advance(actor: Actor, version: PlanVersion, name: str, said: Said) -> Move:
    """Do an act. Raises Overtaken, InvalidTransition, NotReady, or Invalid about a field."""
    _hold(version)
    last = last_move(version)
    if last is not None and last.number > said.seen:
        return _pressed_twice(actor, version, last, name, said.seen)
    step = examine(actor, version, name)
    on = said.happened_on or today(version.plan.party.time_zone).isoformat()
    _check(actor, version, step, said, on)
    following = _change(actor, version, step, said, on)
    move = _record(actor, version, step, said, on)
    if following is not None:
        _continue(following, name)
    notices.moved(actor, version, step.act.done, step.told)
    db.session.flush()
    return move


def freeze_as_endorsed(actor: Actor, version: PlanVersion) -> None:
    """Freeze what a body endorsed, once its changes are entered: it goes through no review."""
    if version.purpose != versions.Purpose.AS_ENDORSED:
        raise InvalidTransition(NOT_AS_ENDORSED)
    sealing.freeze(actor, version)
    stands_as_sent(version)


def stands_as_sent(version: PlanVersion) -> None:
    """For a text that was frozen without being sent from here: endorsed, or made elsewhere."""
    version.state = SENT
    db.session.flush()


def stands_as_superseded(actor: Actor, version: PlanVersion) -> None:
    """For a draft in whose place a newer file came: what was asked about it is over."""
    on = today(version.plan.party.time_zone).isoformat()
    turns.end(actor, version, {turn.asks for turn in turns.waiting(version)}, Outcome.CLOSED, on)
    version.state, version.stages = SUPERSEDED, []
    db.session.flush()


def done_already(actor: Actor, version: PlanVersion, name: str, seen: int) -> Move | None:
    """The very act that is asked for, where a page was sent twice; None where nothing happened.

    Raises Overtaken where somebody did something else since the page was made.
    """
    require(actor, positions.named(name).permission, version)
    last = last_move(version)
    if last is None or last.number <= seen:
        return None
    return _pressed_twice(actor, version, last, name, seen)


def _hold(version: PlanVersion) -> None:
    """Until the transaction ends nobody else moves the plan or writes in it."""
    db.session.refresh(version, with_for_update=True)


def _pressed_twice(actor: Actor, version: PlanVersion, last: Move, name: str, seen: int) -> Move:
    is_same = last.number == seen + 1 and last.act == name
    if is_same and last.actor_id == actor.user_id:
        return last
    who = last.actor.name if last.actor else gettext("the operator")
    done = positions.fact(last.act)
    when = moment(last.recorded_at, version.plan.party.time_zone)
    raise Overtaken(
        N_("%(who)s was quicker: “%(what)s” (%(when)s). Nothing else was changed. Look again."),
        {"who": who, "what": gettext(done), "when": when},
    )


def _facts(actor: Actor, version: PlanVersion, act: Act) -> DraftingFacts:
    check = checks.examine(actor, version)
    found = tuple(progress(check.plan, check.schema, check.findings))
    stages = position_of(version).stages
    missing = turns.waiting(version, {act.closes.value}) if act.closes else ()
    return DraftingFacts(
        blockers=len(check.findings.blockers),
        warnings=len(check.findings.warnings),
        sections=len(found),
        completed=sum(one.status is Status.COMPLETED for one in found),
        is_under_review=bool(stages - {RESOLVING}),
        held=_held(version) | {stage.value for stage in stages},
        unanswered=listing([turns.name_of(t.holder, t.role, is_round=t.is_round) for t in missing]),
        is_endorsed=_is_endorsed(version),
    )


def _held(version: PlanVersion) -> frozenset[str]:
    """Stages this version has been through to their end; one that was withdrawn does not count."""
    query = select(Move.act).filter_by(version_id=version.id).distinct()
    return frozenset(
        stage.value
        for name in db.session.scalars(query)
        if (stage := positions.closed_by(name)) and not name.startswith("withdraw")
    )


def _is_endorsed(version: PlanVersion) -> bool:
    query = select(Endorsement.id).filter_by(version_id=version.id, replaced_at=None)
    return db.session.scalar(query.limit(1)) is not None


def _check(actor: Actor, version: PlanVersion, step: Step, said: Said, on: str) -> None:
    turns.refuse_future(version, on, about="happened_on")
    if step.hard and (step.is_blocked or not said.overrides):
        first = step.hard[0]
        raise NotReady(first.sentence, first.params)
    if step.hard:
        require(actor, Permission.PLAN_OVERRIDE, version)
    unread = {problem.key for problem in step.soft} - said.accepted
    if unread:
        raise Invalid(N_("Tick every warning to show that you have read it"), about="accepted")
    if not said.note.strip() and (step.needs_note or step.hard):
        raise Invalid(_note_asked(step), about="note")
    if len(said.note) > LONGEST_NOTE:
        raise Invalid(N_("Shorten the note to 4000 characters or fewer"), about="note")
    if step.asks_bodies:
        bodies = turns.checked_bodies(said.bodies)
        if step.act.target is SENT and len(bodies) > 1:
            raise Invalid(N_("Enter the one body that endorses"), about="bodies")


def _note_asked(step: Step) -> str:
    if step.hard:
        return N_("Enter the reason for going on although something stands in the way")
    if step.act.needs_note:
        return N_("Enter the reason. The drafting team reads it on every page of the plan")
    return N_("Enter a note about what is skipped, repeated or run side by side")


def _change(
    actor: Actor, version: PlanVersion, step: Step, said: Said, on: str
) -> PlanVersion | None:
    """States, turns and texts; the next version where drafting goes on in one."""
    _end_turns(actor, version, step, on)
    version.state = step.after.state
    version.stages = sorted(step.after.stages)
    db.session.flush()
    if step.act.target is SENT:
        sealing.freeze(actor, version)
    if step.asks_bodies:
        asks = step.act.opens or ENDORSEMENT
        turns.ask_bodies(
            actor, version, asks, said.bodies, due_on=said.due_on, began_on=on, question=said.note
        )
    if step.act.name in NEXT_STATE:
        return versions.begin_next(actor, version)
    return None


def _end_turns(actor: Actor, version: PlanVersion, step: Step, on: str) -> None:
    over: set[str] = {stage.value for stage in positions.ended(step.act, step.before)}
    withdrawn = step.act.name.startswith("withdraw")
    if step.before.state is SENT:
        over |= {ENDORSEMENT}
    if over:
        turns.end(actor, version, over, Outcome.WITHDRAWN if withdrawn else Outcome.CLOSED, on)
    turns.end(actor, version, {step.act.name}, Outcome.DONE, on)


def _record(actor: Actor, version: PlanVersion, step: Step, said: Said, on: str) -> Move:
    move = Move(
        party_id=version.party_id,
        plan_id=version.plan_id,
        version_id=version.id,
        number=step.seen + 1,
        act=step.act.name,
        source=step.before.state.value,
        target=step.after.state.value,
        stages=sorted(step.after.stages),
        note=said.note.strip(),
        answered=_keys(step.soft),
        overridden=_keys(step.hard),
        happened_on=on,
        recorded_at=now(),
        actor_id=actor.user_id,
    )
    db.session.add(move)
    db.session.flush()
    history.record(
        actor,
        step.act.event,
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"version:{version.id}",
        details={
            "from": _said(step.before),
            "to": _said(step.after),
            "version": version.number,
            "move": move.id,
            **({"overridden": move.overridden} if move.overridden else {}),
        },
        content=move.note or None,
        happened_on=on,
    )
    return move


def _said(position: Position) -> list[str]:
    return [position.state.value, *sorted(position.stages)]


def _keys(problems: Collection[Problem]) -> list[str]:
    return sorted(problem.key for problem in problems)


def _continue(following: PlanVersion, name: str) -> None:
    """Drafting goes on in the next version, which shows why."""
    following.state = NEXT_STATE[name]
