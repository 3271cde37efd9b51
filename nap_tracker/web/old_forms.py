"""Whether a form that was sent is older than a removal for protection; it is not said again."""

from __future__ import annotations

from flask import request
from werkzeug.datastructures import MultiDict

from nap_tracker.forms.rows import uid
from nap_tracker.services import old_forms

NUMBERS = "_seen"
"""`_seen` and `_seen-<question>`: the revisions a form shows."""


def is_from_before(sent: MultiDict[str, str]) -> bool:
    """Of a form of this page; False where the page is of no section and no row."""
    where = request.view_args or {}
    row = str(where.get("uid") or uid(sent.get("_uid", "")) or "")
    section = str(where.get("section_id", ""))
    if "plan_id" not in where or not (row or section):
        return False
    return old_forms.is_from_before(
        str(where["plan_id"]),
        version_id=uid(sent.get("_version", "")) or "",
        section=section,
        uid=row,
        seen=_earliest(sent),
    )


def _earliest(sent: MultiDict[str, str]) -> int:
    """What is no number counts as nothing seen."""
    numbers = [v for name, v in sent.items(multi=True) if name.partition("-")[0] == NUMBERS]
    return min((int(v) if v.isdecimal() and len(v) < 10 else 0 for v in numbers), default=0)
