"""Whoever adds a table says whether archives carry it, and nothing is carried by halves."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

from nap_tracker.extensions import Base
from nap_tracker.models import carried
from nap_tracker.models.stored_rows import shape

TABLES = Base.metadata.sorted_tables
NO_FILE = {
    ("erasure", "sha256"),
    ("plan_version", "snapshot_sha256"),
    ("progress_publication", "sha256"),
    ("progress_review", "sha256"),
    ("redaction", "sha256"),
    ("review_round", "sha256"),
    ("round_invitation", "confirmation_sha256"),
}
"""Sums of something that is not in storage."""


def test_every_table_is_carried_or_left_out_with_its_reason():
    names = {table.name for table in TABLES}
    assert names == carried.CARRIED.keys() | carried.LEFT_OUT.keys()
    assert not carried.CARRIED.keys() & carried.LEFT_OUT.keys()
    assert all(len(reason.split()) > 4 for reason in carried.LEFT_OUT.values())


def test_rows_that_are_left_out_have_a_reason():
    said = " ".join(carried.REASONS)
    partial = [name for name, table in carried.CARRIED.items() if table.rows]
    assert [name for name in partial if name not in said] == []


def test_what_stays_when_a_party_moves_has_a_reason():
    staying = {name for name, table in carried.CARRIED.items() if not table.moves}
    assert staying <= carried.STAYS.keys()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_an_archive_carries_every_column_exactly(table: Table):
    form = shape(table)
    assert set(form.kinds) == set(table.columns.keys())
    assert form.key


@pytest.mark.parametrize("table", carried.tables(), ids=lambda table: table.name)
def test_a_row_can_be_told_to_be_of_a_party(table: Table):
    """Or it would stay behind, or another Party's would go along."""
    known = {"party", "user", "event", "chain_head"}
    moves = carried.CARRIED[table.name].moves
    assert table.name in known or "party_id" in table.columns or not moves


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_stored_file_is_carried_and_kept_from_the_sweep(table: Table):
    sums = {name for name in table.columns.keys() if name.endswith("sha256")}  # noqa: SIM118
    in_storage = {name for name in sums if "party_id" in table.columns and "token" not in name}
    named = set(carried.CARRIED[table.name].files) if table.name in carried.CARRIED else set()
    assert in_storage - {name for of, name in NO_FILE if of == table.name} == named


@pytest.mark.parametrize("table", carried.tables(), ids=lambda table: table.name)
def test_rows_can_be_loaded_one_table_after_the_other(table: Table):
    before = [each.name for each in carried.tables()]
    later = before[before.index(table.name) :]
    for key in table.foreign_keys:
        assert key.column.table.name in carried.CARRIED, "it would point at what is left out"
        assert key.column.table.name not in later, "it would point at what is not there yet"
