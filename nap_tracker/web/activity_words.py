"""What the pages of activities show: readings in words, filters, counts, groups of milestones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.content.tracked import Tracked, TrackedInstitution
from nap_tracker.i18n import chosen as in_words
from nap_tracker.i18n import gettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import activity_merges
from nap_tracker.services.activities import Followed, Following, Milestone
from nap_tracker.services.activity_filter import SHOWS, ActivityFilter
from nap_tracker.services.activity_words import because, called, lead_of, name_of, title_of
from nap_tracker.workflow.implementation import IMPLEMENTATION, Phase, reachable
from nap_tracker.workflow.progress import (
    FEELINGS,
    FRESHNESS_NAMES,
    STATUS_NAMES,
    Feeling,
    Status,
)
from nap_tracker.workflow.spans import Span

PAGE = 25
TONES: Mapping[Feeling, str] = {
    Feeling.GOOD: "plain",
    Feeling.BAD: "problem",
    Feeling.NEUTRAL: "plain",
    Feeling.UNKNOWN: "unknown",
}
"""Feeling -> the look of its tag."""


@dataclass(frozen=True, slots=True)
class One:
    """An activity within what is tracked of its plan."""

    tracked: Tracked
    followed: Followed


@dataclass(frozen=True, slots=True)
class Chosen(ActivityFilter):
    """What the address asks of the list."""

    page: int = 1

    @classmethod
    def of(cls, sent: Mapping[str, Any]) -> Chosen:
        """What is not known counts as not asked."""
        page = str(sent.get("page", "1"))
        return cls(
            str(sent.get("show", "")),
            str(sent.get("whose", "")),
            str(sent.get("item", "")),
            int(page) if page.isdecimal() and 0 < len(page) < 6 else 1,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One activity in the list."""

    name: str
    url: str
    lead: str
    phase: str
    status: str
    tone: str
    because: str
    into: str
    """The activity that took it up, "" where none did."""
    freshness: str
    heard_on: str
    met: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list."""

    lines: Sequence[Line]
    shown: Sequence[Followed]
    """The same as they are followed, for the pictures."""
    total: int
    """Of the whole plan."""
    found: int
    counts: Sequence[tuple[str, str, int]]
    """(status, tone, how many), what is not known last."""
    shows: Sequence[tuple[str, str, bool]]
    whose: Sequence[tuple[str, str, bool]]
    items: Sequence[tuple[str, str, bool]]
    """(value, words, is chosen) of the filters."""
    asked: Mapping[str, str]
    """What the filters ask for, as a form sends it on."""
    previous_url: str
    next_url: str

    @property
    def urls(self) -> Mapping[str, str]:
        """Where each activity of the lines leads, by its uid."""
        pairs = zip(self.shown, self.lines, strict=True)
        return {one.activity.uid: line.url for one, line in pairs}


def page(version: PlanVersion, following: Following, chosen: Chosen, schema: Schema) -> Page:
    """The lines of a page, what was counted and what can be chosen."""
    tracked = following.tracked
    kept = [one for one in following.activities if chosen.keeps(one)]
    begin = (chosen.page - 1) * PAGE
    return Page(
        lines=[_line(version, tracked, one) for one in kept[begin : begin + PAGE]],
        shown=kept[begin : begin + PAGE],
        total=len(following.activities),
        found=len(kept),
        counts=_counts(following.activities),
        shows=_options(chosen.show, _shows()),
        whose=_options(
            chosen.whose,
            [
                ("", gettext("All institutions")),
                *((i.uid, name_of(i, tracked)) for i in tracked.at_work),
            ],
        ),
        items=_options(
            chosen.item,
            [
                ("", gettext("All items")),
                *(
                    (i.key, f"{i.citation} {i.title}")
                    for i in schema.items
                    if i.key in tracked.served
                ),
            ],
        ),
        asked={"show": chosen.show, "whose": chosen.whose, "item": chosen.item},
        previous_url=_url(version, chosen, chosen.page - 1) if chosen.page > 1 else "",
        next_url=_url(version, chosen, chosen.page + 1) if begin + PAGE < len(kept) else "",
    )


def about(tracked: Tracked, one: Followed, schema: Schema) -> Mapping[str, Any]:
    """The readings of one activity and its facts, in words."""
    activity = one.activity
    titles = {item.key: f"{item.citation} {item.title}" for item in schema.items}
    bodies_ = bodies(tracked)
    return {
        "name": title_of(one, tracked.language),
        "number": in_words(activity.number, tracked.language),
        "statement": in_words(activity.statement, tracked.language),
        "output": in_words(activity.output, tracked.language),
        "lead": lead_of(one, tracked),
        "supporting": [name_of(bodies_[u], tracked) for u in activity.supporting if u in bodies_],
        "items": [titles.get(key, key) for key in activity.items],
        "phase": gettext(IMPLEMENTATION.names[one.phase]),
        "status": gettext(STATUS_NAMES[one.judgement.status]),
        "tone": TONES[FEELINGS[one.judgement.status]],
        "because": because(one, one.judgement, tracked.language),
        "worked_out": gettext(STATUS_NAMES[one.worked_out.status]),
        "worked_out_because": because(one, one.worked_out, tracked.language),
        "freshness": gettext(FRESHNESS_NAMES[one.freshness]),
        "start": Span.of(activity.start).words if activity.start else "",
        "end": Span.of(activity.end).words if activity.end else "",
    }


def groups(version: PlanVersion, one: Followed) -> list[tuple[str, list[Milestone]]]:
    """Milestones that are overdue, to come and reached; a group without any is not there."""
    overdue = [m for m in one.milestones if m.is_overdue]
    coming = [m for m in one.milestones if not m.is_overdue and not m.reached_on]
    done = [m for m in one.milestones if m.reached_on]
    coming.sort(key=lambda m: m.due or "9999")
    overdue.sort(key=lambda m: m.due or "")
    found = (
        (gettext("Overdue"), overdue),
        (gettext("Coming"), coming),
        (gettext("Reached"), done),
    )
    return [group for group in found if group[1]]


def bodies(tracked: Tracked) -> dict[str, TrackedInstitution]:
    return {one.uid: one for one in tracked.institutions}


def institutions(tracked: Tracked, one: Followed) -> list[tuple[str, str]]:
    """(uid, name) of those that lead or support it."""
    mine = one.activity.institutions
    return [(i.uid, name_of(i, tracked)) for i in tracked.institutions if i.uid in mine]


def phases(one: Followed, *, merges: bool) -> list[tuple[str, str]]:
    """(phase, words) that can be said now; merged only where there is something to name."""
    said = (p for p in reachable(one.phase) if merges or p is one.phase or p is not Phase.MERGED)
    return [(phase.value, gettext(IMPLEMENTATION.names[phase])) for phase in said]


def targets(following: Following, one: Followed) -> list[tuple[str, str]]:
    """(uid, name) of what may have taken it up."""
    language = following.tracked.language
    return [(a.uid, called(a, language)) for a in activity_merges.offered(following, one)]


def _line(version: PlanVersion, tracked: Tracked, one: Followed) -> Line:
    return Line(
        name=title_of(one, tracked.language),
        url=url_for("activities.show", plan_id=version.plan_id, activity_uid=one.activity.uid),
        lead=lead_of(one, tracked),
        phase=gettext(IMPLEMENTATION.names[one.phase]),
        status=gettext(STATUS_NAMES[one.judgement.status]),
        tone=TONES[FEELINGS[one.judgement.status]],
        because=because(one, one.judgement, tracked.language),
        into=one.into.called(tracked.language) if one.into else "",
        freshness=gettext(FRESHNESS_NAMES[one.freshness]),
        heard_on=one.heard_on.isoformat() if one.heard_on else "",
        met=one.monitoring.met,
    )


def _counts(found: Sequence[Followed]) -> list[tuple[str, str, int]]:
    counted = Counter(one.judgement.status for one in found)
    return [
        (gettext(STATUS_NAMES[each]), TONES[FEELINGS[each]], counted[each])
        for each in Status
        if counted[each]
    ]


def _options(value: str, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    return [(key, said, key == value) for key, said in pairs]


def _shows() -> list[tuple[str, str]]:
    return [
        ("", gettext("All activities")),
        *((key, gettext(words)) for key, words in SHOWS.items()),
    ]


def _url(version: PlanVersion, chosen: Chosen, number: int) -> str:
    asked = {"show": chosen.show, "whose": chosen.whose, "item": chosen.item, "page": str(number)}
    kept: dict[str, Any] = {key: value for key, value in asked.items() if value}
    return url_for("activities.index", plan_id=version.plan_id, **kept)
