"""Words chosen with the mouse: they can be commented on where they are part of an answer."""

from __future__ import annotations

import unicodedata
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import Stage, render

PAGE = """{% extends "base.html" %}
{% block title %}Summary{% endblock %}
{% block head %}<script type="module" src="{{ asset("reading.js") }}"></script>{% endblock %}
{% block content %}
<article data-choose="Comment on these words" data-part="Only those here" lang="en">
<div class="app-place app-place--heading" id="s"><h2>Mercury trade</h2>
<span class="app-tools"><a href="/new?section=trade" data-say>Comment</a></span></div>
<div class="app-place" id="p"><p>It comes by sea.</p>
<span class="app-tools"><a href="/new?uid=1&amp;field=sea" data-say>Comment</a></span></div>
<div class="app-place" id="q"><p>It comes by land.</p></div>
<div class="app-place" id="t"><p>No mercury is sold where mercury is burned, no mercury is kept.</p>
<span class="app-tools"><a href="/new?uid=2&amp;field=use" data-say>Comment</a></span></div>
<div class="app-place" id="z"><p>{{ chinese }}</p>
<span class="app-tools"><a href="/new?uid=3&amp;field=use" data-say>Comment</a></span></div>
<div class="app-place" id="h"><p>{{ thai }}</p>
<span class="app-tools"><a href="/new?uid=4&amp;field=use" data-say>Comment</a></span></div>
</article>
{% endblock %}"""
RUN_ON = {
    "chinese": (
        "矿区销售汞的人须登记，运输汞的人须登记，"
        "冶炼中燃烧汞的人不须登记，政府每年在二十个社区培训矿工，并公布名单。"
    ),
    "thai": ("ผู้ขายปรอทในชุมชนต้องลงทะเบียนและผู้ขนส่งปรอทในเมืองหลวงต้องลงทะเบียนทุกปีตามกฎหมายของประเทศ"),
}
"""No space parts their words."""
CHOOSE = "words => getSelection().selectAllChildren(document.querySelector(words))"


@pytest.mark.parametrize(("words", "offers"), [("#p p", 1), ("#s h2", 0)])
def test_words_of_an_answer_can_be_commented_on_and_those_of_a_heading_cannot(
    stage: Stage, words: str, offers: int
) -> None:
    stage.show(render(PAGE, **RUN_ON))
    page = stage.page
    page.evaluate(CHOOSE, "#p p")
    page.get_by_role("link", name="Comment on these words").wait_for()
    page.evaluate(CHOOSE, words)
    page.wait_for_timeout(400)
    assert page.get_by_role("link", name="Comment on these words").count() == offers


@pytest.mark.parametrize(("end", "name"), [(0, "Comment on these words"), (1, "Only those here")])
def test_of_words_in_two_paragraphs_it_says_that_those_of_the_first_are_meant(
    stage: Stage, end: int, name: str
) -> None:
    """Three clicks on a paragraph choose up to the beginning of the next one, and no word of it."""
    stage.show(render(PAGE, **RUN_ON))
    page = stage.page
    page.evaluate(
        """end => getSelection().setBaseAndExtent(
            document.querySelector("#p p"), 0, document.querySelector("#q p"), end)""",
        end,
    )
    link = page.get_by_role("link", name=name)
    link.wait_for()
    assert "quote=It+comes+by+sea." in (link.get_attribute("href") or "")


def quote_of(stage: Stage, place: str, words: str, nth: int) -> str:
    """What the link asks about once these words are chosen where they stand the nth time."""
    stage.show(render(PAGE, **RUN_ON))
    stage.page.evaluate(
        """([place, words, nth]) => {
            const text = document.querySelector(place).firstChild;
            const at = [...text.data.matchAll(words)][nth].index;
            getSelection().setBaseAndExtent(text, at, text, at + words.length);
        }""",
        [place, words, nth],
    )
    link = stage.page.get_by_role("link", name="Comment on these words")
    link.wait_for()
    (chosen,) = parse_qs(urlsplit(link.get_attribute("href") or "").query)["quote"]
    return chosen


@pytest.mark.parametrize(
    ("nth", "quote"), [(0, "No mercury is"), (1, "where mercury is"), (2, "no mercury is")]
)
def test_a_word_that_stands_there_several_times_takes_words_beside_it_along(
    stage: Stage, nth: int, quote: str
) -> None:
    assert quote_of(stage, "#t p", "mercury", nth) == quote


@pytest.mark.parametrize("knows_words", [True, False])
@pytest.mark.parametrize(
    ("place", "words", "times"), [("#z p", "汞", 3), ("#h p", "ปรอท", 2), ("#z p", "登记", 3)]
)
def test_where_no_spaces_part_words_a_few_letters_come_along_and_no_paragraph(
    stage: Stage, place: str, words: str, times: int, knows_words: bool
) -> None:
    """A browser that knows no words takes letters, each with its marks."""
    if not knows_words:
        stage.page.add_init_script("delete Intl.Segmenter")
    for nth in range(times):
        quote = quote_of(stage, place, words, nth)
        text = stage.page.locator(place).text_content() or ""
        assert words in quote
        assert text.count(quote) == 1
        assert len(quote) <= len(words) + 16, quote
        assert unicodedata.category((text + " ")[text.index(quote) + len(quote)])[0] != "M"
