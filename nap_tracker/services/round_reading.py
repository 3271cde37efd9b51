"""The text of a review round as a document on the screen: as it was frozen, for who sits there."""

from __future__ import annotations

from sqlalchemy import or_, select

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.extensions import db
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.permissions import Seat, can, reach_of, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, reading, rounds
from nap_tracker.services.reading import Reading


def of_round(actor: Actor, seat: Seat, language: str | None = None) -> Reading:
    """The sections that are asked about, numbered as among the others. Raises NotFound."""
    require(actor, Permission.ROUND_READ, seat)
    version = rounds.version_of(seat.round)
    # What was closed to its readers since decides too, and a removal changes what was frozen.
    stamp = [seat.id, digest(seat.snapshot), reading.stamp(version)]
    return Reading(
        party_id=seat.party_id,
        edition=version.schema_edition,
        language=language or version.plan.language,
        reach=contents.with_own_files(actor, version, reach_of(actor, seat)),
        is_draft=False,
        stamp=digest(dumps(stamp)),
        load=lambda: rounds.whole_text_of(actor, seat),
        only=frozenset(seat.sections),
    )


def has_lost_words(seat: Seat) -> bool:
    """Whether words or files went from the frozen text since, to protect people: nothing else
    changes it, and the sum of what was frozen stays."""
    return digest(seat.snapshot) != str(seat.sha256)


def has_newer(actor: Actor, seat: Seat) -> bool:
    """Whether drafting went on in these sections since, for who may see how."""
    version = rounds.version_of(seat.round)
    if not can(actor, Permission.PLAN_SHOW, version):
        return False
    schema = treaty(version.schema_edition, "en")
    rows = {row for s in schema.sections if s.id in seat.sections for row in s.registers}
    of_entry = (Entry.version_id == Revision.version_id) & (Entry.uid == Revision.uid)
    later = (
        select(Revision.id)
        .join(Entry, of_entry)
        .where(
            Revision.version_id == version.id,
            Revision.created_at > seat.opened_at,
            or_(Entry.section.in_(seat.sections), Entry.kind.in_(rows)),
        )
    )
    return db.session.scalar(later.limit(1)) is not None
