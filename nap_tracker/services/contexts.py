"""What a comment keeps of the text it is about, where a cut may go through words to be removed.

The words it speaks of and a few characters on both sides are three columns of its row, and three
more where it was moved to other words later: a name may
stand half in one of them and half in the next, or be cut in half where the context ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.comment import Comment
from nap_tracker.roles import Actor
from nap_tracker.services import finding
from nap_tracker.services.finding import Finder, InFact, InText, Place
from nap_tracker.services.redactions import Words
from nap_tracker.text.redaction import AROUND, Excerpt, Needle, cuts_across, without_across

COLUMNS = ("before", "quote", "after")
AS_READ = ("read_before", "read_quote", "read_after")
"""The same of the words that were read, where the comment was given other ones."""
QUOTE = COLUMNS.index("quote")
SHORTEST_HALF = 3
"""Characters of a half by which alone, without the text it was cut from, it is known for one."""

Spot = tuple[str | None, str | None]
"""Entry and field."""


def places(actor: Actor, party: Party, finder: Finder) -> list[Place]:
    """Everywhere the words stand in the Party, with their halves beside comments."""
    found = finding.places(actor, party, finder)
    known = {place.where for place in found}
    return [*found, *(p for p in _cut(party, finder, found) if p.where not in known)]


def from_comments(party: Party, words: Words, chosen: Collection[Place]) -> None:
    """Comments lose the words and halves of them with the text, or where they were chosen."""
    spots = _spots(chosen)
    ids = {p.where.key[0] for p in chosen if isinstance(p.where, InFact) and _is_context(p.where)}
    for comment in _comments(party):
        for columns, spot in _kept(comment):
            if spot not in spots and comment.id not in ids:
                continue
            parts, needle = _parts(comment, columns), words.finder.needle
            least = _least(needle, is_from_there=spot in spots)
            left = without_across(
                parts, needle, words.instead(comment.plan_id), least=least, main=QUOTE
            )
            for name, was, value in zip(columns, parts, left, strict=True):
                if value != was:
                    setattr(comment, name, value)
    db.session.flush()


def _cut(party: Party, finder: Finder, found: Collection[Place]) -> Iterator[Place]:
    spots = _spots(found)
    for comment in _comments(party):
        for columns, spot in _kept(comment):
            parts = _parts(comment, columns)
            least = _least(finder.needle, is_from_there=spot in spots)
            joined = "".join(parts)
            for start, end in cuts_across(parts, finder.needle, least=least):
                column = columns[sum(start >= len("".join(parts[: n + 1])) for n in range(2))]
                shown = Excerpt(joined[max(0, start - AROUND) : start], joined[start:end],
                                joined[end : end + AROUND])  # fmt: skip
                where = InFact("comment", column, (comment.id,))
                at = comment.created_at
                yield Place(where, comment.plan_id, None, excerpt=shown, oldest_at=at)


def _comments(party: Party) -> Iterable[Comment]:
    query = select(Comment).filter_by(party_id=party.id).order_by(Comment.id)
    return db.session.scalars(query.execution_options(yield_per=finding.BATCH))


def _kept(comment: Comment) -> Iterator[tuple[tuple[str, str, str], Spot]]:
    """The columns of its words, and whose text they were cut from."""
    yield COLUMNS, (comment.entry_uid, comment.field)
    if comment.read_quote is not None:
        yield AS_READ, (comment.read_entry_uid, comment.read_field)


def _parts(comment: Comment, columns: tuple[str, str, str]) -> list[str]:
    return [getattr(comment, name) for name in columns]


def _spots(places: Iterable[Place]) -> set[Spot]:
    return {(p.where.uid, p.where.field) for p in places if isinstance(p.where, InText)}


def _is_context(where: InFact) -> bool:
    return where.table == Comment.__tablename__ and where.column in COLUMNS + AS_READ


def _least(needle: Needle, *, is_from_there: bool) -> int:
    """Every letter counts where the text held the words; elsewhere half of them does."""
    return 1 if is_from_there else max(SHORTEST_HALF, (len(needle.folded) + 1) // 2)
