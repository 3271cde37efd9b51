"""That a body of the state endorsed a version: in any order with sending and publishing it."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, PartialDate, Uid
from nap_tracker.models.dated_fact import DatedFact, facts_keys, names_file


class Endorsement(DatedFact, Base):
    """Who endorsed, by which instrument, and the signed file."""

    __tablename__ = "endorsement"
    __table_args__ = (*facts_keys(), names_file("file_id"))

    kept = DatedFact.kept | {
        "endorsed_on",
        "body",
        "instrument",
        "signatory",
        "file_id",
        "with_changes",
    }
    endorsed_on: Mapped[PartialDate | None]
    body: Mapped[str] = mapped_column(String(300))
    """The cabinet, a ministry, an inter-ministerial committee."""
    instrument: Mapped[str] = mapped_column(String(300), default="")
    """The decree, decision or minutes, with its number."""
    signatory: Mapped[str] = mapped_column(String(300), default="")
    file_id: Mapped[Uid | None]
    """The signed file (sealed_file)."""
    with_changes: Mapped[bool] = mapped_column(default=False)
    """The body changed the text; a version as endorsed says how."""
