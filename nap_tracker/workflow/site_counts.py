"""Counts of sites by how a worst practice stands there, in which the unknown is never a zero.

There is no sum of these counts that leaves the unknown out: every share is of all sites, and what
nobody can vouch for is a part of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from nap_tracker.workflow.eliminating import OPEN, Standing

WORST_FIRST = (
    Standing.PRESENT,
    Standing.REDUCED,
    Standing.ELIMINATED,
    Standing.NOT_PRACTISED,
)
"""What somebody can vouch for, and how bad it is."""


@dataclass(frozen=True, slots=True)
class Place:
    """One practice at one site, in its region where that is known."""

    practice: str
    region: str | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Count:
    """How many sites stand how, of one practice."""

    sites: Mapping[Standing, int]

    @classmethod
    def of(cls, standings: Iterable[Standing]) -> Count:
        """Every standing has its number, also where it is none."""
        found = Counter(standings)
        return cls({standing: found[standing] for standing in Standing})

    @property
    def total(self) -> int:
        """All sites, whatever is known of them."""
        return sum(self.sites.values())

    @property
    def unknown(self) -> int:
        """Sites nobody can vouch for: never visited, not told by the visit, or visited long ago."""
        return sum(self.sites[standing] for standing in OPEN)

    @property
    def known(self) -> int:
        """Sites somebody can vouch for, good or bad."""
        return self.total - self.unknown

    @property
    def is_complete(self) -> bool:
        """Whether every site is known: before that no number here is the last word."""
        return self.total > 0 and self.unknown == 0

    @property
    def worst_known(self) -> Standing | None:
        """How it stands at the worst of the sites that somebody can vouch for; None for none."""
        return next((one for one in WORST_FIRST if self.sites[one]), None)

    def share(self, standing: Standing) -> Fraction | None:
        """Of all sites, the unknown among them; None where there is no site to speak of."""
        return Fraction(self.sites[standing], self.total) if self.total else None


def by_practice(places: Iterable[Place], practices: Iterable[str]) -> dict[str, Count]:
    """Practice -> its count over all regions."""
    found = list(places)
    return {one: Count.of(p.standing for p in found if p.practice == one) for one in practices}


def by_region(
    places: Iterable[Place], practices: Iterable[str]
) -> dict[str | None, dict[str, Count]]:
    """Region -> practice -> its count; None for sites whose region nobody gave."""
    regions: dict[str | None, list[Place]] = {}
    for place in places:
        regions.setdefault(place.region, []).append(place)
    names = tuple(practices)
    return {region: by_practice(found, names) for region, found in regions.items()}
