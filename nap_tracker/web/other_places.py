"""Every place of a plan that a comment may be moved to, to choose from: section, row, question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from nap_tracker.content.tree import SECTION, EntryContent
from nap_tracker.forms.rows import uid as as_uid
from nap_tracker.i18n import gettext, locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Place, can, require
from nap_tracker.roles import Permission
from nap_tracker.services import comments
from nap_tracker.services.comment_places import Ground, Where
from nap_tracker.services.comment_readers import reader
from nap_tracker.services.threads import Thread
from nap_tracker.web.comment_places import At, at
from nap_tracker.web.door import actor

Choice = tuple[str, str, bool]
"""(what the address says, words, is chosen)."""
WHOLE = "plan"
"""What the address says for the plan as a whole."""


@dataclass(frozen=True, slots=True)
class OtherPlaces:
    """The choices of three lists, of which each follows from the one before."""

    sections: Sequence[Choice]
    rows: Sequence[Choice]
    fields: Sequence[Choice]


def chosen_place(version: PlanVersion, thread: Thread) -> At:
    """The place that the address names; where it names none, the one the comment had, which may
    be gone. Raises NotFound where it is not for this reader, or Forbidden where they answer no
    comments: its rows are listed beside it.
    """
    ground = comments.ground_of(version, locale())
    where = _named(ground, thread.where)
    if where is None:
        return at(version, ground, thread.where, row_name=thread.row_name)
    comments.refuse_hidden(reader(actor(), version), ground, where)
    require(actor(), Permission.COMMENT_RESPOND, Place(version, where.section))
    return at(version, ground, where)


def _named(ground: Ground, had: Where) -> Where | None:
    """As far as there is such a place: a row of another section, or a question of another row, is
    still chosen when another section is.
    """
    section = request.args.get("section")
    if section is None:
        return None
    if section == WHOLE:
        return Where()
    uid, field = as_uid(request.args.get("uid", "")), request.args.get("field") or None
    if uid is None or ground.section_of(uid) != section:
        return Where(section)
    there = Where(section, uid, field, had.language or ground.content.language)
    return there if ground.field(there) else Where(section, uid)


def other_places(version: PlanVersion, ground: Ground, where: Where) -> OtherPlaces:
    """What may be chosen by who answers comments, with `where` chosen now.

    Rows and questions only where this reader answers them, and reads them.
    """
    who = reader(actor(), version)

    def reads(there: Where) -> bool:
        is_open = ground.audience(there).includes(who.reads_as(there.section))
        return is_open and who.may(Permission.COMMENT_RESPOND, there.section)

    sections = [
        (section.id, section.title, section.id == where.section)
        for section in ground.schema.sections
        if _may(version, section.id)
    ]
    if _may(version, None):
        sections.insert(0, (WHOLE, gettext("The plan as a whole"), where.section is None))
    owner = ground.owner(where) if where.uid and ground.entry(where) else None
    asked = owner.fields if owner else ()
    fields = [f for f in asked if reads(Where(where.section, where.uid, f.id))]
    listed = [row for row in _rows(ground, where) if reads(Where(where.section, row.uid))]
    whole = gettext("The row as a whole") if ground.row_name(where) else gettext("All of it")
    rows = [(row.uid, _called(ground, row), row.uid == where.uid) for row in listed]
    questions = [(field.id, field.label, field.id == where.field) for field in fields]
    return OtherPlaces(
        sections,
        [("", gettext("The section as a whole"), owner is None), *rows] if rows else [],
        [("", whole, where.field is None), *questions] if questions else [],
    )


def _may(version: PlanVersion, section: str | None) -> bool:
    return can(actor(), Permission.COMMENT_RESPOND, Place(version, section))


def _rows(ground: Ground, where: Where) -> list[EntryContent]:
    """The answers of the section, and its rows as its page shows them."""
    section = next((s for s in ground.schema.sections if s.id == where.section), None)
    if section is None:
        return []
    answers = ground.content.section(section.id)
    rows = [row for kind in section.registers for row in ground.content.rows(kind)]
    return [*([answers] if answers else []), *rows]


def _called(ground: Ground, row: EntryContent) -> str:
    if row.kind == SECTION:
        return gettext("Its questions")
    name = ground.row_name(Where(ground.section_of(row.uid), row.uid))
    return gettext(
        "%(register)s: %(row)s", register=ground.schema.register(row.kind).title, row=name
    )
