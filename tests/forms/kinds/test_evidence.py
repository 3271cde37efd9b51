"""Claims about evidence: files of the plan and links."""

from __future__ import annotations

from typing import Any

from nap_tracker.annex_c.definitions import Kind
from nap_tracker.forms.kinds import PlanFile
from tests.forms.asking import OTHER, ROW, ask, controls, question, send, setting, told

EVIDENCE = question(Kind.EVIDENCE)
AT = setting(
    files=[PlanFile(OTHER, "survey.pdf", "/files/1")], links={"file": ("Add a file", "/f")}
)
ONE: list[dict[str, Any]] = [{"id": ROW, "link": "https://example.org/a", "title": {"fr": "Un"}}]


def sent(value: Any, **parts: str) -> dict[str, str]:
    return {**controls(ask(EVIDENCE, value, AT)), **{f"q-{k}": v for k, v in parts.items()}}


def test_a_file_of_the_plan_is_added_with_a_title() -> None:
    data = sent(ONE, file=OTHER, title="Survey")
    form = send(EVIDENCE, data, ONE, AT)
    added = {"id": data["q-new"], "file": OTHER, "title": {"en": "Survey"}}
    assert form.answers["q"] == [*ONE, added]


def test_the_same_form_sent_twice_adds_the_same_piece() -> None:
    data = sent(None, link="https://example.org/b")
    assert send(EVIDENCE, data, None, AT).answers == send(EVIDENCE, data, None, AT).answers


def test_a_piece_is_renamed_in_one_language_and_removed() -> None:
    form = send(EVIDENCE, sent(ONE, **{f"{ROW}-title": "One"}), ONE, AT)
    assert form.answers["q"][0]["title"] == {"fr": "Un", "en": "One"}
    form = send(EVIDENCE, sent(ONE, **{f"{ROW}-remove": "y"}), ONE, AT)
    assert form.answers == {"q": None}


def test_a_bad_link_is_told_and_does_not_hold_up_the_other_pieces() -> None:
    data = sent(ONE, link="example", **{f"{ROW}-title": "One"})
    form = send(EVIDENCE, data, ONE, AT)
    assert form.answers["q"][0]["title"]["en"] == "One"
    assert len(form.answers["q"]) == 1
    assert told(form) == [("q-link", "Enter a link that begins with https:// or http://")]
    again = ask(EVIDENCE, form.answers["q"], AT, pending=form.unaccepted)
    assert again.link._value() == "example"  # type: ignore[attr-defined]
    assert again.new_uid == data["q-new"]  # type: ignore[attr-defined]


def test_file_and_link_are_two_pieces_and_a_title_alone_is_none() -> None:
    both = send(EVIDENCE, sent(None, file=OTHER, link="https://example.org"), None, AT)
    assert told(both) == [("q-link", "Give either a file or a link")]
    title = send(EVIDENCE, sent(None, title="Survey"), None, AT)
    assert [anchor for anchor, _ in told(title)] == ["q-file"]


def test_a_file_of_another_plan_cannot_be_picked() -> None:
    assert send(EVIDENCE, sent(None, file=ROW), None, AT).answers == {"q": None}


def test_what_somebody_renamed_since_is_not_named_back_by_an_open_mistake() -> None:
    form = send(EVIDENCE, sent(ONE, link="example"), ONE, AT)
    renamed = [{**ONE[0], "title": {"en": "New name"}}]
    again = ask(EVIDENCE, renamed, AT, pending=form.unaccepted)
    assert again.rows[0].title.text == "New name"  # type: ignore[attr-defined]


def test_there_is_a_way_to_add_a_file() -> None:
    assert ask(EVIDENCE, None, AT).links == [("Add a file", "/f")]
