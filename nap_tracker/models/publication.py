"""That a version was published: where, and under which address."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, PartialDate
from nap_tracker.models.dated_fact import DatedFact


class Publication(DatedFact, Base):
    """One place where the text can be read."""

    __tablename__ = "publication"

    kept = DatedFact.kept | {"published_on", "place", "address"}
    published_on: Mapped[PartialDate | None]
    place: Mapped[str] = mapped_column(String(300))
    """The official gazette, the ministry's site, the Convention's site."""
    address: Mapped[str] = mapped_column(String(2000), default="")
