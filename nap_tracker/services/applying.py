"""Using the wording a comment proposes: one act, at exactly its words, remembered in history."""

from __future__ import annotations

from sqlalchemy import select

from nap_tracker.clock import now
from nap_tracker.content.tree import SECTION
from nap_tracker.errors import Forbidden, InvalidTransition, NotReady
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.comment import Comment, Response
from nap_tracker.models.entry import Entry
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Place, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import comment_states, entries, responses, trays
from nap_tracker.services.changes import OpenEntry, Saved
from nap_tracker.services.comment_places import anchor_of, where_of
from nap_tracker.text.anchors import Passage, Span, at_mark, find, replaced
from nap_tracker.workflow.resolution import Resolution, ResponseKind

LOST = N_(
    "The words of this comment are no longer in the text as they were read. Edit the text yourself,"
    " or find the comment its place first."
)


def apply(actor: Actor, version: PlanVersion, comment: Comment) -> Saved:
    """Put the proposed wording in the place of the words, and accept the comment in a draft.

    Raises InvalidTransition where the words are not there any more, and what a save raises.
    """
    at = Place(version, comment.section)
    require(actor, Permission.COMMENT_RESPOND, at)
    require(actor, Permission.SECTION_EDIT, at)
    if comment.state != Resolution.OPEN or comment.proposed is None:
        raise Forbidden(N_("This comment proposes no wording that could be used now."))
    opened = _opened(actor, version, comment)
    passage, span = _found(opened, comment)
    language = comment.language or version.plan.language
    before = opened.content.answers.get(comment.field or "") or {}
    text = replaced(passage, span, comment.proposed)
    after = {**before, language: text}
    change = entries.Change(
        seen=opened.counter,
        answers={comment.field or "": {k: v for k, v in after.items() if v} or None},
        origin=f"comment:{comment.id}",
    )
    saved = entries.save(actor, opened, change)
    if saved.locked is not None:
        raise NotReady(
            N_("%(who)s asked the others to leave this section alone for now."),
            {"who": saved.locked.holder.name},
        )
    anchor = at_mark(passage, anchor_of(comment), span, Passage(text), comment.proposed)
    trays.move(comment, where_of(comment), anchor)
    answer = responses.of(comment)
    if answer is None:
        answer = Response(
            party_id=comment.party_id, comment_id=comment.id, kind=ResponseKind.ACCEPTED.value
        )
        answer.reason = ""
    answer.applied_revision = saved.counter
    answer.author_id, answer.written_at = actor.user_id, now()
    db.session.add(answer)
    comment_states.record(actor, comment, "comment:applied", revision=str(saved.counter))
    db.session.flush()
    return saved


def _opened(actor: Actor, version: PlanVersion, comment: Comment) -> OpenEntry:
    query = select(Entry.kind).filter_by(version_id=version.id, uid=comment.entry_uid or "")
    kind = db.session.scalar(query.where(Entry.removed_at.is_(None)))
    if kind is None or comment.section is None:
        raise InvalidTransition(LOST)
    if kind == SECTION:
        return entries.open_section(actor, version, comment.section)
    return entries.open_row(actor, version, kind, comment.entry_uid or "")


def _found(opened: OpenEntry, comment: Comment) -> tuple[Passage, Span]:
    value = opened.content.answers.get(comment.field or "") or {}
    text = value.get(comment.language or opened.version.plan.language)
    if comment.quote and text and opened.content.uid == comment.entry_uid:
        passage = Passage(text)
        span = find(passage, anchor_of(comment))
        if span is not None:
            return passage, span
    raise InvalidTransition(LOST)
