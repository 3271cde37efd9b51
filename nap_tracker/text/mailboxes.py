"""E-mail addresses as people type them: their one form, and whether mail could be sent there."""

from __future__ import annotations

import re

LONGEST = 254
_MAILBOX = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+\.[^@\s<>,;:\"()\[\]\\]+")


def normal(email: str) -> str:
    """The one form of an address by which people are found."""
    return email.strip().casefold()


def is_mailbox(email: str) -> bool:
    """Whether it has the shape of one address, in its one form or not."""
    tidy = normal(email)
    return len(tidy) <= LONGEST and tidy.isprintable() and _MAILBOX.fullmatch(tidy) is not None
