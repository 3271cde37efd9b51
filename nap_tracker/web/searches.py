"""Searching: one page, for all the plans somebody may read, for one, or for one section of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.errors import NotFound
from nap_tracker.i18n import N_, gettext, locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import plans, searches
from nap_tracker.services.searches import Hit
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import Addresses

bp = Blueprint("searches", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A hit as the page draws it."""

    title: str
    url: str
    hit: Hit


@bp.get("/search")
def index() -> ResponseReturnValue:
    """Where the words stand, by plan and section."""
    query = request.args.get("q", "").strip()
    plan_id, section_id = _plan_id(), request.args.get("section", "")
    found = searches.search(
        actor(),
        query,
        plan_id=plan_id,
        section_id=section_id if plan_id else "",
        page=request.args.get("page", 1, type=int),
    )
    section = _section_title(found.plan, section_id) if found.plan and section_id else ""
    return render_template(
        "searches/index.html",
        query=query,
        found=found,
        groups=list(_groups(found.hits, query)),
        section=section,
        section_id=section_id,
        previous=_page_url(found.number - 1) if found.number > 1 else "",
        following=_page_url(found.number + 1) if found.number < found.last else "",
    )


def _plan_id() -> str:
    """Raises NotFound for what is no id."""
    wanted = request.args.get("plan", "")
    try:
        return str(UUID(wanted)) if wanted else ""
    except ValueError:
        raise NotFound(N_("There is no such plan, or you may not see it.")) from None


def _section_title(version: PlanVersion, section_id: str) -> str:
    return plans.schema_of(version, locale()).section(section_id).title


def _groups(
    hits: Sequence[Hit], query: str
) -> Iterator[tuple[PlanVersion, list[tuple[str, list[Line]]]]]:
    for _, of_plan in groupby(hits, key=lambda hit: hit.version.id):
        members = list(of_plan)
        version = members[0].version
        addresses = Addresses(version, plans.schema_of(version, locale()), query)
        sections = [
            (section, [_line(addresses, hit) for hit in of_section])
            for section, of_section in groupby(members, key=lambda hit: hit.section.title)
        ]
        yield version, sections


def _line(addresses: Addresses, hit: Hit) -> Line:
    if hit.register is None:
        return Line(hit.field.label, addresses.section(hit.section.id, hit.field.id), hit)
    singular = addresses.schema.register(hit.register).singular
    title = gettext("%(row)s: %(field)s", row=singular, field=hit.field.label)
    return Line(title, addresses.row(hit.register, hit.uid, hit.field.id), hit)


def _page_url(number: int) -> str:
    arguments: dict[str, Any] = {key: request.args[key] for key in _KEPT if key in request.args}
    return url_for("searches.index", **arguments, page=number)


_KEPT = ("q", "plan", "section")
