"""The plans a person may read, in the order of names: never by lateness, and never compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from nap_tracker.content.tree import Words
from nap_tracker.extensions import db
from nap_tracker.i18n import chosen
from nap_tracker.models.account import Party
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.permissions import is_operator
from nap_tracker.roles import Actor
from nap_tracker.text.folding import fold
from nap_tracker.workflow.drafting import Drafting

PAGE = 50
"""Plans on one page of the list."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in the list."""

    plan_id: str
    title: Words
    language: str
    party_id: str
    party: Words
    period_start: str | None
    period_end: str | None
    sample: bool
    state: Drafting

    @property
    def order(self) -> tuple[Any, ...]:
        """Samples last, then by the name of the Party and of the plan."""
        named = chosen(self.party), chosen(self.title, self.language)
        return (self.sample, *map(fold, named), self.plan_id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which plans: all, unless something is asked for."""

    text: str = ""
    """Words in the name of the plan or of the Party."""
    party: str = ""
    state: str = ""

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.party or self.state)

    def takes(self, line: PlanLine) -> bool:
        if self.party and line.party_id != self.party:
            return False
        if self.state and line.state != self.state:
            return False
        names = fold(" ".join((*line.title.values(), *line.party.values())))
        return all(word in names for word in fold(self.text).split())


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the plans that were asked for."""

    plans: Sequence[PlanLine]
    number: int
    last: int
    found: int
    """On all pages together."""
    there: int
    """Whatever was asked for."""
    parties: Mapping[str, str]
    """Of all of them, by name."""


def listing(actor: Actor, wanted: Wanted, page: int = 1) -> Page:
    """A page of the plans the actor may read; one query for any number.

    Names are in several languages, so they are put in order, and looked through, here.
    """
    newest = (
        select(PlanVersion.plan_id, func.max(PlanVersion.number).label("number"))
        .group_by(PlanVersion.plan_id)
        .subquery()
    )
    query = (
        select(
            Plan.id,
            Plan.title,
            Plan.language,
            Plan.party_id,
            Party.name,
            Plan.period_start,
            Plan.period_end,
            Plan.sample,
            PlanVersion.state,
        )
        .join(Party, Party.id == Plan.party_id)
        .join(PlanVersion, PlanVersion.plan_id == Plan.id)
        .join(
            newest,
            (newest.c.plan_id == PlanVersion.plan_id) & (newest.c.number == PlanVersion.number),
        )
        .where(_readable(actor))
    )
    every = sorted((PlanLine(*row) for row in db.session.execute(query)), key=lambda p: p.order)
    plans = [line for line in every if wanted.takes(line)]
    last = max(1, -(-len(plans) // PAGE))
    page = min(max(1, page), last)
    shown = plans[(page - 1) * PAGE : page * PAGE]
    parties = {line.party_id: chosen(line.party) for line in every}
    return Page(shown, page, last, len(plans), len(every), parties)


def _readable(actor: Actor) -> ColumnElement[bool]:
    """The condition of PLAN_SHOW, for a query."""
    if is_operator(actor, None):
        return Plan.id.is_not(None)
    parties = {g.party_id for g in actor.grants if g.plan_id is None} | set(actor.consents)
    of_a_part = {g.plan_id for g in actor.grants if g.plan_id is not None and not g.institution}
    return or_(Plan.party_id.in_(parties), Plan.id.in_(of_a_part))
