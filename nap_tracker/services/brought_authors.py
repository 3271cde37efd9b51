"""Whose words a thing of a file of comments is, as whoever brings it in says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nap_tracker.errors import Forbidden, Invalid
from nap_tracker.i18n import N_, gettext, use_locale
from nap_tracker.imports.brought import Brought, Origin
from nap_tracker.permissions import require
from nap_tracker.roles import Permission
from nap_tracker.services.comment_files import Reading
from nap_tracker.services.comment_readers import Reader
from nap_tracker.services.sayings import From
from nap_tracker.workflow.resolution import Means

LONGEST_NAME = 200
NOT_NAMED = N_("A reviewer who is not named")
"""Whoever said it by letter or mail in an anonymous round."""
NOBODY = N_("Line %(line)s names nobody. Say in the file whose comment it is.")
WHOSE_EDITS = N_(
    "The file does not say who made the changes that were not tracked. Leave them out by taking"
    " away the tick, or bring the file in as your own."
)
YOUR_SEAT = N_(
    "You are asked to review in this round yourself. Bring your own comments in on the pages of"
    " your review: there they are said under your name, or your code, when you send it."
)


@dataclass(frozen=True, slots=True)
class Manner:
    """What a person says with bringing a file in."""

    is_own: bool = True
    """The comments are their own; else those of whom the file names."""
    received_by: str = Means.MAIL.value
    received_on: str | None = None
    with_edits: bool = True
    """Whether changes that nobody tracked become comments too."""


class Authors:
    """Of the things in one file."""

    def __init__(
        self, reading: Reading, manner: Manner, who: Reader, items: Sequence[Brought]
    ) -> None:
        """Raises Forbidden, Invalid."""
        self._reading, self._manner, self._who = reading, manner, who
        named = {name for item in items if (name := name_in(item))}
        self._only = named.pop() if len(named) == 1 else ""
        if not manner.is_own:
            require(reading.actor, Permission.COMMENT_RECEIVE, reading.version)
            if manner.received_by not in set(Means):
                raise Invalid(N_("Choose how the comments came"), about="received_by")

    def is_reader(self, item: Brought) -> bool:
        """Whether it is said by who brings it in."""
        is_named = bool(name_in(item)) and not item.author_besides(self._reading.reader)
        return self._manner.is_own or is_named

    def of(self, item: Brought) -> From:
        """Of a new comment. Raises Invalid where the file does not say whose it is."""
        reading, round_ = self._reading, self._reading.round
        round_id = round_.id if round_ else None
        if reading.seat is not None:
            return From(invitation_id=reading.seat.id, round_id=round_id)
        if self._manner.is_own:
            if round_ is not None and self._who.seat_in(round_.id) is not None:
                raise Forbidden(YOUR_SEAT)
            return From(author_id=reading.actor.user_id, round_id=round_id)
        return From(
            on_behalf_of=not_named(reading) or self._name(item),
            received_by=self._manner.received_by,
            received_on=self._manner.received_on or item.said_on or None,
            entered_by_id=reading.actor.user_id,
            round_id=round_id,
        )

    def _name(self, item: Brought) -> str:
        """A word processor names whoever tracked a change, and nobody for one that was not."""
        is_edit = item.origin is Origin.EDIT
        name = name_in(item) or (self._only if is_edit else "")
        if not name and is_edit:
            raise Invalid(WHOSE_EDITS, about="with_edits")
        if not name:
            raise Invalid(NOBODY, {"line": item.line}, about="is_own")
        return name


def name_in(item: Brought) -> str:
    """Whom the file names as its author."""
    return " ".join(item.reviewer.split())[:LONGEST_NAME]


def not_named(reading: Reading) -> str:
    """What everybody is called whose words are entered into this round; '' where by their name."""
    if reading.round is None or not reading.round.is_anonymous:
        return ""
    with use_locale(reading.plan.language):
        return gettext(NOT_NAMED)
