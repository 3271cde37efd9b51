"""What is taken out of a plan in force: the same as the pages show, for who may read them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content import finances as arithmetic
from nap_tracker.content.exchange import Rates
from nap_tracker.content.extract import Table, What
from nap_tracker.content.extract_schema import extract_schema
from nap_tracker.content.tracked import Tracked, TrackedActivity, TrackedLine
from nap_tracker.errors import Forbidden, Hidden, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import use_locale
from nap_tracker.models.event import Event
from nap_tracker.models.funding import FundingRecord
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import (
    activities,
    activity_reports,
    endorsements,
    exchange_rates,
    extracts,
    finances,
    funding,
    indicator_figures,
    indicator_standings,
    observations,
    sealing,
    tracking,
)
from nap_tracker.services.activity_filter import ActivityFilter
from nap_tracker.services.activity_reports import Report
from nap_tracker.services.budget_extracts import Budget
from nap_tracker.services.extract_names import Names
from nap_tracker.services.extracts import Format, Wish
from nap_tracker.services.finances import Money
from nap_tracker.services.indicator_figures import BASELINE, TARGET, Figures
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress import Status
from tests.cast import Cast
from tests.doors import Clock, QueryCount
from tests.factories import complete_plan, uid
from tests.services.observed import approved, enter, follow, value
from tests.services.stored import store
from tests.services.test_activities import OTHER, merge

DOCS = Path(__file__).resolve().parents[2] / "docs" / "extracts-json.md"
FIRST = uid("activity", 1)
D = Decimal


@pytest.fixture
def version(cast: Cast, clock: Clock) -> PlanVersion:
    """A whole plan in force on 10 March 2026, its first budget line not costed."""
    whole = complete_plan()
    first = whole.rows("budget_line")[0]
    open_ = replace(first, answers={**first.answers, "cost": {"empty": "not_costed"}})
    made = store(
        cast.plan, replace(whole, entries=tuple(open_ if e is first else e for e in whole.entries))
    )
    sealing.freeze(OPERATOR, made)
    endorsements.record(OPERATOR, made, details={"body": "Cabinet"})
    db.session.commit()
    return made


def paid(version: PlanVersion, **given: Any) -> FundingRecord:
    details = {
        "movement": "secured",
        "activity_uid": FIRST,
        "line_uid": None,
        "amount": D("2500.50"),
        "currency": "USD",
        "happened_on": "2026-02",
        "source_type": "gef",
        "source": "=GEF-8",
        "note": "Known to the team",
    }
    tracked = tracking.of_version(OPERATOR, version)
    return funding.record(OPERATOR, version, tracked, details=details | given)


def taken(
    cast: Cast, version: PlanVersion, what: What, who: str = "officer", **wish: Any
) -> list[list[dict[str, Any]]]:
    """Each sheet of the workbook but its cover, as rows by the heading of their columns."""
    return [list(_rows(page)) for page in book(cast, version, what, who, **wish).worksheets[1:]]


def book(cast: Cast, version: PlanVersion, what: What, who: str = "officer", **wish: Any) -> Any:
    made = extracts.take(cast.actor(who), version, what, Format.XLSX, Wish(**wish))
    return load_workbook(io.BytesIO(made.data))


def _rows(page: Any) -> Iterator[dict[str, Any]]:
    heads, *lines = page.iter_rows(values_only=True)
    return (dict(zip(heads, line, strict=True)) for line in lines)


def cover(
    cast: Cast, version: PlanVersion, what: What, who: str = "officer", **wish: Any
) -> dict[str, str]:
    page = book(cast, version, what, who, **wish).worksheets[0]
    return {label: words for label, words in page.iter_rows(values_only=True, max_col=2) if label}


def data(cast: Cast, version: PlanVersion, what: What, who: str = "officer") -> dict[str, Any]:
    made = extracts.take(cast.actor(who), version, what, Format.JSON)
    found = json.loads(made.data)
    Draft202012Validator(extract_schema(what)).validate(found)
    return found


def test_a_merged_activity_names_what_took_it_up(cast: Cast, version: PlanVersion):
    merge(cast, version, FIRST, OTHER)
    (rows,) = taken(cast, version, What.ACTIVITIES)
    assert rows[0]["Status"] == "Merged into another"
    assert rows[0]["Taken up by"] == f"{rows[1]['Number']} {rows[1]['Activity']}"
    assert rows[1]["Taken up by"] is None
    first, second, *_ = data(cast, version, What.ACTIVITIES)["activities"]
    assert first["merged_into"] == {key: second[key] for key in ("id", "number", "statement")}
    assert second["merged_into"] is None


def test_a_row_of_the_matrix_says_what_is_known_of_the_activity(cast: Cast, version: PlanVersion):
    officer = cast.actor("officer")
    _, one = activities.get(officer, version, FIRST)
    activity_reports.report(officer, version, one, Report(phase=Phase.UNDER_WAY, text="Begun"))
    _, one = activities.get(officer, version, FIRST)
    activity_reports.decide_status(officer, version, one, Status.LATE, "The ministry moved")
    paid(version)
    (rows,) = taken(cast, version, What.ACTIVITIES)
    following = activities.of_version(officer, version)
    assert len(rows) == len(following.activities) > 1
    row = rows[0]
    assert row["Phase"] == "Under way"
    assert (row["Status"], row["Decided otherwise, because"]) == ("Late", "The ministry moved")
    assert row["Last report on"].date() == date(2026, 3, 10)
    assert row["When it was last heard of"] == "Heard of lately"
    assert row["Secured (USD)"] == 2500.5
    assert row["Spent (USD)"] == "Nothing recorded"
    assert rows[1]["Secured (USD)"] == "Nothing recorded"
    stands = activities.of_version(officer, version).activities[0]
    assert row["Tests of monitoring met, of 3"] == stands.monitoring.met
    assert row["Next milestone"] == stands.milestones[0].title["en"]


def test_what_is_not_costed_stands_there_in_words_and_is_no_zero(cast: Cast, version: PlanVersion):
    (rows,) = taken(cast, version, What.ACTIVITIES)
    money = finances.of_version(OPERATOR, version, tracking.of_version(OPERATOR, version))
    uncosted = [key for key, found in money.by_activity.items() if found.budgeted.not_costed]
    place = [one.uid for one in money.tracked.activities].index(str(uncosted[0]))
    assert rows[place]["Lines without a cost"] == "1 line not costed"
    lines = taken(cast, version, What.BUDGET)[0]
    cells = [line["Cost"] for line in lines]
    assert "Not costed" in cells
    assert 0 not in cells


@pytest.mark.parametrize("currencies", [("USD",), ("USD", "EUR", "XAF")])
def test_the_figures_of_the_budget_add_up_to_the_sums_of_the_page(
    cast: Cast, version: PlanVersion, currencies: tuple[str, ...]
):
    line = tracking.of_version(OPERATOR, version).activity(FIRST).lines[0]  # type: ignore[union-attr]
    for code in currencies:
        paid(version, currency=code)
        paid(version, currency=code, line_uid=line, movement="spent", amount=D(12))
        paid(version, currency=code, activity_uid=None, amount=D("0.01"))
        paid(version, currency=code, movement="taken_back", amount=D(500))
    gone = paid(version, amount=D(999))
    funding.withdraw(OPERATOR, version, gone, because="A mistake")
    lines, recorded, sums = taken(cast, version, What.BUDGET)
    whole = finances.of_version(OPERATOR, version, tracking.of_version(OPERATOR, version)).whole
    for heading, found in (
        ("Cost", whole.budgeted.sums),
        ("Secured", whole.secured),
        ("Spent", whole.spent),
    ):
        assert _added(lines, heading) == found
    assert len(recorded) == 4 * len(currencies)
    for code in currencies:
        assert D(str(sums[0][f"Secured ({code})"])) == whole.secured[code]


def _added(rows: Sequence[dict[str, Any]], heading: str) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for row in rows:
        if isinstance(row[heading], int | float):
            found[row["Currency"]] = found.get(row["Currency"], D(0)) + D(str(row[heading]))
    return found


def test_costs_are_shown_in_one_currency_by_the_rate_that_was_stated(
    cast: Cast, version: PlanVersion
):
    stated = {"base": "USD", "quote": "XAF", "rate": D(600), "source": "Central bank"}
    exchange_rates.record(OPERATOR, version, details={**stated, "stated_on": "2026-03-01"})
    lines = taken(cast, version, What.BUDGET, currency="XAF")[0]
    costed = [line for line in lines if isinstance(line["Cost"], int | float)]
    assert costed
    for line in costed:
        assert line["Cost in XAF"] == line["Cost"] * 600
        assert line["Rate of exchange"] == "1 USD = 600 XAF"
        assert line["Rate as of"].date() == date(2026, 3, 1)
    assert cover(cast, version, What.BUDGET, currency="XAF")["Shown in one currency"] == "XAF"


def test_a_line_has_no_gap_of_its_own_where_money_is_for_the_activity_as_a_whole(
    cast: Cast, version: PlanVersion
):
    tracked = tracking.of_version(OPERATOR, version)
    costed = next(
        one for one in finances.of_version(OPERATOR, version, tracked).lines if one.amount
    )
    paid(version, activity_uid=costed.activity, line_uid=costed.uid, amount=D(1))
    said = _of_line(cast, version, tracked, costed.uid)["Still to be found"]
    assert said == float(costed.amount or 0) - 1
    paid(version, activity_uid=costed.activity)
    said = _of_line(cast, version, tracked, costed.uid)["Still to be found"]
    assert said == "Money is secured for the activity as a whole: see its sum"


def _of_line(cast: Cast, version: PlanVersion, tracked: Tracked, uid: str) -> dict[str, Any]:
    line = tracked.line(uid)
    assert line is not None
    lines = taken(cast, version, What.BUDGET)[0]
    return next(row for row in lines if row["Budget line"] == line.description.get("en"))


def test_an_indicator_leaves_with_its_range_its_doubt_and_what_waits(
    cast: Cast, version: PlanVersion
):
    track = follow(cast, version)
    for kind, on, best in ((BASELINE, "2023", 300), (TARGET, "2027", 100)):
        figures = Figures(on=on, best=D(best))
        indicator_figures.record(OPERATOR, version, track, kind, figures)
    approved(cast, version, track, value(190, "2025-06", low=150, high=270))
    waits = enter(cast, version, track, value(1, "2026-01"))
    observations.advance(cast.actor("officer"), version, track, waits, "send")
    ((row,),) = taken(cast, version, What.INDICATORS)
    (line,) = indicator_standings.lines(OPERATOR, version)
    ends = (
        "Last approved value, lowest",
        "Last approved value, best",
        "Last approved value, highest",
    )
    assert tuple(row[end] for end in ends) == (150, 190, 270)
    assert row["As of"] == "2025-06"
    assert (row["At the start, best"], row["Target, best"]) == (300, 100)
    assert (row["Start as of"], row["To be reached by"]) == ("2023", "2027")
    assert row["On track?"] == "Cannot be told yet"
    assert row["Why that cannot be told"].startswith("The range of the value lies on both sides")
    assert row["Which way is good"] == "It should fall"
    assert (row["Approved values"], row["Values waiting for approval"]) == (1, 1)
    assert row["Of these without evidence"] == line.unproven == 1
    assert row["Unit"] == "kg/yr"


def test_of_fewer_than_five_people_no_file_holds_a_number(cast: Cast, version: PlanVersion):
    track = follow(cast, version, "officers_trained", "people")
    groups = {"sex": {"women": 4, "men": 31}}
    approved(cast, version, track, value(35, groups=groups))
    ((row,),) = taken(cast, version, What.INDICATORS)
    assert row["Last approved value, best"] == 35
    assert row["By group"] == "Women: fewer than 5\nMen: not shown, to protect a small group"
    (told,) = data(cast, version, What.INDICATORS)["indicators"]
    assert told["groups"] == {"sex": {"women": {"hidden": "few"}, "men": {"hidden": "kept"}}}
    approved(cast, version, track, value(4, "2025-12"))
    ((row,),) = taken(cast, version, What.INDICATORS)
    assert row["Last approved value, best"] == "fewer than 5"
    (told,) = data(cast, version, What.INDICATORS)["indicators"]
    assert told["last"] == {"on": "2025-12", "hidden": "few", "source": ""}


def test_a_file_keeps_to_the_filter_and_names_it(cast: Cast, version: PlanVersion):
    following = activities.of_version(OPERATOR, version)
    one = following.activities[0].activity
    asked = ActivityFilter(show="unknown", whose=one.lead_uid or "", item=one.items[0])
    (rows,) = taken(cast, version, What.ACTIVITIES, activities=asked)
    assert len(rows) == sum(map(asked.keeps, following.activities))
    told = cover(cast, version, What.ACTIVITIES, activities=asked)
    assert told["Which"] == "Not known"
    lead = following.tracked.institution(one.lead_uid)
    assert told["Whose"] == (lead.name["en"] if lead else "")
    assert told["Item of Annex C"].startswith("Annex C")
    assert told["Rows"] == f"{len(rows)} of {len(following.activities)}"
    everything = cover(cast, version, What.ACTIVITIES)
    assert everything["Which"] == "All activities"


def test_the_cover_says_what_it_is_of_for_whom_and_when(cast: Cast, version: PlanVersion):
    told = cover(cast, version, What.INDICATORS)
    assert told["Plan"] == cast.plan.title["en"]
    assert told["Version"] == str(version.number)
    assert told["Audience"] == "Drafting team"
    assert told["Made by"] == cast.officer.name
    assert "2026" in told["Made on"]
    page = book(cast, version, What.BUDGET).worksheets[0]
    words = " ".join(str(cell.value) for cell in page["B"] if cell.value)
    assert "“Not costed” means" in words
    assert "“Not known” means" in words


def test_a_viewer_takes_out_what_a_viewer_reads(cast: Cast, version: PlanVersion):
    officer = cast.actor("officer")
    _, one = activities.get(officer, version, FIRST)
    activity_reports.decide_status(officer, version, one, Status.LATE, "Between us")
    paid(version)
    (rows,) = taken(cast, version, What.ACTIVITIES, "viewer")
    assert rows[0]["Status"] == "Late"
    told = cover(cast, version, What.BUDGET, "viewer")
    assert told["Audience"].startswith("Viewers of the Party")
    for what in What:
        for format in Format:
            made = extracts.take(cast.actor("viewer"), version, what, format)
            assert made.name.endswith(f"-{what}-viewers.{format}")
            if format is not Format.XLSX:
                assert b"Between us" not in made.data
                assert b"Known to the team" not in made.data
        sheets = taken(cast, version, what, "viewer")
        assert "Between us" not in str(sheets)
        assert "Known to the team" not in str(sheets)
    assert "Known to the team" in str(taken(cast, version, What.BUDGET))


@pytest.mark.parametrize("what", list(What))
@pytest.mark.parametrize("who", ["reviewer", "stranger", "administrator"])
def test_nobody_else_takes_anything_out(cast: Cast, version: PlanVersion, what: What, who: str):
    with pytest.raises((NotFound, Forbidden)):
        extracts.take(cast.actor(who), version, what, Format.XLSX)
    assert db.session.query(Event).filter(Event.kind.like("%table:taken")).count() == 0


@pytest.mark.parametrize("what", list(What))
def test_that_it_was_taken_out_stands_in_the_log(cast: Cast, version: PlanVersion, what: What):
    extracts.take(cast.actor("officer"), version, what, Format.CSV)
    (event,) = db.session.query(Event).filter(Event.kind.like("%table:taken"))
    assert event.actor_id == cast.officer.id
    details = json.loads(event.details) if isinstance(event.details, str) else event.details
    assert (details["format"], details["audience"]) == ("csv", "drafting_team")


def test_what_cannot_be_taken_out_is_not_there():
    assert extracts.known("budget", "csv") == (What.BUDGET, Format.CSV)
    for what, format in (("sites", "csv"), ("budget", "exe")):
        with pytest.raises(Hidden):
            extracts.known(what, format)


@pytest.mark.parametrize("what", list(What))
def test_comma_separated_values_hold_the_first_table(cast: Cast, version: PlanVersion, what: What):
    follow(cast, version)
    paid(version)
    made = extracts.take(cast.actor("officer"), version, what, Format.CSV)
    text = io.StringIO(made.data.decode("utf-8-sig"), newline="")
    rows = list(csv.DictReader(text))
    sheet = taken(cast, version, what)[0]
    assert len(rows) == len(sheet) > 0
    assert list(rows[0]) == list(sheet[0])


def test_words_that_look_like_a_formula_stay_text(cast: Cast, version: PlanVersion):
    paid(version)
    page = book(cast, version, What.BUDGET).worksheets[2]
    cell = next(cell for row in page.iter_rows() for cell in row if cell.value == "=GEF-8")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_headings_are_in_the_language_of_the_reader(cast: Cast, version: PlanVersion):
    with use_locale("fr"):
        page = book(cast, version, What.ACTIVITIES).worksheets[1]
    heads = [cell.value for cell in page[1]]
    assert "Institution responsable" in heads
    assert not {"Activity", "Phase of", "Status"} & set(heads)


@pytest.mark.parametrize("what", list(What))
@pytest.mark.parametrize("who", ["officer", "viewer"])
def test_the_data_are_what_their_schema_says(
    cast: Cast, version: PlanVersion, what: What, who: str
):
    track = follow(cast, version)
    approved(cast, version, track, value(190, "2025-06", low=150, high=230))
    paid(version)
    stated = {"base": "EUR", "quote": "USD", "rate": D("1.1"), "source": "Central bank"}
    exchange_rates.record(OPERATOR, version, details={**stated, "stated_on": "2026-03-01"})
    found = data(cast, version, what, who)
    assert found["plan"]["id"] == cast.plan.id


@pytest.mark.parametrize("what", list(What))
def test_every_key_of_the_data_is_documented(what: What):
    documented = DOCS.read_text(encoding="utf-8")
    assert (
        sorted({key for key in _keys(extract_schema(what)) if f"`{key}`" not in documented}) == []
    )


def _keys(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from properties
        for inner in schema.values():
            yield from _keys(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _keys(inner)


@pytest.mark.parametrize("what", list(What))
def test_taking_out_costs_the_same_queries_at_any_size(
    cast: Cast, version: PlanVersion, what: What, queries: QueryCount
):
    officer, counted = cast.actor("officer"), []
    for round_ in range(2):
        for _ in range(6 * round_):
            paid(version)
        ids = [("mercury_used", "amount"), ("officers_trained", "people")][: round_ + 1]
        for id, measure in ids:
            track = follow(cast, version, id, measure)
            approved(cast, version, track, value(190 + round_, "2025-06"))
        db.session.commit()
        fresh = tracking.in_force(officer, cast.plan.id)
        tracking.whole(fresh)  # the text is read once
        with queries:
            extracts.take(officer, fresh, what, Format.XLSX)
        counted.append(queries.count)
    assert counted[0] == counted[1] <= 12


LINES = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.one_of(st.none(), st.decimals(0, 10**9, places=4)),
        st.sampled_from(["USD", "EUR"]),
    ),
    max_size=6,
)
RECORDS = st.lists(
    st.tuples(
        st.sampled_from(["secured", "spent", "taken_back"]),
        st.integers(0, 3),
        st.integers(0, 9),
        st.decimals("0.0001", 10**9, places=4),
        st.sampled_from(["USD", "EUR", "XAF"]),
    ),
    max_size=12,
)


@given(LINES, RECORDS)
def test_whatever_is_budgeted_and_recorded_the_rows_add_up_to_the_whole(lines: Any, records: Any):
    money = _money(lines, records)
    table = Budget(money, "", Names(money.tracked, money.schema)).table
    assert _summed(table, "cost") == money.whole.budgeted.sums
    for key, found in (("secured", money.whole.secured), ("spent", money.whole.spent)):
        assert _summed(table, key) == found


def _money(lines: Any, records: Any) -> Money:
    """Three activities; the fourth is gone, and lines may be named that are of another one."""
    told = tuple(
        TrackedLine(
            f"l{at}",
            f"a{a}",
            cost={"empty": "not_costed"}
            if cost is None
            else {"amount": str(cost), "currency": code},
        )
        for at, (a, cost, code) in enumerate(lines)
    )
    activities_ = [
        TrackedActivity(name, lines=tuple(one.uid for one in told if one.activity_uid == name))
        for name in ("a0", "a1", "a2")
    ]
    tracked = Tracked("plan", "en", 1, {"en": "Plan"}, activities=tuple(activities_), lines=told)
    entries = [
        FundingRecord(
            movement=movement,
            activity_uid=f"a{a}",
            line_uid=f"l{line}",
            amount=amount,
            currency=code,
            happened_on="2026",
        )
        for movement, a, line, amount, code in records
    ]
    pure = arithmetic.lines_of(tracked, [])
    return Money(treaty(), tracked, pure, entries, entries, [], Rates([]))


def _summed(table: Table, key: str) -> dict[str, Decimal]:
    keys = [column.key for column in table.columns]
    at, code = keys.index(key), keys.index("currency")
    found: dict[str, Decimal] = {}
    for row in table.rows:
        if isinstance(row[at], Decimal):
            found[str(row[code])] = found.get(str(row[code]), D(0)) + row[at]  # type: ignore[operator]
    return found
