"""What was done with a version: its kept files, endorsements, submissions, publications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import select

from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.models.dated_fact import DatedFact
from nap_tracker.models.endorsement import Endorsement
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.publication import Publication
from nap_tracker.models.sealed_file import SealedFile
from nap_tracker.models.submission import Submission
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import sealing
from nap_tracker.services.versions import Purpose

F = TypeVar("F", bound=DatedFact)


@dataclass
class Record:
    """Everything recorded of one version: what holds, and what was corrected or withdrawn."""

    files: Sequence[SealedFile] = ()
    endorsements: list[Endorsement] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    publications: list[Publication] = field(default_factory=list)
    replaced: list[DatedFact] = field(default_factory=list)

    def file(self, id: str | None) -> SealedFile | None:
        """One of the files by its id, where the reader may have it."""
        return next((file for file in self.files if file.id == id), None)

    @property
    def withdrawn(self) -> list[str]:
        """Sums of files that were withdrawn to protect people."""
        return [file.sha256 for file in self.files if file.withdrawn_at]

    def is_reissue(self, file: SealedFile) -> bool:
        """Whether it was made again without what was removed: it has a sum of its own."""
        return any(
            one.kind == file.kind and one.withdrawn_at and one.withdrawn_at <= file.kept_at
            for one in self.files
        )

    @property
    def bundles(self) -> list[SealedFile]:
        """What was put together to be sent, the newest first."""
        return [f for f in reversed(self.files) if f.kind == sealing.Kind.BUNDLE]


def of_versions(actor: Actor, versions: Sequence[PlanVersion]) -> dict[str, Record]:
    """By version id; four queries however many versions there are."""
    if not versions:
        return {}
    require(actor, Permission.PLAN_SHOW, versions[0])
    found = {version.id: Record() for version in versions}
    for id, files in sealing.of_versions(actor, versions).items():
        found[id].files = files
    for endorsement in _facts(Endorsement, found):
        _place(found, endorsement, found[endorsement.version_id].endorsements)
    for submission in _facts(Submission, found):
        _place(found, submission, found[submission.version_id].submissions)
    for publication in _facts(Publication, found):
        _place(found, publication, found[publication.version_id].publications)
    return found


def warnings(version: PlanVersion, record: Record) -> list[str]:
    """What somebody may want to know, as marked sentences: none of them stops anything."""
    found = []
    if record.submissions and not record.endorsements:
        found.append(N_("It was recorded as submitted, and no endorsement is recorded."))
    if record.publications and not record.submissions:
        found.append(N_("It was recorded as published, and no submission is recorded."))
    if any(e.with_changes for e in record.endorsements):
        found.append(
            N_("The endorsing body changed the text: enter its changes in a version as endorsed.")
        )
    if version.purpose == Purpose.REGISTERED:
        found.append(
            N_("This version is registered: the original file is its text, nothing was typed here.")
        )
    return found


def _facts(table: type[F], versions: dict[str, Record]) -> Sequence[F]:
    query = select(table).where(table.version_id.in_(versions))
    return db.session.scalars(query.order_by(table.recorded_at, table.id)).all()


def _place(found: dict[str, Record], fact: F, holds: list[F]) -> None:
    if fact.replaced_at is None:
        holds.append(fact)
    else:
        found[fact.version_id].replaced.append(fact)
