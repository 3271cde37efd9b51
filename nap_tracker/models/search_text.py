"""The words of plans as they are searched: made from the newest revisions, at any time again."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Code, LongText, OfParty, Uid
from nap_tracker.models.dated_fact import BesideText


class SearchText(BesideText, OfParty, Base):
    """One field of one entry in one language, or the words of one picture in it."""

    __tablename__ = "search_text"
    __table_args__ = (
        ForeignKeyConstraint(
            ["party_id", "version_id", "uid"],
            ["entry.party_id", "entry.version_id", "entry.uid"],
        ),
    )

    version_id: Mapped[Uid] = mapped_column(primary_key=True)
    uid: Mapped[Uid] = mapped_column(primary_key=True)
    field: Mapped[Code] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    file_id: Mapped[str] = mapped_column(String(36), primary_key=True, default="")
    """Of a picture, whose own audience counts too; '' for the text around the pictures."""
    audience: Mapped[Code]
    """Of the field in this entry, by `content.audience.of_field`."""
    text: Mapped[LongText]
    folded: Mapped[LongText]
    """By `text.folding.fold`."""
