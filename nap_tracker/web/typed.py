"""What was typed into a form that could not be taken: shown once more, so that it can be copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request
from werkzeug.datastructures import MultiDict

from nap_tracker.annex_c.definitions import Owner
from nap_tracker.annex_c.schema import treaty
from nap_tracker.i18n import locale
from nap_tracker.text.plain import to_text
from nap_tracker.web.held_forms import HOLDING
from nap_tracker.web.old_forms import is_from_before

SMALL = frozenset({"currency", "empty", "format", "method", "new", "unit"})
"""Parts of a question that are chosen beside what is typed."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A question, and the words that stood in it."""

    id: str
    question: str
    words: str


def typed_words(sent: MultiDict[str, str]) -> Sequence[Typed]:
    """Of a form of this page; nothing where this is a page that holds none.

    Nothing either where words were removed to protect people since the form was opened.
    """
    owner = _owner(request.view_args or {}) if request.endpoint in HOLDING else None
    if owner is None or is_from_before(sent):
        return ()
    found = [Typed(f.id, f.label, "\n".join(_words(sent, f.id))) for f in owner.fields]
    return [one for one in found if one.words.strip()]


def form_sent() -> MultiDict[str, str]:
    """What another site lets a visitor send is not said here as if they had typed it."""
    origin = request.headers.get("Origin")
    is_ours = origin is None or urlsplit(origin).netloc == request.host
    return MultiDict(request.form.items(multi=True)) if is_ours else MultiDict()


def _words(sent: MultiDict[str, str], question: str) -> list[str]:
    """Of a question and its parts, in the order they were sent."""
    found = []
    for name, value in sent.items(multi=True):
        base, _, part = name.partition("-")
        if base == question and part not in SMALL and value:
            found.append(to_text(value) if _is_html(sent, question) else value)
    return found


def _is_html(sent: MultiDict[str, str], question: str) -> bool:
    return sent.get(f"{question}-format") == "html"


def _owner(where: Mapping[str, object]) -> Owner | None:
    """The section or register of the page's address, in the reader's words."""
    schema = treaty(language=locale())
    try:
        if "section_id" in where:
            return schema.section(str(where["section_id"]))
        return schema.register(str(where.get("register", "")))
    except KeyError:
        return None
