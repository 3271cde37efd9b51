"""The duties of a Party under the Convention: its clock, and the acts that set it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import exists, func, or_, select

from nap_tracker import clock as wall_clock
from nap_tracker.errors import Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Party
from nap_tracker.models.endorsement import Endorsement
from nap_tracker.models.obligation import FactKind, TreatyFact
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.submission import Submission
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import treaty_checks, treaty_facts
from nap_tracker.services.treaty_facts import Fact, Record, Statement
from nap_tracker.workflow.duties import Clock, Duty, Facts, Kind, Notice, Standing, clock
from nap_tracker.workflow.machine import Problem, obstacles
from nap_tracker.workflow.notification import (
    NOTIFICATION,
    ActFacts,
    Outcome,
    State,
    letters_that_count,
    state_after,
)
from nap_tracker.workflow.readings import Readings
from nap_tracker.workflow.spans import Span

REGISTERED = "registered"
DETERMINED = frozenset({State.DETERMINED, State.NOTIFIED})


class Step(StrEnum):
    """What a Party does next by its own record; a suggestion, never a lock."""

    DEPOSIT = "deposit"
    DETERMINE = "determine"
    NOTIFY = "notify"
    SUBMIT = "submit"
    REVIEW = "review"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Account:
    """A Party's record and what the clock makes of it today."""

    party: Party
    record: Record
    clock: Clock
    state: State
    notifications: tuple[Fact, ...]
    """Those about the determination that stands now."""
    plan_id: str | None = None
    """The plan in force that was submitted last: its reviews are done on its pages."""

    @property
    def step(self) -> Step:
        """The next act."""
        if self.record.deposit is None:
            return Step.DEPOSIT
        if self.state in (State.NO_DETERMINATION, State.UNDER_ASSESSMENT):
            return Step.DETERMINE
        if self.state is State.DETERMINED:
            return Step.NOTIFY
        if self.state is State.INSIGNIFICANT:
            return Step.NOTHING
        return Step.REVIEW if self.clock.facts.submitted else Step.SUBMIT


def of_party(actor: Actor, party: Party, today: date | None = None) -> Account:
    """The clock of one Party, on a day (today in its zone)."""
    require(actor, Permission.OBLIGATION_SHOW, party)
    return of_parties([party], today)[party.id]


def of_parties(parties: Sequence[Party], today: date | None = None) -> dict[str, Account]:
    """The clocks of several Parties in two queries; who may see them is the caller's to ask."""
    records = treaty_facts.load(party.id for party in parties)
    sent = _submissions(records)
    return {
        party.id: _account(party, records[party.id], sent[party.id], today) for party in parties
    }


def supposing(actor: Actor, party: Party, record: Record) -> Account:
    """The clock of one Party today, if this were its record."""
    require(actor, Permission.OBLIGATION_SHOW, party)
    return _account(party, record, _submissions([party.id])[party.id], None)


def record(
    actor: Actor, party: Party, kind: FactKind, said: Statement, *, fact_id: str | None = None
) -> TreatyFact:
    """Record a deposit, a determination, a letter, or that something was filed. Raises Invalid."""
    require(actor, Permission.OBLIGATION_RECORD, party)
    if kind is FactKind.READING:
        raise Invalid(N_("A reading is chosen, not recorded."))
    if fact_id is not None and _is_there(party, fact_id):
        return treaty_facts.write(actor, party, kind, said, fact_id=fact_id)
    known = treaty_facts.of_party(actor, party)
    said = replace(said, files=treaty_facts.attach(party, said.files))
    treaty_checks.check(known, kind, said, today=_today(party))
    if kind is FactKind.FILING:
        _known_duty(actor, party, said.about)
    return treaty_facts.write(actor, party, kind, said, fact_id=fact_id)


def correct(
    actor: Actor, party: Party, fact: Fact, said: Statement, *, seen: int, reason: str = ""
) -> TreatyFact:
    """Say it otherwise. What it replaced stays, with who and when. Raises Invalid."""
    require(actor, Permission.OBLIGATION_RECORD, party)
    if fact.kind is FactKind.READING:
        raise Invalid(N_("A reading is chosen anew, not corrected."))
    known = treaty_facts.of_party(actor, party)
    said = replace(said, files=treaty_facts.attach(party, said.files), about=fact.now.about)
    treaty_checks.check(known, fact.kind, said, today=_today(party), fact=fact)
    return treaty_facts.rewrite(actor, fact, party, said, seen=seen, reason=reason)


def choose(actor: Actor, party: Party, question: str, answer: str, *, reason: str) -> TreatyFact:
    """Read what the Convention leaves open one way, with a reason that is kept. Raises Invalid."""
    require(actor, Permission.READING_CHOOSE, party)
    known = treaty_facts.of_party(actor, party)
    said = Statement(about=question, choice=answer, reasoning=reason.strip())
    treaty_checks.check(known, FactKind.READING, said, today=_today(party))
    there = known.readings.get(question)
    if there is None:
        return treaty_facts.write(actor, party, FactKind.READING, said)
    if (there.now.choice, there.now.reasoning) == (said.choice, said.reasoning):
        return there.now
    return treaty_facts.rewrite(
        actor, there, party, said, seen=there.now.number, reason=said.reasoning
    )


def left_open(kind: FactKind, said: Statement) -> tuple[Problem, ...]:
    """What later readers will miss in an act that was recorded; it stops nothing."""
    facts = ActFacts(has_reasoning=bool(said.reasoning), has_letter=bool(said.files))
    names = {FactKind.DETERMINATION: "determine", FactKind.NOTIFICATION: "notify"}
    assesses = said.choice == Outcome.ASSESS
    if kind not in names or assesses:
        return ()
    return obstacles(NOTIFICATION.find(names[kind]), facts)


def duty(actor: Actor, party: Party, key: str) -> Duty:
    """One duty of a Party by its key. Raises NotFound."""
    require(actor, Permission.OBLIGATION_SHOW, party)
    return _known_duty(actor, party, key)


def _known_duty(actor: Actor, party: Party, key: str) -> Duty:
    try:
        found = of_party(actor, party).clock.duty(key)
    except KeyError:
        raise NotFound(N_("There is no such duty.")) from None
    if found.kind not in (Kind.REVIEW, Kind.SHORT_REPORT, Kind.FULL_REPORT):
        raise NotFound(N_("There is no such duty."))
    return found


def _account(party: Party, record: Record, sent: Sequence[_Sent], today: date | None) -> Account:
    state = state_after(treaty_checks.outcomes(record.acts))
    letters = tuple(
        record.acts[place] for place in letters_that_count(treaty_checks.outcomes(record.acts))
    )
    facts = Facts(
        deposited=_span(record.deposit.now.happened_on) if record.deposit else None,
        is_determined=state in DETERMINED,
        notice=_notice(letters[0]) if letters else None,
        submitted=tuple(one.on for one in sent),
        done={
            key: Span.of(fact.now.happened_on)
            for key, fact in record.filings.items()
            if fact.now.happened_on
        },
        readings=Readings.chosen({key: fact.now.choice for key, fact in record.readings.items()}),
        kept_since=_kept_since(party, record),
    )
    seen = clock(facts, today or _today(party))
    plans = [one.plan_id for one in sent if one.is_in_force]
    return Account(party, record, seen, state, letters, plans[-1] if plans else None)


def _notice(letter: Fact) -> Notice:
    return Notice(
        sent=_span(letter.now.happened_on),
        received=_span(letter.now.received_on),
        acknowledged=_span(letter.now.acknowledged_on),
    )


def _kept_since(party: Party, record: Record) -> date | None:
    """The day in the Party's zone on which its first fact was recorded here."""
    moments = [fact.recorded.recorded_at for fact in (*record.facts, *record.struck)]
    return wall_clock.day_of(min(moments), party.time_zone) if moments else None


@dataclass(frozen=True, slots=True)
class _Sent:
    """That a plan or an amendment was submitted."""

    on: Span
    plan_id: str
    is_in_force: bool


def _submissions(parties: Iterable[str]) -> Mapping[str, Sequence[_Sent]]:
    """When plans and amendments of these Parties were submitted, in order."""
    endorsed = exists().where(
        Endorsement.version_id == PlanVersion.id, Endorsement.replaced_at.is_(None)
    )
    query = (
        select(
            Submission.party_id,
            func.coalesce(Submission.sent_on, Submission.received_on),
            Submission.plan_id,
            or_(PlanVersion.purpose == REGISTERED, endorsed),
        )
        .join(PlanVersion, PlanVersion.id == Submission.version_id)
        .where(Submission.party_id.in_(sorted(parties)), Submission.replaced_at.is_(None))
        .order_by(Submission.number)
    )
    found: dict[str, list[_Sent]] = defaultdict(list)
    for party_id, on, plan_id, is_in_force in db.session.execute(query):
        if on:
            found[party_id].append(_Sent(Span.of(on), plan_id, bool(is_in_force)))
    for several in found.values():
        several.sort(key=lambda one: (one.on.first, one.on.last))
    return found


def _is_there(party: Party, fact_id: str) -> bool:
    query = select(TreatyFact.id).filter_by(party_id=party.id, fact_id=fact_id)
    return db.session.scalar(query.limit(1)) is not None


def _today(party: Party) -> date:
    return wall_clock.today(party.time_zone)


def _span(text: str | None) -> Span | None:
    return Span.of(text) if text else None


__all__ = [
    "Account",
    "Standing",
    "Step",
    "choose",
    "correct",
    "duty",
    "left_open",
    "of_parties",
    "of_party",
    "record",
    "supposing",
]
