"""The day a review is due, as one entry for a reviewer's calendar."""

from __future__ import annotations

from datetime import date

from nap_tracker import links
from nap_tracker.clock import now
from nap_tracker.exports.calendar import Entry, to_ics
from nap_tracker.i18n import chosen, gettext, locale
from nap_tracker.permissions import Seat
from nap_tracker.services import rounds


def entry(seat: Seat, path: str) -> bytes:
    """The calendar with this one day; the caller has found the seat for who sits in it."""
    version = rounds.version_of(seat.round)
    due = date.fromisoformat(seat.due_on)
    title = gettext("Send my review of %(plan)s", plan=chosen(version.plan.title))
    one = Entry(
        key=f"seat:{seat.invitation.id}",
        title=title,
        first=due,
        last=due,
        where=chosen(version.plan.party.name),
        url=links.whole(path),
    )
    return to_ics([one], name=title, language=locale(), now=now())
