"""OpenDocument texts: made harmless first, converted then, refused with a word where that fails."""

from __future__ import annotations

import io
import zipfile

import pytest

from nap_tracker.errors import InvalidFile
from nap_tracker.imports.word import desk, opendocument, refusals
from tests.imports.word.making import PNG, html_of
from tests.imports.word.opendocument import odt

converted = pytest.mark.skipif(not desk.converter(), reason="LibreOffice is not here")


def harmless(body: str, **more: object) -> tuple[str, list[tuple[str, str]], list[str]]:
    data, left_out = opendocument.harmless(odt(body, **more))  # type: ignore[arg-type]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml").decode()
        return content, [(a.kind, a.text) for a in left_out], archive.namelist()


def test_a_picture_elsewhere_loses_its_address_and_is_listed():
    image = '<draw:frame><draw:image xlink:href="https://example.org/spy.png"/></draw:frame>'
    content, left_out, _ = harmless(f"<text:p>{image}</text:p>")
    assert "example.org" not in content
    assert left_out == [("linked", "https://example.org/spy.png")]


def test_links_to_read_stay():
    link = '<text:a xlink:href="https://example.org/">law</text:a>'
    assert "https://example.org/" in harmless(f"<text:p>{link}</text:p>")[0]


def test_pictures_of_the_file_stay():
    image = '<draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame>'
    content, left_out, names = harmless(f"<text:p>{image}</text:p>", parts={"Pictures/a.png": PNG})
    assert "Pictures/a.png" in content
    assert "Pictures/a.png" in names
    assert left_out == []


def test_what_starts_or_fetches_something_is_taken_out_but_not_the_words_behind_it():
    body = (
        '<text:p>a<script:event-listener xlink:href="vnd.sun.star.script:x"/>b</text:p>'
        '<text:section><text:section-source xlink:href="https://example.org/x.odt"/>'
        "<text:p>c</text:p></text:section>"
        '<text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>d</text:p>'
    )
    content, left_out, _ = harmless(body)
    assert "vnd.sun.star" not in content
    assert "example.org" not in content
    assert "Object 1" not in content
    for words in (">ab<", ">c<", ">d<"):
        assert words in content
    assert left_out == [("embedded", "Object 1")]


def test_settings_thumbnails_and_the_like_are_not_handed_on():
    names = harmless("<text:p>a</text:p>", parts={"settings.xml": "<x/>", "Object 1/c.xml": "x"})[2]
    assert names == ["mimetype", "content.xml", "META-INF/manifest.xml"]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"Basic/Standard/Module1.xml": "x"}, refusals.MACROS),
        ({"Scripts/python/a.py": "x"}, refusals.MACROS),
        ({"META-INF/manifest.xml": "<a><encryption-data/></a>"}, refusals.LOCKED),
        ({"content.xml": "<!DOCTYPE x []><x/>"}, refusals.HOSTILE),
        ({"content.xml": "<x>"}, refusals.NOT_WORD),
        ({"Pictures/a.png": b"\0" * (20 * 2**20)}, refusals.UNPACKS_TOO_LARGE),
    ],
    ids=["basic", "python", "locked", "entities", "broken", "bomb"],
)
def test_a_hostile_or_broken_one_is_refused(parts: dict[str, bytes | str], message: str):
    with pytest.raises(InvalidFile) as refused:
        opendocument.harmless(odt("<text:p>a</text:p>", parts))
    assert refused.value.message == message


def test_a_sheet_is_no_text():
    sheet = odt("", kind="application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(InvalidFile) as refused:
        desk.read(sheet)
    assert refused.value.message == refusals.NOT_WORD


def test_without_libreoffice_people_are_told_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(desk, "CONVERTERS", ("no-such-program",))
    with pytest.raises(InvalidFile) as refused:
        desk.read(odt("<text:p>a</text:p>"))
    assert refused.value.message == desk.NO_CONVERTER


@converted
def test_headings_lists_and_notes_come_through():
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Source</text:p></text:note-body></text:note>"
    )
    document, _ = desk.read(
        odt(
            '<text:h text:outline-level="1">Law</text:h>'
            f"<text:p>Words{note}</text:p>"
            "<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>"
        )
    )
    assert html_of(document) == (
        '<h3>Law</h3><p>Words<span class="fn">Source</span></p><ul><li>one</li></ul>'
    )
