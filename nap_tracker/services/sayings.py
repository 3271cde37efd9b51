"""What somebody says of a place, as it is stored: its words, its place, its number."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from nap_tracker.clock import now
from nap_tracker.content.matrix import LONGEST_SAID
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.base import new_uid
from nap_tracker.models.comment import Comment
from nap_tracker.models.entry import Entry
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.services import comment_states
from nap_tracker.services.comment_places import Ground, Where
from nap_tracker.text.anchors import LONGEST_QUOTE, Anchor, Passage, as_read, choose, take
from nap_tracker.text.normalise import paragraph
from nap_tracker.workflow.hearing import Visibility, choices
from nap_tracker.workflow.resolution import CommentKind


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody wants to say, and of what."""

    where: Where
    kind: str
    body: str
    quote: str = ""
    """The words it is about; '' for the place as a whole."""
    block: str | None = None
    proposed: str | None = None
    """What should stand there instead; '' for nothing."""
    visibility: str = Visibility.TEAM.value


@dataclass(frozen=True, slots=True)
class From:
    """Whose words they are, where it is not simply who typed them."""

    author_id: str | None = None
    invitation_id: str | None = None
    """The seat in a review it was said from."""
    on_behalf_of: str | None = None
    received_by: str | None = None
    received_on: str | None = None
    entered_by_id: str | None = None
    round_id: str | None = None


def store(
    version: PlanVersion,
    saying: Saying,
    source: From,
    ground: Ground,
    *,
    is_said: bool,
    may_be_lost: bool = False,
) -> Comment:
    """Keep a comment; the caller has asked for leave. Raises Invalid about a field."""
    where = saying.where
    if saying.visibility not in choices(source.round_id):
        raise Invalid(N_("Choose who may read the comment"), about="visibility")
    anchor = anchored(ground, where, saying.quote, saying.block, may_be_lost=may_be_lost)
    comment = Comment(
        id=new_uid(),
        party_id=version.party_id,
        plan_id=version.plan_id,
        version_id=version.id,
        number=_next_number(version),
        round_id=source.round_id,
        invitation_id=source.invitation_id,
        author_id=source.author_id,
        on_behalf_of=source.on_behalf_of,
        received_on=source.received_on,
        received_by=source.received_by,
        entered_by_id=source.entered_by_id,
        visibility=saying.visibility,
        seen_revision=_revision(version, where),
        row_name=ground.row_name(where),
        created_at=now(),
        **said(saying),
    )
    hang(comment, where, anchor)
    comment_states.begin(comment, is_said=is_said)
    db.session.add(comment)
    db.session.flush()
    return comment


def anchored(
    ground: Ground, where: Where, quote: str, block: str | None, *, may_be_lost: bool = False
) -> Anchor:
    """The words in their field. Raises Invalid where they are not there, or in several places."""
    words = as_read(quote)
    if not words:
        return Anchor("", block=block)
    if len(words) > LONGEST_QUOTE:
        raise Invalid(N_("Choose fewer words, 4000 characters at most"), about="quote")
    passage = ground.passage(where) or Passage("")
    spans = choose(passage, words, block) or choose(passage, words)
    if len(spans) == 1:
        anchor = take(passage, spans[0].start, spans[0].end)
        if anchor is not None:
            return anchor
    if may_be_lost:
        return Anchor(words, block=block)
    if not spans:
        raise Invalid(N_("These words are not in the text of this question"), about="quote")
    raise Invalid(
        N_("These words stand there in several places: add some that stand beside them"),
        about="quote",
    )


def hang(comment: Comment, where: Where, anchor: Anchor) -> None:
    """At a place, by its words."""
    comment.section, comment.entry_uid = where.section, where.uid
    comment.field, comment.language = where.field, where.language
    comment.quote, comment.block, comment.alone = anchor.quote, anchor.block, anchor.alone
    comment.before, comment.after = anchor.before, anchor.after


def words_of(text: str, about: str, *, longest: int = LONGEST_SAID) -> str:
    """What somebody typed, normalised. Raises Invalid."""
    typed = paragraph(text)
    if len(typed) > longest:
        raise Invalid(N_("Shorten this to 10,000 characters or fewer"), about=about)
    return typed


def said(saying: Saying) -> dict[str, str | None]:
    """The columns that hold its words. Raises Invalid about a field."""
    body = words_of(saying.body, "body")
    if not body:
        raise Invalid(N_("Enter what you want to say"), about="body")
    if saying.kind not in set(CommentKind):
        raise Invalid(N_("Choose what kind of comment it is"), about="kind")
    proposed = None if saying.proposed is None else words_of(saying.proposed, "proposed")
    return {"body": body, "kind": saying.kind, "proposed": proposed}


def _next_number(version: PlanVersion) -> int:
    """Counted under a lock on the plan, so that no two comments share one."""
    db.session.execute(select(Plan.id).where(Plan.id == version.plan_id).with_for_update())
    query = select(func.max(Comment.number)).filter_by(plan_id=version.plan_id)
    return (db.session.scalar(query) or 0) + 1


def _revision(version: PlanVersion, where: Where) -> int | None:
    if where.uid is None:
        return None
    query = select(Entry.counter).filter_by(version_id=version.id, uid=where.uid)
    return db.session.scalar(query)
