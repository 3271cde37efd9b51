"""Long text opened as light markup by people without scripts, changed, and saved."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nap_tracker.text.blocks import Block, split
from nap_tracker.text.html import sanitise
from nap_tracker.text.markup import MarkupProblem, from_markup, read_markup, to_markup
from nap_tracker.text.normalise import RefusedCharacter
from tests.text.strategies import AWKWARD, canonical, texts
from tests.text.test_html import bare

ID = re.compile(r' data-block="[a-z0-9]{8}"')


def written(markup: str, original: str = "") -> str:
    """The HTML of markup without ids."""
    return ID.sub("", from_markup(markup, original))


@settings(max_examples=40, deadline=None)
@given(texts)
def test_opening_and_saving_changes_no_byte(html: str) -> None:
    markup = to_markup(html)
    for typed in (markup, markup.replace("\n", "\r\n"), f"\n{markup}\n\n"):
        result = read_markup(typed, html)
        assert result.html == html
        assert result.problems == ()


@settings(max_examples=40, deadline=None)
@given(texts)
def test_markup_says_all_that_it_can_say(html: str) -> None:
    """Read without the original, words, emphasis, links and lists are still the same."""
    kept = "".join(block.html for block in split(html) if block.tag not in ("table", "figure"))
    assume("fn" not in kept and not re.search("<(?:ul|ol|li)[^>]* (?:lang|dir)=", kept))
    assert written(to_markup(kept)) == ID.sub("", kept)


@settings(max_examples=40, deadline=None)
@given(texts, st.lists(st.sampled_from((*AWKWARD, "\n\n", "\n- ", "\n  ")), max_size=6), st.data())
def test_whatever_is_typed_gives_a_canonical_text(
    html: str, typed: list[str], data: st.DataObject
) -> None:
    markup = to_markup(html)
    at = data.draw(st.integers(0, len(markup)))
    result = from_markup(markup[:at] + "".join(typed) + markup[at:], html)
    assert sanitise(result) == result


WAYS = [
    ("one\ntwo\n\nthree", "<p>one two</p><p>three</p>"),
    (
        "# a\n## b\n### c\n#### d\n##### e\n###### f",
        "<h3>a</h3><h3>b</h3><h3>c</h3><h4>d</h4><h5>e</h5><h5>f</h5>",
    ),
    ("text\n### head\ntext", "<p>text</p><h3>head</h3><p>text</p>"),
    ("###", "<p>###</p>"),
    (
        "**a** *b*, ***c***, **d*e*f**",
        "<p><strong>a</strong> <em>b</em>, <strong><em>c</em></strong>, <strong>"
        "d<em>e</em>f</strong></p>",
    ),
    ("*a***b**", "<p><em>a</em><strong>b</strong></p>"),
    ("5 * 3 * 2, 2*3, ** ****, a** b", "<p>5 * 3 * 2, 2*3, ** ****, a** b</p>"),
    ("\\*a\\* \\[[b]] c\\d e\\\\", "<p>*a* [[b]] c\\d e\\</p>"),
    ("CO_{2} m^{3} a_b {c} _{d", "<p>CO<sub>2</sub> m<sup>3</sup> a_b {c} _{d</p>"),
    ("a_{b_{c}", "<p>a_{b<sub>c</sub></p>"),
    (
        "[a *b*](https://x.org/c_(d)) [e](javascript:f) [g](h) [](https://x.org)",
        '<p><a href="https://x.org/c_(d)">a <em>b</em></a> [e](javascript:f) '
        "[g](h) [](https://x.org)</p>",
    ),
    ("], see [1] and [b](mailto:b@x.org)", '<p>], see [1] and <a href="mailto:b@x.org">b</a></p>'),
    ("](https://x.org)", "<p>](https://x.org)</p>"),
    (
        "a[[note: b **c** [d](https://x.org)]] *e*",
        '<p>a<span class="fn">b <strong>c</strong> <a href="https://x.org">d</a>'
        "</span> <em>e</em></p>",
    ),
    ("a[[note: ]] *b[[note: c*d]]e*", '<p>a <em>b</em><span class="fn">c*d</span><em>e</em></p>'),
    ("a[[note: b[[note: c]]]]", '<p>a<span class="fn">bc</span></p>'),
    (
        "[[lang fr: mot]] [[lang AR RTL: b]] [[dir ltr: c]] ]]",
        '<p><span lang="fr">mot</span> <span lang="ar" dir="rtl">b</span> <span '
        'dir="ltr">c</span> ]]</p>',
    ),
    ("[[lang a-b-c-d-e-f: x]]", "<p>[[lang a-b-c-d-e-f: x]]</p>"),
    ("[[lang fr-a-b-c-d-e-f: x]]", "<p>x</p>"),
    ("[[lang ar rtl]] a\n\n### [[dir rtl]]b", '<p lang="ar" dir="rtl">a</p><h3 dir="rtl">b</h3>'),
    ("- a\n- b\n\n- c", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
    ("- a\n\n\n- b", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
    ("* a\n• b\n1. c\n2) d", "<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>"),
    (
        "- a\n  - b\n    1. c\n  - d\n- e",
        "<ul><li>a<ul><li>b<ol><li>c</li></ol></li><li>d</li></ul></li><li>e</li></ul>",
    ),
    (
        "- a\n  - b\n  1. c\n  - d",
        "<ul><li>a<ul><li>b</li></ul><ol><li>c</li></ol><ul><li>d</li></ul></li></ul>",
    ),
    ("- a\n    - b\n  - c", "<ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>"),
    ("- a\n\t- b\n - c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ("- a\n  more\n\n  second\n- b", "<ul><li><p>a more</p><p>second</p></li><li>b</li></ul>"),
    (
        "- a\n  - b\n\n  second\n  - c",
        "<ul><li><p>a</p><ul><li>b</li></ul><p>second</p><ul><li>c</li></ul></li></ul>",
    ),
    ("-\n  - b\n  text", "<ul><li><ul><li>b</li></ul><p>text</p></li></ul>"),
    ("-\n\n  text", "<ul><li>text</li></ul>"),
    ("-\n- \u200b\n", ""),
    ("- a\ntext", "<ul><li>a</li></ul><p>text</p>"),
    ("  - a\ntext", "<ul><li>a</li></ul><p>text</p>"),
    ("text\n- a", "<p>text</p><ul><li>a</li></ul>"),
    ("  text  \n  text", "<p>text text</p>"),
    ("<b>&amp;</b>", "<p>&lt;b&gt;&amp;amp;&lt;/b&gt;</p>"),
    ("\xa0 \n\n \t", ""),
]


@pytest.mark.parametrize(("markup", "html"), WAYS)
def test_markup_means(markup: str, html: str) -> None:
    assert written(markup) == html


def test_items_deeper_than_eight_join_the_eighth_level() -> None:
    markup = "\n".join(f"{'  ' * depth}- {depth}" for depth in range(10))
    assert written(markup).count("<ul>") == 8
    assert written(markup).endswith("<li>7</li><li>8</li><li>9</li>" + "</ul></li>" * 7 + "</ul>")


PLAN = canonical(
    "<h3>Where we are</h3><p>About <b>80 %</b><span class=fn>Field [work]</span> of it.</p>"
    "<table><caption>Gold by region</caption><tr><td>North</td></tr></table>"
    "<p>Next comes <i>this</i>.</p><figure><img data-file=f1 alt='A pit'></figure>"
    "<table><tr><td>one</td><td>two</td></tr></table>"
    "<ul><li>first<span class=fn>second note</span></li></ul>"
)


def block(html: str, block_id: str) -> Block:
    return next(each for each in split(html) if each.id == block_id)


def test_markup_is_what_people_can_read() -> None:
    assert to_markup(PLAN) == (
        "### Where we are\n\n"
        "About **80 %**[[note b0000001-1: Field (work)]] of it.\n\n"
        "[[table b0000002: Gold by region]]\n\n"
        "Next comes *this*.\n\n"
        "[[figure b0000004: A pit]]\n\n"
        "[[table b0000005: one two]]\n\n"
        "- first[[note b0000006-1: second note]]"
    )


def test_a_long_caption_is_cut_and_a_captioned_figure_shows_its_caption() -> None:
    html = canonical(
        "<figure><img data-file=f1 alt=x><figcaption>" + "word " * 40 + "</figcaption></figure>"
    )
    assert to_markup(html) == "[[figure b0000000: " + "word " * 11 + "word…]]"


def test_an_edited_block_keeps_its_id_and_the_others_their_bytes() -> None:
    html = from_markup(to_markup(PLAN).replace("of it", "of all gold"), PLAN)
    assert block(html, "b0000001").text == "About 80 % (Field [work]) of all gold."
    unchanged = [each for each in split(PLAN) if each.id != "b0000001"]
    assert [each for each in split(html) if each.id != "b0000001"] == unchanged


def test_a_moved_placeholder_moves_its_block() -> None:
    markup = to_markup(PLAN)
    line = "[[table b0000002: Gold by region]]"
    moved = markup.replace(line + "\n\n", "") + "\n\n" + line
    html = from_markup(moved, PLAN)
    assert split(html)[-1] == block(PLAN, "b0000002")
    assert len(split(html)) == len(split(PLAN))


def test_a_deleted_placeholder_deletes_its_block() -> None:
    html = from_markup(to_markup(PLAN).replace("[[figure b0000004: A pit]]", ""), PLAN)
    assert split(html) == [each for each in split(PLAN) if each.id != "b0000004"]


def test_the_words_of_a_placeholder_may_be_changed_without_effect() -> None:
    markup = to_markup(PLAN).replace("Gold by region", "anything").replace(": A pit]]", "]]")
    assert from_markup(markup, PLAN) == PLAN


def test_a_placeholder_put_twice_gives_a_copy_with_an_id_of_its_own() -> None:
    line = "[[figure b0000004: A pit]]"
    html = from_markup(f"{line}\n\n{line}", PLAN, new_id=lambda: "newblock")
    assert [(each.id, each.body) for each in split(html)] == [
        ("b0000004", block(PLAN, "b0000004").body),
        ("newblock", block(PLAN, "b0000004").body),
    ]


def test_a_placeholder_inside_other_text_stands_between_its_parts() -> None:
    html = from_markup("- before [[figure b0000004]] after", PLAN)
    assert ID.sub("", html) == (
        '<ul><li>before</li></ul><figure><img data-file="f1" alt="A pit"></figure><p>after</p>'
    )


def test_a_footnote_can_move_to_another_paragraph() -> None:
    note = "[[note b0000001-1: Field (work)]]"
    html = from_markup(to_markup(PLAN).replace(note, "").replace("*this*", f"*this*{note}"), PLAN)
    assert "fn" not in block(html, "b0000001").html
    assert '<em>this</em><span class="fn">Field [work]</span>.' in block(html, "b0000003").html


@pytest.mark.parametrize(
    "placeholder",
    [
        "[[table zzzzzzzz: Gold]]",
        "[[figure zzzzzzzz]]",
        "[[note b0000001-2: Field]]",
        "[[note zzzzzzzz-1]]",
        "[[tabel b0000002: Gold by region]]",
        "[[table b00000: Gold by region]]",
        "[[table b0000002: Gold by region",
        "[[note: never ended",
    ],
)
def test_a_placeholder_that_stands_for_nothing_is_told_and_kept_as_words(placeholder: str) -> None:
    result = read_markup(f"before\n\n{placeholder}", PLAN)
    assert result.problems == (MarkupProblem(placeholder),)
    assert placeholder in result.problems[0].message % result.problems[0].params
    assert split(result.html)[-1].body == f"<p>{placeholder}</p>"


@pytest.mark.parametrize(
    "words", [r"\[[table zzzzzzzz: Gold]]", "[[TBC]]", "a [[b]] c", "[[lang fr: x"]
)
def test_other_brackets_are_only_brackets(words: str) -> None:
    assert read_markup(words, PLAN).problems == ()


def test_neighbouring_lists_of_one_kind_stay_two() -> None:
    html = canonical("<ul><li>a</li></ul><ul><li>b</li></ul><ol><li>c</li></ol>")
    assert to_markup(html) == "- a\n\n\n- b\n\n1. c"
    assert from_markup(to_markup(html), html) == html


def test_emptying_the_text_empties_it() -> None:
    assert from_markup(" \r\n\r\n", PLAN) == ""
    assert to_markup("") == ""


def test_a_text_written_from_nothing_gets_new_ids() -> None:
    assert from_markup("a", "", new_id=lambda: "newblock") == '<p data-block="newblock">a</p>'


def test_control_characters_are_refused() -> None:
    with pytest.raises(RefusedCharacter):
        from_markup("a\x00", "")


def test_text_that_looks_like_markup_is_escaped_only_where_it_must_be() -> None:
    html = canonical("<p>~5 kg [1] a_b {c} 50% #1 (d) - e. f</p><p>- g</p><p>3. h</p><p># i</p>")
    assert to_markup(html) == "~5 kg [1] a_b {c} 50% #1 (d) - e. f\n\n\\- g\n\n3\\. h\n\n\\# i"
    assert written(to_markup(html)) == bare(html)


WRITTEN = [
    ("<p><b>a</b><i>b</i>, <b><i>c</i></b></p>", "**a***b*, ***c***"),
    ("<p>a<sub>b}</sub><sup><b>c</b></sup></p>", "a_{b\\}}**^{c}**"),
    (
        '<p><a href="https://x.org/(y)">a [b] <i>c</i></a>d</p>',
        "[a \\[b\\] *c*](https://x.org/\\(y\\))d",
    ),
    (
        '<p lang="fr">a <span lang="ar" dir="rtl">b</span><a href="https://x.org"><span dir="rtl">'
        '<sub>c</sub></span><span dir="ltr"><sub>d</sub></span></a></p>',
        "[[lang fr]] a [[lang ar rtl: b]][[[dir rtl: _{c}]][[dir ltr: _{d}]]](https://x.org)",
    ),
    ('<h4 dir="rtl">a</h4><h5>b</h5>', "#### [[dir rtl]] a\n\n##### b"),
    (
        "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li><ul><li>d</li></ul></li>"
        "<li><p>e</p><p>- f</p></li></ul>",
        "- a\n  1. b\n  2. c\n-\n  - d\n- e\n\n  \\- f",
    ),
    ("<p>*_{^{\\[[](\\x</p>", "\\*\\_{\\^{\\\\\\[[\\](\\x"),
]


@pytest.mark.parametrize(("html", "markup"), WRITTEN)
def test_text_is_written_as(html: str, markup: str) -> None:
    assert to_markup(canonical(html)) == markup
    assert written(markup) == bare(html)
