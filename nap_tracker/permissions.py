"""Who may do what: one table of predicates, two questions (can, require).

Services enforce; templates only hide. Deny is the default: a Permission with no clause that holds
is refused. Operators of the command line are the stated exception to "the installation reads no
content"; the administrator of the installation is not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nap_tracker.content.audience import Audience, Reach
from nap_tracker.errors import Forbidden, Frozen, Hidden, ReadOnly
from nap_tracker.i18n import N_
from nap_tracker.predicates import (
    Place,
    Predicate,
    Seat,
    Task,
    added_the_file,
    belongs_to_the_party,
    drafts,
    drafts_a_section,
    drafts_this_section,
    has_a_part_in_the_party,
    has_consent,
    holds_no_link,
    holds_the_role,
    is_administrator,
    is_focal_point,
    is_focal_point_in_person,
    is_invited,
    is_not_for_an_administrator,
    is_oneself,
    is_operator,
    is_said_within_the_team,
    is_sample,
    leads_the_drafting,
    plan_of,
    position_of,
    reviews_the_plan,
    role_is_below_the_coordinator,
    role_is_the_missing_focal_point,
    round_is_inside,
    round_is_open,
    sits_there,
    stands_in,
    state_lets_write,
    text_is_open,
    works_on_it,
)
from nap_tracker.roles import Actor, Permission
from nap_tracker.workflow.positions import READ_ONLY, read_only_because

__all__ = [
    "FROZEN",
    "POLICY",
    "Place",
    "Predicate",
    "Seat",
    "Task",
    "belongs_to_the_party",
    "can",
    "drafts",
    "drafts_a_section",
    "is_operator",
    "leads_the_drafting",
    "position_of",
    "reach_of",
    "reads_as",
    "require",
    "reviews_the_plan",
]
"""Whoever asks a question also needs its subjects, and some ask a predicate by itself."""

FROZEN = N_(
    "This version of the plan is frozen: nothing in it can change any more. What is to be changed"
    " goes into the next version."
)

Clauses = tuple[tuple[Predicate, ...], ...]

POLICY: dict[Permission, Clauses] = {
    Permission.ACCOUNT_DISABLE: ((is_administrator,), (is_operator,)),
    # Officers of institutions are asked about `Task`s, and hold nothing else of a plan.
    Permission.ACTIVITY_REPORT: ((drafts,), (works_on_it,), (is_operator,)),
    # Implementation is the government's own until it publishes: reviewers see nothing of it.
    Permission.ACTIVITY_SHOW: (
        (belongs_to_the_party,),
        (works_on_it,),
        (has_consent,),
        (is_operator,),
    ),
    Permission.AUDIENCE_NARROW: (
        (drafts, text_is_open),
        (drafts_this_section, text_is_open),
        (drafts_a_section, added_the_file, text_is_open),
        (is_operator, text_is_open),
    ),
    Permission.AUDIENCE_WIDEN: ((leads_the_drafting, text_is_open), (is_operator, text_is_open)),
    Permission.CALENDAR_CLOSE: ((is_focal_point_in_person,),),
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
    Permission.CONSENT_GIVE: ((is_focal_point_in_person,),),
    Permission.ENDORSEMENT_RECORD: ((leads_the_drafting,), (is_operator,)),
    Permission.EVENT_LIST: ((leads_the_drafting,), (is_operator,)),
    Permission.EXPORT_CLEAN: ((is_focal_point,), (is_operator,)),
    Permission.EXPORT_CREATE: (
        (belongs_to_the_party,),
        (works_on_it,),
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
    Permission.INDICATOR_APPROVE: ((leads_the_drafting,),),
    Permission.INDICATOR_DEFINE: ((drafts,), (is_operator,)),
    Permission.INDICATOR_REPORT: ((drafts,), (works_on_it,), (is_operator,)),
    # Reviewers of the partnership see nothing of it until the government publishes.
    Permission.INDICATOR_SHOW: (
        (belongs_to_the_party,),
        (works_on_it,),
        (has_consent,),
        (is_operator,),
    ),
    Permission.INSTALLATION_COPY: ((is_operator,),),
    Permission.INSTALLATION_MANAGE: ((is_administrator,), (is_operator,)),
    Permission.LOCK_TAKE_OVER: ((leads_the_drafting, text_is_open),),
    Permission.MAIL_WIDEN: ((is_focal_point,), (is_operator,)),
    Permission.MONEY_RECORD: ((drafts,), (is_operator,)),
    Permission.OBLIGATION_FILES: ((drafts,), (has_consent,), (is_operator,)),
    Permission.OBLIGATION_RECORD: ((leads_the_drafting,), (is_operator,)),
    Permission.OBLIGATION_SHOW: ((belongs_to_the_party,), (has_consent,), (is_operator,)),
    # A boundary that is drawn is the government's word: who leads answers for it.
    Permission.OUTLINE_KEEP: ((leads_the_drafting,), (is_operator,)),
    Permission.PARTY_CREATE: ((is_administrator,), (is_operator,)),
    Permission.PARTY_EDIT: ((leads_the_drafting,), (is_operator,)),
    Permission.PARTY_MOVE: ((is_operator,),),
    Permission.PARTY_SHOW: (
        (belongs_to_the_party,),
        (has_a_part_in_the_party,),
        (is_administrator,),
        (is_operator,),
    ),
    Permission.PEOPLE_EXPLAIN: ((is_oneself,), (leads_the_drafting,), (is_operator,)),
    Permission.PEOPLE_LIST: ((belongs_to_the_party,), (is_administrator,), (is_operator,)),
    Permission.PEOPLE_MANAGE: ((leads_the_drafting,), (is_administrator,), (is_operator,)),
    Permission.PLAN_CREATE: ((leads_the_drafting,), (is_operator,)),
    Permission.PLAN_EDIT: ((leads_the_drafting,), (is_operator,)),
    Permission.PLAN_IMPORT: (
        (leads_the_drafting, text_is_open, state_lets_write),
        (is_operator, text_is_open, state_lets_write),
    ),
    Permission.PLAN_MOVE: ((leads_the_drafting, text_is_open),),
    Permission.PLAN_OVERRIDE: ((is_focal_point_in_person,),),
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
    Permission.PRACTICE_RECORD: ((drafts,), (is_operator,)),
    Permission.PRESENCE_SHOW: ((drafts,), (drafts_this_section,), (has_consent,)),
    # What is public once cannot be taken back out of other people's copies.
    Permission.PROGRESS_PUBLISH: ((is_focal_point_in_person,),),
    Permission.PROTECTION_REMOVE: ((is_focal_point_in_person,),),
    Permission.PUBLICATION_RECORD: ((leads_the_drafting,), (is_operator,)),
    Permission.READING_CHOOSE: ((is_focal_point_in_person,),),
    Permission.REMINDER_SEND: ((is_operator,),),
    Permission.REVIEW_APPROVE: ((is_focal_point,), (is_operator,)),
    Permission.REVIEW_FILL: ((drafts,), (is_operator,)),
    Permission.REVIEW_LEAD: ((leads_the_drafting,), (is_operator,)),
    Permission.REVIEW_SHOW: ((drafts,), (has_consent,), (is_operator,)),
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
    Permission.ROUND_CLOSE: ((leads_the_drafting,),),
    Permission.ROUND_COMMENT: ((sits_there, round_is_open),),
    Permission.ROUND_FOLLOW: ((is_invited,),),
    Permission.ROUND_HAND_IN: ((is_invited, round_is_open),),
    Permission.ROUND_INVITE: ((leads_the_drafting, round_is_inside), (is_focal_point_in_person,)),
    Permission.ROUND_LINKS: ((is_focal_point_in_person,),),
    Permission.ROUND_NOTE_REST: ((is_focal_point,),),
    Permission.ROUND_OPEN: ((leads_the_drafting, text_is_open),),
    Permission.ROUND_OPEN_OUTSIDE: ((is_focal_point_in_person, text_is_open),),
    Permission.ROUND_PUBLISH: ((leads_the_drafting,),),
    Permission.ROUND_READ: (
        (drafts,),
        (has_consent,),
        (sits_there, round_is_open),
        (sits_there, holds_no_link),
        (is_operator,),
    ),
    Permission.ROUND_SHOW: ((drafts,), (has_consent,), (is_operator,)),
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
    Permission.WORD_ADD: (
        (drafts, text_is_open, state_lets_write),
        (drafts_a_section, text_is_open, state_lets_write),
        (is_operator, text_is_open, state_lets_write),
    ),
    # Of what is in somebody else's file, who drafts one section may know nothing.
    Permission.WORD_DECIDE: (
        (drafts, text_is_open, state_lets_write),
        (drafts_a_section, added_the_file, text_is_open, state_lets_write),
        (is_operator, text_is_open, state_lets_write),
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
    written = [clause for clause in POLICY[permission] if state_lets_write in clause]
    if subject is None or not written or state_lets_write(actor, subject):
        return False
    return any(
        all(holds is state_lets_write or holds(actor, subject) for holds in clause)
        for clause in written
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
    the Party, reviewers of the plan, drafters of its other sections and who holds the link to a
    seat in a review (`Seat`) read what reviewers may see; everybody else only what is public.
    """
    if drafts(actor, plan) or has_consent(actor, plan) or is_operator(actor, plan):
        return Audience.DRAFTING_TEAM
    if drafts_this_section(actor, plan):
        return Audience.DRAFTING_TEAM
    if belongs_to_the_party(actor, plan) or reviews_the_plan(actor, plan):
        return Audience.REVIEWERS
    if sits_there(actor, plan):
        return Audience.REVIEWERS
    return Audience.REVIEWERS if drafts_a_section(actor, plan) else Audience.PUBLIC


def reach_of(actor: Actor, plan: Any) -> Reach:
    """What of a plan an actor reads: an audience, and the sections they draft as its team does."""
    audience = reads_as(actor, plan)
    whole = audience is Audience.DRAFTING_TEAM
    return Reach(audience, frozenset() if whole else actor.sections_in(plan_of(plan)))
