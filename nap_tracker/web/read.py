"""The plan read as a document, in the audience of who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.i18n import direction, locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import plans, reading
from nap_tracker.services.reading import Place, Reading, Title
from nap_tracker.web.door import actor
from nap_tracker.web.entries import known
from nap_tracker.web.leaves import Sheet
from nap_tracker.web.plan_pages import NO_ROW, Addresses, Tab, tabs

bp = Blueprint("read", __name__, url_prefix="/plans/<uuid:plan_id>/read")


@dataclass(frozen=True)
class Desk:
    """One plan that somebody reads."""

    version: PlanVersion
    reading: Reading

    @property
    def language(self) -> str:
        return self.reading.language

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def audience(self) -> str:
        return self.reading.reach.audience.value

    @property
    def titles(self) -> tuple[Title, ...]:
        return self.reading.contents.titles

    @cached_property
    def addresses(self) -> Addresses:
        return Addresses(self.version, plans.schema_of(self.version, locale()))

    def url(self, section: str = "", anchor: str = "") -> str:
        """A page of the document, in the language it is read in."""
        text = self.language if self.language != self.version.plan.language else None
        where: dict[str, Any] = {
            "plan_id": self.version.plan_id,
            "text": text,
            "_anchor": anchor or None,
        }
        if section:
            return url_for("read.section", section_id=section, **where)
        return url_for("read.show", **where)

    def form(self, place: Place) -> str:
        """The field in its form, or what it says there for who only reads."""
        if place.kind == "section":
            return self.addresses.section(place.section, place.field)
        return self.addresses.row(place.kind, place.uid, place.field)

    def edits(self, place: Place) -> bool:
        """Whether the reader may write there."""
        return self.addresses.edits(place.section)

    @property
    def sheet(self) -> Sheet:
        """With the links to forms of who reads."""
        return Sheet(self._pictures, self.form, self.edits)

    def bare(self, section: str) -> Sheet:
        """For all pages on one: a place leads to the page of its section."""
        return Sheet(self._pictures, links=self.url(section), is_within=True)

    @property
    def _pictures(self) -> str:
        return url_for("files.show", plan_id=self.version.plan_id, file_id=NO_ROW)[: -len(NO_ROW)]

    @property
    def tabs(self) -> list[Tab]:
        return tabs(self.version)

    def languages(self) -> list[tuple[str, str, bool]]:
        """(tag, address, is current) of the languages the plan is written in, if several."""
        tags = self.version.plan.languages
        where = {**(request.view_args or {})}
        return [
            (tag, url_for(request.endpoint or "", **where, text=tag), tag == self.language)
            for tag in (tags if len(tags) > 1 else ())
        ]


def desk(plan_id: UUID) -> Desk:
    """The newest version, in the language asked for: `?text=fr`, else the binding one."""
    version = plans.newest(actor(), str(plan_id))
    wanted = request.args.get("text", "")
    language = wanted if wanted in version.plan.languages else version.plan.language
    return Desk(version, reading.of_version(actor(), version, language))


@bp.get("")
def show(plan_id: UUID) -> ResponseReturnValue:
    """The contents of the document, in the audience of who reads."""
    return render_template("read/show.html", desk=desk(plan_id))


@bp.get("/<string:section_id>")
def section(plan_id: UUID, section_id: str) -> ResponseReturnValue:
    """One section of the document; says so where this reader finds nothing in it."""
    at = desk(plan_id)
    spec = known(at.reading.schema.section, section_id)
    leaf = at.reading.page(section_id)
    contents = at.reading.contents
    before, after = contents.neighbours(section_id) if leaf else (None, None)
    return render_template(
        "read/section.html",
        desk=at,
        spec=spec,
        title=contents.title(section_id),
        page=at.sheet.drawn(leaf) if leaf else "",
        before=before,
        after=after,
    )


@bp.get("/whole")
def whole(plan_id: UUID) -> ResponseReturnValue:
    """All of it on one page, to search in and to print."""
    at = desk(plan_id)
    pages = [(title, at.reading.page(title.section)) for title in at.titles]
    return render_template(
        "read/whole.html",
        desk=at,
        pages=[(title, at.bare(title.section).drawn(leaf)) for title, leaf in pages if leaf],
    )
