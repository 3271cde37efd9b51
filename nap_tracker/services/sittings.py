"""Sittings: what one person saves in one window without a long pause is one line of history."""

from __future__ import annotations

from datetime import datetime, timedelta

from nap_tracker.models.base import new_uid
from nap_tracker.models.entry import Revision
from nap_tracker.roles import Actor

PAUSE = timedelta(minutes=30)
"""A longer silence ends the sitting."""

TOGETHER = (frozenset({"autosave", "form"}), frozenset({"moved"}))
"""Origins that go on in one sitting: typing, or putting rows in order. Others stand alone."""


def sitting_of(
    actor: Actor, newest: Revision | None, *, window: str, origin: str, at: datetime
) -> str:
    """The sitting a save belongs to: that of the entry's newest revision, or a new one."""
    if newest is None or not any({origin, newest.origin} <= kinds for kinds in TOGETHER):
        return new_uid()
    continues = (
        (newest.author_id, newest.author_name) == (actor.user_id, actor.name)
        and newest.window == window
        and at - newest.created_at <= PAUSE
    )
    return newest.sitting if continues else new_uid()
