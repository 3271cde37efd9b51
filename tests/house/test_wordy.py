"""Whoever adds a column that can hold words says how removal for protection reaches it."""

from __future__ import annotations

import pytest
from sqlalchemy import Column

from nap_tracker.extensions import Base
from nap_tracker.models import wordy
from nap_tracker.models.carried import CARRIED
from nap_tracker.models.projection import TYPED
from nap_tracker.services.withdrawals import KEEPING, PASSING

COLUMNS = [
    column
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if wordy.can_hold_words(column)
]
LOOKED_THROUGH = {wordy.named(c) for _, columns in wordy.looked_through() for c in columns}
SPECIAL = wordy.BY_ENTRY | wordy.MADE_ANEW | wordy.WITH_THE_DOCUMENT | wordy.FORGOTTEN


@pytest.mark.parametrize("column", COLUMNS, ids=wordy.named)
def test_words_in_every_column_are_reached_or_left_with_a_reason(column: Column[object]):
    ways = (
        wordy.named(column) in LOOKED_THROUGH,
        wordy.is_special(column),
        wordy.named(column) in wordy.LEFT_OUT,
    )
    assert sum(ways) == 1, "models/wordy.py says in exactly one way how words go from here"


def test_what_is_named_is_there():
    there = {wordy.named(column) for column in COLUMNS}
    single = {name for name in SPECIAL if not name.endswith(".*")}
    assert sorted((single | wordy.LEFT_OUT.keys() | wordy.SINGLE) - there) == []
    tables = {name.removesuffix(".*") for name in SPECIAL if name.endswith(".*")}
    assert tables == {table.__tablename__ for table in TYPED.values()}


def test_every_table_with_stored_bytes_is_one_that_can_be_withdrawn():
    """Whoever stores files in a table of their own says in services/withdrawals how they go."""
    withdrawable = {table.__tablename__ for table in (*KEEPING, *PASSING)}
    assert {name for name, table in CARRIED.items() if table.files} == withdrawable


def test_every_reason_says_something():
    assert [name for name, why in wordy.LEFT_OUT.items() if len(why.split()) < 2] == []


def test_known_stores_of_words_are_among_them():
    """So that a change of the types does not silently look past them."""
    assert {
        "plan.title",
        "warning_answer.reason",
        "named_point.name",
        "stored_file.name",
        "message.context",
        "word_upload.settings",
        "endorsement.signatory",
        "submission.receipt",
    } <= LOOKED_THROUGH
