"""Who may do what: predicates that read as sentences, one table, two questions (can, require).

Services enforce; templates only hide. Deny is the default: a Permission with no clause that holds
is refused. Operators of the command line are the stated exception to "the installation reads no
content"; the administrator of the installation is not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nap_tracker.content.audience import Audience
from nap_tracker.errors import Forbidden, Hidden, ReadOnly
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


def leads_the_drafting(actor: Actor, subject: Any) -> bool:
    return bool({Role.FOCAL_POINT, Role.COORDINATOR} & actor.roles_in(party_of(subject)))


def drafts(actor: Actor, subject: Any) -> bool:
    drafters = {Role.FOCAL_POINT, Role.COORDINATOR, Role.OFFICER}
    return bool(drafters & actor.roles_in(party_of(subject)))


def belongs_to_the_party(actor: Actor, subject: Any) -> bool:
    return bool(actor.roles_in(party_of(subject)))


def reviews_the_plan(actor: Actor, subject: Any) -> bool:
    return actor.reviews(plan_of(subject))


def reviews_in_the_party(actor: Actor, subject: Any) -> bool:
    return any(grant.party_id == party_of(subject) for grant in actor.grants)


def has_consent(actor: Actor, subject: Any) -> bool:
    return actor.is_administrator and party_of(subject) in actor.consents


def role_is_below_the_coordinator(actor: Actor, subject: Any) -> bool:
    return subject.role in (Role.OFFICER, Role.VIEWER, Role.REVIEWER)


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


def is_sample(actor: Actor, subject: Any) -> bool:
    return bool(subject.sample)


Clauses = tuple[tuple[Predicate, ...], ...]

POLICY: dict[Permission, Clauses] = {
    Permission.ACCOUNT_DISABLE: ((is_administrator,), (is_operator,)),
    Permission.ACTIVITY_REPORT: ((drafts,), (is_operator,)),
    Permission.AUDIENCE_NARROW: ((drafts, text_is_open), (is_operator, text_is_open)),
    Permission.AUDIENCE_WIDEN: ((leads_the_drafting, text_is_open), (is_operator, text_is_open)),
    Permission.CONSENT_GIVE: ((is_focal_point,),),
    Permission.EVENT_LIST: ((leads_the_drafting,), (is_operator,)),
    Permission.EXPORT_CLEAN: ((is_focal_point,), (is_operator,)),
    Permission.EXPORT_CREATE: (
        (belongs_to_the_party,),
        (reviews_the_plan,),
        (has_consent,),
        (is_operator,),
    ),
    Permission.FILE_ADD: (
        (drafts, text_is_open, state_lets_write),
        (is_operator, text_is_open, state_lets_write),
    ),
    Permission.HISTORY_SHOW: ((drafts,), (is_operator,)),
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
        (reviews_in_the_party,),
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
        (has_consent,),
        (is_operator,),
    ),
    Permission.PLAN_TAKE_BACK: ((leads_the_drafting,),),
    Permission.POINT_NAME: ((drafts, text_is_open), (is_operator, text_is_open)),
    Permission.PRESENCE_SHOW: ((drafts,), (has_consent,)),
    Permission.READING_CHOOSE: ((is_focal_point,), (is_operator,)),
    Permission.REMINDER_SEND: ((is_operator,),),
    Permission.REVIEW_APPROVE: ((is_focal_point,), (is_operator,)),
    Permission.REVIEW_LEAD: ((leads_the_drafting,), (is_operator,)),
    Permission.ROLE_GIVE: (
        (is_focal_point,),
        (leads_the_drafting, role_is_below_the_coordinator),
        (is_administrator, role_is_the_missing_focal_point, is_not_for_an_administrator),
        (is_operator,),
    ),
    Permission.SECTION_ASSIGN: ((leads_the_drafting, text_is_open), (is_operator, text_is_open)),
    Permission.SECTION_EDIT: (
        (drafts, text_is_open, state_lets_write),
        (is_operator, text_is_open, state_lets_write),
    ),
    Permission.SECTION_LOCK: ((drafts, text_is_open, state_lets_write),),
    Permission.TURN_ANSWER: ((leads_the_drafting,),),
    Permission.TURN_ASK: ((leads_the_drafting,),),
    Permission.TURN_SHOW: ((drafts,), (has_consent,), (is_operator,)),
    Permission.WARNING_ANSWER: ((drafts, text_is_open), (is_operator, text_is_open)),
    Permission.WORKSHEET_EDIT: ((drafts,), (is_operator,)),
}


def can(actor: Actor, permission: Permission, subject: Any = None) -> bool:
    """Whether any clause of the permission holds: for templates and for choosing what to show."""
    clauses = POLICY[permission]
    return any(all(holds(actor, subject) for holds in clause) for clause in clauses)


def require(actor: Actor, permission: Permission, subject: Any = None) -> None:
    """Refuse unless permitted.

    Raises NotFound where even the subject's existence is behind a wall, so that guessing an id
    tells nothing; Forbidden where the actor may know of it but not do this.
    """
    if can(actor, permission, subject):
        return
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


def _may_know_of(actor: Actor, subject: Any) -> bool:
    if hasattr(subject, "plan_id") or hasattr(subject, "period_start"):
        return can(actor, Permission.PLAN_SHOW, subject)
    return can(actor, Permission.PARTY_SHOW, subject)


def reads_as(actor: Actor, plan: Any) -> Audience:
    """The audience in which an actor reads a plan (or anything of it).

    The drafting team is who drafts; viewers of the Party and reviewers of the plan read what
    reviewers may see; everybody else only what is public.
    """
    if drafts(actor, plan) or has_consent(actor, plan) or is_operator(actor, plan):
        return Audience.DRAFTING_TEAM
    if belongs_to_the_party(actor, plan) or reviews_the_plan(actor, plan):
        return Audience.REVIEWERS
    return Audience.PUBLIC
