"""Files that are broken, locked, of another kind, or made to do harm: refused with what to do."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nap_tracker.errors import InvalidFile
from nap_tracker.imports.word import desk, package, reader, refusals
from tests.imports.word.making import (
    SPACES,
    docx,
    field,
    gone,
    html_of,
    ins,
    item,
    p,
    picture,
    r,
    rels,
    tbl,
    tc,
    tr,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY l "lol"><!ENTITY l1 "&l;&l;&l;&l;&l;&l;&l;&l;&l;&l;">'
    '<!ENTITY l2 "&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;">]>'
)


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidFile) as refused:
        reader.read(data)
    return refused.value.message


def with_part(name: str, content: str | bytes) -> bytes:
    return docx("Words", parts={name: content})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", refusals.EMPTY),
        (b" \n ", refusals.EMPTY),
        (OLE, refusals.OLD_WORD),
        (OLE + "EncryptedPackage".encode("utf-16-le"), refusals.LOCKED),
        (b"{\\rtf1 hello}", refusals.RICH_TEXT),
        (b"%PDF-1.7 ...", refusals.PDF),
        (b"<!DOCTYPE html><p>x", refusals.WEB_PAGE),
        (b"\xef\xbb\xbf<html>x", refusals.WEB_PAGE),
        (b"PK\x03\x04 and then nothing", refusals.NOT_WORD),
        (b"just words", refusals.NOT_WORD),
        (zipped({"a.txt": "x"}), refusals.NOT_WORD),
        (docx("Words")[:-200], refusals.NOT_WORD),
        (docx(), refusals.NO_TEXT),
    ],
    ids=[
        "empty", "blank", "doc", "locked", "rtf", "pdf", "html", "html with a mark", "cut",
        "text", "zip", "truncated", "no words",
    ],
)  # fmt: skip
def test_what_is_no_word_file_is_refused_with_what_to_do(data: bytes, message: str):
    assert refusal(data) == message


def test_a_workbook_says_where_it_belongs():
    other = zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": rels([("rId1", "officeDocument", "xl/workbook.xml", False)]),
            "xl/workbook.xml": "<workbook/>",
        }
    )
    assert refusal(other) == refusals.OTHER_OFFICE


@pytest.mark.parametrize(
    "part",
    ["word/document.xml", "word/styles.xml", "word/footnotes.xml", "docProps/core.xml",
     "word/_rels/document.xml.rels"],
)  # fmt: skip
@pytest.mark.parametrize("declared", [ENTITY, LAUGHS], ids=["outside", "laughs"])
def test_a_document_type_is_never_read(part: str, declared: str):
    body = f"<w:document {SPACES}><w:body>{p('&a;')}</w:body></w:document>"
    assert refusal(with_part(part, declared + body)) == refusals.HOSTILE


def test_a_document_type_in_another_encoding_is_seen_too():
    body = f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}<w:document {SPACES}/>'
    assert refusal(with_part("word/document.xml", body.encode("utf-16"))) == refusals.HOSTILE


def test_an_entity_is_not_filled_in_even_where_the_words_of_the_declaration_are_hidden():
    # UTF-7 or EBCDIC would hide the declaration from a search; the parser must not know them.
    body = f"<w:document {SPACES}><w:body>{p('x')}</w:body></w:document>"
    for encoding in ("utf-7", "cp037"):
        said = f'<?xml version="1.0" encoding="{encoding}"?>{ENTITY}{body}'.encode(encoding)
        with pytest.raises(InvalidFile):
            reader.read(with_part("word/document.xml", said))


def test_a_part_that_unpacks_to_a_thousand_times_its_size():
    bomb = with_part("word/media/a.png", b"\0" * (20 * 2**20))
    assert len(bomb) < 100_000
    assert refusal(bomb) == refusals.UNPACKS_TOO_LARGE


def test_many_parts_that_are_large_together(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(package, "MAX_UNPACKED", 10_000)
    parts = {f"word/media/{n}.bin": bytes(range(256)) * 8 for n in range(8)}
    assert refusal(docx("Words", parts=parts)) == refusals.UNPACKS_TOO_LARGE


def test_a_size_that_is_a_lie_is_found_out():
    data = bytearray(docx("Words " * 500))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = (10).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    assert refusal(bytes(data)) == refusals.NOT_WORD


def test_more_parts_than_any_document_has():
    members = {f"word/x{n}.xml": "<a/>" for n in range(package.MAX_PARTS + 1)}
    assert refusal(docx("Words", parts=members)) == refusals.UNPACKS_TOO_LARGE


def test_two_parts_of_one_name():
    out = io.BytesIO(docx("Words"))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refusal(out.getvalue()) == refusals.HOSTILE


def test_an_archive_in_the_archive_is_never_opened():
    inner = zipped({"bomb": b"\0" * (50 * 2**20)})
    nested = zipped({"a.zip": inner})
    document, pictures = reader.read(with_part("word/embeddings/book1.xlsx", nested))
    assert [(a.kind, a.text) for a in document.asides] == [("embedded", "book1.xlsx")]
    assert pictures == {}


def test_more_tags_than_a_plan_can_have(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(package, "MAX_TAGS", 200)
    assert refusal(docx(*(["Words"] * 100))) == refusals.UNPACKS_TOO_LARGE


def test_elements_nested_without_end():
    deep = "<w:sdt><w:sdtContent>" * 3000 + p("x") + "</w:sdtContent></w:sdt>" * 3000
    assert refusal(docx(deep)) == refusals.NOT_WORD


def test_text_boxes_in_text_boxes_end_somewhere():
    inside = p("deep")
    for _ in range(20):
        inside = p(f"<w:r><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></w:r>")
    reader.read(docx("Words", inside))


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/VBA/vbaProject.bin"])
def test_macros_are_refused(name: str):
    assert refusal(with_part(name, b"x")) == refusals.MACROS


def test_a_file_that_says_it_may_hold_macros_is_refused():
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
    assert refusal(docx("Words", types=types)) == refusals.MACROS


def test_programs_and_objects_are_left_out_and_listed():
    parts = {"word/activeX/activeX1.bin": b"x", "word/embeddings/oleObject1.bin": OLE}
    document, _ = reader.read(docx("Words", parts=parts))
    assert sorted(a.text for a in document.asides) == ["activeX1.bin", "oleObject1.bin"]


def test_a_template_elsewhere_is_listed_and_not_fetched():
    settings = {
        "word/settings.xml": f"<w:settings {SPACES}/>",
        "word/_rels/settings.xml.rels": rels(
            [("rId1", "attachedTemplate", "https://example.org/evil.dotm", True)]
        ),
    }
    document, _ = reader.read(
        docx("Words", parts=settings, relations=[("rId5", "settings", "settings.xml", False)])
    )
    assert [(a.kind, a.text) for a in document.asides] == [
        ("template", "https://example.org/evil.dotm")
    ]


def test_a_part_outside_the_archive_is_no_part():
    data = docx(
        p("Words", picture("rId9")),
        relations=[("rId9", "image", "../../../../etc/passwd", False)],
    )
    document, pictures = reader.read(data)
    assert pictures == {}
    assert [a.kind for a in document.asides] == ["picture"]


def test_nothing_is_asked_from_the_network_or_the_disk(tmp_path: Path):
    """Read inside the walls, which refuse both."""
    data = docx(
        p("Words", picture("rId9", how="link"), picture("rId8")),
        relations=[
            ("rId9", "image", "http://127.0.0.1:9/x.png", True),
            ("rId8", "image", "file:///etc/passwd", True),
        ],
    )
    (tmp_path / "in.docx").write_bytes(data)
    words = (
        "import sys; from pathlib import Path; from nap_tracker import fence;"
        "from nap_tracker.imports.word import reader; fence.fence(Path(sys.argv[1]));"
        "data = Path(sys.argv[1], 'in.docx').read_bytes(); print(len(reader.read(data)[0].asides))"
    )
    command = [sys.executable, "-c", words, str(tmp_path)]
    done = subprocess.run(command, cwd=desk.ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("2", "")


class TestTheDesk:
    def test_a_file_is_read_in_a_process_of_its_own(self):
        document, pictures = desk.read(docx("Words"))
        assert len(document.blocks) == 1
        assert pictures == {}

    def test_what_the_process_refuses_comes_back_as_the_same_sentence(self):
        with pytest.raises(InvalidFile) as refused:
            desk.read(with_part("word/document.xml", LAUGHS + "<x/>"))
        assert refused.value.message == refusals.HOSTILE

    @pytest.mark.parametrize(
        "limits", [desk.Limits(memory=150 * 2**20, cpu=60), desk.Limits(cpu=1)],
        ids=["memory", "time"],
    )  # fmt: skip
    def test_a_file_that_takes_too_much_is_given_up(self, limits: desk.Limits):
        body = [p(f"Paragraph {n} of a very long document indeed") for n in range(120_000)]
        with pytest.raises(InvalidFile) as refused:
            desk.read(docx(*body), limits)
        assert refused.value.message == refusals.GAVE_UP

    def test_a_file_the_reader_trips_over_is_called_damaged(self):
        """Whatever is changed in a part: read, or refused with a sentence, and never a crash."""
        whole = docx(p("Words", picture("rId9")), "More words of it.")
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        odd = members["word/document.xml"].replace(b"<w:body>", b"<w:body><w:p><w:r><w:sym/>")
        with pytest.raises(InvalidFile) as refused:
            desk.read(zipped({**members, "word/document.xml": odd}))
        assert refused.value.message == refusals.NOT_WORD


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_change_to_a_document_brings_the_reader_down(data: st.DataObject):
    """Bytes of its XML changed at random: it is read, or refused; nothing else comes of it."""
    body = (
        p("Words ", r("b", '<w:b w:val="x"/>'), ins("new"), gone("old"), picture("rId9")),
        tbl(tr(tc("a", more='<w:gridSpan w:val="2"/>'), head=True), tr("b", "c")),
        item("point", 3, 2),
        p("Table ", field("SEQ Table", "1"), style="Caption"),
    )
    with zipfile.ZipFile(io.BytesIO(docx(*body))) as archive:
        members: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(n for n in members if n.endswith(".xml"))))
    content = bytearray(bytes(members[name]))  # type: ignore[arg-type]
    words = [b"<w:p>", b"</w:p>", b"-1", b"999999999999", b"\x00", b"w:val", b'""', b"&#x1;"]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 6))
        content[at : at + cut] = data.draw(st.sampled_from(words))
    members[name] = bytes(content)
    try:
        document, _ = reader.read(zipped(members))
    except InvalidFile:
        return
    html_of(document, {1: False, 2: False})
