"""The patches: what they put right, and that the quick ways print what the slow ways print."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageChops

from nap_tracker.annex_c.schema import treaty
from nap_tracker.exports import document, press
from nap_tracker.exports.html import to_html
from nap_tracker.i18n import use_locale
from tests.exports import plans, reading

pytestmark = pytest.mark.skipif(
    not press.FONTS.exists(), reason="the fonts are not there: make setup brings them"
)

UNPATCHED = """
import sys
from pathlib import Path
import weasyprint
folder = Path(sys.argv[1])
class Pictures(weasyprint.urls.URLFetcher):
    def fetch(self, url, headers=None):
        data = (folder / url.partition(":")[2]).read_bytes()
        return weasyprint.urls.URLFetcherResponse(url, data, {"Content-Type": "image/png"})
source = weasyprint.HTML(string=(folder / "page.html").read_text("utf-8"), url_fetcher=Pictures())
source.write_pdf(folder / "slow.pdf", pdf_variant="pdf/ua-1")
"""
SECTIONS = frozenset({"introduction", "overview_law", "baseline", "work_plan", "budget"})


def page_of(language: str) -> tuple[str, Any]:
    plan = plans.plan(language, replace(plans.SMALL, paragraphs=3), sections=SECTIONS)
    options = plans.options()
    made = document.build(plan, treaty(1, language), options)
    with use_locale(language):
        return to_html(made), options.pictures


def slow(html: str, pictures: Any, folder: Path) -> bytes:
    """What the library prints by itself, in a process without our patches."""
    for name, picture in pictures.items():
        (folder / name).write_bytes(picture.data)
    (folder / "page.html").write_text(html, "utf-8")
    environment = {"FONTCONFIG_FILE": str(press.FONTS), "HOME": str(folder)}
    command = [sys.executable, "-c", UNPATCHED, str(folder)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return (folder / "slow.pdf").read_bytes()


def quick(html: str, pictures: Any) -> bytes:
    from nap_tracker.exports.pdf import to_pdf

    data: bytes = to_pdf(html, pictures).data
    return data


@pytest.mark.parametrize("language", ["en", "fr", "ar", "zh"])
def test_the_quick_ways_print_what_the_slow_ways_print(language: str, tmp_path: Path) -> None:
    """Pixel by pixel, apart from the dots of the contents, which are one text now.

    Lao is not among them: there the library puts marks beside their letters (next test).
    """
    html, pictures = page_of(language)
    ours, theirs = quick(html, pictures), slow(html, pictures, tmp_path)
    assert len(list(reading.pages(ours))) == len(list(reading.pages(theirs)))
    compared = 0
    for one, other in zip(reading.pages(ours), reading.pages(theirs), strict=True):
        assert one.get_textpage().get_text_range() == other.get_textpage().get_text_range()
        if " . ." not in one.get_textpage().get_text_range():
            images = [page.render(scale=1).to_pil() for page in (one, other)]
            assert ImageChops.difference(*images).getbbox() is None
            compared += 1
    assert compared > 8


def test_marks_of_lao_stand_on_their_letters() -> None:
    words = "<p>ສະຫະກອນໄດ້ຂໍໃຫ້ໃບອະນຸຍາດງ່າຍຂຶ້ນ ຕອບສະໜອງຄຳຂໍນັ້ນ</p>"
    style = '<style>p { font: 30pt "Noto Sans Lao" }</style>'
    html = f'<html lang="lo"><title>x</title>{style}{words}'
    page = next(reading.pages(quick(html, {})))
    letters = [g for g in reading.glyphs(page) if "\u0e81" <= g.char <= "\u0eae"]
    assert len(letters) > 25
    for place, letter in enumerate(letters):
        for other in letters[place + 1 :]:
            assert letter.overlap(other) < 0.3, (letter, other)


def test_a_space_between_right_to_left_texts_is_not_lost() -> None:
    html = '<html lang="ar" dir="rtl"><title>x</title><p>نص <b>غامق</b> بعده</p>'
    page = next(reading.pages(quick(html, {})))
    assert page.get_textpage().get_text_range().split() == ["نص", "غامق", "بعده"]


def test_another_version_of_the_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import weasyprint

    from nap_tracker.exports import weasyprint_fixes

    monkeypatch.setattr(weasyprint, "__version__", "70.1")
    with pytest.raises(RuntimeError, match=r"70\.1 is not 70\.0"):
        weasyprint_fixes.install()


def test_values_worked_out_quickly_are_the_librarys_own() -> None:
    import weasyprint
    from weasyprint.css import ComputedStyle
    from weasyprint.css.properties import INITIAL_VALUES

    from nap_tracker.exports.weasyprint_fixes import styles

    html, _pictures = page_of("en")
    source = weasyprint.HTML(string=html.replace("nap-picture:", "data:,"))
    made: list[Any] = []
    original = ComputedStyle.__init__

    def remember(style: Any, *given: Any) -> None:
        original(style, *given)
        made.append(given)

    ComputedStyle.__init__ = remember
    try:
        source.render()
    finally:
        ComputedStyle.__init__ = original
    compared = 0
    for given in made[:400]:
        ours, theirs = ComputedStyle(*given), ComputedStyle(*given)
        for name in INITIAL_VALUES:
            if name not in ours and name not in theirs:
                assert styles._quick_value(ours, name) == styles._missing(theirs, name), name
                compared += 1
    assert compared > 10_000


def test_styles_for_pseudo_elements_nobody_reads_are_not_made() -> None:
    from nap_tracker.exports.weasyprint_fixes.styles import _STYLESHEET

    everywhere = [
        selector for selector in _STYLESHEET.matcher.other_selectors if selector[-1][-1] is not None
    ]
    assert everywhere == []


def test_references_to_pages_are_worked_out_once_and_again_after_a_new_page() -> None:
    import pydyf

    from nap_tracker.exports import pdf, weasyprint_fixes

    made = pydyf.PDF()
    assert pdf.VARIANT == "pdf/ua-1"
    assert made.page_references == ()
    made.add_page(pydyf.Dictionary({}))
    first = made.page_references
    assert first == (b"3 0 R",)
    assert made.page_references is first
    made.add_page(pydyf.Dictionary({}))
    assert made.page_references == (b"3 0 R", b"4 0 R")
    weasyprint_fixes.forget()


def test_nothing_of_one_document_is_left_for_the_next() -> None:
    from nap_tracker.exports.weasyprint_fixes import structure, text

    html, pictures = page_of("en")
    first = quick(html, pictures)
    assert not text._breaks
    assert not text._contexts
    assert not structure._headers_seen
    assert not structure._references
    assert quick(html, pictures) == first


def test_a_long_paragraph_breaks_where_the_library_breaks_it(tmp_path: Path) -> None:
    words = "mercury amalgamation cooperatives of the river and its miners "
    html = (
        '<html lang="en"><title>x</title><style>@page { size: 90mm 240mm; margin: 9mm }'
        "p { width: 60mm; overflow-wrap: anywhere }</style>"
        f"<p>{words * 12}<p>{words * 3}{'x' * 90} {words}<p>{words}<b>{words * 3}</b>{words * 2}"
    )
    ours, theirs = reading.texts(quick(html, {})), reading.texts(slow(html, {}, tmp_path))
    assert ours == theirs
    assert ours[0].count("\n") > 30


def test_a_part_takes_up_the_chapter_before_it_until_it_names_its_own() -> None:
    import weasyprint

    from nap_tracker.exports import weasyprint_fixes
    from nap_tracker.exports.weasyprint_fixes import sequel

    html = (
        '<html lang="en"><title>x</title><style>h1 { string-set: chapter content() }'
        "@page { @top-left { content: 'Head ' string(chapter) } }</style>"
        '<p>one<p style="break-before: page">two<h1>Own</h1><p style="break-before: page">three'
    )
    weasyprint_fixes.install()
    sequel.begin(chapter="Before")
    taken_up = weasyprint.HTML(string=html).write_pdf()
    weasyprint_fixes.forget()
    alone = weasyprint.HTML(string=html).write_pdf()
    weasyprint_fixes.forget()
    heads = [
        [
            line.strip()
            for text in reading.texts(pdf)
            for line in text.splitlines()
            if "Head" in line
        ]
        for pdf in (taken_up, alone)
    ]
    assert heads == [["Head Before", "Head Own", "Head Own"], ["Head", "Head Own", "Head Own"]]
