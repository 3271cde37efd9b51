"""What is sent to the Secretariat: the kept bytes, a cover letter, a manifest, in one ZIP file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from nap_tracker.clock import today
from nap_tracker.content.audience import Audience
from nap_tracker.content.canonical import pretty
from nap_tracker.content.tree import PlanContent
from nap_tracker.errors import Invalid, NotReady
from nap_tracker.exports.docx import letter as word
from nap_tracker.exports.letter import Enclosed, Endorsed, Letter
from nap_tracker.i18n import N_, chosen, gettext, languages, use_locale
from nap_tracker.models.endorsement import Endorsement
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.sealed_file import SealedFile
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, dated_facts, frozen_texts, history, sealing
from nap_tracker.services.exports import MEDIA_TYPES
from nap_tracker.services.frozen_texts import Redacted
from nap_tracker.services.sealing import Kind
from nap_tracker.services.versions import Purpose

ZIP = "application/zip"
MOMENT = (1980, 1, 1, 0, 0, 0)
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
NOT_FROZEN = N_("What is sent does not change any more. Freeze this version first.")
NOT_MADE = N_("The PDF and the data of this version are still being made. Try again in a minute.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person says about the letter and the bundle."""

    language: str = "en"
    reference: str = ""
    contact: str = ""
    signatory: str = ""
    may_publish: bool = False
    endorsements: frozenset[str] = frozenset()
    """Ids of kept signed files that go along."""


def make(actor: Actor, version: PlanVersion, wanted: Wanted) -> SealedFile:
    """Put together what is sent, and keep it with its sum. Raises NotReady, Invalid."""
    require(actor, Permission.SUBMISSION_RECORD, version)
    if version.frozen_at is None:
        raise Invalid(NOT_FROZEN)
    if wanted.language not in languages():
        raise Invalid(N_("Select one of the languages offered"), about="language")
    found = sealing.of_versions(actor, [version])[version.id]
    enclosed = _enclosed(found, wanted)
    plan = contents.load(version)
    letter = _kept_letter(actor, version, plan, wanted, enclosed)
    members = [(file.name, sealing.read(file)) for file in (*enclosed, letter)]
    listed = [_listed(file) for file in (*enclosed, letter)]
    taken = frozen_texts.of_version(actor, version)
    contents_list = manifest(version, plan, listed, taken).encode()
    members += [(MANIFEST, contents_list), (SUMS, _sums(listed, contents_list).encode())]
    bundle = sealing.keep(
        actor,
        version,
        Kind.BUNDLE,
        name=f"NAP-{plan.party.code}-v{plan.version}.zip",
        data=_zipped(members),
        media_type=ZIP,
        audience=Audience.DRAFTING_TEAM,
        details={"files": listed, "letter": letter.id},
    )
    history.record(
        actor,
        "bundle:made",
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"version:{version.id}",
        details={"sha256": bundle.sha256, "files": str(len(listed))},
    )
    return bundle


def _enclosed(found: Sequence[SealedFile], wanted: Wanted) -> list[SealedFile]:
    """The authoritative text and its data; the signed endorsements that were chosen."""
    original = sealing.newest(found, Kind.ORIGINAL)
    main = [original, sealing.newest(found, Kind.PDF), sealing.newest(found, Kind.JSON)]
    there = [file for file in main if file is not None]
    if not there or (original is None and len(there) < 2):
        raise NotReady(NOT_MADE)
    signed = [
        file for file in found if file.kind == Kind.ENDORSEMENT and file.id in wanted.endorsements
    ]
    return _named_apart([*there, *signed])


def _named_apart(files: list[SealedFile]) -> list[SealedFile]:
    """Two files of one name cannot lie in one ZIP file."""
    names = [file.name for file in files]
    if len(set(names)) < len(names):
        raise Invalid(N_("Two of the files have the same name. Send one of them by itself."))
    return files


def _kept_letter(
    actor: Actor,
    version: PlanVersion,
    plan: PlanContent,
    wanted: Wanted,
    enclosed: Sequence[SealedFile],
) -> SealedFile:
    facts = dated_facts.of_plan(actor, Endorsement, version.plan_id)
    with use_locale(wanted.language):
        letter = Letter(
            language=wanted.language,
            party=chosen(plan.party.name),
            title=chosen(plan.title, plan.language),
            period=(plan.period_start, plan.period_end),
            is_amendment=version.purpose == Purpose.AMENDMENT,
            endorsements=tuple(_endorsed(facts, version)),
            enclosures=tuple(
                Enclosed(file.name, gettext(sealing.KIND_NAMES[file.kind]), file.sha256)
                for file in enclosed
            ),
            made_on=today(version.plan.party.time_zone),
            reference=wanted.reference,
            contact=wanted.contact,
            signatory=wanted.signatory,
            may_publish=wanted.may_publish,
        )
        data = word.to_docx(letter)
        name = gettext("Cover letter")
    return sealing.keep(
        actor,
        version,
        Kind.LETTER,
        name=f"{name}.docx",
        data=data,
        media_type=MEDIA_TYPES["docx"],
        audience=Audience.DRAFTING_TEAM,
    )


def _endorsed(facts: Iterable[Endorsement], version: PlanVersion) -> Iterable[Endorsed]:
    """Of this version, or of the one it is the text of as endorsed."""
    ids = {version.id}
    if version.purpose == Purpose.AS_ENDORSED:
        ids |= {v.id for v in version.plan.versions if v.number == version.based_on}
    for fact in facts:
        if fact.version_id in ids and fact.replaced_at is None:
            yield Endorsed(fact.body, fact.instrument, fact.endorsed_on)


def _listed(file: SealedFile) -> dict[str, Any]:
    return {"name": file.name, "kind": file.kind, "size": file.size, "sha256": file.sha256}


def manifest(
    version: PlanVersion,
    plan: PlanContent,
    listed: list[dict[str, Any]],
    taken: Sequence[Redacted],
) -> str:
    """What lies in the bundle. Where something was removed to protect people, it says so."""
    redactions = [{"at": one.at.isoformat(), "snapshot_sha256": one.sha256} for one in taken]
    return pretty(
        {
            "format": "nap-tracker-bundle",
            "version": 1,
            "party": plan.party.code,
            "plan": plan.uid,
            "title": dict(plan.title),
            "number": plan.version,
            "snapshot_sha256": version.snapshot_sha256,
            "files": listed,
            **({"removed_to_protect_people": redactions} if redactions else {}),
        }
    )


def _sums(listed: Iterable[Mapping[str, Any]], manifest: bytes) -> str:
    """As `sha256sum --check` reads it."""
    lines = [(one["sha256"], one["name"]) for one in listed]
    lines.append((sha256(manifest).hexdigest(), MANIFEST))
    return "".join(f"{sum}  {name}\n" for sum, name in lines)


def _zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, data)
    return made.getvalue()
