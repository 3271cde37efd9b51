"""What stands in the way of an act on a plan: each guard reads after "only if".

Inside government a gap may stop an act, unless the focal point decides otherwise with a reason.
From outside government nothing ever does: silence is a warning.
"""

from __future__ import annotations

from nap_tracker.i18n import N_
from nap_tracker.workflow.facts import DraftingFacts
from nap_tracker.workflow.machine import Problem


def has_no_blockers(facts: DraftingFacts) -> Problem | None:
    if not facts.blockers:
        return None
    return Problem(
        N_("Blockers found by the check: %(number)s. Something Annex C asks for is not there."),
        {"number": facts.blockers},
        fix="checks",
    )


def nothing_is_missing_yet(facts: DraftingFacts) -> Problem | None:
    """Readers may be asked early; they should know that they read a part."""
    if not facts.blockers:
        return None
    return Problem(
        N_("Readers will see gaps. Blockers found by the check: %(number)s."),
        {"number": facts.blockers},
        hard=False,
        fix="checks",
    )


def warnings_are_answered(facts: DraftingFacts) -> Problem | None:
    if not facts.warnings:
        return None
    return Problem(
        N_("Warnings of the check without an answer: %(number)s."),
        {"number": facts.warnings},
        hard=False,
        fix="checks",
    )


def sections_are_completed(facts: DraftingFacts) -> Problem | None:
    left = facts.sections - facts.completed
    if left <= 0:
        return None
    return Problem(
        N_("Sections not marked as completed: %(number)s of %(total)s."),
        {"number": left, "total": facts.sections},
        hard=False,
        fix="tasks",
    )


def nothing_is_open(facts: DraftingFacts) -> Problem | None:
    if not facts.is_under_review:
        return None
    return Problem(
        N_("A review or validation is still open. It ends with this step."),
        hard=False,
        fix="steps",
        asks_note=True,
    )


def is_alone(facts: DraftingFacts) -> Problem | None:
    """Side by side is allowed; somebody should say why."""
    if not facts.is_under_review:
        return None
    return Problem(
        N_("Another review or validation is open. Both will run side by side."),
        hard=False,
        fix="steps",
        asks_note=True,
    )


def is_the_first_internal_review(facts: DraftingFacts) -> Problem | None:
    return _again("internal_review" in facts.held)


def is_the_first_partnership_review(facts: DraftingFacts) -> Problem | None:
    return _again("partnership_review" in facts.held)


def is_the_first_validation(facts: DraftingFacts) -> Problem | None:
    return _again("national_validation" in facts.held)


def was_reviewed_internally(facts: DraftingFacts) -> Problem | None:
    if "internal_review" in facts.held:
        return None
    return _skipped(N_("The internal review is skipped."))


def was_reviewed_by_the_partnership(facts: DraftingFacts) -> Problem | None:
    if "partnership_review" in facts.held:
        return None
    return _skipped(N_("The partnership review is skipped."))


def was_validated(facts: DraftingFacts) -> Problem | None:
    if "national_validation" in facts.held:
        return None
    return _skipped(N_("The national validation is skipped."))


def all_have_answered(facts: DraftingFacts) -> Problem | None:
    """Silence is not agreement, and does not block."""
    if not facts.unanswered:
        return None
    return Problem(
        N_("No answer yet from: %(names)s. Silence does not count as agreement."),
        {"names": facts.unanswered},
        hard=False,
        fix="steps",
    )


def is_not_endorsed(facts: DraftingFacts) -> Problem | None:
    if not facts.is_endorsed:
        return None
    return Problem(
        N_(
            "This version is recorded as endorsed. Correct the endorsement first, or begin an"
            " amendment."
        ),
        fix="steps",
        is_final=True,
    )


def _again(was_held: bool) -> Problem | None:
    if not was_held:
        return None
    return Problem(N_("This step was taken before and is repeated."), hard=False, asks_note=True)


def _skipped(sentence: str) -> Problem:
    return Problem(sentence, hard=False, asks_note=True)
