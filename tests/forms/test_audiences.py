"""Claims about the controls that say who may see what."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import EntryContent
from nap_tracker.forms.audiences import AudienceForm

CONSULTATION = treaty().register("consultation")


def form(sent: dict[str, str] | None = None, *, widens: bool = False, **entry: Any) -> AudienceForm:
    row = EntryContent(uid="x", kind="consultation", **entry)
    data = None if sent is None else MultiDict(sent)
    return AudienceForm(CONSULTATION, row, widens=widens, label="Row", sent=data)


def values(part: Any) -> list[str]:
    return [option.value for option in part.iter_choices()]


def test_an_officer_is_offered_only_what_is_narrower() -> None:
    assert values(form(audience="reviewers").whole) == ["drafting_team", "reviewers"]
    assert values(form(audience="reviewers", widens=True).whole) == [
        "drafting_team", "reviewers", "public",
    ]  # fmt: skip


def test_a_field_follows_the_whole_unless_it_has_its_own() -> None:
    parts = form().parts
    assert parts["title"].text == ""
    assert parts["place"].text == "drafting_team"
    assert "" not in values(parts["place"])


def test_nothing_changed_is_nothing_sent_to_the_service() -> None:
    start = form(audiences={"title": "reviewers"})
    sent = {part.name: part.text for part in [start.whole, *start.parts.values()]}
    same = form(sent, audiences={"title": "reviewers"})
    assert same.audience is None
    assert same.audiences == {}


def test_only_what_was_changed_is_sent() -> None:
    changed = form({"_audience": "reviewers", "_audience-title": "drafting_team"})
    assert changed.audience == "reviewers"
    assert changed.audiences == {"title": "drafting_team"}


def test_a_made_up_audience_is_ignored() -> None:
    made_up = form({"_audience": "everybody", "_audience-title": "nobody"})
    assert made_up.audience is None
    assert made_up.audiences == {}
