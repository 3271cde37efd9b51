"""What anybody reads of how plans are carried out: publications, and nothing but them.

It asks nobody who they are, so it hands out no row: only what its Party has made public.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from nap_tracker.clock import day_of
from nap_tracker.content.public_progress import Progress, called, from_content, to_content
from nap_tracker.errors import NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, locale
from nap_tracker.models.account import Party
from nap_tracker.models.progress_publication import ProgressPublication
from nap_tracker.services import walls
from nap_tracker.services.progress_publications import is_intact

PAGE = 50
NOTHING = N_("Nothing is published at this address.")


@dataclass(frozen=True, slots=True)
class Published:
    """One publication as anybody may read it."""

    plan_id: str
    number: int
    name: str
    """"" where it was withdrawn: then nothing of it is told but that."""
    shown_name: str
    """The same in the reader's language, where it has a name there."""
    name_in: str
    """The language of the shown name."""
    party: str
    language: str
    published_at: datetime
    published_on: date
    """In the Party's zone."""
    published_by: str
    withdrawn_at: datetime | None
    withdrawn_on: date | None
    is_intact: bool
    """False where words were removed from it to protect people."""
    is_sample: bool
    sha256: str
    progress: Progress | None
    """None where it was withdrawn."""


@dataclass(frozen=True, slots=True)
class Current:
    """What a plan's current publication is called, for the list of all of them."""

    plan_id: str
    name: str
    """In the reader's language, where it has a name there."""
    language: str
    """Of the name."""
    party: Mapping[str, str]
    published_on: date
    is_sample: bool


def of_everybody(page: int = 1) -> tuple[Sequence[Current], bool]:
    """A page of the current publications, by Party, and whether there is another.

    A plan whose newest one was withdrawn is not among them. Made-up Parties are, and are marked.
    """
    newer = aliased(ProgressPublication)
    is_newest = ~exists().where(
        newer.plan_id == ProgressPublication.plan_id, newer.number > ProgressPublication.number
    )
    query = (
        select(
            ProgressPublication.plan_id,
            ProgressPublication.name,
            ProgressPublication.language,
            ProgressPublication.content["others", locale(), "name"].as_string(),
            Party.name,
            ProgressPublication.published_at,
            Party.time_zone,
            Party.sample,
        )
        .join(Party, Party.id == ProgressPublication.party_id)
        .where(ProgressPublication.withdrawn_at.is_(None), is_newest)
        .order_by(Party.code, ProgressPublication.published_at.desc(), ProgressPublication.id)
    )
    with walls.open_to_everybody():
        rows = db.session.execute(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    found = [_current(*row) for row in rows]
    return found[:PAGE], len(found) > PAGE


def _current(
    plan_id: str,
    name: str,
    language: str,
    here: str | None,
    party: Mapping[str, str],
    at: datetime,
    zone: str,
    sample: bool,
) -> Current:
    """`here` is its name in the reader's language, where it has one."""
    name, language = (here, locale()) if here else (name, language)
    return Current(plan_id, name, language, party, day_of(at, zone), sample)


def of_plan(plan_id: str) -> Sequence[Published]:
    """Every publication of a plan, the newest first. Raises NotFound where there is none."""
    query = (
        select(ProgressPublication, Party.time_zone, Party.sample)
        .join(Party, Party.id == ProgressPublication.party_id)
        .where(ProgressPublication.plan_id == plan_id)
        .order_by(ProgressPublication.number.desc())
    )
    with walls.open_to_everybody():
        found = [_published(*row) for row in db.session.execute(query)]
    if not found:
        raise NotFound(NOTHING)
    return found


def numbered(found: Sequence[Published], number: int) -> Published:
    """One of them. Raises NotFound."""
    one = next((each for each in found if each.number == number), None)
    if one is None:
        raise NotFound(NOTHING)
    return one


def to_data(one: Published) -> dict[str, Any]:
    """The same for programs."""
    told: dict[str, Any] = {
        "number": one.number,
        "published_at": one.published_at.isoformat(timespec="seconds"),
        "withdrawn_at": None,
    }
    if one.progress is None:
        assert one.withdrawn_at is not None
        return {**told, "withdrawn_at": one.withdrawn_at.isoformat(timespec="seconds")}
    return {**told, "name": one.name, "published_by": one.published_by, **_content(one)}


def _content(one: Published) -> dict[str, Any]:
    assert one.progress is not None
    return {"sha256": one.sha256, "is_intact": one.is_intact, **to_content(one.progress)}


def _published(row: ProgressPublication, zone: str, sample: bool) -> Published:
    kept = from_content(row.content)
    others = (replace(one, until=row.until) for one in kept.others)
    progress = replace(kept, language=row.language, until=row.until, others=tuple(others))
    is_withdrawn = row.withdrawn_at is not None
    shown, name_in = called(row.name, row.language, progress, locale())
    return Published(
        plan_id=row.plan_id,
        number=row.number,
        name="" if is_withdrawn else row.name,
        shown_name="" if is_withdrawn else shown,
        name_in=name_in,
        party=progress.party,
        language=row.language,
        published_at=row.published_at,
        published_on=day_of(row.published_at, zone),
        published_by=row.published_by_name,
        withdrawn_at=row.withdrawn_at,
        withdrawn_on=day_of(row.withdrawn_at, zone) if row.withdrawn_at else None,
        is_intact=is_intact(row),
        is_sample=sample,
        sha256=row.sha256,
        progress=None if is_withdrawn else progress,
    )
