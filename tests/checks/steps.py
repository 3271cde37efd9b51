"""Steps that open a gap in a plan: each takes a plan and gives the plan with something amiss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nap_tracker.content.tree import PlanContent
from tests.factories import (
    changed,
    in_rows,
    in_section,
    section_uid,
    uid,
    with_row,
    without,
    without_rows,
)

Step = Callable[[PlanContent], PlanContent]
NOT_KNOWN = {"empty": "not_known", "reason": {"en": "Nobody measured it."}}
REASONLESS = {"empty": "not_known"}


def figure(**parts: Any) -> dict[str, Any]:
    words = {"method": {"en": "m"}, "source": {"en": "s"}}
    return {"low": "8000", "best": "10000", "high": "12000", "unit": "kg/yr", "year": "2023"} | (
        words | parts
    )


def lacking(value: dict[str, Any], *parts: str) -> dict[str, Any]:
    return {k: v for k, v in value.items() if k not in parts}


def section(section: str, /, **answers: Any) -> Step:
    return lambda plan: in_section(plan, section, **answers)


def row(register: str, place: int, /, **answers: Any) -> Step:
    return lambda plan: changed(plan, uid(register, place), **answers)


def rows(register: str, /, **answers: Any) -> Step:
    return lambda plan: in_rows(plan, register, **answers)


def no_rows(register: str) -> Step:
    return lambda plan: without_rows(plan, register)


def both(*steps: Step) -> Step:
    def every(plan: PlanContent) -> PlanContent:
        for step in steps:
            plan = step(plan)
        return plan

    return every


def plan_facts(**facts: Any) -> Step:
    return lambda plan: replace(plan, **facts)


def untagged(part: str, code: str) -> Step:
    """Take one code out of every activity's items, effects or groups."""

    def take(plan: PlanContent) -> PlanContent:
        for row in plan.rows("activity"):
            left = [one for one in row.answers.get(part, ()) if one != code]
            plan = changed(plan, row.uid, **{part: left or ["2"] if part == "items" else left})
        return plan

    return take


def one_more(register: str, place: int, /, **answers: Any) -> Step:
    """One more row like the first, but for what is given."""

    def add(plan: PlanContent) -> PlanContent:
        first = plan.rows(register)[0].answers
        return with_row(plan, register, place, **{**first, **answers})

    return add


def no_section(section: str) -> Step:
    return lambda plan: without(plan, section_uid(section))
