"""What the pages of comments show: threads with their places in words, counts and filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.forms.comments import CommentForm
from nap_tracker.forms.parts import Form
from nap_tracker.i18n import N_, gettext, locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import drafts_a_section, require
from nap_tracker.roles import Permission
from nap_tracker.services import comment_list, comments, plans, threads
from nap_tracker.services.comment_list import Called, Listed
from nap_tracker.services.comment_places import Ground
from nap_tracker.services.comment_readers import reader
from nap_tracker.services.sayings import Saying
from nap_tracker.services.threads import Thread
from nap_tracker.web.comment_places import At, Spot, among
from nap_tracker.web.door import actor
from nap_tracker.web.entries import here
from nap_tracker.web.plan_pages import NO_ROW, Addresses, tabs

PAGE = 25
FILTERS: Mapping[str, tuple[str, Callable[[Listed], bool]]] = {
    "": (N_("All"), lambda one: True),
    "open": (N_("Open"), lambda one: one.is_open),
    "mine": (N_("My comments"), lambda one: one.is_own),
    "lost": (N_("Lost its place"), lambda one: one.is_lost),
}
"""What the address says -> what stands on the tab, and which comments it shows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A thread with its place in words."""

    thread: Thread
    at: Spot
    url: str
    text_url: str
    """Where it stands beside its words; '' where it is about the plan as a whole."""

    @property
    def form_url(self) -> str:
        """Where its place is edited, or read, with a way back from there."""
        page, mark, question = self.at.url.partition("#")
        begin = "&" if "?" in page else "?"
        return f"{page}{begin}comment={self.thread.id}{mark}{question}"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list."""

    lines: Sequence[Shown]
    filters: Sequence[tuple[str, str, bool]]
    """(words with the count, address, is current)."""
    total: int
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class Lines:
    """Comments of one plan: a page shows many, whose addresses have much in common."""

    version: PlanVersion
    schema: Schema

    def told(self, thread: Thread, called: Called) -> Shown:
        """A thread with its place in words and its address."""
        spot = among(self._leads, thread.where, called)
        return Shown(thread, spot, self._own.replace(NO_ROW, thread.id), self._in_text(thread))

    def on(self, ground: Ground, thread: Thread) -> Shown:
        """The same where the text is at hand."""
        return self.told(thread, comment_list.called(ground, thread.where, thread.row_name))

    def _in_text(self, thread: Thread) -> str:
        """Where it stands beside its words; '' of the plan as a whole."""
        language, number = thread.where.language, thread.number
        if thread.where.section is None:
            return ""
        is_other = language not in (None, self.version.plan.language)
        text = f"text={language}&" if is_other else ""
        page = self._text.replace(NO_ROW, thread.where.section)
        return f"{page}?{text}beside={number}#comment-{number}"

    @cached_property
    def _leads(self) -> Addresses:
        return Addresses(self.version, self.schema)

    @cached_property
    def _own(self) -> str:
        return url_for("comments.show", plan_id=self.version.plan_id, comment_id=NO_ROW)

    @cached_property
    def _text(self) -> str:
        return url_for("read.section", plan_id=self.version.plan_id, section_id=NO_ROW)


def version_of(plan_id: UUID, permission: Permission = Permission.COMMENT_SHOW) -> PlanVersion:
    """The newest version of a plan, for whoever may do this somewhere in it."""
    version = plans.newest(actor(), str(plan_id))
    if not drafts_a_section(actor(), version):
        require(actor(), permission, version)
    return version


def shown(version: PlanVersion, comment_id: str) -> Shown:
    """One comment this person hears of. Raises NotFound."""
    thread = threads.thread(actor(), version, comment_id)
    ground = comments.ground_of(version, locale())
    return Lines(version, ground.schema).on(ground, thread)


def saying(form: CommentForm, at: At) -> Saying:
    """What was typed of a place, and of the paragraph the address names, if it names one."""
    return Saying(
        where=at.where,
        block=request.args.get("block") or None,
        quote=form.quote.data or "" if "quote" in form else "",
        visibility=form.visibility.data,
        **form.said,  # type: ignore[arg-type]
    )


def form_page(version: PlanVersion, template: str, form: Form, **shown: Any) -> str:
    """A page with one form on it, sent to where it stands unless the template says otherwise."""
    return render_template(
        template,
        version=version,
        tabs=tabs(version),
        form=form,
        url=here(),
        errors=form.problems,
        **shown,
    )


def page_of(version: PlanVersion, wanted: str, section: str) -> Page:
    """The comments this person hears of, of those a filter lets through."""
    who = reader(actor(), version)
    found = comment_list.heard_by(who, section or None)
    chosen = wanted if wanted in FILTERS else ""
    kept = [one for one in found if FILTERS[chosen][1](one)]
    number = max(request.args.get("page", 1, type=int), 1)
    first = (number - 1) * PAGE
    lines = Lines(version, plans.schema_of(version, locale()))
    here = kept[first : first + PAGE]
    # Only what is on this page is read, with its replies, answers and files.
    read = threads.standing(who, [one.stood for one in here])
    return Page(
        [lines.told(read[one.stood.id], one.called) for one in here if one.stood.id in read],
        [_filter(version, found, name, section, chosen) for name in FILTERS],
        len(kept),
        _list_url(version, chosen, section, number - 1) if number > 1 else "",
        _list_url(version, chosen, section, number + 1) if first + PAGE < len(kept) else "",
    )


def _filter(
    version: PlanVersion, found: Sequence[Listed], name: str, section: str, chosen: str
) -> tuple[str, str, bool]:
    words, lets_through = FILTERS[name]
    count = sum(map(lets_through, found))
    said = gettext("%(filter)s (%(n)s)", filter=gettext(words), n=count)
    return said, _list_url(version, name, section, 1), name == chosen


def _list_url(version: PlanVersion, name: str, section: str, number: int) -> str:
    given: dict[str, Any] = {
        "show": name,
        "section": section,
        "page": str(number) if number > 1 else "",
    }
    named = {key: value for key, value in given.items() if value}
    return url_for("comments.index", plan_id=version.plan_id, **named)
