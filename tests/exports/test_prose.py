"""Long text cut into headings, tables, figures and prose."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from nap_tracker.exports import prose
from nap_tracker.text.html import sanitise

PICTURE = "00000000-0000-4000-8000-000000000003"


@pytest.fixture
def written() -> Callable[[str], str]:
    """Canonical HTML, as storage has it."""
    ids = (f"b{number:07d}" for number in count())

    def sanitised(html: str) -> str:
        return sanitise(html, new_id=lambda: next(ids))

    return sanitised


def test_a_text_falls_into_its_parts_in_order(written) -> None:
    text = written(
        "<h3>Rivers</h3><p>One.</p><ul><li>two</li></ul>"
        "<table><caption>Mercury</caption><tr><th>a</th><td>b</td></tr></table>"
        f'<figure><img data-file="{PICTURE}" alt="A map"><figcaption>Belt</figcaption></figure>'
        "<p>Three.</p>"
    )
    found = list(prose.pieces(text))
    assert [piece.kind for piece in found] == ["heading", "prose", "table", "figure", "prose"]
    assert (found[0].level, found[0].html) == (3, "Rivers")
    assert (found[2].caption, "<caption" in found[2].html) == ("Mercury", False)
    assert (found[3].file, found[3].alt, found[3].caption) == (PICTURE, "A map", "Belt")


def test_every_word_of_a_text_is_in_one_of_its_parts(written) -> None:
    text = written(
        "<h4>Head <strong>strong</strong></h4><p>a &amp; b</p><ol><li>c<ul><li>d</li></ul></li>"
        "</ol><table><tr><td>e</td></tr></table><p>f</p>"
    )
    words = " ".join(prose.words(piece.html) for piece in prose.pieces(text))
    assert words.split() == ["Head", "strong", "a", "&", "b", "cd", "e", "f"]


def test_a_footnote_of_a_heading_leaves_the_heading_and_stays_in_the_text(written) -> None:
    text = written('<h3>Law<span class="fn">Act <span lang="fr">Loi</span> 7</span></h3><p>x</p>')
    heading, note, _rest = prose.pieces(text)
    assert heading.html == "Law"
    assert note.kind == "prose"
    assert prose.words(note.html) == "Act Loi 7"


def test_words_have_no_footnotes_but_prose_keeps_them(written) -> None:
    text = written('<p>Mercury<span class="fn">See <em>annex</em></span> is used.</p>')
    (piece,) = prose.pieces(text)
    assert prose.words(piece.html) == "Mercury is used."
    assert '<span class="fn">See <em>annex</em></span>' in prose.printed(piece.html)


def test_pictures_get_an_address_of_ours_and_blocks_lose_their_ids(written) -> None:
    text = written(f'<p>a</p><figure><img data-file="{PICTURE}" alt="x"></figure>')
    printed = prose.printed(text)
    assert f'src="nap-picture:{PICTURE}"' in printed
    assert "data-block" not in printed


def test_the_language_of_a_heading_is_kept(written) -> None:
    (heading,) = prose.pieces(written('<h3 lang="fr" dir="ltr">Cadre juridique</h3>'))
    assert heading.language == "fr"


def test_columns_of_a_table_are_read_through_cells_that_span(written) -> None:
    text = written(
        '<table><tr><th colspan="2">both</th><th>c</th></tr>'
        "<tr><td>1</td><td>2</td><td>3</td></tr></table>"
    )
    (table,) = prose.pieces(text)
    assert prose.grid(table.html) == [["1"], ["2"], ["c", "3"]]


def test_uids_of_pictures_are_found_wherever_they_stand(written) -> None:
    text = written(f'<p>a</p><figure><img data-file="{PICTURE}" alt="x"></figure>')
    assert list(prose.files(text)) == [PICTURE]
