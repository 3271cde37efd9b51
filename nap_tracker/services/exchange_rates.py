"""Rates of exchange of a plan: stated by somebody for a day; a mistake is withdrawn, not erased."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from nap_tracker.annex_c.codes import CURRENCIES
from nap_tracker.content.exchange import Rate
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.base import new_uid
from nap_tracker.models.funding import ExchangeRate
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import funding

PLACES = 9
LARGEST = Decimal(10) ** 9
NOT_POSITIVE = N_("Enter a rate above zero")
OUT_OF_RANGE = N_(
    "This rate cannot be kept exactly. State it the other way round: how much of the first currency"
    " one unit of the second is worth."
)
SAME = N_("Choose another currency than the first")
NO_SOURCE = N_("Enter who says so")


def record(
    actor: Actor, version: PlanVersion, *, details: Mapping[str, Any], once: str = ""
) -> ExchangeRate:
    """State a rate. `details`: base, quote, rate, stated_on, source. Raises Invalid."""
    require(actor, Permission.MONEY_RECORD, version)
    funding.held(version)
    there = db.session.get(ExchangeRate, once) if once else None
    if there is not None:
        if there.plan_id != version.plan_id:
            raise Hidden(funding.NOT_HERE)
        return there  # its button was pressed twice
    _check(version, details)
    made = ExchangeRate(
        id=once or new_uid(),
        party_id=version.party_id,
        plan_id=version.plan_id,
        recorded_by_id=actor.user_id,
        recorded_by_name="" if actor.user_id else actor.name,
        **details,
    )
    db.session.add(made)
    db.session.flush()
    funding.write_down(actor, "rate:recorded", made, made.source, on=made.stated_on)
    return made


def withdraw(actor: Actor, version: PlanVersion, rate: ExchangeRate, *, because: str) -> None:
    """It was a mistake: nothing is worked out with it from now on."""
    require(actor, Permission.MONEY_RECORD, version)
    funding.held(version)
    funding.strike(actor, rate, because)
    funding.write_down(actor, "rate:withdrawn", rate, because)


def of_plan(plan_id: str, *, withdrawn: bool = False) -> Sequence[ExchangeRate]:
    """Every rate of a plan, oldest first; the caller has asked who may read them."""
    return db.session.scalars(_of_plan(withdrawn), {"plan": plan_id}).all()


@cache
def _of_plan(withdrawn: bool) -> Select[ExchangeRate]:
    """Put together once: every page of money asks it."""
    query = select(ExchangeRate).where(ExchangeRate.plan_id == bindparam("plan"))
    if not withdrawn:
        query = query.where(ExchangeRate.withdrawn_at.is_(None))
    order = (ExchangeRate.stated_on, ExchangeRate.created_at, ExchangeRate.id)
    return query.options(joinedload(ExchangeRate.recorded_by)).order_by(*order)


def get(actor: Actor, version: PlanVersion, rate_id: str) -> ExchangeRate:
    """One rate of a plan, for who keeps them."""
    require(actor, Permission.MONEY_RECORD, version)
    rate = db.session.get(ExchangeRate, rate_id)
    if rate is None or rate.plan_id != version.plan_id:
        raise Hidden(funding.NOT_HERE)
    return rate


def pure(rates: Iterable[ExchangeRate]) -> tuple[Rate, ...]:
    """As they are worked with, in the order given."""
    return tuple(Rate(r.base, r.quote, r.rate, r.stated_on, r.source) for r in rates)


def _check(version: PlanVersion, details: Mapping[str, Any]) -> None:
    for name in ("base", "quote"):
        if details[name] not in CURRENCIES:
            raise Invalid(funding.NO_CURRENCY, about=name)
    if details["base"] == details["quote"]:
        raise Invalid(SAME, about="quote")
    rate: Decimal = details["rate"]
    if rate <= 0:
        raise Invalid(NOT_POSITIVE, about="rate")
    if rate >= LARGEST or rate != rate.quantize(Decimal(1).scaleb(-PLACES)):
        raise Invalid(OUT_OF_RANGE, about="rate")
    if not details["source"].strip():
        raise Invalid(NO_SOURCE, about="source")
    funding.refuse_future(version, details["stated_on"], "stated_on")
