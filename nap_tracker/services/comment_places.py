"""The text under comments: where each hangs, whether its words stand there, who reads the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from nap_tracker.annex_c.definitions import WORDED, Field, Owner, Schema
from nap_tracker.annex_c.schema import treaty
from nap_tracker.checks.facts import Facts
from nap_tracker.content.audience import Audience, narrowest, of_field, of_whole
from nap_tracker.content.tree import SECTION, EntryContent, PlanContent
from nap_tracker.models.comment import Comment
from nap_tracker.text.anchors import Anchor, Passage, Span, find, put

LONGEST_NAME = 200
NOWHERE = "-"
"""The field of what came in a file with no place of the plan; no field is called so."""


class Where(NamedTuple):
    """A place that can be spoken of: the plan, a section, a row, a field of either."""

    section: str | None = None
    """None for the plan as a whole."""
    uid: str | None = None
    """Of the section's own answers or of the row; None for the section as a whole."""
    field: str | None = None
    """NOWHERE where a file named a place that is none: read by who reads the section."""
    language: str | None = None


class Glimpse(NamedTuple):
    """A comment but for what it says: what decides where it stands, and who hears of it.

    Hundreds are looked through for one page, and only those that are shown are read whole.
    """

    id: str
    number: int
    author_id: str | None
    invitation_id: str | None
    on_behalf_of: str | None
    round_id: str | None
    section: str | None
    entry_uid: str | None
    field: str | None
    language: str | None
    block: str | None
    quote: str
    before: str
    after: str
    alone: bool
    row_name: str
    proposed: str | None
    visibility: str
    state: str
    said_at: datetime | None
    read_section: str | None = None
    read_entry_uid: str | None = None
    read_field: str | None = None
    read_language: str | None = None
    read_block: str | None = None
    read_quote: str | None = None
    read_before: str = ""
    read_after: str = ""
    read_alone: bool = False
    read_row_name: str = ""

    @property
    def as_read(self) -> Glimpse:
        """The same at the place, and with the words, that its author read."""
        if self.read_quote is None:
            return self
        return self._replace(
            section=self.read_section,
            entry_uid=self.read_entry_uid,
            field=self.read_field,
            language=self.read_language,
            block=self.read_block,
            quote=self.read_quote,
            before=self.read_before,
            after=self.read_after,
            alone=self.read_alone,
            row_name=self.read_row_name,
        )


def where_of(comment: Comment | Glimpse) -> Where:
    return Where(comment.section, comment.entry_uid, comment.field, comment.language)


def as_read(comment: Comment) -> Glimpse:
    """What decides who hears of it in the text of its round."""
    return Glimpse(*(getattr(comment, name) for name in Glimpse._fields)).as_read


def where_read(comment: Comment) -> Where:
    """Where its author read the words."""
    if comment.read_quote is None:
        return where_of(comment)
    return Where(
        comment.read_section, comment.read_entry_uid, comment.read_field, comment.read_language
    )


def anchor_of(comment: Comment | Glimpse) -> Anchor:
    """The words a comment is about, as they were read."""
    return Anchor(comment.quote, comment.before, comment.after, comment.block, comment.alone)


@dataclass
class Ground:
    """A whole, unfiltered text of a plan, asked about many comments."""

    content: PlanContent
    language: str | None = None
    """Of titles and labels; the plan's own where nothing is said."""
    is_as_read: bool = False
    """The text of a round: its comments stand where they were read, not where they are now."""
    _passages: dict[tuple[str, str, str], Passage | None] = field(default_factory=dict)
    _audiences: dict[tuple[str | None, ...], Audience] = field(default_factory=dict)
    _owners: dict[tuple[str | None, ...], Owner | None] = field(default_factory=dict)
    _fields: dict[tuple[str | None, ...], Field | None] = field(default_factory=dict)

    @cached_property
    def schema(self) -> Schema:
        return treaty(self.content.edition, self.language or self.content.language)

    @cached_property
    def _facts(self) -> Facts:
        return Facts(self.content, self.schema)

    def entry(self, where: Where) -> EntryContent | None:
        """The section's answers or the row; None for what is no longer in the plan."""
        return self.content.row(where.uid) if where.uid else None

    def owner(self, where: Where) -> Owner | None:
        """What is asked there; None for the plan, or where this edition has no such."""
        place = (where.section, where.uid)
        if place not in self._owners:
            self._owners[place] = self._asked(where)
        return self._owners[place]

    def _asked(self, where: Where) -> Owner | None:
        entry = self.entry(where)
        try:
            if entry is not None:
                return self.schema.owner(entry.kind, entry.section)
            return self.schema.section(where.section) if where.section else None
        except KeyError:
            return None

    def field(self, where: Where) -> Field | None:
        place = (where.section, where.uid, where.field)
        if place not in self._fields:
            owner = self.owner(where)
            found = (f for f in (owner.fields if owner else ()) if f.id == where.field)
            self._fields[place] = next(found, None)
        return self._fields[place]

    def is_there(self, where: Where) -> bool:
        """Whether the section, row and field are in the plan now."""
        if where.uid is None:
            is_section = where.section is None or self.owner(where) is not None
            return is_section and where.field != NOWHERE
        entry = self.entry(where)
        if entry is None:
            return False
        return where.field is None or self.field(where) is not None

    def audience(self, where: Where) -> Audience:
        """Who may read the place; what is gone is known to the drafting team alone."""
        place = (where.section, where.uid, where.field)
        if place not in self._audiences:
            self._audiences[place] = self._audience(where)
        return self._audiences[place]

    def _audience(self, where: Where) -> Audience:
        if where.section is None and where.uid is None:
            return Audience.REVIEWERS
        owner = self.owner(where)
        if owner is None:
            return Audience.DRAFTING_TEAM
        entry = self.entry(where) or self._section(where)
        if where.uid is not None and self.entry(where) is None:
            return Audience.DRAFTING_TEAM
        if entry is None:
            return narrowest(owner.audience, Audience.REVIEWERS)
        whole = of_whole(owner, entry)
        question = self.field(where)
        return of_field(owner, question, entry) if question is not None else whole

    def section_audience(self, section: str | None) -> Audience:
        """Of a section as a whole: what the author of a comment on a vanished row still reads."""
        return self.audience(Where(section))

    def passage(self, where: Where) -> Passage | None:
        """The words of a field in a language; None where it holds none."""
        key = (where.uid or "", where.field or "", where.language or "")
        if key not in self._passages:
            self._passages[key] = self._read(where)
        return self._passages[key]

    def text(self, where: Where) -> str | None:
        """What is written in a field of words in a language."""
        entry, question = self.entry(where), self.field(where)
        if entry is None or question is None or question.kind not in WORDED:
            return None
        value: Mapping[str, str] = entry.answers.get(question.id) or {}
        return value.get(where.language or self.content.language)

    def span(self, comment: Glimpse) -> Span | None:
        """Where the words stand; None where they have lost their place, or the place is gone.

        Where the wording that the comment proposes was put in their place, that stands for them.
        """
        where = where_of(comment)
        if not self.is_there(where):
            return None
        if not comment.quote:
            return Span(0, 0)
        passage, anchor = self.passage(where), anchor_of(comment)
        if passage is None:
            # The words were all there was, and they were to go.
            was_all = comment.proposed == "" and not (anchor.before or anchor.after)
            return Span(0, 0, is_put=True) if was_all else None
        found = find(passage, anchor)
        if found is None and comment.proposed is not None:
            return put(passage, anchor, comment.proposed)
        return found

    def row_name(self, where: Where) -> str:
        """What a row is called now; '' for everything else."""
        entry = self.entry(where)
        if entry is None or entry.kind == SECTION:
            return ""
        return self._facts.name_of(entry)[:LONGEST_NAME]

    def section_of(self, uid: str) -> str | None:
        """The section whose page shows a row, or whose answers these are."""
        entry = self.content.row(uid)
        if entry is None:
            return None
        return entry.section if entry.kind == SECTION else self.schema.home(entry.kind).id

    def _section(self, where: Where) -> EntryContent | None:
        return self.content.section(where.section) if where.section else None

    def _read(self, where: Where) -> Passage | None:
        text = self.text(where)
        return Passage(text) if text else None
