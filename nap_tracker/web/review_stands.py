"""What is recorded beside a review, by item of Annex C: each thing told once, as a card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nap_tracker.annex_c.definitions import Item
from nap_tracker.clock import day_of, today
from nap_tracker.content.stand import Reading, Stand
from nap_tracker.i18n import day, gettext, number
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.progress_review import ProgressReview
from nap_tracker.services.review_data import LATER, Kept
from nap_tracker.web.review_lines import review_url
from nap_tracker.workflow.review import Review
from nap_tracker.workflow.spans import Span

UNFOLDED: Mapping[str, tuple[str, ...]] = {
    "treaty": ("due", "done"),
    "plan": ("period",),
    "activity": ("phase", "status", LATER),
    "indicator": ("last", "as_of", "standing", LATER),
    "money": ("secured", "gap", LATER),
    "source": ("secured", "spent"),
    "practice": ("present", "not_known", LATER),
}
"""Kind -> the readings one sees before one opens the others."""


@dataclass(frozen=True, slots=True)
class Card:
    """One thing, with the little one has to know of it and the rest."""

    anchor: str
    title: str
    first: Sequence[Reading]
    rest: Sequence[Reading]
    is_ready: bool
    is_taken: bool
    """It is kept, though nobody marked it."""
    url: str
    """Where marking it is taken back, or done; "" where neither can be."""


@dataclass(frozen=True, slots=True)
class Section:
    """What is recorded for one item of Annex C, or for none."""

    anchor: str
    title: str
    citation: str
    cards: Sequence[Card]
    elsewhere: Sequence[Card]
    """What also serves an item further up, and has its card there."""

    @property
    def counts(self) -> str:
        """How many of its things were looked at."""
        found = (*self.cards, *self.elsewhere)
        ready = sum(one.is_ready for one in found)
        return gettext(
            "%(number)s of %(total)s marked as ready",
            number=number(ready),
            total=number(len(found)),
        )


def anchor_of(kind: str, uid: str) -> str:
    """Where a thing stands on the page."""
    return f"{kind}-{uid}"


def as_of(version: PlanVersion, review: ProgressReview, kept: Sequence[Kept]) -> str:
    """Of which day all that is, and whether it is read anew: by when it was read, as it is kept.

    A period is over once its last day is.
    """
    zone, end = version.plan.party.time_zone, Span.of(review.ends_on).last
    now = today(zone)
    taken = [day_of(one.taken_at, zone) if one.taken_at else now for one in kept]
    days = sorted({min(one, end) for one in taken})
    ends_on = day(end.isoformat())
    if review.state == Review.COLLECTING and now <= end:
        return gettext(
            "As it stands today. The period ends on %(date)s; until then it is read anew every day,"
            " except what is marked as ready: that stays as it was when it was marked.",
            date=ends_on,
        )
    if not taken:
        return gettext("The period under review ends on %(date)s.", date=ends_on)
    if min(taken) > end:
        return gettext(
            "As it stood at the end of the period, %(date)s. What was reported after that day is"
            " told apart.",
            date=ends_on,
        )
    if review.state == Review.COLLECTING:
        return gettext(
            "As it stood at the end of the period, %(date)s, except what was marked as ready before"
            " it was over: that stays as it was when it was marked. What was reported after the"
            " period is told apart.",
            date=ends_on,
        )
    if len(days) > 1:
        return gettext(
            "As it stood on the day each thing was marked as ready, or data and answers were"
            " gathered: from %(first)s to %(last)s. Nothing is read anew since. The period ends on"
            " %(date)s.",
            first=day(days[0].isoformat()),
            last=day(days[-1].isoformat()),
            date=ends_on,
        )
    return gettext(
        "As it stood on %(day)s, when it was kept for this review. Nothing is read anew since. The"
        " period ends on %(date)s.",
        day=day(days[0].isoformat()),
        date=ends_on,
    )


def sections(
    review: ProgressReview, items: Iterable[Item], kept: Sequence[Kept], *, marks: bool
) -> list[Section]:
    """Items of which anything is recorded, in their order; last what belongs to none."""
    cards = {id(one): _card(review, one, marks=marks) for one in kept}
    told: set[int] = set()
    found = []
    for item in items:
        mine = [one for one in kept if item.key in one.stand.items]
        found.append(_section(_anchor(item), item.title, item.citation, mine, cards, told))
    rest = [one for one in kept if id(one) not in told]
    words = gettext("What belongs to no single item of Annex C")
    found.append(_section("item-none", words, "", rest, cards, told))
    return [one for one in found if one.cards or one.elsewhere]


def without_data(items: Iterable[Item], found: Sequence[Section]) -> list[Item]:
    """The items of which nothing is recorded: said, but not one heading for each."""
    there = {one.anchor for one in found}
    return [one for one in items if _anchor(one) not in there]


def _anchor(item: Item) -> str:
    return f"item-{item.key}"


def _section(
    anchor: str,
    title: str,
    citation: str,
    mine: Sequence[Kept],
    cards: Mapping[int, Card],
    told: set[int],
) -> Section:
    here = [cards[id(one)] for one in mine if id(one) not in told]
    elsewhere = [cards[id(one)] for one in mine if id(one) in told]
    told.update(map(id, mine))
    return Section(anchor, title, citation, here, elsewhere)


def _card(review: ProgressReview, one: Kept, *, marks: bool) -> Card:
    stand = one.stand
    first = _unfolded(stand)
    return Card(
        anchor=anchor_of(stand.kind, stand.uid),
        title=f"{stand.number} {stand.title}".strip(),
        first=first,
        rest=[reading for reading in stand.readings if reading not in first],
        is_ready=one.is_ready,
        is_taken=one.is_kept and not one.is_ready,
        url=_url(review, one) if marks else "",
    )


def _unfolded(stand: Stand) -> list[Reading]:
    keys = UNFOLDED[stand.kind]
    return [one for one in stand.readings if one.key in keys] or list(stand.readings[:1])


def _url(review: ProgressReview, one: Kept) -> str:
    name = "take_back" if one.is_ready else "mark_ready"
    return review_url(name, review, kind=one.stand.kind, uid=one.stand.uid)
