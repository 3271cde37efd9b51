"""One question asked in a form: what the person finds, sends, and what comes of it."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from nap_tracker.annex_c.definitions import Field, Kind, Level, Option, Register
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import EntryContent
from nap_tracker.forms.fields import EntryForm
from nap_tracker.forms.kinds import KindField, Setting

ROW = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
OPTIONS = (Option("a", "First"), Option("b", "Second"), Option("c", "Third"))


def question(kind: Kind, **details: Any) -> Field:
    """A field of the schema called `q`."""
    facts: dict[str, Any] = {
        "id": "q",
        "kind": kind,
        "label": "Question",
        "hint": "",
        "level": Level.REQUIRED,
        "paragraph": "",
        "item": None,
        "audience": "public",
    }
    if kind in (Kind.CHOICE, Kind.CHOICES):
        facts["options"] = OPTIONS
    if kind is Kind.ITEMS:
        facts["options"] = tuple(Option(item.key, item.title) for item in treaty().items)
    if kind is Kind.QUANTITY:
        facts["units"] = ("kg/yr", "t/yr")
    return Field(**{**facts, **details})


def setting(**details: Any) -> Setting:
    """An English plan read in English, unless told otherwise."""
    facts = {"schema": treaty(), "language": "en", "binding": "en", "reader": "en"}
    return Setting(**{**facts, **details})


def form_of(
    *specs: Field,
    answers: Any = None,
    sent: dict[str, Any] | None = None,
    at: Setting | None = None,
    **details: Any,
) -> EntryForm:
    """The form of a row that has these questions."""
    owner = Register("r", "Rows", "Row", "public", specs[0].id, specs, typed=False)
    entry = EntryContent(uid=ROW, kind="r", answers=answers or {})
    data = None if sent is None else MultiDict(sent)
    return EntryForm(owner, at or setting(), entry, sent=data, **details)


def ask(spec: Field, value: Any = None, at: Setting | None = None, **details: Any) -> KindField:
    """The field as the person finds it."""
    return form_of(spec, answers={} if value is None else {"q": value}, at=at, **details)["q"]


def send(
    spec: Field, sent: dict[str, Any], value: Any = None, at: Setting | None = None
) -> EntryForm:
    """The form after something was sent over a value."""
    return form_of(spec, answers={} if value is None else {"q": value}, sent=sent, at=at)


def controls(field: KindField) -> dict[str, Any]:
    """What a browser sends of a field nobody touched."""
    if field.kind == "evidence":
        pieces = {part.name: part.text for part in field.parts.values()}  # type: ignore[attr-defined]
        titles = {row.title.name: row.title.text for row in field.rows}  # type: ignore[attr-defined]
        return {"q-new": field.new_uid, **pieces, **titles}  # type: ignore[attr-defined]
    if hasattr(field, "parts"):
        return {part.name: part.text for part in field.parts.values()}
    if field.kind == "longtext":
        return {"q": field.markup, "q-format": "markup"}  # type: ignore[attr-defined]
    if isinstance(field.typed, list):
        return {"q": field.typed}
    return {"q": field._value()}


def told(form: EntryForm) -> list[tuple[str, str]]:
    """(element, message) of everything refused, without the question's own name before it."""
    return [(anchor, words.removeprefix("Question: ")) for anchor, words in form.errors_in_order]
