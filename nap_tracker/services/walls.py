"""The second fence between Parties: while walls stand, queries do not see other Parties' rows.

The first fence is `permissions.require` in every service. This one catches the query that forgot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from nap_tracker.extensions import db
from nap_tracker.models.base import OfParty
from nap_tracker.models.dated_fact import AboutVersion
from nap_tracker.models.plan import PlanVersion

_WALLS = "walls"
_PROTECTING = "protecting"


def raise_walls(parties: Iterable[str]) -> None:
    """From here on the session sees only rows of these Parties."""
    db.session.info[_WALLS] = frozenset(parties)


def lower_walls() -> None:
    """For the command line and the worker, which serve every Party."""
    db.session.info.pop(_WALLS, None)


@event.listens_for(Session, "do_orm_execute")
def _keep_inside(state: ORMExecuteState) -> None:
    parties = state.session.info.get(_WALLS)
    if parties is None or not (state.is_select or state.is_update or state.is_delete):
        return
    if state.is_column_load or state.is_relationship_load:
        return
    inside = sorted(parties)
    state.statement = state.statement.options(
        with_loader_criteria(OfParty, lambda cls: cls.party_id.in_(inside), include_aliases=True)
    )


@contextmanager
def for_protection() -> Iterator[None]:
    """Removal for protection is the one act that may touch what is frozen or kept for ever."""
    db.session.flush()
    db.session.info[_PROTECTING] = True
    try:
        yield
        db.session.flush()
    finally:
        db.session.info.pop(_PROTECTING, None)


@event.listens_for(Session, "before_flush")
def _keep_frozen(session: Session, _context: Any, _instances: Any) -> None:
    """A frozen version is what a treaty body may hold: nothing of it changes, by any path."""
    if session.info.get(_PROTECTING):
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        version_id = getattr(row, "version_id", None)
        if version_id is None or row.__tablename__ == "export" or isinstance(row, AboutVersion):
            continue
        version = session.get(PlanVersion, version_id)
        if version is not None and version.frozen_at is not None:
            raise RuntimeError(f"version {version_id} is frozen: {row!r} cannot change")
