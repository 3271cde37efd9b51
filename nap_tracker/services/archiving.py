"""Rows and files out of the database into an archive, as one snapshot holds them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, select, true, union

from nap_tracker import files
from nap_tracker.archives import manifest as archive
from nap_tracker.archives.writer import Writer
from nap_tracker.errors import NotFound
from nap_tracker.extensions import Base
from nap_tracker.models import carried
from nap_tracker.models.event import ChainHead
from nap_tracker.models.stored_rows import Shape, encode, shape
from nap_tracker.services import history

BATCH = 200
"""Rows held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows go into the archive, and in which of their columns they say less than here."""

    holds: str = archive.INSTALLATION
    party: Mapping[str, str] | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)
    takes: Callable[[Table], bool] = lambda table: True
    rows: Callable[[Table], ColumnElement[bool]] = lambda table: true()
    instead: Callable[[Table], Mapping[str, ColumnElement[Any]]] = lambda table: {}
    """Column -> what is written in its place."""


def write(connection: Connection, writer: Writer, schema: str, scope: Scope) -> archive.Manifest:
    """Everything in the scope, and last the manifest with the sums of it all."""
    taken = [table for table in carried.tables() if scope.takes(table)]
    missing: list[str] = []
    sizes: list[int] = []
    for key, data in _files(connection, taken, scope):
        if data is None:
            missing.append(key)
        else:
            sizes.append(writer.add(f"files/{key}", [data]).size)
    tables = {
        table.name: _rows(connection, writer, table, scope)
        for table in sorted(taken, key=lambda table: table.name)
    }
    manifest = archive.Manifest(
        holds=scope.holds,
        party=scope.party,
        schema=schema,
        tables=tables,
        files=len(sizes),
        files_bytes=sum(sizes),
        missing=tuple(missing),
        broken_links=_broken_links(connection, scope),
        left_out=dict(scope.left_out),
    )
    writer.add(archive.MANIFEST, [manifest.to_text().encode()])
    return manifest


def still_named(connection: Connection, keys: tuple[str, ...]) -> list[str]:
    """Those of these files (`party/sha256`) that a row points at, seen from now."""
    wanted = set(keys)
    named = _named(Base.metadata.sorted_tables, Scope())
    rows = connection.execute(named) if wanted and named is not None else ()
    return sorted(key for party_id, sha256 in rows if (key := f"{party_id}/{sha256}") in wanted)


def _rows(connection: Connection, writer: Writer, table: Table, scope: Scope) -> archive.Table:
    form = shape(table)
    query = _query(table, form, scope, connection.dialect.name)
    result = connection.execute(query, execution_options={"yield_per": BATCH})
    lines = (encode(form, dict(row)) for row in result.mappings())
    written = writer.add(f"tables/{table.name}.jsonl", lines)
    return archive.Table(tuple(sorted(form.kinds)), written.parts, written.size, written.sha256)


def _query(table: Table, form: Shape, scope: Scope, dialect: str) -> Select[Any]:
    instead = scope.instead(table)
    columns = [
        instead[column.name].label(column.name) if column.name in instead else column
        for column in form.selected()
    ]
    source = select(*columns).select_from(table)
    return source.where(_condition(table, scope)).order_by(*form.order(dialect))


def _condition(table: Table, scope: Scope) -> ColumnElement[bool]:
    return and_(scope.rows(table), carried.kept(table))


def _files(
    connection: Connection, tables: list[Table], scope: Scope
) -> Iterator[tuple[str, bytes | None]]:
    """`party/sha256` and the bytes of every file the rows name; None where storage lacks them."""
    named = _named(tables, scope)
    rows = connection.execute(named).all() if named is not None else []
    for party_id, sha256 in sorted((row[0], row[1]) for row in rows):
        try:
            data = files.read(party_id, sha256)
        except NotFound:
            data = None
        if data is not None and hashlib.sha256(data).hexdigest() != sha256:
            data = None  # storage has damaged them
        yield f"{party_id}/{sha256}", data


def _named(tables: list[Table], scope: Scope) -> Any:
    """A query for (Party id, SHA-256) of all stored bytes, each once."""
    queries = [
        select(table.c.party_id, table.c[name]).where(
            table.c[name].is_not(None), _condition(table, scope), carried.has_bytes(table)
        )
        for table in tables
        if table.name in carried.CARRIED
        for name in carried.CARRIED[table.name].files
    ]
    return union(*queries) if queries else None


def _broken_links(connection: Connection, scope: Scope) -> dict[str, tuple[int, ...]]:
    heads = Base.metadata.tables[ChainHead.__tablename__]
    chains = connection.scalars(select(heads.c.chain).where(_condition(heads, scope))).all()
    found = {chain: tuple(history.broken_links(chain, connection)) for chain in sorted(chains)}
    return {chain: numbers for chain, numbers in found.items() if numbers}
