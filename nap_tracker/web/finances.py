"""Money of a plan in force: the whole of it, and one activity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from nap_tracker.clock import today
from nap_tracker.content import money_words
from nap_tracker.content.finances import MOVEMENTS, Movement, Standing
from nap_tracker.content.tracked import TrackedActivity
from nap_tracker.i18n import chosen, day, gettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import finances, money_pictures, tracking
from nap_tracker.services.finances import Money
from nap_tracker.services.funding import Entry
from nap_tracker.web import money_tables
from nap_tracker.web.door import actor
from nap_tracker.web.entries import nothing_here
from nap_tracker.web.plan_pages import tabs

bp = Blueprint("finances", __name__, url_prefix="/plans/<uuid:plan_id>/money")

Fact = tuple[str, str]


@bp.get("")
def index(plan_id: UUID) -> ResponseReturnValue:
    """What the plan costs, what was found for it and what was spent."""
    version, money = opened(plan_id)
    asked = money_tables.Asked.of(request.args)
    return render_template(
        "finances/index.html",
        version=version,
        tabs=tabs(version),
        money=money,
        facts=_facts(money.whole),
        currency=(currency := money.reporting(asked.currency)),
        converted=_converted(money, currency),
        used=_rates(money, currency),
        activities=money_tables.by_activity(money, version.plan_id, asked),
        items=list(money_tables.by_item(money)),
        sources=list(money_tables.by_source(money)),
        columns=money_tables.columns,
        drawn={
            "items": money_pictures.by_item(money, currency, version, _today(version)),
            "sources": money_pictures.by_source(money, currency, version, _today(version)),
        },
        records=_records(version, money, None),
    )


@bp.get("/activities/<uuid:activity_uid>")
def show(plan_id: UUID, activity_uid: UUID) -> ResponseReturnValue:
    """The budget lines of one activity, and every record of its money."""
    version, money = opened(plan_id)
    activity = activity_of(money, activity_uid)
    standing = money.by_activity.get(activity.uid, Standing())
    currency = money.reporting(request.args.get("currency", ""))
    return render_template(
        "finances/show.html",
        version=version,
        tabs=tabs(version),
        activity=activity,
        name=(name := money_tables.called(activity, money)),
        picture=money_pictures.of_activity(
            money, activity.uid, name, currency, version, _today(version)
        ),
        facts=_facts(standing),
        in_one=money_words.gap_in(standing, currency, money.rates) if currency else "",
        currency=currency,
        lines=[_line(money, uid) for uid in activity.lines],
        records=_records(version, money, activity.uid),
    )


def opened(
    plan_id: UUID, permission: Permission = Permission.ACTIVITY_SHOW
) -> tuple[PlanVersion, Money]:
    """The plan in force with its money, for who may do that. Raises Hidden."""
    version = tracking.in_force(actor(), str(plan_id), permission)
    tracked = tracking.of_version(actor(), version)
    return version, finances.of_version(actor(), version, tracked)


def _today(version: PlanVersion) -> date:
    return today(version.plan.party.time_zone)


def activity_of(money: Money, uid: UUID) -> TrackedActivity:
    """One of the plan in force. Raises Hidden."""
    activity = money.tracked.activity(str(uid))
    if activity is None:
        raise nothing_here()
    return activity


def _facts(standing: Standing) -> list[tuple[str, str, str, str]]:
    """In the original currencies, as `summary_list` takes them."""
    told = (
        (gettext("Budgeted"), money_words.budgeted(standing)),
        (gettext("Secured"), money_words.found(standing.secured)),
        (gettext("Spent"), money_words.found(standing.spent)),
        (gettext("Still to be found"), money_words.gap(standing)),
    )
    return [(label, words, "", "") for label, words in told]


def _converted(money: Money, currency: str) -> list[tuple[str, str, str, str]]:
    """The same in one currency; what has no rate is named beside it."""
    if not currency:
        return []
    whole = money.whole
    known = (
        (gettext("Budgeted"), whole.budgeted.sums),
        (gettext("Secured"), whole.secured),
        (gettext("Spent"), whole.spent),
    )
    rows = [
        (label, money_words.converted(money.rates.convert(sums, currency)), "", "")
        for label, sums in known
        if sums
    ]
    gap = money_words.gap_in(whole, currency, money.rates)
    return [*rows, (gettext("Still to be found"), gap, "", "")]


def _rates(money: Money, currency: str) -> list[str]:
    """The rates the sums in one currency rest on."""
    stated = (money.rates.between(code, currency) for code in money.currencies if currency)
    return [money_words.rate(one) for one in stated if one]


def _line(money: Money, uid: str) -> money_tables.Row:
    line = money.tracked.line(uid)
    assert line is not None  # the activity was made with it
    cost = money_words.cost(next(one for one in money.lines if one.uid == uid))
    language = money.tracked.language
    name = chosen(line.description, language) or gettext("The activity as a whole")
    source = money_tables.source_name(money, line.source_type)
    return money_tables.Row(uid, (name, day(line.year) if line.year else "", source, cost))


def _records(version: PlanVersion, money: Money, activity: str | None) -> list[Shown]:
    """What was recorded, newest first; what was withdrawn stays, struck out, for who keeps it."""
    keeps = can(actor(), Permission.MONEY_RECORD, version)
    mine = [one for one in money.every if one.activity_uid == activity]
    return [Shown(one, money, keeps) for one in reversed(mine)]


class Shown:
    """One record as a page tells it."""

    def __init__(self, entry: Entry, money: Money, keeps: bool) -> None:
        self.entry = entry
        self.keeps = keeps
        movement = gettext(MOVEMENTS[Movement(entry.movement)])
        amount = money_words.sum_of(entry.amount, entry.currency)
        self.words = gettext("%(movement)s: %(amount)s", movement=movement, amount=amount)
        self.when = day(entry.happened_on)
        self.details = list(self._details(money))

    def _details(self, money: Money) -> Iterator[str]:
        entry = self.entry
        if entry.source_type or entry.source:
            kind = money_tables.source_name(money, entry.source_type)
            named = gettext("%(kind)s: %(name)s", kind=kind, name=entry.source)
            yield named if entry.source and entry.source_type else (entry.source or kind)
        line = money.tracked.line(entry.line_uid or "")
        if line is not None:
            name = chosen(line.description, money.tracked.language)
            yield gettext("Budget line: %(name)s", name=name or gettext("Untitled"))
        if self.keeps and entry.note:
            yield entry.note
