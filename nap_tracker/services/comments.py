"""Comments on a plan: saying, changing, withdrawing, opening them wider; who hears of which.

They go on beside every state of the plan and never stand in the way of a save.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, select

from nap_tracker.clock import now
from nap_tracker.content.canonical import digest
from nap_tracker.errors import Forbidden, Hidden, Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.account import User
from nap_tracker.models.comment import Comment, Reply, Response
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.models.row_texts import RowText, together
from nap_tracker.permissions import Place, can, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import attaching, comment_mail, comment_states, contents, sayings
from nap_tracker.services.attaching import Sent, attach
from nap_tracker.services.comment_places import Glimpse, Ground, Where
from nap_tracker.services.comment_readers import NO_COMMENT, Reader, reader, whose
from nap_tracker.services.sayings import From, Saying
from nap_tracker.workflow.facts import ResolutionFacts
from nap_tracker.workflow.hearing import Side, Visibility, choices, is_wider

SECTION_READ: ColumnElement[str | None] = case(
    (Comment.read_quote.is_not(None), Comment.read_section), else_=Comment.section
)
"""The section a comment was read in; None of the plan as a whole, wherever it is by now."""
SHORTLY = timedelta(minutes=5)
"""In which an author may still delete or change what they said."""


def visible_to(
    actor: Actor,
    version: PlanVersion,
    *,
    round_id: str | None = None,
    section: str | None = None,
    ground: Ground | None = None,
) -> list[Comment]:
    """Every comment on the plan this reader hears of, in their order: the one door to comments.

    Four queries, and those of the text where it is not at hand.
    """
    who = reader(actor, version)
    found = heard_by(who, ground or ground_of(version), round_id=round_id, section=section)
    query = select(Comment).where(Comment.id.in_([heard.comment.id for heard in found]))
    return list(db.session.scalars(query.order_by(Comment.number)))


@dataclass(frozen=True, slots=True)
class Heard:
    """A comment that is there for a reader, and what its author is called for everybody."""

    comment: Glimpse
    author: str
    round_number: int | None
    side: Side | None = None
    """Whose round it was said in."""


def heard_by(
    who: Reader,
    ground: Ground,
    *,
    round_id: str | None = None,
    section: str | None = None,
    uid: str | None = None,
    comment_id: str | None = None,
) -> list[Heard]:
    """The same where reader and text are at hand, but for what they say: one query."""
    found = said(
        who,
        round_id=round_id,
        section=section,
        uid=uid,
        comment_id=comment_id,
        is_as_read=ground.is_as_read,
    )
    return among(who, ground, found)


def said(
    who: Reader,
    *,
    round_id: str | None = None,
    section: str | None = None,
    uid: str | None = None,
    comment_id: str | None = None,
    is_as_read: bool = False,
) -> list[tuple[Any, ...]]:
    """Of every comment, also of those the reader does not hear of, what decides whether they do.

    `is_as_read`: in the section where they were read, wherever they are now.
    """
    wanted = {"round_id": round_id, "entry_uid": uid, "id": comment_id}
    wanted["section_read" if is_as_read else "section"] = section
    given = {name: value for name, value in wanted.items() if value is not None}
    rows = db.session.execute(_glimpses(tuple(given)), {"plan": who.version.plan_id, **given})
    return [tuple(row) for row in rows]


NOTHING = digest("")


def sum_of(
    who: Reader,
    *,
    round_id: str | None = None,
    section: str | None = None,
    uid: str | None = None,
    is_as_read: bool = False,
) -> str:
    """The sum of everything `said` tells of them, worked out without reading it.

    `NOTHING` where nobody said anything.
    """
    wanted = {"round_id": round_id, "entry_uid": uid}
    wanted["section_read" if is_as_read else "section"] = section
    given = {name: value for name, value in wanted.items() if value is not None}
    stands = db.session.scalar(_stands(tuple(given)), {"plan": who.version.plan_id, **given})
    return digest(stands) if stands else NOTHING


def among(who: Reader, ground: Ground, found: Iterable[tuple[Any, ...]]) -> list[Heard]:
    """Those of what was said that a reader hears of."""
    every = (told(row, is_as_read=ground.is_as_read) for row in found)
    return [one for one in every if who.hears(one.comment, one.side, ground)]


def told(row: tuple[Any, ...], *, is_as_read: bool = False) -> Heard:
    """One of what was said, under the name everybody reads."""
    *facts, number, is_outside, is_anonymous, code, seat, author = row
    comment = Glimpse._make(facts)
    name = called(is_anonymous, code, seat) or author or comment.on_behalf_of or ""
    stands = comment.as_read if is_as_read else comment
    return Heard(stands, name, number, whose(is_outside))


FACTS = (
    Round.number,
    Round.is_outside,
    Round.is_anonymous,
    RoundInvitation.code_name,
    RoundInvitation.name,
    User.name,
)
"""Beside a comment what decides under which name it stands."""


@cache
def _glimpses(wanted: tuple[str, ...]) -> Select[Any]:
    """Comments of a plan with what decides under which name. Put together once for these values."""
    return _of_plan(wanted, *(getattr(Comment, name) for name in Glimpse._fields), *FACTS)


@cache
def _stands(wanted: tuple[str, ...]) -> Select[str]:
    """The same of all of them as one text: hundreds are compared, and few are read."""
    columns = (*(getattr(Comment, name) for name in Glimpse._fields), *FACTS)
    return together(_of_plan(wanted, RowText(*columns)))


def _of_plan(wanted: tuple[str, ...], *columns: Any) -> Select[Any]:
    query = (
        select(*columns)
        .select_from(Comment)
        .outerjoin(Round, Round.id == Comment.round_id)
        .outerjoin(User, User.id == Comment.author_id)
        .outerjoin(RoundInvitation, RoundInvitation.id == Comment.invitation_id)
        .where(Comment.plan_id == bindparam("plan"))
    )
    for name in wanted:
        column = SECTION_READ if name == "section_read" else getattr(Comment, name)
        query = query.where(column == bindparam(name))
    return query.order_by(Comment.number)


def called(is_anonymous: bool | None, code: str | None, name: str | None) -> str:
    """Who sits in a round, as everybody reads it: where it is anonymous by the code of the seat."""
    return (code if is_anonymous else name) or ""


def get(actor: Actor, version: PlanVersion, comment_id: str) -> Comment:
    """One comment, if this reader hears of it. Raises NotFound."""
    return read(reader(actor, version), ground_of(version), comment_id)


def read(who: Reader, ground: Ground, comment_id: str) -> Comment:
    """The same where reader and text are at hand. Raises NotFound."""
    heard = hear(who, ground, comment_id)
    return db.session.scalars(select(Comment).filter_by(id=heard.comment.id)).one()


def hear(who: Reader, ground: Ground, comment_id: str) -> Heard:
    """That it is there, where, and by whom. Raises NotFound."""
    found = heard_by(who, ground, comment_id=comment_id)
    if not found:
        raise Hidden(NO_COMMENT)
    return found[0]


def numbers(actor: Actor, version: PlanVersion, ids: Collection[str]) -> dict[str, int]:
    """Of these comments, the numbers of those that are there for the reader; {} for nobody's."""
    if not ids or not can(actor, Permission.COMMENT_SHOW, version):
        return {}
    heard = heard_by(reader(actor, version), ground_of(version))
    return {one.comment.id: one.comment.number for one in heard if one.comment.id in ids}


def ground_of(version: PlanVersion, language: str | None = None) -> Ground:
    """The whole text of a version, which no reader sees."""
    return Ground(contents.texts(version), language)


def add(
    actor: Actor, version: PlanVersion, saying: Saying, *, files: Sequence[Sent] = ()
) -> Comment:
    """Say something of a place. Raises Invalid about a field, NotFound where it is not for them."""
    require(actor, Permission.COMMENT_ADD, version)
    ground = ground_of(version)
    refuse_hidden(reader(actor, version), ground, saying.where)
    source = From(author_id=actor.user_id)
    comment = sayings.store(version, saying, source, ground, is_said=True)
    for name, data in files:
        attach(version, comment, name, data, uploaded_by_id=actor.user_id)
    comment_states.record(actor, comment, "comment:added")
    comment_mail.said(actor, version, comment)
    return comment


def change(actor: Actor, version: PlanVersion, comment: Comment, saying: Saying) -> Comment:
    """Put one's own words right while nobody can have answered them. Mails nobody."""
    _require_own(actor, version, comment)
    refuse_handed_in(comment)
    if not is_fresh(comment) or has_answers(comment):
        raise Forbidden(
            N_("This was said more than five minutes ago, or answered. Reply under it instead.")
        )
    for name, value in sayings.said(saying).items():
        setattr(comment, name, value)
    comment.edited_at = now() if comment.said_at else None
    comment_states.record(actor, comment, "comment:changed")
    db.session.flush()
    return comment


def delete(actor: Actor, version: PlanVersion, comment: Comment) -> None:
    """For five minutes, and never with replies; what nobody was sent yet at any time."""
    _require_own(actor, version, comment)
    refuse_handed_in(comment)
    if not is_fresh(comment) or has_answers(comment):
        raise Forbidden(
            N_("This was said more than five minutes ago, or answered. Withdraw it instead.")
        )
    was_said = comment.said_at is not None
    attaching.remove_all(comment)
    if was_said:
        comment_states.record(actor, comment, "comment:deleted")
    db.session.delete(comment)
    db.session.flush()


def withdraw(actor: Actor, version: PlanVersion, comment: Comment) -> Comment:
    """Take back what was said; that something was said stays."""
    _require_own(actor, version, comment)
    comment_states.advance(comment, "withdraw", ResolutionFacts(is_own=True))
    comment.withdrawn_at = now()
    comment_states.record(actor, comment, "comment:withdrawn")
    db.session.flush()
    return comment


def show_to(actor: Actor, version: PlanVersion, comment: Comment, visibility: str) -> Comment:
    """Open a comment to a wider circle, or close it. Who leads the drafting closes it too, and
    opens only what was entered for somebody: a reviewer was told who would read their words.
    """
    who = reader(actor, version)
    is_own = who.is_author(comment)
    if not is_own:
        require(actor, Permission.COMMENT_PUBLISH, Place(version, comment.section))
    if visibility not in choices(comment.round_id):
        raise Invalid(N_("Choose who may read the comment"), about="visibility")
    if is_wider(Visibility(visibility), Visibility(comment.visibility)):
        _require_to_widen(who, comment)
    if visibility != comment.visibility:
        comment.visibility = visibility
        is_seat = is_own and comment.invitation_id is not None
        by = comment_states.NOBODY if is_seat else actor
        comment_states.record(by, comment, "comment:visibility-changed")
    db.session.flush()
    return comment


def may_widen(who: Reader, comment: Comment) -> bool:
    """Its author, or, of what was entered for somebody, who leads the drafting."""
    return who.is_author(comment) or comment.entered_by_id is not None


def _require_to_widen(who: Reader, comment: Comment) -> None:
    if not may_widen(who, comment):
        raise Forbidden(
            N_("Its author chose who may read it. You can show it to fewer people, not to more.")
        )


def is_fresh(comment: Comment) -> bool:
    """Not said yet, or a moment ago."""
    return comment.said_at is None or now() - comment.said_at <= SHORTLY


def is_kept(comment: Comment) -> bool:
    """Its words and files are still shown: in a round they are part of its record."""
    return comment.withdrawn_at is None or comment.round_id is not None


def is_handed_in(comment: Comment) -> bool:
    """Part of a review that was sent: its author may add to it and withdraw it, not erase it."""
    return comment.invitation_id is not None and comment.said_at is not None


def refuse_handed_in(comment: Comment) -> None:
    """Raises Forbidden."""
    if is_handed_in(comment):
        raise Forbidden(
            N_("This was sent with a review, and stays as it is. Reply under it, or withdraw it.")
        )


def has_answers(comment: Comment) -> bool:
    """Somebody replied, or the government answers."""
    found = [select(t.id).filter_by(comment_id=comment.id).limit(1) for t in (Reply, Response)]
    return any(db.session.scalar(query) is not None for query in found)


def refuse_hidden(who: Reader, ground: Ground, where: Where) -> None:
    """Raises NotFound where a place is not in the text, or not for this reader."""
    audience = who.reads_as(where.section)
    known = where.uid is None or ground.section_of(where.uid) == where.section
    if not known or not ground.is_there(where) or not ground.audience(where).includes(audience):
        raise Hidden(N_("This is no longer in the plan, or you may not see it."))


def _require_own(actor: Actor, version: PlanVersion, comment: Comment) -> None:
    who = reader(actor, version)
    entered = actor.user_id is not None and comment.entered_by_id == actor.user_id
    if not (who.is_author(comment) or entered):
        raise Forbidden(N_("Only who wrote a comment can do this."))


def may_add(actor: Actor, version: PlanVersion) -> bool:
    return can(actor, Permission.COMMENT_ADD, version)
