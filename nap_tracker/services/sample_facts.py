"""What the made-up Parties did under Article 7, recorded by their made-up people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from nap_tracker.clock import standing_at
from nap_tracker.extensions import db
from nap_tracker.models.account import Party, User
from nap_tracker.models.obligation import FactKind
from nap_tracker.roles import Actor
from nap_tracker.services import accounts, obligations, worksheets
from nap_tracker.services.treaty_facts import Statement

FOLDER = Path(__file__).resolve().parent.parent / "samples" / "obligations"


def load() -> None:
    """Record everything, in the order of the files; the accounts are there already."""
    for path in sorted(FOLDER.glob("*.json")):
        told = _told(path.stem)
        party = db.session.scalars(select(Party).filter_by(code=told["party"])).one()
        sheet = told.get("worksheet")
        with in_its_time(path.stem):
            if sheet is not None:
                worksheets.save(_person(sheet["by"]), party, sheet["answers"], seen=0)
            for fact in told["facts"]:
                _record(party, fact)


def in_its_time(name: str) -> AbstractContextManager[None]:
    """When a Party began to work with the program: long ago, or as the sample is loaded."""
    since = _told(name).get("since")
    return standing_at(datetime.fromisoformat(since)) if since else nullcontext()


def _told(name: str) -> Mapping[str, Any]:
    told: Mapping[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return told


def _record(party: Party, fact: Mapping[str, Any]) -> None:
    kind = FactKind(fact["kind"])
    said = {name: value for name, value in fact.items() if name not in ("by", "kind")}
    person = _person(fact["by"])
    if kind is FactKind.DETERMINATION:
        sheet = worksheets.newest(person, party)
        said["worksheet_id"] = sheet.id if sheet else None
    obligations.record(person, party, kind, Statement(**said))


def _person(email: str) -> Actor:
    return accounts.actor_of(db.session.scalars(select(User).filter_by(email=email)).one())
