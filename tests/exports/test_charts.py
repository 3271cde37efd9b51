"""Pictures in a printed document: every one is drawn by the printer, none is left out."""

from __future__ import annotations

import pytest

from nap_tracker.exports import html
from nap_tracker.exports.html import environment
from nap_tracker.exports.pdf import to_pdf
from tests.charts.pictures import every
from tests.charts.test_markup import CALL
from tests.exports import reading


def document(language: str) -> str:
    """A document of nothing but pictures, in the style of a plan."""
    direction = "rtl" if language == "ar" else "ltr"
    css = environment().get_template("charts.css").render(small=8, caption=9)
    drawn = "".join(
        environment().from_string(CALL).render(picture=one, id=f"p{n}")
        for n, one in enumerate(every())
    )
    look = (
        f"html {{ font: 10pt/1.5 {html.fonts(language)} }} ul {{ padding: 0 }}"
        " table { width: 100%; table-layout: fixed } th, td { text-align: start }"
        " figure { margin: 0 }"
    )
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        f"<title>Pictures</title><style>@page {{ size: A4; margin: 20mm }} {look} {css}</style>"
        f"</head><body>{drawn}</body></html>"
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pictures_are_printed_and_nothing_of_them_is_left_out(language: str):
    made = to_pdf(document(language), {})
    assert 1 <= made.pages <= 4
    said = "".join(reading.texts(made.data))
    for picture in every():
        for row in picture.frame.table.rows:
            # Brackets come out turned round where lines run from the right.
            name = reading.squeezed(row[0].partition(")")[2] or row[0]).strip("<>")
            assert name in reading.squeezed(said)
