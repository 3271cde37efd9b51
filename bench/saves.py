"""Fifty officers who save at the same moment, through the real server on SQLite.

Each round everybody opens a section, then everybody saves at once. First each has a question of
their own, several in every section: nothing may be in conflict, refused or lost; once by Save, and
once by pages that save by themselves. Then all answer the same question: one is accepted, the
others are told, and every text must be in history.
"""

from __future__ import annotations

import contextlib
import os
import socket
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from bench import installation, report
from bench.officers import HOST, Officer
from bench.plans import EXTENTS, incoming, plan
from nap_tracker import serve
from nap_tracker.annex_c.schema import Kind, treaty
from nap_tracker.extensions import db
from nap_tracker.models.entry import Revision
from nap_tracker.models.plan import Plan
from nap_tracker.services import history

OFFICERS = 50
ROUNDS = 20
WORKERS, THREADS = 2, 4
LEAST_PER_SECOND = 300
SAVED, SAVED_BY_ITSELF, CONFLICT = 302, 200, 409
STARTS_WITHIN = 60
WORDS = "The district offices met in spring and agreed on what each of them will do first. " * 4


@dataclass
class Told:
    """What came of the saves of one kind."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    """Of each save, as the officer waits for it."""
    bursts: float = 0.0
    """Seconds in which saves were under way."""
    texts: list[str] = field(default_factory=list)

    @property
    def saved(self) -> int:
        return self.statuses[SAVED] + self.statuses[SAVED_BY_ITSELF]

    @property
    def per_second(self) -> float:
        return len(self.texts) / self.bursts


def run(_runs: int) -> str:
    """The table; always the same number of saves, whatever number of runs is asked for."""
    with tempfile.TemporaryDirectory(prefix="nap-bench-") as name:
        folder = Path(name)
        app = installation.begin(folder)
        with app.app_context():
            whole = installation.bring_in(incoming(plan(EXTENTS[-1])))
            party_id = whole.party_id
            with server(folder) as port, ThreadPoolExecutor(OFFICERS) as pool:
                staff = _staff(app, whole, port)
                apart = _rounds(pool, staff, ROUNDS, "apart")
                typing = _rounds(pool, staff, ROUNDS, "typing", Officer.autosave)
                for officer in staff:
                    officer.url, officer.question = staff[0].url, staff[0].question
                together = _rounds(pool, staff, 1, "together")
            kept = list(db.session.scalars(select(Revision.content)))
            return _told(apart, typing, together, kept, broken_links=history.broken_links(party_id))


@contextlib.contextmanager
def server(folder: Path) -> Iterator[int]:
    """The server of an installation on a free port of this machine, ended with the block."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        serve.server_command(port, HOST, WORKERS, THREADS),
        env={**os.environ, **installation.environment(folder)},
        cwd=Path(__file__).parents[1],
        start_new_session=True,
        preexec_fn=serve.die_with_parent,
    )
    try:
        limit = time.monotonic() + STARTS_WITHIN
        while not serve.does_answer(HOST, port):
            if process.poll() is not None or time.monotonic() > limit:
                raise OSError("the server did not start")
            time.sleep(serve.POLL_SECONDS)
        yield port
    finally:
        serve.end([process])


def _staff(app: Flask, whole: Plan, port: int) -> list[Officer]:
    """Everybody with a long text of their own; neighbours share a section."""
    questions = [
        (section.id, spec.id)
        for section in treaty().sections
        for spec in section.fields
        if spec.kind is Kind.LONGTEXT
    ]
    cookies = [
        installation.session_cookie(app, person)
        for person in installation.officers(whole, OFFICERS)
    ]
    url = f"/plans/{whole.id}/sections"
    db.session.remove()  # what is still open here would hold the lock that everybody needs
    return [
        Officer(port, cookie, f"{url}/{section}", question)
        for cookie, (section, question) in zip(cookies, questions, strict=False)
    ]


def _rounds(
    pool: ThreadPoolExecutor,
    staff: Sequence[Officer],
    rounds: int,
    name: str,
    send: Callable[[Officer, str], tuple[int, float]] = Officer.save,
) -> Told:
    told = Told()
    for turn in range(rounds):
        list(pool.map(Officer.open, staff))
        texts = [f"{WORDS}\n\n{name} {turn} {n} said this." for n in range(len(staff))]
        begun = time.perf_counter()
        found = list(pool.map(send, staff, texts))
        told.bursts += time.perf_counter() - begun
        told.statuses.update(status for status, _ in found)
        told.seconds += [seconds for _, seconds in found]
        told.texts += texts
    return told


def lost(told: Told, kept: Sequence[str]) -> int:
    """How many of the texts that were sent are in no revision."""
    history_of_all = "\n".join(kept)
    return sum(text.rpartition("\n")[2] not in history_of_all for text in told.texts)


def _told(
    apart: Told, typing: Told, together: Told, kept: list[str], *, broken_links: list[int]
) -> str:
    head = (
        "Saves",
        "asked",
        "saved",
        "in conflict",
        "errors",
        "lost",
        "a second",
        "median",
        "99 %",
    )
    rows = [
        _row("each their own question", apart, kept),
        _row("the same, while they type", typing, kept),
        _row("all the same question", together, kept),
    ]
    is_whole = not any(lost(one, kept) for one in (apart, typing, together)) and not broken_links
    saved, sent = apart.saved + typing.saved, len(apart.texts) + len(typing.texts)
    words = (
        f"{OFFICERS} officers, {ROUNDS} rounds, gunicorn with {WORKERS} processes of {THREADS} "
        "threads, the officers on the same cores. Save sends the whole form."
    )
    promises = [
        report.promise(
            "no save lost, none refused, the log's chain whole",
            kept=is_whole and saved == sent,
            found=f"{saved} of {sent}",
        ),
        report.promise(
            f"{LEAST_PER_SECOND} saves a second",
            kept=apart.per_second >= LEAST_PER_SECOND,
            found=f"{apart.per_second:.0f}",
        ),
    ]
    return "\n\n".join((words, report.table(head, rows), "\n".join(promises)))


def _row(name: str, told: Told, kept: Sequence[str]) -> tuple[str, ...]:
    good = told.saved + told.statuses[CONFLICT]
    return (
        name,
        str(len(told.texts)),
        str(told.saved),
        str(told.statuses[CONFLICT]),
        str(len(told.texts) - good),
        str(lost(told, kept)),
        f"{told.per_second:.0f}",
        report.milliseconds(statistics.median(told.seconds)),
        report.milliseconds(statistics.quantiles(told.seconds, n=100)[98]),
    )
