"""What guards may look at: frozen facts, gathered by services, known to no database."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """One activity of a plan in force."""

    is_funded: bool = False
    """Somebody recorded a source that is confirmed."""
    has_evidence: bool = False
    """A file or link shows what was done."""


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """One three-yearly review of a plan."""

    has_figures: bool = False
    """At least one indicator was measured in the period under review."""
    was_consulted: bool = False
    """Indigenous Peoples, local communities and stakeholders were heard on this review."""
