"""Which tables a backup carries, which a moved Party takes along, and why the others stay.

A table that is in neither list fails a test of the house: whoever adds one decides here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_, true

from nap_tracker.extensions import Base
from nap_tracker.models.event import COPIES


@dataclass(frozen=True, slots=True)
class Carried:
    """A table in an archive."""

    files: tuple[str, ...] = ()
    """Columns that hold the SHA-256 of bytes in storage, under the row's Party."""
    spent: str = ""
    """A column that is filled when those bytes are of no use any more: their sum stays."""
    rows: Callable[[Table], ColumnElement[bool]] | None = None
    """Which rows; None for all. `REASONS` says why not the others."""
    moves: bool = True
    """Whether the rows of a Party go with it; `STAYS` says why not."""


def _is_finished(table: Table) -> ColumnElement[bool]:
    return or_(table.c.ready_at.is_not(None), table.c.failed_at.is_not(None))


def _is_kept(table: Table) -> ColumnElement[bool]:
    return table.c.kept_at.is_not(None)


def _is_not_of_copies(table: Table) -> ColumnElement[bool]:
    return table.c.chain != COPIES


ALL = Carried()

CARRIED: dict[str, Carried] = {
    "activity": ALL,
    "activity_track": ALL,
    "assignment": ALL,
    "baseline": ALL,
    "budget_line": ALL,
    "calendar_feed": Carried(moves=False),
    "chain_head": Carried(rows=_is_not_of_copies),
    "comment": ALL,
    "comment_file": ALL,
    "comment_upload": Carried(files=("sha256",), spent="applied_at", moves=False),
    "consent": Carried(moves=False),
    "consultation": ALL,
    "endorsement": ALL,
    "entry": ALL,
    "entry_item": ALL,
    "entry_link": ALL,
    "erasure": ALL,
    "exchange_rate": ALL,
    "event": Carried(rows=_is_not_of_copies),
    "delegation": ALL,
    "export": Carried(files=("sha256",), rows=_is_finished),
    "funding_record": ALL,
    "held_form": Carried(moves=False),
    "indicator": ALL,
    "indicator_figure": ALL,
    "indicator_track": ALL,
    "input": ALL,
    "handover": ALL,
    "institution": ALL,
    "institution_upload": Carried(files=("sha256",), moves=False),
    "invitation": Carried(moves=False),
    "membership": ALL,
    "milestone": ALL,
    "milestone_move": ALL,
    "milestone_track": ALL,
    "move": ALL,
    "named_point": ALL,
    "objective": ALL,
    "observation": ALL,
    "observation_file": ALL,
    "own_site": ALL,
    "participation": ALL,
    "party": ALL,
    "plan": ALL,
    "plan_version": ALL,
    "practice": ALL,
    "progress_note": ALL,
    "practice_finding": ALL,
    "progress_publication": ALL,
    "progress_review": ALL,
    "publication": ALL,
    "redaction": ALL,
    "region": ALL,
    "region_map": Carried(rows=_is_kept),
    "reminder": ALL,
    "reminder_answer": ALL,
    "removal": ALL,
    "reply": ALL,
    "response": ALL,
    "review_answer": ALL,
    "review_input": ALL,
    "review_input_file": ALL,
    "review_round": ALL,
    "review_snapshot": ALL,
    "revision": ALL,
    "round_answer": ALL,
    "round_invitation": ALL,
    "sealed_file": Carried(files=("sha256",)),
    "section_lock": Carried(moves=False),
    "site": ALL,
    "site_visit": ALL,
    "site_visit_file": ALL,
    "stakeholder": ALL,
    "stored_file": Carried(files=("sha256", "clean_sha256")),
    "strategy": ALL,
    "submission": ALL,
    "target": ALL,
    "treaty_fact": ALL,
    "treaty_fact_file": ALL,
    "turn": ALL,
    "user": ALL,
    "visit_limit": ALL,
    "warning_answer": ALL,
    "word_upload": Carried(files=("sha256", "read_sha256"), moves=False),
    "work_plan_upload": Carried(files=("sha256",)),
    "worksheet": ALL,
}

LEFT_OUT: dict[str, str] = {
    "message": "mail that waits: a restored installation must not send it a second time",
    "open_page": "who has a page open at this moment, forgotten within the hour",
    "password_reset": "links that work for hours; a spent one would come back to life",
    "receipt": "which requests of an open page have arrived; no page is open after a restore",
    "search_text": "made from the newest revisions; `restore` makes it anew",
    "sign_in_attempt": "the throttle of signing in, forgotten after a day in any case",
}
"""Tables that are in no archive."""

REASONS: dict[str, str] = {
    "event and chain_head, chain “copies”": "acts upon copies of the whole belong to the"
    " database they were done to; without them two backups of the same content are the same",
    "export, unfinished": "a document being made waits for a worker; ask for it again",
    "region_map, on trial": "outlines that nobody took into use; upload the file again",
    "the queue": "it only wakes the worker; the rows are the truth",
    "the settings": "NAP_… variables and the secret key live in the environment; keep them apart",
}
"""Rows, and what is no table, that are in no archive."""

STAYS: dict[str, str] = {
    "calendar_feed": "addresses of calendars at the installation the Party leaves; make new ones",
    "consent": "it lets an administrator of the installation the Party leaves read its content",
    "held_form": "a form that waits for one person to sign in here again",
    "invitation": "links to the installation the Party leaves; invite again",
    "section_lock": "requests for quiet in a section, over within hours",
    "comment_upload": "files of comments on their way in; what was brought in of them is there",
    "institution_upload": "workbooks of institutions on their way in; what was brought in of them"
    " is there",
    "word_upload": "Word files on their way in; what was brought in of them is in the plan",
    "the personal links of reviewers": "they lead to the installation the Party leaves; what the"
    " reviewers said goes along",
    "the passwords": "accounts come without; people set one by “I have forgotten my password”",
    "the accounts of people with no role in the Party": "their name stays with what they did,"
    " their address does not leave",
}
"""What a moved Party does not take along."""


def tables() -> list[Table]:
    """What a backup carries, so that rows come after those they point at."""
    return [t for t in Base.metadata.sorted_tables if t.name in CARRIED]


def kept(table: Table) -> ColumnElement[bool]:
    """Which rows of a carried table are in archives."""
    chosen = CARRIED[table.name].rows
    return chosen(table) if chosen else true()


def has_bytes(table: Table) -> ColumnElement[bool]:
    """Which rows still point at stored bytes: what was withdrawn keeps only its sum, and what was
    brought in where nobody opens it again."""
    gone = [name for name in _ends(table.name) if name in table.c]
    return and_(true(), *(table.c[name].is_(None) for name in gone))


def named_files(table: str, row: dict[str, Any]) -> set[tuple[str, str]]:
    """(Party id, SHA-256) of the stored bytes a row points at."""
    return set() if any(row.get(name) for name in _ends(table)) else _sums(table, row)


def spent_files(table: str, row: dict[str, Any]) -> set[tuple[str, str]]:
    """The same of bytes that are of no use any more, which older archives hold."""
    spent = CARRIED[table].spent if table in CARRIED else ""
    return _sums(table, row) if spent and row.get(spent) else set()


def _ends(table: str) -> tuple[str, ...]:
    """Columns that are filled once a row's bytes are gone, or may go."""
    spent = CARRIED[table].spent if table in CARRIED else ""
    return ("withdrawn_at", spent) if spent else ("withdrawn_at",)


def _sums(table: str, row: dict[str, Any]) -> set[tuple[str, str]]:
    columns = CARRIED[table].files if table in CARRIED else ()
    return {(row["party_id"], row[name]) for name in columns if row.get(name)}
