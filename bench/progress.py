"""The pages of the implementation: of the seven real plans and of a long made-up one, each with 36
months of updates, and of the long one with three updates.

Processor time, which others on the machine disturb less; all plans in turns in one process.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path

import pytest
from sqlalchemy import select

from bench import installation, report
from bench.pages import MOST_QUERIES, MOST_SECONDS, Visitor
from bench.plans import LANGUAGE, LONG_WORK_PLAN, incoming, made
from nap_tracker.clock import today
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import accounts, plans
from nap_tracker.workflow.spans import Span
from tests import carried_out, real_plans, updates
from tests.carried_out import PAGES, Hands
from tests.doors import Clock

REQUESTS = 5
WARMING = 2
MOST_BYTES = 40_000
THREE, LONG = "3 updates", "160 activities"


@dataclass
class Seen:
    """A page of one plan."""

    seconds: list[float] = field(default_factory=list)
    queries: set[int] = field(default_factory=set)
    weight: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass
class Follower:
    """Who leads the drafting, at the pages of one plan."""

    name: str
    visitor: Visitor
    addresses: Mapping[str, str]
    seen: dict[str, Seen] = field(default_factory=dict)

    def look(self, page: str, *, counts: bool) -> None:
        begun = time.process_time()
        _, queries, weight = self.visitor.get(self.addresses[page])
        taken = time.process_time() - begun
        if counts:
            seen = self.seen.setdefault(page, Seen())
            seen.seconds.append(taken)
            seen.queries.add(queries)
            seen.weight = weight


def run(runs: int) -> str:
    """Each page of each plan in turns."""
    with tempfile.TemporaryDirectory(prefix="nap-bench-") as name:
        followers = list(_followers(Path(name)))
        for page in PAGES:
            for turn in range(WARMING + runs * REQUESTS):
                for one in followers:
                    one.look(page, counts=turn >= WARMING)
    return told(runs, followers)


def told(runs: int, followers: Sequence[Follower]) -> str:
    """How it was measured, the table, and which budgets are kept."""
    words = (
        f"Medians of the processor time of {runs * REQUESTS} requests of a coordinator in one "
        "process (SQLite), all plans in turns. Each plan was told of for 36 months through the "
        f"services people use, and reviewed; *{THREE}* is the plan of {LONG} with three "
        "updates. *Sent* is the heaviest over the line, compressed."
    )
    head = ("Page", "queries", *(one.name for one in followers), "sent")
    rows = [_row(page, [one.seen[page] for one in followers]) for page in PAGES]
    return "\n\n".join((words, report.table(head, rows), "\n".join(_promises(followers))))


def _row(page: str, seen: Sequence[Seen]) -> tuple[str, ...]:
    return (
        page,
        " or ".join(map(str, sorted(set().union(*(one.queries for one in seen))))),
        *(report.milliseconds(one.median) for one in seen),
        report.megabytes(max(one.weight for one in seen)),
    )


def _promises(followers: Sequence[Follower]) -> Iterator[str]:
    counts = {page: set().union(*(one.seen[page].queries for one in followers)) for page in PAGES}
    most = max(map(max, counts.values()))
    uneven = [page for page, found in counts.items() if len(found) > 1]
    every = [(page, one.seen[page]) for one in followers for page in PAGES]
    slow = sorted({page for page, seen in every if seen.median > MOST_SECONDS})
    heavy = sorted({page for page, seen in every if seen.weight > MOST_BYTES})
    yield report.promise(
        "as many queries after 36 months as after three updates",
        kept=not uneven,
        found=", ".join(uneven) or "every page",
    )
    yield report.promise(
        f"at most {MOST_QUERIES} queries a page", kept=most <= MOST_QUERIES, found=str(most)
    )
    yield report.promise(
        f"at most {report.milliseconds(MOST_SECONDS)} a page",
        kept=not slow,
        found=", ".join(slow) or "every page",
    )
    yield report.promise(
        f"at most {report.megabytes(MOST_BYTES)} over the line",
        kept=not heavy,
        found=", ".join(heavy) or "every page",
    )


def _followers(folder: Path) -> Iterator[Follower]:
    for name in (THREE, LONG):
        print(f"{name} …", file=sys.stderr, flush=True)
        yield _follower(folder / name, name)
    for code, country in real_plans.countries():
        print(f"{country} …", file=sys.stderr, flush=True)
        yield _follower(folder / code, country, code)


def _follower(folder: Path, name: str, code: str = "") -> Follower:
    app = installation.begin(folder)
    with app.app_context():
        stored = _begun(code) if code else _long()
        people = _people(stored)
        hands = Hands(*map(accounts.actor_of, people))
        if code:
            real_plans.fill(hands.coordinator, stored, code)
        addresses = _carried_out(hands, stored, only_three=name == THREE)
        client = installation.signed_in(app, people[1])
        db.session.remove()
    return Follower(name, Visitor(app, client), addresses)


def _long() -> Plan:
    return installation.bring_in(incoming(made.plan(LANGUAGE, LONG_WORK_PLAN)))


def _begun(code: str) -> Plan:
    """An empty plan in the language of the real one."""
    party = Party(code="XNA", name={LANGUAGE: "Bench"})
    db.session.add(party)
    db.session.flush()
    language = real_plans.language(code)
    details = {"title": {language: code}, "language": language, "languages": [language]}
    return plans.create(OPERATOR, party, details=details)


def _people(stored: Plan) -> list[User]:
    people = installation.officers(stored, 3)
    for user, role in zip(people[1:], (Role.COORDINATOR, Role.FOCAL_POINT), strict=True):
        held = db.session.scalars(select(Membership).filter_by(user_id=user.id)).one()
        held.role = role
    db.session.commit()
    return people


def _carried_out(hands: Hands, stored: Plan, *, only_three: bool) -> dict[str, str]:
    """The plan told of for three years until today; the address of each page."""
    last = today()
    first = Span.on(last).plus_months(-updates.MONTHS).first
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock(patch)

        def at(day: date) -> None:
            clock.moment = datetime.combine(day, clock_time(12), UTC)

        at(first)
        version = plans.newest(OPERATOR, stored.id)
        under_way = carried_out.begin(hands, version, follows=1 if only_three else 10)
        if only_three:
            told = [updates.three(under_way.tracked, last)]
        else:
            sites = len(under_way.sites)
            told = list(updates.months(under_way.tracked, sites=sites, begin=first))
        carried_out.tell(under_way, told, at)
        at(last)
        reviewed = carried_out.review(under_way, last)
    return carried_out.addresses(under_way, reviewed)
