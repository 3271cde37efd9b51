"""Reading a plan on the screen: its sections, all of it, and the lists of what was said of it.

Each plan is read without a comment and with 300 in turns; the real plans beside the repository are
among them where they are.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import brotli
from sqlalchemy import select

from bench import installation, report
from bench.pages import MOST_QUERIES, MOST_SECONDS, Visitor
from bench.plans import EXTENTS, LANGUAGE, incoming, plan
from nap_tracker.annex_c.schema import treaty
from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.imports.options import RowFilter
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR, Actor, Role
from nap_tracker.services import accounts, comments, plans, sayings, work_plan_uploads
from nap_tracker.services.comment_places import Ground, Where
from nap_tracker.services.sayings import From, Saying
from nap_tracker.workflow.hearing import Visibility
from tests.imports.tables import COUNTRIES, NAPS, real, real_plan
from tests.imports.test_workplan_naps import zero_of

COMMENTS = 300
REQUESTS = 5
LOOKS = 3
"""Requests of each section on which nothing was said: there are dozens, and they cost alike."""
MOST_BYTES = 200_000
MOST_SECTION_BYTES = 40_000
WORDS = 3
"""Of the text a comment is about."""
PAGES = {
    "the whole": "/read/whole",
    "form of that section": "/sections/{section}",
    "list of comments": "/comments",
}


@dataclass(frozen=True)
class Source:
    """A plan to be read, with the section on which all of its comments lie."""

    name: str
    section: str
    extent: int | None = None
    country: str = ""


@dataclass(frozen=True)
class Reader:
    """An officer who reads one plan."""

    visitor: Visitor
    address: str

    def once(self, tail: str) -> tuple[float, int]:
        """Seconds of processor time, which others on the machine disturb less, and queries."""
        begun = time.process_time()
        _, queries, _ = self.visitor.get(f"{self.address}{tail}")
        return time.process_time() - begun, queries

    def bytes_of(self, tail: str) -> int:
        """Sent over the line, as browsers ask for it."""
        return self.visitor.get(f"{self.address}{tail}")[2]


@dataclass(frozen=True)
class Seen:
    """A page of one plan, without comments and with them: medians, and the queries of each."""

    bare: float
    said: float
    queries: tuple[set[int], set[int]]


def run(runs: int) -> str:
    """Each plan, in an installation without comments and in another with 300 on one section."""
    rows, all_seen, weights, sections = [], [], [], []
    with tempfile.TemporaryDirectory(prefix="nap-bench-") as name:
        for place, source in enumerate(_sources()):
            folder = Path(name) / str(place)
            readers = [_reader(folder / str(said), source, said) for said in (0, COMMENTS)]
            print(f"{source.name} …", file=sys.stderr, flush=True)
            seen = _sections(readers, source, runs)
            others = {
                what: _page(readers, tail.format(section=source.section), runs * REQUESTS)
                for what, tail in PAGES.items()
            }
            weights.append(_weight(readers[1]))
            sections.append(readers[1].bytes_of(f"/read/{source.section}"))
            all_seen += [*seen.values(), *others.values()]
            first = _first(readers[1], source, runs)
            rows.append(_row(source, seen, others, (sections[-1], weights[-1]), first))
    return _told(runs, rows, all_seen, (sections, weights))


def _sources() -> Iterator[Source]:
    for extent, one in enumerate(EXTENTS):
        yield Source(one.name, "summary", extent=extent)
    yield Source(f"{EXTENTS[-1].name}, of activities", "work_plan", extent=len(EXTENTS) - 1)
    for country in COUNTRIES if NAPS.is_dir() else ():
        yield Source(real_plan(country)["country"], "work_plan", country=country)


def _sections(readers: Sequence[Reader], source: Source, runs: int) -> dict[str, Seen]:
    turns = {one.id: LOOKS for one in treaty().sections} | {source.section: runs * REQUESTS}
    return {id: _page(readers, f"/read/{id}", number) for id, number in turns.items()}


def _page(readers: Sequence[Reader], tail: str, turns: int) -> Seen:
    """A page of the plan without comments and with them, in turns."""
    times: tuple[list[float], list[float]] = ([], [])
    queries: tuple[set[int], set[int]] = (set(), set())
    for turn in range(1 + turns):
        for reader, taken, asked in zip(readers, times, queries, strict=True):
            seconds, number = reader.once(tail)
            if turn:
                taken.append(seconds)
                asked.add(number)
    return Seen(statistics.median(times[0]), statistics.median(times[1]), queries)


def _first(reader: Reader, source: Source, runs: int) -> float:
    """The first reader after a save finds nothing kept."""
    taken = []
    for _ in range(runs):
        kept.forget()
        taken.append(reader.once(f"/read/{source.section}")[0])
    return statistics.median(taken)


def _weight(reader: Reader) -> int:
    """The bytes of the whole plan over the line, compressed."""
    answer = reader.visitor.client.get(
        f"{reader.address}/read/whole", headers={"Accept-Encoding": "identity"}
    )
    return len(brotli.compress(answer.data, quality=4))


def _reader(folder: Path, source: Source, said: int) -> Reader:
    app = installation.begin(folder)
    with app.app_context():
        stored = _begun(source) if source.country else _made(source)
        officer, leader = installation.officers(stored, 2)
        if source.country:
            _lead(leader)
            _fill(accounts.actor_of(leader), stored, source)
        _comment(stored, officer.id, source.section, said)
        client, address = installation.signed_in(app, officer), f"/plans/{stored.id}"
        db.session.remove()
    return Reader(Visitor(app, client), address)


def _made(source: Source) -> Plan:
    return installation.bring_in(incoming(plan(EXTENTS[source.extent or 0])))


def _begun(source: Source) -> Plan:
    """An empty plan in the language of the real one."""
    party = Party(code="XNA", name={LANGUAGE: "Bench"})
    db.session.add(party)
    db.session.flush()
    language = real_plan(source.country)["language"]
    details = {"title": {language: source.name}, "language": language, "languages": [language]}
    return plans.create(OPERATOR, party, details=details)


def _lead(user: User) -> None:
    """Only who leads the drafting brings a work plan in."""
    held = db.session.scalars(select(Membership).filter_by(user_id=user.id)).one()
    held.role = Role.COORDINATOR
    db.session.commit()


def _fill(leader: Actor, stored: Plan, source: Source) -> None:
    """The work plan of one country out of the data set of all, as its ministry brings it in."""
    version, path = plans.newest(leader, stored.id), real("budget_lines.csv")
    upload = work_plan_uploads.add(leader, version, name=path.name, data=path.read_bytes())
    opened = work_plan_uploads.open_(leader, stored.id, upload.id)
    only = RowFilter(opened.sheet.headers.index("Country"), source.name)
    options = replace(opened.choices.options, zero=zero_of(source.country), only=only)
    choices = replace(opened.choices, options=options)
    work_plan_uploads.choose(leader, opened, choices, seen=opened.seen)
    again = work_plan_uploads.open_(leader, stored.id, upload.id)
    seen = work_plan_uploads.try_out(leader, again).fingerprint
    work_plan_uploads.apply(leader, stored.id, upload.id, fingerprint=seen)
    db.session.commit()


def _comment(stored: Plan, author_id: str, section: str, number: int) -> None:
    """On the texts of a section in turns, each on a few of their words where these stand once."""
    version = plans.newest(OPERATOR, stored.id)
    ground = comments.ground_of(version)
    places = list(_places(ground, section))
    for at in range(number):
        where = places[at % len(places)]
        quote = _quote(ground, where, at // len(places))
        saying = Saying(
            where, "note", f"Comment {at}", quote=quote, visibility=Visibility.PLAN.value
        )
        sayings.store(version, saying, From(author_id=author_id), ground, is_said=True)
    db.session.commit()


def _places(ground: Ground, section: str) -> Iterator[Where]:
    if section == "work_plan":
        for row in ground.content.rows("activity"):
            yield Where(section, row.uid, "statement", ground.content.language)
    entry = ground.content.section(section)
    for field, value in entry.answers.items() if entry and section != "work_plan" else ():
        if isinstance(value, dict) and value.get(ground.content.language):
            yield Where(section, entry.uid, field, ground.content.language)


def _quote(ground: Ground, where: Where, first: int) -> str:
    passage = ground.passage(where)
    words = " ".join(passage.said.split()[first:][:WORDS]) if passage else ""
    return words if passage and words and len(passage.every(words)) == 1 else ""


def _row(
    source: Source,
    seen: dict[str, Seen],
    others: dict[str, Seen],
    weights: tuple[int, int],
    first: float,
) -> tuple[str, ...]:
    """The section with the comments, the slowest of the others, and what else shows comments."""
    on = seen[source.section]
    slowest = max(one.said for name, one in seen.items() if name != source.section)
    return (
        source.name,
        report.milliseconds(on.bare),
        report.milliseconds(on.said),
        report.milliseconds(slowest),
        *(report.milliseconds(one.said) for one in others.values()),
        *(f"{weight / 1000:.0f} kB" for weight in weights),
        report.milliseconds(first),
    )


def _told(
    runs: int,
    rows: list[tuple[str, ...]],
    seen: Sequence[Seen],
    sent: tuple[Sequence[int], Sequence[int]],
) -> str:
    head = ("Plan", "its section, 0", f"{COMMENTS}", "slowest other", *PAGES)
    words = (
        f"Medians of the processor time of {runs * REQUESTS} requests of an officer in one process "
        f"(SQLite), in turns without a comment and with {COMMENTS}, all of them on one section: "
        "the summary of the made-up plans, else the work plan. *Other*: of the sections, of which "
        f"each is read {LOOKS} times. *Sent*: that section, then the whole, compressed. The last "
        "column is who reads first after a save."
    )
    sections, weights = sent
    slow = sum(one.said > MOST_SECONDS for one in seen)
    most = max(max(one.queries[1]) for one in seen)
    promises = (
        report.promise(
            "as many queries with comments as without",
            kept=all(one.queries[0] == one.queries[1] for one in seen),
            found=f"{sum(one.queries[0] == one.queries[1] for one in seen)} of {len(seen)} pages",
        ),
        report.promise(
            f"at most {MOST_QUERIES} queries a page", kept=most <= MOST_QUERIES, found=str(most)
        ),
        report.promise(
            f"at most {report.milliseconds(MOST_SECONDS)} a page",
            kept=not slow,
            found=f"{len(seen) - slow} of {len(seen)} pages",
        ),
        report.promise(
            f"a section in at most {report.megabytes(MOST_SECTION_BYTES)}",
            kept=max(sections) <= MOST_SECTION_BYTES,
            found=report.megabytes(max(sections)),
        ),
        report.promise(
            f"the whole in at most {report.megabytes(MOST_BYTES)}",
            kept=max(weights) <= MOST_BYTES,
            found=report.megabytes(max(weights)),
        ),
    )
    table = report.table((*head, "sent", "whole", "nothing kept"), rows)
    return "\n\n".join((words, table, "\n".join(promises)))
