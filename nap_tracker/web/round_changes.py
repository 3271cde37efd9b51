"""What the draft says by now that the frozen text of a round does not."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from nap_tracker.i18n import locale
from nap_tracker.permissions import Seat
from nap_tracker.services import plans, rounds
from nap_tracker.web.change_pages import page_of
from nap_tracker.web.door import actor
from nap_tracker.web.entries import Desk
from nap_tracker.web.plan_pages import Tab
from nap_tracker.web.version_reading import reading_of


def page(seat: Seat, back: tuple[str, str], tabs: Sequence[Tab] = ()) -> ResponseReturnValue:
    """In the reader's own audience; `back` is (address, words)."""
    version = rounds.version_of(seat.round)
    at = Desk(version, plans.schema_of(version, locale()))
    since = rounds.changes_since(actor(), seat, locale())
    was, is_now = reading_of(at, since.before), reading_of(at, since.after)
    return render_template(
        "rounds/changes.html",
        desk=at,
        version=version,
        tabs=tabs,
        back=back,
        round=seat.round,
        changes=page_of(since.entries, was, is_now),
    )
