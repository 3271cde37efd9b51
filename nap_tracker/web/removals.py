"""Taking a row out: what points at it before, and the notice that can put it back after."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from nap_tracker.errors import NotFound
from nap_tracker.forms.rows import uid
from nap_tracker.i18n import gettext
from nap_tracker.services import entries
from nap_tracker.services.answers import Reading, referring
from nap_tracker.web.door import actor
from nap_tracker.web.entries import Desk, here


@dataclass(frozen=True, slots=True)
class Removal:
    """A row that was just removed, by its name."""

    name: str
    restore_url: str


def removal_notice(desk: Desk, reading: Reading) -> Removal | None:
    """What `?removed=<register>:<uid>` says was removed, as long as it still is."""
    register, _, sent = request.args.get("removed", "").partition(":")
    row = uid(sent)
    if row is None or register not in {r.id for r in desk.schema.registers}:
        return None
    try:
        opened = entries.open_removed_row(actor(), desk.version, register, row)
    except NotFound:
        return None
    url = url_for("rows.restore", plan_id=desk.plan_id, register=register, uid=row, back=here())
    return Removal(reading.label(opened.content) or gettext("Untitled"), url)


def rows_referring(at: Desk, reading: Reading, row: str) -> list[tuple[str, str]]:
    """(words, address) of what points at a row."""
    found = []
    for entry, field in referring(reading.plan, at.schema, row):
        if entry.section is not None:
            continue
        owner = at.schema.register(entry.kind)
        words = gettext(
            "%(register)s: %(name)s (%(question)s)",
            register=owner.singular,
            name=reading.label(entry) or gettext("Untitled"),
            question=field.label,
        )
        url = url_for("rows.edit", plan_id=at.plan_id, register=owner.id, uid=entry.uid)
        found.append((words, url))
    return found
