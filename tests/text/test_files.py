"""Pictures in a text, by the uid of their file."""

from __future__ import annotations

from nap_tracker.text.files import drop_files, files_in, replace_files, with_sources
from nap_tracker.text.html import sanitise
from tests.text.strategies import canonical

FIGURE = '<figure><img data-file="{}" alt="secret place"><figcaption>secret</figcaption></figure>'
WHOLE = canonical(
    f"<p>a</p>{FIGURE.format('f1')}<ul><li>b</li></ul>{FIGURE.format('f2')}"
    f"<table><tr><th>{FIGURE.format('f1')}</th></tr><tr><td>c{FIGURE.format('f2')}"
    f"{FIGURE.format('f1')}</td></tr></table>"
)


def test_files_are_listed_in_order_each_once() -> None:
    assert files_in(WHOLE) == ("f1", "f2")
    assert files_in("") == ()


def test_a_hidden_file_takes_its_figure_and_its_words_along() -> None:
    html = drop_files(WHOLE, {"f1"})
    assert files_in(html) == ("f2",)
    assert html.count("secret place") == 2
    assert "<p data-block" in html
    assert sanitise(html) == html
    assert "secret" not in drop_files(WHOLE, {"f1", "f2"})


def test_a_text_without_hidden_files_is_the_same() -> None:
    assert drop_files(WHOLE, {"other"}) is WHOLE
    assert drop_files(WHOLE, ()) is WHOLE


def test_nothing_is_left_of_a_text_that_was_one_hidden_picture() -> None:
    assert drop_files(canonical(FIGURE.format("f1")), {"f1"}) == ""


def test_files_get_other_names() -> None:
    html = replace_files(WHOLE, lambda uid: f"new-{uid}")
    assert files_in(html) == ("new-f1", "new-f2")
    assert sanitise(html) == html


def test_pictures_are_shown_from_an_address() -> None:
    html = with_sources(canonical(FIGURE.format("f1")), lambda uid: f'/files/{uid}?a=1&b="2"')
    assert '<img src="/files/f1?a=1&amp;b=&quot;2&quot;" data-file="f1" alt="secret place">' in html
