"""Reading a plan on the screen: a section, the whole of it, and the first reader after a save."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextvars import Context
from dataclasses import dataclass
from pathlib import Path

import brotli
from flask import Flask
from flask.testing import FlaskClient

from bench import installation, report
from bench.plans import EXTENTS, LANGUAGE, incoming, plan
from nap_tracker.content.tree import PlanContent
from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR
from nap_tracker.services import comments, plans, sayings
from nap_tracker.services.comment_places import Where
from nap_tracker.services.sayings import From, Saying
from nap_tracker.workflow.hearing import Visibility

COMMENTS = 300
REQUESTS = 15
MOST_SECONDS = 0.020
MOST_BYTES = 200_000
HEADERS = {"Accept-Encoding": "identity"}
"""Compressing is measured by its bytes: a server in front does it, or the same worker."""


@dataclass
class Reader:
    """An officer who reads one plan."""

    app: Flask
    client: FlaskClient
    plan_id: str

    def seconds(self, tail: str, requests: int, *, forgets: bool = False) -> tuple[float, bytes]:
        """The median time of a page, and what it was; `forgets`: with nothing kept."""
        taken, data = [], b""
        for _ in range(requests):
            if forgets:
                kept.forget()
            start = time.perf_counter()
            data = Context().run(self._get, tail)
            taken.append(time.perf_counter() - start)
        return statistics.median(taken), data

    def _get(self, tail: str) -> bytes:
        answer = self.client.get(f"/plans/{self.plan_id}/read{tail}", headers=HEADERS)
        if answer.status_code != 200:
            raise LookupError(f"{tail}: {answer.status_code}")
        return answer.data


def run(runs: int) -> str:
    """Each extent of a plan, with 300 comments."""
    rows, promises = [], []
    with tempfile.TemporaryDirectory(prefix="nap-bench-") as name:
        for place, extent in enumerate(EXTENTS):
            reader = _reader(Path(name) / str(place), place)
            section, page = reader.seconds("/overview_sector", runs * REQUESTS)
            whole, all_of_it = reader.seconds("/whole", runs)
            first, _ = reader.seconds("/overview_sector", runs, forgets=True)
            sent = len(brotli.compress(all_of_it, quality=4))
            rows.append(
                (
                    extent.name,
                    report.milliseconds(section),
                    f"{len(brotli.compress(page, quality=4)) / 1000:.0f} kB",
                    report.milliseconds(whole),
                    f"{sent / 1000:.0f} kB",
                    report.milliseconds(first),
                )
            )
            promises += [section <= MOST_SECONDS, sent <= MOST_BYTES]
    head = ("Plan", "a section", "sent", "the whole", "sent", "a section, nothing kept")
    words = (
        f"Medians of {runs * REQUESTS} requests of an officer in one process (SQLite), with "
        f"{COMMENTS} comments on the plan. *Sent* is compressed. "
        f"{sum(promises)} of {len(promises)} within the budgets "
        f"({MOST_SECONDS * 1000:.0f} ms a section, {MOST_BYTES / 1000:.0f} kB the whole)."
    )
    return f"{words}\n\n{report.table(head, rows)}"


def _reader(folder: Path, extent: int) -> Reader:
    app = installation.begin(folder)
    with app.app_context():
        stored = installation.bring_in(incoming(plan(EXTENTS[extent])))
        officer = installation.officers(stored, 1)[0]
        _comment(stored, officer.id)
        client, plan_id = installation.signed_in(app, officer), stored.id
        db.session.remove()
    return Reader(app, client, plan_id)


def _comment(stored: Plan, author_id: str) -> None:
    """On long texts one after the other, each on its first words."""
    version = plans.newest(OPERATOR, stored.id)
    ground = comments.ground_of(version)
    places = list(_places(ground.content))
    for number in range(COMMENTS):
        where = places[number % len(places)]
        saying = Saying(where, "note", f"Comment {number}", visibility=Visibility.PLAN.value)
        sayings.store(version, saying, From(author_id=author_id), ground, is_said=True)
    db.session.commit()


def _places(content: PlanContent) -> Iterator[Where]:
    for entry in content.entries:
        if entry.section:
            for field, value in entry.answers.items():
                if isinstance(value, dict) and value.get(LANGUAGE):
                    yield Where(entry.section, entry.uid, field, LANGUAGE)
