"""An archive into the database: verified whole before anything of it is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, MetaData, insert, inspect, select
from sqlalchemy import table as plain_table
from sqlalchemy.exc import DBAPIError

from nap_tracker.archives.manifest import MANIFEST, Table
from nap_tracker.archives.reader import Reader, refused
from nap_tracker.extensions import Base
from nap_tracker.models import carried
from nap_tracker.models.event import ChainHead, Event
from nap_tracker.models.stored_rows import Shape, decode, parsed, shape
from nap_tracker.services import history

BATCH = 500
BATCH_BYTES = 4 << 20

Row = dict[str, Any]
Change = Callable[[str, Row], Row | None]
"""(table, row) -> the row to store; None for one that is not stored."""


def as_it_is(table: str, row: Row) -> Row:
    return row


def verify(reader: Reader) -> None:
    """Every sum, every name, every row's JSON. Raises InvalidFile; writes nothing."""
    manifest = reader.manifest
    named: set[str] = set()
    spent: set[str] = set()
    for name, facts in manifest.tables.items():
        points, pointed = _verified_table(reader, name, facts)
        named |= points
        spent |= pointed
    missing = set(manifest.missing)
    expected = {f"files/{key}" for key in named - missing}
    # Archives of before held these too; here the sweep takes them away.
    missing -= spent - named
    expected |= {f"files/{key}" for key in spent} & reader.names
    tables = {member_of(name) for name in manifest.tables}
    if not missing <= named or reader.names != expected | tables | {MANIFEST}:
        raise refused("the archive", "its members are not those its rows and its manifest name")
    sizes = [_verified_file(reader, member) for member in sorted(expected)]
    if (len(sizes), sum(sizes)) != (manifest.files, manifest.files_bytes):
        raise refused(MANIFEST, "the files are not as many, or not as large, as it says")


def _verified_table(reader: Reader, name: str, facts: Table) -> tuple[set[str], set[str]]:
    """The files its rows point at, as `party/sha256`, and those they pointed at once."""
    member, digest, size, rows = member_of(name), hashlib.sha256(), 0, 0
    named: set[str] = set()
    spent: set[str] = set()
    for line in reader.lines(member):
        digest.update(line)
        size, rows = size + len(line), rows + 1
        try:
            row = parsed(line)
        except ValueError as error:
            raise refused(f"{member}, row {rows}", str(error)) from None
        if name in carried.CARRIED and carried.CARRIED[name].files:
            row.setdefault("party_id", None)
            named |= {f"{party}/{sha256}" for party, sha256 in carried.named_files(name, row)}
            spent |= {f"{party}/{sha256}" for party, sha256 in carried.spent_files(name, row)}
    if (rows, size, digest.hexdigest()) != (facts.rows, facts.bytes, facts.sha256):
        raise refused(member, "it is not what the manifest says: its sum differs")
    return named, spent


def _verified_file(reader: Reader, member: str) -> int:
    data = reader.bytes_of(member)
    if hashlib.sha256(data).hexdigest() != member.rpartition("/")[2]:
        raise refused(member, "its sum differs")
    return len(data)


def load(connection: Connection, reader: Reader, change: Change = as_it_is) -> None:
    """Every row of a verified archive, those that others point at first."""
    for form in _shapes(connection, reader):
        facts = reader.manifest.tables[form.name]
        if set(facts.columns) != set(form.kinds):
            raise refused(member_of(form.name), "its columns are not those of the table")
        target = plain_table(form.name, *form.columns())  # type: ignore[arg-type]
        rows = _decoded(reader, form, change)
        for batch in _batches(rows):
            try:
                connection.execute(insert(target), batch)
            except DBAPIError as error:
                raise refused(member_of(form.name), str(error.orig)) from None


def load_files(reader: Reader, store: Callable[[str, bytes], str]) -> None:
    """The bytes of every file into storage, durable before a row points at them."""
    for member in sorted(name for name in reader.names if name.startswith("files/")):
        store(member.split("/")[1], reader.bytes_of(member))


def refuse_other_breaks(connection: Connection, reader: Reader, only: str = "") -> None:
    """The chains of events (one, or all) must be as whole as they were. Raises InvalidFile."""
    heads = set(connection.scalars(select(Base.metadata.tables[ChainHead.__tablename__].c.chain)))
    events = Base.metadata.tables[Event.__tablename__]
    chains = set(connection.scalars(select(events.c.chain).distinct()))
    known = {chain: list(numbers) for chain, numbers in reader.manifest.broken_links.items()}
    for chain in sorted({only} if only else heads | chains):
        broken = history.broken_links(chain, connection)
        if chain not in heads or broken != known.get(chain, []):
            raise refused(member_of("event"), f"the chain {chain} was altered at {broken[:5]}")


def member_of(table: str) -> str:
    return f"tables/{table}.jsonl"


def _shapes(connection: Connection, reader: Reader) -> list[Shape]:
    """The tables as they are in this database, in the order of loading."""
    wanted = set(reader.manifest.tables)
    here = set(inspect(connection).get_table_names()) - carried.LEFT_OUT.keys()
    unknown = wanted - (here - {"alembic_version"})
    if unknown:
        raise refused(member_of(min(unknown)), "there is no such table")
    found = MetaData()
    found.reflect(bind=connection, only=sorted(wanted))
    return [shape(table) for table in found.sorted_tables if table.name in wanted]


def _decoded(reader: Reader, form: Shape, change: Change) -> Iterator[tuple[int, Row]]:
    member = member_of(form.name)
    for number, line in enumerate(reader.lines(member), start=1):
        try:
            row = change(form.name, decode(form, line))
        except ValueError as error:
            raise refused(f"{member}, row {number}", str(error)) from None
        if row is not None:
            yield len(line), row


def _batches(rows: Iterable[tuple[int, Row]]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    size = 0
    for length, row in rows:
        batch.append(row)
        size += length
        if len(batch) == BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
