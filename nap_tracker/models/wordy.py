"""Every column that can hold words people typed, and how removal for protection reaches it.

A column of a Party's table is looked through as it is, whatever table comes later. What needs more
than that is named here, and what is left alone has its reason; anything else fails a test of the
house.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, String, Table, Text, TypeDecorator, inspect

from nap_tracker.content.leaves import CODES
from nap_tracker.extensions import Base
from nap_tracker.models.projection import TYPED

LONGEST_CODE = 64
"""Columns of up to so many characters hold ids, codes, sums and dates."""

BY_ENTRY = frozenset(
    {"revision.content", "revision.unaccepted", "plan_version.snapshot", "review_round.snapshot"}
)
"""Looked through by section or row, field and language."""
MADE_ANEW = frozenset({"search_text.text", "search_text.folded"}) | {
    f"{inspect(table).local_table.name}.*" for table in TYPED.values()
}
"""Made from the newest revisions, and made again from what is left of them."""
WITH_THE_DOCUMENT = frozenset({"export.content"})
"""Emptied, and the document that was made of it withdrawn."""
FORGOTTEN = frozenset({"held_form.address", "held_form.content"})
"""Rows that hold the words are deleted; they live for an hour."""

_WHO = "who did it stays on record; what a person is called is changed at the account"
_SENT = "who was written to is no text of a plan; an address is changed at the account"
LEFT_OUT: dict[str, str] = {
    "activity_track.items": "codes of items of Annex C",
    "endorsement.recorded_by_name": _WHO,
    "endorsement.replaced_by_name": _WHO,
    "event.actor_name": "a word for who has no account; the chain of the log is never rewritten",
    "event.details": "ids, codes and salted hashes only; the salts are erased",
    "event.subject": "the id of what an act was done to",
    "exchange_rate.recorded_by_name": _WHO,
    "exchange_rate.withdrawn_by_name": _WHO,
    "export.error": "the name of a fault of the program, never what it failed on",
    "funding_record.recorded_by_name": _WHO,
    "funding_record.withdrawn_by_name": _WHO,
    "invitation.email": _SENT,
    "message.once": "an id made by the program",
    "message.to": _SENT,
    "named_point.author_name": _WHO,
    "party.authentic": "the treaty's own text",
    "party.name": "what a state is called; changed on the Party's page",
    "plan.languages": "codes of languages",
    "plan.progress_limits": "numbers of months",
    "progress_publication.published_by_name": _WHO,
    "progress_publication.withdrawn_by_name": _WHO,
    "progress_review.approved_by_name": _WHO,
    "progress_review.sealed_by_name": _WHO,
    "publication.recorded_by_name": _WHO,
    "publication.replaced_by_name": _WHO,
    "region_map.outlines": "lines made of our own figures",
    "region_map.regions": "ids of regions",
    "reminder.key": "an id made by the program",
    "reminder.words": "a sentence of the program",
    "reminder_answer.key": "an id made by the program",
    "removal.places": "ids and counts: where words were, never which",
    "removal.reason": "why somebody removed words; it is refused when it repeats them",
    "review_round.sections": "codes of sections",
    "revision.author_name": _WHO,
    "round_invitation.email": _SENT,
    "sealed_file.media_type": "a code found in the content",
    "sealed_file.withdrawn_because": "the reason of a removal",
    "stored_file.media_type": "a code found in the content",
    "submission.recorded_by_name": _WHO,
    "submission.replaced_by_name": _WHO,
    "user.email": _SENT,
    "user.name": _WHO,
    "user.password_hash": "a hash",
    "warning_answer.key": "an id made by the program",
}
"""`table.column` -> why removal does not look there."""

_STAND = frozenset({"kind", "key", "uid"})
_PICTURE = frozenset(
    {"areas", "fill", "ground", "kind", "mark", "marks", "numbers", "state", "url", "urls"}
)
CODED: dict[str, frozenset[str]] = {
    "progress_publication.content": _STAND | {"format", "language", "starts_on", "until"},
    "progress_review.pack": _STAND | _PICTURE | {"format", "from", "language", "made_on", "until"},
    "progress_review.pictures": _PICTURE,
    "review_snapshot.content": _STAND,
}
"""`table.column` -> keys in its JSON that hold the program's own codes, lines and days: without
them nothing of it could be read or drawn again. A sum or count beside its words is none of them."""
NAMES_A_KEY: dict[str, str] = {"region_map.called_by": "properties"}
"""`table.column` -> the column whose JSON has its words as a key, which is changed with them."""

SINGLE = frozenset({"named_point.name"})
"""No two may be the same, so what stands there instead gets a mark of its own."""


def can_hold_words(column: Column[object]) -> bool:
    """By its type: free text, or JSON."""
    plain = column.type
    while isinstance(plain, TypeDecorator):
        plain = plain.impl_instance
    if isinstance(plain, JSON | Text):
        return True
    return isinstance(plain, String) and (plain.length or LONGEST_CODE + 1) > LONGEST_CODE


def named(column: Column[object]) -> str:
    """`table.column`."""
    return f"{column.table.name}.{column.name}"


def codes_in(column: Column[object]) -> frozenset[str]:
    """Keys in its JSON under which there are no words."""
    return CODES | CODED.get(named(column), frozenset())


def is_special(column: Column[object]) -> bool:
    """Reached in a way of its own."""
    table = named(column).partition(".")[0]
    special = BY_ENTRY | MADE_ANEW | WITH_THE_DOCUMENT | FORGOTTEN
    return named(column) in special or f"{table}.*" in special


def looked_through() -> list[tuple[Table, list[Column[object]]]]:
    """Tables of Parties with the columns that are looked through as they are."""
    found = []
    for table in Base.metadata.sorted_tables:
        columns = [
            column
            for column in table.columns
            if "party_id" in table.c
            and can_hold_words(column)
            and not is_special(column)
            and named(column) not in LEFT_OUT
        ]
        if columns:
            found.append((table, columns))
    return found
