"""Rows of a file become strategies, activities, budget lines, milestones and institutions."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nap_tracker.annex_c.problems import MESSAGES as VALUE_MESSAGES
from nap_tracker.annex_c.schema import treaty
from nap_tracker.annex_c.values import problems as value_problems
from nap_tracker.content.tree import EntryContent, PartyContent, PlanContent
from nap_tracker.errors import InvalidFile
from nap_tracker.imports.columns import Column
from nap_tracker.imports.figures import Notation
from nap_tracker.imports.options import Options, RowFilter, Zero
from nap_tracker.imports.problems import MESSAGES, Severity
from nap_tracker.imports.proposal import Proposal, Reading, Total
from tests.imports.tables import as_csv, as_xlsx, codes, few, of_file, proposed

FREE = Options("en", Zero.FREE, currency="USD")
HEAD = ("Strategy", "Annex C", "Activity", "Cost")


def plan(*entries: EntryContent) -> PlanContent:
    party = PartyContent("XAA", {"en": "Sample"})
    return PlanContent(
        "plan", party, {"en": "Plan"}, "en", ("en",), None, None, 1, 1, entries=entries
    )


def answers(proposal: Proposal, register: str) -> list[dict[str, Any]]:
    return [dict(row.answers) for row in proposal.of(register)]


def statements(proposal: Proposal) -> list[str]:
    return [row["statement"]["en"] for row in answers(proposal, "activity")]


def costs(rows: Sequence[Sequence[str]], options: Options = FREE, head: Any = HEAD) -> list[Any]:
    return [row.get("cost") for row in answers(proposed([head, *rows], options), "budget_line")]


def messages(proposal: Proposal) -> list[tuple[str, str]]:
    return [(p.reference, p.message % p.params) for p in proposal.problems]


def test_a_whole_row_becomes_rows_that_refer_to_each_other() -> None:
    head = [
        "Strategy number", "Strategy", "Annex C items", "Activity number", "Activity",
        "Lead institution", "Supporting institutions", "Start", "End", "Place", "Output",
        "Indicator", "Means of verification", "Assumptions and risks", "Milestone",
        "Milestone due", "Cost", "Currency", "Year of the cost", "What is paid for",
        "State of funding", "Kind of source", "Name of the source", "Notes on the cost",
    ]  # fmt: skip
    row = [
        "2.1", "Better health", "1(h)/1(b)(i)", "24-1-", "Train\nstaff", "Ministry of Health (MoH)",
        "MoE; MoM", "2021", "Q2 2022", "Kampala", "Trained staff", "200 people", "Lists",
        "Staff stay", "Course written", "03/2021", "12 000.50", "USD", "2021", "Workshops",
        "secured", "GEF", "planetGOLD", "As agreed",
    ]  # fmt: skip
    proposal = proposed([head, row])
    assert proposal.problems == ()
    (strategy,) = proposal.of("strategy")
    (activity,) = proposal.of("activity")
    (line,) = proposal.of("budget_line")
    (milestone,) = proposal.of("milestone")
    lead, *supporting = (row.uid for row in proposal.of("institution"))
    assert strategy.answers == {
        "number": {"en": "2.1"},
        "heading": {"en": "Better health"},
        "items": ["1b.i", "1h"],
    }
    assert activity.answers == {
        "number": {"en": "24-1-"},
        "statement": {"en": "Train\nstaff"},
        "strategy": strategy.uid,
        "items": ["1b.i", "1h"],
        "lead": lead,
        "supporting": supporting,
        "start": "2021",
        "end": "2022-06",
        "place": {"en": "Kampala"},
        "output": {"en": "Trained staff"},
        "indicator": {"en": "200 people"},
        "verification": {"en": "Lists"},
        "assumptions": {"en": "Staff stay"},
    }
    assert line.answers == {
        "activity": activity.uid,
        "description": {"en": "Workshops"},
        "cost": {"amount": "12000.50", "currency": "USD"},
        "year": "2021",
        "funding_status": "secured",
        "source_type": "gef",
        "source": {"en": "planetGOLD"},
        "notes": {"en": "As agreed"},
    }
    assert milestone.answers == {
        "activity": activity.uid,
        "title": {"en": "Course written"},
        "due": "2021-03",
    }
    assert answers(proposal, "institution")[0] == {
        "name": {"en": "Ministry of Health"},
        "acronym": {"en": "MoH"},
    }
    assert {each.row for each in proposal.rows if each.register != "institution"} == {2}


def test_every_proposed_answer_is_canonical() -> None:
    rows = [
        HEAD,
        ["Health", "1(h)", "Train", "1 000"],
        ["Health", "2", "Equip", "not costed"],
        ["", "b", "Pay", "0"],
    ]
    proposal = proposed(rows, FREE)
    assert proposal.is_applicable
    for row in proposal.rows:
        register = treaty().register(row.register)
        for field_id, value in row.answers.items():
            assert value_problems(register.field(field_id), value) == ()


def test_what_is_referred_to_comes_first_and_positions_follow_the_file() -> None:
    rows = [HEAD, ["B", "1b", "b1", "1"], ["A", "1c", "a1", "2"], ["B", "1d", "b2", "3"]]
    proposal = proposed(rows, FREE)
    assert [row.register for row in proposal.rows] == (
        ["strategy"] * 2 + ["activity"] * 3 + ["budget_line"] * 3
    )
    assert [row.position for row in proposal.of("activity")] == [1, 2, 3]
    assert statements(proposal) == ["b1", "a1", "b2"]
    assert len({row.uid for row in proposal.rows}) == len(proposal.rows)


# Strategies


def test_strategies_are_grouped_by_heading_in_file_order() -> None:
    rows = [HEAD, ["B", "1b", "1", "1"], ["A", "1c", "2", "1"], ["b ", "1e", "3", "1"]]
    proposal = proposed(rows, FREE)
    assert [row["heading"]["en"] for row in answers(proposal, "strategy")] == ["B", "A"]
    assert [row["items"] for row in answers(proposal, "strategy")] == [["1b", "1e"], ["1c"]]
    by_uid = {row.uid: row.answers["heading"]["en"] for row in proposal.of("strategy")}
    assert [by_uid[row["strategy"]] for row in answers(proposal, "activity")] == ["B", "A", "B"]


def test_the_order_is_that_of_the_file_and_numbers_stay_text() -> None:
    head = ("Strategy number", "Strategy", "Activity")
    rows = [["11.1", "K", "a"], ["2.1", "B", "b"], ["24-1-", "X", "c"], ["2.1", "Other", "d"]]
    proposal = proposed([head, *rows])
    assert [row["number"]["en"] for row in answers(proposal, "strategy")] == [
        "11.1", "2.1", "24-1-", "2.1",
    ]  # fmt: skip


def test_the_same_heading_under_another_number_is_another_strategy() -> None:
    head = ("Strategy number", "Strategy", "Activity")
    rows = [["1", "A", "a"], ["2", "A", "b"], ["", "A", "c"], ["2", "", "d"], ["3", "", "e"]]
    proposal = proposed([head, *rows])
    places = {row.uid: row.position for row in proposal.of("strategy")}
    assert [places[row["strategy"]] for row in answers(proposal, "activity")] == [1, 2, 1, 2, 3]
    assert answers(proposal, "strategy")[2] == {"number": {"en": "3"}}


def test_a_row_before_any_strategy_is_pointed_out() -> None:
    proposal = proposed([HEAD, ["", "1c", "one", "1"], ["A", "1c", "two", "1"]], FREE)
    assert messages(proposal) == [("A2", "No strategy is named here or above.")]
    assert "strategy" not in answers(proposal, "activity")[0]


def test_a_blank_strategy_is_that_of_the_row_above() -> None:
    rows = [HEAD, ["A", "1c", "one", "1"], ["", "1c", "two", "1"], ["", "1c", "three", "1"]]
    proposal = proposed(rows, FREE)
    assert len({row["strategy"] for row in answers(proposal, "activity")}) == 1
    assert messages(proposal) == [
        ("A", "The strategy is blank in some rows and was taken from the row above: 3-4.")
    ]


def test_a_row_with_only_a_strategy_is_its_heading() -> None:
    rows = [
        HEAD,
        ["A", "", "", ""],
        ["", "1c", "one", "1"],
        ["B", "", "", ""],
        ["", "1c", "2", "1"],
    ]
    proposal = proposed(rows, FREE)
    assert proposal.counts.strategies == 2
    assert statements(proposal) == ["one", "2"]
    assert codes(proposal) == ["filled_down"]


def test_a_heading_across_the_table_starts_a_strategy() -> None:
    head = ["Activity", "Lead institution", "Cost"]
    rows = [head, ["1. Health"], ["Train", "MoH", 5], ["2. Trade"], ["Control", "MoT", 6]]
    proposal = of_file(as_xlsx(rows, "A2:C2", "A4:C4"), FREE)
    assert [row["heading"]["en"] for row in answers(proposal, "strategy")] == [
        "1. Health",
        "2. Trade",
    ]
    assert statements(proposal) == ["Train", "Control"]
    assert codes(proposal).count("heading_row") == 2


def test_a_strategy_of_the_plan_is_referred_to_not_repeated() -> None:
    known = EntryContent(
        "known", "strategy", 4, {"heading": {"en": "Better  health"}, "items": ["1h"]}
    )
    rows = [HEAD, ["better health", "1(h)", "Train", "1"], ["New", "1(c)", "Register", "1"]]
    proposal = proposed(rows, FREE, existing=plan(known))
    assert answers(proposal, "activity")[0]["strategy"] == "known"
    assert [(row.position, row.answers["heading"]) for row in proposal.of("strategy")] == [
        (5, {"en": "New"})
    ]


# Activities


def test_activities_with_the_same_words_stay_different() -> None:
    rows = [HEAD, ["A", "1c", "Train", "1"], ["A", "1c", "Train", "1"], ["B", "1c", "Train", "1"]]
    proposal = proposed(rows, FREE)
    assert statements(proposal) == ["Train"] * 3
    assert proposal.totals == (Total("USD", Decimal(3), 3),)


def test_a_file_that_was_applied_before_is_pointed_out() -> None:
    known = (
        EntryContent("s", "strategy", 1, {"heading": {"en": "A"}}),
        EntryContent("a", "activity", 7, {"strategy": "s", "statement": {"en": "Train"}}),
    )
    rows = [HEAD, ["A", "1c", "Train", "1"], ["B", "1c", "Train", "1"]]
    proposal = proposed(rows, FREE, existing=plan(*known))
    assert [p.params["rows"] for p in proposal.warnings if p.code == "seen_before"] == ["2"]
    assert proposal.of("activity")[0].position == 8


def test_a_row_without_its_activity_stops_everything() -> None:
    rows = [HEAD, ["A", "1c", "one", "1"], ["A", "1c", "", "250"]]
    proposal = proposed(rows, FREE)
    assert [(p.code, p.reference) for p in proposal.errors] == [("missing_activity", "C3")]
    with pytest.raises(InvalidFile) as refusal:
        proposal.applicable()
    assert [(p.path, p.message) for p in refusal.value.problems] == [
        ("C3", "The activity is missing.")
    ]


def test_a_text_longer_than_its_field_is_an_error_at_its_cell() -> None:
    longest = treaty().register("strategy").field("heading").max_length or 0
    rows = [HEAD, ["x" * longest, "1c", "one", "1"], ["x" * (longest + 1), "1c", "two", "1"]]
    assert [(p.code, p.reference) for p in proposed(rows, FREE).errors] == [("too_long", "A3")]


def test_merged_cells_make_further_lines_of_one_activity() -> None:
    rows = [
        ["Strategy", "Activity", "What is paid for", "Cost"],
        ["A", "Train", "Rooms", 100],
        [None, None, "Trainers", 200],
        [None, "Equip", "Tools", 50],
    ]
    proposal = of_file(as_xlsx(rows, "A2:A4", "B2:B3"), FREE)
    assert statements(proposal) == ["Train", "Equip"]
    train, equip = (row.uid for row in proposal.of("activity"))
    assert [row["activity"] for row in answers(proposal, "budget_line")] == [train, train, equip]
    assert proposal.totals == (Total("USD", Decimal(350), 3),)


def test_what_else_stands_beside_a_merged_activity_is_pointed_out() -> None:
    rows = [["Activity", "Output", "Cost"], ["Train", "People", 1], [None, "Lists", 2]]
    proposal = of_file(as_xlsx(rows, "A2:A3"), FREE)
    assert [(p.code, p.reference) for p in proposal.warnings if p.row] == [("unlike", "B3")]
    assert answers(proposal, "activity")[0]["output"] == {"en": "People"}


def test_a_cell_merged_with_the_headings_or_another_plan_begins_anew() -> None:
    rows = [["Country", "Activity", "Cost"], ["Mali", "Train", 1], ["Niger", None, 2]]
    only = Options("en", Zero.FREE, "USD", only=RowFilter(0, "Niger"))
    assert statements(of_file(as_xlsx(rows, "B2:B3"), only)) == ["Train"]


def test_one_amount_merged_over_activities_is_counted_once() -> None:
    rows = [["Activity", "Cost"], ["one", 900], ["two", None], ["three", 5]]
    proposal = of_file(as_xlsx(rows, "B2:B3"), FREE)
    assert proposal.totals == (Total("USD", Decimal(905), 2),)
    assert [(p.code, p.row) for p in proposal.warnings if p.row] == [("shared_cost", 3)]


@pytest.mark.parametrize("words", ["TOTAL", "Sous-total", "Total général", "Sub-total strategy 1:"])
def test_a_row_that_adds_up_others_is_left_out(words: str) -> None:
    rows = [HEAD, ["A", "1c", "one", "10"], [words, "", "", "10"]]
    proposal = proposed(rows, FREE)
    assert proposal.totals == (Total("USD", Decimal(10), 1),)
    assert [(p.code, p.row) for p in proposal.problems] == [("total_row", 3)]
    assert proposal.counts.left_out == 1


def test_an_activity_that_begins_with_the_word_total_is_kept() -> None:
    assert statements(proposed([HEAD, ["A", "1b", "Total ban of burning", "1"]], FREE)) == [
        "Total ban of burning"
    ]


def test_line_breaks_stay_in_activities_and_leave_headings() -> None:
    proposal = proposed([HEAD, ["A\nB", "1c", "one\n- two", "1"]], FREE)
    assert answers(proposal, "strategy")[0]["heading"] == {"en": "A B"}
    assert statements(proposal) == ["one\n- two"]


# Annex C items


def test_an_unknown_item_is_an_error_until_somebody_says_what_it_is() -> None:
    rows = [HEAD, ["A", "Axis 4", "one", "1"]]
    assert [(p.code, p.reference) for p in proposed(rows, FREE).errors] == [("unknown_item", "B2")]
    mapped = Options("en", Zero.FREE, "USD", item_map={"axis 4": ("1f", "1c")})
    assert answers(proposed(rows, mapped), "activity")[0]["items"] == ["1c", "1f"]


def test_rows_without_an_item_take_that_of_the_heading_then_that_of_the_file() -> None:
    rows = [HEAD, ["Health (as required by point 1(h))", "", "one", "1"], ["B", "", "two", "1"]]
    proposal = proposed(rows, FREE)
    assert [row.get("items") for row in answers(proposal, "activity")] == [["1h"], None]
    assert messages(proposal) == [("B", "No Annex C item is given in rows 3.")]
    told = Options("en", Zero.FREE, "USD", default_items=("2",))
    assert [row["items"] for row in answers(proposed(rows, told), "activity")] == [["1h"], ["2"]]


# Money


def test_zero_is_asked_and_every_row_is_named() -> None:
    rows = [HEAD, *([["A", "1c", f"{n}", "0" if n != 2 else "5"] for n in range(5)])]
    proposal = proposed(rows, Options("en", currency="USD"))
    assert not proposal.is_applicable
    assert messages(proposal) == [
        (
            "D",
            "A cost of 0 can mean free or not costed yet, and the file does not say which. Say "
            "what it means in this file. Rows: 2-3, 5-6.",
        )
    ]


def test_zero_is_free_or_not_costed_as_was_said_and_blank_is_neither() -> None:
    rows = [["A", "1c", "one", "0.00"], ["A", "1c", "two", ""], ["A", "1c", "three", "not costed"]]
    not_costed = {"empty": "not_costed"}
    free = {"amount": "0.00", "currency": "USD"}
    assert costs(rows) == [free, not_costed]
    assert costs(rows, Options("en", Zero.NOT_COSTED)) == [not_costed, not_costed]
    proposal = proposed([HEAD, *rows], FREE)
    counts = proposal.counts
    assert (counts.free, counts.not_costed, counts.without_cost) == (1, 1, 1)
    assert proposal.totals == (Total("USD", Decimal(0), 1),)


def test_a_blank_cost_beside_other_money_columns_is_a_line_without_a_cost() -> None:
    head = ("Activity", "Cost", "Name of the source")
    assert costs([["one", "", "GEF"], ["two", "", ""]], FREE, head) == [None]


def test_several_currencies_are_added_apart_and_exactly() -> None:
    head = ("Activity", "Cost", "Currency")
    rows = [["a", "0.10", "USD"], ["b", "3'000'000'000.00", "MNT"], ["c", "0.20", "usd"]]
    proposal = proposed([head, *rows])
    assert proposal.totals == (
        Total("MNT", Decimal("3000000000.00"), 1),
        Total("USD", Decimal("0.30"), 2),
    )


@pytest.mark.parametrize(
    ("head", "cell", "currency"),
    [
        ("Cost", "USD 500", "USD"),
        ("Cost", "500 €", "EUR"),
        ("Cost (MNT)", "500", "MNT"),
        ("Coût en FCFA", "500", "XAF"),
        ("Cost", "500 F CFA", "XAF"),
        ("Cost", "500", "XAF"),
    ],
)
def test_the_currency_is_found_in_cell_heading_or_file(head: str, cell: str, currency: str) -> None:
    rows = [["one", cell]]
    (cost,) = costs(rows, Options("en", Zero.FREE, "XAF"), ("Activity", head))
    assert cost["currency"] == currency


def test_a_currency_column_settles_a_shared_sign() -> None:
    head = ("Activity", "Cost", "Currency")
    assert costs([["a", "$ 500", "CAD"]], Options("en"), head) == [
        {"amount": "500.00", "currency": "CAD"}
    ]


@pytest.mark.parametrize(
    ("cell", "currency", "code", "reference"),
    [
        ("500", "", "no_currency", "B2"),
        ("500", "XYZ", "currency", "C2"),
        ("500 bags", "USD", "currency", "B2"),
        ("500 €", "USD", "two_currencies", "B2"),
        ("$ 500", "", "shared_currency", "B2"),
        ("-500", "USD", "negative_cost", "B2"),
        ("much", "USD", "amount", "B2"),
        ("2 bn", "USD", "multiplier", "B2"),
        ("1e20 ", "USD", "amount", "B2"),
        ("900 000 000 000 000", "USD", "huge_cost", "B2"),
    ],
)
def test_what_is_wrong_with_money_is_said_at_its_cell(
    cell: str, currency: str, code: str, reference: str
) -> None:
    proposal = proposed([("Activity", "Cost", "Currency"), ["a", cell, currency]])
    assert [(p.code, p.reference) for p in proposal.errors] == [(code, reference)]
    (error,) = proposal.errors
    assert error.message % error.params


def test_decimals_are_decided_by_the_column_and_the_decision_is_shown() -> None:
    rows = [["a", "1c", "one", "1,234"], ["a", "1c", "two", "1,234.50"]]
    proposal = proposed([HEAD, *rows], FREE)
    assert proposal.readings == (Reading(3, "Cost", "decimals", "point", "1,234.50"),)
    assert proposal.totals == (Total("USD", Decimal("2468.50"), 2),)


def test_decimals_that_nothing_decides_are_asked_once() -> None:
    rows = [["a", "1c", "one", "1,234"], ["a", "1c", "two", "5,000"], ["a", "1c", "three", "20"]]
    asked = proposed([HEAD, *rows], FREE)
    assert messages(asked)[-1] == (
        "D",
        "“1,234” can be read as 1234 or as 1.234. Say which mark starts the decimals in this "
        "file. Rows: 2-3.",
    )
    told = proposed([HEAD, *rows], Options("en", currency="USD", notation=Notation.COMMA))
    assert told.totals == (Total("USD", Decimal("26.234"), 3),)
    assert told.readings == (Reading(3, "Cost", "decimals", "comma", ""),)


def test_numbers_of_a_workbook_are_never_ambiguous() -> None:
    rows = [["Activity", "Cost"], ["a", 1.234], ["b", "1,234"]]
    proposal = of_file(as_xlsx(rows), FREE)
    assert [p.params["rows"] for p in proposal.errors] == ["3"]
    assert proposal.totals == (Total("USD", Decimal("1.234"), 1),)


def test_words_that_multiply_are_read_and_shown() -> None:
    proposal = proposed([HEAD, ["A", "1c", "one", "86,6 milliards"]], FREE)
    assert proposal.totals == (Total("USD", Decimal("86600000000"), 1),)
    assert messages(proposal) == [("D2", "“86,6 milliards” was read as 86600000000.00.")]


def test_a_heading_in_thousands_must_be_confirmed() -> None:
    head = ("Activity", "Cost in thousands of USD")
    assert codes(proposed([head, ["a", "5"]])) == [
        "scale",
        "no_strategy_column",
        "no_item",
    ]
    assert costs([["a", "5"]], Options("en", scale=1000), head) == [
        {"amount": "5000.00", "currency": "USD"}
    ]
    assert costs([["a", "5"]], Options("en", scale=1), head) == [
        {"amount": "5.00", "currency": "USD"}
    ]


def test_a_scale_cannot_take_money_beyond_its_limit() -> None:
    proposal = proposed([("Activity", "Cost"), ["a", "900 000 000"]], Options("en", scale=10**6))
    assert [p.code for p in proposal.errors] == ["huge_cost"]


def test_a_calculated_amount_is_rounded_to_cents_and_shown() -> None:
    proposal = of_file(as_xlsx([["Activity", "Cost"], ["a", 5200 / 3]]), FREE)
    assert proposal.totals == (Total("USD", Decimal("1733.33"), 1),)
    assert messages(proposal)[-1] == ("B2", "The result of a formula was rounded to 1733.33.")


def test_a_cost_over_several_years_keeps_what_was_written() -> None:
    head = ("Activity", "Cost", "Year of the cost")
    (line,) = proposed([head, ["a", "5", "2020-2023"]], FREE).of("budget_line")
    assert "year" not in line.answers
    assert line.unaccepted["year"]["typed"] == "2020-2023"


def test_costs_by_year_are_a_line_each() -> None:
    head = ("Activity", "Cost 2021 (USD)", "Cost 2022 (USD)")
    proposal = proposed([head, ["a", "100", "200"], ["b", "", "50"]])
    assert [(row["year"], row["cost"]["amount"]) for row in answers(proposal, "budget_line")] == [
        ("2021", "100.00"),
        ("2022", "200.00"),
        ("2022", "50.00"),
    ]


def test_a_dash_is_no_cost_and_is_pointed_out() -> None:
    proposal = proposed([HEAD, ["A", "1c", "one", "-"]], FREE)
    assert (codes(proposal), proposal.of("budget_line")) == (["dash"], ())


# Dates, choices and what is kept beside


def test_a_time_that_is_no_date_stays_beside_the_field_as_written() -> None:
    head = ("Activity", "Time")
    proposal = proposed([head, ["a", "en 2023, 2026 et 2029"], ["b", "2020-2023"]])
    first, second = proposal.of("activity")
    assert first.unaccepted["start"]["typed"] == "en 2023, 2026 et 2029"
    assert "start" not in first.answers
    assert (second.answers["start"], second.answers["end"]) == ("2020", "2023")
    assert [(p.code, p.severity) for p in proposal.problems if p.row] == [
        ("date", Severity.WARNING)
    ]


@pytest.mark.parametrize(("start", "end"), [("2022", "2020"), ("05/2021", "2021-04-30")])
def test_an_end_before_the_start_is_an_error(start: str, end: str) -> None:
    proposal = proposed([("Activity", "Start", "End"), ["a", start, end]])
    assert [p.code for p in proposal.errors] == ["reversed"]


def test_a_year_ends_after_its_own_months() -> None:
    proposal = proposed([("Activity", "Start", "End"), ["a", "2021-05", "2021"]])
    assert proposal.errors == ()


def test_a_start_alone_is_not_an_end() -> None:
    proposal = proposed([("Activity", "Start", "End"), ["a", "Q2 2021", ""]])
    assert "end" not in answers(proposal, "activity")[0]


def test_the_order_of_day_and_month_is_asked_once_or_found_in_the_file() -> None:
    head = ("Activity", "Start")
    asked = proposed([head, ["a", "03/04/2021"], ["b", "05/06/2021"]])
    assert [p.code for p in asked.errors] == ["ambiguous_dates"]
    assert asked.errors[0].params["rows"] == "2-3"
    found = proposed([head, ["a", "03/04/2021"], ["b", "17/06/2021"]])
    assert answers(found, "activity")[0]["start"] == "2021-04-03"
    assert found.readings == (Reading(1, "Start", "dates", "day", "17/06/2021"),)
    told = proposed([head, ["a", "03/04/2021"]], Options("en", day_first=False))
    assert answers(told, "activity")[0]["start"] == "2021-03-04"


def test_choices_are_understood_by_code_label_and_habit_in_both_languages() -> None:
    head = ("Activity", "Cost", "State of funding", "Kind of source")
    labels = [
        treaty(language="fr").register("budget_line").field("funding_status").options[3].label,
        "secured",
        "Acquis",
        "perhaps",
    ]
    proposal = proposed([head, *(["a", "1", label, "FEM"] for label in labels)], FREE)
    lines = proposal.of("budget_line")
    assert [line.answers.get("funding_status") for line in lines] == ["secured"] * 3 + [None]
    assert [line.answers["source_type"] for line in lines] == ["gef"] * 4
    assert lines[3].unaccepted["funding_status"]["typed"] == "perhaps"


# Institutions


def test_several_leads_are_one_lead_and_support() -> None:
    head = ("Activity", "Lead institution", "Supporting institutions")
    proposal = proposed([head, ["a", "MoM; MoH", "MoH; EPA"]])
    first, second, third = (row.uid for row in proposal.of("institution"))
    assert answers(proposal, "activity")[0]["lead"] == first
    assert answers(proposal, "activity")[0]["supporting"] == [second, third]
    assert "several_leads" in codes(proposal)


def test_a_list_of_institutions_that_nothing_parts_is_pointed_out_once() -> None:
    head = ("Activity", "Lead institution")
    proposal = proposed([head, ["a", "Police, Army"], ["b", "Police, Army"]])
    assert [(p.code, p.reference) for p in proposal.warnings if p.row] == [
        ("one_institution", "B2")
    ]
    assert proposal.counts.institutions == 1


def test_institutions_of_the_plan_are_found_by_acronym() -> None:
    known = EntryContent(
        "env", "institution", 1, {"name": {"fr": "Environnement"}, "acronym": {"fr": "ME"}}
    )
    proposal = proposed([("Activity", "Lead institution"), ["a", "me"]], existing=plan(known))
    assert answers(proposal, "activity")[0]["lead"] == "env"
    assert proposal.of("institution") == ()


# The file as a whole


def test_a_proposed_row_is_an_entry_of_a_plan() -> None:
    row = proposed([("Activity", "Cost"), ["a", "5"]], FREE).of("activity")[0]
    assert row.content() == EntryContent(row.uid, "activity", 1, {"statement": {"en": "a"}})


def test_only_the_rows_asked_for_are_read() -> None:
    head = ("Country", *HEAD)
    rows = [["Mali", "A", "1c", "one", "x"], ["  Niger ", "B", "1c", "two", "5"]]
    proposal = proposed([head, *rows], Options("en", Zero.FREE, "USD", only=RowFilter(0, "niger")))
    assert (statements(proposal), proposal.problems) == (["two"], ())
    assert proposal.counts.left_out == 1


def test_several_countries_in_one_plan_are_pointed_out() -> None:
    rows = [("Country", "Activity"), ["Mali", "a"], ["Niger", "b"]]
    assert "several_countries" in codes(proposed(rows))


def test_columns_must_say_what_the_activity_is_and_nothing_twice() -> None:
    data = as_csv([("x", "y"), ["a", "b"]])
    assert "no_activity_column" in codes(of_file(data, columns={0: Column.STRATEGY}))
    twice = of_file(data, columns={0: Column.ACTIVITY, 1: Column.ACTIVITY})
    assert [(p.code, p.reference) for p in twice.errors] == [
        ("column_twice", "A"),
        ("column_twice", "B"),
    ]
    absent = of_file(data, columns={0: Column.ACTIVITY, 9: Column.COST})
    assert [p.message % p.params for p in absent.errors] == ["The file has no column 10."]


def test_a_file_without_rows_proposes_nothing() -> None:
    proposal = proposed([HEAD])
    assert [p.code for p in proposal.errors] == ["nothing"]
    assert not proposal.is_applicable


def test_faults_of_the_file_count_only_in_columns_that_are_used() -> None:
    data = as_csv([("Activity", "Colour"), ["a", "\x07"]])
    assert of_file(data).errors == ()
    data = as_csv([("Activity", "Cost"), ["a", "\x07"]])
    assert [p.reference for p in of_file(data).errors] == ["B2"]


def test_a_code_of_a_file_and_a_code_of_a_value_are_never_the_same() -> None:
    assert not MESSAGES.keys() & VALUE_MESSAGES.keys()


def test_every_message_can_be_said() -> None:
    rows = [
        ("Strategy", "Annex C", "Activity", "Time", "Cost", "Currency", "Lead institution"),
        ["", "1c", "before any strategy", "2020", "1", "USD", "Police, Army"],
        ["A", "zzz", "", "2022-2020", "1,234", "XYZ", "A1; B2"],
        ["A", "Mining Practice Reform", "x", "03/04/2021", "(5)", "USD", ""],
        ["A", "", "y", "soon", "0", "", ""],
        ["Total", "", "", "", "5", "", ""],
    ]
    proposal = proposed(rows)
    assert len(set(codes(proposal))) > 10
    for problem in proposal.problems:
        said = problem.message % problem.params
        assert "%(" not in said
        assert problem.at_path().path == problem.reference


@few
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A", "B", "É"]),
            st.text(st.characters(categories=("L",)), min_size=3, max_size=20),
            st.decimals(0, 10**10, places=2),
            st.sampled_from(["USD", "XOF", "MNT"]),
        ),
        min_size=1,
    )
)
def test_nothing_is_lost_added_or_moved(rows: list[tuple[str, str, Decimal, str]]) -> None:
    head = ("Strategy", "Activity", "Cost", "Currency")
    table = [(strategy, text, f"{amount:,.2f}", code) for strategy, text, amount, code in rows]
    proposal = proposed([head, *table], Options("en", Zero.FREE))
    assume("total_row" not in codes(proposal))
    assert [len(statement) for statement in statements(proposal)] == [
        len(unicodedata.normalize("NFC", text)) for _, text, _, _ in rows
    ]
    sums: dict[str, Decimal] = {}
    for _, _, amount, code in rows:
        sums[code] = sums.get(code, Decimal(0)) + amount
    assert {total.currency: total.amount for total in proposal.totals} == sums
    assert proposal.counts.strategies == len({strategy for strategy, *_ in rows})
