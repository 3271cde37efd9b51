"""What may not be parted by the end of a page, whatever stands before it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pypdfium2
import pytest

from tests.exports.conftest import Printed

Print = Callable[..., Printed]
ROWS = range(24, 48)
"""So that somewhere among them the page ends right before the last row, and right after it."""
HEAD = '<thead><tr><th scope="col">Name</th><th scope="col">Cost</th></tr></thead>'


@pytest.fixture(scope="module")
def pages(printed: Print) -> Callable[[Callable[[int], str]], list[list[str]]]:
    """Lines of every page of sheets with the style sheet of a plan, one sheet a length."""
    from nap_tracker.exports.pdf import to_pdf

    html = printed().html

    def make(sheet: Callable[[int], str]) -> list[list[str]]:
        body = "".join(f'<section class="sheet portrait">{sheet(n)}</section>' for n in ROWS)
        whole = re.sub(r"<body>.*</body>", lambda _: f"<body>{body}</body>", html, flags=re.S)
        document = pypdfium2.PdfDocument(to_pdf(whole, {}).data)
        return [page.get_textpage().get_text_range().split("\r\n") for page in document]

    return make


def rows(number: int) -> str:
    return "".join(f"<tr><td>Row {n}</td><td>{n}</td></tr>" for n in range(number))


def first_lines(pages: list[list[str]]) -> set[str]:
    """What pages begin with, below the repeated heads of tables."""
    return {next(line for line in page if line != "Name Cost") for page in pages}


def test_a_total_is_never_parted_from_the_rows_it_sums(pages: Callable[..., list[list[str]]]):
    def sheet(number: int) -> str:
        total = '<tr class="total"><th scope="row">Total</th><td>1</td></tr>'
        return f'<table class="data">{HEAD}<tbody>{rows(number)}{total}</tbody></table>'

    made = pages(sheet)
    assert len(made) > len(ROWS)
    assert not [line for line in first_lines(made) if line.startswith("Total")]


def test_a_note_is_never_parted_from_its_table(pages: Callable[..., list[list[str]]]):
    def sheet(number: int) -> str:
        table = f'<table class="data">{HEAD}<tbody>{rows(number)}</tbody></table>'
        return f'{table}<p class="note">Note below</p>'

    made = pages(sheet)
    assert len(made) > len(ROWS)
    assert not [line for line in first_lines(made) if line.startswith("Note below")]


def test_a_label_is_never_parted_from_what_it_names(pages: Callable[..., list[list[str]]]):
    def sheet(number: int) -> str:
        details = (
            '<tr class="details"><td colspan="2"><p class="label"><b>How it was made</b></p>'
            "<p>The text of the label</p></td></tr>"
        )
        return f'<table class="data">{HEAD}<tbody>{rows(number)}{details}</tbody></table>'

    made = pages(sheet)
    assert len(made) > len(ROWS)
    assert not [line for line in first_lines(made) if line.startswith("The text of the label")]
