"""Review rounds: opening one, its text, publishing what is answered, closing it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.clock import now, today
from nap_tracker.content import difference, serial
from nap_tracker.content.audience import Audience, for_reader
from nap_tracker.content.canonical import digest
from nap_tracker.content.difference import EntryChange
from nap_tracker.content.narrowing import as_narrow_as
from nap_tracker.content.tree import SECTION, PlanContent
from nap_tracker.errors import Hidden, Invalid, NotReady, Overtaken
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.permissions import Seat, can, reach_of, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, history, plans, round_comments, round_mail, round_turns
from nap_tracker.workflow.drafting import Stage
from nap_tracker.workflow.machine import Problem
from nap_tracker.workflow.rounds import (
    CLOSED,
    EXPECTED,
    LONGEST_NAME,
    LONGEST_QUESTION,
    MOST_QUESTIONS,
    OPEN,
    REVOKED,
    ROUND,
    Reviewing,
    RoundFacts,
)

LONGEST_WORDS = 4000
STILL_READ = timedelta(days=30)
"""How long the holder of a personal link can read the answers after the round was closed."""
NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")


@dataclass(frozen=True, slots=True)
class Question:
    """What every reviewer is asked."""

    text: str
    has_scale: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody decides who opens a round; whom it asks comes with `seats.invite`."""

    title: str
    sections: Sequence[str]
    due_on: date | None
    is_outside: bool = False
    is_anonymous: bool = False
    allows_links: bool = False
    note: str = ""
    questions: Sequence[Question] = ()
    stage_note: str = ""
    """Where opening the stage of the plan asks for one."""
    accepted: frozenset[str] = frozenset()
    """Warnings of that stage that were read."""

    @property
    def stage(self) -> Stage:
        return Stage.PARTNERSHIP_REVIEW if self.is_outside else Stage.INTERNAL_REVIEW


@dataclass(frozen=True, slots=True)
class Since:
    """How the draft differs by now from what is under review."""

    before: PlanContent
    after: PlanContent
    entries: list[EntryChange]


def of_plan(actor: Actor, version: PlanVersion) -> Sequence[Round]:
    """Rounds of the plan the actor may know of, the newest first.

    The drafting team knows of all of them, everybody else of those they were invited to.
    """
    query = select(Round).filter_by(plan_id=version.plan_id).order_by(Round.number.desc())
    if not can(actor, Permission.ROUND_SHOW, version):
        require(actor, Permission.PLAN_SHOW, version)
        theirs = select(RoundInvitation.round_id).filter_by(user_id=actor.user_id)
        query = query.where(Round.id.in_(theirs.where(RoundInvitation.revoked_at.is_(None))))
    return db.session.scalars(query).all()


def get(
    actor: Actor, plan_id: str, round_id: str, permission: Permission = Permission.ROUND_SHOW
) -> Round:
    """One round of this plan, for who runs it. Raises Hidden behind a wall or in another plan."""
    found = db.session.scalar(select(Round).filter_by(id=round_id, plan_id=plan_id))
    if found is None:
        raise Hidden(NOTHING_HERE)
    require(actor, permission, found)
    return found


def version_of(round_: Round) -> PlanVersion:
    """The version that was open when the round was; asked for once in a session."""
    loaded = joinedload(PlanVersion.plan).joinedload(Plan.party)
    return db.session.get_one(PlanVersion, round_.version_id, options=[loaded])


def open_(actor: Actor, version: PlanVersion, opening: Opening, *, id: str = "") -> Round:
    """Freeze the text as it is now and ask people to read it.

    `id` is the page's own, so that a page sent twice opens one round. Raises Invalid.
    """
    _require_open(actor, version, opening)
    already = db.session.get(Round, id) if id else None
    if already is not None:
        return _the_same(actor, version, already)
    plans.take_over(version)
    text = serial.to_text(contents.load(version))
    _check(version, opening)
    round_ = Round(
        id=id or new_uid(),
        party_id=version.party_id,
        plan_id=version.plan_id,
        version_id=version.id,
        number=1 + (_last_number(version) or 0),
        title=opening.title.strip(),
        is_outside=opening.is_outside,
        is_anonymous=opening.is_anonymous,
        allows_links=opening.allows_links,
        sections=_in_order(version, opening.sections),
        questions=[
            {"id": new_uid(), "text": q.text.strip(), "has_scale": q.has_scale}
            for q in opening.questions
        ],
        note=opening.note.strip(),
        due_on=str(opening.due_on),
        snapshot=text,
        sha256=digest(text),
        opened_by_id=actor.user_id,
        opened_at=now(),
    )
    _moves_to(round_, OPEN)
    db.session.add(round_)
    db.session.flush()
    record(actor, round_, "round:opened", content=round_.note)
    round_turns.begin(
        actor,
        version,
        round_,
        opening.stage,
        note=opening.stage_note,
        accepted=opening.accepted,
    )
    db.session.flush()
    return round_


def text_of(actor: Actor, seat: Seat) -> PlanContent:
    """The text as it was when the round was opened, as this reader may see it.

    Of other sections only rows stay, by which those asked for name what they point at. What the
    Party has closed to such readers since is closed to them here too.
    """
    whole = whole_text_of(actor, seat)
    asked = tuple(e for e in whole.entries if e.kind != SECTION or e.section in seat.sections)
    return replace(whole, entries=asked)


def whole_text_of(actor: Actor, seat: Seat) -> PlanContent:
    """The same with the other sections, among which those asked about have their numbers.

    For who shows of it nothing but what is asked about.
    """
    require(actor, Permission.ROUND_READ, seat)
    version = version_of(seat.round)
    schema = plans.schema_of(version, version.plan.language)
    reach = contents.with_own_files(actor, version, reach_of(actor, seat))
    then = serial.from_text(seat.snapshot)
    if reach.audience is not Audience.DRAFTING_TEAM:
        then = as_narrow_as(then, contents.load(version), schema)
    return for_reader(then, schema, reach)


def changes_since(actor: Actor, seat: Seat, language: str) -> Since:
    """What the draft says otherwise by now in the sections of the round, for who may read it.

    Nothing for the holder of a link, who reads the text that was frozen and no other.
    """
    version = version_of(seat.round)
    require(actor, Permission.ROUND_READ, seat)
    require(actor, Permission.PLAN_SHOW, version)
    schema = plans.schema_of(version, language)
    before, after = text_of(actor, seat), contents.read(actor, version)
    found = difference.of_plans(schema, before, after)
    return Since(before, after, [c for c in found if _home(schema, c) in seat.sections])


def facts_of(round_: Round) -> RoundFacts:
    """What closing asks of it."""
    waiting = select(func.count()).select_from(RoundInvitation).filter_by(round_id=round_.id)
    states = [s.value for s in (*EXPECTED, *((REVOKED,) if round_.is_anonymous else ()))]
    expected = waiting.where(
        RoundInvitation.state.in_(states), RoundInvitation.handed_in_at.is_(None)
    )
    zone = version_of(round_).plan.party.time_zone
    return RoundFacts(
        unanswered=len(round_comments.unanswered(round_)),
        expected=db.session.scalar(expected) or 0,
        is_before_due=today(zone) <= date.fromisoformat(round_.due_on),
    )


def publish_responses(actor: Actor, round_: Round) -> int:
    """Show every answer that is written, at once, and tell those who are answered; how many."""
    require(actor, Permission.ROUND_PUBLISH, round_)
    hold(round_)
    ROUND.check(Reviewing(round_.state), "publish_responses", None)
    count = _publish(actor, round_)
    if count:
        round_mail.answers_published(round_, version_of(round_))
    db.session.flush()
    return count


def problems(round_: Round, name: str) -> tuple[Problem, ...]:
    """What stands in the way of closing it so. Raises InvalidTransition where it is closed."""
    return ROUND.check(Reviewing(round_.state), name, facts_of(round_))


def close(
    actor: Actor,
    round_: Round,
    name: str,
    *,
    reason: str = "",
    accepted: Collection[str] = (),
) -> Round:
    """End it for ever: what is answered is published, who was silent is recorded as no reply.

    Pressed twice it happens once. Raises Overtaken, NotReady, or Invalid about a field.
    """
    act = ROUND.find(name)
    require(actor, act.permission, round_)
    hold(round_)
    if round_.state == CLOSED:
        if round_.closed_by_id == actor.user_id:
            return round_
        raise Overtaken(N_("Somebody else has closed this round meanwhile."))
    _check_closing(round_, name, needs_note=act.needs_note, reason=reason, accepted=accepted)
    if act.needs_note:
        round_comments.note_rest(actor, round_, reason.strip())
    _publish(actor, round_)
    round_.closed_at = now()
    round_.closed_by_id = actor.user_id
    round_.closing_reason = reason.strip()
    _moves_to(round_, CLOSED)
    for seat in db.session.scalars(select(RoundInvitation).filter_by(round_id=round_.id)):
        seat.expires_at = now() + STILL_READ if seat.token_sha256 else None
    record(actor, round_, "round:closed", content=round_.closing_reason or None)
    round_turns.end(actor, version_of(round_), round_)
    round_mail.closed(round_, version_of(round_))
    db.session.flush()
    return round_


def hold(round_: Round) -> None:
    """Until the transaction ends nobody else changes the round; it says what it says by now."""
    db.session.refresh(round_, with_for_update=True)


def record(actor: Actor, round_: Round, kind: str, *, content: str | None = None) -> None:
    """Write an act on the whole round down."""
    history.record(
        actor,
        kind,
        party_id=round_.party_id,
        plan_id=round_.plan_id,
        subject=f"round:{round_.id}",
        details={"number": str(round_.number), "sha256": round_.sha256},
        content=content,
    )


def _moves_to(round_: Round, state: Reviewing) -> None:
    round_.state = state.value


def _publish(actor: Actor, round_: Round) -> int:
    count = round_comments.publish(round_)
    if count:
        round_.responses_published_at = now()
        record(actor, round_, "round:answers-published")
    return count


def _require_open(actor: Actor, version: PlanVersion, opening: Opening) -> None:
    outside = opening.is_outside
    require(actor, Permission.ROUND_OPEN_OUTSIDE if outside else Permission.ROUND_OPEN, version)
    if opening.allows_links:
        require(actor, Permission.ROUND_LINKS, version)


def _the_same(actor: Actor, version: PlanVersion, already: Round) -> Round:
    if already.plan_id != version.plan_id or already.opened_by_id != actor.user_id:
        raise Hidden(NOTHING_HERE)
    return already


def _check(version: PlanVersion, opening: Opening) -> None:
    title = opening.title.strip()
    if not title or len(title) > LONGEST_NAME:
        raise Invalid(N_("Enter a name of at most 200 characters"), about="title")
    known = {section.id for section in plans.schema_of(version, "en").sections}
    if not opening.sections or not known.issuperset(opening.sections):
        raise Invalid(N_("Choose at least one section"), about="sections")
    if opening.due_on is None:
        raise Invalid(N_("Enter the day until which reviewers may hand in"), about="due_on")
    if opening.due_on < today(version.plan.party.time_zone):
        raise Invalid(N_("Enter a day that is not over yet"), about="due_on")
    if len(opening.note) > LONGEST_WORDS:
        raise Invalid(N_("Shorten the note to 4000 characters or fewer"), about="note")
    texts = [question.text.strip() for question in opening.questions]
    if len(texts) > MOST_QUESTIONS or any(len(text) > LONGEST_QUESTION for text in texts):
        raise Invalid(
            N_("Ask at most 20 questions, each of at most 4000 characters"), about="questions"
        )


def _check_closing(
    round_: Round, name: str, *, needs_note: bool, reason: str, accepted: Collection[str]
) -> None:
    found = problems(round_, name)
    hard = next((problem for problem in found if problem.hard), None)
    if hard is not None:
        raise NotReady(hard.sentence, hard.params)
    if {problem.key for problem in found} - set(accepted):
        raise Invalid(N_("Tick every warning to show that you have read it"), about="accepted")
    if needs_note and not reason.strip():
        raise Invalid(
            N_("Enter the one reason for the comments that have no answer"), about="reason"
        )
    if len(reason) > LONGEST_WORDS:
        raise Invalid(N_("Shorten the reason to 4000 characters or fewer"), about="reason")


def _in_order(version: PlanVersion, chosen: Collection[str]) -> list[str]:
    return [s.id for s in plans.schema_of(version, "en").sections if s.id in chosen]


def _last_number(version: PlanVersion) -> int | None:
    return db.session.scalar(select(func.max(Round.number)).filter_by(plan_id=version.plan_id))


def _home(schema: Schema, change: EntryChange) -> str:
    """The section whose page shows what changed."""
    return change.entry.section or schema.home(change.entry.kind).id
