"""Bytes that are kept for ever as they are: what was frozen, endorsed, sent or registered."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.models.base import Base, Code, Data, Identified, Moment, OfParty, Sha256, Uid
from nap_tracker.models.dated_fact import AboutVersion, facts_keys


class SealedFile(AboutVersion, Identified, OfParty, Base):
    """One file of a frozen version. It is never made again, changed or pruned.

    Removal for protection alone may withdraw it: the row, its name and its sum stay.
    """

    __tablename__ = "sealed_file"
    __table_args__ = (
        *facts_keys(),
        UniqueConstraint("party_id", "id"),
        Index(None, "version_id", "kind"),
    )

    kept: ClassVar[frozenset[str]] = frozenset(
        {"plan_id", "version_id", "kind", "name", "media_type", "size", "sha256", "pages"}
        | {"audience", "details", "kept_at", "withdrawn_at"}
    )
    plan_id: Mapped[Uid]
    version_id: Mapped[Uid]
    kind: Mapped[Code]
    """What it is to the version: services.sealing.KINDS."""
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[Sha256]
    pages: Mapped[int | None]
    audience: Mapped[Code]
    details: Mapped[Data] = mapped_column(default=dict)
    """What it was made from, such as the sums of the files in a bundle."""
    kept_at: Mapped[Moment]
    kept_by_id: Mapped[Uid | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[Moment | None]
    withdrawn_because: Mapped[str] = mapped_column(String(2000), default="")

    def __repr__(self) -> str:
        return f"<SealedFile {self.kind} {self.id}>"
