"""From a place back to the comment that led there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request, url_for

from nap_tracker.errors import NotFound
from nap_tracker.forms.rows import uid
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import threads
from nap_tracker.services.comment_places import Where
from nap_tracker.web.door import actor


@dataclass(frozen=True, slots=True)
class Led:
    """The comment whose link led here."""

    id: str
    number: int
    url: str
    where: Where

    def is_about(self, entry: str, field: str) -> bool:
        return (self.where.uid, self.where.field) == (entry, field)


def led_here(version: PlanVersion) -> Led | None:
    """The comment that the address names; None where there is none for this reader."""
    id = uid(request.args.get("comment", ""))
    if id is None:
        return None
    try:
        found = threads.thread(actor(), version, id)
    except NotFound:
        return None
    url = url_for("comments.show", plan_id=version.plan_id, comment_id=id)
    return Led(id, found.number, url, found.where)


def above(led: Led | None, shown: Iterable[Led | None]) -> Led | None:
    """The same for the top of a page, unless the way back stands at one of its questions."""
    return None if any(shown) else led
