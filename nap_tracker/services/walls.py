"""The second fence between Parties: while walls stand, queries do not see other Parties' rows.

The first fence is `permissions.require` in every service. This one catches the query that forgot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, Executable, bindparam, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from nap_tracker.errors import Frozen
from nap_tracker.extensions import db
from nap_tracker.models.base import OfParty
from nap_tracker.models.dated_fact import AboutVersion, BesideText
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import FROZEN
from nap_tracker.services import bulk_writes

_WALLS = "walls"
_RAISED = "raised"
_LIFTED = "lifted"


def raise_walls(parties: Iterable[str]) -> None:
    """From here on the session sees only rows of these Parties."""
    db.session.info[_WALLS] = db.session.info[_RAISED] = sorted(set(parties))


def lower_walls() -> None:
    """For the command line and the worker, which serve every Party."""
    db.session.info.pop(_WALLS, None)


@contextmanager
def open_to_everybody() -> Iterator[None]:
    """For reading what a Party made public, whoever asks; afterwards the walls stand as before."""
    inside = db.session.info.pop(_WALLS, None)
    try:
        yield
    finally:
        if inside is not None:
            raise_walls(inside)


def _inside() -> list[str]:
    """The Parties of who asks. What was loaded behind walls stays behind them when they are down:
    more of it may be asked for then.
    """
    inside: list[str] = db.session.info[_RAISED]
    return inside


_INSIDE: BindParameter[list[str]] = bindparam("inside_the_walls", callable_=_inside, expanding=True)
_FENCE = with_loader_criteria(OfParty, lambda of: of.party_id.in_(_INSIDE), include_aliases=True)
"""The same for everybody: the Parties are asked for when a statement is sent."""
_fenced: WeakKeyDictionary[Executable, Executable] = WeakKeyDictionary()
"""Statement -> itself behind the fence. Those put together once are kept so, since the database
layer works out what a statement is, to find its SQL again, as often as it gets a new one."""


@event.listens_for(Session, "do_orm_execute")
def _keep_inside(state: ORMExecuteState) -> None:
    if _WALLS not in state.session.info:
        return
    if not (state.is_select or state.is_update or state.is_delete):
        return
    if state.is_column_load or state.is_relationship_load:
        return
    fenced = _fenced.get(state.statement)
    if fenced is None:
        fenced = _fenced[state.statement] = state.statement.options(_FENCE)
    state.statement = fenced


@contextmanager
def for_protection() -> Iterator[None]:
    """Removal for protection is the one act that may touch what is frozen or kept for ever."""
    with _lifted():
        yield


@contextmanager
def for_sample_data() -> Iterator[None]:
    """A sample Party goes with all that was frozen in it: nothing of it ever happened."""
    with _lifted():
        yield


@contextmanager
def _lifted() -> Iterator[None]:
    db.session.flush()
    db.session.info[_LIFTED] = True
    try:
        yield
        db.session.flush()
    finally:
        db.session.info.pop(_LIFTED, None)


@event.listens_for(Session, "do_orm_execute")
def _keep_frozen_in_bulk(state: ORMExecuteState) -> None:
    """Statements on many rows at once do not pass the flush below."""
    is_write = state.is_insert or state.is_update or state.is_delete
    if is_write and not state.session.info.get(_LIFTED) and bulk_writes.touch_frozen(state):
        raise Frozen(FROZEN)


@event.listens_for(Session, "before_flush")
def _keep_frozen(session: Session, _context: Any, _instances: Any) -> None:
    """A frozen version is what a treaty body may hold: nothing of it changes, by any path.

    What is said of it with a date comes later and stays free; what was said is never overwritten.
    """
    if session.info.get(_LIFTED):
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, PlanVersion):
            _keep(row, row.kept if _was_frozen(row) else frozenset())
        elif isinstance(row, AboutVersion):
            _keep(row, row.kept)
            _fill_once(row)
        elif not isinstance(row, BesideText):
            _keep_text(session, row)


def _keep_text(session: Session, row: Any) -> None:
    version_id = getattr(row, "version_id", None)
    version = None if version_id is None else session.get(PlanVersion, version_id)
    if version is not None and version.frozen_at is not None:
        raise Frozen(FROZEN)


def _keep(row: AboutVersion | PlanVersion, kept: frozenset[str]) -> None:
    state = inspect(row)
    is_gone = state.session is not None and row in state.session.deleted
    if is_gone and kept:
        raise Frozen(FROZEN)
    if state.persistent and any(state.attrs[name].load_history().has_changes() for name in kept):
        raise Frozen(FROZEN)


def _fill_once(row: AboutVersion) -> None:
    state = inspect(row)
    for name in row.filled_once if state.persistent else ():
        history = state.attrs[name].load_history()
        if history.has_changes() and history.deleted and history.deleted[0]:
            raise Frozen(FROZEN)


def _was_frozen(version: PlanVersion) -> bool:
    """Before this flush: freezing itself is a change too."""
    history = inspect(version).attrs.frozen_at.load_history()
    before = history.deleted or history.unchanged
    return bool(before and before[0] is not None)
