"""Where the Convention leaves open which date counts: the readings a focal point chooses among.

The first of each is what the program takes where nobody has chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nap_tracker.i18n import N_


class NotificationDate(StrEnum):
    """Which date of a notification the three years of Article 7(3)(b) run from."""

    SENT = "sent"
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"


class ReviewStart(StrEnum):
    """What the three years of Article 7(3)(c) run from."""

    SUBMISSION = "submission"
    DUE_DATE = "due_date"


class Resubmission(StrEnum):
    """Whether a new or amended plan begins the three years anew."""

    GOES_ON = "goes_on"
    RESTARTS = "restarts"


@dataclass(frozen=True, slots=True)
class Question:
    """What is left open, and the answers in words."""

    key: str
    title: str
    why: str
    answers: Mapping[str, str]


QUESTIONS = (
    Question(
        "notification_date",
        N_("Which date of the notification counts?"),
        N_(
            "Article 7(3)(b) counts three years from the notification to the Secretariat, and does"
            " not say whether the letter counts when it is sent, received or acknowledged."
        ),
        {
            NotificationDate.SENT: N_("The day it was sent"),
            NotificationDate.RECEIVED: N_("The day the Secretariat received it"),
            NotificationDate.ACKNOWLEDGED: N_("The day the Secretariat acknowledged it"),
        },
    ),
    Question(
        "review_start",
        N_("What do the reviews count from?"),
        N_(
            "Article 7(3)(c) asks for a review every three years “thereafter”, which can be read"
            " as after the plan was submitted, or after it was due."
        ),
        {
            ReviewStart.SUBMISSION: N_("From the day the plan was submitted"),
            ReviewStart.DUE_DATE: N_("From the day the plan was due"),
        },
    ),
    Question(
        "resubmission",
        N_("Does a new or amended plan begin the count anew?"),
        N_(
            "The Convention does not say what becomes of the next review when another plan, or an"
            " amended one, is submitted before it."
        ),
        {
            Resubmission.GOES_ON: N_("No, the reviews go on from the first submission"),
            Resubmission.RESTARTS: N_("Yes, the three years begin again with each submission"),
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Readings:
    """What a Party's focal point chose, or the first of each."""

    notification_date: NotificationDate = NotificationDate.SENT
    review_start: ReviewStart = ReviewStart.SUBMISSION
    resubmission: Resubmission = Resubmission.GOES_ON

    @classmethod
    def chosen(cls, answers: Mapping[str, str]) -> Readings:
        """Of {question: answer}; what is absent is as nobody chose. Raises ValueError."""
        first = cls()
        return cls(
            NotificationDate(answers.get("notification_date", first.notification_date)),
            ReviewStart(answers.get("review_start", first.review_start)),
            Resubmission(answers.get("resubmission", first.resubmission)),
        )


def question(key: str) -> Question:
    """KeyError where there is none."""
    return {one.key: one for one in QUESTIONS}[key]
