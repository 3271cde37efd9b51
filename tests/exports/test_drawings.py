"""Pictures of implementation in a review pack: drawn in print, and their tables in Word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from nap_tracker import i18n
from nap_tracker.charts import timeline
from nap_tracker.charts.frame import Fill
from nap_tracker.charts.plain import AnyPicture, to_data
from nap_tracker.exports import press, review_pack
from nap_tracker.exports.docx.file import to_docx
from nap_tracker.exports.html import to_html
from tests.charts.pictures import every
from tests.exports import reading
from tests.exports.test_pdf import MARGIN
from tests.exports.test_review_pack import NAMES, pack
from tests.exports.word import Word, words


def holding(language: str, pictures: Sequence[AnyPicture]) -> dict[str, Any]:
    """A pack with these pictures, as it is kept."""
    drawn = [{"title": f"On {one.kind}", "picture": to_data(one)} for one in pictures]
    told = {name: f"[{name}]" for name in (*NAMES, "pictures", "pictures_about")}
    return pack(pictures=drawn, words=told, language=language)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_picture_of_a_pack_is_printed_with_its_finding(language: str):
    with i18n.use_locale(language):
        pictures = every()
        page = to_html(review_pack.to_document(holding(language, pictures), ""))
    assert page.count('<figure class="app-chart') == len(pictures)
    assert ".app-chart__row" in page
    printed = press.render(page, {})
    said = reading.squeezed("".join(reading.texts(printed.data)))
    for picture in pictures:
        assert reading.squeezed(picture.frame.title) in said


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_table_behind_a_work_plan_keeps_to_the_margins(language: str):
    stones = [timeline.Milestone(f"Workshop {n} of the upper valley in use", "2025-03", True)
              for n in range(4)]  # fmt: skip
    row = timeline.Line("Set up shared workshops that need no mercury", "2024", "2030", Fill.GOOD,
                        "On time", tuple(stones))  # fmt: skip
    with i18n.use_locale(language):
        states = [(Fill.GOOD, "On time")]
        drawn = timeline.timeline(
            "1 on time",
            of="Activity",
            rows=[row],
            states=states,
            today=date(2026, 11, 27),
            source="The plan",
            as_of="27 November 2026",
        )
        page = to_html(review_pack.to_document(holding(language, [drawn]), ""))
    for sheet in reading.pages(press.render(page, {}).data):
        width, _height = sheet.get_size()
        for line in reading.lines(sheet):
            assert line.left >= MARGIN - 3, line
            assert line.right <= width - MARGIN + 3, line


def test_a_pack_without_pictures_prints_as_it_did():
    page = to_html(review_pack.to_document(pack(), ""))
    assert "app-chart" not in page
    assert "[pictures]" not in page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_word_gets_the_finding_and_the_table_behind_each(language: str):
    with i18n.use_locale(language):
        pictures = every()
        made = Word(to_docx(review_pack.to_document(holding(language, pictures), ""), {}))
    said = [words(one) for one in made.all("p")]
    for picture in pictures:
        assert picture.frame.title in said
        for row in picture.frame.table.rows:
            assert set(filter(None, row)) <= set(said)
