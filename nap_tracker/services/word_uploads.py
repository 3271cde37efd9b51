"""A Word file over several visits: read, decided upon, placed, and brought in once or forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from nap_tracker import files, media
from nap_tracker.annex_c.definitions import Schema
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.errors import Invalid, InvalidFile, InvalidTransition, NotFound, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, direction
from nap_tracker.imports.word import bundle, decisions, desk, placement
from nap_tracker.imports.word.bundle import Bundle
from nap_tracker.imports.word.choices import Choices
from nap_tracker.imports.word.placement import Placement
from nap_tracker.imports.word.refusals import NO_TEXT
from nap_tracker.imports.word.tree import PICTURE, Aside, Document
from nap_tracker.models.event import Event
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.word_upload import WordUpload
from nap_tracker.permissions import Place, can, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import history, plans
from nap_tracker.services.uploads import safe_name
from nap_tracker.text import plain
from nap_tracker.text.html import sanitise
from nap_tracker.text.identity import seeded

LISTED = 20
MOST_PIXELS = 400_000_000
"""Of all pictures together: each is encoded anew when it comes in."""
GONE = N_("This file is no longer kept here. Upload it again.")
APPLIED = N_("This file was brought in already; nothing was added a second time.")
CHOSEN_ELSEWHERE = N_(
    "The choices were changed in another window or by somebody else. Look at them again."
)
OTHER_LANGUAGE = N_("The plan is not written in this language. Add it to the plan first.")


class Gone(NotFound):
    """The upload was forgotten, or storage lost its bytes."""


class Applied(InvalidTransition):
    """The upload is in the plan already."""


@dataclass(frozen=True, slots=True)
class Material:
    """What came from outside, read; nothing of it is stored yet."""

    name: str
    data: bytes
    bundle: Bundle


@dataclass(frozen=True)
class Opened:
    """An upload that can still be decided upon and brought in."""

    version: PlanVersion
    upload: WordUpload
    bundle: Bundle
    choices: Choices
    brought_in_before: bool
    """Whether the same bytes were brought into this plan already, from another upload."""
    within: frozenset[str] | None = None
    """The sections this person may bring text into; None for all of the plan."""

    @property
    def seen(self) -> str:
        """What a form hands back, so that choices made elsewhere are not overwritten."""
        return _sum(self.upload)

    @property
    def document(self) -> Document:
        return self.bundle.document

    @property
    def schema(self) -> Schema:
        return plans.schema_of(self.version, self.choices.language)

    @cached_property
    def placement(self) -> Placement:
        """Where everything goes as things stand."""
        rtl = direction(self.choices.language) == "rtl"
        return placement.place(
            self.bundle,
            self.choices,
            self.schema,
            rtl=rtl,
            seed=self.upload.id,
            within=self.within,
        )

    @cached_property
    def changes(self) -> tuple[decisions.Shown, ...]:
        """The tracked changes of the file."""
        return decisions.listed(self.document)

    @property
    def undecided(self) -> int:
        """Tracked changes nobody has decided yet."""
        return sum(self.choices.decided(each.number) is None for each in self.document.changes)


def examine(name: str, data: bytes) -> Material:
    """Read a DOCX or ODT apart from everything. Raises InvalidFile; touches no plan."""
    document, pictures = desk.read(data)
    shown, document = _shown(document, pictures)
    return Material(safe_name(name, ""), data, Bundle(document, "", shown))


def pasted(html: str, name: str) -> Material:
    """A text that was pasted. Raises InvalidFile where it says nothing."""
    canonical = sanitise(html, new_id=seeded(html))
    if plain.is_blank(canonical):
        raise InvalidFile(NO_TEXT)
    return Material(name, html.encode("utf-8", "surrogatepass"), Bundle(pasted=canonical))


def add(actor: Actor, version: PlanVersion, material: Material, *, language: str) -> WordUpload:
    """Keep what was read until somebody has decided. Nothing of it is in the plan yet."""
    require(actor, Permission.WORD_ADD, version)
    if language not in version.plan.languages:
        raise Invalid(OTHER_LANGUAGE, about="language")
    upload = WordUpload(
        party_id=version.party_id,
        plan_id=version.plan_id,
        name=material.name,
        sha256=files.store(version.party_id, material.data),
        read_sha256=files.store(version.party_id, bundle.pack(material.bundle)),
        settings=Choices(language).to_data(),
        uploaded_by_id=actor.user_id,
    )
    db.session.add(upload)
    db.session.flush()
    history.record(
        actor,
        "word:uploaded",
        party_id=upload.party_id,
        plan_id=upload.plan_id,
        subject=f"word_upload:{upload.id}",
        details={"sha256": upload.sha256},
    )
    db.session.flush()
    return upload


def of_plan(actor: Actor, version: PlanVersion) -> Sequence[WordUpload]:
    """The newest files of a plan, those still to be brought in among them.

    Who drafts single sections is shown their own.
    """
    require(actor, Permission.WORD_ADD, version)
    query = select(WordUpload).filter_by(plan_id=version.plan_id)
    if not can(actor, Permission.WORD_DECIDE, version):
        query = query.filter_by(uploaded_by_id=actor.user_id)
    return db.session.scalars(
        query.order_by(WordUpload.created_at.desc(), WordUpload.id).limit(LISTED)
    ).all()


def open_(actor: Actor, plan_id: str, upload_id: str, *, lock: bool = False) -> Opened:
    """An upload to work on. Raises Gone or Applied."""
    version = plans.newest(actor, plan_id, Permission.WORD_ADD)
    upload = _find(actor, version, upload_id, lock=lock)
    try:
        read = bundle.unpack(files.read(upload.party_id, upload.read_sha256))
    except NotFound:
        raise Gone(GONE) from None
    choices = Choices.from_data(upload.settings)
    before = _was_applied_before(upload)
    return Opened(version, upload, read, choices, before, sections_of(actor, version))


def sections_of(actor: Actor, version: PlanVersion) -> frozenset[str] | None:
    """The sections somebody may bring text into; None for all of the plan."""
    if can(actor, Permission.SECTION_EDIT, version):
        return None
    sections = (section.id for section in plans.schema_of(version, "en").sections)
    edits = (s for s in sections if can(actor, Permission.SECTION_EDIT, Place(version, s)))
    return frozenset(edits)


def choose(actor: Actor, opened: Opened, choices: Choices, *, seen: str) -> None:
    """Keep what a person says about the file. Raises StaleEdit when it was changed meanwhile.

    It changes nothing in the plan, so the log has it with the act of bringing in.
    """
    upload = _find(actor, opened.version, opened.upload.id, lock=True)
    if seen != _sum(upload):
        raise StaleEdit(CHOSEN_ELSEWHERE)
    upload.settings = choices.to_data()
    db.session.flush()


def forget(actor: Actor, plan_id: str, upload_id: str) -> None:
    """Take the upload away; the sweep takes its bytes. Raises Gone or Applied."""
    version = plans.newest(actor, plan_id, Permission.WORD_ADD)
    upload = _find(actor, version, upload_id, lock=True)
    history.record(
        actor,
        "word:forgotten",
        party_id=upload.party_id,
        plan_id=upload.plan_id,
        subject=f"word_upload:{upload.id}",
    )
    db.session.delete(upload)
    db.session.flush()


def original(opened: Opened) -> bytes:
    """The bytes as they came. Raises Gone."""
    try:
        return files.read(opened.upload.party_id, opened.upload.sha256)
    except NotFound:
        raise Gone(GONE) from None


def _shown(document: Document, pictures: dict[str, bytes]) -> tuple[dict[str, bytes], Document]:
    """The pictures that can be taken; the others are listed, and their places stay empty."""
    left, shown, asides = MOST_PIXELS, {}, list(document.asides)
    for name, data in pictures.items():
        try:
            width, height = media.dimensions(data)
            left -= width * height
            if left < 0:
                raise Invalid(media.BROKEN)
            media.examine(data)
            shown[name] = data
        except (Invalid, OSError, ValueError):
            asides.append(Aside(PICTURE, name))
    if len(shown) == len(pictures):
        return shown, document
    kept = decisions.with_pictures(document, frozenset(shown))
    return shown, kept._replace(asides=tuple(asides), pictures=tuple(shown))


def _find(actor: Actor, version: PlanVersion, upload_id: str, *, lock: bool = False) -> WordUpload:
    query = select(WordUpload).filter_by(plan_id=version.plan_id, id=upload_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    upload = db.session.scalar(query)
    if upload is None and _was_brought_in(version, upload_id):
        raise Applied(APPLIED)
    if upload is None:
        raise Gone(GONE)
    place = Place(version, added_by=upload.uploaded_by_id)
    require(actor, Permission.WORD_DECIDE, place)
    if upload.applied_at is not None:
        raise Applied(APPLIED)
    return upload


def _was_brought_in(version: PlanVersion, upload_id: str) -> bool:
    """By the log, which outlives the upload of who drafts single sections."""
    acts = select(Event.id).filter_by(plan_id=version.plan_id, kind="word:imported")
    return (
        db.session.scalar(acts.filter_by(subject=f"word_upload:{upload_id}").limit(1)) is not None
    )


def _was_applied_before(upload: WordUpload) -> bool:
    query = select(WordUpload.id).where(
        WordUpload.plan_id == upload.plan_id,
        WordUpload.sha256 == upload.sha256,
        WordUpload.applied_at.is_not(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def _sum(upload: WordUpload) -> str:
    return digest(dumps(upload.settings))
