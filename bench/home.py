"""Server time and queries of the first page, where a person's work and plans are listed, for those
who read one Party, many Parties or one plan: with one plan stored, and with 200 of 60 Parties."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bench import installation, pages
from bench.pages import PLANS, REQUESTS, SAMPLE, Page, Visitor
from bench.plans import copy
from nap_tracker.clock import today
from nap_tracker.extensions import db
from nap_tracker.imports.interchange import Incoming
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.base import new_uid
from nap_tracker.models.obligation import FactKind
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import assignments, obligations, plans
from nap_tracker.services.treaty_facts import Statement

PARTIES = 60
ONE, MANY, REVIEWER = "focal point of one Party", "officer in every Party", "reviewer of one plan"
ADDRESSES = {
    "first page": "/",
    "plans asked for by words": "/?find=plan",
}
DID = (
    (FactKind.DEPOSIT, Statement(choice="ratification", happened_on="2017-05-16")),
    (
        FactKind.DETERMINATION,
        Statement(choice="more_than_insignificant", happened_on="2018-02", body="Council"),
    ),
    (FactKind.NOTIFICATION, Statement(happened_on="2018-03-01", received_on="2018-03-09")),
)
"""What each Party recorded of Article 7."""


def run(runs: int) -> str:
    """The table; `runs` times the requests of each page in each database."""
    with tempfile.TemporaryDirectory(prefix="nap-bench-") as name:
        found = list(_pages(Path(name)))
        for page in found:
            page.visit(runs * REQUESTS)
        words = (
            f"Medians of {runs * REQUESTS} requests in each database, in turns, through the "
            f"application in one process (SQLite): one plan of one Party, and {PLANS} plans of "
            f"{PARTIES} Parties, each with its duties, one section of each plan assigned and late. "
            "Who reads every Party reads one in the first database."
        )
        return pages.told(words, found)


def _pages(folder: Path) -> Iterator[Page]:
    sample = pages.sources()[SAMPLE]
    alone = _readers(folder / "alone", [sample])
    crowded = _readers(folder / "crowd", _crowd(sample))
    for who in (ONE, MANY, REVIEWER):
        for name, address in ADDRESSES.items():
            yield Page(f"{name}, {who}", address, alone[who], crowded[who])


def _crowd(sample: Incoming) -> Iterator[Incoming]:
    """The plan, then copies of it in as many Parties as there are."""
    yield sample
    codes = [sample.plan.party.code, *(_code(number) for number in range(PARTIES - 1))]
    for number in range(1, PLANS):
        if number % 50 == 0:
            print(f"{number} of {PLANS} plans …", file=sys.stderr, flush=True)
        yield copy(sample, number, codes[number % PARTIES])


def _code(number: int) -> str:
    """Of a made-up Party: two letters of the alphabet after the X."""
    return f"X{chr(ord('M') + number // 26)}{chr(ord('A') + number % 26)}"


def _readers(folder: Path, incoming: Iterable[Incoming]) -> dict[str, Visitor]:
    """Who looks at the page, each in a session of their own at the same installation."""
    app = installation.begin(folder)
    with app.app_context():
        stored = [installation.bring_in(one) for one in incoming]
        parties = db.session.scalars(select(Party).order_by(Party.code)).all()
        readers = _people(stored[0], parties)
        for party in parties:
            for kind, said in DID:
                obligations.record(OPERATOR, party, kind, said)
        for plan in stored:
            _ask_too_late(plan, readers[MANY])
        db.session.commit()
        clients = {who: installation.signed_in(app, user) for who, user in readers.items()}
        db.session.remove()
    return {who: Visitor(app, client) for who, client in clients.items()}


def _people(plan: Plan, parties: Iterable[Party]) -> dict[str, User]:
    people = {
        who: User(name=who, email=f"{role}@example.org", session_key=new_uid())
        for who, role in ((ONE, "focal"), (MANY, "officer"), (REVIEWER, "reviewer"))
    }
    db.session.add_all(people.values())
    db.session.flush()
    one, many, reviewer = (people[who].id for who in (ONE, MANY, REVIEWER))
    at_home = {"party_id": plan.party_id}
    db.session.add_all(
        [
            Membership(user_id=one, role=Role.FOCAL_POINT, **at_home),
            Membership(user_id=reviewer, role=Role.REVIEWER, plan_id=plan.id, **at_home),
            *(Membership(user_id=many, role=Role.OFFICER, party_id=p.id) for p in parties),
        ]
    )
    db.session.commit()
    return people


def _ask_too_late(plan: Plan, officer: User) -> None:
    """One section is asked of the officer, and was due ten days ago."""
    version = plans.newest(OPERATOR, plan.id)
    due_on = (today() - timedelta(days=10)).isoformat()
    assignments.assign(OPERATOR, version, "trade", user_id=officer.id, due_on=due_on)
