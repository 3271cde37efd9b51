"""What a correction of a fact under Article 7 would change: told before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from nap_tracker.content.canonical import digest
from nap_tracker.models.account import Party
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import obligations, treaty_checks, treaty_facts
from nap_tracker.services.treaty_facts import Fact, Statement
from nap_tracker.workflow.duties import Duty
from nap_tracker.workflow.notification import State


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A duty that would fall on another day, stand otherwise, come or go."""

    before: Duty | None
    after: Duty | None


@dataclass(frozen=True, slots=True)
class Consequences:
    """Of one correction, on this day."""

    states: tuple[State, State]
    duties: tuple[DutyChange, ...]
    letters: tuple[Fact, ...]
    """To the Secretariat, that would no longer count: what they tell of would not stand."""
    letters_again: tuple[Fact, ...]
    """That would count, and do not now."""
    filings: tuple[Fact, ...]
    """Of reviews and reports that would not be owed any more; they stay in the record."""

    @property
    def changes_state(self) -> bool:
        """Whether the Party would stand elsewhere."""
        return self.states[0] is not self.states[1]

    @property
    def are_none(self) -> bool:
        """Nothing depends on it."""
        others = (self.duties, self.letters, self.letters_again, self.filings)
        return not self.changes_state and not any(others)

    @property
    def key(self) -> str:
        """Of what was read before it is done: another one, where something changed meanwhile."""
        return "" if self.are_none else digest(repr([self.states, _keys(self)]))


def of(actor: Actor, party: Party, fact: Fact, said: Statement | None) -> Consequences:
    """If the fact said this; None where it is struck out. Nothing is stored. Raises Invalid."""
    require(actor, Permission.OBLIGATION_RECORD, party)
    record = treaty_facts.of_party(actor, party)
    now = obligations.supposing(actor, party, record)
    if said is not None:
        treaty_checks.check(record, fact.kind, said, today=now.clock.on, fact=fact)
    then = obligations.supposing(
        actor, party, treaty_facts.supposing(actor, party, record, fact, said)
    )
    mine, own = fact.now.fact_id, {d.key: d for d in now.clock.duties}
    theirs = {d.key: d for d in then.clock.duties}
    changed = [
        DutyChange(own.get(key), theirs.get(key))
        for key in dict.fromkeys((*own, *theirs))
        if _stands(own.get(key)) != _stands(theirs.get(key))
    ]
    counted = {f.now.fact_id for f in now.notifications}
    counting = {f.now.fact_id for f in then.notifications}
    return Consequences(
        (now.state, then.state),
        tuple(changed),
        tuple(f for f in now.notifications if f.now.fact_id not in {*counting, mine}),
        tuple(f for f in then.notifications if f.now.fact_id not in {*counted, mine}),
        tuple(
            f
            for key, f in record.filings.items()
            if key in own and key not in theirs and f.now.fact_id != mine
        ),
    )


def _stands(duty: Duty | None) -> object:
    return duty and (duty.standing, duty.due, duty.done)


def _keys(found: Consequences) -> list[object]:
    facts = (found.letters, found.letters_again, found.filings)
    duties = [(_stands(d.before), _stands(d.after)) for d in found.duties]
    return [duties, *([f.now.id for f in group] for group in facts)]
