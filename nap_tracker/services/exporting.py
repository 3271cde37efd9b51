"""Making a document that was asked for: the one place that knows every format."""

from __future__ import annotations

from datetime import date

from nap_tracker import files
from nap_tracker.annex_c.schema import treaty
from nap_tracker.clock import day_of, today
from nap_tracker.content import interchange
from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import PlanContent
from nap_tracker.exports.attachment import attach
from nap_tracker.exports.document_tree import Mark
from nap_tracker.exports.paper.form import Wanted
from nap_tracker.extensions import db
from nap_tracker.i18n import gettext, use_locale
from nap_tracker.models.account import Party
from nap_tracker.models.export import Export
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import WORKER
from nap_tracker.services import exports, printing, receipts, sealing
from nap_tracker.services.made import Made


def make(export: Export) -> Made:
    """Render; writes nothing. Raises a DomainError that says why it cannot be made."""
    if export.format == "receipt":
        return receipts.printed(export)
    plan = exports.content_of(export)
    audience = Audience(export.audience)
    data, pages = _FORMATS[export.format](export, plan, audience)
    kind, extension = _NAMES.get(export.format, (None, export.format))
    part = "-".join(filter(None, (kind, _section(export)))) or None
    return Made(data, printing.file_name(plan, audience, extension, part=part), pages)


def store(export: Export, made: Made) -> None:
    """Keep the bytes and mark the document as ready; what was frozen keeps them for ever."""
    exports.ready(export, data=made.data, name=made.name, pages=made.pages)
    if export.format not in exports.KEPT:
        return
    kept = sealing.keep(
        WORKER,
        db.session.get_one(PlanVersion, export.version_id),
        sealing.Kind(export.format.removeprefix("sealed_")),
        name=made.name,
        data=made.data,
        media_type=exports.MEDIA_TYPES[export.format],
        audience=Audience(export.audience),
        pages=made.pages,
    )
    if export.format == "receipt":
        receipts.is_made(export, kept)


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


def _sealed_pdf(export: Export, plan: PlanContent, audience: Audience) -> tuple[bytes, int | None]:
    """The frozen text without a mark, and inside it the data it was printed from."""
    data, pages = _pdf(export, plan, audience)
    inside, _ = _json(export, plan, audience)
    with use_locale(plan.language):
        description = gettext("The plan's data, as NAP Tracker reads it")
    name = printing.file_name(plan, audience, "json")
    return attach(
        data, name=name, data=inside, media_type="application/json", description=description
    ), pages


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
    """In the Party. What was frozen bears the day on which it was."""
    zone = db.session.get_one(Party, export.party_id).time_zone
    return day_of(export.requested_at, zone) if export.format in exports.KEPT else today(zone)


_FORMATS = {
    "docx": _docx,
    "filled_form": _form,
    "form": _form,
    "json": _json,
    "pdf": _pdf,
    "sealed_json": _json,
    "sealed_pdf": _sealed_pdf,
}
_NAMES = {
    "filled_form": ("filled-form", "pdf"),
    "form": ("form", "pdf"),
    "sealed_json": (None, "json"),
    "sealed_pdf": (None, "pdf"),
}
"""What is named otherwise than by its format: a word for the kind, and the extension."""
