"""Ids are permanent: what a plan once answered can be read for ever.

A new id is added to the list in the commit that makes it. An id never leaves the list within an
edition, and never changes its kind: a change of meaning is a new id.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nap_tracker.annex_c.schema import Schema, treaty

EDITION = 1
FROZEN = Path(__file__).with_name(f"permanent_ids_v{EDITION}.txt")


def ids(schema: Schema) -> Iterator[str]:
    yield from (f"group {group.id}" for group in schema.groups)
    yield from (f"item {item.key}" for item in schema.items)
    yield from (f"unit {unit.code}" for unit in schema.units)
    for word, owners in (("section", schema.sections), ("register", schema.registers)):
        for owner in owners:
            yield f"{word} {owner.id}"
            for field in owner.fields:
                yield f"{word} {owner.id} {field.id} {field.kind}"
                if field.kind != "items":
                    options = (option.code for option in field.options)
                    yield from (f"{word} {owner.id} {field.id} = {code}" for code in options)


def frozen() -> list[str]:
    return FROZEN.read_text("utf-8").splitlines()


def test_no_id_ever_vanishes() -> None:
    assert sorted(set(frozen()) - set(ids(treaty(EDITION)))) == []


def test_every_new_id_is_written_down() -> None:
    assert sorted(set(ids(treaty(EDITION))) - set(frozen())) == []
