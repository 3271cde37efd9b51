"""*My updates*: what is due from one person in plans in force, each a click from its form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.i18n import N_, chosen, day, gettext, locale
from nap_tracker.services import indicator_words, my_updates
from nap_tracker.services.activity_names import named
from nap_tracker.services.my_updates import Kind, Update
from nap_tracker.web.door import actor
from nap_tracker.web.way_back import FROM, UPDATES
from nap_tracker.workflow.implementation import IMPLEMENTATION

bp = Blueprint("my_updates", __name__)

ASKS = {
    Kind.SENT_BACK: N_("Put the value right: it was sent back"),
    Kind.DRAFT: N_("Send the value, or change it: it is a draft"),
    Kind.WAITING: N_("Approve the value, or send it back"),
    Kind.MILESTONE: N_("Was it reached?"),
    Kind.ACTIVITY: N_("How does it go?"),
    Kind.VALUE: N_("Enter a value"),
}
"""What each asks for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is due."""

    title: str
    url: str
    """Of the form."""
    asks: str
    since: str
    confirm_url: str = ""
    """Says with one click that nothing has changed."""
    send_url: str = ""
    send_back_url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What is due in one plan."""

    plan: str
    party: str
    lines: list[Line]


@bp.get("/updates")
def index() -> ResponseReturnValue:
    """Only what is due from who asks, in all their plans."""
    found = my_updates.of_person(actor())
    return render_template(
        "my_updates/index.html",
        groups=list(_groups(found)),
        number=len(found),
        concerns=my_updates.concerns(actor()),
    )


def _groups(found: Iterable[Update]) -> Iterable[Group]:
    for version, of_plan in groupby(found, key=lambda one: one.version):
        plan = version.plan
        title = chosen(plan.title, plan.language)
        yield Group(title, chosen(plan.party.name), [_line(one) for one in of_plan])


def _line(one: Update) -> Line:
    where: dict[str, Any] = {"plan_id": one.version.plan_id, FROM: UPDATES}
    if one.activity is not None:
        return _of_activity(one, where | {"activity_uid": one.activity.uid})
    assert one.track is not None
    title = chosen(one.track.title)
    if one.observation is None:
        url = url_for("observations.create", track_id=one.track.id, **where)
        return Line(title, url, gettext(ASKS[one.kind]), _since(one))
    where["observation_id"] = one.observation.id
    value = indicator_words.value_words(one.track, one.observation, locale())
    said = gettext(
        "%(title)s: %(value)s, %(day)s", title=title, value=value, day=day(one.observation.as_of)
    )
    if one.kind is Kind.WAITING:
        approve = url_for("observations.advance", act="approve", **where)
        back = url_for("observations.advance", act="send-back", **where)
        return Line(said, approve, gettext(ASKS[one.kind]), _since(one), send_back_url=back)
    send = url_for("observations.advance", act="send", **where) if one.kind is Kind.DRAFT else ""
    url = url_for("observations.edit", **where)
    return Line(said, url, gettext(ASKS[one.kind]), _since(one), send_url=send)


def _of_activity(one: Update, where: dict[str, Any]) -> Line:
    assert one.activity is not None
    language = one.version.plan.language
    title = named(one.activity.number, one.activity.statement, language)
    if one.milestone is not None:
        url = url_for("activities.reach", milestone_uid=one.milestone.uid, **where)
        words = gettext(
            "%(activity)s: %(milestone)s",
            activity=title,
            milestone=chosen(one.milestone.title, language),
        )
        return Line(words, url, gettext(ASKS[one.kind]), _since(one))
    confirm = url_for("activities.confirm", **where) if one.can_be_confirmed else ""
    url = url_for("activities.report", **where)
    return Line(title, url, _asks_of(one), _since(one), confirm)


def _asks_of(one: Update) -> str:
    if one.can_be_confirmed:
        phase = gettext(IMPLEMENTATION.names[one.phase])
        return gettext("How does it go? So far: %(phase)s", phase=phase)
    return gettext(ASKS[one.kind])


def _since(one: Update) -> str:
    if one.milestone is not None and one.milestone.due:
        return gettext("was due %(day)s", day=day(one.milestone.due))
    if one.kind is Kind.ACTIVITY and one.heard_on is not None:
        return gettext("last heard %(day)s", day=day(one.heard_on))
    return gettext("since %(day)s", day=day(one.since))
