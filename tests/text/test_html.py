"""What sanitised text is: the subset, its one byte form, its block ids."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from nap_tracker.text.blocks import join, split
from nap_tracker.text.html import sanitise
from nap_tracker.text.normalise import RefusedCharacter, clean
from nap_tracker.text.read import read
from nap_tracker.text.write import write
from tests.text.strategies import canonical, foreign

ID = re.compile(r' data-block="[a-z0-9]{8}"')


def bare(html: str) -> str:
    """Sanitised HTML without the ids, to compare."""
    return ID.sub("", sanitise(html))


@settings(max_examples=40, deadline=None)
@given(foreign)
def test_sanitising_twice_changes_nothing(html: str) -> None:
    once = canonical(html)
    assert sanitise(once) == once
    assert clean(once) == once, "normalising the HTML as a whole must not touch it either"
    assert write(read(once)) == once
    assert join(split(once)) == once


@settings(max_examples=40, deadline=None)
@given(foreign)
def test_every_block_at_the_top_has_its_own_id(html: str) -> None:
    once = canonical(html)
    ids = [block.id for block in split(once)]
    assert len(set(ids)) == len(ids) == len(read(once))


SAME = [
    ("hello", "<p>hello</p>"),
    ("<div>one<div>two</div>three</div>", "<p>one</p><p>two</p><p>three</p>"),
    ("<p>a <b>b</b> <i>c</i></p>", "<p>a <strong>b</strong> <em>c</em></p>"),
    ("<em><strong>x</strong></em>", "<p><strong><em>x</em></strong></p>"),
    ("<p><b>a</b><b>b</b></p>", "<p><strong>ab</strong></p>"),
    ("<p><b>a </b>b<i> c</i></p>", "<p><strong>a</strong> b <em>c</em></p>"),
    ("<p><b>a</b> <b>b</b></p>", "<p><strong>a b</strong></p>"),
    ("<p>\n  a\t b  \r\n</p>", "<p>a b</p>"),
    ("<p>12&nbsp;%</p>", "<p>12\xa0%</p>"),
    (
        "<p><span style='font-weight: 700; font-style:italic'>x</span></p>",
        "<p><strong><em>x</em></strong></p>",
    ),
    ("<b style='font-weight:normal'><p>x</p></b>", "<p>x</p>"),
    (
        "<p>x<span style='vertical-align:super'>2</span><sub>3</sub></p>",
        "<p>x<sup>2</sup><sub>3</sub></p>",
    ),
    ("<u>x</u><s>y</s><font color=red>z</font><blink>!</blink>", "<p>xyz!</p>"),
    ('<p>1 &lt; 2 &amp; 3 &gt; 2 "q"</p>', '<p>1 &lt; 2 &amp; 3 &gt; 2 "q"</p>'),
    ("<p>e&#769;</p>", "<p>é</p>"),
    ("<p><b>=</b>&#824;</p>", "<p><strong>=</strong>&#824;</p>"),
    ("<p>a<br>b</p>", "<p>a</p><p>b</p>"),
    ("<h3>a<br>b</h3>", "<h3>a b</h3>"),
    ("a<hr>b", "<p>a</p><p>b</p>"),
    ("<p></p><p>&nbsp;</p><p>\u200b</p><h3> </h3>", ""),
    ("<p>a <del>b</del>c</p>", "<p>a c</p>"),
    ("<h3>a</h3><h5>b</h5>", "<h3>a</h3><h5>b</h5>"),
    ("<h1>a</h1><h2>b</h2><h4>c</h4>", "<h3>a</h3><h4>b</h4><h5>c</h5>"),
    ("<h2>a</h2><h6>b</h6>", "<h3>a</h3><h5>b</h5>"),
    ("<h6>a</h6>", "<h5>a</h5>"),
]


@pytest.mark.parametrize(("given_html", "expected"), SAME)
def test_content_has_one_form(given_html: str, expected: str) -> None:
    assert bare(given_html) == expected


def test_a_heading_of_ours_is_not_shifted_by_a_pasted_one() -> None:
    html = '<h3 data-block="abcdefgh">ours</h3><h1>pasted</h1><h2>below</h2>'
    assert bare(html) == "<h3>ours</h3><h3>pasted</h3><h4>below</h4>"


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        "<title>t</title>",
        "<iframe>x</iframe>",
        "<template><p>x</p></template>",
        "<!-- <p>x</p> -->",
        "<img src=x onerror=alert(1)>",
        "<svg><script>1</script></svg>",
    ],
)
def test_scripts_styles_and_frames_go_with_their_content(html: str) -> None:
    assert bare(f"<p>a</p>{html}") == "<p>a</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p onclick='x()' style='color:red' class='y' id='z'>a</p>",
        "<section><article><p>a</p></article></section>",
        "<form><label>a</label><input value=b></form>",
        "<x-y>a</x-y>",
    ],
)
def test_the_text_of_everything_else_stays(html: str) -> None:
    assert bare(html) == "<p>a</p>"


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://example.org/a?b=1&amp;c=2#d", "https://example.org/a?b=1&amp;c=2#d"),
        ("HTTP://Example.org", "http://Example.org"),
        (" https://example.org ", "https://example.org"),
        ("mailto:a@example.org?subject=x", "mailto:a@example.org?subject=x"),
        ("https://example.org/e&#769;", "https://example.org/é"),
    ],
)
def test_web_and_mail_addresses_stay(href: str, kept: str) -> None:
    assert bare(f'<a href="{href}">x</a>') == f'<p><a href="{kept}">x</a></p>'


@pytest.mark.parametrize(
    "href",
    [
        "//evil.example",
        "/relative",
        "#anchor",
        "page.html",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "https:evil.example",
        "https:///evil.example",
        "https:\\\\evil.example",
        "https://a b.example",
        "https://example.org/\u202egnp.exe",
        "https://user:word@example.org",
        "mailto:nobody",
        "https://example.org/" + "a" * 2000,
        "",
    ],
)
def test_any_other_address_leaves_only_its_words(href: str) -> None:
    assert bare(f'<p>a <a href="{href}">b</a></p>') == "<p>a b</p>"


def test_a_link_ends_around_a_footnote_and_a_footnote_holds_no_footnote() -> None:
    html = '<a href="https://x.org">a<span class="fn">n<span class="fn">m</span></span>b</a>'
    assert bare(html) == (
        '<p><a href="https://x.org">a</a><span class="fn">nm</span><a href="https://x.org">b</a></p>'
    )


def test_a_footnote_is_one_line_and_vanishes_when_empty() -> None:
    assert (
        bare('<p>a<span class="x fn">b<br> c</span></p>') == '<p>a<span class="fn">b c</span></p>'
    )
    html = '<div>a<span class="fn"><p>b</p><ul><li>c</li></ul><hr>d</span></div>'
    assert bare(html) == '<p>a<span class="fn">b c d</span></p>'
    assert bare('<p>a<span class="fn"> &nbsp;</span></p>') == "<p>a</p>"


def test_a_picture_in_a_footnote_stands_behind_the_paragraph() -> None:
    html = '<p>a<span class="fn">b<img data-file="f1" alt="c"></span>d</p>'
    expected = (
        '<p>a<span class="fn">b</span></p><figure><img data-file="f1" alt="c"></figure><p>d</p>'
    )
    assert bare(html) == expected


def test_language_and_direction_are_said_once_where_they_change() -> None:
    html = (
        '<div lang="fr_FR" dir="LTR"><p lang="fr-fr">a <span lang="mn">b</span></p>c</div>'
        '<p lang="zh-hans-cn" dir="auto">d</p><p lang="not a tag">e</p>'
        '<p dir="rtl"><b lang="ar">f</b></p>'
    )
    assert bare(html) == (
        '<p lang="fr-FR" dir="ltr">a <span lang="mn">b</span></p><p lang="fr-FR" dir="ltr">c</p>'
        '<p lang="zh-Hans-CN">d</p><p>e</p>'
        '<p dir="rtl"><span lang="ar"><strong>f</strong></span></p>'
    )


def test_a_space_between_languages_belongs_to_the_paragraph() -> None:
    html = '<p lang="mn"><span lang="fr">a</span> <span lang="en">b</span></p>'
    assert bare(html) == '<p lang="mn"><span lang="fr">a</span> <span lang="en">b</span></p>'


LISTS = [
    ("<ul><li>a<ul><li>b</ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("<ul><ul><li>b</li></ul></ul>", "<ul><li><ul><li>b</li></ul></li></ul>"),
    ("<ul>x<li><p>a</p></li><p>y</p></ul>", "<ul><li>x</li><li>a</li><li>y</li></ul>"),
    ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
    ("<ul><li>a<br>b</li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
    (
        "<ul>\n<li>a</li>\n <b>b</b> c\n</ul>",
        "<ul><li><p>a</p><p><strong>b</strong> c</p></li></ul>",
    ),
    ("<ol><li><h3>a</h3></li><li></li></ol>", "<ol><li>a</li></ol>"),
    ("<ul><li></li></ul>", ""),
    (
        "<ul><li>a<ol><li>b</li></ol><ol><li>c</li></ol></li></ul>",
        "<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul>",
    ),
    (
        "<ul><li lang=fr>a</li><li lang=fr><p>b</p></li></ul>",
        '<ul lang="fr"><li>a</li><li>b</li></ul>',
    ),
    (
        "<ul lang=fr><li>a</li><li lang=en>b</li></ul>",
        '<ul lang="fr"><li>a</li><li lang="en">b</li></ul>',
    ),
    (
        "<ul><li><p lang=fr>a</p><ul><li>b</li></ul></li></ul>",
        '<ul><li><p lang="fr">a</p><ul><li>b</li></ul></li></ul>',
    ),
    (
        "<ul><li>a<img data-file=f1 alt=b><table><tr><td>c</td></tr></table></li></ul>",
        '<ul><li>a</li></ul><figure><img data-file="f1" alt="b"></figure><table>'
        "<tbody><tr><td>c</td></tr></tbody></table>",
    ),
]


@pytest.mark.parametrize(("given_html", "expected"), LISTS)
def test_lists_have_one_form(given_html: str, expected: str) -> None:
    assert bare(given_html) == expected


def test_lists_nest_eight_deep_and_deeper_items_stay_as_paragraphs() -> None:
    deep = bare("<ul><li>a" * 12)
    assert deep.count("<ul>") == 8
    assert deep.count("a") == 12


TABLES = [
    (
        "<table><tr><th>a<th>b<tr><td>c<td>d</table>",
        '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr>'
        "</thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>",
    ),
    (
        "<table><caption>A <b>b</b><p>c</p></caption><tr><th>a</th><td>b</td></tr></table>",
        "<table><caption>A <strong>b</strong> c</caption><tbody><tr><th "
        'scope="row">a</th><td>b</td></tr></tbody></table>',
    ),
    (
        "<table><thead><tr><td></td><td>a</td></tr></thead><tbody><tr><td>b</td>"
        "<td scope=row>c</td></tr></tbody><tbody><tr></tr></tbody><tfoot><tr><td>"
        "d</td></tr></tfoot></table>",
        '<table><thead><tr><td></td><th scope="col">a</th></tr></thead><tbody><tr>'
        "<td>b</td><td>c</td></tr><tr><td>d</td></tr></tbody></table>",
    ),
    (
        "<table><tr><th scope=rowgroup rowspan=9 colspan=1>a</th><td colspan=2>"
        "b</td></tr><tr><td rowspan=0 colspan=x>c</td></tr></table>",
        '<table><tbody><tr><th rowspan="2" scope="rowgroup">a</th><td colspan="2">'
        "b</td></tr><tr><td>c</td></tr></tbody></table>",
    ),
    (
        "<table><tr><th>a</th></tr><tr><th>b</th></tr></table>",
        '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><th '
        'scope="row">b</th></tr></tbody></table>',
    ),
    (
        "<table><tr><td><p>a</p><ul><li>b</li></ul></td><td><p>c</p><p>d</p></td></tr></table>",
        "<table><tbody><tr><td>a<ul><li>b</li></ul></td><td><p>c</p><p>d</p></td>"
        "</tr></tbody></table>",
    ),
    (
        "<table><tr><td lang=ar dir=rtl>a</td><td><p lang=fr>b</p></td><td "
        "colspan=500>c</td></tr></table>",
        '<table><tbody><tr><td lang="ar" dir="rtl">a</td><td lang="fr">b</td><td '
        'colspan="100">c</td></tr></tbody></table>',
    ),
    (
        '<table><tr><td>a<figure><img data-file="f" alt="b"><figcaption>'
        "c</figcaption></figure></td></tr></table>",
        '<table><tbody><tr><td>a<figure><img data-file="f" alt="b"><figcaption>'
        "c</figcaption></figure></td></tr></tbody></table>",
    ),
    (
        "<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>",
        "<table><tbody><tr><td>a</td></tr></tbody></table><table><tbody><tr><td>"
        "b</td></tr></tbody></table>",
    ),
    (
        "<table><tr><td><table><tr><td>b</td></tr></table></td></tr></table>",
        "<table><tbody><tr><td>b</td></tr></tbody></table>",
    ),
    ("<table><caption>c</caption></table>", "<p>c</p>"),
    ("<table><tr><td></td></tr></table>", "<table><tbody><tr><td></td></tr></tbody></table>"),
    ("<table></table>", ""),
]


@pytest.mark.parametrize(("given_html", "expected"), TABLES)
def test_tables_have_one_form(given_html: str, expected: str) -> None:
    assert bare(given_html) == expected


FIGURES = [
    (
        '<figure><img data-file="f-1" alt=" a &#10; &quot;b&quot; " src="x.png">'
        "<figcaption>c <i>d</i></figcaption></figure>",
        '<figure><img data-file="f-1" alt="a &quot;b&quot;"><figcaption>c <em>'
        "d</em></figcaption></figure>",
    ),
    (
        '<p>a<img data-file="f1">b</p>',
        '<p>a</p><figure><img data-file="f1" alt=""></figure><p>b</p>',
    ),
    (
        '<figure><figcaption> </figcaption><p>words</p><img data-file="f1"><img '
        'data-file="f2"></figure>',
        '<figure><img data-file="f1" alt=""></figure><figure><img data-file="f2" '
        'alt=""></figure><p>words</p>',
    ),
    ("<figure><img src=x.png><figcaption>c</figcaption></figure>", "<p>c</p>"),
    ("<p>a<img data-file='../x' alt=b></p>", "<p>a</p>"),
    (
        '<figure lang="fr"><img data-file="f1" alt="a"><figcaption lang="en">'
        "c</figcaption></figure>",
        '<figure lang="fr"><img data-file="f1" alt="a"><figcaption lang="en">'
        "c</figcaption></figure>",
    ),
]


@pytest.mark.parametrize(("given_html", "expected"), FIGURES)
def test_figures_have_one_form(given_html: str, expected: str) -> None:
    assert bare(given_html) == expected


@pytest.mark.parametrize("html", ["<p>a\x00b</p>", "<p>a&#1;b</p>", "<p>a&#xFFFF;</p>"])
def test_control_characters_are_refused_also_as_references(html: str) -> None:
    with pytest.raises(RefusedCharacter):
        sanitise(html)
