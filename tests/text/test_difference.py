"""Claims about differences: whole, empty for equals, close where only a word changed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html.diff import htmldiff

from nap_tracker.text import atoms
from nap_tracker.text.blocks import split
from nap_tracker.text.difference import compare, compare_words
from nap_tracker.text.html import sanitise
from nap_tracker.text.marked import Labels, marked, marked_words
from nap_tracker.text.parts import read, words, written
from nap_tracker.text.steps import (
    Added,
    Altered,
    Arrived,
    Change,
    Difference,
    Kept,
    Left,
    Removed,
    after,
    before,
    is_same,
)
from tests.text.strategies import canonical, foreign, texts

LABELS = Labels(
    "added",
    "removed",
    "form changed",
    "moved here",
    "moved away",
    lambda n: f"{n} unchanged",
)
HIDDEN = re.compile(r'<span class="(?:govuk-visually-hidden|app-sign)"[^>]*>[^<]*</span>')


def show(old: str, new: str) -> str:
    """Marked HTML without the words for who listens."""
    return HIDDEN.sub("", marked(compare(old, new), LABELS, whole=True))


def said(changes: Difference | tuple[Change, ...], kind: type) -> str:
    """The words of every change of a kind, at any depth."""
    out = []
    for change in changes:
        if isinstance(change, Altered):
            out.append(said(change.changes, kind))
        elif isinstance(change, Arrived):
            out.append(said((change.change,), kind))
        elif isinstance(change, kind):
            out.append(words(change.part))
    return "".join(out)


def p(text: str, id: str = "aaaaaaaa") -> str:
    return f'<p data-block="{id}">{text}</p>'


@settings(max_examples=60, deadline=None)
@given(texts)
def test_parts_are_the_text_to_the_letter(text: str) -> None:
    assert written(read(text)) == text


@settings(max_examples=60, deadline=None)
@given(texts, texts)
def test_a_difference_gives_both_texts_back(old: str, new: str) -> None:
    difference = compare(old, new)
    assert before(difference) == old
    assert after(difference) == new


@settings(max_examples=60, deadline=None)
@given(foreign, st.data())
def test_a_difference_of_an_edit_gives_both_texts_back(html: str, data: st.DataObject) -> None:
    """Blocks are moved, left out and edited; those that stay keep their ids."""
    old = canonical(html)
    blocks = data.draw(st.permutations(split(old)))
    kept = [block.html for block in blocks if data.draw(st.booleans())]
    new = "".join(
        html.replace("word", "other").replace("ລາວ", "ລາ") if data.draw(st.booleans()) else html
        for html in kept
    )
    difference = compare(old, new)
    assert before(difference) == old
    assert after(difference) == new
    assert is_same(difference) == (old == new)


@settings(max_examples=40, deadline=None)
@given(texts)
def test_equal_texts_have_no_difference(text: str) -> None:
    difference = compare(text, text)
    assert all(isinstance(step, Kept) for step in difference)
    assert is_same(difference)
    assert "<ins" not in marked(difference, LABELS)


@given(st.text(), st.text())
def test_a_difference_of_plain_texts_gives_both_back(old: str, new: str) -> None:
    difference = compare_words(old, new)
    for text, half in ((old, before(difference)), (new, after(difference))):
        unescaped = half.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert unescaped == text
    assert is_same(difference) == (old == new)


@given(st.text())
def test_atoms_are_the_text_to_the_letter(text: str) -> None:
    assert "".join(atoms.split(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mercury, 12 kg", ["Mercury", ",", " ", "12", " ", "kg"]),
        ("l'or — é", ["l", "'", "or", " ", "—", " ", "é"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("水俣公约", ["水", "俣", "公", "约"]),
        ("ປະເທດລາວ", ["ປະ", "ເທດ", "ລາວ"]),
        ("ภาษา", ["ภ", "า", "ษ", "า"]),
        ("الزئبق والذهب", ["الزئبق", " ", "والذهب"]),
        ("ка&amp;к", ["ка", "&amp;", "к"]),
    ],
)
def test_atoms_are_words_syllables_or_characters(text: str, expected: list[str]) -> None:
    assert atoms.split(text) == expected


def test_one_word_that_changed_is_marked_alone() -> None:
    shown = show(p("No mercury in the mines."), p("No mercury in our mines."))
    assert "<p>No mercury in <del>the</del><ins>our</ins> mines.</p>" in shown


def test_a_comma_between_two_changed_words_goes_with_them() -> None:
    shown = show(p("big, old mines"), p("small, new mines"))
    assert "<del>big, old</del><ins>small, new</ins> mines" in shown


def test_one_character_of_chinese_is_marked_alone() -> None:
    assert "水俣<del>条</del><ins>公</ins>约" in show(p("水俣条约"), p("水俣公约"))


def test_one_syllable_of_lao_is_marked_alone() -> None:
    assert "ປະ<del>ເທດ</del><ins>ຊາ</ins>ລາວ" in show(p("ປະເທດລາວ"), p("ປະຊາລາວ"))


def test_emphasis_that_came_is_marked() -> None:
    shown = show(p("No mercury here"), p("No <strong>mercury</strong> here"))
    assert "No <del>mercury</del><ins><strong>mercury</strong></ins> here" in shown


def test_a_paragraph_that_became_a_heading_is_said_in_words() -> None:
    shown = show(p("Aim"), '<h3 data-block="aaaaaaaa">Aim</h3>')
    assert '<p class="app-change__label">form changed</p><h3>Aim</h3>' in shown
    assert "<ins>" not in shown


def test_a_moved_block_stands_at_both_places_with_what_changed_in_it() -> None:
    one, two, three = (p(text, id * 8) for text, id in (("One", "a"), ("Two", "b"), ("Three", "c")))
    difference = compare(one + two + three, three.replace("Three", "Third") + one + two)
    assert [type(step) for step in difference] == [Arrived, Kept, Kept, Left]
    shown = HIDDEN.sub("", marked(difference, LABELS))
    assert "moved here" in shown
    assert "<del>Three</del><ins>Third</ins>" in shown
    assert "moved away" in shown


def test_a_paragraph_pasted_anew_is_known_by_its_words() -> None:
    difference = compare(p("The mines of the north are small"), p("The mines are small", "b" * 8))
    (step,) = difference
    assert isinstance(step, Altered)
    assert said(difference, Removed).split() == ["of", "the", "north"]


def test_a_table_is_compared_cell_by_cell() -> None:
    table = "<table><tr><th>Region</th><th>Miners</th></tr>{}</table>"
    row = "<tr><td>{}</td><td>{}</td></tr>".format
    old = sanitise(table.format(row("North", "120") + row("South", "80") + row("East", "5")))
    block = split(old)[0].id
    new = sanitise(
        table.format(row("North", "150") + row("West", "7") + row("South", "80")),
        keep_blocks_of=old,
    )
    assert split(new)[0].id == block
    shown = show(old, new)
    assert "<td>North</td><td><del>120</del><ins>150</ins></td>" in shown
    assert "<tr><td><ins>West</ins></td><td><ins>7</ins></td></tr>" in shown
    assert "<tr><td>South</td><td>80</td></tr>" in shown
    assert "<tr><td><del>East</del></td><td><del>5</del></td></tr>" in shown


def test_points_and_footnotes_are_compared_each_with_itself() -> None:
    old = sanitise(
        "<ul><li>Train the miners of the north</li><li>Buy retorts for every site</li></ul>"
        '<p>Gold<span class="fn">See the report of 2019, page four</span> is mined</p>'
    )
    new = old.replace("Buy retorts", "Lend retorts").replace("page four", "page five")
    shown = show(old, new)
    assert "<li>Train the miners of the north</li>" in shown
    assert "<li><del>Buy</del><ins>Lend</ins> retorts for every site</li>" in shown
    assert "page <del>four</del><ins>five</ins></span>" in shown


def test_unchanged_blocks_far_from_a_change_are_counted() -> None:
    old = "".join(p(f"Paragraph {name}", name * 8) for name in "abcdefgh")
    new = old.replace("Paragraph h", "Paragraph z")
    shown = marked(compare(old, new), LABELS)
    assert '<p class="app-muted">6 unchanged</p>' in shown
    assert "Paragraph g" in shown
    assert "Paragraph f" not in shown


def test_what_is_shown_has_words_signs_and_no_permanent_ids() -> None:
    shown = marked(compare(p("One"), p("Two")), LABELS)
    assert "[removed: " in shown
    assert "[added: " in shown
    assert 'aria-hidden="true">+<' in shown
    assert "data-block" not in shown


def test_plain_words_stay_plain() -> None:
    shown = HIDDEN.sub("", marked_words(compare_words("a <b>\nc", "a <i>\nc"), LABELS))
    assert shown == "a &lt;<del>b</del><ins>i</ins>&gt;<br>c"


def test_a_long_paragraph_is_compared_by_its_sentences_first() -> None:
    many = " ".join(f"The {n % 97} and the {n} of it." for n in range(1500))
    difference = compare(p(many), p(many.replace(" 42 and", " 43 and")))
    assert before(difference) == p(many)
    assert said(difference, Added) == "43" * 16


def test_what_is_too_long_and_too_different_is_shown_as_gone_and_new() -> None:
    old, new = ("".join(f"{letter}{n} " for n in range(2500)).strip() for letter in "ab")
    difference = compare(p(old), p(new))
    assert (before(difference), after(difference)) == (p(old), p(new))
    assert said(difference, Removed) == old


SENTENCES = st.lists(
    st.sampled_from([f"word{letter}" for letter in "abcdefghijklmnop"]), min_size=1, unique=True
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(SENTENCES, SENTENCES)
def test_lxml_sees_a_change_where_we_do_and_never_fewer_words_changed(old: str, new: str) -> None:
    ours = compare(p(old), p(new))
    theirs = htmldiff(f"<p>{old}</p>", f"<p>{new}</p>")
    assert is_same(ours) == ("<ins>" not in theirs and "<del>" not in theirs)
    kept_by_lxml = re.sub(r"<(ins|del)>.*?</\1>", "", theirs)
    changed = said(ours, Added).split()
    assert len(new.split()) - len(changed) >= len(re.findall("word", kept_by_lxml)) - 1
