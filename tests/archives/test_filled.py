"""What is copied in these tests has something of everything, or they would prove less."""

from __future__ import annotations

import pytest
from sqlalchemy import Table, func, select

from nap_tracker.extensions import db
from nap_tracker.models import carried
from nap_tracker.roles import OPERATOR
from nap_tracker.services import parties
from nap_tracker.services.party_departures import _is_of
from tests.installations import Installation


@pytest.mark.parametrize("table", carried.tables(), ids=lambda table: table.name)
def test_every_carried_table_has_a_row_in_the_test_data(as_it_was: Installation, table: Table):
    rows = select(func.count()).select_from(table).where(carried.kept(table))
    with as_it_was.entered():
        if carried.CARRIED[table.name].moves:  # then of the Party that moves
            rows = rows.where(_is_of(table, parties.by_code(OPERATOR, "XAA").id))
        assert db.session.scalar(rows), "see tests/archives/filled.py"
