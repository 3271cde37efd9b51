"""Words are found as a person reads them, and nothing of them stays where they stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.text.html import sanitise
from nap_tracker.text.plain import to_text
from nap_tracker.text.redaction import (
    Needle,
    excerpt,
    is_in,
    times,
    without,
    without_across,
)
from nap_tracker.text.write import write  # noqa: F401

GONE = "[removed]"


def rid(html: str, words: str, **how: bool) -> str:
    return to_text(without(sanitise(html), Needle(words, **how), GONE))


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>Ask Juan Pérez there.</p>", "Ask [removed] there."),
        ("<p>Ask <strong>Ju</strong>an Pérez there.</p>", "Ask [removed] there."),
        ("<p>Ask Juan <em>Pér</em>ez.</p>", "Ask [removed]."),
        ("<p>Ask JUAN  PEREZ.</p>", "Ask [removed]."),
        ("<p>Juan&nbsp;Pérez</p>", "[removed]"),
        ("<p>Ju\u00adan P\u200bérez</p>", "[removed]"),
        ("<p>Juan<br>Pérez</p>", "[removed]"),
        ('<p>Juan<span class="fn">A miner.</span> Pérez</p>', "[removed] (A miner.)"),
        ('<p>X<span class="fn">Said by Juan Pérez.</span></p>', "X (Said by [removed].)"),
        ("<ul><li>Juan Pérez</li><li>Another</li></ul>", "[removed]\nAnother"),
        ("<table><tr><th>Name</th></tr><tr><td>Juan Pérez</td></tr></table>", "Name\n[removed]"),
        ("<h3>Juan Pérez</h3><p>said so</p>", "[removed]\nsaid so"),
        ("<p>Juan Pérez, Juan Pérez</p>", "[removed], [removed]"),
    ],
)
def test_words_are_found_however_they_are_written(html: str, left: str):
    assert rid(html, "juan perez") == left


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قال أحمد محمد ذلك", "أحمد محمد"),
        ("قَالَ أَحْمَد ذلك", "أحمد"),
        ("ທ່ານ ສົມພອນ ໄດ້ບອກ", "ສົມພອນ"),
        ("据王小明说", "王小明"),
        ("сказал Пётр Иванов", "Петр Иванов"),
        ("Ông Nguyễn Văn An", "nguyen van an"),
        ("e\u0301milie", "Émilie"),
    ],
)
def test_every_script_can_be_searched(text: str, words: str):
    left = without(text, Needle(words), GONE)
    assert GONE in left
    assert not is_in(left, Needle(words))


def test_capitals_and_accents_count_where_the_words_are_exact():
    assert not is_in("JUAN PEREZ", Needle("Juan Pérez", exact=True))
    assert is_in("Ju\u00adan Pérez", Needle("Juan Pérez", exact=True))


def test_a_short_name_can_be_looked_for_as_a_whole_word():
    assert times("Li said that quality counts; ask Li.", Needle("li", whole=True)) == 2
    assert times("Li said that quality counts; ask Li.", Needle("li")) == 3


def test_a_picture_and_a_link_can_name_somebody():
    html = sanitise(
        '<figure><img data-file="11111111-1111-4111-8111-111111111111" alt="Juan Pérez at work">'
        '</figure><p><a href="https://example.org/juan-perez">here</a></p>'
    )
    left = without(html, Needle("Juan Pérez"), GONE)
    assert 'alt="[removed] at work"' in left
    left = without(left, Needle("juan-perez"), GONE)
    assert "href" not in left
    assert "here" in left


def test_blocks_keep_their_ids_and_the_text_its_one_form():
    html = sanitise("<p>One</p><p>Juan <em>Pérez</em></p>")
    left = without(html, Needle("Juan Pérez"), GONE)
    assert left == sanitise(left)
    assert html.count("data-block") == left.count("data-block")
    assert html[:30] == left[:30]


def test_what_is_put_there_instead_cannot_become_markup():
    left = without(sanitise("<p>Juan</p>"), Needle("Juan"), "<b>&")
    assert "&lt;b&gt;&amp;" in left


def test_the_first_place_is_shown_as_it_is_read():
    shown = excerpt(sanitise("<p>Ask <strong>Ju</strong>an &amp; go</p>"), Needle("juan"))
    assert shown is not None
    assert (shown.before.strip(), shown.found, shown.after.rstrip()) == ("Ask", "Juan", " & go")


def test_nothing_is_found_by_what_no_eye_sees():
    assert not is_in("anything", Needle("\u200b"))
    assert not is_in("anything", Needle("  "))


ALPHABET = "abé <>&\u00ad\u0301李ا"


@given(
    text=st.text(ALPHABET, max_size=30),
    words=st.text("abé李ا", min_size=2, max_size=4),
    at=st.integers(0, 30),
)
def test_nothing_is_left_of_words_in_plain_text(text: str, words: str, at: int):
    needle = Needle(words)
    left = without(text[:at] + words + text[at:], needle, "\u2022")
    assert not is_in(left, needle)


@given(
    parts=st.lists(st.sampled_from(["Ju", "an", " ", "x", "Juan"]), min_size=1, max_size=6),
    tags=st.lists(st.sampled_from(["strong", "em", "sub", ""]), min_size=6, max_size=6),
)
def test_nothing_is_left_of_words_in_formatted_text(parts: list[str], tags: list[str]):
    pieces = [f"<{t}>{p}</{t}>" if t else p for p, t in zip(parts, tags, strict=False)]
    html = sanitise(f"<p>{''.join(pieces)}</p>")
    left = without(html, Needle("Juan"), "\u2022")
    assert "juan" not in to_text(left).replace(" ", "\n").casefold()
    assert left == sanitise(left)


NAME = Needle("Zoqué Marabë")


@pytest.mark.parametrize(
    ("parts", "left"),
    [
        (("ask Zoqué ", "Marabë there", " now"), ("ask ", "[x] there", " now")),
        (("ask ", "the Zoqué", " Marabë now"), ("ask ", "the [x]", " now")),
        (("Zoqué M", "ar", "abë now"), ("", "[x]", " now")),
        (("qué Marabë said ", "so", " to ZOQ"), (" said ", "so", " to ")),
        (("ë said ", "so", " to Zoqué"), (" said ", "so", " to ")),
        (("ask Zoqué Marabë ", "there", ""), ("ask [x] ", "there", "")),
        (("ask ", "there", " now"), ("ask ", "there", " now")),
    ],
)
def test_words_cut_into_texts_that_follow_on_each_other_go_from_all_of_them(
    parts: tuple[str, ...], left: tuple[str, ...]
):
    assert tuple(without_across(parts, NAME, "[x]", least=1, main=1)) == left


def test_a_half_that_might_be_any_word_stays_where_nothing_says_that_it_is_one():
    parts = ("ë said ", "so", " to Zoqué")
    assert without_across(parts, NAME, "[x]", least=6, main=1) == list(parts)
    assert without_across(parts, NAME, "[x]", least=5, main=1) == ["ë said ", "so", " to "]


@given(st.integers(0, 60), st.integers(1, 30), st.integers(1, 40))
def test_wherever_the_cut_goes_no_two_letters_of_a_name_are_left(
    start: int, size: int, around: int
):
    said = "Yesterday we saw Zoqué Marabë by the river and asked her to come"
    quote = said[start : start + size]
    parts = (said[max(0, start - around) : start], quote, said[start + size :][:around])
    left = "".join(without_across(parts, NAME, "", least=1, main=1))
    rest = said.replace("Zoqué Marabë", "")
    assert left in rest or left.strip() in rest
