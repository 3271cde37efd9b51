"""The words of a text, how many there are, and whether there are any."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from nap_tracker.text.plain import is_blank, to_text, word_count
from tests.text.strategies import canonical, texts

WHOLE = canonical(
    "<h3>Title</h3><p>One &amp; <b>two</b><span class=fn>note <span lang=fr>mot</span></span> "
    "<span lang=fr>trois</span>.</p>"
    "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"
    "<table><caption>Cap</caption><tr><th>x</th><th>y</th></tr><tr><td>1</td><td></td></tr></table>"
    "<figure><img data-file=f1 alt=z><figcaption>Under</figcaption></figure>"
)


def test_a_text_has_a_line_a_paragraph_item_and_row() -> None:
    assert to_text(WHOLE) == ("Title\nOne & two (note mot) trois.\na\nb\nc\nCap\nx\ty\n1\t\nUnder")


def test_an_empty_text_has_no_words() -> None:
    assert to_text("") == ""
    assert word_count("") == 0


@pytest.mark.parametrize(
    "html",
    ["", "<p></p>", "<p>\u00a0\u200b</p>", canonical("<table><tr><td></td></tr></table>")],
)
def test_what_shows_nothing_is_blank(html: str) -> None:
    assert is_blank(html)


@pytest.mark.parametrize("html", ["<p>.</p>", "<figure><img data-file=f alt=x></figure>", WHOLE])
def test_what_shows_something_is_not_blank(html: str) -> None:
    assert not is_blank(canonical(html))


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("One two-three, four/five – 12 000 kg…", 6),
        ("l’or et d'autres métaux", 4),
        ("e\u0301te\u0301 الزئبق", 2),
        ("汞的使用", 4),
        ("水銀 を 使う", 5),
        ("ບໍ່ແຮ່ຄຳ ສປປ", 3),
        ("汞 Hg2 汞x", 4),
    ],
)
def test_words_are_counted_as_the_script_has_them(words: str, count: int) -> None:
    assert word_count(canonical(f"<p>{words}</p>")) == count


@settings(max_examples=40, deadline=None)
@given(texts)
def test_a_blank_text_has_neither_words_nor_pictures(html: str) -> None:
    if is_blank(html):
        assert not any(each.isalnum() for each in to_text(html))
        assert "<img" not in html
        assert word_count(html) == 0
    else:
        assert to_text(html) or "<img" in html
