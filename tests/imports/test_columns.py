"""Which column is which, by its heading and a look at its cells."""

from __future__ import annotations

import pytest

from nap_tracker.imports import columns
from nap_tracker.imports.columns import LABELS, Column, guess


def meanings(*headers: str, sample: tuple[tuple[str, ...], ...] = ()) -> list[Column | None]:
    found = guess(headers, sample)
    return [found.get(place) for place in range(len(headers))]


def test_every_meaning_has_a_label_and_is_recognised_by_it() -> None:
    assert set(LABELS) == set(Column)
    labels = [LABELS[column] for column in Column]
    assert meanings(*labels) == list(Column)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Activités", Column.ACTIVITY),
        ("ACTIONS", Column.ACTIVITY),
        ("Responsible institution(s)", Column.LEAD),
        ("Structure responsable", Column.LEAD),
        ("Coût estimatif (FCFA)", Column.COST),
        ("Estimated budget [USD]", Column.COST),
        ("Calendrier", Column.TIME),
        ("Time-frame", Column.TIME),
        ("Indicateurs de performance", Column.INDICATOR),
        ("Sources de vérification", Column.VERIFICATION),
        ("Hypothèses et risques", Column.ASSUMPTIONS),
        ("Source de financement", Column.SOURCE),
        ("Devise", Column.CURRENCY),
        ("Partenaires", Column.SUPPORTING),
        ("N°", Column.NUMBER),
        ("Axe stratégique", Column.STRATEGY),
        ("Annexe C", Column.ITEMS),
        ("Remarks", Column.NOTES),
        ("Colour", None),
    ],
)
def test_english_and_french_headings_are_recognised(header: str, column: Column | None) -> None:
    assert meanings(header) == [column]


def test_the_columns_of_the_published_data_set_are_recognised() -> None:
    headers = ("Country", "Code", "Strategy", "Item", "Cost_Original", "Currency", "Cost_USD")
    row = ("Mongolia", "Public Health", "6. Health", "Train staff", "1'000.00", "MNT", "0.35")
    assert meanings(*headers, sample=(row,)) == [
        None,
        Column.ITEMS,
        Column.STRATEGY,
        Column.ACTIVITY,
        Column.COST,
        Column.CURRENCY,
        None,
    ]


def test_a_heading_that_says_little_is_judged_by_its_cells() -> None:
    assert meanings("Item", sample=(("1(b)",), ("1(c)",))) == [Column.ITEMS]
    assert meanings("Item", sample=(("Train the staff",),)) == [Column.ACTIVITY]
    assert meanings("Code", sample=(("24-1-",),)) == [Column.NUMBER]


def test_a_heading_that_says_little_leaves_a_meaning_to_one_that_names_it() -> None:
    assert meanings("Theme", "Activity") == [None, Column.ACTIVITY]
    cited = (("1(b)", "1(c)"),)
    assert meanings("Theme", "Annex C", sample=cited) == [None, Column.ITEMS]


def test_each_meaning_goes_to_the_best_heading_only() -> None:
    assert meanings("Budget total", "Budget", "Activity") == [None, Column.COST, Column.ACTIVITY]


def test_costs_by_year_are_a_budget_line_each() -> None:
    sample = (("a", "100", "1,200"), ("b", "", "5"))
    assert meanings("Activity", "2021", "2022", sample=sample)[1:] == [Column.COST, Column.COST]
    assert meanings("Activity", "Cost 2021", "Cost 2022")[1:] == [Column.COST, Column.COST]


def test_a_total_beside_costs_by_year_is_taken_alone_so_that_nothing_counts_twice() -> None:
    found = meanings("Activity", "Cost 2021", "Cost 2022", "Cost")
    assert found[1:] == [None, None, Column.COST]


def test_marks_in_year_columns_are_no_costs() -> None:
    assert meanings("Activity", "2021", sample=(("a", "X"),)) == [Column.ACTIVITY, None]


def test_the_words_of_a_row_of_data_are_not_taken_for_headings() -> None:
    assert columns.recognised(("Train 200 health workers by 2025", "Kampala", "12 000")) == 0
