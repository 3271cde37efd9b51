"""The Word file: what a careful reader finds in its parts, and what LibreOffice makes of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from nap_tracker.annex_c.schema import treaty
from nap_tracker.exports import document
from nap_tracker.exports.document_tree import (
    Document,
    Figure,
    Mark,
    Orientation,
    Prose,
    ProseTable,
    Scan,
    Table,
)
from nap_tracker.exports.docx.file import to_docx
from nap_tracker.exports.pictures import ImageData
from nap_tracker.i18n import use_locale
from tests.exports import plans
from tests.exports.word import WP, R, W, Word, brought_up_to_date, laid_out, style_of, words


@cache
def made(language: str = "en", mark: Mark = Mark.DRAFT) -> tuple[Document, Word]:
    plan = plans.plan(language, plans.SMALL, required_only=True)
    options = plans.options(mark, "public")
    tree = document.build(plan, treaty(1, language), options)
    with use_locale(language):
        return tree, Word(to_docx(tree, options.pictures))


@pytest.fixture(params=["en", "fr", "ar", "zh", "lo"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def values(elements: Iterable, name: str = "val") -> list[str]:
    return [one.attrib[W + name] for one in elements]


def test_every_part_is_there_and_well_formed(language: str):
    _tree, word = made(language)
    assert {"word/styles.xml", "word/numbering.xml", "word/footnotes.xml"} <= set(word.parts)
    assert set(word.targets()) <= set(word.files)
    types = word.files["[Content_Types].xml"].decode()
    overrides = set(re.findall(r'PartName="/([^"]+)"', types))
    defaults = set(re.findall(r'Extension="([^"]+)"', types))
    for name in word.files:
        assert name in overrides or name.rpartition(".")[2] in defaults


def test_every_id_that_is_named_exists(language: str):
    _tree, word = made(language)
    for name, part in word.parts.items():
        known = word.relations(name)
        used = [
            value
            for one in part.iter()
            for key, value in one.attrib.items()
            if key in (f"{R}id", f"{R}embed")
        ]
        assert set(used) <= set(known), name
    styles = set(values(word.all("style", "word/styles.xml"), "styleId"))
    for part in ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer2.xml"):
        for tag in ("pStyle", "rStyle", "tblStyle"):
            assert set(values(word.all(tag, part))) <= styles
    lists = set(values(word.all("num", "word/numbering.xml"), "numId")) | {"0"}
    assert set(values(word.all("numId"))) <= lists


ORDER = {
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlJc pPr rPr",
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs bidi spacing ind jc "
    "outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs u vertAlign rtl lang",
    "sectPr": "headerReference footerReference type pgSz pgMar titlePg bidi",
    "style": "name basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr "
    "tblStylePr",
    "tblPr": "tblStyle bidiVisual tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
}
"""As the standard (ISO/IEC 29500-1) has the children of these: Word refuses another order."""


def test_children_stand_in_the_order_of_the_standard(language: str):
    _tree, word = made(language)
    for part in word.parts.values():
        for element in part.iter():
            order = ORDER.get(element.tag.removeprefix(W), "").split()
            if order:
                places = [order.index(child.tag.removeprefix(W)) for child in element]
                assert places == sorted(places), ElementTree.tostring(element)


def test_no_id_stands_twice(language: str):
    _tree, word = made(language)
    marks = word.all("bookmarkStart")
    pictures = [one.attrib["id"] for one in word.body.iter(f"{WP}docPr")]
    for found in (values(marks, "name"), values(marks, "id"), pictures):
        assert [each for each, times in Counter(found).items() if times > 1] == []
    names = [name.lower() for name in values(marks, "name")]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in values(marks, "name"))
    assert Counter(values(marks, "id")) == Counter(values(word.all("bookmarkEnd"), "id"))
    links = [
        one.attrib[f"{W}anchor"] for one in word.all("hyperlink") if f"{W}anchor" in one.attrib
    ]
    assert links
    assert set(links) <= set(values(marks, "name"))


def test_the_outline_is_that_of_the_plan(language: str):
    tree, word = made(language)
    found = [
        (int(style_of(one)[-1]), words(one))
        for one in word.all("p")
        if style_of(one).startswith("Heading")
    ]
    wanted = [(one.level, one.title.text) for one in tree.headings]
    assert len(found) == len(wanted) + 1  # The table that leads from Annex C.
    for (level, text), (wanted_level, title) in zip(found, wanted, strict=False):
        assert level == wanted_level
        assert plain(text).endswith(plain(title))
    references = [one.reference.text for one in tree.headings if one.reference]
    assert list(map(plain, word.styled("AnnexCReference"))) == list(map(plain, references))


def plain(text: str) -> str:
    """Without marks that only tell the direction."""
    return re.sub("[\u200e\u2066\u2069]", "", text)


def test_every_footnote_is_one_of_word(language: str):
    tree, word = made(language)
    html = "".join(b.html for b in tree.blocks() if isinstance(b, Prose | ProseTable))
    html += "".join(b.caption for b in tree.blocks() if isinstance(b, ProseTable | Figure))
    rows = [row for b in tree.blocks() if isinstance(b, Table) for row in b.rows]
    html += "".join(one.html for row in rows for fact in row.facts for one in fact.prose)
    wanted = html.count('class="fn"')
    assert wanted > 5
    called = values(word.all("footnoteReference"), "id")
    assert called == [str(number) for number in range(1, wanted + 1)]
    written = values(word.all("footnote", "word/footnotes.xml"), "id")
    assert written == ["-1", "0", *called]


def test_tables_have_a_head_that_repeats_and_columns_that_fill_the_page():
    tree, word = made()
    wanted = [b for b in tree.blocks() if isinstance(b, Table | ProseTable)]
    with_head = [
        one for one in word.all("tbl") if one.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    ]
    assert len(with_head) == len(wanted) + 1
    for table in word.all("tbl"):
        grid = [int(one.attrib[f"{W}w"]) for one in table.findall(f"{W}tblGrid/{W}gridCol")]
        assert sum(grid) in (9638, 14570)
        for row in table.findall(f"{W}tr"):
            spans = [one.find(f"{W}tcPr/{W}gridSpan") for one in row.findall(f"{W}tc")]
            across = sum(1 if one is None else int(one.attrib[f"{W}val"]) for one in spans)
            assert across == len(grid)
            assert all(cell[-1].tag == f"{W}p" for cell in row.findall(f"{W}tc"))


def test_captions_are_counted_by_word_and_listed():
    tree, word = made()
    told = [" ".join(text.split()) for text in word.styled("Caption")]
    assert len(told) == len(tree.tables) + len(tree.figures)
    assert told[0].startswith("Table 1 ")
    instructions = [one.text.strip() for one in word.all("instrText")]
    assert instructions.count("SEQ Table \\* ARABIC") == len(tree.tables)
    assert instructions.count("SEQ Figure \\* ARABIC") == len(tree.figures)
    listed = word.styled("TableofFigures")
    assert len(listed) == len(tree.tables) + len(tree.figures)


def test_the_contents_are_filled_in_before_word_has_seen_them():
    tree, word = made()
    told = [text for level in (1, 2, 3) for text in word.styled(f"TOC{level}")]
    wanted = {plain(one.label) for one in tree.headings if one.listed}
    assert wanted <= {plain(text) for text in told}
    assert any('TOC \\o "1-3"' in (one.text or "") for one in word.all("instrText"))


def test_numbers_of_pages_wait_for_the_program_that_lays_it_out(build: Callable[..., Document]):
    """Ours are those of the PDF. Word is asked to bring its own in when the file is opened."""
    _tree, word = made()
    settings = word.parts["word/settings.xml"]
    (asked,) = settings.iter(f"{W}updateFields")
    assert asked.attrib == {f"{W}val": "true"}
    order = [one.tag.removeprefix(W) for one in settings]
    assert order.index("characterSpacingControl") < order.index("updateFields")
    assert order.index("updateFields") < order.index("footnotePr") < order.index("compat")
    assert stale(word) == {"TOC", "PAGEREF"}
    plan = plans.plan("en", plans.SMALL, required_only=True)
    with use_locale("en"):
        alone = Word(to_docx(build(plan, section="trade"), plans.pictures()))
    assert list(alone.parts["word/settings.xml"].iter(f"{W}updateFields")) == []
    assert stale(alone) == set()


def stale(word: Word) -> set[str]:
    """Kinds of fields that are marked as out of date: all of a kind, or none."""
    found: dict[str, set[bool]] = {}
    waiting: list[bool] = []
    for one in word.body.iter():
        if one.tag == f"{W}instrText" and waiting:
            found.setdefault((one.text or "").split()[0], set()).add(waiting.pop())
        elif one.attrib.get(f"{W}fldCharType") == "begin":
            waiting.append(one.attrib.get(f"{W}dirty") == "true")
    assert all(len(marks) == 1 for marks in found.values())
    return {kind for kind, marks in found.items() if True in marks}


def test_fields_begin_and_end_in_order(language: str):
    _tree, word = made(language)
    for part in ("word/document.xml", "word/footer1.xml"):
        depth = 0
        for kind in values(word.all("fldChar", part), "fldCharType"):
            depth += {"begin": 1, "separate": 0, "end": -1}[kind]
            assert depth >= 0
        assert depth == 0


def test_the_work_plan_lies_on_its_side_and_the_rest_stands():
    tree, word = made()
    turned = [one.get(f"{W}orient", "portrait") for one in word.all("pgSz")]
    wanted = [Orientation.PORTRAIT]
    for sheet in (*tree.body, None):
        orientation = sheet.orientation if sheet else Orientation.PORTRAIT
        if orientation is not wanted[-1]:
            wanted.append(orientation)
    assert turned == wanted
    assert "landscape" in turned


def test_every_picture_has_its_words():
    tree, word = made()
    told = [one.attrib["descr"] for one in word.body.iter(f"{WP}docPr")]
    wanted = [b.picture.alt for b in tree.blocks() if isinstance(b, Figure | Scan)]
    assert all(wanted)
    assert Counter(wanted) <= Counter(told)
    bare = [one for one in word.body.iter(f"{WP}docPr") if not one.attrib["descr"]]
    assert all(list(one.iter()) != [one] for one in bare), "only decoration may be without words"


def test_pictures_that_word_cannot_show_become_png(build: Callable[..., Document]):
    plan = plans.plan("en", plans.SMALL, required_only=True)
    jpeg = plans.image(300, 200, "map", "image/jpeg").data
    bare = jpeg[:2] + jpeg[4 + int.from_bytes(jpeg[4:6]) :]  # Without the segment that names it.
    webp = plans.image(300, 200, "emblem", "image/webp")
    odd = {plans.MAP: ImageData(bare, "image/jpeg", 300, 200), plans.EMBLEM: webp}
    tree = build(plan, Mark.NONE, "public")
    with use_locale("en"):
        word = Word(to_docx(tree, plans.pictures() | odd))
    shown = [word.files[name] for name in word.files if name.startswith("word/media/")]
    assert webp.data not in shown
    assert bare not in shown
    assert all(data.startswith((b"\x89PNG", b"\xff\xd8")) for data in shown)


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        (Mark.DRAFT, "DRAFT"),
        (Mark.FOR_VALIDATION, "FOR VALIDATION"),
        (Mark.FOR_ENDORSEMENT, "FOR ENDORSEMENT"),
        (Mark.NONE, ""),
    ],
)
def test_every_page_says_its_mark_whose_it_is_and_for_whom(mark: Mark, told: str):
    tree, word = made(mark=mark)
    for number in (1, 2):
        head = words(word.parts[f"word/header{number}.xml"])
        foot = words(word.parts[f"word/footer{number}.xml"])
        assert head.startswith(tree.running)
        assert head.endswith(told)
        assert "Copy for the public" in foot
        assert re.search(r"Page \d+ of \d+", foot)
    assert ("DRAFT" in words(word.body)) == (mark is Mark.DRAFT)
    assert "Copy for the public" in words(word.body)


def test_arabic_runs_from_right_to_left():
    _tree, word = made("ar")
    body = [one for one in word.all("p") if re.match("\\W*[\u0621-\u064a]{2}", words(one))]
    assert body
    for paragraph in body:
        assert paragraph.find(f"{W}pPr/{W}bidi") is not None, words(paragraph)
        for run in paragraph.iter(f"{W}r"):
            if re.search("[\u0621-\u064a]", words(run)):
                assert run.find(f"{W}rPr/{W}rtl") is not None
    assert all(one.find(f"{W}tblPr/{W}bidiVisual") is not None for one in word.all("tbl"))
    assert values(word.all("lang", "word/styles.xml"), "bidi")[0] == "ar-SA"


def test_other_scripts_name_their_language_and_their_letters():
    _tree, chinese = made("zh")
    assert values(chinese.all("lang", "word/styles.xml"), "eastAsia")[0] == "zh-CN"
    assert chinese.all("rFonts", "word/styles.xml")[0].attrib[f"{W}eastAsia"] == "SimSun"
    _tree, lao = made("lo")
    assert values(lao.all("lang", "word/styles.xml"))[0] == "lo-LA"
    assert "\u200b" not in words(lao.body)  # Word finds the places to break by itself.


def test_words_of_another_language_say_so():
    _tree, word = made("ar")
    english = [one for one in word.all("r") if words(one) == "Executive summary"]
    assert english
    assert all(values(one.iter(f"{W}lang")) == ["en-GB"] for one in english)


def test_the_same_content_gives_the_same_bytes():
    tree, word = made()
    with use_locale("en"):
        again = to_docx(tree, plans.options(Mark.DRAFT, "public").pictures)
    assert again == word.data


def test_one_section_goes_out_alone(build: Callable[..., Document]):
    plan = plans.plan("en", plans.SMALL, required_only=True)
    tree = build(plan, Mark.DRAFT, "public", section="trade")
    with use_locale("en"):
        word = Word(to_docx(tree, plans.pictures()))
    assert word.styled("Heading2") == ["Managing mercury trade and preventing diversion"]
    assert word.styled("TOC1") == []
    text = words(word.body)
    assert "Copy for the public" in text
    assert "DRAFT" in text
    assert "Executive summary" not in text


@pytest.mark.parametrize("section", [section.id for section in treaty(1).sections])
def test_every_section_can_go_out_alone(build: Callable[..., Document], section: str):
    plan = plans.plan("en", plans.SMALL)
    tree = build(plan, section=section)
    title = plan_title(section)
    with use_locale("en"):
        word = Word(to_docx(tree, plans.pictures()))
    assert len(tree.headings) >= 1
    assert set(word.targets()) <= set(word.files)
    if title:
        assert title in "\n".join(words(one) for one in word.all("p"))


def plan_title(section: str) -> str:
    """The heading of a section of the plan's own text; front matter has headings of its fields."""
    found = treaty(1).section(section)
    return found.title if found.group != "front" else ""


def test_a_section_with_nothing_in_it_says_so(build: Callable[..., Document]):
    plan = replace(plans.plan("en", plans.SMALL), entries=())
    for section in ("trade", "foreword", "annexes"):
        tree = build(plan, Mark.NONE, section=section)
        with use_locale("en"):
            word = Word(to_docx(tree, plans.pictures()))
        assert "This copy has nothing to show in this section." in words(word.body)


def test_libreoffice_opens_it_and_counts_as_we_do(tmp_path: Path):
    tree, word = made()
    pages = laid_out(word.data, tmp_path)
    assert len(pages) > 30
    text = squeezed("".join(pages))
    for heading in tree.headings:
        assert squeezed(plain(heading.label)) in text, heading.label
    for block in tree.blocks():
        if isinstance(block, Table):
            assert squeezed(f"Table {block.number} {plain(block.caption.text)}") in text
    assert f"Page{len(pages)}of{len(pages)}" in text


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


def test_libreoffice_opens_arabic_and_chinese(tmp_path: Path):
    for language, wanted in (("ar", "الزئبق"), ("zh", "合作社要求简化许可证")):
        folder = tmp_path / language
        folder.mkdir()
        _tree, word = made(language)
        text = squeezed("".join(laid_out(word.data, folder)))
        assert wanted in text or wanted[::-1] in text


def test_libreoffice_brings_the_contents_up_to_date(tmp_path: Path):
    """With a number for every line, and the right one."""
    tree, word = made()
    pages = brought_up_to_date(word.data, tmp_path)
    lists = [text for text in pages if re.search(r"\.{5,}\d+", text)]
    lines = re.findall(r"^(.+?)\.{5,}(\d+)\s*$", "\n".join(lists), re.MULTILINE)
    told = [(squeezed(words), int(number)) for words, number in lines]
    wanted = [squeezed(plain(one.label)) for one in tree.headings if one.listed]
    assert len(wanted) > 30
    for label in wanted:
        numbers = [number for line, number in told if line == label]
        assert numbers, label
        assert any(label in squeezed(pages[number - 1]) for number in numbers), label
    captions = [line for line, _ in told if line.startswith("Table")]
    assert len(captions) == len(tree.tables)
