"""Who a reader is to the comments of a plan: their seats, their side, what they read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.orm import defer

from nap_tracker.content.audience import Audience
from nap_tracker.errors import Hidden
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.comment import Comment
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.permissions import (
    Place,
    Seat,
    belongs_to_the_party,
    can,
    drafts_a_section,
    reads_as,
    require,
    reviews_the_plan,
)
from nap_tracker.roles import Actor, ActorKind, Permission
from nap_tracker.services.comment_places import Glimpse, Ground, where_of
from nap_tracker.workflow.hearing import CommentFacts, ReaderFacts, Side, Visibility, hears

NO_COMMENT = N_("There is no such comment, or you may not see it.")
EMPTY_SEATS = ("declined", "revoked")


@dataclass
class Reader:
    """An actor before one version of a plan."""

    actor: Actor
    version: PlanVersion
    seats: Mapping[str, RoundInvitation] = field(default_factory=dict)
    """Their own, by id, in every round of the plan."""
    rounds: Mapping[str, Round] = field(default_factory=dict)
    """Those they have seats in, by id."""
    _reads: dict[str | None, Audience] = field(default_factory=dict)
    _known: dict[tuple[str | None, Audience, bool], ReaderFacts] = field(default_factory=dict)
    _leave: dict[tuple[Permission, str | None, str | None], bool] = field(default_factory=dict)

    @cached_property
    def side(self) -> Side | None:
        """Of the government's door; who has both roles is of the government."""
        if belongs_to_the_party(self.actor, self.version):
            return Side.GOVERNMENT
        if drafts_a_section(self.actor, self.version):
            return Side.GOVERNMENT
        return Side.PARTNERSHIP if reviews_the_plan(self.actor, self.version) else None

    def reads_as(self, section: str | None) -> Audience:
        """In which audience they read a section."""
        if section not in self._reads:
            found = reads_as(self.actor, Place(self.version, section))
            is_guest = found is Audience.PUBLIC and bool(self._taken)
            self._reads[section] = Audience.REVIEWERS if is_guest else found
        return self._reads[section]

    def may(
        self, permission: Permission, section: str | None, visibility: str | None = None
    ) -> bool:
        """Whether they may do something in a section: hundreds of comments stand in a few."""
        key = (permission, section, visibility)
        if key not in self._leave:
            place = Place(self.version, section, visibility=visibility)
            self._leave[key] = can(self.actor, permission, place)
        return self._leave[key]

    def is_author(self, comment: Comment | Glimpse) -> bool:
        if comment.invitation_id is not None:
            return comment.invitation_id in self.seats
        return self.actor.user_id is not None and comment.author_id == self.actor.user_id

    def seat_in(self, round_id: str | None) -> RoundInvitation | None:
        """Their seat in a round, if they still sit in it."""
        return next((seat for seat in self._taken if seat.round_id == round_id), None)

    def sitting(self, seat: RoundInvitation) -> Seat:
        """A seat of theirs in its round, to be asked about."""
        return Seat(self.rounds[seat.round_id], seat)

    def drafts_at(self, section: str | None) -> bool:
        return self.reads_as(section) is Audience.DRAFTING_TEAM

    def hears(self, comment: Comment | Glimpse, side: Side | None, ground: Ground) -> bool:
        """Whether a comment is there for them."""
        facts = CommentFacts(
            Visibility(comment.visibility), comment.said_at is not None, comment.round_id, side
        )
        return hears(facts, self._facts(comment, ground))

    def _facts(self, comment: Comment | Glimpse, ground: Ground) -> ReaderFacts:
        is_author = self.is_author(comment)
        where = where_of(comment)
        place = ground.audience(where)
        if is_author and not ground.is_there(where):
            place = ground.section_audience(comment.section)
        key = (comment.section, place, is_author)
        if key not in self._known:
            audience = self.reads_as(comment.section)
            self._known[key] = ReaderFacts(
                is_author=is_author,
                reads_the_place=place.includes(audience),
                drafts_there=audience is Audience.DRAFTING_TEAM,
                handed_in=self._handed_in,
                side=self.side,
            )
        return self._known[key]

    def facts(self, section: str | None) -> list[Any]:
        """All that decides what they hear of a section, or of the plan as a whole; two who have
        the same hear the same."""
        side, reads = self.side, self.reads_as(section)
        return [self.actor.user_id, sorted(self.seats), sorted(self._handed_in), side, reads]

    @cached_property
    def _handed_in(self) -> frozenset[str]:
        return frozenset(s.round_id for s in self._taken if s.handed_in_at is not None)

    @cached_property
    def _taken(self) -> list[RoundInvitation]:
        return [seat for seat in self.seats.values() if seat.state not in EMPTY_SEATS]


def side_of(round_: Round | None) -> Side | None:
    """Whose a round is."""
    return whose(None if round_ is None else round_.is_outside)


def whose(is_outside: bool | None) -> Side | None:
    """The same, of whether somebody outside the government takes part; None for no round."""
    if is_outside is None:
        return None
    return Side.PARTNERSHIP if is_outside else Side.GOVERNMENT


def reader(actor: Actor, version: PlanVersion) -> Reader:
    """Somebody who may read comments on the plan at all. Raises NotFound. One query."""
    seats = _seats(actor, version)
    found = Reader(
        actor,
        version,
        {seat.invitation.id: seat.invitation for seat in seats},
        {seat.id: seat.round for seat in seats},
    )
    if not can(actor, Permission.COMMENT_SHOW, version) and not found._taken:
        require(actor, Permission.COMMENT_SHOW, version)
        raise Hidden(NO_COMMENT)
    return found


def _seats(actor: Actor, version: PlanVersion) -> list[Seat]:
    of_link = actor.kind is ActorKind.LINK
    whose = (actor.invitation_id if of_link else actor.user_id) or ""
    asked = {"plan": version.plan_id, "whose": whose}
    found = db.session.execute(_seats_of(of_link), asked)
    return [Seat(row.Round, row.RoundInvitation) for row in found]


@cache
def _seats_of(of_link: bool) -> Executable:
    """Put together once for each kind of door: every page with comments asks it."""
    mine = RoundInvitation.id if of_link else RoundInvitation.user_id
    return (
        select(Round, RoundInvitation)
        .join(RoundInvitation, RoundInvitation.round_id == Round.id)
        .options(defer(Round.snapshot))
        .where(RoundInvitation.plan_id == bindparam("plan"), mine == bindparam("whose"))
        .order_by(RoundInvitation.id)
    )
