"""Files that come with what people say, in a comment or a report: evidence, minutes, letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, exists, func, select

from nap_tracker import files, media
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.comment import Comment, CommentFile
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.services import withdrawals
from nap_tracker.services.uploads import ENDINGS, NO_FILE, safe_name

Sent = tuple[str, bytes]
"""A file as it was sent: its name and its bytes."""
MOST = 10
"""Files of one comment."""


def attach(
    version: PlanVersion, comment: Comment, name: str, data: bytes, *, uploaded_by_id: str | None
) -> StoredFile:
    """A file that came with a comment: the comment's readers get its copy without metadata.

    It is no file of the plan, so that it leaves with none of the plan's documents.
    """
    found = _examined(version, comment, data)
    return _keep(
        version, comment, safe_name(name, found.media_type), data, found, by=uploaded_by_id
    )


def attach_unnamed(version: PlanVersion, comment: Comment, code: str, data: bytes) -> StoredFile:
    """The same where nobody may be named: by the code of a seat, and nothing but the clean copy.

    The original is not kept: a search for a name, as those who remove words make it, would find
    in what it tells of its author whose code this is.
    """
    found = _examined(version, comment, data)
    withdrawals.refuse(version.party_id, found.clean)
    ending = ENDINGS.get(found.media_type, ("bin",))[0]
    taken = {file.name.rpartition(".")[0] for file in of_comments([comment.id]).get(comment.id, ())}
    stems = (f"{code}-{comment.number}-{turn}" for turn in range(1, MOST + 2))
    name = f"{next(stem for stem in stems if stem not in taken)}.{ending}"
    return _keep(version, comment, name, found.clean, found, by=None)


def count(comment: Comment) -> int:
    """How many files came with it."""
    query = select(func.count()).select_from(CommentFile).filter_by(comment_id=comment.id)
    return db.session.scalar(query) or 0


def of_comments(ids: Iterable[str]) -> Mapping[str, Sequence[StoredFile]]:
    """Comment -> its files that are still there, in the order they came."""
    query = (
        select(CommentFile.comment_id, StoredFile)
        .join(StoredFile, StoredFile.id == CommentFile.file_id)
        .where(CommentFile.comment_id.in_(sorted(ids)), StoredFile.withdrawn_at.is_(None))
        .order_by(StoredFile.created_at, StoredFile.id)
    )
    found: dict[str, list[StoredFile]] = {}
    for row in db.session.execute(query):
        found.setdefault(row.comment_id, []).append(row.StoredFile)
    return found


def remove(comment: Comment, file_id: str) -> None:
    """Take one of its files away. Raises Hidden."""
    if not _forget(comment, CommentFile.file_id == file_id):
        raise Hidden(NO_FILE)


def remove_all(comment: Comment) -> None:
    """Before it is deleted: a file without its comment would be a file of the Party."""
    _forget(comment)


def is_of_a_comment() -> ColumnElement[bool]:
    """Of a stored file: it has the readers of a comment, and is no evidence of the Party."""
    return exists().where(CommentFile.file_id == StoredFile.id)


def keep(party_id: str, name: str, data: bytes, *, uploaded_by_id: str | None) -> StoredFile:
    """A file that proves what somebody said or did, kept apart from the files of the plan."""
    withdrawals.refuse(party_id, data)
    found = media.examine(data)
    return _store(party_id, safe_name(name, found.media_type), data, found, by=uploaded_by_id)


def _examined(version: PlanVersion, comment: Comment, data: bytes) -> media.Examined:
    if count(comment) >= MOST:
        message = N_("Attach at most %(most)s files to one comment.")
        raise Invalid(message, {"most": MOST}, about="files")
    withdrawals.refuse(version.party_id, data)
    return media.examine(data)


def _keep(
    version: PlanVersion,
    comment: Comment,
    name: str,
    data: bytes,
    found: media.Examined,
    *,
    by: str | None,
) -> StoredFile:
    file = _store(version.party_id, name, data, found, by=by)
    db.session.add(CommentFile(party_id=file.party_id, comment_id=comment.id, file_id=file.id))
    db.session.flush()
    return file


def _store(
    party_id: str, name: str, data: bytes, found: media.Examined, *, by: str | None
) -> StoredFile:
    file = StoredFile(
        party_id=party_id,
        plan_id=None,
        name=name,
        media_type=found.media_type,
        size=len(data),
        sha256=files.store(party_id, data),
        clean_sha256=files.store(party_id, found.clean),
        clean_size=len(found.clean),
        width=found.width,
        height=found.height,
        pages=found.pages,
        audience=Audience.DRAFTING_TEAM.value,
        uploaded_by_id=by,
    )
    db.session.add(file)
    db.session.flush()
    return file


def _forget(comment: Comment, *which: ColumnElement[bool]) -> int:
    """Rows go; bytes that no row points at any more go with the daily sweep."""
    query = select(CommentFile, StoredFile).join(StoredFile, StoredFile.id == CommentFile.file_id)
    found = db.session.execute(query.where(CommentFile.comment_id == comment.id, *which)).all()
    for row in found:
        db.session.delete(row.CommentFile)
    db.session.flush()
    for row in found:
        if row.StoredFile.withdrawn_at is None:
            db.session.delete(row.StoredFile)
    db.session.flush()
    return len(found)
