"""Server time and queries of each page, with one plan in the database and with 200, in turns."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from bench import installation, report
from bench.plans import LANGUAGE, LONG_WORK_PLAN, copy, incoming, made
from nap_tracker.extensions import db
from nap_tracker.imports.interchange import Incoming, read
from nap_tracker.services.samples import FOLDER

PLANS = 200
PARTIES = 20
REQUESTS = 20
"""Of each page in each database, a run."""
WARMING = 3
MOST_QUERIES = 12
MOST_SECONDS = 0.020
MOST_TIMES = 1.2
HEADERS = {"Accept-Encoding": "gzip, deflate, br, zstd"}
"""As browsers ask over HTTPS."""

SAMPLE, LONG = "sample plan", "160 activities"
PAGES = (
    ("task list", SAMPLE, "/plans/{plan}"),
    ("section, form", SAMPLE, "/plans/{plan}/sections/overview_sector"),
    ("section, answers", SAMPLE, "/plans/{plan}/sections/overview_sector/answers"),
    ("work plan", SAMPLE, "/plans/{plan}/sections/work_plan"),
    ("row, an activity", SAMPLE, "/plans/{plan}/rows/activity/{activity}"),
    ("check", SAMPLE, "/plans/{plan}/check"),
    ("coverage", SAMPLE, "/plans/{plan}/coverage"),
    ("list of plans", SAMPLE, "/"),
    ("search, a rare word", SAMPLE, "/search?q=retort"),
    ("search, a word everywhere", SAMPLE, "/search?q=mercury"),
    ("task list", LONG, "/plans/{plan}"),
    ("work plan", LONG, "/plans/{plan}/sections/work_plan"),
    ("row, an activity", LONG, "/plans/{plan}/rows/activity/{activity}"),
    ("check", LONG, "/plans/{plan}/check"),
)
"""Name, plan, address."""


@dataclass
class Visitor:
    """An officer at the pages of one installation."""

    app: Flask
    client: FlaskClient
    queries: int = 0

    def __post_init__(self) -> None:
        with self.app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._heard)

    def _heard(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.queries += not statement.startswith("BEGIN")

    def get(self, url: str) -> tuple[float, int, int]:
        """Seconds, queries and bytes sent. Raises OSError when there is no such page."""
        self.queries = 0
        begun = time.perf_counter()
        answer = Context().run(self.client.get, url, headers=HEADERS)
        taken = time.perf_counter() - begun
        if answer.status_code != 200:
            raise OSError(f"{url} answered {answer.status}")
        return taken, self.queries, len(answer.data)


@dataclass
class Page:
    """One page, seen in both databases."""

    name: str
    url: str
    alone: Visitor
    crowded: Visitor
    times: dict[str, list[float]] = field(default_factory=lambda: {"alone": [], "crowded": []})
    queries: dict[str, set[int]] = field(default_factory=lambda: {"alone": set(), "crowded": set()})
    weight: int = 0

    def visit(self, requests: int) -> None:
        for turn in range(WARMING + requests):
            for where, visitor in (("alone", self.alone), ("crowded", self.crowded)):
                taken, queries, self.weight = visitor.get(self.url)
                if turn >= WARMING:
                    self.times[where].append(taken)
                    self.queries[where].add(queries)

    @property
    def seconds(self) -> tuple[float, float]:
        """Medians with one plan and with all."""
        return statistics.median(self.times["alone"]), statistics.median(self.times["crowded"])

    @property
    def ratio(self) -> float:
        alone, crowded = self.seconds
        return crowded / alone

    @property
    def is_constant(self) -> bool:
        return len(self.queries["alone"] | self.queries["crowded"]) == 1


def run(runs: int) -> str:
    """The table; `runs` times `REQUESTS` of each page in each database."""
    with tempfile.TemporaryDirectory(prefix="nap-bench-") as name:
        pages = list(_pages(Path(name)))
        for page in pages:
            page.visit(runs * REQUESTS)
        words = (
            f"Medians of {runs * REQUESTS} requests of a signed-in officer in each database, in "
            f"turns, through the application in one process (SQLite). {PLANS} plans of {PARTIES} "
            "Parties. *Sent* is what goes over the line, compressed."
        )
        return told(words, pages)


def sources() -> dict[str, Incoming]:
    """The plans whose pages are looked at, both of one Party."""
    sample = read(min(FOLDER.glob("*.json")).read_bytes())
    long = incoming(made.plan(LANGUAGE, LONG_WORK_PLAN))
    return {SAMPLE: sample, LONG: copy(long, 0, sample.plan.party.code)}


def _pages(folder: Path) -> Iterator[Page]:
    plans = sources()
    alone = {name: _visitor(folder / name, [one]) for name, one in plans.items()}
    crowded = _visitor(folder / "crowd", crowd(plans))
    for name, of, address in PAGES:
        content = plans[of].plan
        url = address.format(plan=content.uid, activity=content.rows("activity")[0].uid)
        yield Page(f"{name}, {of}", url, alone[of], crowded)


def crowd(plans: dict[str, Incoming]) -> Iterator[Incoming]:
    """The measured plans, then copies of the sample, some of them of the same Party."""
    yield from plans.values()
    sample = plans[SAMPLE]
    codes = [sample.plan.party.code, *(f"XZ{chr(ord('A') + n)}" for n in range(PARTIES - 1))]
    for number in range(1, PLANS - len(plans) + 1):
        if number % 50 == 0:
            print(f"{number} of {PLANS} plans …", file=sys.stderr, flush=True)
        yield copy(sample, number, codes[number % PARTIES])


def _visitor(folder: Path, plans: Iterable[Incoming]) -> Visitor:
    """An officer of the first plan's Party, in an installation that holds these plans."""
    app = installation.begin(folder)
    with app.app_context():
        stored = [installation.bring_in(one) for one in plans]
        client = installation.signed_in(app, installation.officers(stored[0], 1)[0])
        db.session.remove()
    return Visitor(app, client)


def told(words: str, pages: Sequence[Page]) -> str:
    """How it was measured, the table, and which budgets are kept."""
    head = ("Page", "queries, 1 plan", f"{PLANS} plans", "time, 1 plan", f"{PLANS} plans")
    rows = [_row(page) for page in pages]
    return "\n\n".join(
        (words, report.table((*head, "ratio", "sent"), rows), "\n".join(_promises(pages)))
    )


def _row(page: Page) -> tuple[str, ...]:
    alone, crowded = page.seconds
    return (
        page.name,
        *(" or ".join(map(str, sorted(counts))) for counts in page.queries.values()),
        report.milliseconds(alone),
        report.milliseconds(crowded),
        f"{page.ratio:.2f}×",
        report.megabytes(page.weight),
    )


def _promises(pages: Sequence[Page]) -> list[str]:
    most = max(max(page.queries["crowded"]) for page in pages)
    highest = max(page.ratio for page in pages)
    slow = [page.name for page in pages if page.seconds[1] > MOST_SECONDS]
    return [
        report.promise(
            "as many queries with 200 plans as with one",
            kept=all(page.is_constant for page in pages),
            found=", ".join(page.name for page in pages if not page.is_constant) or "every page",
        ),
        report.promise(
            f"at most {MOST_QUERIES} queries a page", kept=most <= MOST_QUERIES, found=str(most)
        ),
        report.promise(
            f"at most {MOST_TIMES} times the time with one plan",
            kept=highest <= MOST_TIMES,
            found=f"{highest:.2f}×",
        ),
        report.promise(
            f"at most {report.milliseconds(MOST_SECONDS)} with {PLANS} plans",
            kept=not slow,
            found=", ".join(slow) or "every page",
        ),
    ]
