"""Where rows live: their form, the table they stand in, the page somebody came from."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from nap_tracker.annex_c.definitions import Register
from nap_tracker.web.entries import Desk, way_back
from nap_tracker.web.register_tables import PAGE


def edit_url(at: Desk, register: str, row: str) -> str:
    arguments = back_argument() | ({"text": at.language} if "text" in request.args else {})
    return url_for("rows.edit", plan_id=at.plan_id, register=register, uid=row, **arguments)


def back_argument() -> dict[str, Any]:
    back = way_back()
    return {"back": back} if back else {}


def home_url(at: Desk, owner: Register, **arguments: Any) -> str:
    """The register's table on the page of its section."""
    section = at.schema.home(owner.id).id
    return url_for(
        "sections.edit",
        plan_id=at.plan_id,
        section_id=section,
        **arguments,
        _anchor=f"table-{owner.id}",
    )


def place_url(at: Desk, owner: Register, row: str, place: int) -> str:
    """The page of the table on which the row stands now."""
    page = {owner.id: str(place // PAGE + 1)} if place >= PAGE else {}
    back = way_back()
    url = back.partition("#")[0] if back else home_url(at, owner, **page).partition("#")[0]
    return f"{url}#row-{row}"


def after_removal(at: Desk, owner: Register, row: str) -> str:
    back = way_back()
    removed = f"{owner.id}:{row}"
    if not back:
        return home_url(at, owner, removed=removed)
    path, _, _anchor = back.partition("#")
    return f"{path}{'&' if '?' in path else '?'}removed={removed}"
