"""What is recorded of a Party's duties: stated, corrected, struck out, and never overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import Party
from nap_tracker.models.base import new_uid
from nap_tracker.models.obligation import FactKind, TreatyFact, TreatyFactFile
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history, party_files
from nap_tracker.workflow.spans import Span

DATES = ("signed_on", "happened_on", "received_on", "acknowledged_on")
WORDS = ("body", "reference", "reasoning")
VALUES = ("about", "choice", *DATES, *WORDS)
LONGEST_LINE = 300
LONGEST_TEXT = 10_000

RECORDED = {
    FactKind.DEPOSIT: "deposit:recorded",
    FactKind.DETERMINATION: "determination:recorded",
    FactKind.FILING: "filing:recorded",
    FactKind.NOTIFICATION: "notification:recorded",
    FactKind.READING: "reading:chosen",
}
CORRECTED = {
    FactKind.DEPOSIT: "deposit:corrected",
    FactKind.DETERMINATION: "determination:corrected",
    FactKind.FILING: "filing:corrected",
    FactKind.NOTIFICATION: "notification:corrected",
    FactKind.READING: "reading:chosen",
}
STRUCK_OUT = {
    FactKind.DEPOSIT: "deposit:struck-out",
    FactKind.DETERMINATION: "determination:struck-out",
    FactKind.FILING: "filing:struck-out",
    FactKind.NOTIFICATION: "notification:struck-out",
}
MEANWHILE = N_(
    "Somebody else changed this while you had it open. Look at what it says now, and change it"
    " again if you still want to."
)
WHY = N_("Say why it changes: what it said before stays readable beside this.")


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody wants recorded of one fact."""

    about: str = ""
    choice: str = ""
    signed_on: str | None = None
    happened_on: str | None = None
    received_on: str | None = None
    acknowledged_on: str | None = None
    body: str = ""
    reference: str = ""
    reasoning: str = ""
    files: tuple[str, ...] = ()
    worksheet_id: str | None = None


@dataclass(frozen=True)
class Fact:
    """One fact of a Party: the statement that holds, and those it replaced, the newest first."""

    now: TreatyFact
    before: tuple[TreatyFact, ...] = ()

    @property
    def kind(self) -> FactKind:
        return self.now.kind

    @property
    def recorded(self) -> TreatyFact:
        """The first statement of it."""
        return (self.now, *self.before)[-1]


@dataclass(frozen=True)
class Record:
    """Every fact of a Party in the order in which they happened."""

    facts: tuple[Fact, ...] = ()
    struck: tuple[Fact, ...] = field(default=())
    """Recorded by mistake; they count for nothing."""

    def of(self, kind: FactKind) -> tuple[Fact, ...]:
        """The facts of one kind that count."""
        return tuple(fact for fact in self.facts if fact.kind is kind)

    @cached_property
    def deposit(self) -> Fact | None:
        return next(iter(self.of(FactKind.DEPOSIT)), None)

    @cached_property
    def readings(self) -> Mapping[str, Fact]:
        """Question -> what was chosen."""
        return {fact.now.about: fact for fact in self.of(FactKind.READING)}

    @cached_property
    def filings(self) -> Mapping[str, Fact]:
        """Key of a duty -> that it was done."""
        return {fact.now.about: fact for fact in self.of(FactKind.FILING)}

    @cached_property
    def acts(self) -> tuple[Fact, ...]:
        """Determinations and letters, in order."""
        kinds = (FactKind.DETERMINATION, FactKind.NOTIFICATION)
        return tuple(fact for fact in self.facts if fact.kind in kinds)


def load(parties: Iterable[str]) -> dict[str, Record]:
    """What is recorded of these Parties, in one query whatever their number."""
    ids = sorted(set(parties))
    query = select(TreatyFact).where(TreatyFact.party_id.in_(ids))
    named = query.options(joinedload(TreatyFact.recorded_by))
    rows = db.session.scalars(named.order_by(TreatyFact.number.desc())).all()
    found: dict[str, dict[str, list[TreatyFact]]] = {id: defaultdict(list) for id in ids}
    for row in rows:
        found[row.party_id][row.fact_id].append(row)
    return {party_id: _arranged(facts.values()) for party_id, facts in found.items()}


def of_party(actor: Actor, party: Party) -> Record:
    """What is recorded of one Party, for those who may see its duties."""
    require(actor, Permission.OBLIGATION_SHOW, party)
    return load([party.id])[party.id]


def get(
    actor: Actor, party: Party, fact_id: str, permission: Permission = Permission.OBLIGATION_FILES
) -> Fact:
    """One fact with its whole history and its files."""
    require(actor, permission, party)
    query = select(TreatyFact).filter_by(party_id=party.id, fact_id=fact_id)
    whole = query.options(joinedload(TreatyFact.recorded_by), selectinload(TreatyFact.files))
    rows = db.session.scalars(whole.order_by(TreatyFact.number.desc())).all()
    if not rows:
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    return Fact(rows[0], tuple(rows[1:]))


def write(
    actor: Actor,
    party: Party,
    kind: FactKind,
    statement: Statement,
    *,
    fact_id: str | None = None,
    reason: str = "",
) -> TreatyFact:
    """Store the first statement of a fact. The caller has checked it.

    Sent twice with the same `fact_id` it is recorded once.
    """
    if fact_id is not None:
        there = db.session.scalar(
            select(TreatyFact).filter_by(party_id=party.id, fact_id=fact_id, number=1)
        )
        if there is not None:
            return there
    row = _row(actor, party, kind, statement, fact_id=fact_id or new_uid(), reason=reason)
    _store(actor, row, statement.files, RECORDED[kind])
    return row


def rewrite(
    actor: Actor, fact: Fact, party: Party, statement: Statement, *, seen: int, reason: str
) -> TreatyFact:
    """Another statement of the same fact; the one before it stays. Raises Invalid."""
    _still_the_newest(fact, seen)
    if changes(fact.now, statement) and not reason.strip():
        raise Invalid(WHY, about="reason")
    row = _row(
        actor,
        party,
        fact.kind,
        statement,
        fact_id=fact.now.fact_id,
        number=fact.now.number + 1,
        reason=reason,
    )
    _store(actor, row, statement.files, CORRECTED[fact.kind])
    return row


def strike_out(actor: Actor, party: Party, fact: Fact, *, seen: int, reason: str) -> TreatyFact:
    """Say that a fact was recorded by mistake; it stays readable. Raises Invalid."""
    require(actor, Permission.OBLIGATION_RECORD, party)
    _still_the_newest(fact, seen)
    if not reason.strip():
        raise Invalid(N_("Say why it does not count."), about="reason")
    said = said_of(fact.now)
    row = _row(
        actor,
        party,
        fact.kind,
        said,
        fact_id=fact.now.fact_id,
        number=fact.now.number + 1,
        reason=reason,
    )
    row.is_struck = True
    _store(actor, row, said.files, STRUCK_OUT[fact.kind])
    return row


def supposing(
    actor: Actor, party: Party, record: Record, fact: Fact, said: Statement | None
) -> Record:
    """The record if the fact said this, or (None) did not count; nothing is stored."""
    others = [f for f in (*record.facts, *record.struck) if f.now.fact_id != fact.now.fact_id]
    row = _row(
        actor,
        party,
        fact.kind,
        said or Statement(**{name: getattr(fact.now, name) for name in VALUES}),
        fact_id=fact.now.fact_id,
        number=fact.now.number + 1,
    )
    row.is_struck = said is None
    return _arranged([*((f.now, *f.before) for f in others), (row, fact.now, *fact.before)])


def said_of(row: TreatyFact) -> Statement:
    """What a stored statement says."""
    values: dict[str, Any] = {name: getattr(row, name) for name in VALUES}
    files = tuple(file.id for file in row.files)
    return Statement(**values, files=files, worksheet_id=row.worksheet_id)


def changes(row: TreatyFact, statement: Statement) -> tuple[str, ...]:
    """What was said before and would be said otherwise; filling in a blank changes nothing."""
    before = said_of(row)
    changed = [n for n in VALUES if getattr(before, n) not in ("", None, getattr(statement, n))]
    kept = {file.id for file in row.files if file.withdrawn_at is None}
    gone = kept - set(statement.files)
    return (*changed, *(("files",) if gone else ()))


def checked_words(statement: Statement) -> None:
    """Raise Invalid where something is too long to be stored."""
    for name in WORDS:
        longest = LONGEST_TEXT if name == "reasoning" else LONGEST_LINE
        if len(getattr(statement, name)) > longest:
            message = N_("Shorten this to at most %(most)s characters.")
            raise Invalid(message, {"most": longest}, about=name)


Place = tuple[date, bool, datetime]


def place_of(fact: Fact) -> Place:
    """Where a fact stands among the others."""
    is_letter = fact.kind is FactKind.NOTIFICATION
    return place(fact.now, is_letter=is_letter, recorded_at=fact.recorded.recorded_at)


def place(said: Statement | TreatyFact, *, is_letter: bool, recorded_at: datetime) -> Place:
    """In the order of time. Within a month or a year of which no more is known, a decision stands
    at its beginning and a letter at its end, since the letter tells of the decision."""
    text = said.happened_on or said.received_on or said.acknowledged_on
    if text is None:
        return (date.max if is_letter else date.min), is_letter, recorded_at
    span = Span.of(text)
    return (span.last if is_letter else span.first), is_letter, recorded_at


def _arranged(facts: Iterable[Sequence[TreatyFact]]) -> Record:
    found = [Fact(rows[0], tuple(rows[1:])) for rows in facts]
    found.sort(key=lambda fact: (place_of(fact), fact.now.fact_id))
    counting = tuple(fact for fact in found if not fact.now.is_struck)
    return Record(counting, tuple(fact for fact in found if fact.now.is_struck))


def _row(
    actor: Actor,
    party: Party,
    kind: FactKind,
    statement: Statement,
    *,
    fact_id: str,
    number: int = 1,
    reason: str = "",
) -> TreatyFact:
    return TreatyFact(
        id=new_uid(),
        party_id=party.id,
        kind=kind,
        fact_id=fact_id,
        number=number,
        is_struck=False,
        reason=reason.strip(),
        worksheet_id=statement.worksheet_id,
        recorded_by_id=actor.user_id,
        recorded_by_name="" if actor.user_id else actor.name,
        **{name: getattr(statement, name) for name in VALUES},
    )


def _store(actor: Actor, row: TreatyFact, file_ids: Sequence[str], event: str) -> None:
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:  # two people at once: the other was first
        db.session.rollback()
        raise Invalid(MEANWHILE) from None
    for file_id in dict.fromkeys(file_ids):
        db.session.add(TreatyFactFile(party_id=row.party_id, statement_id=row.id, file_id=file_id))
    details = {"statement": row.id, "number": str(row.number), "choice": row.choice}
    history.record(
        actor,
        event,
        party_id=row.party_id,
        subject=f"fact:{row.fact_id}",
        details={**details, "about": row.about} if row.about else details,
        content="\n".join((row.body, row.reference, row.reasoning, row.reason)),
        happened_on=row.happened_on,
    )
    db.session.flush()


def _still_the_newest(fact: Fact, seen: int) -> None:
    if fact.now.number != seen or fact.now.is_struck:
        raise Invalid(MEANWHILE)


def attach(party: Party, file_ids: Iterable[str]) -> tuple[str, ...]:
    """Ids of files that may stand under a fact of this Party. Raises Invalid."""
    return tuple(file.id for file in party_files.named(party, file_ids))
