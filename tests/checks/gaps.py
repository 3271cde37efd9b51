"""One gap for every rule: how to open it in the complete plan, and exactly what is then found."""

from __future__ import annotations

from dataclasses import dataclass

from nap_tracker.content.tree import PlanContent
from tests.checks.steps import (
    NOT_KNOWN,
    REASONLESS,
    Step,
    both,
    figure,
    lacking,
    no_rows,
    no_section,
    one_more,
    plan_facts,
    row,
    rows,
    section,
    untagged,
)
from tests.factories import complete_plan, uid, without


@dataclass(frozen=True)
class Gap:
    """`open` changes the plan; `found` are the keys of the findings that must follow, no others."""

    open: Step
    found: frozenset[str]


def _gap(open: Step, *found: str) -> Gap:
    return Gap(open, frozenset(found))


PRACTICE_4 = uid("practice", 4)
TARGET = uid("target", 1)
OFFICIAL = uid("baseline", 1)

GAPS: dict[str, Gap] = {
    # Blanks
    "a required field": _gap(
        section("trade", foreign_sources=None), "required:trade:foreign_sources"
    ),
    "a domestic source": _gap(
        section("trade", domestic_sources=None), "required:trade:domestic_sources"
    ),
    "a recommended field": _gap(
        section("foreword", signatory=None), "recommended:foreword:signatory"
    ),
    "an optional field": _gap(section("additional", market=None)),
    "health data": _gap(
        section("health", data_gathering=None), "recommended:health:data_gathering"
    ),
    "health workers": _gap(
        section("health", health_workers=None), "recommended:health:health_workers"
    ),
    "awareness": _gap(section("health", awareness=None), "recommended:health:awareness"),
    "a whole recommended section": _gap(no_section("foreword"), "blank_section:foreword:"),
    "a whole optional section": _gap(no_section("additional")),
    "a required table": _gap(both(no_rows("target")), "required:objectives:targets"),
    "a recommended table": _gap(no_rows("indicator"), "recommended:monitoring:indicators"),
    "a required field of one row": _gap(
        row("activity", 3, statement=None), "required:work_plan:activity.statement"
    ),
    "a recommended field of all rows": _gap(
        rows("activity", output=None), "recommended:work_plan:activity.output"
    ),
    "a cost": _gap(row("budget_line", 2, cost=None), "required:budget:budget_line.cost"),
    "a cost not costed": _gap(
        row("budget_line", 2, cost={"empty": "not_costed", "reason": {"en": "Later."}}),
        "not_costed:budget:budget_line.cost",
    ),
    "a cost of zero": _gap(row("budget_line", 2, cost={"amount": "0", "currency": "USD"})),
    "an empty answer without a reason": _gap(
        section("overview_trade", mercury_imports=REASONLESS),
        "no_reason:overview_trade:mercury_imports",
    ),
    "an empty answer with a reason": _gap(section("overview_trade", mercury_imports=NOT_KNOWN)),
    "an empty answer in a row without a reason": _gap(
        row("site", 1, mercury=REASONLESS), "no_reason:overview_places:site.mercury"
    ),
    # Conditions
    "a region for a figure of one region": _gap(
        row("target", 1, scope="region", region=None), "recommended:objectives:target.region"
    ),
    "a practice for its end": _gap(
        row("target", 2, practice=None), "recommended:objectives:target.practice"
    ),
    "the name of a people": _gap(
        row("stakeholder", 2, peoples=None), "recommended:stakeholders:stakeholder.peoples"
    ),
    # Annex C 1(a)
    "a measured target": _gap(
        row("target", 1, year=None),
        "required:objectives:target.year",
        "measured_target:objectives:targets",
    ),
    "a target on another baseline": _gap(
        row("target", 1, baseline=uid("baseline", 2)),
        "measured_target:objectives:targets",
        "target_off_official:objectives:target.baseline",
    ),
    "a target smaller than the doubt": _gap(
        row("target", 1, value=figure(low="10", best="10", high="10", unit="%")),
        f"not_detectable:{TARGET}:value",
    ),
    "a target in the wrong unit": _gap(
        row("target", 1, value=figure(unit="people")), f"target_unit:{TARGET}:value"
    ),
    "a target above its baseline": _gap(
        row("target", 1, type="absolute", value=figure(low="11000", best="11000", high="11000")),
        f"target_no_reduction:{TARGET}:value",
    ),
    "an objective nothing serves": _gap(
        one_more("objective", 3), "objective_unserved:objectives:objective."
    ),
    # Annex C 1(b)
    "the row of a practice": _gap(
        lambda plan: without(plan, uid("practice", 3)),
        "practice_row_b_iii:worst_practices:practices",
    ),
    "every row of the practices": _gap(
        no_rows("practice"),
        *(f"practice_row_{code}:worst_practices:practices" for code in ("b_i", "b_ii", "b_iii")),
        "practice_row_b_iv:worst_practices:practices",
    ),
    "two rows of one practice": _gap(
        one_more("practice", 5), "practice_once_b_i:worst_practices:practice.practice"
    ),
    "an activity against a practice": _gap(
        untagged("items", "1b.i"), f"practice_activity_b_i:{uid('practice', 1)}:presence"
    ),
    "the lead of an activity against a practice": _gap(
        row("activity", 1, lead=None),
        "required:work_plan:activity.lead",
        f"practice_activity_b_i:{uid('practice', 1)}:presence",
    ),
    "the dates of an activity against a practice": _gap(
        row("activity", 2, start=None, end=None),
        "required:work_plan:activity.start",
        "required:work_plan:activity.end",
        f"practice_activity_b_ii:{uid('practice', 2)}:presence",
    ),
    "the indicator of an activity against a practice": _gap(
        row("activity", 1, indicator=None),
        "recommended:work_plan:activity.indicator",
        "practice_indicator_b_i:work_plan:activity.indicator",
    ),
    "the reason for an absence": _gap(
        row("practice", 4, reason=None), f"practice_reason_b_iv:{PRACTICE_4}:reason"
    ),
    "whether a practice is there": _gap(
        row("practice", 3, presence=None), "required:worst_practices:practice.presence"
    ),
    "an absence that a site denies": _gap(
        row("site", 1, practices=["b_iv"]), f"practice_seen_b_iv:{PRACTICE_4}:presence"
    ),
    "not known, with nothing to find out": _gap(
        row("practice", 4, presence="not_known", find_out=None),
        f"practice_find_out_b_iv:{PRACTICE_4}:find_out",
    ),
    "not known, with an undated activity": _gap(
        both(
            row("practice", 4, presence="not_known"),
            row("activity", 4, start=None, end=None),
        ),
        "required:work_plan:activity.start",
        "required:work_plan:activity.end",
        f"practice_find_out_b_iv:{PRACTICE_4}:find_out",
    ),
    "not known, and a dated activity to find out": _gap(
        row("practice", 4, presence="not_known"), f"practice_not_known_b_iv:{PRACTICE_4}:find_out"
    ),
    # Annex C 1(d)
    "mercury used": _gap(section("baseline", mercury_used=None), "required:baseline:mercury_used"),
    "mercury used not known": _gap(
        section("baseline", mercury_used=NOT_KNOWN), "baseline_figure:baseline:mercury_used"
    ),
    "the year of mercury used": _gap(
        section("baseline", mercury_used=lacking(figure(), "year")),
        "baseline_year:baseline:mercury_used",
    ),
    "the range of mercury used": _gap(
        section("baseline", mercury_used=lacking(figure(), "low", "high")),
        "no_range:baseline:mercury_used",
    ),
    "the practices employed": _gap(
        section("baseline", practices=None), "required:baseline:practices"
    ),
    "the method": _gap(section("baseline", method=None), "required:baseline:method"),
    "an official estimate": _gap(
        row("baseline", 1, official=False),
        "official_baseline:baseline:baselines",
        "measured_target:objectives:targets",
    ),
    "a single official estimate": _gap(
        row("baseline", 2, official=True), "official_once:baseline:baseline.official"
    ),
    "the range of the official estimate": _gap(
        row("baseline", 1, amount=lacking(figure(), "low", "high")),
        f"no_range:{OFFICIAL}:amount",
    ),
    "the year of the official estimate": _gap(
        row("baseline", 1, amount=lacking(figure(), "year")), f"baseline_year:{OFFICIAL}:amount"
    ),
    "an official estimate not known": _gap(
        row("baseline", 1, amount=NOT_KNOWN), f"baseline_figure:{OFFICIAL}:amount"
    ),
    "the figure of the official estimate": _gap(
        row("baseline", 1, amount=None), "required:baseline:baseline.amount"
    ),
    "a second route": _gap(rows("baseline", method="miners"), "one_route:baseline:baselines"),
    "a figure unlike the official one": _gap(
        section("baseline", mercury_used=figure(low="8000", best="10100", high="12000")),
        "differs_from_official:baseline:mercury_used",
    ),
    "shares above the whole": _gap(
        section("baseline", share_whole_ore=figure(low="30", best="40", high="50", unit="%")),
        "shares_above_whole:baseline:share_whole_ore",
    ),
    "a ratio that does not fit": _gap(
        section("baseline", hg_au_ratio=figure(low="1", best="1.5", high="2", unit="ratio")),
        "ratio_differs:baseline:hg_au_ratio",
    ),
    "a split that does not fit": _gap(
        section("baseline", mercury_air=figure(low="1", best="3000", high="3500")),
        "split_differs:baseline:mercury_air",
    ),
    # Annex C 1(c), 1(e) to 1(j)
    **{
        f"an activity for {item}": _gap(untagged("items", item), f"no_activity:{page}:")
        for item, page in {
            "1c": "formalization",
            "1e": "emissions",
            "1f": "trade",
            "1g": "stakeholders",
            "1h": "health",
            "1i": "vulnerable",
            "1j": "information",
        }.items()
    },
    "an activity that lowers emissions": _gap(
        untagged("effects", "emissions"), "no_emissions_activity:emissions:emissions"
    ),
    "an activity that lowers releases": _gap(
        untagged("effects", "releases"), "no_releases_activity:emissions:releases"
    ),
    "an activity that lowers exposure": _gap(
        untagged("effects", "exposure"), "no_exposure_activity:emissions:exposure"
    ),
    "an activity without mercury": _gap(
        untagged("effects", "mercury_free"), "no_mercury_free_activity:emissions:mercury_free"
    ),
    "storage of what retorts recover": _gap(
        untagged("effects", "storage"), "retorts_without_storage:emissions:recovered_mercury"
    ),
    "no retorts, no storage": _gap(
        both(untagged("effects", "storage"), untagged("effects", "retort"))
    ),
    "children": _gap(
        untagged("targets_groups", "children"), "no_activity_for_children:vulnerable:children"
    ),
    "women of child-bearing age": _gap(
        untagged("targets_groups", "women_of_child_bearing_age"),
        "no_activity_for_women:vulnerable:women_of_child_bearing_age",
    ),
    "pregnant women": _gap(
        untagged("targets_groups", "pregnant_women"),
        "no_activity_for_pregnant_women:vulnerable:pregnant_women",
    ),
    # People
    "a role in continuing development": _gap(
        rows("stakeholder", phases=["implementation"]),
        "no_role_in_development:stakeholders:stakeholders",
    ),
    "a role in implementation": _gap(
        rows("stakeholder", phases=["continuing_development"]),
        "no_role_in_implementation:stakeholders:stakeholders",
    ),
    "people split by sex": _gap(
        section("overview_sector", people={"unknown": "500", "year": "2023"}),
        "people_not_split:overview_sector:people",
    ),
    "people of a row split by sex": _gap(
        row("participation", 1, count={"men": "12", "unknown": "3"}),
        "people_not_split:stakeholders:participation.count",
    ),
    "engagement of peoples": _gap(
        both(rows("stakeholder", indigenous=False), rows("participation", group_type="miners")),
        "no_engagement_of_peoples:peoples:development",
    ),
    "an overlap denied": _gap(section("peoples", overlap=False), "overlap_differs:peoples:overlap"),
    # Annex C 1(k)
    "a period": _gap(plan_facts(period_end=None), "no_period:plan:period_end"),
    "a period backwards": _gap(
        plan_facts(period_start="2030", period_end="2025"),
        "period_backwards:plan:period_end",
        "outside_period:work_plan:activity.start",
    ),
    "an activity backwards": _gap(
        row("activity", 5, start="2027", end="2026-12"), "ends_before_start:work_plan:activity.end"
    ),
    "an activity outside the period": _gap(
        row("activity", 5, end="2030"), "outside_period:work_plan:activity.start"
    ),
    "a milestone outside its activity": _gap(
        row("milestone", 1, due="2029"), "milestone_outside:work_plan:milestone.due"
    ),
    "dates given by a milestone": _gap(row("activity", 1, start=None, end=None)),
    "a strategy without activities": _gap(
        one_more("strategy", 5), "strategy_without_activity:work_plan:strategy."
    ),
    # Money
    "money for monitoring": _gap(
        both(section("monitoring", money=None), untagged("effects", "monitoring")),
        "no_monitoring_money:monitoring:money",
    ),
    "money for monitoring as an activity": _gap(section("monitoring", money=None)),
    "a source of funding": _gap(
        rows("budget_line", source_type=None, source=None), "no_funding_source:budget:budget_lines"
    ),
    "the source of one line": _gap(
        row("budget_line", 1, source_type=None, source=None),
        "recommended:budget:budget_line.source_type",
    ),
    "a line for an activity": _gap(
        lambda plan: without(plan, uid("budget_line", 1)),
        "activity_without_line:work_plan:activity.",
    ),
    "exchange rates": _gap(
        both(
            row("budget_line", 1, cost={"amount": "5", "currency": "XOF"}),
            section("budget", exchange_rates=None),
        ),
        "no_exchange_rates:budget:exchange_rates",
    ),
    # References
    "a removed institution in a section": _gap(
        section("health", lead="gone"), "removed_row:health:lead"
    ),
    "a removed institution in a row": _gap(
        row("practice", 1, enforcement_body="gone"),
        "removed_row:worst_practices:practice.enforcement_body",
    ),
    "a removed institution that leads": _gap(
        row("activity", 5, lead="gone"), "removed_row:work_plan:activity.lead"
    ),
    "a removed objective": _gap(
        row("strategy", 1, objectives=[uid("objective", 1), "gone"]),
        "removed_row:work_plan:strategy.objectives",
    ),
    "a removed file": _gap(
        row("annex", 1, document=[{"id": "e", "file": "gone", "title": {"en": "Report"}}]),
        "removed_file:annexes:annex.document",
    ),
    "a removed picture": _gap(
        section(
            "overview_places",
            geography={
                "en": '<p data-block="aaaaaaaa">Map</p><figure data-block="bbbbbbbb">'
                '<img data-file="gone" alt="Map"></figure>'
            },
        ),
        "removed_file:overview_places:geography",
    ),
    # Prompts
    "who works where burning moves to": _gap(
        both(
            row("activity", 3, targets_groups=None),
            row(
                "activity",
                7,
                targets_groups=["children", "women_of_child_bearing_age", "pregnant_women"],
            ),
        ),
        "prompt_burning_moves:worst_practices:residential_burning",
    ),
    "tailings before cyanide": _gap(
        untagged("items", "1b.iv"), "prompt_tailings:worst_practices:cyanide_leaching"
    ),
    "fees and those who cannot pay": _gap(
        section("gender", measures=None),
        "recommended:gender:measures",
        "prompt_fees:gender:measures",
    ),
}


def opened(name: str) -> PlanContent:
    """The complete plan with one gap."""
    return GAPS[name].open(complete_plan())
