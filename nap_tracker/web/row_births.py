"""The address of a row that does not exist yet: it holds the row's permanent id.

Whoever goes back to it after saving finds the row, and not an empty form in which the browser
fills in again what was typed: saving that would make a second row, and nobody would notice.
"""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.definitions import Register
from nap_tracker.forms.rows import uid
from nap_tracker.i18n import gettext
from nap_tracker.models.base import new_uid
from nap_tracker.services import registers
from nap_tracker.services.registers import Birth
from nap_tracker.web.entries import Desk, here
from nap_tracker.web.row_addresses import edit_url


def row_asked() -> str | None:
    """The id in the address; None for what is none."""
    return uid(request.args.get("row", ""))


def another_url() -> str:
    """The same address for one more row."""
    return here(row=new_uid())


def leads_on(at: Desk, owner: Register) -> ResponseReturnValue | None:
    """Where an address without an id, or with one that is used, leads; None for an empty form."""
    row = row_asked()
    birth = registers.birth(at.version, owner.id, row) if row else Birth.TAKEN
    if row is not None and birth is Birth.IN_THE_PLAN:
        words = gettext("This is saved already. What you change here changes it.")
        flash(words, "success")
        return redirect(edit_url(at, owner.id, row))
    return redirect(another_url()) if birth is Birth.TAKEN else None
