"""The money of a plan in force: the frozen budget beside what was recorded, for its reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from nap_tracker.annex_c.definitions import Option, Schema
from nap_tracker.clock import day_of, end_of
from nap_tracker.content import finances, money_codes, money_words
from nap_tracker.content.exchange import Rates
from nap_tracker.content.finances import Key, Record, Standing
from nap_tracker.content.money import Line
from nap_tracker.content.stand import Reading, Stand
from nap_tracker.content.tracked import Tracked, TrackedActivity
from nap_tracker.i18n import chosen, gettext, locale, ngettext, use_locale
from nap_tracker.models.funding import ExchangeRate
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.permissions import can, require
from nap_tracker.roles import OPERATOR, Actor, Permission
from nap_tracker.services import exchange_rates, funding, tracking
from nap_tracker.services.funding import Entry
from nap_tracker.services.plans import schema_of
from nap_tracker.workflow.spans import was_by

UNSAID = "unsaid"
"""By which the money is known of which nobody said from what kind of source it is."""


@dataclass(frozen=True)
class Money:
    """What one reader may know of the money of one plan, up to a day."""

    schema: Schema
    tracked: Tracked
    lines: tuple[Line, ...]
    entries: Sequence[Entry]
    """By their dates; none that was withdrawn."""
    every: Sequence[Entry]
    """The same with those withdrawn, for who keeps them; for others without."""
    stated: Sequence[ExchangeRate]
    rates: Rates

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """As they are summed."""
        return tuple(map(funding.pure, self.entries))

    @cached_property
    def whole(self) -> Standing:
        """Everything together, each counted once."""
        return finances.standing(self.lines, self.records)

    @cached_property
    def by_activity(self) -> Mapping[Key, Standing]:
        return finances.by_activity(self.lines, self.records)

    @cached_property
    def by_item(self) -> Mapping[Key, Standing]:
        items = {one.uid: one.items for one in self.tracked.activities}
        return finances.by_item(self.lines, self.records, items, _order(self.schema))

    @cached_property
    def by_source(self) -> Mapping[Key, Standing]:
        order = [option.code for option in source_types(self.schema)]
        return finances.by_source(self.lines, self.records, order)

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """Every currency something is given in."""
        whole = self.whole
        return tuple(sorted({*whole.budgeted.sums, *whole.secured, *whole.spent}))

    def reporting(self, wished: str = "") -> str:
        """The one currency to show everything in, or "": the one wished for, else the one that
        rates lead to, else the only one there is."""
        offered = self.offered
        if wished in offered:
            return wished
        return next(iter(self.rates.quotes), self.currencies[0] if self.currencies else "")

    def without_rate(self, currency: str) -> tuple[str, ...]:
        """Currencies in use that nothing leads from to this one."""
        return tuple(
            code
            for code in self.currencies
            if code != currency and self.rates.between(code, currency) is None
        )

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """Currencies everything could be shown in."""
        return tuple(dict.fromkeys((*self.rates.quotes, *self.currencies)))


def of_version(
    actor: Actor,
    version: PlanVersion,
    tracked: Tracked,
    *,
    until: date | None = None,
    converts: bool = True,
) -> Money:
    """The money of the version in force. Two queries; one where nobody converts any of it.

    Who does not belong to the drafting team reads no record of an activity hidden from them.
    """
    require(actor, Permission.ACTIVITY_SHOW, version)
    schema = schema_of(version, locale())
    day = until.isoformat() if until else None
    stated = exchange_rates.of_plan(version.plan_id) if converts else ()
    zone = version.plan.party.time_zone
    keeps = can(actor, Permission.MONEY_RECORD, version)
    every = funding.of_plan(version.plan_id, withdrawn=keeps)
    seen = [one for one in every if one.withdrawn_at is None and _counts(one, until, zone)]
    if not keeps:
        shown = {None, *(one.uid for one in tracked.activities)}
        seen = [one for one in seen if one.activity_uid in shown]
    return Money(
        schema=schema,
        tracked=tracked,
        lines=finances.lines_of(tracked, _order(schema)),
        entries=seen,
        every=every if keeps else seen,
        stated=stated,
        rates=Rates(exchange_rates.pure(stated), until=day),
    )


def source_types(schema: Schema) -> Sequence[Option]:
    """The kinds of sources the form of the plan knows."""
    return schema.register("budget_line").field("source_type").options


def _counts(entry: Entry, day: date | None, zone: str) -> bool:
    return day is None or was_by(entry.happened_on, day, day_of(entry.created_at, zone))


def _order(schema: Schema) -> list[str]:
    return [item.key for item in schema.items]


def stands(plan: Plan, *, until: date, language: str) -> tuple[Stand, ...]:
    """How the money of each activity stood on a day, and of the plan as a whole, in words.

    As the drafting team reads it: whoever shows it to others asks of what they may read first.
    """
    version = tracking.version_in_force(plan)
    if version is None:
        return ()
    with use_locale(language):
        tracked = tracking.of_version(OPERATOR, version)
        money = of_version(OPERATOR, version, tracked, until=until, converts=False)
        return stood(money, plan, until)


def stood(money: Money, plan: Plan, until: date) -> tuple[Stand, ...]:
    """The same of money as it was on that day, in the language in force.

    What was written down only since then is counted, and told.
    """
    standings, late = money.by_activity, _recorded_after(money, end_of(until, plan.party.time_zone))
    each = tuple(
        _stand(one, standings.get(one.uid, Standing()), late[one.uid])
        for one in money.tracked.activities
    )
    words, whole = gettext("The plan as a whole"), (*_readings(money.whole), *_later(late.total()))
    return (*each, Stand("money", plan.id, "", words, (), whole))


def stood_by_source(money: Money, schema: Schema) -> Iterator[Stand]:
    """What is budgeted, secured and spent of each kind of source; `schema` names them in the
    language in force. What is still to be found may come from any of them, so none has a gap."""
    names = {option.code: option.label for option in source_types(schema)}
    for key, standing in money.by_source.items():
        title = names.get(key, key) if key else gettext("Source not said")
        yield Stand("source", key or UNSAID, "", title, (), _recorded(standing))


def _stand(activity: TrackedActivity, standing: Standing, late: int) -> Stand:
    number, words = chosen(activity.number), chosen(activity.statement)
    title = words or gettext("Untitled")
    readings = (*_readings(standing), *_later(late))
    return Stand("money", activity.uid, number, title, activity.items, readings)


def _recorded_after(money: Money, ends_at: datetime) -> Counter[str | None]:
    """Activity -> how many of its records were written down after a moment."""
    return Counter(one.activity_uid for one in money.entries if one.created_at >= ends_at)


def _later(late: int) -> Iterator[Reading]:
    if late:
        words = ngettext("%(n)s record of money", "%(n)s records of money", late)
        yield Reading("later", gettext("Reported after the period"), words)


def _readings(standing: Standing) -> tuple[Reading, ...]:
    gap = Reading(
        "gap",
        gettext("Still to be found"),
        money_words.gap(standing),
        money_codes.of_gap(standing),
    )
    return (*_recorded(standing), gap)


def _recorded(standing: Standing) -> tuple[Reading, ...]:
    return (
        Reading("budgeted", gettext("Budgeted"), money_words.budgeted(standing)),
        Reading(
            "secured",
            gettext("Secured"),
            money_words.found(standing.secured),
            money_codes.of_sums(standing.secured),
        ),
        Reading(
            "spent",
            gettext("Spent"),
            money_words.found(standing.spent),
            money_codes.of_sums(standing.spent),
        ),
    )
