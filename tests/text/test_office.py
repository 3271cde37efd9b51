"""Text from Word, LibreOffice, Google Docs and converters keeps its sense and loses the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.text.test_html import bare


def sample(name: str) -> str:
    """HTML as it comes from the clipboard or a converter."""
    return (Path(__file__).parent / "samples" / f"{name}.html").read_text(encoding="utf-8")


def test_word_leaves_headings_emphasis_lists_tables_and_footnotes() -> None:
    assert bare(sample("word")) == (
        "<h3>Mercury use</h3>"
        '<p><strong>About 80 %</strong> of the gold<span class="fn">Field work, <em>2023</em>. '
        "Second paragraph.</span> is amalgamated.</p>"
        "<ul><li>Whole ore<ol><li><p>in mills</p><p>and in ponds</p></li></ol></li>"
        "<li>Concentrate</li></ul>"
        '<table><thead><tr><th scope="col"><strong>Region</strong></th>'
        '<th scope="col">t/yr</th></tr>'
        "</thead><tbody><tr><td>North</td><td>1,2</td></tr></tbody></table>"
        "<p>put</p>"
    )


def word_list(*items: tuple[int, str, str]) -> str:
    """Paragraphs that Word pretends are a list: level, marker, words."""
    return "\n".join(
        f"<p class=MsoListParagraph style='mso-list:l1 level{level} lfo2'>"
        f"<span style='mso-list:Ignore'>{marker}<span>&nbsp;&nbsp;</span></span>{words}</p>"
        for level, marker, words in items
    )


@pytest.mark.parametrize("marker", ["1.", "1.2.", "(3)", "a)", "IV.", "12", "xii."])
def test_a_number_or_letter_makes_a_numbered_list(marker: str) -> None:
    assert bare(word_list((1, marker, "x"))) == "<ol><li>x</li></ol>"


@pytest.mark.parametrize("marker", ["·", "o", "§", "–", "\uf0b7", ""])
def test_any_other_marker_makes_a_bulleted_list(marker: str) -> None:
    assert bare(word_list((1, marker, "x"))) == "<ul><li>x</li></ul>"


def test_levels_may_begin_and_end_anywhere() -> None:
    html = word_list((3, "·", "a"), (1, "·", "b"), (2, "1.", "c"), (2, "·", "d"), (1, "1.", "e"))
    assert bare(html) == (
        "<ul><li>a</li></ul><ul><li>b<ol><li>c</li></ol><ul><li>d</li></ul></li></ul>"
        "<ol><li>e</li></ol>"
    )


def test_a_list_of_word_ends_at_other_text_and_keeps_its_direction() -> None:
    html = (
        word_list((1, "·", "a")).replace("<p ", "<p dir=RTL ")
        + "between"
        + word_list((1, "·", "b"))
    )
    assert bare(html) == '<ul dir="rtl"><li>a</li></ul><p>between</p><ul><li>b</li></ul>'


def test_a_paragraph_of_list_style_without_a_list_is_a_paragraph() -> None:
    html = "<p class=MsoListParagraph style='mso-margin-top-alt:auto'>a</p>"
    assert bare(html) == "<p>a</p>"


def test_the_proofing_language_of_word_says_nothing_but_ours_does() -> None:
    assert bare("<p class=MsoNormal><span lang=EN-US>a</span></p>") == "<p>a</p>"
    assert (
        bare("<p>mso- <span lang=fr class=x>a</span></p>") == '<p>mso- <span lang="fr">a</span></p>'
    )


def test_libreoffice_leaves_headings_lists_and_footnotes() -> None:
    assert bare(sample("libreoffice")) == (
        '<h3>Scope</h3><p>Text<span class="fn">The note.</span> more</p>'
        "<ol><li>one</li><li>two</li></ol>"
    )


def test_google_docs_leaves_emphasis_and_footnotes() -> None:
    assert bare(sample("google")) == (
        '<p dir="ltr"><strong>Bold</strong> text<span class="fn">A note.</span></p>'
    )


def test_converted_documents_leave_their_footnotes() -> None:
    assert bare(sample("converted")) == (
        '<p>Text<span class="fn">First.</span> and <span class="fn">Second.</span>.</p>'
    )


@pytest.mark.parametrize(
    "html",
    [
        # A contents list points one way only.
        '<p><a href="#toc1">Chapter</a></p><h3><a name="toc1">Chapter</a></h3>',
        # Two links in one paragraph are no footnote of themselves.
        '<p id="t"><a href="#t" id="a">Chapter</a> <a href="#a">Chapter</a></p>',
        # A link that points at another one, which the first does not point at.
        '<p><a href="#x" id="a">Chapter</a></p><p><a href="#a">Chapter</a></p>',
        # No block around the link back.
        '<p><a href="#b" id="a">Chapter</a></p><a href="#a" id="b">Chapter</a>',
    ],
)
def test_links_inside_a_page_that_are_no_footnotes_leave_their_words(html: str) -> None:
    cleaned = bare(html)
    assert cleaned.count("Chapter") == 2
    assert "fn" not in cleaned
