"""After a row was taken out: the notice that can put it back."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from nap_tracker.errors import NotFound
from nap_tracker.forms.rows import uid
from nap_tracker.i18n import gettext
from nap_tracker.services import entries
from nap_tracker.services.answers import Reading
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
