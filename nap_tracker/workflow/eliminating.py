"""A worst practice at a site, from what visits found: how it stands, and what asks for a visit.

Annex C 1(b)(i) to (iv). What nobody looked at is not known, and is never counted as clean; what
was eliminated is so only as long as somebody has been there lately.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from nap_tracker.i18n import N_
from nap_tracker.workflow.rules import Rule
from nap_tracker.workflow.spans import Span

PRACTICES = ("b_i", "b_ii", "b_iii", "b_iv")
"""The four, by their codes in the form."""
OFTENEST, DEFAULT_MONTHS, SELDOMEST = 3, 24, 120
"""Months an elimination is believed without a new visit: the least, the start, and the most."""


class Finding(StrEnum):
    """What a visit found of one practice at one site."""

    PRESENT = "present"
    REDUCED = "reduced"
    ELIMINATED = "eliminated"
    NOT_PRACTISED = "not_practised"
    NOT_KNOWN = "not_known"


PRESENT, REDUCED, ELIMINATED, NOT_PRACTISED, NOT_KNOWN = Finding

FINDING_NAMES: Mapping[Finding, str] = {
    PRESENT: N_("Present"),
    REDUCED: N_("Reduced"),
    ELIMINATED: N_("Eliminated"),
    NOT_PRACTISED: N_("Not practised"),
    NOT_KNOWN: N_("Not known"),
}

FOLLOWS: Mapping[Finding, frozenset[Finding]] = MappingProxyType(
    {
        NOT_KNOWN: frozenset({PRESENT, NOT_PRACTISED, NOT_KNOWN}),
        PRESENT: frozenset({PRESENT, REDUCED, ELIMINATED, NOT_KNOWN}),
        REDUCED: frozenset({PRESENT, REDUCED, ELIMINATED, NOT_KNOWN}),
        ELIMINATED: frozenset({PRESENT, REDUCED, ELIMINATED, NOT_KNOWN}),
        NOT_PRACTISED: frozenset({PRESENT, NOT_PRACTISED, NOT_KNOWN}),
    }
)
"""What was known last -> what a later visit may find. A visit that could not tell changes nothing
of what is known to have been there: only what was there can be reduced or eliminated, and what was
there can never have been “not practised”."""
AFTER_THE_PLAN = frozenset(Finding)
"""What the plan lists at a site counts as present until somebody has been there, and a visit may
find anything: a list in a plan is not a finding."""

WAS_THERE = N_(
    "It was practised here before (%(before)s). If it has ended, say “Eliminated”; if the earlier"
    " finding was wrong, withdraw that first."
)
WAS_NOT_THERE = N_(
    "Nobody has recorded that it was practised here, so it cannot be reduced or eliminated. Say"
    " “Not practised”, or record first the visit that found it."
)
CONTRADICTED = N_(
    "A later visit (%(when)s) found “%(after)s”, which does not go with this. Withdraw the later"
    " finding first if it was wrong."
)
RESTED_ON = N_(
    "A later visit (%(when)s) found “%(after)s”, which rests on this one. Withdraw the later one"
    " first."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One finding with its date, which may be a year or a month."""

    finding: Finding
    on: str
    order: str = ""
    """Decides between two of one day: what was recorded later."""

    @property
    def _key(self) -> tuple[date, date, str]:
        span = Span.of(self.on)
        return (span.last, span.first, self.order)


class Standing(StrEnum):
    """How a practice stands at a site today."""

    PRESENT = "present"
    REDUCED = "reduced"
    NEEDS_VISIT = "needs_visit"
    """It was eliminated, and nobody has been there for too long to go on saying so."""
    NOT_KNOWN = "not_known"
    NOT_PRACTISED = "not_practised"
    ELIMINATED = "eliminated"


STANDING_NAMES: Mapping[Standing, str] = {
    Standing.PRESENT: N_("Present"),
    Standing.REDUCED: N_("Reduced"),
    Standing.NEEDS_VISIT: N_("Needs a new visit"),
    Standing.NOT_KNOWN: N_("Not known"),
    Standing.NOT_PRACTISED: N_("Not practised"),
    Standing.ELIMINATED: N_("Eliminated"),
}
OPEN = frozenset({Standing.NEEDS_VISIT, Standing.NOT_KNOWN})
"""What nobody can vouch for: hatched in every picture, and in no sum of what is clean."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one practice stands at one site, and what that rests on."""

    standing: Standing
    newest: Seen | None = None
    known: Seen | None = None
    """The newest finding that told anything."""
    until: date | None = None
    """The last day an elimination is believed without a new visit."""


def in_order(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """From the oldest to the newest."""
    return tuple(sorted(seen, key=lambda one: one._key))


def reading(seen: Iterable[Seen], *, today: date, months: int, from_plan: bool = False) -> Reading:
    """How it stands. `from_plan`: the plan itself lists the practice at this site."""
    ordered = in_order(seen)
    newest = ordered[-1] if ordered else None
    known = next((one for one in reversed(ordered) if one.finding is not NOT_KNOWN), None)
    if newest is None:
        return Reading(Standing.PRESENT if from_plan else Standing.NOT_KNOWN)
    if newest.finding is not ELIMINATED:
        return Reading(Standing(newest.finding.value), newest, known)
    until = believed_until(newest.on, months)
    standing = Standing.ELIMINATED if today <= until else Standing.NEEDS_VISIT
    return Reading(standing, newest, known, until)


def believed_until(on: str, months: int) -> date:
    """Counted from the earliest day the visit can have been: doubt never makes a claim last."""
    return Span.of(on).plus_months(months).first


def problem(before: Sequence[Seen], new: Seen, *, from_plan: bool = False) -> Rule | None:
    """Why a finding cannot stand among the others of its site and practice; None where it can."""
    ordered = in_order([*before, new])
    place = ordered.index(new)
    earlier = _known(ordered[:place])
    if new.finding not in _may_follow(earlier, from_plan):
        if new.finding is NOT_PRACTISED:
            return Rule(WAS_THERE, {"before": FINDING_NAMES[earlier]})
        return Rule(WAS_NOT_THERE)
    return _broken(ordered[:place], ordered[place:], CONTRADICTED, from_plan)


def rests(others: Sequence[Seen], leaving: Seen, *, from_plan: bool = False) -> Rule | None:
    """Why a finding cannot be withdrawn: a later one would make no sense without it."""
    ordered = in_order([*others, leaving])
    place = ordered.index(leaving)
    return _broken(ordered[:place], ordered[place + 1 :], RESTED_ON, from_plan)


def _known(seen: Sequence[Seen]) -> Finding:
    """The newest that told anything."""
    told = (one.finding for one in reversed(seen) if one.finding is not NOT_KNOWN)
    return next(told, NOT_KNOWN)


def _may_follow(earlier: Finding, from_plan: bool) -> frozenset[Finding]:
    return AFTER_THE_PLAN if from_plan and earlier is NOT_KNOWN else FOLLOWS[earlier]


def _broken(
    earlier: Sequence[Seen], later: Sequence[Seen], why: str, from_plan: bool
) -> Rule | None:
    """The first of the later findings that does not go with what was known before it."""
    known = _known(earlier)
    for one in later:
        if one.finding not in _may_follow(known, from_plan):
            after = FINDING_NAMES[one.finding]
            return Rule(why, {"when": Span.of(one.on), "after": after})
        known = known if one.finding is NOT_KNOWN else one.finding
    return None
