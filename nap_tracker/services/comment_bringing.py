"""What a file of comments says, stored thing by thing in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nap_tracker.content.matrix import ANSWERED, SAID
from nap_tracker.errors import Hidden
from nap_tracker.extensions import db
from nap_tracker.imports import comment_rows
from nap_tracker.imports.brought import Brought, Fate, Origin
from nap_tracker.models.comment import Comment
from nap_tracker.services import comment_states, comments, replies, responses, sayings
from nap_tracker.services.brought_authors import Authors, Manner
from nap_tracker.services.brought_places import place_of
from nap_tracker.services.brought_replies import as_comment
from nap_tracker.services.comment_files import Reading
from nap_tracker.services.comment_places import Where
from nap_tracker.services.comment_readers import reader
from nap_tracker.services.sayings import Saying
from nap_tracker.workflow.resolution import CommentKind


@dataclass(frozen=True, slots=True)
class Counts:
    """What a file did."""

    new: int = 0
    tray: int = 0
    changed: int = 0
    replies: int = 0


class Bringer:
    """Stores what one file says, thing by thing, in one transaction."""

    def __init__(self, reading: Reading, manner: Manner, items: Sequence[Brought]) -> None:
        """Raises Forbidden, Invalid."""
        self.reading, self.manner, self._items = reading, manner, items
        self.actor, self.version = reading.actor, reading.version
        self._reader = reader(self.actor, self.version)
        self._authors = Authors(reading, manner, self._reader, items)
        self.came_of_it: list[str] = []
        """Ids of the comments and replies that were made or changed."""
        self._ids = {thread.id for thread in self.reading.threads}

    def all(self) -> Counts:
        """Raises Forbidden, Invalid; nothing of the file is to be kept then."""
        counts = dict.fromkeys(Fate, 0)
        for item in self._items:
            if item.fate is Fate.REPLY and not self._authors.is_reader(item):
                item = as_comment(self.reading, item)
            _ACTS[item.fate](self, item)
            counts[item.fate] += 1
        return Counts(counts[Fate.NEW], counts[Fate.TRAY], counts[Fate.CHANGED], counts[Fate.REPLY])

    def new(self, item: Brought) -> None:
        """A comment at its place, or in the tray."""
        saying, place = self._saying(item), place_of(self.reading, item)
        if saying.where.section is not None:
            shown = Where(saying.where.section) if place.is_lost else saying.where
            comments.refuse_hidden(self._reader, self.reading.ground, shown)
        comment = sayings.store(
            self.version,
            saying,
            self._authors.of(item),
            self.reading.ground,
            is_said=self.reading.seat is None,
            may_be_lost=True,
        )
        if place.is_lost:
            comment.row_name = place.told
        kind = "comment:added" if self.manner.is_own else "comment:received"
        comment_states.record(self.actor, comment, kind)
        self.came_of_it.append(comment.id)

    def change(self, item: Brought) -> None:
        """A comment that says something else, or has a response now."""
        comment = self._comment(item)
        if any(column in item.changes for column in SAID):
            saying = self._saying(item)
            comments.change(self.actor, self.version, comment, saying)
        if any(column in item.changes for column in ANSWERED):
            responses.respond(
                self.actor, self.version, comment, kind=item.response, reason=item.reason
            )
        self.came_of_it.append(comment.id)

    def reply(self, item: Brought) -> None:
        """Something said under a comment that is here."""
        comment = self._comment(item)
        made = replies.reply(self.actor, self.version, comment.id, item.body)
        self.came_of_it.append(made.id)

    def _comment(self, item: Brought) -> Comment:
        if item.comment_id not in self._ids:
            raise Hidden(comment_rows.UNKNOWN_ID)
        found = db.session.get(Comment, item.comment_id)
        assert found is not None
        return found

    def _saying(self, item: Brought) -> Saying:
        is_wording = item.origin in (Origin.TRACKED, Origin.EDIT)
        return Saying(
            place_of(self.reading, item).where,
            item.kind or CommentKind.NOTE.value,
            item.body,
            item.quote,
            item.block or None,
            item.proposed if is_wording else item.proposed or None,
        )


_ACTS = {
    Fate.NEW: Bringer.new,
    Fate.TRAY: Bringer.new,
    Fate.CHANGED: Bringer.change,
    Fate.REPLY: Bringer.reply,
}
