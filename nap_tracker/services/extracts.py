"""Taking activities, indicators or the budget out of a plan in force, as one file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.clock import now
from nap_tracker.content.audience import Audience
from nap_tracker.content.extract import FORMAT, VERSION, Extract, Table, What
from nap_tracker.errors import Hidden
from nap_tracker.exports import extract as files
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, chosen, gettext, listing, locale, moment
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can, reads_as, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import (
    activities,
    finances,
    funding_extracts,
    history,
    indicator_extracts,
    indicator_standings,
    plans,
    tracking,
)
from nap_tracker.services.activity_extracts import Matrix
from nap_tracker.services.activity_filter import ActivityFilter
from nap_tracker.services.activity_words import name_of
from nap_tracker.services.budget_extracts import Budget
from nap_tracker.services.extract_names import Names
from nap_tracker.services.made import Made

NOTHING_HERE = N_("There is nothing at this address, or you may not see it.")
SHOWS = {
    What.ACTIVITIES: Permission.ACTIVITY_SHOW,
    What.BUDGET: Permission.ACTIVITY_SHOW,
    What.INDICATORS: Permission.INDICATOR_SHOW,
}
"""Who reads the page takes out what it shows."""
KINDS = {
    What.ACTIVITIES: "activity-table:taken",
    What.BUDGET: "budget-table:taken",
    What.INDICATORS: "indicator-table:taken",
}
TITLES = {
    What.ACTIVITIES: N_("Activities of “%(plan)s”"),
    What.BUDGET: N_("Budget of “%(plan)s”"),
    What.INDICATORS: N_("Indicators of “%(plan)s”"),
}
NOTES = (
    N_("“Not known” means that nobody has said. It is never taken for zero, late or on time."),
    N_("“Not costed” means that the plan names no cost. That is not zero, and no sum counts it."),
    N_("An empty cell means that there is nothing to tell, such as money nobody has recorded."),
    N_("Only approved values count, and only records that were not withdrawn."),
    N_("Currencies are never added. Where lines have no cost, at least the sum is to be found."),
    N_("Of fewer than five people no number is shown."),
    N_("Dates of which only the month or the year is known are written 2027-05 or 2027."),
)


class Format(StrEnum):
    """What kind of file."""

    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What of it: the filter of the page, and the currency it shows sums in."""

    activities: ActivityFilter = field(default_factory=ActivityFilter)
    currency: str = ""


EVERYTHING = Wish()


@dataclass(frozen=True, slots=True)
class Request:
    """Who takes what, as every kind of file needs it."""

    actor: Actor
    version: PlanVersion
    what: What
    wish: Wish
    made_at: datetime

    @property
    def is_team(self) -> bool:
        return reads_as(self.actor, self.version) is Audience.DRAFTING_TEAM

    @property
    def is_whole(self) -> bool:
        """Officers of institutions read their own work alone, and no money."""
        return can(self.actor, SHOWS[self.what], self.version)

    @property
    def audience(self) -> str:
        """A code; who reads along holds nothing that only the team knows."""
        if not self.is_whole:
            return "institution"
        return "drafting_team" if self.is_team else "viewers"

    @property
    def schema(self) -> Schema:
        return plans.schema_of(self.version, locale())


def take(
    actor: Actor, version: PlanVersion, what: What, format: Format, wish: Wish = EVERYTHING
) -> Made:
    """The file in the reader's language; that it was taken out stands in the log."""
    subject = version if what is What.BUDGET else tracking.part_of(actor, version)
    require(actor, SHOWS[what], subject)
    require(actor, Permission.EXPORT_CREATE, subject)
    asked = Request(actor, version, what, wish, now())
    data = _bytes(extract(asked), format, asked.made_at)
    history.record(
        actor,
        KINDS[what],
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"version:{version.id}",
        details={
            "format": format.value,
            "audience": asked.audience,
            "sha256": hashlib.sha256(data).hexdigest(),
        },
    )
    db.session.flush()
    return Made(data, _name(asked, format), None)


def known(what: str, format: str) -> tuple[What, Format]:
    """Raises Hidden for what cannot be taken out."""
    try:
        return What(what), Format(format)
    except ValueError:
        raise Hidden(NOTHING_HERE) from None


def extract(asked: Request) -> Extract:
    """The content of the file, before it is written in any format."""
    found = _GATHER[asked.what](asked)
    plan = chosen(asked.version.plan.title, asked.version.plan.language)
    return Extract(
        what=asked.what,
        title=gettext(TITLES[asked.what], plan=plan),
        facts=(*_cover(asked, plan), *found.asked_for, (gettext("Rows"), found.counted)),
        notes=tuple(map(gettext, NOTES)),
        tables=found.tables,
        data={**_head(asked), **found.data},
    )


@dataclass(frozen=True, slots=True)
class _Gathered:
    tables: tuple[Table, ...]
    data: Mapping[str, Any]
    asked_for: tuple[tuple[str, str], ...]
    counted: str


def _activities(asked: Request) -> _Gathered:
    following = activities.of_version(asked.actor, asked.version)
    money = None
    if asked.is_whole:
        money = finances.of_version(asked.actor, asked.version, following.tracked)
    wish, schema = asked.wish.activities, asked.schema
    kept = [one for one in following.activities if wish.keeps(one)]
    names = Names(following.tracked, schema)
    matrix = Matrix(following.tracked, kept, money, names, tells_reasons=asked.is_team)
    said = tuple(wish.told(following.tracked, schema))
    return _Gathered(
        tables=(matrix.table,),
        data={"filter": wish.data, "activities": matrix.data},
        asked_for=said or ((gettext("Which"), gettext("All activities")),),
        counted=_counted(len(kept), len(following.activities)),
    )


def _indicators(asked: Request) -> _Gathered:
    lines = indicator_standings.lines(asked.actor, asked.version)
    tracked = tracking.of_version(asked.actor, asked.version)
    values = indicator_extracts.values_of(lines)
    register = indicator_extracts.Register(tracked, lines, values, Names(tracked, asked.schema))
    return _Gathered(
        tables=(register.table,),
        data={"filter": {}, "indicators": register.data},
        asked_for=((gettext("Which"), gettext("All that are followed")),),
        counted=_counted(len(lines), len(lines)),
    )


def _budget(asked: Request) -> _Gathered:
    following = activities.of_version(asked.actor, asked.version)
    money = finances.of_version(asked.actor, asked.version, following.tracked)
    names, currency = Names(following.tracked, asked.schema), money.reporting(asked.wish.currency)
    budget, notes = Budget(money, currency, names), asked.is_team
    lines = budget.table
    recorded = funding_extracts.records(money, names, tells_notes=notes)
    return _Gathered(
        tables=(lines, recorded, funding_extracts.sums(money, names)),
        data={
            "filter": {"currency": currency or None},
            "whole": budget.whole,
            "lines": budget.data,
            "records": funding_extracts.records_data(money, tells_notes=notes),
            "rates": budget.rates,
        },
        asked_for=((gettext("Shown in one currency"), currency),) if currency else (),
        counted=_counted(len(lines.rows), len(lines.rows)),
    )


_GATHER = {
    What.ACTIVITIES: _activities,
    What.BUDGET: _budget,
    What.INDICATORS: _indicators,
}


def _counted(some: int, every: int) -> str:
    return gettext("%(some)s of %(every)s", some=some, every=every)


def _cover(asked: Request, plan: str) -> Iterator[tuple[str, str]]:
    party = asked.version.plan.party
    made = moment(asked.made_at, party.time_zone)
    yield gettext("Party"), chosen(party.name)
    yield gettext("Plan"), plan
    yield gettext("Version"), str(asked.version.number)
    yield gettext("Audience"), _audience(asked)
    yield (
        gettext("Made on"),
        gettext("%(moment)s (time zone %(zone)s)", moment=made, zone=party.time_zone),
    )
    yield gettext("Made by"), asked.actor.name


def _audience(asked: Request) -> str:
    if not asked.is_whole:
        tracked = tracking.of_version(asked.actor, asked.version)
        mine = asked.actor.institutions_in(asked.version.plan_id)
        named = (name_of(one, tracked) for one in tracked.institutions if one.uid in mine)
        return gettext(
            "%(institutions)s: what is led, supported or measured there, and nothing of others",
            institutions=listing(list(filter(None, named))) or gettext("Your institution"),
        )
    if asked.is_team:
        return gettext("Drafting team")
    return gettext("Viewers of the Party; without what only the drafting team may know")


def _head(asked: Request) -> dict[str, Any]:
    version, plan = asked.version, asked.version.plan
    return {
        "format": FORMAT,
        "version": VERSION,
        "what": asked.what.value,
        "audience": asked.audience,
        "made_at": asked.made_at.isoformat(timespec="seconds"),
        "made_by": asked.actor.name,
        "party": plan.party.code,
        "plan": {
            "id": plan.id,
            "title": dict(plan.title),
            "language": plan.language,
            "number": version.number,
        },
    }


def _bytes(found: Extract, format: Format, made_at: datetime) -> bytes:
    if format is Format.XLSX:
        return files.to_xlsx(found, language=locale(), made_at=made_at)
    return files.to_json(found) if format is Format.JSON else files.to_csv(found.tables[0])


def _name(asked: Request, format: Format) -> str:
    """As documents of the plan are called, so that a ministry can file them together."""
    code, number = asked.version.plan.party.code, asked.version.number
    return f"NAP-{code}-v{number}-{asked.what.value}-{asked.audience}.{format.value}"
