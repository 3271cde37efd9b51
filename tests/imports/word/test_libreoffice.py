"""Files as LibreOffice writes them: the same document saved again there says the same here."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from nap_tracker.imports.word import desk, reader
from nap_tracker.imports.word.decisions import listed
from nap_tracker.imports.word.tree import Document
from tests.imports.word.making import (
    PNG,
    docx,
    field,
    gone,
    h,
    html_of,
    ins,
    item,
    note,
    notes,
    p,
    picture,
    r,
    tbl,
    tc,
    tr,
)

pytestmark = pytest.mark.skipif(not desk.converter(), reason="LibreOffice is not here")
WIDE = '<w:tcW w:w="3000" w:type="dxa"/>'
LAW = "The law of the land is clear and it is for all of us here. "
FOOT, TO_FOOT = notes("footnote", p("Survey of 2024"))
FILE = docx(
    h("Foreword"),
    p(LAW, r("strong", "<w:b/>"), " H", r("2", '<w:vertAlign w:val="subscript"/>'), "O", note(1)),
    item("one"),
    item("two", 1),
    item("first", 0, 2),
    h("Law", 2),
    p("Table ", field("SEQ Table \\* ARABIC", "1"), ". Sites", style="Caption"),
    tbl(
        tr(tc("Name", more=f'{WIDE}<w:gridSpan w:val="2"/>'), "Place", head=True),
        tr(tc("a", more='<w:vMerge w:val="restart"/>'), "b", "c"),
        tr(tc(more="<w:vMerge/>"), "d", "e"),
        columns=3,
    ),
    p(picture(alt="A map")),
    p("Figure ", field("SEQ Figure \\* ARABIC", "1"), ". The map", style="Caption"),
    p("Mercury is ", gone("good"), ins("bad"), "."),
    parts={**FOOT, "word/media/a.png": PNG},
    relations=[*TO_FOOT, ("rId9", "image", "media/a.png", False)],
)


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The file, opened and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "in").mkdir()
    (folder / "in" / "plan.docx").write_bytes(FILE)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [desk.converter(), profile, "--headless", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(folder / "in" / "plan.docx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return reader.read(Path(folder / "plan.docx").read_bytes())[0]


def test_words_lists_notes_and_headings_are_the_same(again: Document):
    said = html_of(again)
    assert "<h3>Foreword</h3>" in said
    assert "<strong>strong</strong> H<sub>2</sub>O" in said
    assert '<span class="fn">Survey of 2024</span>' in said
    assert "<ul><li>one<ul><li>two</li></ul></li></ul><ol><li>first</li></ol>" in said
    assert "<h4>Law</h4>" in said


def test_the_table_keeps_its_caption_head_and_merged_cells(again: Document):
    said = html_of(again)
    assert "<table><caption>Sites</caption><thead>" in said
    assert '<th colspan="2" scope="col">Name</th>' in said
    assert '<td rowspan="2">a</td>' in said


def test_the_picture_keeps_its_words_and_its_caption(again: Document):
    assert 'alt="A map"><figcaption>The map</figcaption>' in html_of(again)


def test_tracked_changes_keep_their_authors(again: Document):
    assert [(c.kind, c.author, c.words) for c in listed(again)] == [
        ("del", "Ben", "good"),
        ("ins", "Ana", "bad"),
    ]
    assert "Mercury is good." in html_of(again, {1: False, 2: False})
