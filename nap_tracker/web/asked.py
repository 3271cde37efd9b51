"""What a reviewer is asked, for the first page they see: by link and with an account alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nap_tracker.clock import today
from nap_tracker.content.tree import Words
from nap_tracker.i18n import locale
from nap_tracker.permissions import Seat
from nap_tracker.services import plans, rounds
from nap_tracker.workflow.rounds import Sitting


@dataclass(frozen=True, slots=True)
class WhatIsAsked:
    """One seat, ready to be shown to who sits in it."""

    plan: Words
    language: str
    """Of the plan, in which its title is binding."""
    party: Words
    is_sample: bool
    title: str
    note: str
    by: str
    due_on: str
    days: int
    """Until then; below zero after it."""
    sections: Sequence[str]
    questions: int
    is_anonymous: bool
    state: Sitting
    is_closed: bool
    name: str
    code_name: str
    organisation: str


def asked_of(seat: Seat) -> WhatIsAsked:
    """Everything there is to know before reading."""
    version = rounds.version_of(seat.round)
    party = version.plan.party
    schema = plans.schema_of(version, locale())
    titles = {section.id: section.title for section in schema.sections}
    due = date.fromisoformat(seat.due_on)
    return WhatIsAsked(
        plan=version.plan.title,
        language=version.plan.language,
        party=party.name,
        is_sample=version.plan.sample,
        title=seat.title,
        note=seat.note,
        by=seat.opened_by.name if seat.opened_by else "",
        due_on=seat.due_on,
        days=(due - today(party.time_zone)).days,
        sections=[titles.get(id, id) for id in seat.sections],
        questions=len(seat.questions),
        is_anonymous=seat.is_anonymous,
        state=Sitting(seat.invitation.state),
        is_closed=seat.closed_at is not None,
        name=seat.invitation.name,
        code_name=seat.invitation.code_name,
        organisation=seat.invitation.organisation,
    )
