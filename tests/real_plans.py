"""The real plans beside the repository, brought in as their ministries would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nap_tracker.extensions import db
from nap_tracker.imports.options import RowFilter
from nap_tracker.models.plan import Plan
from nap_tracker.roles import Actor
from nap_tracker.services import plans, work_plan_uploads
from tests.imports.tables import COUNTRIES, NAPS, real, real_plan
from tests.imports.test_workplan_naps import zero_of


def countries() -> Iterator[tuple[str, str]]:
    """Code and name of each; none where the plans are not there."""
    for code in COUNTRIES if NAPS.is_dir() else ():
        yield code, real_plan(code)["country"]


def language(code: str) -> str:
    """What one is written in."""
    return real_plan(code)["language"]


def fill(leader: Actor, stored: Plan, code: str) -> None:
    """The work plan of one country out of the data set of all, into a plan just begun."""
    version, path = plans.newest(leader, stored.id), real("budget_lines.csv")
    upload = work_plan_uploads.add(leader, version, name=path.name, data=path.read_bytes())
    opened = work_plan_uploads.open_(leader, stored.id, upload.id)
    only = RowFilter(opened.sheet.headers.index("Country"), real_plan(code)["country"])
    options = replace(opened.choices.options, zero=zero_of(code), only=only)
    choices = replace(opened.choices, options=options)
    work_plan_uploads.choose(leader, opened, choices, seen=opened.seen)
    again = work_plan_uploads.open_(leader, stored.id, upload.id)
    seen = work_plan_uploads.try_out(leader, again).fingerprint
    work_plan_uploads.apply(leader, stored.id, upload.id, fingerprint=seen)
    db.session.commit()
