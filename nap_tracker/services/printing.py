"""From filtered content to a PDF, a Word file or a form for paper: builds, writes, prints."""

from __future__ import annotations

from datetime import date

from nap_tracker import files, media
from nap_tracker.annex_c.schema import treaty, with_authentic
from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import FileContent, PlanContent
from nap_tracker.exports import annexes, document, html, press
from nap_tracker.exports.document_tree import Document, Mark, Options
from nap_tracker.exports.docx.file import to_docx
from nap_tracker.exports.paper import form, page
from nap_tracker.exports.pictures import ImageData
from nap_tracker.i18n import use_locale


def pdf(
    plan: PlanContent,
    party_id: str,
    *,
    audience: Audience,
    mark: Mark,
    made_on: date,
    section: str | None = None,
) -> press.Pdf:
    """Print a plan that is already filtered for the audience, or one section of it.

    Raises press.NotPrinted.
    """
    tree, pictures = drawn(
        plan, party_id, audience=audience, mark=mark, made_on=made_on, section=section
    )
    with use_locale(plan.language):
        text = html.to_html(tree)
    return press.render(text, pictures)


def docx(
    plan: PlanContent,
    party_id: str,
    *,
    audience: Audience,
    mark: Mark,
    made_on: date,
    section: str | None = None,
) -> bytes:
    """The same as a Word file."""
    tree, pictures = drawn(
        plan, party_id, audience=audience, mark=mark, made_on=made_on, section=section
    )
    with use_locale(plan.language):
        return to_docx(tree, pictures)


def paper(plan: PlanContent, party_id: str, wanted: form.Wanted) -> press.Pdf:
    """Print a plan that is already filtered as a form to fill in by hand."""
    schema = treaty(plan.edition, wanted.language)
    made = form.build(plan, schema, wanted)
    with use_locale(wanted.language):
        text = page.to_html(made)
    return press.render(text, _pictures(plan, party_id) if wanted.filled else {})


def form_language(plan: PlanContent, reader: str) -> str:
    """The reader's language where the plan is written in it too, else its binding one."""
    return reader if reader in plan.languages else plan.language


def drawn(
    plan: PlanContent,
    party_id: str,
    *,
    audience: Audience,
    mark: Mark,
    made_on: date,
    section: str | None = None,
    only: frozenset[str] | None = None,
    origins: bool = False,
) -> tuple[Document, dict[str, ImageData]]:
    """The document tree in the plan's language, and the pictures it shows."""
    pictures = _pictures(plan, party_id)
    scanned = _scanned(plan, party_id, only)
    pages: dict[str, tuple[str, ...]] = {}
    for uid, found in scanned.items():
        names = tuple(f"{uid}-page-{place}" for place in range(1, len(found) + 1))
        pictures.update(zip(names, found, strict=True))
        pages[uid] = names
    options = Options(
        audience=audience.value,
        mark=mark,
        made_on=made_on,
        section=section,
        only=only,
        pictures=pictures,
        annexes=pages,
        origins=origins,
    )
    official = {
        key: words[plan.language]
        for key, words in plan.party.authentic.items()
        if words.get(plan.language)
    }
    schema = with_authentic(treaty(plan.edition, plan.language), official)
    with use_locale(plan.language):
        return document.build(plan, schema, options), pictures


def file_name(
    plan: PlanContent, audience: Audience, extension: str, *, part: str | None = None
) -> str:
    """A name that a ministry can file: Party, plan, version, which part of it, audience."""
    parts = ["NAP", plan.party.code, f"v{plan.version}", part, audience.value]
    return f"{'-'.join(filter(None, parts))}.{extension}"


def _pictures(plan: PlanContent, party_id: str) -> dict[str, ImageData]:
    found: dict[str, ImageData] = {}
    for file in plan.files:
        if file.media_type.startswith("image/"):
            data = _bytes(party_id, file)
            found[file.uid] = ImageData(data, file.media_type, *media.dimensions(data))
    return found


def _scanned(
    plan: PlanContent, party_id: str, only: frozenset[str] | None
) -> dict[str, tuple[ImageData, ...]]:
    """Annexes and a signed foreword that are PDFs, as pictures of their pages, by file uid.

    One that cannot be turned into pictures stays a file beside the plan, which names it. Those of
    sections that are not printed are not read.
    """
    proofs = []
    if only is None or "annexes" in only:
        proofs += [row.answers.get("document", ()) for row in plan.rows("annex")]
    if only is None or "foreword" in only:
        proofs.append(plan.answers("foreword").get("signature", ()))
    wanted = {one["file"] for proof in proofs for one in proof if "file" in one}
    found: dict[str, tuple[ImageData, ...]] = {}
    for file in plan.files:
        if file.uid in wanted and file.media_type == "application/pdf":
            try:
                found[file.uid] = press.scan(_bytes(party_id, file))
            except annexes.NotRasterised:
                continue
    return found


def _bytes(party_id: str, file: FileContent) -> bytes:
    """The copy without metadata, whoever the document is for."""
    return files.read(party_id, file.clean_sha256 or file.sha256)
