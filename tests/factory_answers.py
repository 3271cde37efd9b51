"""What the complete plan of `factories` says where an answer by kind alone would not do.

Numbers in references are places in the register, from 1. None leaves a blank on purpose.
"""

from __future__ import annotations

from typing import Any


def _figure(low: str, best: str, high: str, unit: str) -> dict[str, Any]:
    return {"low": low, "best": best, "high": high, "unit": unit}


MERCURY = _figure("8000", "10000", "12000", "kg/yr")

SECTIONS: dict[str, dict[str, Any]] = {
    "identity": {"lead_agency": 3},
    "baseline": {
        "mercury_used": MERCURY,
        "gold_produced": _figure("4000", "5000", "6000", "kg/yr"),
        "hg_au_ratio": _figure("1.5", "2", "2.5", "ratio"),
        "share_whole_ore": _figure("20", "30", "40", "%"),
        "share_concentrate_open": _figure("50", "60", "70", "%"),
        "share_concentrate_retort": _figure("0", "5", "10", "%"),
        "share_no_mercury": _figure("0", "5", "10", "%"),
        "mercury_air": _figure("3000", "4000", "5000", "kg/yr"),
        "mercury_water_land": _figure("5000", "6000", "7000", "kg/yr"),
        "next_survey": "2028",
    },
    "health": {"lead": 2, "facilities": {"value": "40"}, "able_facilities": {"value": "3"}},
    "monitoring": {"first_review": "2028"},
}

_ACTIVITIES: tuple[tuple[int, tuple[str, ...], int, tuple[str, ...], tuple[str, ...]], ...] = (
    (1, ("1b.i",), 1, ("releases", "mercury_free"), ()),
    (1, ("1b.ii", "1e"), 1, ("emissions", "retort"), ()),
    (1, ("1b.iii",), 3, ("emissions", "exposure"), ("children", "pregnant_women")),
    (1, ("1b.iv", "1d"), 3, ("find_out",), ()),
    (2, ("1c", "2"), 1, (), ()),
    (2, ("1f",), 3, ("storage",), ()),
    (3, ("1h", "1i"), 2, ("exposure",), ("women_of_child_bearing_age", "pregnant_women", "other")),
    (3, ("1g", "1j"), 1, (), ()),
    (4, ("1a", "1k"), 3, ("monitoring",), ()),
)
"""Strategy, items, lead, effects, groups."""

ROWS: dict[str, tuple[dict[str, Any], ...]] = {
    "institution": (
        {"name": "Ministry of Mines", "acronym": "MoM"},
        {"name": "Ministry of Health", "acronym": "MoH"},
        {"name": "Environment Agency", "acronym": "EA", "type": "agency"},
    ),
    "region": ({"name": "Northern region"}, {"name": "River region"}),
    "site": (
        {"name": "Upper pit", "practices": ["b_i", "b_ii"], "indigenous": False},
        {"name": "River bend", "region": 2, "practices": ["b_ii", "b_iii"]},
    ),
    "baseline": (
        {"title": "National survey of 2023", "amount": MERCURY},
        {
            "title": "Imports of mercury",
            "amount": _figure("7000", "9000", "11000", "kg/yr"),
            "method": "mercury_trade",
            "official": False,
        },
        {
            "title": "Gold bought from miners",
            "measure": "gold_produced",
            "amount": _figure("4000", "5000", "6000", "kg/yr"),
            "method": "gold_trade",
        },
    ),
    "objective": (
        {"number": "1", "statement": "Half the mercury by 2029", "items": ["1a", "1b", "1e"]},
        {"number": "2", "statement": "Miners work within the law", "items": ["1c", "1f"]},
    ),
    "target": (
        {
            "statement": "60 per cent less mercury than in 2023 by 2029",
            "type": "relative",
            "value": _figure("60", "60", "60", "%"),
            "year": "2029",
            "items": ["1a"],
        },
        {
            "statement": "No whole ore amalgamation from 2028",
            "type": "elimination",
            "baseline": None,
            "value": None,
            "practice": "b_i",
            "year": "2028",
            "items": ["1b.i"],
        },
    ),
    "practice": (
        {"practice": "b_i", "find_out": None},
        {"practice": "b_ii", "find_out": None},
        {"practice": "b_iii", "find_out": None},
        {
            "practice": "b_iv",
            "presence": "not_practised",
            "share": None,
            "elimination": None,
            "find_out": 4,
        },
    ),
    "stakeholder": (
        {"name": "Association of miners", "type": "miners", "indigenous": False, "peoples": None},
        {"name": "Council of the River People", "type": "peoples", "peoples": "River People"},
    ),
    "consultation": ({"held": "2024-03", "stakeholders": [1, 2]},),
    "participation": ({"group_type": "peoples", "group_name": "River People"},),
    "strategy": (
        {"number": "1", "heading": "End the worst practices", "items": ["1b", "1e"]},
        {
            "number": "2",
            "heading": "Bring miners and trade within the law",
            "items": ["1c", "1f", "2"],
            "objectives": [2],
        },
        {
            "number": "3",
            "heading": "Protect and inform people",
            "items": ["1g", "1h", "1i", "1j"],
        },
        {"number": "4", "heading": "Run and watch the plan", "items": ["1a", "1k"]},
    ),
    "activity": tuple(
        {
            "number": f"{strategy}.{place}",
            "strategy": strategy,
            "items": list(items),
            "lead": lead,
            "supporting": [lead % 3 + 1],
            "start": "2025-01",
            "end": "2028",
            "effects": list(effects) or None,
            "targets_groups": list(groups) or None,
        }
        for place, (strategy, items, lead, effects, groups) in enumerate(_ACTIVITIES, start=1)
    ),
    "budget_line": tuple(
        {
            "activity": number,
            "cost": {"amount": f"{number}0000.00", "currency": "USD"},
            "funding_status": "requested" if number % 2 else "secured",
            "source_type": "gef" if number % 2 else "national_budget",
        }
        for number in range(1, len(_ACTIVITIES) + 1)
    ),
    "indicator": (
        {
            "number": "1",
            "title": "Mercury used in a year",
            "baseline_value": _figure("8000", "10000", "12000", "kg/yr"),
            "target_value": _figure("3500", "4000", "4500", "kg/yr"),
            "target_year": "2029",
        },
    ),
}
