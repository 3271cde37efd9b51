"""Pages of a PDF as pictures."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from nap_tracker.exports.annexes import NotRasterised, Scanning, page_pictures


def pdf(pages: int = 2, width: float = 595, height: float = 842) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(width, height))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_every_page_becomes_a_picture_of_its_shape() -> None:
    first, second = page_pictures(pdf(2))
    assert (first.media_type, first.width, first.height) == ("image/jpeg", 1240, 1755)
    with Image.open(io.BytesIO(second.data)) as picture:
        assert picture.size == (1240, 1755)


def test_a_page_without_colour_is_kept_in_grey() -> None:
    (page,) = page_pictures(pdf(1))
    with Image.open(io.BytesIO(page.data)) as picture:
        assert picture.mode == "L"


def test_a_poster_is_scaled_down_to_the_limit_of_pixels() -> None:
    (page,) = page_pictures(pdf(1, 14_000, 14_000), Scanning(pixels=1_000_000))
    assert page.width * page.height <= 1_010_000


def test_a_document_with_too_many_pages_is_refused() -> None:
    with pytest.raises(NotRasterised) as refusal:
        page_pictures(pdf(4), Scanning(pages=3))
    assert refusal.value.params == {"pages": 4, "most": 3}


@pytest.mark.parametrize("data", [b"", b"not a PDF", pdf(1)[:200]])
def test_a_damaged_document_is_refused(data: bytes) -> None:
    with pytest.raises(NotRasterised):
        page_pictures(data)


def test_a_locked_document_is_refused() -> None:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(1))) as made:
        made.save(file, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(NotRasterised):
        page_pictures(file.getvalue())
