"""The sample plans: whole, true to themselves, and gone in one act."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from nap_tracker.annex_c.definitions import Kind, Schema
from nap_tracker.annex_c.schema import treaty
from nap_tracker.annex_c.values import is_answered, is_blank, is_unknown
from nap_tracker.checks.check import findings
from nap_tracker.content.interchange import to_file
from nap_tracker.content.money import budget_lines
from nap_tracker.content.tree import PlanContent
from nap_tracker.errors import NotReady
from nap_tracker.extensions import Base, db
from nap_tracker.imports.interchange import Incoming, read
from nap_tracker.models.account import User
from nap_tracker.models.event import INSTALLATION, Event
from nap_tracker.models.plan import Plan
from nap_tracker.models.region_map import RegionMap
from nap_tracker.models.site_visit import SiteVisit
from nap_tracker.roles import OPERATOR
from nap_tracker.services import sample_progress, samples
from nap_tracker.services.samples import FOLDER
from tests.cast import Cast

CODES = ("XAA", "XAB", "XAC")
PICTURED = ("XAA", "XAB")
SCHEMA: Schema = treaty()
LEFT_BLANK = {
    ("identity", "other_title"),
    ("overview_trade", "gold_destination"),
    ("overview_trade", "mercury_origin"),
}
"""No real language and no real country is named in a made-up plan."""


def raw(code: str) -> bytes:
    return (FOLDER / f"{code.lower()}.json").read_bytes()


@cache
def sample(code: str) -> Incoming:
    return read(raw(code))


def the_plan(code: str) -> PlanContent:
    return sample(code).plan


def figure(section: str, field: str) -> Decimal:
    return Decimal(the_plan("XAA").answers(section)[field]["best"])


def estimate(measure: str) -> Decimal:
    """The best value of the official estimate."""
    rows = [row.answers for row in the_plan("XAA").rows("baseline")]
    official = [one for one in rows if one["measure"] == measure and one["official"]]
    assert len(official) == 1
    return Decimal(official[0]["amount"]["best"])


def prose(plan: PlanContent) -> str:
    """Every word somebody wrote, without marks."""
    return re.sub(r"<[^>]+>", " ", str([entry.answers for entry in plan.entries]))


# As files


@pytest.mark.parametrize("code", CODES)
def test_a_sample_comes_out_of_its_reading_as_it_went_in(code: str) -> None:
    incoming = sample(code)
    data = {file.content.uid: file.data for file in incoming.files}
    assert to_file(incoming.plan, SCHEMA, "drafting_team", lambda f: data[f.uid]) == raw(code)


@pytest.mark.parametrize("code", CODES)
def test_a_sample_says_that_it_is_one(code: str) -> None:
    plan = the_plan(code)
    assert plan.party.code == code
    assert plan.sample
    assert plan.party.sample


@pytest.mark.parametrize("code", CODES)
def test_a_sample_stays_small(code: str) -> None:
    assert sum(len(file.data) for file in sample(code).files) < 300_000
    assert len(raw(code)) < 800_000


@pytest.mark.parametrize("code", PICTURED)
def test_pictures_have_words_for_those_who_do_not_see_them(code: str) -> None:
    pictures = re.findall(r"<img [^>]*>", str([e.answers for e in the_plan(code).entries]))
    assert pictures
    assert all(re.search(r'alt="[^"]{20,}"', one) for one in pictures)


@pytest.mark.parametrize("code", CODES)
def test_nothing_claims_that_anybody_approved_a_sample(code: str) -> None:
    words = prose(the_plan(code)).lower()
    for claim in ("complies with the convention", "conforme à la convention", "approved by un"):
        assert claim not in words


# The complete plan


def test_the_check_of_the_complete_plan_has_nothing_open() -> None:
    found = findings(the_plan("XAA"), SCHEMA)
    assert [one.key for one in (*found.blockers, *found.warnings)] == []
    assert set(found.reasons) == {one.key for one in found.answered}


def test_every_section_of_the_complete_plan_is_finished() -> None:
    sections = [the_plan("XAA").section(section.id) for section in SCHEMA.sections]
    assert all(entry is not None and entry.completed for entry in sections)


def test_the_complete_plan_answers_every_question() -> None:
    plan = the_plan("XAA")
    blank = {
        (section.id, field.id)
        for section in SCHEMA.sections
        for field in section.fields
        if field.kind is not Kind.ROWS and is_blank(plan.answers(section.id).get(field.id))
    }
    assert blank == LEFT_BLANK


def test_the_complete_plan_uses_every_field_of_every_register() -> None:
    plan = the_plan("XAA")
    unused = [
        (register.id, field.id)
        for register in SCHEMA.registers
        for field in register.fields
        if not any(is_answered(row.answers.get(field.id)) for row in plan.rows(register.id))
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("register", "least", "most"),
    [
        ("strategy", 9, 14),
        ("activity", 60, 90),
        ("budget_line", 110, 160),
        ("milestone", 20, 30),
        ("indicator", 30, 44),
        ("institution", 20, 25),
        ("site", 12, 16),
        ("stakeholder", 18, 24),
        ("consultation", 8, 10),
        ("input", 14, 18),
    ],
)
def test_the_complete_plan_is_as_long_as_real_ones(register: str, least: int, most: int) -> None:
    assert least <= len(the_plan("XAA").rows(register)) <= most


def test_every_figure_of_the_complete_plan_says_where_it_comes_from() -> None:
    plan = the_plan("XAA")
    for section in SCHEMA.sections:
        for field in section.fields:
            if field.kind is Kind.QUANTITY:
                value = plan.answers(section.id)[field.id]
                assert {"unit", "year", "method", "source"} <= set(value), (section.id, field.id)


def test_mercury_follows_from_gold_by_practice() -> None:
    gold = figure("baseline", "gold_produced")
    shares = ("share_whole_ore", "share_concentrate_open", "share_concentrate_retort")
    assert sum(figure("baseline", share) for share in shares) == 100
    ratios = (Decimal("5.0"), Decimal("1.3"), Decimal("0.4"))
    parts = zip(shares, ratios, strict=True)
    used = sum(gold * figure("baseline", share) / 100 * ratio for share, ratio in parts)
    assert round(used) == figure("baseline", "mercury_used") == estimate("mercury_used")


def test_air_water_and_land_add_up_to_what_is_used() -> None:
    lost = estimate("mercury_air") + estimate("mercury_water_land")
    assert lost == estimate("mercury_used")


def test_targets_are_levels_of_one_path() -> None:
    by_type = {row.answers["type"]: row.answers for row in the_plan("XAA").rows("target")}
    level = Decimal(by_type["absolute"]["value"]["best"])
    assert round(estimate("mercury_used") * Decimal("0.4")) == level
    ratio = Decimal(by_type["intensity"]["value"]["best"])
    assert abs(level / estimate("gold_produced") - ratio) < Decimal("0.01")
    assert Decimal(by_type["relative"]["value"]["best"]) == 30


def test_the_sums_in_the_text_are_those_of_the_lines() -> None:
    plan = the_plan("XAA")
    sums: dict[tuple[str, str], Decimal] = {}
    for row in plan.rows("budget_line"):
        cost = row.answers["cost"]
        if "amount" in cost:
            for key in (cost["currency"], "all"), (cost["currency"], row.answers["funding_status"]):
                sums[key] = sums.get(key, Decimal(0)) + Decimal(cost["amount"])
    said = plan.answers("budget")
    assert Decimal(said["secured"]["amount"]) == sums["USD", "secured"]
    assert Decimal(said["gap"]["amount"]) == sums["USD", "all"] - sums["USD", "secured"]
    financing = said["financing"]["en"]
    states = [sums["USD", state] for state in ("secured", "pledged", "requested", "unfunded")]
    for amount in (sums["USD", "all"], sums["EUR", "all"], *states):
        assert f"{amount:,.0f}" in financing
    assert 8_000_000 <= sums["USD", "all"] <= 10_000_000


def test_the_budget_tells_free_from_not_costed() -> None:
    lines = budget_lines(the_plan("XAA"), [item.key for item in SCHEMA.items])
    assert [line for line in lines if line.amount == 0]
    assert [line for line in lines if line.empty == "not_costed"]


def test_the_parts_of_a_table_of_regions_make_the_country() -> None:
    text = the_plan("XAA").answers("overview_places")["geography"]["en"]
    rows = re.findall(r"<tr><th scope=\"row\">([^<]*)</th>(.*?)</tr>", text)
    numbers = [
        [Decimal(cell.replace(",", "")) for cell in re.findall(r"<td>([^<]*)</td>", cells)]
        for _, cells in rows
    ]
    *regions, country = numbers
    assert len(regions) == len(the_plan("XAA").rows("region"))
    assert [sum(column) for column in zip(*regions, strict=True)] == country
    assert country[0] == estimate("gold_produced")


def test_participants_in_the_text_are_those_of_the_table() -> None:
    counts = [row.answers["count"] for row in the_plan("XAA").rows("participation")]
    groups = ("women", "men", "girls", "boys", "unknown")
    total = sum(int(count.get(group, 0)) for count in counts for group in groups)
    women = sum(int(count["women"]) for count in counts)
    text = the_plan("XAA").answers("gender")["participation"]["en"]
    assert f"Of {total:,} participants" in text
    assert f"{women} were women" in text
    assert any(0 < int(count["women"]) < 5 for count in counts)


def test_sites_lie_in_the_sea_and_are_for_the_few() -> None:
    sites = the_plan("XAA").rows("site")
    for row in sites:
        place = row.answers["coordinates"]
        assert -33 < Decimal(place["lat"]) < -28
        assert -28 < Decimal(place["lon"]) < -21
    assert not [row for row in sites if row.audience == "public"]


def test_text_has_tables_figures_and_footnotes() -> None:
    html = str([entry.answers for entry in the_plan("XAA").entries])
    assert html.count("<table ") >= 30
    assert html.count("<figure ") >= 5
    assert html.count('<span class="fn">') >= 4


# The half drafted plan


def test_the_french_plan_is_half_drafted() -> None:
    plan = the_plan("XAB")
    assert plan.language == "fr"
    assert plan.languages == ("fr", "en")
    entries = [entry for entry in plan.entries if entry.section]
    begun = [entry for entry in entries if entry.answers]
    finished = [entry for entry in entries if entry.completed]
    assert len(entries) == len(SCHEMA.sections)
    assert 0 < len(finished) < len(begun) < len(entries)
    assert len(plan.rows("activity")) == 15
    assert len(plan.rows("budget_line")) == 20
    assert not findings(plan, SCHEMA).is_clean


def test_the_french_plan_has_figures_that_nobody_knows_and_says_why() -> None:
    plan = the_plan("XAB")
    values: list[Mapping[str, Any]] = [
        value for entry in plan.entries for value in entry.answers.values() if is_unknown(value)
    ]
    assert len(values) >= 5
    assert all(value["reason"]["fr"] for value in values)


def test_the_french_plan_contradicts_itself_nowhere() -> None:
    assert not findings(the_plan("XAB"), SCHEMA).troubled


# In the database


def test_removing_takes_everything_in_one_act(database: None) -> None:
    samples.load(OPERATOR, mode="testing")
    db.session.commit()
    assert samples.remove(OPERATOR) == 3
    db.session.commit()
    left = {
        table.name
        for table in Base.metadata.sorted_tables
        if db.session.scalar(select(func.count()).select_from(table))
    }
    assert left == {"chain_head", "event"}
    assert set(db.session.scalars(select(Event.chain))) == {INSTALLATION}
    assert not samples.are_present()


def test_removing_leaves_others_alone(cast: Cast) -> None:
    cast.plan.party.code = "XCC"
    plan, officer = cast.plan.id, cast.officer.id
    db.session.flush()
    samples.load(OPERATOR, mode="testing")
    db.session.commit()
    samples.remove(OPERATOR)
    db.session.commit()
    assert db.session.get(Plan, plan) is not None
    assert db.session.get(User, officer) is not None


def test_a_plan_that_brings_no_outlines_is_told_without_maps(
    database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_progress, "OUTLINES", tmp_path)
    samples.load(OPERATOR, mode="testing")
    assert db.session.scalar(select(func.count(SiteVisit.id)))
    assert db.session.scalar(select(func.count(RegionMap.id))) == 0


def test_production_takes_no_samples(database: None) -> None:
    with pytest.raises(NotReady):
        samples.load(OPERATOR, mode="production")
