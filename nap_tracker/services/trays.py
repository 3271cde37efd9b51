"""Comments that lost their place: found a new one by hand, never by guess."""

from __future__ import annotations

from nap_tracker.extensions import db
from nap_tracker.models.comment import Comment
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Place, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import comment_states, comments, sayings
from nap_tracker.services.comment_places import Where, anchor_of, where_of
from nap_tracker.services.comment_readers import reader
from nap_tracker.text.anchors import Anchor


def place(
    actor: Actor,
    version: PlanVersion,
    comment: Comment,
    where: Where,
    *,
    quote: str = "",
    block: str | None = None,
) -> Comment:
    """Hang a comment on a place of the text as it is now; whoever drafts in both, or its author.

    In the text it was read in, it stays where it was.

    Raises Invalid about the words, NotFound where the place is not for this reader.
    """
    who = reader(actor, version)
    if not who.is_author(comment):
        require(actor, Permission.COMMENT_RESPOND, Place(version, comment.section))
        require(actor, Permission.COMMENT_RESPOND, Place(version, where.section))
    ground = comments.ground_of(version)
    comments.refuse_hidden(who, ground, where)
    anchor = sayings.anchored(ground, where, quote, block)
    if move(comment, where, anchor):
        comment.row_name = ground.row_name(where)
    comment_states.record(actor, comment, "comment:placed")
    db.session.flush()
    return comment


def move(comment: Comment, where: Where, anchor: Anchor) -> bool:
    """To a place and words of a later text; the first time what its author read is kept.

    Returns whether it was elsewhere before.
    """
    if (where, anchor) == (where_of(comment), anchor_of(comment)):
        return False
    if comment.read_quote is None:
        comment.read_section, comment.read_entry_uid = comment.section, comment.entry_uid
        comment.read_field, comment.read_language = comment.field, comment.language
        comment.read_quote, comment.read_block = comment.quote, comment.block
        comment.read_before, comment.read_after = comment.before, comment.after
        comment.read_alone, comment.read_row_name = comment.alone, comment.row_name
    sayings.hang(comment, where, anchor)
    return True
