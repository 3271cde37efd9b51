"""The home page in words: what needs the person, what falls due next, what can be asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nap_tracker.i18n import chosen, day, gettext, ngettext
from nap_tracker.services import treaty_dues
from nap_tracker.services.agenda import Agenda
from nap_tracker.services.my_work import Item, Work
from nap_tracker.services.portfolio import PlanLine, Wanted
from nap_tracker.web.door import actor
from nap_tracker.web.standings import Told
from nap_tracker.workflow import positions
from nap_tracker.workflow.drafting import Drafting
from nap_tracker.workflow.positions import Position


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, with its one next act."""

    words: str
    url: str
    of: str
    when: str
    is_late: bool


def tasks(work: Work, standing: Mapping[str, Told], plans: Sequence[PlanLine]) -> list[Line]:
    """What is late, then steps of plans the person's role is asked for, then the rest."""
    lines = [_line(item) for item in work.now]
    late = [line for line in lines if line.is_late]
    asked = [
        Line(what, url, chosen(plan.title, plan.language), standing[plan.plan_id].due, False)
        for plan in plans
        if plan.plan_id in standing
        for what, url in standing[plan.plan_id].asked_of_me
    ]
    return [*late, *asked, *(line for line in lines if not line.is_late)]


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
