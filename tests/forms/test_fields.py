"""Claims about the form of an entry: answers, what is not accepted yet, contradictions."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from nap_tracker.annex_c.definitions import Kind
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import EntryContent
from nap_tracker.forms.fields import END_BEFORE_START, EntryForm
from nap_tracker.forms.sections import UNDECIDED, SectionForm
from tests.forms.asking import ask, controls, form_of, question, send, setting, told

START, END = question(Kind.DATE, id="start"), question(Kind.DATE, id="end")


def period(start: str, end: str, before: dict[str, str] | None = None) -> EntryForm:
    return form_of(START, END, answers=before or {}, sent={"start": start, "end": end})


@pytest.mark.parametrize(
    ("start", "end"),
    [("2024", "2024"), ("2024-06", "2024"), ("2024", "2024-01"), ("", "2020"), ("2024-05", "2025")],
)
def test_an_end_that_may_lie_in_the_start_is_no_contradiction(start: str, end: str) -> None:
    assert period(start, end).unaccepted == {}


def test_an_end_before_the_start_is_not_accepted_and_the_start_is() -> None:
    form = period("2026", "2025")
    assert form.answers == {"start": "2026"}
    assert form.unaccepted["end"]["message"] == END_BEFORE_START
    assert form.unaccepted["end"]["typed"] == "2025"


def test_of_two_dates_the_one_that_was_changed_is_not_accepted() -> None:
    form = period("2030", "2025", {"start": "2024", "end": "2025"})
    assert form.answers == {"end": "2025"}
    assert set(form.unaccepted) == {"start"}


def test_a_contradiction_is_resolved_from_either_side() -> None:
    first = period("2026", "2025")
    again = form_of(
        START,
        END,
        answers={"start": "2026"},
        pending=first.unaccepted,
        sent={"start": "2024", "end": "2025"},
    )
    assert again.answers == {"start": "2024", "end": "2025"}
    assert again.unaccepted == {}


def test_what_was_not_accepted_comes_back_on_every_opening_and_stays_when_sent_again() -> None:
    spec = question(Kind.DATE)
    told = send(spec, {"q": "soon"}, "2023").unaccepted
    found = ask(spec, "2023", pending=told)
    assert found._value() == "soon"
    assert found.told
    again = form_of(spec, answers={"q": "2023"}, pending=told, sent=controls(found))
    assert again.unaccepted == told
    assert again.answers == {}


def test_what_was_typed_can_be_withdrawn() -> None:
    spec = question(Kind.DATE)
    told = send(spec, {"q": "soon"}, "2023").unaccepted
    sent = {"q": "soon", "q-withdraw": "y"}
    form = form_of(spec, answers={"q": "2023"}, pending=told, sent=sent)
    assert form.answers == {"q": "2023"}
    assert form.unaccepted == {}


def test_what_waits_in_another_language_is_not_dropped_by_a_translation() -> None:
    spec = question(Kind.TEXT, max_length=5)
    told = send(spec, {"q": "much too long"}).unaccepted
    form = form_of(spec, sent={"q": "court"}, pending=told, at=setting(language="fr"))
    assert form.answers == {"q": {"fr": "court"}}
    assert form.unaccepted == told


def test_another_language_asks_only_for_words() -> None:
    specs = [question(kind, id=f"f_{kind.value}", register="institution") for kind in Kind]
    form = form_of(*specs, at=setting(language="fr"))
    figures, words = {"money", "number", "people", "quantity"}, {"longtext", "paragraph", "text"}
    assert {f.kind for f in form} == {*figures, *words, "evidence", "place"}


def test_offered_values_begin_the_form_and_are_saved_untouched() -> None:
    spec = question(Kind.TEXT)
    theirs, mine = {"en": "Theirs", "fr": "Eux"}, {"en": "Mine", "fr": "Eux"}
    details: dict[str, Any] = {"answers": {"q": theirs}, "offered": {"q": mine}}
    found = form_of(spec, **details)["q"]
    assert found._value() == "Mine"
    assert form_of(spec, sent={"q": "Mine"}, **details).answers == {"q": mine}
    assert form_of(spec, sent={"q": "Ours"}, **details).answers["q"]["fr"] == "Eux"


def test_the_citation_of_the_page_is_not_repeated_at_every_field() -> None:
    schema = treaty()
    register = schema.register("activity")
    form = EntryForm(register, setting(), EntryContent(uid="x", kind="activity"))
    assert form["statement"].citation == ""
    assert form["effects"].citation == "Annex C 1(e)"


def test_only_the_authentic_text_is_shown_as_the_conventions_words() -> None:
    form = EntryForm(
        treaty().register("activity"), setting(), EntryContent(uid="x", kind="activity")
    )
    assert all(field.clause == "" for field in form)


def selected(form: SectionForm) -> list[str]:
    return [option.value for option in form.question.iter_choices() if option.selected]


@pytest.mark.parametrize(("sent", "completed"), [("yes", True), ("no", False), ("", None)])
def test_whether_a_section_is_completed_is_asked_and_never_assumed(
    sent: str, completed: bool | None
) -> None:
    section = treaty().section("gender")
    entry = EntryContent(uid="x", kind="section", section="gender", completed=True)
    form = SectionForm(section, setting(), entry, sent=MultiDict({"_completed": sent}))
    assert form.completed is completed
    assert selected(form) == [sent] * bool(sent)
    assert selected(SectionForm(section, setting(), entry)) == []
    asked = SectionForm(section, setting(), entry, asks=True)
    assert told(asked) == [("_completed", UNDECIDED)]
