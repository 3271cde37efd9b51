"""From a stored row to a line of JSON and back: what archives are made of.

Rows are taken as the database holds them, below the types of the program: a moment to the
microsecond, money as its scaled integer. So both databases, and tables as an older version had
them, have one form. A NULL is left out; `null` is the JSON value that is null.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    TypeDecorator,
    cast,
    collate,
    column,
)
from sqlalchemy.types import TypeEngine

JSON_NULL = JSON.NULL


@dataclass(frozen=True, slots=True)
class Kind:
    """How the values of one kind of column are read, said in JSON, and stored again."""

    name: str
    stored: TypeEngine[Any]
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of a table and its key."""

    name: str
    kinds: Mapping[str, Kind]
    key: tuple[str, ...]
    optional: frozenset[str]
    """Columns that may be NULL."""

    def selected(self) -> list[ColumnElement[Any]]:
        """Every column, as it is stored; JSON as its text, which tells `null` from NULL."""
        return [read(name, kind) for name, kind in self.kinds.items()]

    def order(self, dialect: str) -> list[ColumnElement[Any]]:
        """The key by the code points of its characters, whatever the language of the database."""
        if dialect == "sqlite":  # which knows no other order
            return [column(name) for name in self.key]
        return [
            collate(column(name, Text()), "C") if self.kinds[name] is TEXT else column(name)
            for name in self.key
        ]

    def columns(self) -> list[ColumnElement[Any]]:
        """Every column, to store into."""
        return [column(name, kind.stored) for name, kind in self.kinds.items()]


def shape(table: Table) -> Shape:
    """Of a table as declared or as found in a database. Raises TypeError for an unknown type."""
    return Shape(
        name=table.name,
        kinds={each.name: kind_of(each.type) for each in table.columns},
        key=tuple(each.name for each in table.primary_key),
        optional=frozenset(each.name for each in table.columns if each.nullable),
    )


def kind_of(type_: TypeEngine[Any]) -> Kind:
    """The kind of a column's type. Raises TypeError where an archive could not carry it exactly."""
    plain = type_.impl_instance if isinstance(type_, TypeDecorator) else type_
    for base, kind in KINDS:
        if isinstance(plain, base):
            return kind
    raise TypeError(f"an archive cannot carry {type_!r} exactly")


def read(name: str, kind: Kind) -> ColumnElement[Any]:
    """One column to select."""
    if kind is VALUE:
        return cast(column(name, kind.stored), Text).label(name)
    return column(name, kind.stored)


def encode(shape: Shape, row: Mapping[str, Any]) -> bytes:
    """The row as one line of JSON: keys sorted, NULLs left out, ending in a line feed."""
    facts = {
        name: shape.kinds[name].encode(row[name])
        for name in sorted(shape.kinds)
        if row[name] is not None
    }
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:  # half a character, which only an escape can hold
        return json.dumps(facts, separators=(",", ":")).encode() + b"\n"


def decode(shape: Shape, line: bytes) -> dict[str, Any]:
    """Every column of a row, ready to be stored. Raises ValueError with what is wrong."""
    facts = parsed(line)
    unknown = facts.keys() - shape.kinds.keys()
    if unknown:
        raise ValueError(f"there is no column {min(unknown)!r}")
    row: dict[str, Any] = dict.fromkeys(shape.kinds)
    for name, value in facts.items():
        try:
            row[name] = shape.kinds[name].decode(value)
        except (ValueError, OverflowError):
            raise ValueError(f"{name} is not {shape.kinds[name].name}") from None
    empty = [n for n, value in row.items() if value is None and n not in shape.optional]
    if empty:
        raise ValueError(f"{empty[0]} is missing")
    return row


def parsed(line: bytes) -> dict[str, Any]:
    """The object in a line. Raises ValueError."""
    try:
        facts = json.loads(line)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except ValueError:
        raise ValueError("it is not JSON") from None
    if not isinstance(facts, dict):
        raise ValueError("it is not an object")
    return facts


def _exactly(type_: type) -> Callable[[Any], Any]:
    def taken(value: Any) -> Any:
        if type(value) is not type_:
            raise ValueError
        return value

    return taken


def _text(value: Any) -> str:
    if type(value) is not str or "\0" in value:
        raise ValueError
    value.encode()  # a lone surrogate is no text
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise ValueError
    return value


def _said_moment(value: datetime) -> str:
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return aware.isoformat(timespec="microseconds")


def _moment(value: Any) -> datetime:
    found = datetime.fromisoformat(value) if type(value) is str else None
    if found is None or found.tzinfo is None or _said_moment(found) != value:
        raise ValueError
    return found


def _bytes(value: Any) -> bytes:
    return base64.b64decode(_text(value), validate=True)


TEXT = Kind("text", Text(), _text, _text)
WHOLE = Kind("a whole number", BigInteger(), _exactly(int), _whole)
YES_NO = Kind("true or false", Boolean(), _exactly(bool), _exactly(bool))
MOMENT = Kind("a moment", DateTime(timezone=True), _said_moment, _moment)
VALUE = Kind(
    "a value",
    JSON(none_as_null=True),
    json.loads,
    lambda value: JSON_NULL if value is None else value,
)
BYTES = Kind("bytes", LargeBinary(), lambda value: base64.b64encode(value).decode(), _bytes)

KINDS: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (Boolean, YES_NO),
    (Integer, WHOLE),
    (DateTime, MOMENT),
    (JSON, VALUE),
    (String, TEXT),
    (LargeBinary, BYTES),
)
"""The first that fits; the databases' own types are kinds of these."""
