"""Regions, sites, and the four worst practices (Annex C 1(b))."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from nap_tracker.models.base import (
    Base,
    Base6,
    Code,
    Codes,
    Data,
    Listing,
    PartialDate,
    Uid,
    Words,
)
from nap_tracker.models.entry import Row


class Region(Row, Base):
    """A part of the country as the plan divides it."""

    __tablename__ = "region"

    name: Mapped[Words | None]
    code: Mapped[Words | None]
    description: Mapped[Words | None]


class Site(Row, Base):
    """A mining or processing site; starts at the drafting team, because miners may be informal."""

    __tablename__ = "site"

    name: Mapped[Words | None]
    region_uid: Mapped[Uid | None]
    place: Mapped[Words | None]
    coordinates: Mapped[Data | None]
    coordinates_lat: Mapped[Base6 | None]
    coordinates_lon: Mapped[Base6 | None]
    deposit: Mapped[Code | None]
    practices: Mapped[Codes | None]
    miners: Mapped[Data | None]
    miners_women: Mapped[int | None]
    miners_men: Mapped[int | None]
    miners_girls: Mapped[int | None]
    miners_boys: Mapped[int | None]
    miners_unknown: Mapped[int | None]
    miners_empty: Mapped[Code | None]
    mercury: Mapped[Data | None]
    mercury_low: Mapped[Base6 | None]
    mercury_best: Mapped[Base6 | None]
    mercury_high: Mapped[Base6 | None]
    mercury_empty: Mapped[Code | None]
    indigenous: Mapped[bool | None]
    evidence: Mapped[Listing | None]
    notes: Mapped[Words | None]


class Practice(Row, Base):
    """One of the practices (i) to (iv) in this country: present, not practised, or not known."""

    __tablename__ = "practice"

    practice: Mapped[Code | None]
    presence: Mapped[Code | None]
    reason: Mapped[Words | None]
    share: Mapped[Data | None]
    share_low: Mapped[Base6 | None]
    share_best: Mapped[Base6 | None]
    share_high: Mapped[Base6 | None]
    share_empty: Mapped[Code | None]
    legal_status: Mapped[Code | None]
    elimination: Mapped[PartialDate | None]
    alternative: Mapped[Words | None]
    enforcement_body_uid: Mapped[Uid | None]
    enforcement: Mapped[Words | None]
    find_out_uid: Mapped[Uid | None]
    evidence: Mapped[Listing | None]
