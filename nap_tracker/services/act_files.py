"""The log of a Party or a plan as a file for auditors: CSV to read, JSON to check by machine."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from nap_tracker.content.audience import Audience
from nap_tracker.content.canonical import dumps
from nap_tracker.models.account import Party
from nap_tracker.models.plan import Plan
from nap_tracker.roles import Actor
from nap_tracker.services import acts
from nap_tracker.services.act_names import Names, names_of
from nap_tracker.services.act_words import sentence, who
from nap_tracker.services.acts import Act, Wanted

FORMAT, VERSION = "nap-tracker/log", 1
MARK = "\ufeff"
"""Excel takes a CSV file without it for another alphabet."""
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "number",
    "recorded_at",
    "happened_on",
    "kind",
    "who",
    "who_id",
    "sentence",
    "subject",
    "plan_id",
    "details",
    "previous_hash",
    "hash",
)
"""Facts under the names they are stored by; `who` and `sentence` in the reader's language."""


def as_csv(
    actor: Actor, party: Party, plan: Plan | None, wanted: Wanted, language: str
) -> Iterator[str]:
    """Line by line, however long the log is."""
    yield MARK + _line(COLUMNS)
    for some in acts.all_of(actor, party, plan, wanted):
        names = names_of(some, language)
        yield "".join(_line(_row(act, names, party).values()) for act in some)


def as_json(
    actor: Actor, party: Party, plan: Plan | None, wanted: Wanted, language: str
) -> Iterator[str]:
    """Everything the hashes are made of, so that anybody can check the chain."""
    about = {
        "format": FORMAT,
        "version": VERSION,
        "audience": Audience.DRAFTING_TEAM.value,
        "party": party.code,
        "plan": plan.id if plan else None,
    }
    yield dumps(about)[:-1] + ',"acts":['
    separator = ""
    for some in acts.all_of(actor, party, plan, wanted):
        names = names_of(some, language)
        yield separator + ",".join(dumps(_object(act, names, party)) for act in some)
        separator = ","
    yield "]}\n"


def _row(act: Act, names: Names, party: Party) -> dict[str, str]:
    event = act.event
    return {
        "number": str(event.number),
        "recorded_at": event.recorded_at.isoformat(timespec="microseconds"),
        "happened_on": event.happened_on or "",
        "kind": event.kind,
        "who": who(act, names),
        "who_id": event.actor_id or "",
        "sentence": sentence(act, names, party.time_zone),
        "subject": event.subject,
        "plan_id": event.plan_id or "",
        "details": event.details,
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }


def _object(act: Act, names: Names, party: Party) -> dict[str, Any]:
    """The salt stays here: with it, short words could be guessed from their hash."""
    event = act.event
    more = {"chain": event.chain, "actor_kind": event.actor_kind, "actor_name": event.actor_name}
    return {**_row(act, names, party), **more, "number": event.number}


def _line(cells: Any) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])
    return text.getvalue()


def _harmless(cell: str) -> str:
    """Spreadsheets calculate what begins like a formula."""
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell
