"""What can be recorded of a Party's duties: dates that can be, acts that can follow each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from nap_tracker.clock import now
from nap_tracker.errors import Invalid
from nap_tracker.i18n import N_
from nap_tracker.models.obligation import FactKind
from nap_tracker.services.treaty_facts import (
    DATES,
    Fact,
    Record,
    Statement,
    checked_words,
    place,
    place_of,
)
from nap_tracker.workflow.notification import Outcome, act_of, state_after, without_footing
from nap_tracker.workflow.readings import QUESTIONS
from nap_tracker.workflow.spans import Span
from nap_tracker.workflow.treaty_dates import treaty_dates

INSTRUMENTS = {
    "ratification": N_("Ratification"),
    "acceptance": N_("Acceptance"),
    "approval": N_("Approval"),
    "accession": N_("Accession"),
}
"""By which a state becomes bound (Article 30)."""


def check(
    record: Record, kind: FactKind, said: Statement, *, today: date, fact: Fact | None = None
) -> None:
    """Raise Invalid, at its field, for what cannot be. `fact` is the one that is corrected."""
    checked_words(said)
    _dates_can_be(said, today)
    _CHECKS[kind](record, said, fact)


def sound(row: Mapping[str, Any]) -> None:
    """Whether a stored statement can be read by the pages. Raises ValueError with what is wrong."""
    kind = FactKind(row["kind"])
    for name in DATES:
        if row[name] is not None:
            Span.of(row[name])
    allowed: Collection[str] = {
        FactKind.DEPOSIT: INSTRUMENTS,
        FactKind.DETERMINATION: [outcome.value for outcome in Outcome],
        FactKind.READING: {one.key: one.answers for one in QUESTIONS}.get(row["about"], ()),
    }.get(kind, ("",))
    if row["choice"] not in allowed:
        raise ValueError("its choice is not one of those there are")


def _dates_can_be(said: Statement, today: date) -> None:
    opened = treaty_dates().opened_on
    for name in DATES:
        text = getattr(said, name)
        if text is None:
            continue
        span = _span(text, name)
        if span.first > today:
            raise Invalid(N_("This day is still to come. Enter when it happened."), about=name)
        if span.last < opened:
            message = N_("The Convention was opened for signature on %(day)s. Check the year.")
            raise Invalid(message, {"day": Span.on(opened).words}, about=name)
    known = [name for name in DATES if getattr(said, name)]
    for name, later in pairwise(known):
        if Span.of(getattr(said, later)).last < Span.of(getattr(said, name)).first:
            raise Invalid(N_("This is before the date above it. Correct one of them."), about=later)


def _span(text: str, name: str) -> Span:
    try:
        return Span.of(text)
    except ValueError:
        message = N_("Enter a year, a month or a day, for example 2024, 2024-05 or 2024-05-17.")
        raise Invalid(message, about=name) from None


def _deposit(record: Record, said: Statement, fact: Fact | None) -> None:
    if said.choice not in INSTRUMENTS:
        raise Invalid(N_("Select how the state became bound."), about="choice")
    if said.happened_on is None:
        raise Invalid(N_("Enter when the instrument was deposited."), about="happened_on")
    if record.deposit is not None and (fact is None or fact.now.fact_id != _id(record.deposit)):
        raise Invalid(N_("A deposit is recorded already. Correct that one."))


def _determination(record: Record, said: Statement, fact: Fact | None) -> None:
    if said.choice not in set(Outcome):
        raise Invalid(N_("Select what was decided."), about="choice")
    if not said.body:
        raise Invalid(N_("Enter who decided."), about="body")
    if not _follows(record, said, fact, Outcome(said.choice)):
        message = N_(
            "This can't follow what is recorded before that date. Look at the order of the acts."
        )
        raise Invalid(message, about="choice")


def _notification(record: Record, said: Statement, fact: Fact | None) -> None:
    if not _follows(record, said, fact, None):
        message = N_(
            "No determination that small-scale gold mining is more than insignificant is recorded"
            " before that date. Record the determination first."
        )
        raise Invalid(message, about="happened_on")


def _follows(record: Record, said: Statement, fact: Fact | None, outcome: Outcome | None) -> bool:
    """Whether the act can follow those before it. Raises Invalid where one after it no longer can.

    Of the same day, what was recorded before stands before.
    """
    at = fact.recorded.recorded_at if fact else now()
    here = place(said, is_letter=outcome is None, recorded_at=at)
    others = [act for act in record.acts if fact is None or _id(act) != _id(fact)]
    before = outcomes([act for act in others if place_of(act) <= here])
    after = outcomes([act for act in others if place_of(act) > here])
    if act_of(state_after(before), outcome) is None:
        return False
    if without_footing((*before, outcome, *after)) > without_footing(outcomes(record.acts)):
        message = N_(
            "An act that is recorded after this one could then no longer follow it. Look at the"
            " order of the acts, and correct that one first."
        )
        raise Invalid(message, about="happened_on")
    return True


def _reading(record: Record, said: Statement, fact: Fact | None) -> None:
    answers = {one.key: one.answers for one in QUESTIONS}
    if said.choice not in answers.get(said.about, {}):
        raise Invalid(N_("Select how the Party reads it."), about="choice")
    if not said.reasoning:
        raise Invalid(N_("Give the reason: it is kept beside the date."), about="reasoning")


def _filing(record: Record, said: Statement, fact: Fact | None) -> None:
    if said.happened_on is None:
        raise Invalid(N_("Enter when it was filed."), about="happened_on")
    there = record.filings.get(said.about)
    if there is not None and (fact is None or fact.now.fact_id != _id(there)):
        raise Invalid(N_("This is recorded already. Correct that one."))


def outcomes(acts: Sequence[Fact]) -> tuple[Outcome | None, ...]:
    """What each decided; None for a letter."""
    return tuple(
        Outcome(act.now.choice) if act.kind is FactKind.DETERMINATION else None for act in acts
    )


def _id(fact: Fact) -> str:
    return fact.now.fact_id


_CHECKS = {
    FactKind.DEPOSIT: _deposit,
    FactKind.DETERMINATION: _determination,
    FactKind.FILING: _filing,
    FactKind.NOTIFICATION: _notification,
    FactKind.READING: _reading,
}
