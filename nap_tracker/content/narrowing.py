"""An earlier text shown to nobody whom the Party has shut out since: audiences only ever narrow."""

from __future__ import annotations

from dataclasses import replace

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.content.audience import narrowest, of_field, of_whole
from nap_tracker.content.tree import EntryContent, FileContent, PlanContent


def as_narrow_as(then: PlanContent, now: PlanContent, schema: Schema) -> PlanContent:
    """The text of then, each part for those alone who might read it both then and now.

    What has been taken out of the plan since keeps its audience: it was read, and nobody said that
    it must not be.
    """
    entries = {entry.uid: entry for entry in now.entries}
    files = {file.uid: file for file in now.files}
    return replace(
        then,
        entries=tuple(_entry(entry, entries.get(entry.uid), schema) for entry in then.entries),
        files=tuple(_file(file, files.get(file.uid)) for file in then.files),
    )


def _entry(then: EntryContent, now: EntryContent | None, schema: Schema) -> EntryContent:
    if now is None or (then.audience, then.audiences) == (now.audience, now.audiences):
        return then
    owner = schema.owner(then.kind, then.section)
    whole = narrowest(of_whole(owner, then), of_whole(owner, now))
    fields = {
        f.id: narrowest(of_field(owner, f, then), of_field(owner, f, now)).value
        for f in owner.fields
    }
    return replace(then, audience=whole.value, audiences=fields)


def _file(then: FileContent, now: FileContent | None) -> FileContent:
    if now is None or then.audience == now.audience:
        return then
    return replace(then, audience=narrowest(then.audience, now.audience).value)
