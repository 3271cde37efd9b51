"""One version of a plan, from draft to the body that endorses it.

The state is where the text is; beside it stages are open, none, one or several at a time: a review
may be skipped, repeated, or run together with another. Endorsed, submitted and published are dated
facts and no states; incomplete, late and due are computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nap_tracker.i18n import N_
from nap_tracker.roles import Permission
from nap_tracker.workflow import guards
from nap_tracker.workflow.machine import Machine, Transition


class Drafting(StrEnum):
    """Where the text of a version is."""

    DRAFT = "draft"
    """With the people who draft, whatever stages are open beside."""
    RETURNED = "returned"
    """Back with them, for a reason that stands on every page until they move on."""
    SENT = "sent_for_endorsement"
    """Frozen, with the body that endorses; also once it has endorsed, sent or published."""
    SUPERSEDED = "superseded"
    """It came back, or a newer file came in its place; drafting goes on in the next version."""


class Stage(StrEnum):
    """What may be open beside a draft."""

    INTERNAL_REVIEW = "internal_review"
    """People of the government read the text."""
    PARTNERSHIP_REVIEW = "partnership_review"
    """Readers from outside government; their silence never stops anything."""
    RESOLVING = "resolving_comments"
    """The drafting team answers what the reviews brought."""
    VALIDATION = "national_validation"
    """Ministries and stakeholders are asked to stand behind the text as it is."""


@dataclass(frozen=True, slots=True)
class Act(Transition):
    """One act on a version, with what it does to the stages."""

    opens: Stage | None = None
    closes: Stage | None = None
    closes_all: bool = False
    done: str = ""
    """The act as a fact, marked with N_: for the page after it, and for mail."""
    event: str = ""
    """Its kind in the log."""


DRAFT, RETURNED, SENT, SUPERSEDED = Drafting
INTERNAL, PARTNERSHIP, RESOLVING, VALIDATION = Stage
MOVE, SEND, TAKE_BACK = Permission.PLAN_MOVE, Permission.PLAN_SEND, Permission.PLAN_TAKE_BACK
HERE = (DRAFT, RETURNED)

DRAFTING = Machine(
    name="drafting",
    states=Drafting,
    initial=DRAFT,
    transitions=(
        Act(
            "open_internal_review",
            HERE,
            DRAFT,
            MOVE,
            (guards.nothing_is_missing_yet, guards.is_alone, guards.is_the_first_internal_review),
            words=N_("Open the internal review"),
            opens=INTERNAL,
            done=N_("The internal review is open"),
            event="internal-review:opened",
        ),
        Act(
            "conclude_internal_review",
            (DRAFT,),
            DRAFT,
            MOVE,
            (guards.all_have_answered,),
            words=N_("Conclude the internal review"),
            closes=INTERNAL,
            done=N_("The internal review is concluded"),
            event="internal-review:concluded",
        ),
        Act(
            "withdraw_internal_review",
            (DRAFT,),
            DRAFT,
            MOVE,
            words=N_("Withdraw from the internal review"),
            closes=INTERNAL,
            done=N_("The plan was withdrawn from the internal review"),
            event="internal-review:withdrawn",
        ),
        Act(
            "return_from_internal_review",
            (DRAFT,),
            RETURNED,
            MOVE,
            needs_note=True,
            words=N_("Return the plan from the internal review"),
            closes=INTERNAL,
            closes_all=True,
            done=N_("The internal review returned the plan"),
            event="internal-review:returned",
        ),
        Act(
            "open_partnership_review",
            HERE,
            DRAFT,
            MOVE,
            (
                guards.nothing_is_missing_yet,
                guards.is_alone,
                guards.is_the_first_partnership_review,
                guards.was_reviewed_internally,
            ),
            words=N_("Open the partnership review"),
            opens=PARTNERSHIP,
            done=N_("The partnership review is open"),
            event="partnership-review:opened",
        ),
        Act(
            "conclude_partnership_review",
            (DRAFT,),
            DRAFT,
            MOVE,
            (guards.all_have_answered,),
            words=N_("Conclude the partnership review"),
            closes=PARTNERSHIP,
            done=N_("The partnership review is concluded"),
            event="partnership-review:concluded",
        ),
        Act(
            "withdraw_partnership_review",
            (DRAFT,),
            DRAFT,
            MOVE,
            words=N_("Withdraw from the partnership review"),
            closes=PARTNERSHIP,
            done=N_("The plan was withdrawn from the partnership review"),
            event="partnership-review:withdrawn",
        ),
        Act(
            "return_from_partnership_review",
            (DRAFT,),
            RETURNED,
            MOVE,
            needs_note=True,
            words=N_("Return the plan from the partnership review"),
            closes=PARTNERSHIP,
            closes_all=True,
            done=N_("The plan was returned after the partnership review"),
            event="partnership-review:returned",
        ),
        Act(
            "begin_resolving_comments",
            HERE,
            DRAFT,
            MOVE,
            words=N_("Begin to resolve the comments"),
            opens=RESOLVING,
            done=N_("The comments are being resolved"),
            event="resolving-comments:begun",
        ),
        Act(
            "finish_resolving_comments",
            (DRAFT,),
            DRAFT,
            MOVE,
            words=N_("Finish resolving the comments"),
            closes=RESOLVING,
            done=N_("The comments are resolved"),
            event="resolving-comments:finished",
        ),
        Act(
            "return_from_resolving_comments",
            (DRAFT,),
            RETURNED,
            MOVE,
            needs_note=True,
            words=N_("Return the plan: the comments are not resolved"),
            closes=RESOLVING,
            closes_all=True,
            done=N_("The plan was returned because of its comments"),
            event="resolving-comments:returned",
        ),
        Act(
            "open_national_validation",
            HERE,
            DRAFT,
            MOVE,
            (
                guards.nothing_is_missing_yet,
                guards.is_alone,
                guards.is_the_first_validation,
                guards.was_reviewed_by_the_partnership,
            ),
            words=N_("Open the national validation"),
            opens=VALIDATION,
            done=N_("The national validation is open"),
            event="national-validation:opened",
        ),
        Act(
            "conclude_national_validation",
            (DRAFT,),
            DRAFT,
            MOVE,
            (guards.all_have_answered,),
            words=N_("Conclude the national validation"),
            closes=VALIDATION,
            done=N_("The national validation is concluded"),
            event="national-validation:concluded",
        ),
        Act(
            "withdraw_national_validation",
            (DRAFT,),
            DRAFT,
            MOVE,
            words=N_("Withdraw from the national validation"),
            closes=VALIDATION,
            done=N_("The plan was withdrawn from the national validation"),
            event="national-validation:withdrawn",
        ),
        Act(
            "return_from_national_validation",
            (DRAFT,),
            RETURNED,
            MOVE,
            needs_note=True,
            words=N_("Return the plan from the national validation"),
            closes=VALIDATION,
            closes_all=True,
            done=N_("The national validation returned the plan"),
            event="national-validation:returned",
        ),
        Act(
            "send_for_endorsement",
            HERE,
            SENT,
            SEND,
            (
                guards.has_no_blockers,
                guards.warnings_are_answered,
                guards.sections_are_completed,
                guards.nothing_is_open,
                guards.was_reviewed_internally,
                guards.was_reviewed_by_the_partnership,
                guards.was_validated,
            ),
            words=N_("Send for endorsement"),
            closes_all=True,
            done=N_("The plan was sent for endorsement"),
            event="plan:sent-for-endorsement",
        ),
        Act(
            "return_from_endorsement",
            (SENT,),
            SUPERSEDED,
            TAKE_BACK,
            (guards.is_not_endorsed,),
            needs_note=True,
            words=N_("Record that the plan was returned without endorsement"),
            done=N_("The plan was returned without endorsement"),
            event="plan:returned-from-endorsement",
        ),
        Act(
            "withdraw_from_endorsement",
            (SENT,),
            SUPERSEDED,
            TAKE_BACK,
            (guards.is_not_endorsed,),
            needs_note=True,
            words=N_("Withdraw the plan from endorsement"),
            done=N_("The plan was withdrawn from endorsement"),
            event="plan:withdrawn-from-endorsement",
        ),
    ),
    names={
        DRAFT: N_("Draft"),
        RETURNED: N_("Returned to the drafting team"),
        SENT: N_("Sent for endorsement"),
        SUPERSEDED: N_("Replaced by the next version"),
    },
    final=frozenset({SUPERSEDED}),
)

STAGE_NAMES = {
    INTERNAL: N_("Internal review"),
    PARTNERSHIP: N_("Partnership review"),
    RESOLVING: N_("Comments are being resolved"),
    VALIDATION: N_("National validation"),
}

OUTSIDE = frozenset({PARTNERSHIP})
"""Whoever is asked here is outside government: their answer or silence decides nothing."""
ASKED = frozenset({INTERNAL, PARTNERSHIP, VALIDATION})
"""Stages in which named bodies are asked for an answer."""
LAPSING = frozenset({VALIDATION})
"""Where an unanswered request is over with its date; elsewhere it is late and can still come."""
