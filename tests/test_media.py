"""What a file really is, and what its clean copy does not tell."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from nap_tracker import media
from nap_tracker.errors import Invalid


def picture(format: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "gold").save(out, format, **options)
    return out.getvalue()


def photograph() -> bytes:
    """With the maker, a position and a comment in it."""
    exif = Image.Exif()
    exif[0x010F] = "Maker of cameras"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", exif=exif, comment=b"taken by an informant")


def pdf(author: str = "An informant", **attachments: bytes) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Author"] = author
    for name, data in attachments.items():
        document.attachments[name] = data
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def office(folder: str, **members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}main.xml", "<document/>")
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def test_a_photograph_leaves_without_place_maker_or_comment():
    original = photograph()
    assert b"informant" in original
    clean = media.examine(original).clean
    with Image.open(io.BytesIO(clean)) as image:
        assert not dict(image.getexif())
        assert "comment" not in image.info
    assert b"Maker" not in clean


@pytest.mark.parametrize(
    ("format", "kept"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/png")]
)
def test_the_type_is_found_in_the_bytes(format: str, kept: str):
    found = media.examine(picture(format))
    assert (found.media_type, found.width, found.height) == (kept, 40, 30)


def test_a_picture_turned_by_its_camera_is_stored_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    found = media.examine(picture("JPEG", exif=exif))
    assert (found.width, found.height) == (30, 40)


def test_a_large_picture_is_made_smaller():
    found = media.examine(picture("PNG", size=(5000, 100)))
    assert found.width == media.LONGEST_SIDE


def test_a_picture_of_too_many_pixels_is_refused():
    huge = picture("PNG", size=(10_000, 6_100))
    with pytest.raises(Invalid, match="pixels"):
        media.examine(huge)


def test_a_pdf_leaves_without_author_and_attachments():
    found = media.examine(pdf(secret=b"names of informants"))
    with pikepdf.open(io.BytesIO(found.clean)) as document:
        assert "/Author" not in document.docinfo
        assert not document.attachments
    assert found.pages == 1


def test_a_cleaned_copy_is_always_the_same_bytes():
    data = pdf()
    assert media.examine(data).clean == media.examine(data).clean


def test_an_office_file_leaves_without_its_author():
    core = (
        b'<?xml version="1.0"?><cp:coreProperties xmlns:cp="x"><a>Informant</a></cp:coreProperties>'
    )
    found = media.examine(office("word/", docProps__core=b"", **{"docProps/core.xml": core}))
    with zipfile.ZipFile(io.BytesIO(found.clean)) as archive:
        assert b"Informant" not in archive.read("docProps/core.xml")
        assert archive.read("docProps/core.xml").startswith(b"<?xml")
    assert found.media_type == media.OFFICE["word/"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03\x00program", "cannot be taken"),
        (b"\x89PNG\r\n\x1a\nnot a picture", "damaged"),
        (b"%PDF-1.7 not a document", "damaged"),
        (b"PK\x03\x04 not an archive", "damaged"),
        (office("word/", **{"word__vbaProject.bin": b"x"}), "macros"),
        (office("folder/"), "cannot be taken"),
    ],
)
def test_what_is_not_what_it_seems_is_refused_with_what_to_do(data: bytes, words: str):
    with pytest.raises(Invalid, match=words):
        media.examine(data)


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(media, "MOST_UNPACKED", 10)
    with pytest.raises(Invalid, match="unpacks"):
        media.examine(office("word/"))


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(media, "LARGEST", 10)
    with pytest.raises(Invalid, match="larger"):
        media.examine(b"0123456789a")


def test_html_is_plain_text_here_and_is_never_shown_as_a_page():
    assert media.examine(b"<script>alert(1)</script>").media_type == "text/plain"


def made_pdf(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def set_in(name: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: document.pages[0].obj.__setitem__(name, value)


def shows(photo: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        picture = pikepdf.Stream(document, photo)
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 40, 30, 8
        picture.ColorSpace, picture.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))

    return change


def broken_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "a" * 5000)
    data = bytearray(out.getvalue())
    start = data.find(b"word/document.xml") + len("word/document.xml")
    data[start : start + 4] = b"\xff\xff\xff\xff"
    return bytes(data)


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    written = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


HEADER = (b"IHDR", struct.pack(">IIBBBBB", 3, 3, 8, 2, 0, 0, 0))


@pytest.mark.parametrize(
    "data",
    [
        broken_archive(),
        png((b"IHDR", b"abc")),
        png(HEADER, (b"zTXt", b"a\0\0" + zlib.compress(b"a" * 90_000_000))),
        made_pdf(set_in("/Annots", pikepdf.Array([1]))),
    ],
    ids=["deflate", "header", "text bomb", "annot"],
)
def test_a_damaged_file_is_refused_and_breaks_nothing(data: bytes):
    with pytest.raises(Invalid, match="damaged"):
        media.examine(data)


@pytest.mark.parametrize("folder", ["word/", "xl/"])
def test_a_photograph_inside_an_office_file_leaves_without_its_place(folder: str):
    found = media.examine(office(folder, **{f"{folder}media/image1.jpeg": photograph()}))
    with zipfile.ZipFile(io.BytesIO(found.clean)) as archive:
        left = archive.read(f"{folder}media/image1.jpeg")
    assert b"Maker" not in left
    assert b"informant" not in left
    with Image.open(io.BytesIO(left)) as image:
        assert image.convert("RGB").getpixel((5, 5)) is not None


def test_a_photograph_inside_a_pdf_leaves_without_its_place():
    found = media.examine(made_pdf(shows(photograph())))
    assert b"Maker" not in found.clean
    assert b"informant" not in found.clean
    with pikepdf.open(io.BytesIO(found.clean)) as document:
        kept = document.pages[0].Resources.XObject.P
        with Image.open(io.BytesIO(kept.read_raw_bytes())) as image:
            assert image.size == (40, 30)


def test_links_of_a_pdf_lead_to_pages_and_run_nothing():
    def link(kind: str) -> pikepdf.Dictionary:
        action = pikepdf.Dictionary(S=pikepdf.Name(kind), URI="https://example.org", JS="x()")
        return pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action, Rect=[0, 0, 1, 1])

    notes = pikepdf.Array([link("/URI"), link("/JavaScript"), link("/Launch")])
    found = media.examine(made_pdf(set_in("/Annots", notes)))
    with pikepdf.open(io.BytesIO(found.clean)) as document:
        kept = [note.get("/A") for note in document.pages[0].Annots]
    assert kept[0].URI == "https://example.org"
    assert kept[1:] == [None, None]


@pytest.mark.parametrize(
    ("folder", "member", "text"),
    [
        ("word/", "word/document.xml", '<w:ins w:author="Ama Mensah"><w:t>Camps</w:t></w:ins>'),
        ("word/", "word/comments.xml", '<w:comment w:initials="Ama Mensah">Camps</w:comment>'),
        ("word/", "word/people.xml", '<w15:person w15:author="Ama Mensah"/><!--Camps-->'),
        ("xl/", "xl/comments1.xml", "<authors><author>Ama Mensah</author></authors><t>Camps</t>"),
        ("xl/", "xl/persons/person.xml", '<person displayName="Ama Mensah"/><!--Camps-->'),
        ("ppt/", "ppt/commentAuthors.xml", '<p:cmAuthor name="Ama Mensah"/><!--Camps-->'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_notes_and_tracked_changes_leave_without_who_made_them(
    folder: str, member: str, text: str, encoding: str, quote: str
):
    declaration = "" if encoding == "utf-8" else f'<?xml version="1.0" encoding="{encoding}"?>'
    written = declaration.replace("-sig", "") + text.replace('"', quote)
    clean = media.examine(office(folder, **{member: written.encode(encoding)})).clean
    with zipfile.ZipFile(io.BytesIO(clean)) as archive:
        kept = archive.read(member)
    assert "Camps" in kept.decode()
    assert b"Mensah" not in kept


def test_no_name_hides_in_an_encoding_or_in_the_case_of_a_part() -> None:
    text = '<?xml version="1.0" encoding="windows-1252"?><w:ins w:author="Amélie">Été</w:ins>'
    core = "<!-- Amélie --><cp:core xmlns:cp='x'><dc:creator>Amélie</dc:creator>Été</cp:core>"
    members = {"word/document.xml": text, "word/Footnotes.XML": text, "DocProps/Core.xml": core}
    sent = {name: words.encode("cp1252") for name, words in members.items()}
    with zipfile.ZipFile(io.BytesIO(media.examine(office("word/", **sent)).clean)) as archive:
        kept = {name: archive.read(name).decode() for name in members}
    assert not [name for name, words in kept.items() if "Am" in words]
    assert "Été" in kept["word/document.xml"]
    assert 'encoding="UTF-8"' in kept["word/document.xml"]
    assert "Été" not in kept["DocProps/Core.xml"]


@pytest.mark.parametrize("encoding", ["no-such", "hex", "utf-16"])
def test_a_part_in_an_encoding_that_nobody_reads_is_refused(encoding: str) -> None:
    part = f'<?xml version="1.0" encoding="{encoding}"?><w:ins w:author="Ama"/>'.encode()
    with pytest.raises(Invalid, match="damaged"):
        media.examine(office("word/", **{"word/document.xml": part + b"\x80"}))
