"""A file of comments on its way in: read, looked at, and brought in once or forgotten."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import select

from nap_tracker import files
from nap_tracker.clock import now
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.content.matrix import Column
from nap_tracker.errors import (
    Forbidden,
    InvalidFile,
    InvalidTransition,
    NotFound,
    NotReady,
    StaleEdit,
)
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.imports import comment_matrix, comment_rows
from nap_tracker.imports.brought import Bringing, Brought, Fate, Fault, Origin
from nap_tracker.imports.word import comments as word
from nap_tracker.imports.word import desk
from nap_tracker.models.comment_upload import CommentUpload
from nap_tracker.permissions import Seat, require
from nap_tracker.roles import Permission
from nap_tracker.services import comment_files, history, rounds, withdrawals
from nap_tracker.services.brought_authors import Manner, not_named
from nap_tracker.services.brought_limits import within
from nap_tracker.services.comment_bringing import Bringer, Counts
from nap_tracker.services.comment_files import Reading
from nap_tracker.services.comment_repeats import (
    CAME_OF_IT,
    EDITS_LEFT_OUT,
    without_own,
    without_repeats,
)
from nap_tracker.services.uploads import safe_name

MOST = 2_000
"""Things one file may bring."""
GONE = N_("This file is no longer kept here. Upload it again.")
APPLIED = N_("This file was brought in already; nothing was added a second time.")
CHANGED = N_(
    "The comments or the plan changed after you looked, so nothing was brought in. Look at the"
    " result again."
)
CLOSED = N_(
    "This review round is closed, and nothing is added to it. What came late can be entered on the"
    " pages of the plan, as a comment that somebody made by letter, by e-mail or in a meeting."
)
OTHER_FORM = N_(
    "Choose the table of comments (XLSX) or the plan with comments (DOCX). This file is neither."
)
NO_REPLIES = N_(
    "Replies are written on the page of the comment. What the file says there is not brought in."
)
UNNAMED = N_(
    "This review round is anonymous. What you bring in for the people whom the file names is kept"
    " without their names."
)
REPLIES_OF_OTHERS = N_(
    "A reply of somebody else becomes a comment at the same place, if you bring the file in for the"
    " people whom it names."
)
NOTHING = N_("This file changes nothing.")
FAULTS = N_("The file cannot be brought in as it is. Put right what is listed, and upload it anew.")
TOO_MUCH = N_("The file brings more than %(limit)s comments. Bring it in in parts.")


class Gone(NotFound):
    """The upload was forgotten, or storage lost its bytes."""


class Applied(InvalidTransition):
    """Its comments are here already."""


class RoundClosed(InvalidTransition):
    """Nothing is added to what was said in a round that is over."""


@dataclass(frozen=True)
class Opened:
    """An upload that can still be brought in, with what it would do."""

    reading: Reading
    upload: CommentUpload
    data: bytes

    @cached_property
    def bringing(self) -> Bringing:
        """Raises InvalidFile where it cannot be read against the plan any more."""
        return examine(self.reading, self.data, chosen_of(self.upload.settings))

    @cached_property
    def fingerprint(self) -> str:
        """Changes when anything that a person looks at before deciding changes."""
        found = self.bringing
        told = [[str(getattr(item, name)) for name in item.__slots__] for item in found.items]
        faults = [[fault.message, str(fault.line)] for fault in found.faults]
        return digest(dumps([told, faults, found.same]))


def require_bring(reading: Reading) -> None:
    """Whoever may comment may do so by a file, into a round while it is open.

    What came into a closed round could never be answered. Raises Forbidden, RoundClosed.
    """
    if reading.seat is not None:
        require(reading.actor, Permission.ROUND_COMMENT, Seat(reading.round, reading.seat))
        return
    require(reading.actor, Permission.COMMENT_ADD, reading.version)
    if reading.round is not None and reading.round.closed_at is not None:
        raise RoundClosed(CLOSED)


def refusal(reading: Reading) -> str:
    """Why this person brings nothing in here; '' where they may."""
    try:
        require_bring(reading)
    except (Forbidden, RoundClosed) as refused:
        return refused.message
    return ""


def examine(
    reading: Reading, data: bytes, chosen: Mapping[Column, int | None] | None = None
) -> Bringing:
    """What a file would do, but for what is here already. Raises InvalidFile with the reasons;
    stores nothing."""
    if _is_word(data):
        found = word.brought(desk.read_comments(data), _word_setting(reading))
    else:
        found = comment_matrix.read(data, _table_setting(reading, chosen or {}))
    if len(found.items) > MOST:
        raise InvalidFile(TOO_MUCH, {"limit": MOST})
    if reading.seat is not None:
        found = _without_replies(found)
    return without_repeats(reading, data, within(found))


def add(reading: Reading, *, name: str, data: bytes) -> CommentUpload:
    """Take a file in to look at it. Raises InvalidFile; nothing of it is stored then."""
    require_bring(reading)
    withdrawals.refuse(reading.version.party_id, data)
    examine(reading, data)
    upload = CommentUpload(
        party_id=reading.version.party_id,
        plan_id=reading.version.plan_id,
        round_id=reading.round.id if reading.round else None,
        invitation_id=reading.seat.id if reading.seat else None,
        uploaded_by_id=reading.actor.user_id,
        name=safe_name(name, ""),
        sha256=files.store(reading.version.party_id, data),
        settings={},
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def open_(reading: Reading, upload_id: str, *, lock: bool = False) -> Opened:
    """An upload of one's own. Raises Gone, Applied."""
    require_bring(reading)
    query = select(CommentUpload).filter_by(
        id=upload_id,
        plan_id=reading.version.plan_id,
        round_id=reading.round.id if reading.round else None,
        invitation_id=reading.seat.id if reading.seat else None,
        uploaded_by_id=reading.actor.user_id,
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    upload = db.session.scalar(query)
    if upload is None:
        raise Gone(GONE)
    if upload.applied_at is not None:
        raise Applied(APPLIED)
    try:
        data = files.read(upload.party_id, upload.sha256)
    except NotFound:
        raise Gone(GONE) from None
    return Opened(reading, upload, data)


def notes(opened: Opened) -> list[str]:
    """What to know before one says whose comments these are."""
    reading, found = opened.reading, opened.bringing
    if not reading.may_receive or not found.authors_besides(reading.reader):
        return []
    told = [UNNAMED] if not_named(reading) else []
    replied = (one for one in found.of(Fate.REPLY) if one.author_besides(reading.reader))
    return [*told, *([REPLIES_OF_OTHERS] if any(replied) else [])]


def choose(opened: Opened, chosen: Mapping[Column, int | None]) -> None:
    """Keep which columns hold what, where the table does not say."""
    require_bring(opened.reading)
    told = {column.value: at for column, at in chosen.items()}
    opened.upload.settings = {**opened.upload.settings, **told}
    db.session.flush()


def chosen_of(settings: Mapping[str, Any]) -> dict[Column, int | None]:
    """Which columns a person named."""
    return {Column(name): at for name, at in settings.items() if name in set(Column)}


def apply(
    reading: Reading, upload_id: str, *, fingerprint: str, manner: Manner | None = None
) -> Counts:
    """Bring the whole file in, once, if it still comes to what the person saw.

    Raises Applied the second time, StaleEdit, NotReady while there are faults, Invalid, and
    RoundClosed where it was closed meanwhile.
    """
    if reading.round is not None:
        rounds.hold(reading.round)  # so that nobody closes it meanwhile
    opened = open_(reading, upload_id, lock=True)
    if opened.fingerprint != fingerprint:
        raise StaleEdit(CHANGED)
    if not opened.bringing.is_ready:
        raise NotReady(FAULTS)
    manner = manner or Manner()
    items = _wanted(opened, manner)
    if len(items) < len(opened.bringing.items):
        opened.upload.settings = {**opened.upload.settings, EDITS_LEFT_OUT: True}
    if manner.is_own:
        items = without_own(reading, items)
    if not items:
        raise NotReady(NOTHING)
    bringer = Bringer(reading, manner, items)
    done = bringer.all()
    opened.upload.settings = {**opened.upload.settings, CAME_OF_IT: bringer.came_of_it}
    opened.upload.applied_at = now()
    _record(opened, done)
    db.session.flush()
    return done


def _wanted(opened: Opened, manner: Manner) -> list[Brought]:
    items = opened.bringing.items
    return [item for item in items if manner.with_edits or item.origin is not Origin.EDIT]


def _without_replies(found: Bringing) -> Bringing:
    """From a seat somebody replies on the page of the comment, to those who hear of it by then."""
    left_out = [item for item in found.items if item.fate is Fate.REPLY]
    told = (Fault(NO_REPLIES, item.line or None, stops=False) for item in left_out)
    kept = tuple(item for item in found.items if item.fate is not Fate.REPLY)
    return replace(found, items=kept, faults=(*found.faults, *told))


def _is_word(data: bytes) -> bool:
    """By what is inside; its name says nothing. Raises InvalidFile for what is neither form."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise InvalidFile(OTHER_FORM) from None
    if any(name.startswith("word/") for name in names):
        return True
    if any(name.startswith("xl/") for name in names):
        return False
    raise InvalidFile(OTHER_FORM)


def _table_setting(reading: Reading, chosen: Mapping[Column, int | None]) -> comment_rows.Setting:
    return comment_rows.Setting(
        reading.plan.uid,
        reading.number,
        reading.places,
        comment_files.rows(reading),
        _may(reading, "change"),
        _may(reading, "respond"),
        _own(reading),
        chosen,
    )


def _word_setting(reading: Reading) -> word.Setting:
    return word.Setting(
        reading.plan.uid,
        reading.number,
        comment_files.sent(reading),
        reading.places,
        reading.plan.language,
        comment_files.remarks(reading),
        _may(reading, "change"),
        _own(reading),
    )


def _own(reading: Reading) -> frozenset[str]:
    return frozenset(thread.id for thread in reading.threads if thread.is_own)


def _may(reading: Reading, act: str) -> frozenset[str]:
    return frozenset(thread.id for thread in reading.threads if act in thread.may)


def _record(opened: Opened, done: Counts) -> None:
    """One act of the log."""
    if opened.reading.seat is not None:
        return  # what they wrote is told to nobody before they hand it in
    history.record(
        opened.reading.actor,
        "comment-file:applied",
        party_id=opened.upload.party_id,
        plan_id=opened.upload.plan_id,
        subject=f"comment_upload:{opened.upload.id}",
        details={
            "sha256": opened.upload.sha256,
            "number": str(done.new + done.tray + done.changed + done.replies),
        },
    )
