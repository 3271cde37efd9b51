"""Marks around words that are spoken of: exactly those, whatever tags stand among them."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from nap_tracker.text.anchors import Passage
from nap_tracker.text.marking import Mark, Stretch, marked, pieces

BLOCK = '<p data-block="aaaaaaaa">{}</p>'


def draw(stretch: Stretch) -> str:
    return f"[{','.join(map(str, stretch.numbers))}:{stretch.html}]"


def bare(html: str) -> str:
    return re.sub(r"\[[\d,]+:|\]", "", html)


def test_the_words_are_marked_and_nothing_else() -> None:
    found = marked("<p>One two three.</p>", [Mark(7, "two", 4)], draw)
    assert found == "<p>One [7:two] three.</p>"


def test_a_mark_goes_on_across_tags_and_lies_within_each() -> None:
    html = "<p>One <strong>two</strong> three.</p>"
    found = marked(html, [Mark(7, "two three", 4)], draw)
    assert found == "<p>One <strong>[7:two]</strong>[7: three].</p>"


def test_marks_that_share_words_name_both() -> None:
    html = "<p>One two three four</p>"
    marks = [Mark(1, "One two three", 0), Mark(2, "two three four", 4)]
    assert marked(html, marks, draw) == "<p>[1:One ][1,2:two three][2: four]</p>"


def test_a_mark_begins_once_however_often_it_is_broken() -> None:
    seen: list[tuple[int, ...]] = []

    def note(stretch: Stretch) -> str:
        seen.append(stretch.begun)
        return stretch.html

    marked("<p>a <em>b</em> c <em>d</em></p>", [Mark(5, "a b c d", 0)], note)
    assert [begun for begun in seen if begun] == [(5,)]


def test_words_within_a_link_are_known_to_be() -> None:
    seen: list[bool] = []

    def note(stretch: Stretch) -> str:
        seen.append(stretch.is_in_link)
        return stretch.html

    marked('<p>see <a href="https://x.example">the law</a> now</p>', [Mark(1, "law now", 8)], note)
    assert seen == [True, False]


def test_of_the_same_words_in_two_places_the_right_ones_are_marked() -> None:
    html = "<p>gold and gold</p>"
    assert marked(html, [Mark(1, "gold", 9)], draw) == "<p>gold and [1:gold]</p>"
    assert marked(html, [Mark(1, "gold", 2)], draw) == html  # nobody knows which


def test_the_sign_of_a_footnote_is_no_word() -> None:
    html = '<p>One two<span class="fn" ><sup><a href="#fn-1">1</a></sup></span> three</p>'
    found = marked(html, [Mark(3, "two three", 4)], draw)
    assert "[3:two]" in found
    assert "[3: three]" in found
    assert '<a href="#fn-1">1</a>' in found


def test_words_over_several_blocks_are_cut_at_each() -> None:
    html = BLOCK.format("One two") + '<p data-block="bbbbbbbb">three four</p>'
    passage = Passage(html)
    start = passage.said.index("two")
    span = passage.span(start, passage.said.index("three") + len("three"))
    assert pieces(passage, span) == [("aaaaaaaa", 4, "two"), ("bbbbbbbb", 0, "three")]


def test_a_text_without_blocks_is_one_piece() -> None:
    passage = Passage("plain words")
    assert pieces(passage, passage.span(6, 11)) == [(None, 6, "words")]


TEXTS = st.text(alphabet="ab <&é", min_size=1, max_size=30)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.data())
def test_marks_change_no_word_and_no_tag(texts: list[str], data: st.DataObject) -> None:
    tags = ["<strong>{}</strong>", "{}", "<em>{}</em>", "{}"]
    import html as entities

    html = "<p>" + "".join(
        tag.format(entities.escape(text, quote=False))
        for tag, text in zip(tags, texts, strict=False)
    )
    html += "</p>"
    said = Passage(html).said
    marks = []
    for number in range(1, data.draw(st.integers(0, 3)) + 1):
        start = data.draw(st.integers(0, max(0, len(said) - 1)))
        end = data.draw(st.integers(start, len(said)))
        marks.append(Mark(number, said[start:end], start))
    found = marked(html, marks, draw)
    assert bare(found) == html
    for mark in marks:
        inside = re.findall(rf"\[(?:\d+,)*{mark.number}(?:,\d+)*:([^\]]*)\]", found)
        told = "".join(inside)
        assert entities.unescape(told).split() == mark.words.split() or mark.words.strip() == ""
