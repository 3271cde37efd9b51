"""Making a document that was asked for: the one place that knows every format."""

from __future__ import annotations

from nap_tracker.clock import today
from nap_tracker.content.audience import Audience
from nap_tracker.exports.document_tree import Mark
from nap_tracker.models.export import Export
from nap_tracker.services import exports, printing


def make(export: Export) -> None:
    """Render, store, and mark as ready. Raises a DomainError that says why it cannot be made."""
    plan = exports.content_of(export)
    audience = Audience(export.audience)
    printed = printing.pdf(
        plan, export.party_id, audience=audience, mark=Mark(export.mark), made_on=today()
    )
    exports.ready(
        export,
        data=printed.data,
        name=printing.file_name(plan, audience, "pdf"),
        pages=printed.pages,
    )
