"""Which activity took up which, as far as a reader may know the other one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from nap_tracker.content.tracked import Tracked
from nap_tracker.content.tree import Words
from nap_tracker.i18n import N_, chosen, gettext
from nap_tracker.services.activity_names import GONE, named

UNSEEN = N_("An activity that you may not see")
UNSEEN_NUMBER = N_("Activity %(number)s, of which you may see no more")


@dataclass(frozen=True, slots=True)
class Other:
    """The other end of a link."""

    uid: str
    number: Words = field(default_factory=dict)
    statement: Words = field(default_factory=dict)
    is_seen: bool = False
    """Its page opens to the reader; else at most its number is known here."""
    is_in_force: bool = True

    def called(self, language: str) -> str:
        """Number and words, in the language of the plan."""
        if self.is_seen:
            return named(self.number, self.statement, language)
        if not self.is_in_force:
            return gettext(GONE)
        number = chosen(self.number, language)
        return gettext(UNSEEN_NUMBER, number=number) if number else gettext(UNSEEN)


NO_LINKS: tuple[Other | None, tuple[Other, ...]] = (None, ())


@dataclass(frozen=True, slots=True)
class Links:
    """Of all activities of a plan."""

    into: Mapping[str, str]
    """An activity that was merged -> the one that took it up."""
    seen: Tracked
    """What the reader sees."""
    numbered: Tracked
    """Of what the reader may know the number, seen or not."""
    whole: Tracked
    """Of every reader."""

    def of(self, uid: str) -> tuple[Other | None, tuple[Other, ...]]:
        """The activity that took this one up, and those that this one took up."""
        if not self.into:
            return NO_LINKS
        target = self.into.get(uid)
        return self._other(target) if target else None, tuple(self._taken(uid))

    def _taken(self, uid: str) -> Iterator[Other]:
        return (self._other(one) for one, into in self.into.items() if into == uid)

    def _other(self, uid: str) -> Other:
        if one := self.seen.activity(uid):
            return Other(uid, one.number, one.statement, is_seen=True)
        if one := self.numbered.activity(uid):
            return Other(uid, one.number)
        return Other(uid, is_in_force=self.whole.activity(uid) is not None)
