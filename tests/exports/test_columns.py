"""How wide columns are."""

from __future__ import annotations

import pytest

from nap_tracker.exports.columns import GAP, LANDSCAPE, LONGEST_WORD, PORTRAIT, breadth, widths


def test_widths_add_up_to_the_whole_table() -> None:
    shares = widths([["No.", "1"], ["Activity", "word " * 90], ["Cost", "12,000"]], room=PORTRAIT)
    assert sum(shares) == pytest.approx(100, abs=0.05)


def test_a_column_is_never_narrower_than_its_longest_ordinary_word() -> None:
    words = ["formalization", "words " * 60]
    shares = widths([["No.", "1"], words, ["x", "text " * 400]], room=PORTRAIT)
    assert shares[1] * PORTRAIT / 100 >= len("formalization") + GAP


def test_a_monstrous_word_does_not_starve_the_other_columns() -> None:
    shares = widths([["a" * 500], ["text " * 30]], room=PORTRAIT)
    assert shares[1] > 30


def test_amounts_in_the_billions_stay_on_one_line() -> None:
    amount = "\u206647,200,000,000.00\u00a0MNT\u2069"
    shares = widths(
        [["Activity", "word " * 300], ["Cost", amount]], room=PORTRAIT, whole=[False, True]
    )
    assert shares[1] * PORTRAIT / 100 >= breadth(amount) + GAP


def test_a_short_column_gets_no_more_than_its_longest_line() -> None:
    shares = widths([["Year", "2028"], ["Text", "word " * 500]], room=LANDSCAPE)
    assert shares[0] * LANDSCAPE / 100 <= len("Year") + GAP + 0.5


def test_wide_scripts_count_double_and_marks_nothing() -> None:
    assert breadth("汞") == 2
    assert breadth("e\u0301") == 1
    assert breadth("ນ້ຳ") == 2
    assert breadth("\u2066ab\u2069") == 2


def test_more_columns_than_room_shrink_together() -> None:
    columns = [["institutionalization"] for _ in range(12)]
    assert widths(columns, room=PORTRAIT) == pytest.approx([100 / 12] * 12, abs=0.05)
    assert len("institutionalization") > LONGEST_WORD


def test_a_table_without_words_has_equal_columns() -> None:
    assert widths([[], []], room=PORTRAIT) == (50, 50)
