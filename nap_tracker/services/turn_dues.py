"""What is due because somebody was asked: a source of the agenda (services.due).

Requests without a date are nudges (`quiet_dues`), told from the same rows: one query for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from sqlalchemy import select

from nap_tracker import i18n
from nap_tracker.clock import day_of, today
from nap_tracker.content.tree import Words
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.links import path
from nap_tracker.models.account import Party
from nap_tracker.models.plan import Plan
from nap_tracker.models.turn import Turn
from nap_tracker.roles import Role
from nap_tracker.services import quiet_dues, turns
from nap_tracker.services.due import LEADERS, Due, Rung
from nap_tracker.services.turns import seen
from nap_tracker.workflow import positions

ASKED = N_("You are asked for the step “%(step)s”: take it, or refuse with a reason")
AWAITED = N_("An answer of %(body)s is awaited: remind them, or record it")


def due(parties: Mapping[str, Party]) -> Iterator[Due]:
    """What follows from requests that nobody has answered, in one query."""
    query = (
        select(Turn, Plan.title)
        .join(Plan, Plan.id == Turn.plan_id)
        .where(Turn.party_id.in_(parties), Turn.ended_at.is_(None))
        .order_by(Turn.began_on, Turn.holder)
    )
    rows = [(turn, title) for turn, title in db.session.execute(query)]
    yield from _dated(rows, parties)
    yield from quiet_dues.of_turns(rows, parties)


def _dated(rows: Iterable[tuple[Turn, Words]], parties: Mapping[str, Party]) -> Iterator[Due]:
    """Requests with a date: those to a role, and those to bodies.

    What has lapsed is over, and due no more; bodies are no accounts, so whoever leads asks again.
    """
    for turn, title in rows:
        zone = parties[turn.party_id].time_zone
        on = turn.due_on or turn.lapses_on
        if on is None or not seen(turn).waits(today(zone)):
            continue
        words, params, who = _asked(turn) if turn.role else _awaited(turn)
        yield Due(
            key=f"turn:{turn.id}",
            kind="turn",
            on=on,
            party_id=turn.party_id,
            words=words,
            params=params,
            path=path("steps", turn.plan_id),
            who=who,
            plan_id=turn.plan_id,
            plan=title,
            since=day_of(turn.began_at, zone),
        )


def _asked(turn: Turn) -> tuple[str, Mapping[str, str | Words], tuple[Rung, ...]]:
    step = positions.imperative(turn.asks)
    return ASKED, {"step": _in_every_language(step)}, (Role(turn.role or ""), *LEADERS)


def _awaited(turn: Turn) -> tuple[str, Mapping[str, str | Words], tuple[Rung, ...]]:
    if turn.is_round:
        return AWAITED, {"body": _reviewers(turn.holder)}, LEADERS
    return AWAITED, {"body": turn.holder}, LEADERS


def _reviewers(title: str) -> Words:
    said = {}
    for tag in i18n.languages():
        with i18n.use_locale(tag):
            said[tag] = turns.name_of(title, None, is_round=True)
    return said


@cache
def _in_every_language(message: str) -> Words:
    said = {}
    for tag in i18n.languages():
        with i18n.use_locale(tag):
            said[tag] = i18n.gettext(message)
    return said
