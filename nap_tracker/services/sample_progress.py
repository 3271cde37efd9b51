"""How the made-up plan in force is carried out, told by its made-up people.

Everything is told in the order in which it happened and at the time it did, so that the plan reads
on a past day as it would have then, and its review finds what was recorded. What has to look recent
is told by how many days ago it was, so that a demonstration of any year shows what is fresh, what
is late and what nobody knows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from nap_tracker.clock import now, standing_at
from nap_tracker.content.tracked import Tracked
from nap_tracker.extensions import db
from nap_tracker.models.account import Party, User
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.roles import Actor
from nap_tracker.services import (
    accounts,
    activities,
    activity_reports,
    endorsements,
    exchange_rates,
    funding,
    indicators,
    milestones,
    observations,
    plans,
    region_maps,
    sealing,
    site_visits,
    submissions,
    tracking,
)
from nap_tracker.services.activities import Followed
from nap_tracker.services.activity_reports import Report
from nap_tracker.services.indicator_figures import Figures
from nap_tracker.services.observations import Typed
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.spans import Span

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
FOLDER, OUTLINES = SAMPLES / "progress", SAMPLES / "outlines"
ACTS = {"draft": (), "waiting": ("send",), "approved": ("send", "approve")}
"""How far a value came -> the acts that brought it there."""

HEARD = timedelta(days=14)
"""After the last day of what happened, it is written down."""

Told = Mapping[str, Any]
Doing = tuple[datetime, Callable[[], None]]
"""When somebody does it, and what."""


def load() -> None:
    """Bring each of the plans into force and tell how it goes; the accounts are there already."""
    for path in sorted(FOLDER.glob("*.json")):
        _Carried(json.loads(path.read_text("utf-8"))).tell()


@dataclass(frozen=True)
class _Carried:
    """One plan with what is told of it."""

    told: Told

    def tell(self) -> None:
        self._bring_into_force()
        for moment, do in sorted(self._doings(), key=lambda doing: doing[0]):
            with standing_at(moment):
                do()
        self._draw()

    def _doings(self) -> Iterator[Doing]:
        for one in self.told["reached"]:
            yield _after(one["on"]), partial(self._reach, one)
        for one in self.told["reports"]:
            yield _ago(one["days"]), partial(self._report, one)
        for one in self.told["indicators"]:
            for value in one["values"]:
                yield _after(value["as_of"]), partial(self._measure, one, value)
        for one in self.told["rates"]:
            yield _after(one["stated_on"]), partial(self._rate, one)
        for one in self.told["money"]:
            yield _after(one["on"]), partial(self._pay, one)
        for one in self.told["visits"]:
            yield _ago(one["days"]), partial(self._visit, one)

    @cached_property
    def leader(self) -> Actor:
        return _person(self.told["leader"])

    @cached_property
    def plan(self) -> Plan:
        query = select(Plan).join(Party, Party.id == Plan.party_id)
        return db.session.scalars(query.where(Party.code == self.told["party"])).one()

    @cached_property
    def version(self) -> PlanVersion:
        """The one in force."""
        return tracking.in_force(self.leader, self.plan.id)

    @cached_property
    def tracked(self) -> Tracked:
        return tracking.whole(self.version)

    @cached_property
    def _uids(self) -> Mapping[str, str]:
        """What the file calls things by: numbers of activities and indicators, names of sites."""
        language = self.tracked.language
        tracked = self.tracked
        return {
            **{one.number[language]: one.uid for one in tracked.activities},
            **{one.number[language]: one.uid for one in tracked.indicators},
            **{one.name[language]: one.uid for one in tracked.sites},
        }

    def _bring_into_force(self) -> None:
        version = plans.newest(self.leader, self.plan.id)
        head = _person(self.told["approver"])
        endorsed, submitted = self.told["endorsed"], self.told["submitted"]
        with standing_at(_at(endorsed["endorsed_on"])):
            sealing.freeze(head, version)
            endorsements.record(head, version, details=endorsed)
        with standing_at(_at(submitted["received_on"])):
            submissions.record(head, version, details=submitted)

    def _followed(self, number: str) -> Followed:
        return activities.get(self.leader, self.version, self._uids[number])[1]

    def _report(self, one: Told) -> None:
        said = Report(phase=Phase(one["phase"]), text=one["text"])
        followed = self._followed(one["activity"])
        activity_reports.report(_person(one["by"]), self.version, followed, said)

    def _reach(self, one: Told) -> None:
        followed = self._followed(one["activity"])
        language = self.tracked.language
        point = next(p for p in followed.milestones if p.title.get(language) == one["milestone"])
        said, by = Report(), _person(one["by"])
        milestones.reach(by, self.version, followed, point, on=one["on"], said=said)

    def _measure(self, one: Told, value: Told) -> None:
        track = indicators.follow_row(self.leader, self.version, self._uids[one["row"]])
        by, approver = _person(one["by"]), _person(self.told["approver"])
        made = observations.add(by, self.version, track, _observed(value))
        for act in ACTS[value["until"]]:
            who = by if act == "send" else approver
            observations.advance(who, self.version, track, made, act)

    def _rate(self, one: Told) -> None:
        details = {**one, "rate": Decimal(one["rate"])}
        exchange_rates.record(self.leader, self.version, details=details)

    def _pay(self, one: Told) -> None:
        activity = one["activity"]
        details = {
            "movement": one["movement"],
            "activity_uid": self._uids[activity] if activity else None,
            "line_uid": None,
            "amount": Decimal(one["amount"]),
            "currency": one["currency"],
            "happened_on": one["on"],
            "source_type": one["source_type"],
            "source": one["source"],
            "note": "",
        }
        funding.record(self.leader, self.version, self.tracked, details=details)

    def _visit(self, one: Told) -> None:
        details = {
            "visited_on": now().date().isoformat(),
            "evidence": one["evidence"],
        }
        findings, site = one["findings"], self._uids[one["site"]]
        by = _person(one["by"])
        site_visits.record(by, self.version, site, details=details, findings=findings)

    def _draw(self) -> None:
        """The made-up outlines of its regions, where it brings any: in the middle of the sea."""
        path = OUTLINES / f"{self.told['party'].lower()}.geojson"
        if not path.exists():
            return
        found = region_maps.read(self.leader, self.version, path.read_bytes())
        made = region_maps.add(self.leader, self.version, name=path.name, found=found)
        region_maps.keep(
            self.leader, self.version, made, made.regions, seen=region_maps.sum_of(made)
        )


def _observed(value: Told) -> Typed:
    low, best, high = (
        Decimal(value[end]) if end in value else None for end in ("low", "best", "high")
    )
    is_unknown = value.get("unknown", False)
    figures = Figures(None, low, best, high, is_unknown=is_unknown, source=value["source"])
    return Typed(value["as_of"], figures)


def _ago(days: int) -> datetime:
    return now() - timedelta(days=days)


def _at(day: str) -> datetime:
    """Noon of the last day that is meant by a date, which may be partial."""
    return datetime.combine(Span.of(day).last, time(12), UTC)


def _after(day: str) -> datetime:
    return min(_at(day) + HEARD, now())


def _person(email: str) -> Actor:
    return accounts.actor_of(db.session.scalars(select(User).filter_by(email=email)).one())
