"""The home page in words: what needs the person, what falls due next, what can be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import url_for

from nap_tracker.clock import today
from nap_tracker.i18n import chosen, day, gettext, ngettext
from nap_tracker.services import standings, treaty_dues
from nap_tracker.services.agenda import Agenda
from nap_tracker.services.my_work import Item, Work
from nap_tracker.services.portfolio import Wanted
from nap_tracker.services.standings import Line as Standing
from nap_tracker.web.door import actor
from nap_tracker.workflow import positions
from nap_tracker.workflow.drafting import Drafting
from nap_tracker.workflow.positions import Position
from nap_tracker.workflow.turns import last_day


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, with its one next act."""

    words: str
    url: str
    of: str
    when: str
    is_late: bool


def tasks(work: Work, plans: Iterable[Standing]) -> list[Line]:
    """What is late, then steps the person's role is asked for in any plan, then the rest."""
    lines = [_line(item) for item in work.now]
    late = [line for line in lines if line.is_late]
    asked = sorted(_requests(plans), key=lambda request: (request.on or "9999", request.path))
    return [*late, *map(_line, asked), *(line for line in lines if not line.is_late)]


def next_duties(found: Agenda) -> dict[str, tuple[str, str]]:
    """Party -> (its next duty of the treaty, the date), of those the person may know of."""
    duties: dict[str, tuple[str, str]] = {}
    for due in found.dues:
        if due.kind == treaty_dues.KIND and found.may_know(actor().user_id or "", due):
            duties.setdefault(due.party_id, (due.sentence(), day(due.on)))
    return duties


def states(wanted: Wanted) -> list[tuple[str, str, bool]]:
    """(state, its name, whether it is asked for), to choose from."""
    offered = [state for state in Drafting if state is not positions.SUPERSEDED]
    return [
        (state.value, gettext(next(iter(positions.names(Position(state))))), state == wanted.state)
        for state in offered
    ]


def _requests(plans: Iterable[Standing]) -> Iterator[Item]:
    for plan in plans:
        for turn in standings.asked_of(actor(), plan):
            on = turn.due_on or turn.lapses_on or ""
            yield Item(
                gettext(positions.imperative(turn.asks)),
                url_for("turns.show", plan_id=plan.plan_id, turn_id=turn.id),
                chosen(plan.title, plan.language),
                on=on,
                days=(last_day(on) - today(plan.zone)).days if on else 0,
            )


def _line(item: Item) -> Line:
    return Line(item.words, item.path, item.of, _when(item), item.days < 0)


def _when(item: Item) -> str:
    if not item.on:
        return gettext("since %(day)s", day=day(item.since)) if item.since else ""
    if item.days < 0:
        return ngettext(
            "overdue by %(n)s day (%(date)s)",
            "overdue by %(n)s days (%(date)s)",
            -item.days,
            date=day(item.on),
        )
    if item.days == 0:
        return gettext("due today")
    return gettext("due %(date)s", date=day(item.on))
