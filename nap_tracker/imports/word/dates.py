"""The day a Word file says that something was said."""

from __future__ import annotations

import re
from datetime import date, timedelta

from nap_tracker.clock import today

FIRST = date(1990, 1, 1)
"""Programs that do not know the day write 1601, 1900 or 1970."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=T|$)", re.ASCII)


def day_of(moment: str) -> str:
    """'2026-11-25' of '2026-11-25T10:00:00Z'; '' for what is no such day, or none it can have been.

    Word writes the time of the computer it runs on, which may be a day ahead of ours.
    """
    found = _DAY.match(moment.strip())
    if found is None:
        return ""
    try:
        day = date.fromisoformat(found[0])
    except ValueError:
        return ""
    return day.isoformat() if FIRST <= day <= today() + timedelta(days=1) else ""
