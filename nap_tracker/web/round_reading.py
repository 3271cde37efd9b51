"""The text of a review round as it was frozen: its sections, each answer with its place to comment.

By whoever sits in the round, with an account or by a personal link, and by who drafts the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.definitions import WORDED, Kind, Owner, Schema, Section
from nap_tracker.content.tree import EntryContent
from nap_tracker.i18n import locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Seat, can, reads_as
from nap_tracker.roles import Permission
from nap_tracker.services import plans, round_files, rounds, seats
from nap_tracker.services.answers import Answer, Reading
from nap_tracker.text import files
from nap_tracker.web.door import actor
from nap_tracker.web.entries import here, known, nothing_here
from nap_tracker.web.histories import page_number

bp = Blueprint("round_reading", __name__, url_prefix="/rounds/<uuid:round_id>/read")

PAGE = 25
"""Rows of a register on one page."""


@dataclass(frozen=True)
class RoundDesk:
    """One round as somebody reads it; templates of answers ask it for pictures."""

    seat: Seat
    version: PlanVersion
    schema: Schema
    """In the reader's language."""
    reading: Reading

    def shown(self, html: str) -> str:
        """Long text with the addresses of its pictures, which this reader may open."""
        return files.with_sources(html, self._picture)

    def _picture(self, uid: str) -> str:
        return url_for("round_reading.picture", round_id=self.seat.id, file_id=uid)

    @property
    def titles(self) -> list[tuple[str, str]]:
        """(id, title) of the sections that are asked about and there for this reader."""
        there = {e.section for e in self.reading.plan.entries if e.section}
        return [
            (section.id, section.title)
            for section in self.schema.sections
            if section.id in self.seat.sections and section.id in there
        ]


@dataclass(frozen=True, slots=True)
class Spot:
    """One answer, and where something is said about it; '' for who only reads."""

    answer: Answer
    comment_url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register."""

    uid: str
    name: str
    spots: Sequence[Spot]
    comment_url: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one register on this page."""

    title: str
    rows: Sequence[Row]
    previous_url: str
    next_url: str


@bp.get("")
def show(round_id: UUID) -> ResponseReturnValue:
    """The sections that are asked about."""
    at = _desk(round_id)
    return render_template("round_reading/show.html", desk=at)


@bp.get("/<string:section_id>")
def section(round_id: UUID, section_id: str) -> ResponseReturnValue:
    """One section as it stood when the round was opened."""
    at = _desk(round_id)
    spec = known(at.schema.section, section_id)
    entry = at.reading.plan.section(section_id)
    if entry is None or section_id not in at.seat.sections:
        raise nothing_here()
    return render_template(
        "round_reading/section.html",
        desk=at,
        section=spec,
        spots=_spots(at, spec, entry),
        tables=_tables(at, spec),
        comment_url=_comment_url(at, spec.id),
    )


@bp.get("/pictures/<uuid:file_id>")
def picture(round_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A picture of the text, in its copy without metadata."""
    at = _desk(round_id)
    copy = round_files.copy_of(actor(), at.seat, at.reading.plan, str(file_id))
    response: Response = make_response(copy.data)
    response.headers["Content-Type"] = copy.media_type
    response.headers["Content-Disposition"] = "attachment"
    return response


def _desk(round_id: UUID) -> RoundDesk:
    seat = seats.own(actor(), str(round_id), Permission.ROUND_READ)
    version = rounds.version_of(seat.round)
    schema = plans.schema_of(version, locale())
    plan = rounds.text_of(actor(), seat)
    return RoundDesk(seat, version, schema, Reading(plan, schema, reads_as(actor(), seat)))


def _spots(at: RoundDesk, owner: Owner, entry: EntryContent) -> list[Spot]:
    section_id = entry.section or at.schema.home(entry.kind).id
    return [
        Spot(answer, _comment_url(at, section_id, entry, answer.field.id, answer.language))
        for answer in at.reading.answers(owner, entry.answers)
        if not answer.is_blank
    ]


def _tables(at: RoundDesk, spec: Section) -> list[Table]:
    page, first = page_number(), (page_number() - 1) * PAGE
    tables = []
    for field in spec.fields:
        if field.kind is not Kind.ROWS or not field.register:
            continue
        owner = at.schema.register(field.register)
        found = at.reading.plan.rows(field.register)
        rows = [
            Row(
                row.uid,
                at.reading.label(row),
                _spots(at, owner, row),
                _comment_url(at, spec.id, row),
            )
            for row in found[first : first + PAGE]
        ]
        newer = here(page=str(page - 1)) if page > 1 else ""
        older = here(page=str(page + 1)) if first + PAGE < len(found) else ""
        tables.append(Table(owner.title, rows, newer, older))
    return tables


def _comment_url(
    at: RoundDesk,
    section_id: str,
    entry: EntryContent | None = None,
    field: str = "",
    language: str = "",
) -> str:
    if at.seat.invitation is None or not can(actor(), Permission.ROUND_COMMENT, at.seat):
        return ""
    worded = bool(entry and field) and _is_worded(at.schema, entry, field)
    where: dict[str, Any] = {
        "uid": entry.uid if entry else None,
        "field": field or None,
        "language": (language or at.reading.plan.language) if worded else None,
    }
    return url_for("my_comments.create", round_id=at.seat.id, section=section_id, **where)


def _is_worded(schema: Schema, entry: EntryContent | None, field: str) -> bool:
    assert entry is not None
    return schema.owner(entry.kind, entry.section).field(field).kind in WORDED
