"""Which comments stand beside each question of a form, and where.

Kept for who hears the same of the same words, as pages with comments are (overlays): a form shows
a few of hundreds, and only these are read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from nap_tracker.content.canonical import digest, dumps
from nap_tracker.content.tree import EntryContent
from nap_tracker.exports.screen import kept
from nap_tracker.services import comments
from nap_tracker.services.comment_places import Ground, Where
from nap_tracker.services.comment_readers import Reader
from nap_tracker.services.overlays import Stood, words_of
from nap_tracker.services.placed_comments import Placed, found, shown_beside
from nap_tracker.services.revisions import content_text


class Heap(NamedTuple):
    """What was said of one question."""

    shown: tuple[Stood, ...]
    """The first few of many, or all of them."""
    number: int
    """Of all of them."""


def of_entry(who: Reader, ground: Ground, section: str, entry: EntryContent) -> Mapping[str, Heap]:
    """Field -> what a reader hears of it, in the order of its numbers; nothing of other fields.

    `ground` holds the entry as this reader sees it. One query where it was looked for before or
    where nobody said anything, two where not.
    """
    said = comments.sum_of(who, section=section, uid=entry.uid)
    if said == comments.NOTHING:
        return {}
    name = _name(who, ground, section, entry, said)
    data = kept.find(name)
    if data is None:
        made = _made(who, ground, section, entry)
        kept.keep(name, json.dumps(made, separators=(",", ":")).encode())
        return made
    return {field: _again(*heap) for field, heap in json.loads(data).items()}


def _made(who: Reader, ground: Ground, section: str, entry: EntryContent) -> dict[str, Heap]:
    piles: dict[str, list[Placed]] = {}
    for one in found(who, ground, section=section, uid=entry.uid):
        if ground.field(one.where) is not None:
            piles.setdefault(one.where.field or "", []).append(one)
    few = shown_beside(piles.values())
    return {
        field: Heap(
            tuple(Stood(one.comment.id, words_of(one.place), one.name) for one in pile[:few]),
            len(pile),
        )
        for field, pile in piles.items()
    }


def _again(shown: list[list[Any]], number: int) -> Heap:
    return Heap(tuple(Stood.again(*one) for one in shown), number)


def _name(who: Reader, ground: Ground, section: str, entry: EntryContent, said: str) -> str:
    """Of all that decides what stands there: the words, the reader, and what was said."""
    plan, version = ground.content, who.version
    words = [content_text(entry), entry.kind, ground.row_name(Where(section, entry.uid))]
    of = [version.party_id, version.plan_id, plan.edition, plan.language, section, entry.uid]
    return digest(dumps(["questions", kept.program(), *of, words, who.facts(section), said]))
