"""Claims about formatted text in a form, with scripts and without."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.annex_c.definitions import Kind
from nap_tracker.text.html import sanitise
from nap_tracker.text.identity import seeded
from tests.forms.asking import ask, question, send, setting

LONG = question(Kind.LONGTEXT, max_length=100_000)
RICH = sanitise(
    "<h3>Mercury</h3><p>Used in <strong>four</strong> regions<span class='fn'>Survey</span>.</p>"
    "<table><caption>Use</caption><tr><th scope='col'>Region</th></tr>"
    "<tr><td>North</td></tr></table>"
    "<ul><li>one</li><li>two</li></ul><figure><img data-file='abc' alt='A pond'>"
    "<figcaption>Pond</figcaption></figure>"
)


def sent(field: Any, text: str, format: str) -> dict[str, str]:
    return {"q": text.replace("\n", "\r\n"), "q-format": format}


def test_without_scripts_saving_unchanged_leaves_the_same_bytes() -> None:
    field = ask(LONG, {"en": RICH})
    form = send(LONG, sent(field, field.markup, "markup"), {"en": RICH})  # type: ignore[attr-defined]
    assert form.answers["q"] == {"en": RICH}


def test_with_scripts_saving_unchanged_leaves_the_same_bytes() -> None:
    field = ask(LONG, {"en": RICH})
    form = send(LONG, sent(field, field.html, "html"), {"en": RICH})  # type: ignore[attr-defined]
    assert form.answers["q"] == {"en": RICH}


def test_a_word_changed_in_markup_leaves_every_other_block_as_it_was() -> None:
    field = ask(LONG, {"en": RICH})
    changed = field.markup.replace("four", "five")  # type: ignore[attr-defined]
    form = send(LONG, sent(field, changed, "markup"), {"en": RICH})
    assert form.answers["q"] == {"en": RICH.replace("four", "five")}


def test_scripts_and_foreign_styles_do_not_come_in() -> None:
    html = '<p style="color:red" onclick="x()">Text</p><script>alert(1)</script>'
    form = send(LONG, {"q": html, "q-format": "html"})
    stored = form.answers["q"]["en"]
    assert "Text" in stored
    assert not any(word in stored for word in ("script", "style", "onclick"))


def test_a_placeholder_that_stands_for_nothing_is_asked_back() -> None:
    field = ask(LONG, {"en": RICH})
    lines = field.markup.split("\n")  # type: ignore[attr-defined]
    place = next(line for line in lines if line.startswith("[[table"))
    broken = field.markup.replace(place, place.replace("table", "table 9"))  # type: ignore[attr-defined]
    form = send(LONG, sent(field, broken, "markup"), {"en": RICH})
    assert form.answers == {}
    assert form["q"].markup == broken.replace("\r\n", "\n")  # type: ignore[attr-defined]


def test_text_without_words_or_pictures_is_a_blank() -> None:
    assert send(LONG, {"q": "<p> </p>", "q-format": "html"}, {"en": RICH}).answers == {"q": None}


def test_the_same_form_sent_twice_makes_the_same_blocks() -> None:
    texts = [send(LONG, {"q": "One\r\n\r\nTwo", "q-format": "markup"}).answers for _ in range(2)]
    assert texts[0] == texts[1]


@given(st.text(max_size=20))
def test_block_ids_are_eight_small_letters_or_digits_and_all_different(seed: str) -> None:
    new_id = seeded(seed)
    made = [new_id() for _ in range(20)]
    assert len(set(made)) == 20
    assert all(re.fullmatch("[a-z0-9]{8}", id) for id in made)


def test_a_refused_text_is_not_lost_from_the_editor() -> None:
    form = send(LONG, {"q": "<p>Long work\x07</p>", "q-format": "html"}, {"en": RICH})
    assert form.answers == {}
    assert "Long work" in form["q"].html  # type: ignore[attr-defined]
    again = ask(LONG, {"en": RICH}, pending={"q": form["q"].pending})
    assert "Long work" in again.html  # type: ignore[attr-defined]
    assert "Long work" in again.markup  # type: ignore[attr-defined]


def test_pictures_of_the_plan_are_offered() -> None:
    assert ask(LONG, None, setting()).figures == []  # type: ignore[attr-defined]
