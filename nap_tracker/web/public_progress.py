"""What anybody reads, without signing in, of how plans are carried out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from nap_tracker.content.canonical import pretty
from nap_tracker.i18n import locale
from nap_tracker.services import public_progress
from nap_tracker.services.public_progress import Published
from nap_tracker.web.published_tables import groups, in_its_language

bp = Blueprint("public_progress", __name__, url_prefix="/progress")


@bp.after_request
def _leave_it_out_of_searches(answer: Response) -> Response:
    """What is withdrawn would go on to be found, and read from what a search engine kept."""
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@bp.get("")
def index() -> ResponseReturnValue:
    """What governments have published of how their plans are carried out."""
    page = max(request.args.get("page", 1, type=int), 1)
    found, has_more = public_progress.of_everybody(page)
    return render_template(
        "public_progress/index.html", current=found, page=page, has_more=has_more
    )


@bp.get("/<uuid:plan_id>")
def current(plan_id: UUID) -> ResponseReturnValue:
    """The newest publication of a plan, and the names of those before it."""
    found = public_progress.of_plan(str(plan_id))
    return _page(found, found[0])


@bp.get("/<uuid:plan_id>/<int:number>")
def show(plan_id: UUID, number: int) -> ResponseReturnValue:
    """One publication, for ever at this address."""
    found = public_progress.of_plan(str(plan_id))
    return _page(found, public_progress.numbered(found, number))


@bp.get("/<uuid:plan_id>/<int:number>.json")
def data(plan_id: UUID, number: int) -> ResponseReturnValue:
    """The same for programs, and nothing more."""
    one = public_progress.numbered(public_progress.of_plan(str(plan_id)), number)
    return Response(pretty(public_progress.to_data(one)), mimetype="application/json")


def _page(found: Sequence[Published], one: Published) -> str:
    shown = one.progress.read_in(locale()) if one.progress else None
    return render_template(
        "public_progress/show.html",
        one=one,
        shown=shown,
        languages=[each.language for each in (one.progress, *one.progress.others)]
        if one.progress
        else [],
        groups=groups(shown) if shown else [],
        in_its_language=in_its_language,
        all=found,
        newest=found[0],
    )
