"""What a file of comments says that is here already: whoever brings it in twice adds nothing.

A file is known by the sum of its bytes for as long as anything it brought stands here, and what
stands in it by its words: the same at the same place, from the same person, and not withdrawn.
Whose a row is that names somebody else, only the person says who brings it in: until then what
they said themselves does not stand for it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from nap_tracker.content.marks import plain
from nap_tracker.content.places import named
from nap_tracker.extensions import db
from nap_tracker.imports.brought import Bringing, Brought, Fate, Origin
from nap_tracker.models.comment_upload import CommentUpload
from nap_tracker.services.brought_authors import not_named
from nap_tracker.services.brought_places import place_of
from nap_tracker.services.brought_replies import as_comment
from nap_tracker.services.comment_files import Reading
from nap_tracker.services.comment_places import NOWHERE, Where, where_of
from nap_tracker.services.threads import Thread
from nap_tracker.text.normalise import paragraph

EDITS_LEFT_OUT = "edits_left_out"
"""Kept with a file that was brought in without the changes nobody tracked."""
CAME_OF_IT = "came_of_it"
"""Kept with it: ids of the comments and replies it made or changed."""
Said = tuple[Where, str, str, str | None, str | None]
"""Place, words of the file for it, words spoken of, what is said, and the wording proposed."""


def without_repeats(reading: Reading, data: bytes, found: Bringing) -> Bringing:
    """What a file would still do. Two queries at most."""
    before = [one for one in _brought_before(reading, data) if _still_stands(reading, one)]
    first = min((one.applied_at for one in before if one.applied_at), default=None)
    if first is not None:
        # Faults are of what was looked at then; what is left are edits somebody left out.
        is_partly = all(one.settings.get(EDITS_LEFT_OUT) for one in before)
        left = tuple(i for i in found.items if is_partly and i.origin is Origin.EDIT)
        found = replace(found, items=left, faults=(), applied_at=first)
    said = _all_said(reading) if found.items else {}
    new, here, own = [], [], []
    for item in found.items:
        if (number := _number_here(reading, item, said)) is not None:
            here.append(number)
            continue
        new.append(item)
        if (number := _number_of_own(_alike(reading, item, said))) is not None:
            own.append(number)
    return replace(found, items=tuple(new), here=tuple(here), own=tuple(own))


def without_own(reading: Reading, items: Sequence[Brought]) -> list[Brought]:
    """What who brings them in, as words of their own, has not said yet, whomever the file names."""
    said = _all_said(reading)
    return [one for one in items if _number_of_own(_alike(reading, one, said)) is None]


def _brought_before(reading: Reading, data: bytes) -> Collection[CommentUpload]:
    """The very same file, from the same person, into the same round or plan."""
    query = select(CommentUpload).filter_by(
        plan_id=reading.version.plan_id,
        round_id=reading.round.id if reading.round else None,
        invitation_id=reading.seat.id if reading.seat else None,
        uploaded_by_id=reading.actor.user_id,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return db.session.scalars(query.where(CommentUpload.applied_at.is_not(None))).all()


def _still_stands(reading: Reading, upload: CommentUpload) -> bool:
    """Whether anything that came of a file was neither deleted nor withdrawn."""
    if CAME_OF_IT not in upload.settings:
        return True  # brought in before this was kept
    came = set(upload.settings[CAME_OF_IT])
    return any(
        one.id in came or any(said.id in came and said.body for said in one.replies)
        for one in reading.threads
    )


def _all_said(reading: Reading) -> Mapping[Said, Sequence[Thread]]:
    """Who says what: several people may say the very same of one place."""
    said: dict[Said, list[Thread]] = defaultdict(list)
    for one in reading.threads:
        for words in _said_by(one):
            said[words].append(one)
    return said


def _number_here(
    reading: Reading, item: Brought, said: Mapping[Said, Sequence[Thread]]
) -> int | None:
    """Of the comment that says it already, or under which it stands."""
    if item.fate is Fate.REPLY:
        above = next((one for one in reading.threads if one.id == item.comment_id), None)
        own = (reply.body for reply in above.replies if reply.is_own) if above else ()
        if above and any(_plain(body) == _plain(item.body) for body in own):
            return above.number
        item = as_comment(reading, item)  # so it was entered for somebody else
        entered = (o for o in _alike(reading, item, said) if _is_of(reading, o, item))
        return next((one.number for one in entered), None)
    is_of_another = reading.may_receive and bool(item.author_besides(reading.reader))
    alike = _alike(reading, item, said)
    received = next((one.number for one in alike if _is_of(reading, one, item)), None)
    return received if is_of_another or received is not None else _number_of_own(alike)


def _alike(
    reading: Reading, item: Brought, said: Mapping[Said, Sequence[Thread]]
) -> Sequence[Thread]:
    """Comments that say the very same of the same place, whosever they are."""
    if item.fate not in (Fate.NEW, Fate.TRAY):
        return ()
    hung = place_of(reading, item)
    is_wording = item.origin in (Origin.TRACKED, Origin.EDIT)
    body = None if is_wording else _plain(item.body)
    proposed = item.proposed if is_wording else item.proposed or None
    words = (hung.where, plain(hung.told), plain(item.quote), body, _plain(proposed))
    return said.get(words, ())


def _number_of_own(alike: Sequence[Thread]) -> int | None:
    return next((one.number for one in alike if one.is_own), None)


def _is_of(reading: Reading, one: Thread, item: Brought) -> bool:
    """Whether it was entered for the person whom the file names; nobody is named where no reviewer
    of the round is."""
    called = not_named(reading) or item.reviewer
    return one.received_by is not None and named(one.author) == named(called)


def _said_by(one: Thread) -> Iterator[Said]:
    """As the file that brought it said it, wherever somebody put it since; of a change in Word the
    wording is all that counts."""
    read = one.as_read
    where = where_of(read)
    told = plain(read.row_name) if where.field == NOWHERE else ""
    for body in (_plain(one.body), None):
        yield where, told, plain(read.quote), body, _plain(one.proposed)


def _plain(text: str | None) -> str | None:
    """As it is compared with what was stored."""
    return None if text is None else plain(paragraph(text))
