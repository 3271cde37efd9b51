"""Who may do what: predicates that read as sentences, one table, two questions (can, require).

Services enforce; templates only hide. Deny is the default: a Permission with no clause that holds
is refused. Operators of the command line are the stated exception to "the installation reads no
content"; the administrator of the installation is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from nap_tracker.content.audience import Audience, Reach
from nap_tracker.errors import Forbidden, Frozen, Hidden, ReadOnly
from nap_tracker.i18n import N_
from nap_tracker.roles import Actor, ActorKind, Permission, Role
from nap_tracker.workflow.drafting import Drafting, Stage
from nap_tracker.workflow.positions import (
    READ_ONLY,
    Position,
    Writers,
    read_only_because,
    writers,
)

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
    """Who stands in for a focal point gives no role that outlasts the period."""
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


FROZEN = N_(
    "This version of the plan is frozen: nothing in it can change any more. What is to be changed"
    " goes into the next version."
)

Clauses = tuple[tuple[Predicate, ...], ...]

POLICY: dict[Permission, Clauses] = {
    Permission.ACCOUNT_DISABLE: ((is_administrator,), (is_operator,)),
    Permission.ACTIVITY_REPORT: ((drafts,), (is_operator,)),
    Permission.AUDIENCE_NARROW: (
        (drafts, text_is_open),
        (drafts_this_section, text_is_open),
        (drafts_a_section, added_the_file, text_is_open),
        (is_operator, text_is_open),
    ),
    Permission.AUDIENCE_WIDEN: ((leads_the_drafting, text_is_open), (is_operator, text_is_open)),
    # Comments are asked about in every state of the plan: nothing closes them but their round.
    Permission.COMMENT_ADD: ((drafts,), (drafts_a_section,), (reviews_the_plan,)),
    Permission.COMMENT_PUBLISH: (
        (leads_the_drafting,),
        (drafts, is_said_within_the_team),
        (drafts_this_section, is_said_within_the_team),
    ),
    Permission.COMMENT_RECEIVE: ((drafts,),),
    Permission.COMMENT_RESPOND: ((drafts,), (drafts_this_section,)),
    Permission.COMMENT_SHOW: (
        (belongs_to_the_party,),
        (reviews_the_plan,),
        (drafts_a_section,),
        (has_consent,),
        (is_operator,),
    ),
    Permission.CONSENT_GIVE: ((is_focal_point,),),
    Permission.ENDORSEMENT_RECORD: ((leads_the_drafting,), (is_operator,)),
    Permission.EVENT_LIST: ((leads_the_drafting,), (is_operator,)),
    Permission.EXPORT_CLEAN: ((is_focal_point,), (is_operator,)),
    Permission.EXPORT_CREATE: (
        (belongs_to_the_party,),
        (reviews_the_plan,),
        (drafts_a_section,),
        (has_consent,),
        (is_operator,),
    ),
    Permission.FILE_ADD: (
        (drafts, text_is_open, state_lets_write),
        (drafts_a_section, text_is_open, state_lets_write),
        (is_operator, text_is_open, state_lets_write),
    ),
    Permission.FILE_REMOVE: (
        (drafts, text_is_open, state_lets_write),
        (drafts_a_section, added_the_file, text_is_open, state_lets_write),
        (is_operator, text_is_open, state_lets_write),
    ),
    Permission.HISTORY_SHOW: ((drafts,), (drafts_this_section,), (is_operator,)),
    Permission.INSTALLATION_COPY: ((is_operator,),),
    Permission.INSTALLATION_MANAGE: ((is_administrator,), (is_operator,)),
    Permission.LOCK_TAKE_OVER: ((leads_the_drafting, text_is_open),),
    Permission.MAIL_WIDEN: ((is_focal_point,), (is_operator,)),
    Permission.OBLIGATION_FILES: ((drafts,), (has_consent,), (is_operator,)),
    Permission.OBLIGATION_RECORD: ((leads_the_drafting,), (is_operator,)),
    Permission.OBLIGATION_SHOW: ((belongs_to_the_party,), (has_consent,), (is_operator,)),
    Permission.PARTY_CREATE: ((is_administrator,), (is_operator,)),
    Permission.PARTY_EDIT: ((leads_the_drafting,), (is_operator,)),
    Permission.PARTY_MOVE: ((is_operator,),),
    Permission.PARTY_SHOW: (
        (belongs_to_the_party,),
        (has_a_part_in_the_party,),
        (is_administrator,),
        (is_operator,),
    ),
    Permission.PEOPLE_LIST: ((belongs_to_the_party,), (is_administrator,), (is_operator,)),
    Permission.PEOPLE_MANAGE: ((leads_the_drafting,), (is_administrator,), (is_operator,)),
    Permission.PLAN_CREATE: ((leads_the_drafting,), (is_operator,)),
    Permission.PLAN_EDIT: ((leads_the_drafting,), (is_operator,)),
    Permission.PLAN_IMPORT: (
        (leads_the_drafting, text_is_open, state_lets_write),
        (is_operator, text_is_open, state_lets_write),
    ),
    Permission.PLAN_MOVE: ((leads_the_drafting, text_is_open),),
    Permission.PLAN_OVERRIDE: ((is_focal_point,),),
    Permission.PLAN_REGISTER: ((leads_the_drafting,), (is_operator,)),
    Permission.PLAN_REMOVE_SAMPLE: (
        (is_focal_point, is_sample),
        (is_administrator, is_sample),
        (is_operator, is_sample),
    ),
    Permission.PLAN_RESTORE: (
        (leads_the_drafting, text_is_open, state_lets_write),
        (is_operator, text_is_open, state_lets_write),
    ),
    Permission.PLAN_SEND: ((is_focal_point, text_is_open),),
    Permission.PLAN_SHOW: (
        (belongs_to_the_party,),
        (reviews_the_plan,),
        (drafts_a_section,),
        (has_consent,),
        (is_operator,),
    ),
    Permission.PLAN_TAKE_BACK: ((leads_the_drafting,),),
    Permission.POINT_NAME: ((drafts, text_is_open), (is_operator, text_is_open)),
    Permission.PRESENCE_SHOW: ((drafts,), (drafts_this_section,), (has_consent,)),
    Permission.PROTECTION_REMOVE: ((is_focal_point,),),
    Permission.PUBLICATION_RECORD: ((leads_the_drafting,), (is_operator,)),
    Permission.READING_CHOOSE: ((is_focal_point,),),
    Permission.REMINDER_SEND: ((is_operator,),),
    Permission.REVIEW_APPROVE: ((is_focal_point,), (is_operator,)),
    Permission.REVIEW_LEAD: ((leads_the_drafting,), (is_operator,)),
    Permission.ROLE_DELEGATE: ((holds_the_role,),),
    Permission.ROLE_GIVE: (
        (is_focal_point_in_person,),
        (leads_the_drafting, role_is_below_the_coordinator),
        (is_administrator, role_is_the_missing_focal_point, is_not_for_an_administrator),
        (is_operator,),
    ),
    Permission.ROLE_TAKE_BACK: (
        (holds_the_role,),
        (stands_in,),
        (is_focal_point_in_person,),
        (leads_the_drafting, role_is_below_the_coordinator),
        (is_operator,),
    ),
    Permission.SECTION_ASSIGN: ((leads_the_drafting, text_is_open), (is_operator, text_is_open)),
    Permission.SECTION_EDIT: (
        (drafts, text_is_open, state_lets_write),
        (drafts_this_section, text_is_open, state_lets_write),
        (is_operator, text_is_open, state_lets_write),
    ),
    Permission.SECTION_LOCK: (
        (drafts, text_is_open, state_lets_write),
        (drafts_this_section, text_is_open, state_lets_write),
    ),
    Permission.SUBMISSION_RECORD: ((leads_the_drafting,), (is_operator,)),
    Permission.TURN_ANSWER: ((leads_the_drafting,),),
    Permission.TURN_ASK: ((leads_the_drafting,),),
    Permission.TURN_SHOW: ((drafts,), (has_consent,), (is_operator,)),
    Permission.VERSION_BEGIN: ((leads_the_drafting,), (is_operator,)),
    Permission.VERSION_FREEZE: ((leads_the_drafting, text_is_open), (is_operator, text_is_open)),
    Permission.WARNING_ANSWER: (
        (drafts, text_is_open),
        (drafts_this_section, text_is_open),
        (is_operator, text_is_open),
    ),
    Permission.WORKSHEET_EDIT: ((drafts,), (is_operator,)),
}


def can(actor: Actor, permission: Permission, subject: Any = None) -> bool:
    """Whether any clause of the permission holds: for templates and for choosing what to show."""
    clauses = POLICY[permission]
    return any(all(holds(actor, subject) for holds in clause) for clause in clauses)


def require(actor: Actor, permission: Permission, subject: Any = None) -> None:
    """Refuse unless permitted.

    Raises NotFound where even the subject's existence is behind a wall, so that guessing an id
    tells nothing; Frozen where only the text that is closed stands in the way; Forbidden where
    the actor may know of it but not do this.
    """
    if can(actor, permission, subject):
        _note_whose(actor, permission, subject)
        return
    if _only_the_text_is_closed(actor, permission, subject):
        raise Frozen(FROZEN)
    if _only_the_state_is_in_the_way(actor, permission, subject):
        raise ReadOnly(READ_ONLY[read_only_because(position_of(subject))[0]])
    if subject is not None and not _may_know_of(actor, subject):
        raise Hidden(N_("There is nothing at this address, or you may not see it."))
    raise Forbidden(N_("Your role does not allow this. Ask your coordinator or focal point."))


def _only_the_state_is_in_the_way(actor: Actor, permission: Permission, subject: Any) -> bool:
    """Whether the person could do it if the plan stood elsewhere."""
    if subject is None or state_lets_write(actor, subject):
        return False
    return any(
        all(holds is state_lets_write or holds(actor, subject) for holds in clause)
        for clause in POLICY[permission]
    )


def _note_whose(actor: Actor, permission: Permission, subject: Any) -> None:
    """Remember for whom somebody acts where their own roles would not do: the log says it."""
    own = actor.in_person
    if subject is None or own is actor or can(own, permission, subject):
        return
    for grant in actor.lent:
        if can(replace(own, grants=(*own.grants, grant)), permission, subject):
            actor.acts_for[grant.party_id] = str(grant.on_behalf_of)
            return


def _only_the_text_is_closed(actor: Actor, permission: Permission, subject: Any) -> bool:
    if text_is_open(actor, subject):
        return False
    return any(
        all(holds in (text_is_open, state_lets_write) or holds(actor, subject) for holds in clause)
        for clause in POLICY[permission]
    )


def _may_know_of(actor: Actor, subject: Any) -> bool:
    if hasattr(subject, "plan_id") or hasattr(subject, "period_start"):
        return can(actor, Permission.PLAN_SHOW, subject)
    return can(actor, Permission.PARTY_SHOW, subject)


def reads_as(actor: Actor, plan: Any) -> Audience:
    """The audience in which an actor reads a plan (or anything of it).

    The drafting team is who drafts, in single sections (`Place`) also who drafts those; viewers of
    the Party, reviewers of the plan and drafters of its other sections read what reviewers may
    see; everybody else only what is public.
    """
    if drafts(actor, plan) or has_consent(actor, plan) or is_operator(actor, plan):
        return Audience.DRAFTING_TEAM
    if drafts_this_section(actor, plan):
        return Audience.DRAFTING_TEAM
    if belongs_to_the_party(actor, plan) or reviews_the_plan(actor, plan):
        return Audience.REVIEWERS
    return Audience.REVIEWERS if drafts_a_section(actor, plan) else Audience.PUBLIC


def reach_of(actor: Actor, plan: Any) -> Reach:
    """What of a plan an actor reads: an audience, and the sections they draft as its team does."""
    audience = reads_as(actor, plan)
    whole = audience is Audience.DRAFTING_TEAM
    return Reach(audience, frozenset() if whole else actor.sections_in(plan_of(plan)))
