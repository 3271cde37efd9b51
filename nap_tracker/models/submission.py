"""That a version was sent to the Secretariat (Article 7(3)(b)): recorded, since it goes by letter.

The word *submitted* is said of nothing else.
"""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Data, PartialDate, Uid
from nap_tracker.models.dated_fact import DatedFact, facts_keys, names_file


class Submission(DatedFact, Base):
    """When it was sent and received, what was sent, and the receipt that says so."""

    __tablename__ = "submission"
    __table_args__ = (
        *facts_keys(),
        names_file("bundle_id"),
        names_file("receipt_id"),
        UniqueConstraint("party_id", "number"),
    )

    kept = DatedFact.kept | {
        "number",
        "sent_on",
        "received_on",
        "reference",
        "bundle_id",
    }
    filled_once = frozenset({"receipt", "receipt_id"})
    number: Mapped[int]
    """Of the receipt: counted in each Party, never given twice."""
    sent_on: Mapped[PartialDate | None]
    received_on: Mapped[PartialDate | None]
    reference: Mapped[str] = mapped_column(String(300), default="")
    """Of the letter or mail it went with."""
    bundle_id: Mapped[Uid | None]
    """What was sent (sealed_file); none for what was sent before it was registered here."""
    receipt: Mapped[Data] = mapped_column(default=dict)
    """What the receipt says, as it stood when the submission was recorded."""
    receipt_id: Mapped[Uid | None]
    """The receipt as a PDF (sealed_file), once the worker has made it."""
