"""A row as a line of JSON: the same row comes back, whatever is in it, on this database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Enum,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    insert,
    select,
)

from nap_tracker.extensions import db
from nap_tracker.models.base import Scaled, UTCDateTime
from nap_tracker.models.stored_rows import JSON_NULL, decode, encode, shape

TABLE = Table(
    "row_of_every_kind",
    MetaData(),
    Column("id", String(40), primary_key=True),
    Column("text", Text),
    Column("role", Enum("a", "b", native_enum=False, length=4)),
    Column("whole", BigInteger),
    Column("amount", Scaled(4)),
    Column("yes", Boolean),
    Column("moment", UTCDateTime),
    Column("value", JSON(none_as_null=True)),
    Column("data", LargeBinary),
)
letters = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
whole = st.integers(-(2**63), 2**63 - 1)
moments = st.datetimes(datetime(1970, 1, 1), datetime(9999, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)
values = st.recursive(
    st.none() | st.booleans() | whole | letters | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(letters, inner, max_size=3),
    max_leaves=8,
)
# SQLite takes a bare number in a JSON column for one of its own and may round it; no row holds one.
bare = (float, type(None))
rows = st.fixed_dictionaries(
    {
        "text": st.none() | letters,
        "role": st.sampled_from([None, "a", "b"]),
        "whole": st.none() | whole,
        "amount": st.none() | whole,
        "yes": st.none() | st.booleans(),
        "moment": st.none() | moments,
        "value": st.none() | st.just(JSON_NULL) | values.filter(lambda x: not isinstance(x, bare)),
        "data": st.none() | st.binary(),
    }
)
FORM = shape(TABLE)
target = Table(TABLE.name, MetaData(), *(Column(c.name, c.type) for c in FORM.columns()))  # type: ignore[arg-type]


@pytest.fixture
def table(app: Flask) -> Iterator[None]:
    TABLE.create(db.engine)
    yield
    db.session.rollback()
    TABLE.drop(db.engine)


def stored(row: dict[str, Any]) -> bytes:
    """The line of a row after it was in the database."""
    connection = db.session.connection()
    connection.execute(TABLE.delete())
    connection.execute(insert(target), [row])
    query = select(*FORM.selected()).select_from(TABLE)
    return encode(FORM, dict(connection.execute(query).mappings().one()))


@pytest.mark.usefixtures("table")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows)
def test_a_row_is_the_same_after_any_number_of_copies(row: dict[str, Any]):
    line = stored({"id": "x", **row})
    again = decode(FORM, line)
    assert again == {"id": "x", **row}
    assert stored(again) == line
    assert line.count(b"\n") == 1


@pytest.mark.usefixtures("table")
def test_a_value_that_is_null_is_not_no_value():
    empty = dict.fromkeys(FORM.kinds)
    assert b"value" not in stored({**empty, "id": "x"})
    assert stored({**empty, "id": "x", "value": JSON_NULL}) == b'{"id":"x","value":null}\n'


@pytest.mark.usefixtures("table")
def test_the_order_inside_a_value_is_kept():
    empty = dict.fromkeys(FORM.kinds)
    line = stored({**empty, "id": "x", "value": {"lo": "ກ", "en": "a"}})
    assert line == '{"id":"x","value":{"lo":"ກ","en":"a"}}\n'.encode()


@pytest.mark.usefixtures("table")
def test_half_a_character_in_a_value_does_not_stop_a_backup():
    empty = dict.fromkeys(FORM.kinds)
    line = stored({**empty, "id": "x", "value": ["\ud800", "é"]})
    assert decode(FORM, line)["value"] == ["\ud800", "é"]


@pytest.mark.parametrize("value", ["2026-11-26", "2026-11-26T10:00:00", 5, "now"])
def test_only_the_one_form_of_a_moment_is_read(value: object):
    with pytest.raises(ValueError, match="moment is not a moment"):
        decode(FORM, f'{{"id":"x","moment":{value!r}}}'.replace("'", '"').encode())
