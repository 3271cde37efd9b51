"""The ledger of a round: by reviewer, one reviewer's page, and the whole as PDF and XLSX."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.services import comment_files, ledgers
from nap_tracker.services.comment_files import Reading
from nap_tracker.web.comment_files import XLSX, sent
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import tabs

bp = Blueprint(
    "ledgers", __name__, url_prefix="/plans/<uuid:plan_id>/rounds/<uuid:round_id>/ledger"
)
reviewers = Blueprint(
    "review_ledgers", __name__, url_prefix="/rounds/<uuid:round_id>/review/ledger"
)


def _reading(ids: dict[str, UUID]) -> Reading:
    if "plan_id" in ids:
        return comment_files.of_plan(actor(), str(ids["plan_id"]), str(ids["round_id"]))
    return comment_files.of_seat(actor(), str(ids["round_id"]))


@bp.get("")
@reviewers.get("")
def index(**ids: UUID) -> ResponseReturnValue:
    """Who said how much, and how much of it has a response; one reviewer's own page."""
    reading = _reading(ids)
    wanted = request.args.get("reviewer")
    return render_template(
        "ledgers/index.html",
        **_page(reading),
        shares=ledgers.shares(reading),
        standings=ledgers.standings(reading) if wanted is None else (),
        share=ledgers.share_of(reading, wanted) if wanted is not None else None,
    )


@bp.get("/ledger.pdf")
@reviewers.get("/ledger.pdf")
def pdf(**ids: UUID) -> ResponseReturnValue:
    """All of it for the printer."""
    return sent(ledgers.pdf(_reading(ids)), "application/pdf")


@bp.get("/ledger.xlsx")
@reviewers.get("/ledger.xlsx")
def xlsx(**ids: UUID) -> ResponseReturnValue:
    """All of it as a workbook."""
    return sent(ledgers.xlsx(_reading(ids)), XLSX)


def _page(reading: Reading) -> dict[str, Any]:
    is_review = request.blueprint == reviewers.name

    def url(name: str, **values: Any) -> str:
        return url_for(f"{request.blueprint}.{name}", **(request.view_args or {}), **values)

    return {
        "reading": reading,
        "version": reading.version,
        "is_review": is_review,
        "tabs": [] if is_review else tabs(reading.version),
        "url": url,
    }
