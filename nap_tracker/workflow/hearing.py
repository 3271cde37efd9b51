"""Who may read a comment: one question, asked by every page, mail and file that shows any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nap_tracker.i18n import N_


class Visibility(StrEnum):
    """Circles of readers, the narrowest first. Whoever writes starts in it."""

    TEAM = "team"
    """Who drafts that section."""
    ROUND = "round"
    """Also who takes part in the same review round."""
    PLAN = "plan"
    """Also everybody else who reads the plan, on the same side of the government's door."""

    @property
    def openness(self) -> int:
        """0 is the narrowest circle."""
        return _ORDER.index(self)


_ORDER = tuple(Visibility)


class Side(StrEnum):
    """Of the government's door."""

    GOVERNMENT = "government"
    PARTNERSHIP = "partnership"


CIRCLES = {
    Visibility.TEAM: N_("The drafting team only"),
    Visibility.ROUND: N_("Everybody in this review round, after they have handed in"),
    Visibility.PLAN: N_("Everyone on the plan"),
}
"""Who reads a comment, for whoever chooses. Every round stays on its side of the door."""
BANDS = {
    Visibility.TEAM: N_("Drafting team"),
    Visibility.ROUND: N_("This review round"),
    Visibility.PLAN: N_("Everyone on the plan"),
}
"""The same in short, above the comment."""
WIDEST = {
    Side.GOVERNMENT: (
        N_(
            "The drafting team, everybody in this review round after they have handed in, and"
            " everybody else in the government who reads this plan"
        ),
        N_("Everybody in the government who reads this plan"),
    ),
    Side.PARTNERSHIP: (
        N_(
            "The drafting team, everybody in this review round after they have handed in, and"
            " every other reviewer from outside the government who reads this plan"
        ),
        N_("Drafting team, and all reviewers from outside who read this plan"),
    ),
}
"""Of the widest circle in a round: for whoever chooses, and in short."""


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """What of a comment decides who hears of it."""

    visibility: Visibility
    is_said: bool = True
    """False until its author has sent it, or handed in the review it belongs to."""
    round: str | None = None
    side: Side | None = None
    """Whose round it was said in; None outside of rounds."""


@dataclass(frozen=True, slots=True)
class ReaderFacts:
    """What of a reader decides it, for one comment at its place."""

    is_author: bool = False
    reads_the_place: bool = False
    """The words it is about are for them too: section, row and field."""
    drafts_there: bool = False
    handed_in: frozenset[str] = field(default_factory=frozenset)
    """Rounds in which they have sent their own review."""
    side: Side | None = None
    """None for somebody who reads nothing beside a round they were invited to."""


def hears(comment: CommentFacts, reader: ReaderFacts) -> bool:
    """Whether the comment is there at all for this reader: read, counted, found or sent."""
    if not reader.reads_the_place:
        return False
    if reader.is_author:
        return True
    if not comment.is_said:
        return False
    if reader.drafts_there:
        return True
    if comment.visibility is Visibility.TEAM:
        return False
    if comment.round is not None and comment.round in reader.handed_in:
        return True
    if comment.visibility is Visibility.ROUND or reader.side is None:
        return False
    return comment.side is None or comment.side is reader.side


def choices(round_: str | None) -> tuple[Visibility, ...]:
    """The circles a comment may be opened to; a round only where it was said in one."""
    return tuple(v for v in Visibility if round_ is not None or v is not Visibility.ROUND)


def is_wider(one: Visibility, other: Visibility) -> bool:
    """Whether more people read a comment in the one circle than in the other."""
    return one.openness > other.openness


def circles(side: Side | None) -> Mapping[Visibility, str]:
    """The circles to choose from, in words: in a round of this side, or outside of rounds."""
    if side is None:
        return {circle: words for circle, words in CIRCLES.items() if circle in choices(None)}
    return {**CIRCLES, Visibility.PLAN: WIDEST[side][0]}


def circles_within(widest: Visibility, side: Side | None) -> Mapping[Visibility, str]:
    """The same, none of them wider than one."""
    return {one: words for one, words in circles(side).items() if not is_wider(one, widest)}


def band(visibility: Visibility, side: Side | None) -> str:
    """Who reads a comment that was said in a round of this side, or outside of rounds."""
    if visibility is Visibility.PLAN and side is not None:
        return WIDEST[side][1]
    return BANDS[visibility]
