"""What people tell of a plan in force, month by month: made up, and the same for each seed. Pure.

`tests/carried_out.py` says it where people would.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nap_tracker.content.finances import Movement
from nap_tracker.content.tracked import Tracked, TrackedActivity
from nap_tracker.workflow.eliminating import FOLLOWS, NOT_KNOWN, PRACTICES, Finding
from nap_tracker.workflow.implementation import CLOSED, Phase
from nap_tracker.workflow.observing import APPROVED, DRAFT, SENT_BACK, WAITING, Observing
from nap_tracker.workflow.progress import Status
from nap_tracker.workflow.spans import Span

MONTHS = 36
SEED = 20261127
INDICATORS = (
    ("mercury_used", "amount"),
    ("mercury_to_air", "amount"),
    ("gold_whole_ore", "share"),
    ("miners_registered", "share"),
    ("miners_supported", "people"),
    ("retorts_in_use", "number"),
    ("sites_inspected", "inspected"),
    ("mercury_imported", "amount"),
    ("officers_trained", "people"),
    ("campaigns", "people"),
)
"""Of the library: amounts, numbers, people and shares."""
OWN_SITES = 6
WORDS = (
    "Two meetings were held.",
    "L’atelier a réuni les orpailleurs ; le procès-verbal suit.",
    "Tools were handed over <at once>, “as agreed” & counted.",
    "Nothing could be done: the road was closed.",
    "The draft went to the ministry, which has not answered.",
)
CURRENCIES = ("USD", "EUR", "XOF")
SOURCES = ("national_budget", "gef", "bilateral", "in_kind", None)


@dataclass(frozen=True, slots=True)
class Reported:
    """How an activity goes."""

    activity: str
    phase: Phase | None
    text: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A status that somebody puts in the place of the one that follows."""

    activity: str
    status: Status


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone that is set while the activity goes on."""

    activity: str
    due: str


@dataclass(frozen=True, slots=True)
class Reached:
    """The first milestone that is open was reached."""

    activity: str
    on: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The first milestone that is open has another date."""

    activity: str
    to: str


@dataclass(frozen=True, slots=True)
class Observed:
    """A value of an indicator, by its place, and how far it came."""

    indicator: int
    as_of: str
    share: Decimal | None
    """Of what is the most; None where it is not known."""
    state: Observing


@dataclass(frozen=True, slots=True)
class Paid:
    """A movement of money."""

    movement: Movement
    activity: str | None
    line: str | None
    amount: Decimal
    currency: str
    source: str | None
    on: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A rate of exchange to dollars."""

    currency: str
    rate: Decimal
    on: str


@dataclass(frozen=True, slots=True)
class Visited:
    """What a visit to a site, by its place, found of each practice."""

    site: int
    on: str
    findings: tuple[tuple[str, Finding], ...]


Act = Reported | Decided | Planned | Reached | Moved | Observed | Paid | Stated | Visited


@dataclass(frozen=True, slots=True)
class Month:
    """What is told in one month, in its order."""

    day: date
    acts: tuple[Act, ...]


def months(
    tracked: Tracked, *, sites: int, begin: date, number: int = MONTHS, seed: int = SEED
) -> Iterator[Month]:
    """So many months from a day on, of a plan with so many sites that can be visited.

    Of some activities nobody ever hears, and some go silent after a while.
    """
    chance = random.Random(seed)
    voices = [_Voice(chance, one) for one in tracked.activities]
    places = [_Place(chance) for _ in range(sites)]
    purse = _Purse(chance, tracked)
    for month in range(number):
        day = Span.on(begin).plus_months(month).first
        acts = [
            *purse.acts(month, day),
            *(act for voice in voices for act in voice.acts(month, day)),
            *_observed(chance, month, day),
            *(act for n, place in enumerate(places) for act in place.acts(n, month, day)),
        ]
        yield Month(day, tuple(acts))


def three(tracked: Tracked, day: date) -> Month:
    """The three updates of a plan of which little is told: one of each page."""
    activity = tracked.activities[0].uid
    at = day.isoformat()
    return Month(
        day,
        (
            Reported(activity, Phase.UNDER_WAY, WORDS[0]),
            Observed(0, at, Decimal("0.5"), APPROVED),
            Visited(0, at, (("b_i", Finding.PRESENT),)),
        ),
    )


class _Voice:
    """Who speaks of one activity: how often, until when, and how it ends."""

    def __init__(self, chance: random.Random, activity: TrackedActivity) -> None:
        self.chance = chance
        self.uid = activity.uid
        self.phase = Phase.NOT_KNOWN
        self.open = len(activity.milestones)
        self.every = chance.choice((0, 3, 4, 6, 6, 9, 12))
        self.first = chance.randrange(6)
        self.until = chance.choice((MONTHS, MONTHS, MONTHS, 18, 26, 32))

    def acts(self, month: int, day: date) -> Iterator[Act]:
        since = month - self.first
        if not self.every or since < 0 or since % self.every or month > self.until:
            return
        if self.phase in CLOSED:
            return
        yield Reported(self.uid, self._next(), f"{self.chance.choice(WORDS)} ({month})")
        if self.phase in CLOSED:
            return
        dice = self.chance.random()
        if dice < 0.25 and self.open < 6:
            self.open += 1
            due = Span.on(day).plus_months(8 if dice > 0.1 else 2).first
            yield Planned(self.uid, due.isoformat())
        elif dice < 0.5 and self.open:
            self.open -= 1
            yield Reached(self.uid, day.isoformat()[:7])
        elif dice < 0.6 and self.open:
            yield Moved(self.uid, Span.on(day).plus_months(6).first.isoformat())
        elif 0.6 <= dice < 0.65:
            yield Decided(self.uid, self.chance.choice((Status.ON_TIME, Status.LATE)))

    def _next(self) -> Phase | None:
        """The phase that is said now; None where only words are said."""
        likely = {
            Phase.NOT_KNOWN: (Phase.NOT_STARTED, Phase.IN_PREPARATION, Phase.UNDER_WAY),
            Phase.NOT_STARTED: (None, Phase.IN_PREPARATION, Phase.UNDER_WAY),
            Phase.IN_PREPARATION: (None, Phase.UNDER_WAY, Phase.UNDER_WAY),
            Phase.UNDER_WAY: (None,) * 7 + (Phase.FINISHED, Phase.FINISHED, Phase.CANCELLED),
        }
        said = self.chance.choice(likely[self.phase])
        self.phase = said or self.phase
        return said


class _Place:
    """A site that is visited every few months."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.every = chance.choice((6, 8, 11, 18))
        self.first = chance.randrange(8)
        self.known = dict.fromkeys(PRACTICES, NOT_KNOWN)

    def acts(self, number: int, month: int, day: date) -> Iterator[Act]:
        since = month - self.first
        if since < 0 or since % self.every:
            return
        looked_at = [code for code in PRACTICES if self.chance.random() < 0.7] or [PRACTICES[0]]
        yield Visited(number, day.isoformat(), tuple((c, self._found(c)) for c in looked_at))

    def _found(self, code: str) -> Finding:
        found = self.chance.choice(sorted(FOLLOWS[self.known[code]]))
        if found is not NOT_KNOWN:
            self.known[code] = found
        return found


class _Purse:
    """Where money comes from and goes to; no more is taken back than was secured."""

    def __init__(self, chance: random.Random, tracked: Tracked) -> None:
        self.chance = chance
        self.activities: Sequence[TrackedActivity | None] = (*tracked.activities, None, None)
        self.secured: list[Paid] = []

    def acts(self, month: int, day: date) -> Iterator[Act]:
        at = day.isoformat()
        if month % 12 == 0:
            yield Stated("EUR", Decimal("1.08") + Decimal(month) / 1000, at)
            yield Stated("XOF", Decimal("0.0016"), at)
        for _ in range(self.chance.randrange(1, 5)):
            yield self._paid(at)
        if month % 12 == 11 and self.secured:
            yield self._taken_back(at)

    def _paid(self, at: str) -> Paid:
        one = self.chance.choice(self.activities)
        lines = one.lines if one else ()
        paid = Paid(
            movement=self.chance.choice((Movement.SECURED, Movement.SPENT)),
            activity=one.uid if one else None,
            line=self.chance.choice(lines) if lines and self.chance.random() < 0.6 else None,
            amount=Decimal(self.chance.randrange(100, 9_000_000)) / 100,
            currency=self.chance.choice(CURRENCIES),
            source=self.chance.choice(SOURCES),
            on=at,
        )
        if paid.movement is Movement.SECURED:
            self.secured.append(paid)
        return paid

    def _taken_back(self, at: str) -> Paid:
        gone = self.secured.pop(self.chance.randrange(len(self.secured)))
        half = (gone.amount / 2).quantize(Decimal("0.01"))
        return Paid(Movement.TAKEN_BACK, gone.activity, None, half, gone.currency, gone.source, at)


def _observed(chance: random.Random, month: int, day: date) -> Iterator[Act]:
    """Each indicator twice a year; one value in eight is not known."""
    for place in range(len(INDICATORS)):
        if month % 6 == place % 6:
            share = None if chance.random() < 0.12 else Decimal(chance.randrange(5, 96)) / 100
            state = chance.choice((APPROVED,) * 6 + (WAITING, DRAFT, SENT_BACK))
            yield Observed(place, day.isoformat()[:7], share, state)
