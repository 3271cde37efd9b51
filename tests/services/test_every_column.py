"""A word that is put into every column of every table is in none of them after its removal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import JSON, Column, Enum, Table, TypeDecorator, insert, select, update
from sqlalchemy.types import Boolean, DateTime, Integer

from nap_tracker import files, jobs
from nap_tracker.clock import now
from nap_tracker.errors import NotFound
from nap_tracker.extensions import Base, db
from nap_tracker.models import wordy
from nap_tracker.models.account import User
from nap_tracker.models.base import Scaled, new_uid
from nap_tracker.models.carried import CARRIED
from nap_tracker.roles import OPERATOR
from nap_tracker.services import auditing, removals
from nap_tracker.text.redaction import Needle
from tests.cast import Cast
from tests.services.endangered import (
    Endangered,
    behind_its_back,
    dumped,
    endanger,
    focal_point,
    freeze,
    left_of,
    party_of,
)

WORD = "Vuqxo"
"""Short enough for every column, and nowhere else."""
FORMS = ("Vuqxo", "vuqxo", "VUQXO")
NEEDLE = Needle(WORD)
SOMEBODY = object()
"""The id of an account."""
GIVEN: dict[str, dict[str, Any]] = {
    "comment": {"on_behalf_of": "A mayor", "received_by": "letter", "state": "written"},
    "exchange_rate": {"base": "USD", "quote": "XAF"},
    "observation": {"state": "draft"},
    "reply": {"author_id": SOMEBODY},
    "response": {"kind": "accepted"},
    "review_round": {"state": "open", "snapshot": '{"entries":[],"files":[]}'},
}
"""What the constraints of a table ask of a row beside its types."""


@pytest.fixture
def world(cast: Cast) -> Endangered:
    """Its texts, facts, documents and files hold the word, also where a version is frozen."""
    world = endanger(cast, WORD, f"<strong>{WORD[:2]}</strong>{WORD[2:]}")
    freeze(world, WORD)
    return world


def fill_every_column(party_id: str) -> list[str]:
    """The word in each column that is looked through, in a row of its table; their names."""
    filled = []
    for table, columns in wordy.looked_through():
        key = _row(table, party_id)
        own = [column == value for column, value in zip(table.primary_key, key, strict=True)]
        for column in columns:
            value = {"en": [WORD, {"deep": WORD}]} if _is_json(column) else f"{WORD} was there"
            behind_its_back(update(table).where(*own).values({column.name: value}))
            filled.append(wordy.named(column))
    db.session.commit()
    return filled


def _row(table: Table, party_id: str) -> tuple[Any, ...]:
    """A row of the Party, one that is there or one that is made for it."""
    query = select(*table.primary_key).where(table.c.party_id == party_id).limit(1)
    found = db.session.execute(query).first()
    if found is None:
        behind_its_back(insert(table).values(_made(table, party_id)))
        found = db.session.execute(query).one()
    return tuple(found)


def _made(table: Table, party_id: str) -> dict[str, Any]:
    """Something in each column that needs it; what points at other rows points at some."""
    made: dict[str, Any] = {"party_id": party_id}
    for name, value in GIVEN.get(table.name, {}).items():
        made[name] = _somebody() if value is SOMEBODY else value
    for key in sorted(table.foreign_key_constraints, key=lambda key: -len(key.columns)):
        needed = [c for c in key.columns if not c.nullable and c.name not in made]
        if needed:
            made |= _pointing(key, party_id)
    for column in table.columns:
        if column.name not in made and not column.nullable and column.server_default is None:
            made[column.name] = _something(column)
    return made


def _pointing(key: Any, party_id: str) -> dict[str, Any]:
    there = key.referred_table
    query = select(*(element.column for element in key.elements))
    if "party_id" in there.c:
        query = query.where(there.c.party_id == party_id)
    row = db.session.execute(query.limit(1)).one()
    return dict(zip([column.name for column in key.columns], row, strict=True))


def _somebody() -> str:
    return str(db.session.execute(select(User.id).limit(1)).scalar_one())


def _something(column: Column[Any]) -> Any:
    if isinstance(column.type, Scaled):
        return Decimal(1)
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, Enum):
        return next(iter(kind.enums))
    for base, value in ((JSON, {}), (Boolean, False), (Integer, 0), (DateTime, now())):
        if isinstance(kind, base):
            return value
    return new_uid()[: getattr(kind, "length", None) or 36]


def _is_json(column: Column[Any]) -> bool:
    return isinstance(column.type, JSON) or isinstance(
        getattr(column.type, "impl_instance", None), JSON
    )


def _remove(world: Endangered) -> list[str]:
    """Everything that is found; the columns of the facts among it."""
    actor, party = focal_point(world), party_of(world)
    found = removals.look(actor, party, NEEDLE)
    removals.remove_words(
        actor,
        party,
        NEEDLE,
        places=[place.key for place in found.places],
        files=[line.key for line in found.files],
        reason="A threat",
    )
    db.session.commit()
    jobs.erase()
    return [":".join(place.key.split(":")[1:3]) for place in found.places]


def test_a_word_in_every_column_is_found_and_goes(world: Endangered):
    filled = fill_every_column(party_of(world).id)
    found = _remove(world)
    assert {name.replace(".", ":") for name in filled} <= {*found}
    assert left_of(dumped(), FORMS) == []
    assert not any(auditing.examine(OPERATOR).values())


@pytest.mark.parametrize("name", sorted(n for n, table in CARRIED.items() if table.files))
def test_a_word_in_the_bytes_of_every_table_with_files_goes(world: Endangered, name: str):
    table = Base.metadata.tables[name]
    party_id = party_of(world).id
    sums = []
    for column in CARRIED[name].files:
        key = _row(table, party_id)
        own = [c == value for c, value in zip(table.primary_key, key, strict=True)]
        sums.append(files.store(party_id, f"{column} of {name}: {WORD}.".encode()))
        behind_its_back(update(table).where(*own).values({column: sums[-1]}))
    db.session.commit()
    _remove(world)
    for sha256 in sums:
        with pytest.raises(NotFound):
            files.read(party_id, sha256)
