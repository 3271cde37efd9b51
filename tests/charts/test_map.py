"""Maps as geometry: what is drawn, what stands beside, and no lines but our own."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from nap_tracker.charts.frame import Fill
from nap_tracker.charts.map import GROUND, mark
from nap_tracker.charts.numerals import HIGH, number
from nap_tracker.charts.outlines import STROKES, Outline, Outlines, from_data, path_of, to_data
from nap_tracker.charts.plain import from_data as picture_from
from nap_tracker.charts.plain import to_data as picture_to
from tests.charts.pictures import outlined


def test_lines_of_what_is_not_known_run_over_every_fill_but_their_own():
    assert mark(Fill.BAD, is_partly=True) == "bad-partly"
    assert mark(Fill.BAD, is_partly=False) == "bad"
    assert mark(Fill.UNKNOWN, is_partly=True) == "unknown"


def test_a_map_for_each_practice_draws_the_same_regions():
    picture = outlined()
    assert [panel.label for panel in picture.panels] == ["Open burning", "Whole-ore amalgamation"]
    assert [panel.marks for panel in picture.panels] == [
        ("good", "neutral-partly"),
        ("bad-partly", "unknown"),
    ]
    assert picture.names == ("West", "<East>")


def test_a_region_without_an_outline_stands_beside_each_map():
    beside = [[(key.mark, key.words) for key in panel.beside] for panel in outlined().panels]
    assert beside == [[("shade-2", "Highland")], [("shade-2-partly", "Highland")]]


def test_the_table_names_every_region_also_those_without_an_outline():
    rows = outlined().frame.table.rows
    assert [row[:2] for row in rows][::2] == [
        ("West", "Open burning"),
        ("<East>", "Open burning"),
        ("Highland", "Open burning"),
    ]


def test_the_legend_names_only_what_is_drawn_or_stands_beside():
    marks = [key.mark for key in outlined().frame.legend]
    assert set(marks) == {
        *("good", "neutral-partly", "bad-partly", "unknown", "shade-2", "shade-2-partly", GROUND)
    }
    assert GROUND not in [key.mark for key in outlined(context=False).frame.legend]


def test_every_map_says_that_its_boundaries_are_no_opinion():
    assert "no opinion" in outlined().frame.notes[-1]


def test_numbers_are_lines_whose_middle_is_where_they_stand():
    for value in range(10):
        path = number(value, (100, 100))
        assert STROKES.fullmatch(path)
        x, y = map(int, re.match(r"M(\d+) (\d+)", path).groups())  # type: ignore[union-attr]
        assert abs(x - 100) <= 9
        assert abs(y - 100) <= HIGH / 2
    assert number(12, (100, 100)).count("M") == 2


def test_outlines_come_back_from_their_data_as_they_were():
    path = path_of([[(0, 0), (9, 0), (9, 12), (0, 12)], [(2, 2), (2, 4), (4, 4)]])
    assert path == "M0 0l9 0 0 12-9 0zM2 2l0 2 2 0z"
    outlines = Outlines(9, 12, (Outline(path, (4, 5)),))
    assert from_data(to_data(outlines)) == outlines


ODD = [
    'M0 0l1 1 1"/><script>z',
    "M0 0l1 1 1 1",
    "M0 0L1 1z",
    "url(#x)",
    "",
    "M0 0l١ ١ ١z",
    "M99999 0l1 1 1 1z",
]


@pytest.mark.parametrize("path", ODD)
def test_lines_that_are_not_ours_are_refused(path: str):
    with pytest.raises(ValueError, match="path data"):
        from_data({"width": 9, "height": 9, "shapes": [[path, 1, 1]]})
    with pytest.raises(ValueError, match="path data"):
        replace(outlined(), areas=(path,))


@pytest.mark.parametrize("shapes", [None, 5, [5], [["M0 0l1 1 1 1z"]], [["M0 0l1 1 1 1z", 1, -1]],
                                    [["M0 0l1 1 1 1z", 1, 1e3]], [[None, 1, 1]]])  # fmt: skip
def test_what_is_no_outline_is_refused(shapes: object):
    with pytest.raises(ValueError, match=r"outlines|side|path"):
        from_data({"width": 9, "height": 9, "shapes": shapes})


def test_a_picture_from_elsewhere_with_other_lines_is_refused():
    data = picture_to(outlined())
    assert picture_from(data) == outlined()
    for name, value in (("numbers", "<text>"), ("ground", "M0 0"), ("width", 10**9)):
        with pytest.raises(ValueError, match=r"path data|size"):
            picture_from({**data, name: value})


def test_a_picture_from_elsewhere_that_could_not_be_drawn_is_refused():
    """One mark too many, and every print of its pack would fail."""
    data = picture_to(outlined())
    first, *others = data["panels"]
    for name, value in (
        ("names", data["names"][:1]),
        ("areas", data["areas"][:1]),
        ("panels", [{**first, "marks": [*first["marks"], "good"]}, *others]),
        ("panels", [{**first, "marks": first["marks"][:1]}, *others]),
    ):
        with pytest.raises(ValueError, match="for each region"):
            picture_from({**data, name: value})
