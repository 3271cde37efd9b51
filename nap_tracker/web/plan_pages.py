"""The pages of one plan: their tabs, and the addresses that lead from a finding to its field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from nap_tracker.annex_c.definitions import Kind, Schema
from nap_tracker.checks.findings import Finding
from nap_tracker.i18n import N_, gettext
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Place, can
from nap_tracker.roles import Permission
from nap_tracker.services import tracking
from nap_tracker.web.door import actor

Link = tuple[str, str, bool]
NO_ROW = "00000000-0000-0000-0000-000000000000"
"""Stands for a uid in an address that is made once and used for many rows."""

IMPLEMENTATION = N_("Implementation")
"""Shown only where a version of the plan is in force."""

PAGES: tuple[tuple[str, tuple[tuple[str, str, Permission], ...]], ...] = (
    (
        N_("Sections"),
        (
            (N_("Task list"), "plans.show", Permission.PLAN_SHOW),
            (N_("What is missing"), "checks.show", Permission.PLAN_SHOW),
            (N_("Coverage"), "checks.coverage", Permission.PLAN_SHOW),
            (N_("Who does what"), "assignments.index", Permission.SECTION_ASSIGN),
            (N_("Bring in a Word file"), "word_imports.create", Permission.WORD_ADD),
            (N_("Import a work plan"), "work_plan_imports.create", Permission.PLAN_IMPORT),
        ),
    ),
    # What is read and said of the plan, by its team and by others.
    (
        N_("Review"),
        (
            (N_("Read the plan"), "read.show", Permission.PLAN_SHOW),
            (N_("Comments"), "comments.index", Permission.COMMENT_SHOW),
            (N_("Review rounds"), "rounds.index", Permission.PLAN_SHOW),
            (N_("Comments as files"), "comment_files.create", Permission.COMMENT_SHOW),
        ),
    ),
    (
        N_("Documents"),
        (
            (N_("Make a document"), "exports.index", Permission.EXPORT_CREATE),
            (N_("Files and pictures"), "files.index", Permission.PLAN_SHOW),
        ),
    ),
    # Where the plan stands, and what moves it on.
    (
        N_("Steps"),
        (
            (N_("Where the plan stands"), "steps.index", Permission.PLAN_SHOW),
            (N_("Versions"), "versions.index", Permission.PLAN_SHOW),
            (N_("Settings of the plan"), "plans.edit", Permission.PLAN_EDIT),
        ),
    ),
    # How the plan in force is carried out; not there before a version is endorsed or registered.
    (
        IMPLEMENTATION,
        (
            (N_("Activities"), "activities.index", Permission.ACTIVITY_SHOW),
            (N_("Indicators"), "indicators.index", Permission.INDICATOR_SHOW),
            (N_("Money"), "finances.index", Permission.ACTIVITY_SHOW),
            (N_("Worst practices"), "practices.index", Permission.ACTIVITY_SHOW),
            (N_("Reviews of progress"), "progress_reviews.index", Permission.REVIEW_SHOW),
            (
                N_("Reports of institutions"),
                "institution_workbooks.index",
                Permission.ACTIVITY_REPORT,
            ),
            (N_("Publish"), "progress_publications.index", Permission.ACTIVITY_SHOW),
        ),
    ),
    (
        N_("History"),
        (
            (N_("Changes of the text"), "history.index", Permission.HISTORY_SHOW),
            (N_("Who did what"), "acts.of_plan", Permission.EVENT_LIST),
        ),
    ),
)
"""The tabs, six at most, and the pages within each: words, endpoint, and who is shown it."""
OF_INSTITUTIONS = frozenset({"activities.index", "indicators.index"})
"""Pages that officers of institutions open too, for what is theirs."""
BENEATH = {
    "activities": "activities.index",
    "comment_answers": "comments.index",
    "comment_files": "comment_files.create",
    "comments": "comments.index",
    "endorsements": "versions.index",
    "exchange_rates": "finances.index",
    "finances": "finances.index",
    "funding": "finances.index",
    "indicator_settings": "indicators.index",
    "indicators": "indicators.index",
    "institution_workbooks": "institution_workbooks.index",
    "ledgers": "rounds.index",
    "observations": "indicators.index",
    "practices": "practices.index",
    "progress_limits": "activities.index",
    "progress_publications": "progress_publications.index",
    "progress_reviews": "progress_reviews.index",
    "publications": "versions.index",
    "region_maps": "practices.index",
    "review_inputs": "progress_reviews.index",
    "rounds": "rounds.index",
    "steps": "steps.index",
    "submissions": "versions.index",
    "turns": "steps.index",
    "versions": "versions.index",
}
"""Blueprint -> the page its other pages are reached from."""


@dataclass(frozen=True)
class Tab:
    """A group of pages; it leads to the first of them this person may open."""

    words: str
    pages: tuple[Link, ...]
    above: str = ""
    """The address of its page beneath which the present one lies, and is not itself listed."""

    @property
    def address(self) -> str:
        return self.pages[0][1]

    @property
    def is_current(self) -> bool:
        return bool(self.above) or any(is_current for _, _, is_current in self.pages)

    @property
    def mark(self) -> str:
        """For `aria-current`; where pages are listed below, the page itself is marked there."""
        if not self.is_current:
            return ""
        return "true" if len(self.pages) > 1 else "page"


def tabs(version: PlanVersion) -> list[Tab]:
    """The pages of the plan this person may open, by tab; a tab without a page is not shown."""
    found = []
    part = tracking.part_of(actor(), version)
    for words, pages in PAGES:
        shown = [
            (gettext(title), endpoint, url_for(endpoint, plan_id=version.plan_id))
            for title, endpoint, permission in pages
            if endpoint in current_app.view_functions
            and can(actor(), permission, part if endpoint in OF_INSTITUTIONS else version)
        ]
        if words == IMPLEMENTATION and shown and not tracking.is_in_force(version):
            continue
        links = tuple((title, url, _is_here(endpoint)) for title, endpoint, url in shown)
        above = next((url for _, endpoint, url in shown if _is_beneath(endpoint)), "")
        found.append(Tab(gettext(words), links, above))
    return [tab for tab in found if tab.pages]


def _is_here(endpoint: str) -> bool:
    return endpoint == request.endpoint


def _is_beneath(endpoint: str) -> bool:
    return not _is_here(endpoint) and BENEATH.get(request.blueprint or "") == endpoint


class Addresses:
    """Where findings of one plan lead; who only reads is led to the answer, not to the form."""

    def __init__(self, version: PlanVersion, schema: Schema, find: str = "") -> None:
        """`find`: words that the pages of sections mark, where they can."""
        self.find = {"find": find} if find else {}
        self.plan_id = version.plan_id
        self.schema = schema
        self.version = version
        self.names = can(actor(), Permission.PLAN_EDIT, version)
        self._registers: dict[str, str] = {}
        self._rows: dict[tuple[str, str | None], str] = {}
        self._edits: dict[str, bool] = {}

    def of(self, finding: Finding) -> str:
        """The field that mends it; '' where this person has no page for that."""
        if finding.section is None:
            is_named = self.names and finding.field
            return self._plan(finding.field or "") if is_named else ""
        if finding.uid and finding.register:
            return self.row(finding.register, finding.uid, finding.field)
        return self.section(finding.section, finding.field)

    def row(self, register: str, uid: str, field: str | None = None) -> str:
        """A row, at one of its fields."""
        key = (register, field)
        if key not in self._rows:
            anchor = self._anchor(self.schema.home(register).id, field)
            self._rows[key] = self._register(register) + (f"#{anchor}" if anchor else "")
        return self._rows[key].replace(NO_ROW, uid)

    def section(self, section_id: str, field: str | None = None) -> str:
        """A section, at one of its fields or tables."""
        anchor = self._anchor(section_id, field)
        if field is not None:
            spec = self.schema.section(section_id).field(field)
            anchor = f"table-{spec.register}" if spec.kind is Kind.ROWS else anchor
        where: dict[str, Any] = {"plan_id": self.plan_id, "section_id": section_id, **self.find}
        endpoint = "sections.edit" if self.edits(section_id) else "sections.answers"
        return url_for(endpoint, **where, _anchor=anchor)

    def _register(self, register: str) -> str:
        """The address of a row of this register but for its uid: pages name hundreds of rows."""
        if register not in self._registers:
            where: dict[str, Any] = {"plan_id": self.plan_id, "register": register, "uid": NO_ROW}
            self._registers[register] = url_for("rows.edit", **where)
        return self._registers[register]

    def edits(self, section_id: str) -> bool:
        """Whether this person may write in a section."""
        if section_id not in self._edits:
            place = Place(self.version, section_id)
            self._edits[section_id] = can(actor(), Permission.SECTION_EDIT, place)
        return self._edits[section_id]

    def _anchor(self, section_id: str, field: str | None) -> str | None:
        if field is None or self.edits(section_id):
            return field
        return f"answer-{field}"

    def _plan(self, field: str) -> str:
        return url_for("plans.edit", plan_id=self.plan_id, _anchor=field)
