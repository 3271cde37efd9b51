"""Stored files that are taken away to protect people: never edited, their sums stay."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import joinedload

from nap_tracker import files
from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import now
from nap_tracker.content import serial
from nap_tracker.content.audience import Audience, for_audience
from nap_tracker.errors import Hidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, moment
from nap_tracker.models.account import Party
from nap_tracker.models.comment import Comment, CommentFile
from nap_tracker.models.comment_upload import CommentUpload
from nap_tracker.models.export import Export
from nap_tracker.models.institution_upload import InstitutionUpload
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.removal import Erasure, Removal
from nap_tracker.models.round import Round
from nap_tracker.models.sealed_file import SealedFile
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.models.word_upload import WordUpload
from nap_tracker.models.work_plan_upload import WorkPlanUpload
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services.finding import Finder, InFact, InText, Place

LARGEST = 64 * 1024**2
"""Bytes of one part of a packed file that is looked into."""
MADE_OF_THE_TEXT = frozenset({"bundle", "json", "letter", "pdf", "receipt"})
"""Kinds of sealed files that the program made of the frozen text."""
GONE = N_(
    "This file was withdrawn to protect people on %(when)s by %(who)s. It cannot be had any more."
)
_MARKUP = re.compile(r"<(?!/?(?:w:p|w:br|w:tab|w:tc|text:p|si|row|c|a:p)\b)[^>]*>")
_EDGE = re.compile(r"<[^>]*>")

Stored = (
    CommentUpload
    | Export
    | InstitutionUpload
    | SealedFile
    | StoredFile
    | WordUpload
    | WorkPlanUpload
)
KEEPING: tuple[Any, ...] = (Export, SealedFile, StoredFile)
"""Rows that stay, with their sums."""
PAGE = 50
PASSING: tuple[Any, ...] = (CommentUpload, InstitutionUpload, WordUpload, WorkPlanUpload)
"""Files on their way in: the rows go too."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stored file that holds the words, or may."""

    row: Stored
    is_certain: bool
    """It was looked into, or made of a text that holds them; else it could not be looked into."""

    @property
    def key(self) -> str:
        """For the box that chooses it."""
        return f"{self.row.__tablename__}:{self.row.id}"


def said_of(party_id: str, sha256: str | None, zone: str) -> NotFound | None:
    """What whoever asks for withdrawn bytes is told; None where they were not withdrawn."""
    query = select(Removal).join(Erasure, Erasure.removal_id == Removal.id)
    query = query.options(joinedload(Removal.decided_by)).where(
        Erasure.party_id == party_id, Erasure.sha256 == sha256
    )
    removal = db.session.scalars(query.order_by(Removal.decided_at)).first()
    if removal is None:
        return None
    who = removal.decided_by.name if removal.decided_by else "–"
    return NotFound(GONE, {"when": moment(removal.decided_at, zone), "who": who})


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """When a file was withdrawn, and by whom."""

    at: datetime
    who: str


def told_of(party_id: str, sums: Iterable[str]) -> Mapping[str, Withdrawn]:
    """SHA-256 -> its withdrawal, of those that were withdrawn; no query where nobody asks."""
    asked = sorted(set(sums))
    if not asked:
        return {}
    query = (
        select(Erasure)
        .options(joinedload(Erasure.removal).joinedload(Removal.decided_by))
        .where(Erasure.party_id == party_id, Erasure.sha256.in_(asked))
        .order_by(Erasure.sha256, Erasure.id)
    )
    return {one.sha256: _withdrawn(one.removal) for one in db.session.scalars(query)}


def _withdrawn(removal: Removal) -> Withdrawn:
    return Withdrawn(removal.decided_at, removal.decided_by.name if removal.decided_by else "–")


def refuse(party_id: str, data: bytes) -> None:
    """Bytes that were withdrawn do not come in again. Raises Invalid."""
    sha256 = hashlib.sha256(data).hexdigest()
    query = select(Erasure.id).filter_by(party_id=party_id, sha256=sha256).limit(1)
    if db.session.scalar(query) is not None:
        raise Invalid(N_("This very file was withdrawn to protect people. Add a redacted one."))


def holding(party: Party, finder: Finder, places: Sequence[Place]) -> list[Line]:
    """Every stored file of the Party that holds the words, or of which nobody can tell.

    What came with a review that was not sent is there only where it holds them.
    """
    since = _since(places)
    made: list[Export] = [row for row in _stored(Export, party) if isinstance(row, Export)]
    found = [Line(row, is_certain=True) for row in made if _export_holds(row, finder, since)]
    frozen = {p.where.version_id for p in places if isinstance(p.where, InText) and p.is_frozen}
    frozen |= {p.where.key[0] for p in places if isinstance(p.where, InFact) and _is_frozen(p)}
    unsent = set(db.session.scalars(select(StoredFile.id).where(_waits())))
    others: list[Stored] = [
        *_stored(SealedFile, party),
        *_stored(StoredFile, party),
        *_passing(party),
    ]
    for row in others:
        certain = _made_of(row, finder, frozen) if isinstance(row, SealedFile) else None
        known = certain if certain is not None else _looked_into(row, finder)
        if known is not False and (known or row.id not in unsent):
            found.append(Line(row, known is True))
    return found


def showing(party: Party, file: StoredFile) -> list[Line]:
    """Documents that may show a file: made of the plan after it was added."""
    made: list[Stored] = [
        row
        for row in _stored(Export, party)
        if isinstance(row, Export)
        and row.plan_id == file.plan_id
        and row.requested_at >= file.created_at
    ]
    sealed = [row for row in _stored(SealedFile, party) if isinstance(row, SealedFile)]
    made += [row for row in sealed if _names(row.version_id, file.id)]
    return [Line(row, is_certain=True) for row in made]


def of_party(actor: Actor, party: Party, page: int = 1) -> tuple[Sequence[StoredFile], bool]:
    """A page of the files of its plans, removed ones too, that were not withdrawn yet, the newest
    first, and whether there is another."""
    require(actor, Permission.PROTECTION_REMOVE, party)
    query = select(StoredFile).where(
        StoredFile.party_id == party.id, StoredFile.withdrawn_at.is_(None), ~_waits()
    )
    query = query.order_by(StoredFile.created_at.desc(), StoredFile.id)
    found = db.session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def get(actor: Actor, party: Party, file_id: str) -> StoredFile:
    """One of them. Raises Hidden."""
    require(actor, Permission.PROTECTION_REMOVE, party)
    query = select(StoredFile).where(StoredFile.id == file_id, ~_waits())
    file = db.session.scalar(query)
    if file is None or file.party_id != party.id or file.withdrawn_at is not None:
        raise Hidden(N_("There is no such file, or you may not see it."))
    return file


def withdraw(removal: Removal, rows: Iterable[Stored]) -> int:
    """Mark them, and every other row of the Party with the same bytes; how many there were."""
    sums = {sha256 for row in rows for sha256 in sums_of(row)}
    exports = [row for row in rows if isinstance(row, Export) and not row.sha256]
    done = 0
    for row in (*exports, *_with_bytes(removal.party_id, sums)):
        sums |= set(sums_of(row))
        if isinstance(row, PASSING):
            db.session.delete(row)
        else:
            _mark(row, removal)
        done += 1
    known = select(Erasure.sha256).filter_by(party_id=removal.party_id, erased_at=None)
    for sha256 in sorted(sums - set(db.session.scalars(known))):
        db.session.add(Erasure(party_id=removal.party_id, removal_id=removal.id, sha256=sha256))
    db.session.flush()
    return done


def sums_of(row: Stored) -> list[str]:
    """The SHA-256 of all that a row keeps in storage."""
    names = ("sha256", "clean_sha256", "read_sha256")
    return [sha256 for name in names if (sha256 := getattr(row, name, None))]


def find(party: Party, keys: Iterable[str]) -> list[Stored]:
    """The files of these keys; what is of another Party, or gone, is not among them."""
    tables = {table.__tablename__: table for table in (*KEEPING, *PASSING)}
    found = []
    for key in keys:
        name, _, id = key.partition(":")
        row = db.session.get(tables[name], id) if name in tables else None
        if row is not None and row.party_id == party.id:
            found.append(row)
    return found


def forget_contents(party: Party, finder: Finder) -> None:
    """What documents were made of, where it holds the words; one that waits is not made."""
    for export in db.session.scalars(select(Export).filter_by(party_id=party.id)):
        if export.content != "{}" and finder.first(json.loads(export.content)):
            export.content = "{}"
            if export.ready_at is None:
                export.withdrawn_at = now()
                export.failed_at, export.lease_until = export.failed_at or now(), None


def _mark(row: Any, removal: Removal) -> None:
    row.withdrawn_at = removal.decided_at
    if isinstance(row, Export):
        row.content, row.lease_until = "{}", None
        if row.ready_at is None:
            row.failed_at = row.failed_at or removal.decided_at
    elif isinstance(row, StoredFile):
        row.removed_at = row.removed_at or removal.decided_at
    elif isinstance(row, SealedFile):
        row.withdrawn_because = removal.reason


def _with_bytes(party_id: str, sums: set[str]) -> Iterator[Stored]:
    if not sums:
        return
    for table in (*KEEPING, *PASSING):
        columns = [c for c in ("sha256", "clean_sha256", "read_sha256") if hasattr(table, c)]
        same = or_(*(getattr(table, name).in_(sorted(sums)) for name in columns))
        yield from db.session.scalars(select(table).where(table.party_id == party_id, same))


def _stored(table: Any, party: Party) -> Sequence[Stored]:
    query = select(table).where(table.party_id == party.id, table.withdrawn_at.is_(None))
    return db.session.scalars(query).all()


def _passing(party: Party) -> list[Stored]:
    """But for what came from a seat of an anonymous round: it holds the code of the seat, and the
    name of who wrote there, so who looks for the one and then the other would be told whose it is.
    """
    unnamed = select(CommentUpload.id).where(
        CommentUpload.invitation_id.is_not(None),
        CommentUpload.round_id == Round.id,
        Round.is_anonymous,
    )
    hidden = set(db.session.scalars(unnamed.where(CommentUpload.party_id == party.id)))
    return [
        row
        for table in PASSING
        for row in db.session.scalars(select(table).where(table.party_id == party.id))
        if row.id not in hidden
    ]


def _waits() -> ColumnElement[bool]:
    """Of a stored file: it came with a comment that only its author knows of."""
    return exists().where(
        CommentFile.file_id == StoredFile.id,
        Comment.id == CommentFile.comment_id,
        Comment.said_at.is_(None),
    )


def _since(places: Sequence[Place]) -> dict[str, datetime]:
    """Plan -> when the words were first written in it."""
    since: dict[str, datetime] = {}
    for place in places:
        if place.plan_id and place.oldest_at:
            since[place.plan_id] = min(since.get(place.plan_id, place.oldest_at), place.oldest_at)
    return since


def _export_holds(export: Export, finder: Finder, since: dict[str, datetime]) -> bool:
    """What it was made of says it; once that is forgotten, whether the words stood there then."""
    if export.sha256 is None:
        return False
    if export.content != "{}":
        return finder.first(json.loads(export.content)) is not None
    return export.plan_id in since and export.requested_at >= since[export.plan_id]


def _is_frozen(place: Place) -> bool:
    return isinstance(place.where, InFact) and place.where.is_snapshot


def _made_of(file: SealedFile, finder: Finder, frozen: set[str]) -> bool | None:
    if file.kind not in MADE_OF_THE_TEXT:
        return None
    if file.version_id not in frozen:
        return False
    version = db.session.get_one(PlanVersion, file.version_id)
    whole = serial.from_text(version.snapshot or "{}")
    plan = for_audience(whole, treaty(version.schema_edition), Audience(file.audience))
    return finder.first(serial.to_data(plan)) is not None


def _names(version_id: str, file_id: str) -> bool:
    query = select(PlanVersion.snapshot).filter_by(id=version_id)
    return file_id in (db.session.scalar(query) or "")


def _looked_into(row: Stored, finder: Finder) -> bool | None:
    """None where nobody can tell: a picture, a scan, a PDF."""
    told: list[bool | None] = []
    for sha256 in sums_of(row):
        try:
            data = files.read(row.party_id, sha256)
        except NotFound:
            continue
        told.append(_holds(data, finder))
    if True in told:
        return True
    return None if None in told else False


def _holds(data: bytes, finder: Finder) -> bool | None:
    if zipfile.is_zipfile(io.BytesIO(data)):
        return any(finder.holds(text) for text in _parts(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return finder.holds(data.decode("utf-16", "replace"))
        return (
            None
            if b"\0" in data or data.startswith(b"%PDF")
            else finder.holds(data.decode("cp1252", "replace"))
        )
    return None if text.startswith("%PDF") else finder.holds(text)


def _parts(data: bytes) -> Iterator[str]:
    """The texts in a Word file, a spreadsheet or a bundle: runs together, paragraphs apart."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for part in packed.infolist():
            yield part.filename
            if part.file_size <= LARGEST and part.filename.endswith(
                (".xml", ".json", ".html", ".txt", ".csv")
            ):
                text = packed.read(part).decode("utf-8", "replace")
                if part.filename.endswith(".xml"):
                    text = _EDGE.sub("\n", _MARKUP.sub("", text))
                yield text
