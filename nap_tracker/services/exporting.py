"""Making a document that was asked for: the one place that knows every format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nap_tracker import files
from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import today
from nap_tracker.content import interchange
from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import PlanContent
from nap_tracker.exports.document_tree import Mark
from nap_tracker.extensions import db
from nap_tracker.models.account import Party
from nap_tracker.models.export import Export
from nap_tracker.services import exports, printing


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document, not stored yet."""

    data: bytes
    name: str
    pages: int | None


def make(export: Export) -> Made:
    """Render; writes nothing. Raises a DomainError that says why it cannot be made."""
    plan = exports.content_of(export)
    audience = Audience(export.audience)
    data, pages = _FORMATS[export.format](export, plan, audience)
    name = printing.file_name(plan, audience, export.format, part=_section(export))
    return Made(data, name, pages)


def store(export: Export, made: Made) -> None:
    """Keep the bytes and mark the document as ready."""
    exports.ready(export, data=made.data, name=made.name, pages=made.pages)


def _pdf(export: Export, plan: PlanContent, audience: Audience) -> tuple[bytes, int | None]:
    printed = printing.pdf(
        plan,
        export.party_id,
        audience=audience,
        mark=Mark(export.mark),
        made_on=_today(export),
        section=_section(export),
    )
    return printed.data, printed.pages


def _docx(export: Export, plan: PlanContent, audience: Audience) -> tuple[bytes, int | None]:
    data = printing.docx(
        plan,
        export.party_id,
        audience=audience,
        mark=Mark(export.mark),
        made_on=_today(export),
        section=_section(export),
    )
    return data, None


def _json(export: Export, plan: PlanContent, audience: Audience) -> tuple[bytes, int | None]:
    data = interchange.to_file(
        plan,
        treaty(plan.edition),
        audience.value,
        lambda file: files.read(export.party_id, file.sha256),
    )
    return data, None


def _section(export: Export) -> str | None:
    """The one section asked for; None for the whole plan."""
    return export.options.get("section")


def _today(export: Export) -> date:
    return today(db.session.get_one(Party, export.party_id).time_zone)


_FORMATS = {"docx": _docx, "json": _json, "pdf": _pdf}
