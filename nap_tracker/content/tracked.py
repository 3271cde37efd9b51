"""What of a frozen plan is carried out and measured: the rows that tracking hangs on, by uid.

Tracking never points at a frozen row itself: the same uid goes on in the next version of the plan.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from nap_tracker.content.tree import EntryContent, PlanContent, Words

NOTHING: Words = {}


@dataclass(frozen=True, slots=True)
class TrackedMilestone:
    """A point of an activity that somebody can verify."""

    uid: str
    title: Words
    due: str | None


@dataclass(frozen=True, slots=True)
class TrackedActivity:
    """One activity of the plan in force, or one noted from the text of a registered plan."""

    uid: str
    number: Words = field(default_factory=dict)
    """As printed in the plan; often in its binding language alone."""
    statement: Words = field(default_factory=dict)
    items: tuple[str, ...] = ()
    strategy_uid: str | None = None
    lead_uid: str | None = None
    supporting: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    output: Words = field(default_factory=dict)
    milestones: tuple[TrackedMilestone, ...] = ()
    lines: tuple[str, ...] = ()
    """Uids of its budget lines."""
    is_own: bool = False
    """It has no row in the frozen text: somebody noted it from the registered file."""
    lead_words: str = ""
    """Who leads it, where the text names an institution that has no row."""

    @property
    def institutions(self) -> frozenset[str]:
        """Those that answer for it or support it."""
        return frozenset({self.lead_uid, *self.supporting} - {None})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class TrackedIndicator:
    """One indicator of the plan in force. Values are in the canonical form of a quantity."""

    uid: str
    number: Words = field(default_factory=dict)
    title: Words = field(default_factory=dict)
    unit: Words = field(default_factory=dict)
    items: tuple[str, ...] = ()
    objective_uid: str | None = None
    baseline: Mapping[str, Any] | None = None
    target: Mapping[str, Any] | None = None
    target_year: str | None = None
    disaggregation: tuple[str, ...] = ()
    method: Words = field(default_factory=dict)
    frequency: str | None = None
    source: Words = field(default_factory=dict)
    responsible_uid: str | None = None
    is_own: bool = False

    @property
    def institutions(self) -> frozenset[str]:
        """Who measures it."""
        return frozenset({self.responsible_uid} - {None})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class TrackedLine:
    """What a part of an activity costs. The cost is in the canonical form of money, or absent."""

    uid: str
    activity_uid: str | None = None
    description: Words = field(default_factory=dict)
    cost: Mapping[str, Any] | None = None
    year: str | None = None
    funding_status: str | None = None
    source_type: str | None = None
    source: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrackedInstitution:
    """A body that leads, supports or measures."""

    uid: str
    name: Words
    acronym: Words


@dataclass(frozen=True, slots=True)
class TrackedStrategy:
    """What activities are grouped by."""

    uid: str
    number: Words
    heading: Words
    objectives: tuple[str, ...] = ()
    """Uids of those it serves."""


@dataclass(frozen=True, slots=True)
class TrackedRegion:
    """A part of the country."""

    uid: str
    name: Words


@dataclass(frozen=True, slots=True)
class TrackedSite:
    """A mining area. Its exact place stays in the plan: tracking never repeats it."""

    uid: str
    name: Words
    region_uid: str | None
    practices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrackedPractice:
    """One of the worst practices of Annex C 1(b), as the plan found it in the country."""

    uid: str
    practice: str | None
    presence: str | None


@dataclass(frozen=True)
class Tracked:
    """Everything of one plan in force that is tracked, in the order of the plan."""

    uid: str
    """Of the plan."""
    language: str
    version: int
    title: Words
    activities: tuple[TrackedActivity, ...] = ()
    indicators: tuple[TrackedIndicator, ...] = ()
    lines: tuple[TrackedLine, ...] = ()
    institutions: tuple[TrackedInstitution, ...] = ()
    strategies: tuple[TrackedStrategy, ...] = ()
    regions: tuple[TrackedRegion, ...] = ()
    sites: tuple[TrackedSite, ...] = ()
    practices: tuple[TrackedPractice, ...] = ()

    @cached_property
    def _named(self) -> Mapping[tuple[str, str], Any]:
        registers = ("activities", "indicators", "lines", "institutions", "strategies")
        places = ("regions", "sites", "practices")
        return {(n, one.uid): one for n in (*registers, *places) for one in getattr(self, n)}

    @cached_property
    def at_work(self) -> tuple[TrackedInstitution, ...]:
        """Those that lead or support an activity."""
        named = frozenset().union(*(one.institutions for one in self.activities))
        return tuple(one for one in self.institutions if one.uid in named)

    @cached_property
    def served(self) -> frozenset[str]:
        """Items of Annex C that an activity serves."""
        return frozenset(item for one in self.activities for item in one.items)

    def activity(self, uid: str) -> TrackedActivity | None:
        """None where the plan in force has none of this uid."""
        return self._named.get(("activities", uid))

    def indicator(self, uid: str) -> TrackedIndicator | None:
        return self._named.get(("indicators", uid))

    def line(self, uid: str) -> TrackedLine | None:
        return self._named.get(("lines", uid))

    def institution(self, uid: str | None) -> TrackedInstitution | None:
        return self._named.get(("institutions", uid or ""))

    def strategy(self, uid: str | None) -> TrackedStrategy | None:
        return self._named.get(("strategies", uid or ""))

    def region(self, uid: str | None) -> TrackedRegion | None:
        return self._named.get(("regions", uid or ""))

    def site(self, uid: str | None) -> TrackedSite | None:
        return self._named.get(("sites", uid or ""))

    def with_own(
        self, activities: Iterable[TrackedActivity], indicators: Iterable[TrackedIndicator]
    ) -> Tracked:
        """The same with those that were noted beside the text, after its own."""
        more, measured = tuple(activities), tuple(indicators)
        if not more and not measured:
            return self
        return replace(
            self,
            activities=(*self.activities, *more),
            indicators=(*self.indicators, *measured),
        )

    def of_institutions(self, uids: Collection[str]) -> Tracked:
        """What these institutions lead, support or measure, and nothing of the others' work."""
        mine = frozenset(uids)
        activities = tuple(one for one in self.activities if one.institutions & mine)
        kept = {uid for one in activities for uid in one.lines}
        return replace(
            self,
            activities=activities,
            indicators=tuple(one for one in self.indicators if one.institutions & mine),
            lines=tuple(line for line in self.lines if line.uid in kept),
            sites=(),
            practices=(),
        )


def tracked(content: PlanContent) -> Tracked:
    """Of a version's content, filtered for its reader."""
    lines = tuple(_line(row) for row in content.rows("budget_line"))
    beneath = _Beneath(content, lines)
    return Tracked(
        uid=content.uid,
        language=content.language,
        version=content.version,
        title=content.title,
        activities=tuple(map(beneath.activity, content.rows("activity"))),
        indicators=tuple(map(_indicator, content.rows("indicator"))),
        lines=lines,
        institutions=tuple(map(_institution, content.rows("institution"))),
        strategies=tuple(map(_strategy, content.rows("strategy"))),
        regions=tuple(map(_region, content.rows("region"))),
        sites=tuple(map(_site, content.rows("site"))),
        practices=tuple(map(_practice, content.rows("practice"))),
    )


class _Beneath:
    """Milestones and budget lines by their activity."""

    def __init__(self, content: PlanContent, lines: tuple[TrackedLine, ...]) -> None:
        self._milestones: dict[str, list[TrackedMilestone]] = {}
        self._lines: dict[str, list[str]] = {}
        for row in content.rows("milestone"):
            said = row.answers
            one = TrackedMilestone(row.uid, said.get("title", NOTHING), said.get("due"))
            self._milestones.setdefault(said.get("activity", ""), []).append(one)
        for line in lines:
            self._lines.setdefault(line.activity_uid or "", []).append(line.uid)

    def activity(self, row: EntryContent) -> TrackedActivity:
        said = row.answers
        return TrackedActivity(
            uid=row.uid,
            number=said.get("number", NOTHING),
            statement=said.get("statement", NOTHING),
            items=tuple(said.get("items", ())),
            strategy_uid=said.get("strategy"),
            lead_uid=said.get("lead"),
            supporting=tuple(said.get("supporting", ())),
            start=said.get("start"),
            end=said.get("end"),
            output=said.get("output", NOTHING),
            milestones=tuple(self._milestones.get(row.uid, ())),
            lines=tuple(self._lines.get(row.uid, ())),
        )


def _indicator(row: EntryContent) -> TrackedIndicator:
    said = row.answers
    return TrackedIndicator(
        uid=row.uid,
        number=said.get("number", NOTHING),
        title=said.get("title", NOTHING),
        unit=said.get("unit", NOTHING),
        items=tuple(said.get("items", ())),
        objective_uid=said.get("objective"),
        baseline=said.get("baseline_value"),
        target=said.get("target_value"),
        target_year=said.get("target_year"),
        disaggregation=tuple(said.get("disaggregation", ())),
        method=said.get("method", NOTHING),
        frequency=said.get("frequency"),
        source=said.get("source", NOTHING),
        responsible_uid=said.get("responsible"),
    )


def _line(row: EntryContent) -> TrackedLine:
    said = row.answers
    return TrackedLine(
        uid=row.uid,
        activity_uid=said.get("activity"),
        description=said.get("description", NOTHING),
        cost=said.get("cost"),
        year=said.get("year"),
        funding_status=said.get("funding_status"),
        source_type=said.get("source_type"),
        source=said.get("source", NOTHING),
    )


def _institution(row: EntryContent) -> TrackedInstitution:
    said = row.answers
    return TrackedInstitution(row.uid, said.get("name", NOTHING), said.get("acronym", NOTHING))


def _strategy(row: EntryContent) -> TrackedStrategy:
    said = row.answers
    number, heading = said.get("number", NOTHING), said.get("heading", NOTHING)
    return TrackedStrategy(row.uid, number, heading, tuple(said.get("objectives", ())))


def _region(row: EntryContent) -> TrackedRegion:
    return TrackedRegion(row.uid, row.answers.get("name", NOTHING))


def _site(row: EntryContent) -> TrackedSite:
    said = row.answers
    name, region = said.get("name", NOTHING), said.get("region")
    return TrackedSite(row.uid, name, region, tuple(said.get("practices", ())))


def _practice(row: EntryContent) -> TrackedPractice:
    return TrackedPractice(row.uid, row.answers.get("practice"), row.answers.get("presence"))
