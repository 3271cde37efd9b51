"""The rows of a Party from another installation: each looked at before it is stored.

The archive may have been made by strangers. Its rows must belong to the one Party it names, point
at nothing outside it, give nobody a right over the installation, and hold only harmless text.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from nap_tracker import media
from nap_tracker.annex_c.definitions import Field, Kind
from nap_tracker.annex_c.schema import treaty
from nap_tracker.annex_c.values import problems
from nap_tracker.annex_c.worksheet import worksheet
from nap_tracker.clock import now
from nap_tracker.content import serial
from nap_tracker.content.door import admitted
from nap_tracker.content.tree import SECTION
from nap_tracker.errors import DomainError
from nap_tracker.extensions import Base
from nap_tracker.models.base import new_uid
from nap_tracker.models.projection import TYPED
from nap_tracker.services import (
    arriving_acts,
    arriving_progress,
    arriving_reviews,
    arriving_visits,
    treaty_checks,
)

NOWHERE = "@moved.invalid"
"""Where the address of somebody leads who only acted in the Party: nowhere, by RFC 2606."""
TAKEN_OVER = {
    "assignment": ("user_id",),
    "delegation": ("delegate_id",),
    "handover": ("from_id", "to_id"),
    "membership": ("user_id",),
    "reminder_answer": ("user_id",),
    "round_invitation": ("user_id",),
}
"""Columns that name the account that is here already; what was written stays as it was."""
KEYS = {"party_id": "party", "plan_id": "plan", "version_id": "plan_version"}
CORRECTED = "replaces_id"
"""Names another row of the same table, without a key in the database."""

Row = dict[str, Any]


class Arrival:
    """What is known of the Party while its rows come in, table by table."""

    def __init__(
        self, party: Mapping[str, str], here: frozenset[str], joined: Mapping[str, str]
    ) -> None:
        self.party_id, self.code = party["id"], party["code"]
        self.here = here
        """Accounts that are here already: the same persons, moved earlier."""
        self.joined = joined
        """Id that comes -> id of the account here that has the same address."""
        self.ids: dict[str, set[str]] = defaultdict(set, user={*here, *joined.values()})
        self.come: set[str] = set()
        """Accounts in the archive."""
        self.wanted: dict[str, set[str]] = defaultdict(set)
        self.editions: dict[str, int] = {}
        self.entries: dict[tuple[str, str], tuple[str, str | None]] = {}

    def change(self, table: str, row: Row) -> Row | None:
        """The row as it is stored. Raises ValueError with what is wrong with it."""
        row = self._person(row) if table == "user" else self._taken_over(table, row)
        if table == "round_invitation":
            row = {**row, "token_sha256": None, "confirmation_sha256": None}
        self._stay_inside(table, row)
        try:
            self._look(table, row)
        except (AttributeError, KeyError, TypeError):
            raise ValueError("it does not fit what it belongs to") from None
        self.ids[table].add(row.get("id", ""))
        if table == "user":
            self.come.add(row["id"])
        return None if table == "user" and row["id"] in self.here else row

    def loose_ends(self) -> Iterator[str]:
        """What rows point at and is not in the archive."""
        for table, wanted in self.wanted.items():
            for uid in sorted(wanted - self.ids[table]):
                yield f"{table} {uid}"

    def _look(self, table: str, row: Row) -> None:
        look = _LOOKS.get(table)
        if look is not None:
            look(self, row)
        if table in TYPED:  # by the name of its register
            register = treaty(self.editions[row["version_id"]]).register(table)
            _harmless(register.fields, row)

    def _person(self, row: Row) -> Row:
        """No rights over the installation, no way in but a new password."""
        clean = {
            **row,
            "is_administrator": False,
            "password_hash": None,
            "session_key": new_uid(),
        }
        if row["id"] in self.joined:
            clean |= {"email": row["id"] + NOWHERE, "disabled_at": now()}
        return clean

    def _taken_over(self, table: str, row: Row) -> Row:
        named = TAKEN_OVER.get(table, ())
        return {**row, **{name: self.joined.get(row[name], row[name]) for name in named}}

    def _stay_inside(self, table: str, row: Row) -> None:
        declared = Base.metadata.tables[table]
        if row.get("party_id", self.party_id) != self.party_id:
            raise ValueError("it belongs to another Party")
        if row.get("chain", self.party_id) != self.party_id:
            raise ValueError("it belongs to another chain")
        for column in declared.columns:
            value = row[column.name]
            target = table if column.name == CORRECTED else KEYS.get(column.name)
            for key in column.foreign_keys:
                if key.column.name == "id" and key.constraint is not None:
                    single = len(key.constraint.columns) == 1
                    target = key.column.table.name if single else target
            if target and value is not None:
                self.wanted[target].add(value)

    def _party(self, row: Row) -> None:
        if (row["id"], row["code"]) != (self.party_id, self.code):
            raise ValueError("it is not the Party the archive names")
        if row["emblem_id"]:
            self.wanted["stored_file"].add(row["emblem_id"])

    def _version(self, row: Row) -> None:
        try:
            treaty(row["schema_edition"])
        except KeyError:
            raise ValueError("its edition of the form is not known here") from None
        self.editions[row["id"]] = row["schema_edition"]
        arriving_acts.version(row)
        if row["snapshot"] is not None:
            _frozen(row["snapshot"], row["schema_edition"])

    def _entry(self, row: Row) -> None:
        self.entries[row["version_id"], row["uid"]] = (row["kind"], row["section"])

    def _revision(self, row: Row) -> None:
        """Text comes in through the same door as everything that is typed."""
        kind, section = self.entries[row["version_id"], row["uid"]]
        schema = treaty(self.editions[row["version_id"]])
        owner = schema.section(section) if kind == SECTION and section else schema.register(kind)
        content = json.loads(row["content"])
        _harmless(owner.fields, content["answers"])
        json.loads(row["unaccepted"])

    def _round(self, row: Row) -> None:
        arriving_reviews.round_(row)
        _frozen(row["snapshot"], self.editions[row["version_id"]])

    def _export(self, row: Row) -> None:
        """Only what is made already: its text is never read again."""
        if row["ready_at"] is None and row["failed_at"] is None:
            raise ValueError("it still waits to be made")

    def _file(self, row: Row) -> None:
        if row["media_type"] not in media.TYPES:
            raise ValueError("its type is not one that can be stored")

    def _fact(self, row: Row) -> None:
        treaty_checks.sound(row)

    def _worksheet(self, row: Row) -> None:
        for field in worksheet().fields:
            if problems(field, row["answers"].get(field.id)):
                raise ValueError(f"{field.id} is no answer as this program stores it")


_LOOKS: dict[str, Callable[[Arrival, Row], None]] = {
    "activity_track": lambda _, row: arriving_progress.activity(row),
    "comment": lambda _, row: arriving_reviews.comment(row),
    "entry": Arrival._entry,
    "exchange_rate": lambda _, row: arriving_acts.rate(row),
    "export": Arrival._export,
    "indicator_track": lambda _, row: arriving_reviews.indicator(row),
    "funding_record": lambda _, row: arriving_acts.funding(row),
    "milestone_move": lambda _, row: arriving_progress.move(row),
    "milestone_track": lambda _, row: arriving_progress.milestone(row),
    "move": lambda _, row: arriving_acts.move(row),
    "observation": lambda _, row: arriving_reviews.observation(row),
    "party": Arrival._party,
    "plan_version": Arrival._version,
    "practice_finding": lambda _, row: arriving_visits.finding(row),
    "progress_publication": lambda _, row: arriving_reviews.publication(row),
    "progress_review": lambda _, row: arriving_progress.review(row),
    "region_map": lambda _, row: arriving_visits.outlines(row),
    "response": lambda _, row: arriving_reviews.response(row),
    "review_answer": lambda _, row: arriving_progress.answer(row),
    "review_input": lambda _, row: arriving_progress.heard(row),
    "review_round": Arrival._round,
    "review_snapshot": lambda _, row: arriving_progress.snapshot(row),
    "revision": Arrival._revision,
    "round_invitation": lambda _, row: arriving_reviews.seat(row),
    "sealed_file": lambda _, row: arriving_acts.sealed_file(row),
    "site_visit": lambda _, row: arriving_visits.visit(row),
    "stored_file": Arrival._file,
    "submission": lambda _, row: arriving_acts.submission(row),
    "treaty_fact": Arrival._fact,
    "visit_limit": lambda _, row: arriving_visits.age(row),
    "worksheet": Arrival._worksheet,
}


def _frozen(text: str, edition: int) -> None:
    """What was frozen is read and printed as it stands: each text of it goes through that door."""
    plan = serial.from_text(text)
    if plan.edition != edition:
        raise ValueError("its text is of another edition")
    schema = treaty(edition)
    for entry in plan.entries:
        _harmless(schema.owner(entry.kind, entry.section).fields, entry.answers)
    if any(file.media_type not in media.TYPES for file in plan.files):
        raise ValueError("its text lists a file of a type that cannot be stored")


def _harmless(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> None:
    for field in fields:
        value = answers.get(field.id)
        if value is None or field.kind is not Kind.LONGTEXT:
            continue
        try:
            same = admitted(field.kind, value) == value
        except DomainError:
            same = False
        if not same:
            raise ValueError(f"{field.id} is not text as this program stores it")
