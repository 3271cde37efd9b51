"""What is due: one thing with a date that somebody must act on, as any part of the program says it.

Services that know of such things each give a source (`assignments.due`); `agenda` gathers them.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cache

from nap_tracker import i18n
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import Words
from nap_tracker.models.account import Party
from nap_tracker.roles import Role


class Nearby(Enum):
    """People who are found by what is due itself."""

    OF_THE_SECTION = "section"
    """Whoever was given the section to draft."""
    OF_THE_INSTITUTION = "institution"
    """Whoever reports for the institution of the plan."""


Rung = Role | Nearby | tuple[str, ...]
"""Whoever holds a role in the Party, whoever is near to the thing, or accounts by their id."""
LEADERS: tuple[Rung, ...] = (Role.COORDINATOR, Role.FOCAL_POINT)
"""Who is asked when the responsible person is there no more: so nothing due is lost."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due. It is gone when it is done: nothing here is ever ticked off."""

    key: str
    """Stable as long as it is the same thing, also when its date or its person changes."""
    kind: str
    """A noun: `section`, `review`, `role`."""
    on: str
    """A date in the Party's zone, perhaps partial: due until its end."""
    party_id: str
    words: str
    """What to do, marked with N_."""
    path: str
    """The page where it is done (`links.path`)."""
    params: Mapping[str, str | Words] = field(default_factory=dict)
    """What the words name; {language: text} is chosen in the reader's language."""
    who: tuple[Rung, ...] = LEADERS
    """In order of falling back: the first rung on which somebody stands is told."""
    plan_id: str | None = None
    plan: Words = field(default_factory=dict)
    """The plan's title."""
    section: str | None = None
    institution: str | None = None
    """Of the plan, by its uid."""
    since: date | None = None
    """The day in the Party's zone it became known; nothing is told as if before it."""
    audience: Audience = Audience.DRAFTING_TEAM
    """Whose readers may know of it: named accounts outside that audience are passed over."""
    but: frozenset[str] = frozenset()
    """Accounts that cannot do it themselves: passed over as long as others can."""
    is_nudge: bool = False
    """Something quiet: `on` is the day to ask first, and no date of the treaty or of a person."""

    @property
    def id(self) -> str:
        """For predicates that ask a subject of which plan or Party it is."""
        return self.key

    @property
    def last_day(self) -> date:
        """The day whose end is the date: the last one of a month or year."""
        return last_day(self.on)

    def sentence(self) -> str:
        """What to do, in the language in force."""
        return i18n.sentence(self.words, self.params)


Source = Callable[[Mapping[str, Party]], Iterable[Due]]
"""Everything due in these Parties (by id), in a number of queries that never depends on theirs."""


def last_day(on: str) -> date:
    """The last day of a partial date."""
    year, month, day = ([int(part) for part in on.split("-")] + [0, 0])[:3]
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


@cache
def section_titles(edition: int, section: str) -> Words:
    """A section's title in every language of the interface."""
    return {tag: treaty(edition, tag).section(section).title for tag in i18n.languages()}
