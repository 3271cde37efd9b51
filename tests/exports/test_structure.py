"""The structure of the tagged PDF: what PDF/UA-1 asks, checked on the file itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest

from tests.exports import reading
from tests.exports.conftest import Printed

Print = Callable[..., Printed]
PAINTING = frozenset(
    ["Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh"]
)


@pytest.fixture(scope="session")
def tagged(printed: Print) -> Iterator[pikepdf.Pdf]:
    with reading.opened(printed().pdf) as pdf:
        yield pdf


def found(pdf: pikepdf.Pdf, *kinds: str) -> list[Any]:
    return [element for element in reading.elements(pdf) if reading.kind(element) in kinds]


def test_the_file_says_that_it_is_tagged_and_for_whom(tagged: pikepdf.Pdf) -> None:
    assert str(tagged.Root.MarkInfo.Marked) in ("True", "true")
    assert str(tagged.Root.Lang) == "en"
    assert b"pdfuaid:part" in tagged.Root.Metadata.read_bytes()
    assert all(str(page.Tabs) == "/S" for page in tagged.pages)


def marks(page: Any) -> tuple[set[int], list[str]]:
    """Numbers of marked content, and operators that paint outside any mark."""
    numbers: set[int] = set()
    loose: list[str] = []
    open_marks: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            open_marks.append(str(operands[0]))
            if name == "BDC" and "/MCID" in operands[1]:
                numbers.add(int(operands[1]["/MCID"]))
        elif name == "EMC":
            open_marks.pop()
        elif name in PAINTING and not open_marks:
            loose.append(name)
    return numbers, loose


def test_all_that_is_painted_is_content_or_an_artifact(tagged: pikepdf.Pdf) -> None:
    for page in tagged.pages:
        assert marks(page)[1] == []


def test_every_mark_belongs_to_an_element_and_every_element_to_the_tree(
    tagged: pikepdf.Pdf,
) -> None:
    owners = dict(zip(*[iter(tagged.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    reachable = {element.objgen for element in reading.elements(tagged)}
    for page in tagged.pages:
        listed = owners[int(page.StructParents)]
        assert marks(page)[0] == set(range(len(listed)))
        assert all(owner.objgen in reachable for owner in listed)


def test_running_heads_and_marks_are_no_content(tagged: pikepdf.Pdf, printed: Print) -> None:
    """A screen reader would read them on every page."""
    text = "".join(said(tagged, element) for element in reading.elements(tagged))
    assert "Page 3 of" not in text
    assert text.count("Copy for the public") == 1  # On the cover.


def said(pdf: pikepdf.Pdf, element: Any) -> str:
    """The words of an element's own marks, by the fonts' tables."""
    words = []
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            words.append(_words_of(pdf, element.Pg).get(kid, ""))
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
            words.append(_words_of(pdf, kid.Pg).get(int(kid.MCID), ""))
    return "".join(words)


_PAGES: dict[Any, dict[int, str]] = {}


def _words_of(pdf: pikepdf.Pdf, page: Any) -> dict[int, str]:
    key = id(pdf), page.objgen
    if key not in _PAGES:
        _PAGES[key] = dict(_decoded(page))
    return _PAGES[key]


def _decoded(page: Any) -> Iterator[tuple[int, str]]:
    tables = {name: _table(font) for name, font in page.Resources.Font.items()}
    table: dict[int, str] = {}
    current: int | None = None
    text = ""
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BDC" and "/MCID" in operands[1]:
            current, text = int(operands[1]["/MCID"]), ""
        elif name == "EMC" and current is not None:
            yield current, text
            current = None
        elif name == "Tf":
            table = tables[str(operands[0])]
        elif name == "TJ":
            for piece in operands[0]:
                if isinstance(piece, pikepdf.String):
                    data = bytes(piece)
                    codes = [int.from_bytes(data[i : i + 2]) for i in range(0, len(data), 2)]
                    text += "".join(table.get(code, "") for code in codes)


def _table(font: Any) -> dict[int, str]:
    source = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]*)>", source)
    return {int(a, 16): bytes.fromhex(b).decode("utf-16-be") for a, b in pairs}


def test_headings_of_the_file_are_the_headings_of_the_plan(
    tagged: pikepdf.Pdf, printed: Print
) -> None:
    levels = [int(reading.kind(e)[1]) for e in found(tagged, "H1", "H2", "H3", "H4", "H5", "H6")]
    html = printed().html
    assert levels == [int(level) for level in re.findall(r"<h([1-6])\b", html)]


def test_a_table_is_one_table_however_many_pages_it_takes(
    tagged: pikepdf.Pdf, printed: Print
) -> None:
    html = printed().html
    assert len(found(tagged, "Table")) == html.count("<table")
    assert len(found(tagged, "THead")) == html.count("<thead>")
    assert len(found(tagged, "TR")) == html.count("<tr")
    assert len(found(tagged, "TH", "TD")) == len(re.findall(r"<t[hd]\b", html))


def attribute(cell: Any, name: str) -> Any:
    return cell.A.get(name) if "/A" in cell else None


def rows(table: Any) -> list[Any]:
    return [
        row
        for group in reading.kids(table)
        for row in ([group] if reading.kind(group) == "TR" else reading.kids(group))
        if reading.kind(row) == "TR"
    ]


def test_every_row_of_a_table_has_as_many_cells_as_the_others(tagged: pikepdf.Pdf) -> None:
    for table in found(tagged, "Table"):
        lengths = {
            sum(int(attribute(cell, "/ColSpan") or 1) for cell in reading.kids(row))
            for row in rows(table)
        }
        assert len(lengths) == 1


def test_every_header_cell_says_what_it_heads(tagged: pikepdf.Pdf) -> None:
    scopes = {str(attribute(cell, "/Scope")) for cell in found(tagged, "TH")}
    assert scopes == {"/Column", "/Row"}


def test_a_caption_is_the_first_thing_in_its_table(tagged: pikepdf.Pdf) -> None:
    tables = [
        t
        for t in found(tagged, "Table")
        if any(reading.kind(k) == "Caption" for k in reading.kids(t))
    ]
    assert len(tables) > 5
    assert all(reading.kind(reading.kids(table)[0]) == "Caption" for table in tables)


def test_every_picture_has_words_and_a_place(tagged: pikepdf.Pdf, printed: Print) -> None:
    figures = found(tagged, "Figure")
    assert len(figures) == printed().html.count("<img ")
    for figure in figures:
        assert str(figure.Alt).strip()
        left, bottom, right, top = map(float, figure.A.BBox)
        width, height = (float(side) for side in figure.Pg.MediaBox[2:])
        assert 0 <= left < right <= width
        assert 0 <= bottom < top <= height


def test_a_list_item_is_a_mark_and_a_body(tagged: pikepdf.Pdf) -> None:
    items = found(tagged, "LI")
    assert items
    for item in items:
        assert [reading.kind(kid) for kid in reading.kids(item)] == ["Lbl", "LBody"]
    assert all(
        str(element.A.ListNumbering) in ("/Disc", "/Decimal") for element in found(tagged, "L")
    )


def test_a_footnote_is_read_where_it_is_called(tagged: pikepdf.Pdf, printed: Print) -> None:
    notes = found(tagged, "Note")
    assert len(notes) == printed().html.count('class="fn"') > 0
    assert len({str(note.ID) for note in notes}) == len(notes)
    for note in notes:
        siblings = [kid.objgen for kid in reading.kids(note.P)]
        before = reading.kids(note.P)[siblings.index(note.objgen) - 1]
        assert reading.kind(before) == "Reference"


def test_every_link_is_in_the_tree_and_says_where_it_goes(tagged: pikepdf.Pdf) -> None:
    owners = dict(zip(*[iter(tagged.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    links = [link for page in tagged.pages for link in page.get("/Annots", [])]
    assert len(links) > 50
    for link in links:
        assert str(link.Contents).strip()
        assert reading.kind(owners[int(link.StructParent)]) == "Link"


def test_no_link_is_inside_another(tagged: pikepdf.Pdf) -> None:
    for link in found(tagged, "Link"):
        assert not [kid for kid in reading.kids(link) if reading.kind(kid) == "Link"]


def test_the_contents_are_tagged_as_contents(tagged: pikepdf.Pdf, printed: Print) -> None:
    assert len(found(tagged, "TOC")) == 3
    listed = [h for h in printed().document.headings if h.listed]
    assert len(found(tagged, "TOCI")) > len(listed)


def test_passages_in_another_language_say_so(printed: Print) -> None:
    with reading.opened(printed("ar").pdf) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        languages = {str(e.Lang) for e in reading.elements(pdf) if "/Lang" in e}
    assert languages == {"en"}  # Words of the schema that no overlay speaks yet.


def test_nothing_empty_is_left_in_the_tree(tagged: pikepdf.Pdf) -> None:
    for element in reading.elements(tagged):
        if reading.kind(element) not in ("TD", "TH", "TR"):
            assert len(element.get("/K", [])) > 0, reading.kind(element)
