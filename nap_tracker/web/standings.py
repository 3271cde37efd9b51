"""The line on top of every page of a plan, and in lists: where it stands, with whom, since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from flask import Flask, request, url_for

from nap_tracker.i18n import day, gettext, listing, ngettext
from nap_tracker.permissions import can, drafts
from nap_tracker.roles import Permission
from nap_tracker.services import standings, turns
from nap_tracker.services.standings import Line
from nap_tracker.web.door import actor
from nap_tracker.workflow import positions
from nap_tracker.workflow.drafting import Drafting
from nap_tracker.workflow.positions import READ_ONLY, WAYS_OUT
from nap_tracker.workflow.turns import Asked


class Holder(StrEnum):
    """Whose turn it is, where nobody is named."""

    TEAM = "team"
    FOCAL_POINT = "focal_point"
    NOBODY = "nobody"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Told:
    """The line in words."""

    state: str
    holder: str
    """Who holds it since when."""
    due: str
    is_late: bool
    url: str
    returned_because: str
    read_only: str
    way_out: str
    """Where whoever may makes the text writable again; '' for the others."""
    way_out_words: str
    asked_of_me: tuple[tuple[str, str], ...]
    """(What, address of the request) of what the reader's role is asked for."""


def init_app(app: Flask) -> None:
    """Let the frame of every page ask."""
    app.jinja_env.globals.update(standing_here=of_page, standing_words=told)


def of_page() -> Told | None:
    """For the plan of this page's address, if its reader may read it."""
    plan_id = (request.view_args or {}).get("plan_id")
    if plan_id is None or request.endpoint is None:
        return None
    line = standings.of_plan(actor(), str(plan_id))
    return told(line) if line else None


def told(line: Line) -> Told:
    """The line in the reader's language."""
    read_only, way_out, words = _read_only(line)
    return Told(
        state=state_words(line),
        holder=_holder(line),
        due=_due(line),
        is_late=line.standing.late_by > 0,
        url=url_for("steps.index", plan_id=line.plan_id),
        returned_because=line.returned_because,
        read_only=read_only,
        way_out=way_out,
        way_out_words=words,
        asked_of_me=tuple(_asked_of_me(line)),
    )


def _asked_of_me(line: Line) -> Iterator[tuple[str, str]]:
    for turn in standings.asked_of(actor(), line):
        url = url_for("turns.show", plan_id=line.plan_id, turn_id=turn.id)
        yield gettext(positions.imperative(turn.asks)), url


def state_words(line: Line) -> str:
    """What the state is called: of what has happened to a frozen text, the furthest."""
    if line.is_submitted and line.sent_on:
        return gettext("Submitted to the Secretariat on %(date)s", date=day(line.sent_on))
    if line.is_submitted:
        return gettext("Submitted to the Secretariat")
    if line.is_endorsed and line.endorsed_on:
        return gettext("Endorsed on %(date)s", date=day(line.endorsed_on))
    if line.is_endorsed:
        return gettext("Endorsed")
    if line.frozen_at is not None and line.state == Drafting.DRAFT:
        return gettext("Frozen")
    return " · ".join(gettext(name) for name in positions.names(line.position))


def holder_name(turn: Asked) -> str:
    """Who is asked, within a sentence."""
    return turns.name_of(turn.holder, turn.role, is_round=turn.is_round)


def _holder(line: Line) -> str:
    standing = line.standing
    if standing.holders and line.names_holders:
        names = listing([holder_name(turn) for turn in standing.holders])
        sentence = _named(names, standing.since, standing.days)
        if not standing.answered:
            return sentence
        answered = ngettext(
            "%(n)s of those asked has answered.",
            "%(n)s of those asked have answered.",
            standing.answered,
        )
        return f"{sentence} {answered}"
    holder = _unnamed(line)
    if holder is Holder.NOBODY:
        return ""
    if standing.days is None:
        return _since(holder, day(standing.since))
    return _for_days(holder, day(standing.since), standing.days)


def _unnamed(line: Line) -> Holder:
    if line.is_submitted or (line.frozen_at and line.state == Drafting.DRAFT):
        return Holder.NOBODY
    if not line.names_holders:
        return Holder.UNNAMED
    return Holder.FOCAL_POINT if line.state == Drafting.SENT else Holder.TEAM


def _since(holder: Holder, date: str) -> str:
    if holder is Holder.TEAM:
        return gettext("With the drafting team since %(date)s.", date=date)
    if holder is Holder.FOCAL_POINT:
        return gettext("With the focal point since %(date)s.", date=date)
    return gettext("In this state since %(date)s.", date=date)


def _since_today(holder: Holder) -> str:
    if holder is Holder.TEAM:
        return gettext("With the drafting team since today.")
    if holder is Holder.FOCAL_POINT:
        return gettext("With the focal point since today.")
    return gettext("In this state since today.")


def _for_days(holder: Holder, date: str, days: int) -> str:
    if days == 0:
        return _since_today(holder)
    if holder is Holder.TEAM:
        return ngettext(
            "With the drafting team since %(date)s (%(n)s day).",
            "With the drafting team since %(date)s (%(n)s days).",
            days,
            date=date,
        )
    if holder is Holder.FOCAL_POINT:
        return ngettext(
            "With the focal point since %(date)s (%(n)s day).",
            "With the focal point since %(date)s (%(n)s days).",
            days,
            date=date,
        )
    return ngettext(
        "In this state since %(date)s (%(n)s day).",
        "In this state since %(date)s (%(n)s days).",
        days,
        date=date,
    )


def _named(names: str, since: str, days: int | None) -> str:
    if days is None:
        return gettext("With %(names)s since %(date)s.", names=names, date=day(since))
    if days == 0:
        return gettext("With %(names)s since today.", names=names)
    return ngettext(
        "With %(names)s since %(date)s (%(n)s day).",
        "With %(names)s since %(date)s (%(n)s days).",
        days,
        names=names,
        date=day(since),
    )


def _due(line: Line) -> str:
    standing = line.standing
    if standing.due_on is None:
        return ""
    if standing.late_by:
        return ngettext(
            "Due %(date)s: %(n)s day ago.",
            "Due %(date)s: %(n)s days ago.",
            standing.late_by,
            date=day(standing.due_on),
        )
    return gettext("Due %(date)s.", date=day(standing.due_on))


def _read_only(line: Line) -> tuple[str, str, str]:
    """Why somebody who drafts cannot write now, and the act that ends it, where they may do it."""
    who = actor()
    if not drafts(who, line) or can(who, Permission.SECTION_EDIT, line):
        return "", "", ""
    reasons = positions.read_only_because(line.position)
    if not reasons:
        frozen = line.frozen_at is not None
        return (
            (gettext("The text of the plan is frozen, so it is read-only.") if frozen else ""),
            "",
            "",
        )
    reason = reasons[0]
    out = WAYS_OUT.get(reason)
    sentence = gettext(READ_ONLY[reason])
    if out is None or not can(who, Permission.PLAN_MOVE, line):
        return sentence, "", ""
    act = positions.act(out, line.position)
    return sentence, move_url(line.plan_id, act.name), gettext(act.words)


def move_url(plan_id: str, name: str) -> str:
    """The page for an act."""
    return url_for("steps.move", plan_id=plan_id, act=name.replace("_", "-"))
