"""Salts of the log that go with the words: without one, a hash in the log tells nothing.

A salted hash of a short text can be guessed as long as its salt is known.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, false, or_, update

from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.entry import Entry
from nap_tracker.models.event import Event
from nap_tracker.services.finding import InFact, Place

OF_ONE_PLACE = ("section:", "row:")
"""Acts whose hash is of the answers of one section or row; any other may be of what was found
beside the text: a title, a note, a reason, the name of a file."""
OF_THE_WHOLE_PLAN = ("plan:", "word:", "work-plan:", "warning:", "point:")
"""Acts whose hash may be of words from anywhere in the plan."""


def forget(party: Party, chosen: Sequence[Place], touched: Sequence[tuple[Entry, str]]) -> None:
    """Of every act that may have been recorded with the words; the chain stays whole."""
    subjects = {f"{entry.kind}:{entry.section or entry.uid}" for entry, _ in touched}
    plans = {place.plan_id for place in chosen if place.plan_id}
    facts = {place.plan_id for place in chosen if isinstance(place.where, InFact)}
    whole = or_(*(Event.kind.startswith(noun) for noun in OF_THE_WHOLE_PLAN))
    beside = and_(*(~Event.kind.startswith(noun) for noun in OF_ONE_PLACE))
    in_text = Event.plan_id.in_(sorted(plans)) & or_(Event.subject.in_(sorted(subjects)), whole)
    in_facts = Event.plan_id.in_(sorted(p for p in facts if p)) & beside
    of_the_party = Event.plan_id.is_(None) if None in facts else false()
    db.session.execute(
        update(Event)
        .where(
            Event.chain == party.id,
            Event.salt.is_not(None),
            or_(in_text, in_facts, of_the_party),
        )
        .values(salt=None)
    )
