"""What every dated fact of a version has in common: recording it, correcting it, finding it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import select

from nap_tracker.clock import now, today
from nap_tracker.errors import Hidden, Invalid, InvalidTransition
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.base import new_uid
from nap_tracker.models.dated_fact import DatedFact
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history

F = TypeVar("F", bound=DatedFact)

IN_THE_FUTURE = N_("Enter a date that is not in the future")
REPLACED = N_("This was corrected already. Open the newest and correct that one.")
NO_REASON = N_("Enter why")


def record(
    actor: Actor,
    version: PlanVersion,
    table: type[F],
    details: Mapping[str, Any],
    *,
    replaces: F | None = None,
    once: str = "",
) -> F:
    """Add the fact: the caller has asked whether the actor may, and writes the act down.

    `once` is the id the form brought along, so that it is recorded once however often it comes.
    """
    fact = table()
    own = {
        "id": once or new_uid(),
        "party_id": version.party_id,
        "plan_id": version.plan_id,
        "version_id": version.id,
        "recorded_at": now(),
        "recorded_by_id": actor.user_id,
        "recorded_by_name": actor.name,
        "replaces_id": replaces.id if replaces else None,
    }
    for name, value in {**details, **own}.items():
        setattr(fact, name, value)
    db.session.add(fact)
    return fact


def write_down(
    actor: Actor, kind: str, fact: DatedFact, *, words: Iterable[str], on: str | None
) -> None:
    """The act in the log: `noun:participle`, the fact by its id, what people wrote as content."""
    noun = kind.partition(":")[0]
    history.record(
        actor,
        kind,
        party_id=fact.party_id,
        plan_id=fact.plan_id,
        subject=f"version:{fact.version_id}",
        details={noun: fact.id, "replaces": fact.replaces_id or ""},
        content=" | ".join(words),
        happened_on=on,
    )


def already(version: PlanVersion, table: type[F], once: str) -> F | None:
    """What the same form recorded before, where its button was pressed twice.

    The version is held, so that two requests at once are told apart.
    """
    query = select(PlanVersion.id).where(PlanVersion.id == version.id)
    db.session.execute(query.with_for_update())
    fact = db.session.get(table, once) if once else None
    if fact is not None and fact.version_id != version.id:
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    return fact


def replace(actor: Actor, fact: DatedFact, because: str) -> None:
    """From now on the fact is history: a correction holds, or nothing. Raises InvalidTransition.

    The row is locked, so that two who correct it at once do not both succeed.
    """
    if not because.strip():
        raise Invalid(NO_REASON, about="because")
    table = type(fact)
    query = select(table.replaced_at).where(table.id == fact.id).with_for_update()
    if db.session.scalar(query) is not None:
        raise InvalidTransition(REPLACED)
    fact.replaced_at = now()
    fact.replaced_by_id, fact.replaced_by_name = actor.user_id, actor.name
    fact.replaced_because = because


def of_plan(actor: Actor, table: type[F], plan_id: str) -> Sequence[F]:
    """Every fact of this kind a plan has, corrected ones too, as they were recorded."""
    found = db.session.scalars(
        select(table).where(table.plan_id == plan_id).order_by(table.recorded_at, table.id)
    ).all()
    if found:
        require(actor, Permission.PLAN_SHOW, found[0])
    return found


def get(actor: Actor, table: type[F], plan_id: str, fact_id: str) -> F:
    """One fact of a plan."""
    fact = db.session.get(table, fact_id)
    if fact is None or fact.plan_id != plan_id:
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    require(actor, Permission.PLAN_SHOW, fact)
    return fact


def refuse_future(version: PlanVersion, **dates: str | None) -> None:
    """Raises Invalid about the first date that lies after today in the Party."""
    latest = today(version.plan.party.time_zone).isoformat()
    for name, value in dates.items():
        if value and value > latest[: len(value)]:
            raise Invalid(IN_THE_FUTURE, about=name)


def is_before(one: str | None, other: str | None) -> bool:
    """Whether a date that may be partial lies wholly before another."""
    if not one or not other:
        return False
    length = min(len(one), len(other))
    return one[:length] < other[:length]
