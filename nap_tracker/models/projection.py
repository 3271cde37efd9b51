"""From a row's answers to the columns of its typed table: the one place that knows both."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from nap_tracker.annex_c.definitions import Field, Kind, Register
from nap_tracker.estimates.units import to_base
from nap_tracker.models import activity, engagement, indicator, institution, objective, site
from nap_tracker.models.entry import Row

TYPED: dict[str, type[Row]] = {
    "activity": activity.Activity,
    "baseline": objective.Baseline,
    "budget_line": activity.BudgetLine,
    "consultation": engagement.Consultation,
    "indicator": indicator.Indicator,
    "input": engagement.Input,
    "institution": institution.Institution,
    "milestone": activity.Milestone,
    "objective": objective.Objective,
    "participation": engagement.Participation,
    "practice": site.Practice,
    "region": site.Region,
    "site": site.Site,
    "stakeholder": engagement.Stakeholder,
    "strategy": activity.Strategy,
    "target": objective.Target,
}
"""Register id -> table. Registers that are only printed have none."""

PEOPLE = ("women", "men", "girls", "boys", "unknown")
RANGE = ("low", "best", "high")


def columns(register: Register, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Every column of the typed row; blank answers become NULL, never zero."""
    values: dict[str, Any] = {}
    for field in register.fields:
        if field.kind not in (Kind.ITEMS, Kind.REFS):
            values.update(_columns_of(field, answers.get(field.id)))
    return values


def items(register: Register, answers: Mapping[str, Any]) -> list[str]:
    """The Annex C items the row serves."""
    kinds = [f.id for f in register.fields if f.kind is Kind.ITEMS]
    return [key for field in kinds for key in answers.get(field, ())]


def links(register: Register, answers: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """(field, target uid, position) of every reference in a field that takes several."""
    fields = [f.id for f in register.fields if f.kind is Kind.REFS]
    return [
        (field, uid, position)
        for field in fields
        for position, uid in enumerate(answers.get(field, ()))
    ]


def _columns_of(field: Field, value: Any) -> dict[str, Any]:
    if field.kind is Kind.REF:
        return {f"{field.id}_uid": value}
    parts = _PARTS.get(field.kind)
    if parts is None:
        return {field.id: value}
    return {field.id: value, **{f"{field.id}_{k}": v for k, v in parts(value or {}).items()}}


def _quantity(value: Mapping[str, Any]) -> dict[str, Any]:
    unit = value.get("unit")
    if unit is None:  # without a unit nothing can be counted
        return {**dict.fromkeys(RANGE), "empty": value.get("empty")}
    figures = {k: to_base(Decimal(value[k]), unit) if k in value else None for k in RANGE}
    return {**figures, "empty": value.get("empty")}


def _people(value: Mapping[str, Any]) -> dict[str, Any]:
    counts = {k: int(value[k]) if k in value else None for k in PEOPLE}
    return {**counts, "empty": value.get("empty")}


def _money(value: Mapping[str, Any]) -> dict[str, Any]:
    amount = Decimal(value["amount"]) if "amount" in value else None
    return {"amount": amount, "currency": value.get("currency"), "empty": value.get("empty")}


def _coordinates(value: Mapping[str, Any]) -> dict[str, Any]:
    return {k: Decimal(value[k]) if k in value else None for k in ("lat", "lon")}


_PARTS = {
    Kind.QUANTITY: _quantity,
    Kind.PEOPLE: _people,
    Kind.MONEY: _money,
    Kind.COORDINATES: _coordinates,
}
