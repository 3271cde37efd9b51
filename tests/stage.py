"""The cast on an empty stage: assembled by the services once, then put back row by row.

Assembling takes some hundred statements, and a thousand tests ask for it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert, select

from nap_tracker import clock
from nap_tracker.extensions import Base, db
from nap_tracker.models.account import Party, User
from nap_tracker.models.plan import Plan
from tests.cast import Cast, assemble


@dataclass(frozen=True)
class Scene:
    """Every row as it was stored, and who is who."""

    rows: tuple[tuple[Table, list[dict[str, Any]]], ...]
    ids: dict[str, tuple[type, str]]


_scenes: dict[datetime | None, Scene] = {}
"""By the moment at which a clock stood; one for clocks that go."""


def on_stage() -> Cast:
    """The cast in a database that is empty, committed."""
    moment = clock.now() if clock.datetime is not datetime else None
    scene = _scenes.get(moment)
    if scene is None:
        cast = assemble()
        db.session.commit()
        _scenes[moment] = _seen(cast)
        return cast
    with db.engine.begin() as connection:
        for table, rows in scene.rows:
            connection.execute(insert(table), rows)
    return _found(scene)


def _seen(cast: Cast) -> Scene:
    with db.engine.connect() as connection:
        rows = [
            (table, [dict(row) for row in connection.execute(select(table)).mappings()])
            for table in Base.metadata.sorted_tables
        ]
    members = {field.name: getattr(cast, field.name) for field in fields(cast)}
    ids = {name: (type(member), member.id) for name, member in members.items()}
    return Scene(tuple(pair for pair in rows if pair[1]), ids)


def _found(scene: Scene) -> Cast:
    """The same people, Parties and plans, as the session of this test knows them."""
    there = {
        (kind, row.id): row
        for kind in (Party, User, Plan)
        for row in db.session.scalars(select(kind))
    }
    cast = Cast(**{name: there[key] for name, key in scene.ids.items()})
    db.session.commit()
    return cast
