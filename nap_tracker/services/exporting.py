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
from nap_tracker.exports.paper.form import Wanted
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
    kind, extension = _NAMES.get(export.format, (None, export.format))
    part = "-".join(filter(None, (kind, _section(export)))) or None
    return Made(data, printing.file_name(plan, audience, extension, part=part), pages)


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


def _form(export: Export, plan: PlanContent, audience: Audience) -> tuple[bytes, int | None]:
    wanted = Wanted(
        audience,
        Mark(export.mark),
        _today(export),
        printing.form_language(plan, export.options.get("language", plan.language)),
        filled=export.format == "filled_form",
        section=_section(export),
    )
    printed = printing.paper(plan, export.party_id, wanted)
    return printed.data, printed.pages


def _section(export: Export) -> str | None:
    """The one section asked for; None for the whole plan."""
    return export.options.get("section")


def _today(export: Export) -> date:
    return today(db.session.get_one(Party, export.party_id).time_zone)


_FORMATS = {
    "docx": _docx,
    "filled_form": _form,
    "form": _form,
    "json": _json,
    "pdf": _pdf,
}
_NAMES = {"filled_form": ("filled-form", "pdf"), "form": ("form", "pdf")}
"""What is named otherwise than by its format: a word for the kind, and the extension."""
