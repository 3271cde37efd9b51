"""Every comment that a reader hears of, where it stands and what that place is called.

Kept for who hears the same, as pages with comments are (overlays): a page of the list shows a few
of hundreds, and only these are read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.content.tree import SECTION
from nap_tracker.exports.screen import kept
from nap_tracker.i18n import gettext, locale
from nap_tracker.services import comments, reading
from nap_tracker.services.comment_places import Ground, Where
from nap_tracker.services.comment_readers import Reader
from nap_tracker.services.overlays import Stood, words_of
from nap_tracker.services.placed_comments import Placed, placed
from nap_tracker.services.plans import schema_of


class Called(NamedTuple):
    """What a place is called in the language of who reads."""

    section: str
    """The title of the section; '' for the plan as a whole."""
    label: str
    """The question, with the row's name in front; '' for a section as a whole."""
    kind: str
    """Of the row, where the place is in one that is there; '' otherwise."""
    is_question: bool
    """Whether the field is asked for there."""


class Listed(NamedTuple):
    """One comment of the list."""

    stood: Stood
    called: Called
    is_open: bool
    is_own: bool

    @property
    def is_lost(self) -> bool:
        """In the tray: it has lost its place."""
        return self.stood.words is None


def heard_by(who: Reader, section: str | None = None) -> Sequence[Listed]:
    """What a reader hears of a plan, or of one section, in the order of its numbers.

    Two queries where it was looked for before, four where not.
    """
    name = _name(who, section)
    data = kept.find(name)
    if data is None:
        found = _found(who, section)
        kept.keep(name, json.dumps(found, separators=(",", ":")).encode())
        return found
    return [_again(*one) for one in json.loads(data)]


def _again(stood: list[Any], called: list[Any], is_open: bool, is_own: bool) -> Listed:
    return Listed(Stood.again(*stood), Called(*called), is_open, is_own)


def called(ground: Ground, where: Where, row_name: str = "") -> Called:
    """What a place is called; `row_name` for a row that is gone."""
    section = next((s for s in ground.schema.sections if s.id == where.section), None)
    question, entry = ground.field(where), ground.entry(where)
    name = ground.row_name(where) or row_name
    label = question.label if question else ""
    if name and label:
        label = gettext("%(row)s: %(question)s", row=name, question=label)
    kind = entry.kind if entry is not None and entry.kind != SECTION else ""
    return Called(section.title if section else "", label or name, kind, question is not None)


def _found(who: Reader, section: str | None) -> list[Listed]:
    ground = comments.ground_of(who.version, locale())
    heard = comments.heard_by(who, ground, section=section)
    return [_listed(ground, one) for one in placed(who, ground, heard)]


def _listed(ground: Ground, one: Placed) -> Listed:
    stood = Stood(one.comment.id, words_of(one.place), one.name)
    name = one.name or one.comment.row_name
    return Listed(stood, called(ground, one.where, name), one.is_open, one.is_own)


def _name(who: Reader, section: str | None) -> str:
    """Of all that decides what is listed: the words of the plan, the reader, and what was said."""
    schema: Schema = schema_of(who.version, locale())
    facts: list[Any] = [who.facts(one.id) for one in schema.sections]
    said = comments.sum_of(who, section=section)
    of: tuple[Any, ...] = (who.version.party_id, reading.stamp(who.version), locale(), section)
    return digest(dumps(["comments", kept.program(), *of, facts, who.facts(None), said]))
