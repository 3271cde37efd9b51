"""Comments beside the questions of a form: what was said of each, and where to say something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from nap_tracker.annex_c.definitions import WORDED
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import question_comments, threads
from nap_tracker.services.answers import Reading
from nap_tracker.services.changes import OpenEntry
from nap_tracker.services.comment_places import Ground, Where
from nap_tracker.services.comment_readers import reader
from nap_tracker.web.comment_pages import Lines, Shown
from nap_tracker.web.comment_places import to_comment
from nap_tracker.web.comment_returns import Led
from nap_tracker.web.door import actor
from nap_tracker.web.entries import Desk, here


@dataclass(frozen=True, slots=True)
class Beside:
    """Of one question."""

    lines: Sequence[Shown]
    """The first few of many, or all of them."""
    number: int
    """Of all of them."""
    list_url: str
    """Where the others are read."""
    add_url: str
    led: Led | None = None
    """The comment that led here, where it is about this question: it may not be among the first."""


def beside(
    at: Desk, reading: Reading, section_id: str, opened: OpenEntry, led: Led | None = None
) -> Mapping[str, Beside]:
    """Field id -> its comments, for who drafts there: what they see of the entry is all of it.

    Comments on a text in another language than the page shows stand there too.
    """
    if opened.is_new or not can(actor(), Permission.COMMENT_ADD, at.version):
        return {}
    entries = {entry.uid: entry for entry in reading.plan.entries}
    entries[opened.content.uid] = opened.content
    ground = Ground(replace(reading.plan, entries=tuple(entries.values())))
    who = reader(actor(), at.version)
    heaps = question_comments.of_entry(who, ground, section_id, opened.content)
    # Only what is shown is read, with its replies, answers and files.
    read = threads.standing(who, [one for heap in heaps.values() for one in heap.shown])
    lines = Lines(at.version, ground.schema)
    list_url = url_for("comments.index", plan_id=at.version.plan_id, section=section_id)
    said = {
        field: [lines.on(ground, read[one.id]) for one in heap.shown if one.id in read]
        for field, heap in heaps.items()
    }
    return {
        field.id: Beside(
            said.get(field.id, []),
            heaps[field.id].number if field.id in heaps else 0,
            list_url,
            _add_url(at, section_id, opened, field.id, is_worded=field.kind in WORDED),
            led if led and led.is_about(opened.content.uid, field.id) else None,
        )
        for field in opened.owner.fields
    }


def _add_url(at: Desk, section_id: str, opened: OpenEntry, field: str, *, is_worded: bool) -> str:
    language = at.language if is_worded else None
    where = Where(section_id, opened.content.uid, field, language)
    return to_comment(at.version.plan_id, where, back=f"{here()}#{field}")
