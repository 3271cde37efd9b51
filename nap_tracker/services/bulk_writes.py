"""Statements that write many rows at once: whether one would reach what is frozen.

Rows that are changed one by one are looked at when they are flushed (services.walls). What is
written by a statement never gets there, so its rows are looked for before it runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Delete,
    Insert,
    Select,
    Table,
    Update,
    and_,
    literal,
    select,
    true,
)
from sqlalchemy.orm import ORMExecuteState

from nap_tracker.extensions import Base
from nap_tracker.models.dated_fact import AboutVersion, BesideText
from nap_tracker.models.plan import PlanVersion

VERSION = "version_id"
IS_FROZEN = PlanVersion.frozen_at.is_not(None)

Given = Mapping[str, Any]


class Holds(Enum):
    """What a table holds of versions."""

    VERSIONS = auto()
    TEXT = auto()
    """Rows that are part of the text of a version."""
    SAID = auto()
    """What was said of a version: new rows may come, those that are there stay."""


@cache
def tables() -> Mapping[Table, tuple[type[Any], Holds]]:
    """Every table of which rows can be frozen, with its model: the walls know models."""
    found = {}
    for mapper in Base.registry.mappers:
        table, model = cast(Table, mapper.local_table), mapper.class_
        if model is PlanVersion:
            found[table] = (model, Holds.VERSIONS)
        elif issubclass(model, AboutVersion) and model.kept:
            found[table] = (model, Holds.SAID)
        elif VERSION in table.c and not issubclass(model, BesideText):
            found[table] = (model, Holds.TEXT)
    return found


def touch_frozen(state: ORMExecuteState) -> bool:
    """Whether a statement would change, remove or add a row of a frozen version."""
    statement = cast(Insert | Update | Delete, state.statement)
    table = cast(Table, statement.table)
    if table not in tables():
        return False
    model, holds = tables()[table]
    if isinstance(statement, Insert):
        return holds is Holds.TEXT and _adds(state, statement)
    if holds is Holds.TEXT and isinstance(statement, Update) and _moves(state, statement):
        return True
    return any(
        state.session.execute(_reached(model, holds, which), dict(given)).first() is not None
        for given, which in _chosen(state, statement, table)
    )


def _given(state: ORMExecuteState) -> Sequence[Given]:
    """The values a statement is run with, once for each time it runs."""
    parameters = state.parameters or {}
    return [parameters] if isinstance(parameters, Mapping) else list(parameters)


def _chosen(
    state: ORMExecuteState, statement: Update | Delete, table: Table
) -> Iterator[tuple[Given, ColumnElement[bool]]]:
    """Which rows each run is about; a list of rows without a condition names them by their key."""
    for given in _given(state):
        if statement.whereclause is not None:
            yield given, statement.whereclause
        else:
            key = [c == given[c.key] for c in table.primary_key if c.key in given]
            yield {}, and_(true(), *key)


def _reached(model: type[Any], holds: Holds, which: ColumnElement[bool]) -> Select[Any]:
    """One row that may not be touched, among those a statement is about."""
    query = select(literal(1)).select_from(model).where(which).limit(1)
    if holds is Holds.SAID:
        return query
    if holds is Holds.TEXT:
        query = query.join(PlanVersion, PlanVersion.id == model.version_id)
    return query.where(IS_FROZEN)


def _adds(state: ORMExecuteState, statement: Insert) -> bool:
    """What cannot be told to be free is held to be frozen."""
    if statement.select is not None:
        return True
    ids = {given[VERSION] for given in _given(state) if VERSION in given}
    if not ids and not state.parameters:
        said = statement.compile().params.items()
        ids = {value for name, value in said if name.startswith(VERSION) and value is not None}
    return not ids or _is_frozen(state, ids)


def _moves(state: ORMExecuteState, statement: Update) -> bool:
    """Into a frozen version, which would add to it."""
    ids = {given[VERSION] for given in _given(state) if VERSION in given}
    ids |= {value for name, value in statement.compile().params.items() if name == VERSION}
    return bool(ids) and _is_frozen(state, ids)


def _is_frozen(state: ORMExecuteState, ids: set[str]) -> bool:
    query = select(literal(1)).where(PlanVersion.id.in_(ids), IS_FROZEN)
    return state.session.execute(query.limit(1)).first() is not None
