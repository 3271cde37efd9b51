"""The texts that review rounds froze, without what endangers people."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from nap_tracker.content.canonical import dumps
from nap_tracker.content.leaves import answer_changed, changed
from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import Round
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.services import finding
from nap_tracker.services.finding import InText, Place

Change = Callable[[str], str]
"""What becomes of a text."""
TABLE = Round.__tablename__


def from_rounds(chosen: Sequence[Place], gone: Callable[[str], Change]) -> None:
    """Rounds lose what their plans lose: the chosen answers, and the facts chosen of a round."""
    texts: dict[str, list[InText]] = {}
    facts: set[str] = set()
    for place in chosen:
        if isinstance(place.where, InText):
            texts.setdefault(place.where.version_id, []).append(place.where)
        elif (place.where.table, place.where.column) == (TABLE, "snapshot"):
            facts.add(place.where.key[0])
    concerned = or_(Round.id.in_(facts), Round.version_id.in_(texts))
    for round_ in db.session.scalars(select(Round).where(concerned).order_by(Round.id)):
        frozen = json.loads(round_.snapshot)
        change = gone(round_.plan_id)
        if round_.id in facts:
            rest = {k: v for k, v in frozen.items() if k not in ("entries", "party")}
            frozen |= changed(rest, change)
        edition = db.session.get_one(PlanVersion, round_.version_id).schema_edition
        for entry in frozen["entries"]:
            mine = [w for w in texts.get(round_.version_id, ()) if w.uid == entry["uid"]]
            entry["answers"] = _answers(entry, edition, mine, change)
        round_.snapshot = dumps(frozen)


def drop_from_rounds(party: Party, file: StoredFile) -> None:
    """Rounds no longer list the file, or what was read in them could not be shown any more."""
    for round_ in db.session.scalars(select(Round).filter_by(party_id=party.id)):
        frozen = json.loads(round_.snapshot)
        kept = [one for one in frozen["files"] if one["uid"] != file.id]
        if len(kept) != len(frozen["files"]):
            round_.snapshot = dumps({**frozen, "files": kept})


def _answers(
    entry: Mapping[str, Any], edition: int, places: Sequence[InText], change: Change
) -> dict[str, Any]:
    fields = finding.fields_of(edition, entry["kind"], entry.get("section"))
    answers = dict(entry.get("answers", {}))
    for name in answers.keys() & {place.field for place in places}:
        tags = {place.language for place in places if place.field == name}
        answers[name] = answer_changed(fields.get(name), answers[name], tags, change)
    return {name: value for name, value in answers.items() if value is not None}
