"""What guards may look at: frozen facts, gathered by services, known to no database."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DraftingFacts:
    """One version of a plan, as an act on it may ask."""

    blockers: int = 0
    warnings: int = 0
    """Of the check, without an answer."""
    sections: int = 0
    completed: int = 0
    """Sections that somebody said are completed."""
    is_under_review: bool = False
    """A review or the validation is open now."""
    held: frozenset[str] = frozenset()
    """Stages this version or one before it has been through, by their value."""
    unanswered: str = ""
    """The bodies asked in the stage the act is about that have not answered, as a list in words."""
    is_endorsed: bool = False


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """One three-yearly review of a plan."""

    has_figures: bool = False
    """At least one indicator was measured in the period under review."""
    unanswered: int = 0
    """Questions of the review pack that nobody has answered."""
    was_consulted: bool = False
    """Indigenous Peoples, local communities and stakeholders were heard on this review."""


@dataclass(frozen=True, slots=True)
class ResolutionFacts:
    """One comment, as whoever asks stands to it."""

    is_own: bool = False
    has_response: bool = False
