"""From filtered content to the bytes of a PDF: gathers the pictures, then builds, draws, prints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from nap_tracker import files
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import FileContent, PlanContent
from nap_tracker.exports import annexes, document, html, press
from nap_tracker.exports.document_tree import Mark, Options
from nap_tracker.exports.pictures import ImageData, Pictures


def pdf(
    plan: PlanContent, party_id: str, *, audience: Audience, mark: Mark, made_on: date
) -> press.Pdf:
    """Print a plan that is already filtered for the audience. Raises press.NotPrinted."""
    pictures = _pictures(plan, party_id)
    pages = _pages(plan, party_id)
    options = Options(
        audience=audience.value,
        mark=mark,
        made_on=made_on,
        pictures={**pictures, **{name: p for one in pages.values() for name, p in one.items()}},
        annexes={uid: tuple(one) for uid, one in pages.items()},
    )
    schema = treaty(plan.edition, plan.language)
    tree = document.build(plan, schema, options)
    return press.render(html.to_html(tree), options.pictures)


def file_name(plan: PlanContent, audience: Audience, extension: str) -> str:
    """A name that a ministry can file: Party, plan, version, audience."""
    return f"NAP-{plan.party.code}-v{plan.version}-{audience.value}.{extension}"


def _pictures(plan: PlanContent, party_id: str) -> Pictures:
    found: dict[str, ImageData] = {}
    for file in plan.files:
        if file.media_type.startswith("image/"):
            found[file.uid] = ImageData.of(file.media_type, _bytes(party_id, file))
    return found


def _pages(plan: PlanContent, party_id: str) -> Mapping[str, Mapping[str, ImageData]]:
    """Scanned annexes as pictures of their pages, by the file's uid."""
    wanted = {
        one["file"]
        for row in plan.rows("annex")
        for one in row.answers.get("document", ())
        if "file" in one
    }
    return {
        file.uid: annexes.pages(file.uid, _bytes(party_id, file))
        for file in plan.files
        if file.uid in wanted and file.media_type == "application/pdf"
    }


def _bytes(party_id: str, file: FileContent) -> bytes:
    return files.read(party_id, file.clean_sha256 or file.sha256)
