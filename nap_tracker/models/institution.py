"""The plan's own register of institutions."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from nap_tracker.models.base import Base, Code, Words
from nap_tracker.models.entry import Row


class Institution(Row, Base):
    """A ministry, agency, association or other body that leads, supports or is consulted."""

    __tablename__ = "institution"

    name: Mapped[Words | None]
    acronym: Mapped[Words | None]
    type: Mapped[Code | None]
    role: Mapped[Words | None]
    contact: Mapped[Words | None]
