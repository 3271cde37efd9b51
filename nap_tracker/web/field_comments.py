"""Comments beside the questions of a form: what was said of each, and where to say something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nap_tracker.annex_c.definitions import WORDED
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import threads
from nap_tracker.services.answers import Reading
from nap_tracker.services.changes import OpenEntry
from nap_tracker.services.comment_places import Ground, Where
from nap_tracker.web.comment_pages import Shown, told
from nap_tracker.web.comment_places import to_comment
from nap_tracker.web.door import actor
from nap_tracker.web.entries import Desk, here


@dataclass(frozen=True, slots=True)
class Beside:
    """Of one question."""

    lines: Sequence[Shown]
    add_url: str


def beside(at: Desk, reading: Reading, section_id: str, opened: OpenEntry) -> Mapping[str, Beside]:
    """Field id -> its comments, for who drafts there: what they see of the entry is all of it.

    Comments on a text in another language than the page shows stand there too.
    """
    if opened.is_new:
        return {}
    entries = {entry.uid: entry for entry in reading.plan.entries}
    entries[opened.content.uid] = opened.content
    ground = Ground(replace(reading.plan, entries=tuple(entries.values())))
    found = threads.threads(actor(), at.version, section=section_id, ground=ground)
    mine = [thread for thread in found if thread.where.uid == opened.content.uid]
    adds = can(actor(), Permission.COMMENT_ADD, at.version)
    return {
        field.id: Beside(
            [told(at.version, ground, one) for one in mine if one.where.field == field.id],
            _add_url(at, section_id, opened, field.id, is_worded=field.kind in WORDED),
        )
        for field in opened.owner.fields
        if adds
    }


def _add_url(at: Desk, section_id: str, opened: OpenEntry, field: str, *, is_worded: bool) -> str:
    language = at.language if is_worded else None
    where = Where(section_id, opened.content.uid, field, language)
    return to_comment(at.version.plan_id, where, back=f"{here()}#{field}")
