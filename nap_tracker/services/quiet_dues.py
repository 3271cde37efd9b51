"""Plans that somebody outside the drafting team has had for long, without a date: a nudge.

What has a date is told by its date; this is for those who were asked without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from nap_tracker import i18n
from nap_tracker.clock import day_of
from nap_tracker.content.tree import Words
from nap_tracker.i18n import N_
from nap_tracker.links import path
from nap_tracker.models.account import Party
from nap_tracker.models.turn import Turn
from nap_tracker.services.due import Due, last_day

QUIET = timedelta(days=30)
NAMED = 3
WORDS = N_("With %(bodies)s since %(since)s, without an answer: ask, or record what they said")


def of_turns(rows: Iterable[tuple[Turn, Words]], parties: Mapping[str, Party]) -> Iterator[Due]:
    """One for each version of a plan, whoever holds it: every body asked without a date.

    `rows` are requests nobody has answered, with the titles of their plans, the oldest first.
    """
    waiting: dict[str, list[Turn]] = {}
    titles = {}
    for turn, title in rows:
        if turn.role is None and turn.due_on is None and turn.lapses_on is None:
            waiting.setdefault(turn.version_id, []).append(turn)
            titles[turn.version_id] = title
    for version_id, turns in waiting.items():
        party = parties[turns[0].party_id]
        yield Due(
            key=f"quiet:{version_id}",
            kind="quiet",
            on=(last_day(turns[0].began_on) + QUIET).isoformat(),
            party_id=party.id,
            words=WORDS,
            params={"bodies": _named(turns), "since": _in_every_language(turns[0].began_on)},
            path=path("steps", turns[0].plan_id),
            plan_id=turns[0].plan_id,
            plan=titles[version_id],
            since=day_of(turns[0].began_at, party.time_zone),
            is_nudge=True,
        )


def _named(turns: Sequence[Turn]) -> str:
    names = [turn.holder for turn in turns]
    return ", ".join(names if len(names) <= NAMED else [*names[:NAMED], "…"])


def _in_every_language(on: str) -> dict[str, str]:
    return {tag: i18n.day(on, tag) for tag in i18n.languages()}
