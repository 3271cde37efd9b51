"""A consultant's Word file on an officer's phone: decided, placed, looked at, brought in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.chromium import violations
from tests.imports.word.making import (
    PNG,
    box,
    docx,
    field,
    gone,
    h,
    ins,
    item,
    note,
    notes,
    p,
    picture,
    tbl,
    tr,
)
from tests.journeys.conftest import Begin
from tests.journeys.site import Visitors
from tests.journeys.writing import headed, press, told

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 360, "height": 740}
NOTES, TO_NOTES = notes("footnote", "Survey of 2024.")
FILE = docx(
    p("Republic of Amberland", style="Title"),
    h("Foreword"),
    p("Mercury is ", gone("useful"), ins("harmful"), " to everybody", note(1), "."),
    h("3. Public health strategy (Annex C 1(h))"),
    item("Test miners"),
    item("Test families"),
    p(box(p("Ask at your clinic"))),
    p(picture(alt="A clinic")),
    p("Figure ", field("SEQ Figure", "1"), ". The clinic of Kila", style="Caption"),
    h("Institutions"),
    tbl(tr("Name", "Acronym", head=True), tr("Ministry of Mines", "MoM")),
    h("Zebras"),
    "Stripes nobody asked for.",
    parts={**NOTES, "word/media/a.png": PNG},
    relations=[*TO_NOTES, ("rId9", "image", "media/a.png", False)],
)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_word_file_comes_in_on_a_phone(visit: Visitors, begin: Begin, scripts: bool) -> None:
    plan = begin(f"From Word, {'with' if scripts else 'without'} scripts")
    page = visit("officer", viewport=PHONE, java_script_enabled=scripts)
    upload(page, plan)

    headed(page, "Decide on the tracked changes")
    looks_right(page, scripts)
    page.get_by_label("Accept all: the text reads as it was changed").check()
    press(page, "Save and go on")

    headed(page, "Where does each part go?")
    looks_right(page, scripts)
    expect(page.get_by_label("2 Foreword")).to_have_value("foreword.text")
    expect(page.get_by_label("3. Public health")).to_have_value("health.miners")
    page.get_by_role("link", name="Table 1: turn it into rows (4 Institutions)").click()
    headed(page, "A table of the file")
    looks_right(page, scripts)
    page.get_by_label("What becomes of this table?").select_option("institution")
    press(page, "Go on")
    headed(page, "What do the columns hold?")
    looks_right(page, scripts)
    press(page, "See what would be brought in")

    headed(page, "What would be brought in")
    looks_right(page, scripts)
    main = page.get_by_role("main")
    expect(main).to_contain_text("Institutions: 1 row is new")
    expect(main).to_contain_text("Stripes nobody asked for.")
    press(page, "Bring all of it in")
    told(page, "The file was brought in: 2 fields have their texts. 1 row was added.")

    page.goto(f"{plan}/sections/foreword/answers")
    expect(main).to_contain_text("Mercury is harmful to everybody")
    page.goto(f"{plan}/sections/health/answers")
    for words in ("Test miners", "Ask at your clinic", "The clinic of Kila"):
        expect(main).to_contain_text(words)
    expect(page.get_by_alt_text("A clinic")).to_be_visible()
    page.goto(f"{plan}/files")
    expect(main).to_contain_text("plan – not placed.txt")


def test_it_speaks_french(visit: Visitors, begin: Begin) -> None:
    plan = begin("From Word, in French")
    page = visit("officer", viewport=PHONE)
    page.goto(f"{plan}/word-imports?lang=fr")
    headed(page, "Importer un fichier Word")
    looks_right(page, True)
    page.goto(f"{plan}/word-imports/paste")
    headed(page, "Coller un texte")
    looks_right(page, True)
    page.goto(f"{plan}/word-imports?lang=en")


def upload(page: Page, plan: str) -> None:
    page.goto(f"{plan}/word-imports")
    headed(page, "Bring in a Word file")
    page.get_by_label("Word file").set_input_files(
        {"name": "plan.docx", "mimeType": "application/octet-stream", "buffer": FILE}
    )
    press(page, "Upload and go on")


def looks_right(page: Page, scripts: bool) -> None:
    """Nothing to scroll for sideways, and nothing axe finds fault with."""
    if not scripts:
        return
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], f"{page.url} is {width} wide"
    assert violations(page) == []
