"""What is said of an activity in words: what it is called, who leads it, why its status is so."""

from __future__ import annotations

from nap_tracker.content.tracked import Tracked, TrackedActivity, TrackedInstitution
from nap_tracker.i18n import chosen, gettext
from nap_tracker.services.activities import Followed
from nap_tracker.services.activity_names import named
from nap_tracker.workflow.progress import BECAUSE_WORDS, Judgement
from nap_tracker.workflow.spans import Span


def title_of(one: Followed, language: str) -> str:
    """Number and first words."""
    return called(one.activity, language)


def called(activity: TrackedActivity, language: str) -> str:
    """The same of one of which nothing else is known."""
    return named(activity.number, activity.statement, language)


def name_of(body: TrackedInstitution, tracked: Tracked) -> str:
    return chosen(body.name, tracked.language)


def lead_of(one: Followed, tracked: Tracked) -> str:
    """Who leads it, as the plan says."""
    body = tracked.institution(one.activity.lead_uid)
    return name_of(body, tracked) if body else one.activity.lead_words


def because(one: Followed, judged: Judgement, language: str) -> str:
    """Why the status is what it is."""
    milestone = one.milestone(judged.milestone)
    return gettext(
        BECAUSE_WORDS[judged.because],
        day=Span.of(judged.due).words if judged.due else "",
        what=chosen(milestone.title, language) if milestone else "",
    )
