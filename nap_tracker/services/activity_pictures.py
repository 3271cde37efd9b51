"""Pictures of the activities: the work plan in time, and items of Annex C by status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from nap_tracker import i18n
from nap_tracker.annex_c.definitions import Schema
from nap_tracker.charts import heat, timeline
from nap_tracker.charts.frame import Fill
from nap_tracker.i18n import chosen, gettext, ngettext
from nap_tracker.services.activities import Followed, Following
from nap_tracker.services.activity_words import title_of
from nap_tracker.workflow.progress import FEELINGS, STATUS_NAMES, Status

SHORT = 60


def work_plan(
    following: Following,
    lines: Sequence[Followed],
    today: date,
    urls: Mapping[str, str] = MappingProxyType({}),
) -> timeline.Timeline:
    """Some activities with today's line and their milestones; `urls` lead to each, by its uid."""
    language = following.tracked.language
    rows = [
        timeline.Line(
            label=_short(title_of(one, language)),
            start=one.activity.start,
            end=one.activity.end,
            fill=_fill(one.judgement.status),
            status=gettext(STATUS_NAMES[one.judgement.status]),
            milestones=tuple(
                timeline.Milestone(chosen(m.title, language), m.due, bool(m.reached_on))
                for m in one.milestones
            ),
            url=urls.get(one.activity.uid, ""),
        )
        for one in lines
    ]
    return timeline.timeline(
        _finding(lines),
        of=gettext("Activity"),
        rows=rows,
        states=[
            (Fill.GOOD, gettext("On time or done")),
            (Fill.BAD, gettext("Late or severely late")),
            (Fill.NEUTRAL, gettext("Cancelled or merged")),
            (Fill.UNKNOWN, gettext("Not known")),
        ],
        today=today,
        source=gettext("Plan in force, and what was reported"),
        as_of=i18n.day(today),
    )


def items_by_status(following: Following, schema: Schema, today: date) -> heat.Heat:
    """How many activities of each item are on time, late, or not known."""
    used = [s for s in Status if any(o.judgement.status is s for o in following.activities)]
    counted = Counter(
        (item, one.judgement.status) for one in following.activities for item in one.activity.items
    )
    named = {item for item, _ in counted}
    return heat.heat(
        _finding(following.activities),
        of=gettext("Item of Annex C"),
        columns=[heat.Column(gettext(STATUS_NAMES[s]), _fill(s)) for s in used],
        rows=[
            heat.Row(f"{i.citation} {i.title}", tuple(counted[i.key, s] for s in used))
            for i in schema.items
            if i.key in named
        ],
        source=gettext("Plan in force, and what was reported"),
        as_of=i18n.day(today),
        notes=[gettext("An activity that serves several items counts under each of them.")],
    )


def finding(counts: Counter[Fill]) -> str:
    """What a picture of activities shows: what nobody knows is neither late nor on time."""
    every = i18n.number(counts.total())
    if not counts[Fill.BAD] and not counts[Fill.UNKNOWN]:
        return ngettext(
            "%(good)s on time or done, of %(all)s activity",
            "%(good)s on time or done, of %(all)s activities",
            counts.total(),
            good=i18n.number(counts[Fill.GOOD]),
            all=every,
        )
    return ngettext(
        "%(late)s late and %(unknown)s not known, of %(all)s activity",
        "%(late)s late and %(unknown)s not known, of %(all)s activities",
        counts.total(),
        late=i18n.number(counts[Fill.BAD]),
        unknown=i18n.number(counts[Fill.UNKNOWN]),
        all=every,
    )


def _finding(lines: Sequence[Followed]) -> str:
    return finding(Counter(_fill(one.judgement.status) for one in lines))


def _fill(status: Status) -> Fill:
    return Fill(FEELINGS[status].value)


def _short(title: str) -> str:
    return title if len(title) <= SHORT else f"{title[:SHORT].rstrip()}…"
