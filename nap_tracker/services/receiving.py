"""Comments that came another way: by letter, by mail, in a meeting, in a file that came back."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from nap_tracker import files
from nap_tracker.errors import Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.comment import Comment, CommentFile
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import Round
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import Seat, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import comment_states, comments, round_sayings, rounds, sayings
from nap_tracker.services.attaching import attach
from nap_tracker.services.comment_readers import NO_COMMENT, reader
from nap_tracker.services.sayings import From, Saying
from nap_tracker.services.uploads import NO_FILE, Copy
from nap_tracker.workflow.resolution import Means

LONGEST_NAME = 200


def receive(
    actor: Actor,
    version: PlanVersion,
    saying: Saying,
    *,
    on_behalf_of: str,
    received_by: str,
    received_on: str | None,
    round_: Round | None = None,
    file: tuple[str, bytes] | None = None,
) -> Comment:
    """Enter what somebody said; it names them, how it came and when, and who typed it in."""
    require(actor, Permission.COMMENT_RECEIVE, version)
    name = " ".join(on_behalf_of.split())[:LONGEST_NAME]
    if not name:
        raise Invalid(N_("Enter whose comment it is"), about="on_behalf_of")
    if received_by not in set(Means):
        raise Invalid(N_("Choose how the comment came"), about="received_by")
    source = From(
        on_behalf_of=name,
        received_by=received_by,
        received_on=received_on,
        entered_by_id=actor.user_id,
        round_id=round_.id if round_ else None,
    )
    ground = comments.ground_of(version)
    comment = sayings.store(version, saying, source, ground, is_said=True, may_be_lost=True)
    if file is not None:
        attach(version, comment, *file, uploaded_by_id=actor.user_id)
    comment_states.record(actor, comment, "comment:received")
    return comment


def bring(
    actor: Actor, version: PlanVersion, brought: Iterable[Saying], *, source: From | None = None
) -> list[Comment]:
    """Store what a file holds as comments: one's own, or what was received from somebody else.

    What has no place in the text any more goes to the tray.
    """
    if source is not None and source.on_behalf_of:
        require(actor, Permission.COMMENT_RECEIVE, version)
    else:
        require(actor, Permission.COMMENT_ADD, version)
        source = From(author_id=actor.user_id)
    ground = comments.ground_of(version)
    who = reader(actor, version)
    made = []
    for saying in brought:
        if saying.where.section is not None:
            comments.refuse_hidden(who, ground, saying.where)
        comment = sayings.store(version, saying, source, ground, is_said=True, may_be_lost=True)
        comment_states.record(actor, comment, "comment:added")
        made.append(comment)
    return made


def copy_of(actor: Actor, version: PlanVersion, comment_id: str, file_id: str) -> Copy:
    """A file of a comment this reader hears of. Raises NotFound."""
    return _copy(comments.get(actor, version, comment_id), file_id)


def copy_for_seat(actor: Actor, seat: Seat, comment_id: str, file_id: str) -> Copy:
    """The same of a comment of the round that they hear of where they sit. Raises NotFound."""
    require(actor, Permission.ROUND_READ, seat)
    who = reader(actor, rounds.version_of(seat.round))
    comment = comments.read(who, round_sayings.ground_of(seat), comment_id)
    if comment.round_id != seat.id:
        raise Hidden(NO_COMMENT)
    return _copy(comment, file_id)


def _copy(comment: Comment, file_id: str) -> Copy:
    if not comments.is_kept(comment):
        raise Hidden(NO_FILE)
    query = select(StoredFile).join(CommentFile, CommentFile.file_id == StoredFile.id)
    query = query.where(CommentFile.comment_id == comment.id, StoredFile.id == file_id)
    file = db.session.scalar(query.where(StoredFile.withdrawn_at.is_(None)))
    if file is None:
        raise Hidden(NO_FILE)
    return Copy(file.name, file.media_type, files.read(file.party_id, file.clean_sha256))
