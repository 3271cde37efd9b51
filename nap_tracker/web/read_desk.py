"""What pages on which a plan is read share: who reads which text, and where its places lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote_plus, urlencode
from uuid import UUID

from flask import current_app, request, url_for
from markupsafe import Markup

from nap_tracker.annex_c.definitions import Section
from nap_tracker.i18n import chosen, direction, gettext, locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.services import plans, reading
from nap_tracker.services.comment_places import Where
from nap_tracker.services.reading import Leaf, Place, Print, Reading, Title
from nap_tracker.services.reading_comments import Asked, Beside, Show
from nap_tracker.services.threads import Thread
from nap_tracker.web.comment_pages import FILTERS
from nap_tracker.web.comment_places import to_comment
from nap_tracker.web.door import actor
from nap_tracker.web.leaves import Sheet, part
from nap_tracker.web.plan_pages import NO_ROW, Addresses, Tab, tabs

Key = tuple[str, str, str | None, str | None]
"""Section, entry, field, language."""


@dataclass(frozen=True)
class Desk:
    """One plan that somebody reads."""

    version: PlanVersion
    reading: Reading
    _forms: dict[tuple[str, str], str] = field(default_factory=dict)
    """Addresses of forms: many paragraphs answer one question."""
    _backs: dict[str, str] = field(default_factory=dict)
    _abouts: dict[Key, tuple[str, str]] = field(default_factory=dict)
    """Addresses at which something is said of an answer, but for its paragraph."""

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

    def url(self, section: str = "", *, show: str = "", beside: str = "") -> str:
        """A page of the document, in the language it is read in."""
        text = self.language if self.language != self.version.plan.language else ""
        asked = named(text=text, show=show, beside=beside)
        page = self._section.replace(NO_ROW, section) if section else self._contents
        return f"{page}?{asked}" if asked else page

    @cached_property
    def _contents(self) -> str:
        return url_for("read.show", plan_id=self.version.plan_id)

    @cached_property
    def _section(self) -> str:
        """Of any section: one page leads to all of them."""
        return url_for("read.section", plan_id=self.version.plan_id, section_id=NO_ROW)

    @property
    def whole(self) -> tuple[str, str]:
        """(words, address) of the page with all of it."""
        text = request.args.get("text")
        address = url_for("read.whole", plan_id=self.version.plan_id, text=text)
        return gettext("The whole plan on one page"), address

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """(words, address) of the pages above."""
        plan = self.version.plan
        return [
            (gettext("Plans"), url_for("plans.index")),
            (chosen(plan.title, plan.language), url_for("plans.show", plan_id=plan.id)),
            (gettext("Read the plan"), self.url()),
        ]

    def form(self, place: Place) -> str:
        """The field in its form, or what it says there for who only reads."""
        of_section = place.kind == "section"
        key = (place.section, place.field or "") if of_section else (place.uid, place.field or "")
        if key not in self._forms:
            self._forms[key] = (
                self.addresses.section(place.section, place.field)
                if of_section
                else self.addresses.row(place.kind, place.uid, place.field)
            )
        return self._forms[key]

    def edits(self, place: Place) -> bool:
        """Whether the reader may write there."""
        return self.addresses.edits(place.section)

    def page(self, section: str) -> Print | None:
        """One section as it is shown to everybody who may do the same here."""
        sheet = self.sheet(lambda number: "")
        return self.reading.printed(section, self._circle, sheet.printed)

    def asked(self, section: Section) -> Asked:
        """A section, and what of what was said of it the address asks for."""
        show, beside = Show.of(request.args.get("show", "")), request.args.get("beside", "")
        lay = self.sheet(self.unfold(section.id, show)).laid
        page = partial(self.page, section.id)
        return Asked(self.reading, section, page, self._circle, lay, show, beside)

    def shown(self, asked: Asked, said: Beside) -> dict[str, Any]:
        """What the page of a section shows, of the draft or of a round."""
        section, contents = asked.section.id, self.reading.contents
        sheet = self.sheet(self.unfold(section, asked.show))
        before, after = contents.neighbours(section) if said.page else (None, None)
        return {
            "spec": asked.section,
            "title": contents.title(section),
            "words": sheet.drawn(said),
            "said": said,
            "filters": self.filters(section, said, asked.show),
            "say": self.say_of_section(section),
            "pile": sheet.pile,
            "before": before,
            "after": after,
        }

    def all_pages(self) -> str:
        """Every section, each under its title."""
        return self.reading.whole(self._within, self._drawn_pages)

    def _drawn_pages(self, leaves: Sequence[tuple[Title, Leaf]]) -> str:
        pages = [
            (title, Markup(self.bare(title.section).printed(leaf).html)) for title, leaf in leaves
        ]
        return part("read/_pages.html", desk=self, pages=pages)

    @property
    def _circle(self) -> tuple[Any, ...]:
        """What decides which links stand on a page."""
        written = [one.id for one in self.reading.schema.sections if self.addresses.edits(one.id)]
        return (*self._within, self.says, written)

    @property
    def _within(self) -> tuple[Any, ...]:
        """Whose addresses stand on a page, and in which language their words are."""
        of = request.blueprint, self.version.plan_id
        return (*of, request.script_root, locale())

    def sheet(self, unfold: Callable[[int], str]) -> Sheet:
        """With the links to forms of who reads, and what was said beside its places."""
        return Sheet(
            self._pictures,
            self.form,
            self.edits,
            say_of=self.say if self.says else None,
            draw_thread=self.drawn,
            unfold=unfold,
            language=self.spoken,
        )

    @property
    def spoken(self) -> str:
        """The language of links and comments, where it is not that of the text around them."""
        return "" if self.language == locale() else locale()

    @property
    def files_of(self) -> dict[str, str]:
        """By whose pages the files of comments are opened: the plan's, or those of a round."""
        return {"plan_id": self.version.plan_id}

    @cached_property
    def says(self) -> bool:
        """Whether the reader may say something here."""
        return can(actor(), Permission.COMMENT_ADD, self.version)

    def say_of_section(self, section: str) -> str:
        """Where something is said of a section as a whole; '' for who may not."""
        where = Where(section)
        back = self._back(section)
        return to_comment(self.version.plan_id, where, back=back) if self.says else ""

    def say(self, place: Place) -> str:
        """Where something is said of a place; the way back comes with it."""
        key = (place.section, place.uid, place.field, place.language)
        if key not in self._abouts:
            about = named(**dict(zip(("section", "uid", "field", "language"), key, strict=True)))
            back = quote_plus(self._back(place.section))
            self._abouts[key] = (f"{self._say}?{about}", f"&back={back}%23")
        about, back = self._abouts[key]
        block = f"&block={place.block}" if place.block else ""
        return f"{about}{block}{back}{place.id}"

    @cached_property
    def _say(self) -> str:
        return to_comment(self.version.plan_id, Where())

    def _back(self, section: str) -> str:
        if section not in self._backs:
            self._backs[section] = self.url(section)
        return self._backs[section]

    def drawn(self, thread: Thread, level: int = 3) -> str:
        """A comment with everything under it."""
        plan = self.version.plan
        zone, url = plan.party.time_zone, self.url_of(thread)
        return str(self._draw(thread, zone=zone, url=url, level=level, **self.files_of))

    @cached_property
    def _draw(self) -> Callable[..., str]:
        """The macro itself: a template around each of hundreds costs more than what it says."""
        macros: Any = current_app.jinja_env.get_template("macros/comments.html").module
        draw: Callable[..., str] = macros.thread
        return draw

    def url_of(self, thread: Thread) -> str:
        """The page of one comment; '' where this reader has none."""
        return self._comment.replace(NO_ROW, thread.id)

    @cached_property
    def _comment(self) -> str:
        return url_for("comments.show", plan_id=self.version.plan_id, comment_id=NO_ROW)

    def unfold(self, section: str, show: Show) -> Callable[[int], str]:
        """Number of a comment -> the address of the page on which it stands beside its words."""
        address = self.url(section, show=show, beside=NO_ROW)
        return lambda number: address.replace(NO_ROW, str(number))

    def filters(self, section: str, said: Beside, show: Show) -> list[tuple[str, str, bool]]:
        """(words, address, is current): which comments are shown; nothing where there are none."""
        if not said.counts.get(Show.ALL):
            return []
        found = []
        for one in Show:
            words = gettext(FILTERS[one.value][0])
            told = gettext("%(filter)s (%(n)s)", filter=words, n=said.counts[one])
            found.append((told, self.url(section, show=one.value), one is show))
        return found

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


def named(**given: str | None) -> str:
    """A part of an address, of what is there."""
    return urlencode({name: value for name, value in given.items() if value})


def desk(plan_id: UUID) -> Desk:
    """The newest version, in the language asked for: `?text=fr`, else the binding one."""
    version = plans.newest(actor(), str(plan_id))
    wanted = request.args.get("text", "")
    language = wanted if wanted in version.plan.languages else version.plan.language
    return Desk(version, reading.of_version(actor(), version, language))
