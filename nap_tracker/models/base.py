"""Column types and mixins every table is made of."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, ForeignKey, String, Text, TypeDecorator
from sqlalchemy.orm import Mapped, mapped_column

from nap_tracker.clock import now
from nap_tracker.extensions import Base

__all__ = ["Base", "OfParty", "Timestamps", "new_uid"]


def new_uid() -> str:
    """A permanent id made by us: SQLite gives the integer of a deleted row to the next one."""
    return str(uuid.uuid4())


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC moment on both databases; SQLite would hand back naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Scaled(TypeDecorator[Decimal]):
    """An exact decimal as a scaled integer: a Numeric column on SQLite is silently a float."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value.scaleb(self.places)
        return int(scaled.to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


Uid = Annotated[str, mapped_column(String(36))]
Code = Annotated[str, mapped_column(String(40))]
Currency = Annotated[str, mapped_column(String(3))]
PartialDate = Annotated[str, mapped_column(String(10))]
"""An ISO prefix: `2024`, `2024-05` or `2024-05-17`; sorts and compares as text."""
Moment = Annotated[datetime, mapped_column(UTCDateTime)]
Words = Annotated[dict[str, str], mapped_column(JSON)]
"""Language tag -> text."""
Codes = Annotated[list[str], mapped_column(JSON)]
Data = Annotated[dict[str, Any], mapped_column(JSON)]
"""A value as typed, in the canonical form of its kind."""
Listing = Annotated[list[Any], mapped_column(JSON)]
LongText = Annotated[str, mapped_column(Text)]
Amount = Annotated[Decimal, mapped_column(Scaled(4))]
"""Money in its original currency."""
Base6 = Annotated[Decimal, mapped_column(Scaled(6))]
"""A quantity in the base unit of its kind (kg, people, ha, a plain ratio) or degrees."""
Rate9 = Annotated[Decimal, mapped_column(Scaled(9))]
"""How many units of one currency one unit of another is worth."""
Sha256 = Annotated[str, mapped_column(String(64))]


class Identified:
    """A row with a permanent id."""

    id: Mapped[Uid] = mapped_column(primary_key=True, default=new_uid)


class Timestamps:
    """When the row was made and last changed."""

    created_at: Mapped[Moment] = mapped_column(default=now)
    updated_at: Mapped[Moment] = mapped_column(default=now, onupdate=now)


class OfParty:
    """A row inside one Party's walls: queries outside them do not see it (services.walls)."""

    party_id: Mapped[Uid] = mapped_column(ForeignKey("party.id"), index=True)
