"""Headings of a text that is shown: no level is left out."""

from __future__ import annotations

import pytest

from nap_tracker.text.headings import in_steps


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("345", "345"),
        ("44", "33"),
        ("434", "334"),
        ("35353", "34343"),
        ("5", "3"),
    ],
)
def test_headings_that_are_shown_go_down_in_steps_of_one(written: str, shown: str) -> None:
    assert in_steps(headed(written)) == headed(shown)


def test_words_and_blocks_between_headings_stay() -> None:
    html = '<p data-block="aaaaaaa1">h4</p><h4 data-block="aaaaaaa2">One<br>two</h4><ul></ul>'
    assert in_steps(html) == html.replace("<h4", "<h3").replace("</h4>", "</h3>")


def headed(levels: str) -> str:
    return "".join(f'<h{n} data-block="aaaaaaa1">A <em>b</em></h{n}><p>c</p>' for n in levels)
