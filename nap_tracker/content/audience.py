"""Who may see which part of a plan: the one filter of every reader and every way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from nap_tracker.annex_c.definitions import Field, Kind, Owner, Register, Schema
from nap_tracker.content.tree import EntryContent, FileContent, PlanContent
from nap_tracker.text.files import drop_files, files_in


class Audience(StrEnum):
    """A circle of readers; each one contains the circles before it."""

    DRAFTING_TEAM = "drafting_team"
    """Focal point, coordinators and officers of the Party; drafters of a section in that."""
    REVIEWERS = "reviewers"
    """Also the Party's viewers and the reviewers of this plan."""
    PUBLIC = "public"
    """Everybody, once the Party publishes."""

    @property
    def openness(self) -> int:
        """0 is the narrowest circle."""
        return _ORDER.index(self)

    def includes(self, other: Audience) -> bool:
        """Whether what is meant for this audience may be read by the other."""
        return other.openness <= self.openness


@dataclass(frozen=True, slots=True)
class Reach:
    """What one reader sees of a plan: an audience, and in some sections what its team sees."""

    audience: Audience
    sections: frozenset[str] = frozenset()
    """Given to the reader to draft, with the rows of their registers."""
    files: frozenset[str] = frozenset()
    """Files the reader sees whatever their audience: those of these sections."""

    def within(self, owner: Owner, schema: Schema) -> Audience:
        """The audience in which the reader reads one section, or the rows of one register."""
        if not self.sections:
            return self.audience
        section = schema.home(owner.id) if isinstance(owner, Register) else owner
        return Audience.DRAFTING_TEAM if section.id in self.sections else self.audience


MENDED = frozenset({Kind.EVIDENCE, Kind.LONGTEXT, Kind.REF, Kind.REFS})
_ORDER = (Audience.DRAFTING_TEAM, Audience.REVIEWERS, Audience.PUBLIC)


def narrowest(*audiences: str) -> Audience:
    """The smallest of some circles: a field is never open wider than its row or section."""
    return min((Audience(a) for a in audiences), key=lambda a: a.openness)


def of_entry(schema: Schema, entry: EntryContent) -> Audience:
    """The audience of a whole section or row: the Party's choice, else the schema's start."""
    return of_whole(schema.owner(entry.kind, entry.section), entry)


def of_whole(owner: Owner, entry: EntryContent) -> Audience:
    """The same, where the section or register is at hand."""
    return Audience(entry.audience or owner.audience)


def of_field(owner: Owner, field: Field, entry: EntryContent) -> Audience:
    """The audience of one field of an entry, never wider than the entry's.

    A field the schema says nothing special of follows the entry wherever the Party moves it.
    """
    whole = of_whole(owner, entry)
    start = whole if field.audience == owner.audience else field.audience
    return narrowest(whole, entry.audiences.get(field.id) or start)


def moved(owner: Owner, before: EntryContent, after: EntryContent) -> tuple[bool, bool]:
    """Whether an entry, or a field of it, is now open wider, and whether narrower, than before.

    Fields are also compared as if the whole were public, so that nobody can prepare in a narrow
    row what somebody else's widening of the row would let out.
    """
    pairs = [(of_whole(owner, before), of_whole(owner, after))]
    opened = tuple(replace(entry, audience=Audience.PUBLIC.value) for entry in (before, after))
    for old, new in ((before, after), opened):
        pairs += [(of_field(owner, f, old), of_field(owner, f, new)) for f in owner.fields]
    widens = any(new.openness > old.openness for old, new in pairs)
    return widens, any(new.openness < old.openness for old, new in pairs)


def for_audience(plan: PlanContent, schema: Schema, audience: Audience) -> PlanContent:
    """What this audience may read of the plan, and nothing else."""
    return for_reader(plan, schema, Reach(audience))


def for_reader(plan: PlanContent, schema: Schema, reach: Reach) -> PlanContent:
    """What this reader may read of the plan, and nothing else.

    Built from an allow-list of visible entries, fields and files: a reference to a row, a picture
    or a piece of evidence that is held back vanishes with it. Also mends references to rows that
    were removed, so it is applied for the drafting team too.
    """
    files = tuple(
        _handed_out(file, reach.audience)
        for file in plan.files
        if Audience(file.audience).includes(reach.audience) or file.uid in reach.files
    )
    circle = _Circle(schema, reach)
    entries = tuple(entry for entry in plan.entries if circle.sees(entry))
    seen = _Seen(
        rows=frozenset(entry.uid for entry in entries),
        files=frozenset(file.uid for file in files),
    )
    party = plan.party
    if party.emblem and party.emblem not in seen.files:
        party = replace(party, emblem=None)
    return replace(
        plan,
        party=party,
        files=files,
        entries=tuple(_visible(entry, circle.view(entry), seen) for entry in entries),
        answered_warnings=_answered(plan, circle),
    )


def _handed_out(file: FileContent, audience: Audience) -> FileContent:
    """Original bytes carry places and names: only the drafting team gets them."""
    if audience is Audience.DRAFTING_TEAM or not file.clean_sha256:
        return file
    return replace(file, sha256=file.clean_sha256, size=file.clean_size)


class _View:
    """The fields of an entry that an audience sees."""

    __slots__ = ("ids", "mended")

    def __init__(self, fields: Iterable[Field], audience: Audience) -> None:
        visible = tuple(fields)
        # The drafting team also sees the words of a picture whose file was removed.
        whole = {Kind.LONGTEXT} if audience is Audience.DRAFTING_TEAM else set()
        self.ids = frozenset(field.id for field in visible)
        self.mended = tuple(field for field in visible if field.kind in MENDED - whole)
        """Those that can point at something that is held back."""


class _Circle:
    """What a reader sees of entries; places nobody gave another audience are asked once."""

    def __init__(self, schema: Schema, reach: Reach) -> None:
        self.schema = schema
        self.reach = reach
        self._owners: dict[tuple[str, str | None], Owner] = {}
        self._from_the_start: dict[tuple[str, str | None], tuple[bool, _View]] = {}

    def sees(self, entry: EntryContent) -> bool:
        """Whether the entry is there at all for this audience."""
        if entry.audience:
            owner = self._owner(entry)
            return of_whole(owner, entry).includes(self.reach.within(owner, self.schema))
        return self._start(entry)[0]

    def view(self, entry: EntryContent) -> _View:
        """The fields of a visible entry that are visible too."""
        if entry.audience or entry.audiences:
            return self._view(self._owner(entry), entry)
        return self._start(entry)[1]

    def _start(self, entry: EntryContent) -> tuple[bool, _View]:
        key = (entry.kind, entry.section)
        if key not in self._from_the_start:
            owner = self._owner(entry)
            bare = EntryContent(uid="", kind=entry.kind, section=entry.section)
            whole = of_whole(owner, bare).includes(self.reach.within(owner, self.schema))
            self._from_the_start[key] = whole, self._view(owner, bare)
        return self._from_the_start[key]

    def _owner(self, entry: EntryContent) -> Owner:
        key = (entry.kind, entry.section)
        if key not in self._owners:
            self._owners[key] = self.schema.owner(*key)
        return self._owners[key]

    def _view(self, owner: Owner, entry: EntryContent) -> _View:
        audience = self.reach.within(owner, self.schema)
        seen = (f for f in owner.fields if of_field(owner, f, entry).includes(audience))
        return _View(seen, audience)


def _answered(plan: PlanContent, circle: _Circle) -> Mapping[str, Mapping[str, str]]:
    """Reasons given for warnings are for reviewers too, unless they speak of what is held back."""
    if circle.reach.audience is Audience.DRAFTING_TEAM:
        return plan.answered_warnings
    if circle.reach.audience is Audience.PUBLIC:
        return {}
    return {k: why for k, why in plan.answered_warnings.items() if _is_told(plan, circle, k)}


def _is_told(plan: PlanContent, circle: _Circle, key: str) -> bool:
    """Whether the place a warning is about is visible. Its key is `rule:where:field`, where being
    a row, a section or `plan`; for many rows at once the field is `register.field`."""
    where, _, field = key.partition(":")[2].partition(":")
    register, dot, of_rows = field.partition(".")
    entry = plan.row(where) or plan.section(where)
    if entry is None:
        return where == "plan"
    if not circle.sees(entry):
        return False
    if dot:
        entry, field = EntryContent(uid="", kind=register), of_rows
    try:
        visible = circle.view(entry).ids if circle.sees(entry) else frozenset()
    except KeyError:  # a register of another edition
        return False
    return field in visible if field else circle.sees(entry)


class _Seen:
    """What the audience can see, for the references of the fields."""

    __slots__ = ("files", "rows")

    def __init__(self, *, rows: frozenset[str], files: frozenset[str]) -> None:
        self.rows = rows
        self.files = files


def _visible(entry: EntryContent, view: _View, seen: _Seen) -> EntryContent:
    """The entry with the visible fields of its answers; the very same where that is all of them."""
    answers = entry.answers
    if not view.ids.issuperset(answers):
        answers = {k: value for k, value in answers.items() if k in view.ids}
    for field in view.mended:
        value = answers.get(field.id)
        mended = None if value is None else _mended(field.kind, value, seen)
        if mended != value:
            answers = {k: v for k, v in answers.items() if k != field.id}
            answers |= {} if mended is None else {field.id: mended}
    audiences = {k: v for k, v in entry.audiences.items() if k in answers}
    if answers is entry.answers and audiences == entry.audiences:
        return entry
    return replace(entry, answers=answers, audiences=audiences)


def _mended(kind: Kind, value: Any, seen: _Seen) -> Any:
    """The value without what the audience cannot see of it; None when nothing is left."""
    if kind is Kind.REF:
        return value if value in seen.rows else None
    if kind is Kind.REFS:
        return [uid for uid in value if uid in seen.rows] or None
    if kind is Kind.EVIDENCE:
        return [one for one in value if "file" not in one or one["file"] in seen.files] or None
    if kind is Kind.LONGTEXT:
        return _without_pictures(value, seen)
    return value


def _shown(html: str, seen: _Seen) -> str:
    """A picture nobody has any more may have been held back: its words go as those of others do."""
    if "data-file" not in html:
        return html
    return drop_files(html, [uid for uid in files_in(html) if uid not in seen.files])


def _without_pictures(value: Mapping[str, str], seen: _Seen) -> Mapping[str, str] | None:
    texts = {language: _shown(html, seen) for language, html in value.items()}
    return {language: html for language, html in texts.items() if html} or None
