"""Predicates that read as sentences: what an actor is to a subject. The policy is made of them.

Each takes who asks and what about; none decides alone, and none knows a permission.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nap_tracker.roles import Actor, ActorKind, Role
from nap_tracker.workflow.drafting import Drafting, Stage
from nap_tracker.workflow.positions import Position, Writers, writers
from nap_tracker.workflow.rounds import SEATED, Reviewing, Sitting

Predicate = Callable[[Actor, Any], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a version as the subject of a question; in all else it is the version.

    Who was given single sections drafts there and nowhere else, so whoever asks about a section,
    or a row of its registers, asks about its place.
    """

    version: Any
    section: str | None = None
    added_by: str | None = None
    """Of a file."""
    visibility: str | None = None
    """Of a comment."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.version, name)


@dataclass(frozen=True, slots=True)
class Task:
    """What some institutions of a plan answer for; in all else it is the plan.

    Whoever asks about an activity or indicator that institutions have to do with asks about its
    task: their officers work on their own, and know of no other.
    """

    plan: Any
    institutions: frozenset[str]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plan, name)


@dataclass(frozen=True, slots=True)
class Seat:
    """One invitation in its round as the subject of a question; in all else it is the round."""

    round: Any
    invitation: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.round, name)


def party_of(subject: Any) -> str:
    """The Party whose walls the subject stands in; a Party stands in its own."""
    return str(getattr(subject, "party_id", None) or subject.id)


def plan_of(subject: Any) -> str:
    """The plan the subject belongs to; a plan belongs to itself."""
    return str(getattr(subject, "plan_id", None) or subject.id)


def is_administrator(actor: Actor, subject: Any) -> bool:
    return actor.is_administrator


def is_operator(actor: Actor, subject: Any) -> bool:
    return actor.kind in (ActorKind.OPERATOR, ActorKind.WORKER)


def is_focal_point(actor: Actor, subject: Any) -> bool:
    return Role.FOCAL_POINT in actor.roles_in(party_of(subject))


def is_focal_point_in_person(actor: Actor, subject: Any) -> bool:
    """Not who stands in for one: what cannot be undone, or outlasts the period, waits for them."""
    return is_focal_point(actor.in_person, subject)


def leads_the_drafting(actor: Actor, subject: Any) -> bool:
    return bool({Role.FOCAL_POINT, Role.COORDINATOR} & actor.roles_in(party_of(subject)))


def drafts(actor: Actor, subject: Any) -> bool:
    drafters = {Role.FOCAL_POINT, Role.COORDINATOR, Role.OFFICER}
    return bool(drafters & actor.roles_in(party_of(subject)))


def belongs_to_the_party(actor: Actor, subject: Any) -> bool:
    return bool(actor.roles_in(party_of(subject)))


def reviews_the_plan(actor: Actor, subject: Any) -> bool:
    return actor.reviews(plan_of(subject))


def has_a_part_in_the_party(actor: Actor, subject: Any) -> bool:
    return any(grant.party_id == party_of(subject) for grant in actor.grants)


def drafts_a_section(actor: Actor, subject: Any) -> bool:
    return bool(actor.sections_in(plan_of(subject)))


def drafts_this_section(actor: Actor, subject: Any) -> bool:
    return getattr(subject, "section", None) in actor.sections_in(plan_of(subject))


def works_on_it(actor: Actor, subject: Any) -> bool:
    """For an institution of the plan, on what that institution has to do with."""
    theirs = getattr(subject, "institutions", None) or frozenset()
    return bool(theirs & actor.institutions_in(plan_of(subject)))


def added_the_file(actor: Actor, subject: Any) -> bool:
    return actor.user_id is not None and getattr(subject, "added_by", None) == actor.user_id


def holds_the_role(actor: Actor, subject: Any) -> bool:
    """In person: nobody hands on what was handed to them."""
    is_theirs = actor.user_id is not None and subject.user_id == actor.user_id
    held = actor.in_person.grants
    return is_theirs and any(
        g.party_id == party_of(subject) and g.role is not Role.REVIEWER for g in held
    )


def stands_in(actor: Actor, subject: Any) -> bool:
    return actor.user_id is not None and getattr(subject, "delegate_id", None) == actor.user_id


def is_oneself(actor: Actor, subject: Any) -> bool:
    is_theirs = actor.user_id is not None and getattr(subject, "user_id", None) == actor.user_id
    return is_theirs and has_a_part_in_the_party(actor, subject)


def has_consent(actor: Actor, subject: Any) -> bool:
    return actor.is_administrator and party_of(subject) in actor.consents


def role_is_below_the_coordinator(actor: Actor, subject: Any) -> bool:
    return subject.role not in (Role.FOCAL_POINT, Role.COORDINATOR)


def role_is_the_missing_focal_point(actor: Actor, subject: Any) -> bool:
    """So that a Party without a focal point can get one; the Party's people are told.

    Where there is one, who runs the installation could let in a second mailbox of their own and
    read without anybody's consent.
    """
    return subject.role is Role.FOCAL_POINT and not subject.party_has_focal_point


def is_not_for_an_administrator(actor: Actor, subject: Any) -> bool:
    """Who runs the installation gets into a Party only through the Party's own people."""
    return not subject.is_for_an_administrator


def sits_there(actor: Actor, subject: Any) -> bool:
    """In a seat of a round, and nowhere else: invited, and neither declined nor taken back."""
    return is_invited(actor, subject) and subject.invitation.state in SEATED


def is_invited(actor: Actor, subject: Any) -> bool:
    """A person with an account is invited as long as they may read the plan at all."""
    invitation = getattr(subject, "invitation", None)
    if invitation is None or invitation.state == Sitting.REVOKED:
        return False
    if actor.kind is ActorKind.LINK:
        return actor.invitation_id is not None and actor.invitation_id == invitation.id
    is_theirs = actor.user_id is not None and actor.user_id == invitation.user_id
    return is_theirs and reads_the_plan(actor, subject)


def reads_the_plan(actor: Actor, subject: Any) -> bool:
    """By a role of their own, in the Party, on the plan or in one of its sections."""
    return (
        belongs_to_the_party(actor, subject)
        or reviews_the_plan(actor, subject)
        or drafts_a_section(actor, subject)
    )


def round_is_open(actor: Actor, subject: Any) -> bool:
    return bool(subject.state == Reviewing.OPEN)


def holds_no_link(actor: Actor, subject: Any) -> bool:
    """A personal link ends with its round; people with an account may read what they said."""
    return actor.kind is not ActorKind.LINK


def round_is_inside(actor: Actor, subject: Any) -> bool:
    """All who are asked are of the government, and have accounts."""
    return not subject.is_outside and not subject.allows_links


def text_is_open(actor: Actor, subject: Any) -> bool:
    """A frozen version can never change again."""
    return getattr(subject, "frozen_at", None) is None


def state_lets_write(actor: Actor, subject: Any) -> bool:
    """The table in `workflow.drafting` says who writes while the version stands where it does."""
    who = writers(position_of(subject))
    if who is Writers.LEADERS:
        return leads_the_drafting(actor, subject) or is_operator(actor, subject)
    return who is Writers.TEAM


def position_of(subject: Any) -> Position:
    """Where a version, or what stands in for one, is; what has no state is a draft."""
    state = getattr(subject, "state", Drafting.DRAFT)
    return Position(Drafting(state), frozenset(map(Stage, getattr(subject, "stages", ()))))


def is_said_within_the_team(actor: Actor, subject: Any) -> bool:
    """Of a comment: its response stays where it was said."""
    return getattr(subject, "visibility", None) == "team"


def is_sample(actor: Actor, subject: Any) -> bool:
    return bool(subject.sample)
