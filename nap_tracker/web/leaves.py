"""A page of the document as it is shown: its gaps filled for who reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup, escape

from nap_tracker.i18n import N_, direction, gettext, ngettext
from nap_tracker.services.overlays import Stack
from nap_tracker.services.reading import (
    Gap,
    Leaf,
    Opening,
    Place,
    Print,
    Shape,
    Stretch,
    Words,
)
from nap_tracker.services.reading_comments import Beside, Marks, Pile
from nap_tracker.services.threads import Thread
from nap_tracker.text.marking import Stretch as Marked
from nap_tracker.text.marking import marked

_ID, _FORM, _SAY = "PLACE-ID", "FORM-URL", "SAY-URL"
"""Stand in the tools of a place, which are drawn once and used for all."""
_WORDS = Markup("<!-- the words -->")
"""Stands where the words of the document will: what people type is escaped, and never this."""
LINK_WORDS = {
    Shape.ANSWER: N_("Link to this answer"),
    Shape.HEADING: N_("Link to this heading"),
    Shape.PARAGRAPH: N_("Link to this paragraph"),
    Shape.ROW: N_("Link to this row"),
}
_HEADING = re.compile("<(/?)h([2-5])\\b")
_OPENING = re.compile("<h([2-5])\\b")
PICTURE = 'src="nap-picture:'


@dataclass(frozen=True)
class Sheet:
    """How pages of one document are shown to one reader."""

    pictures: str
    """Where pictures are asked for: an address that ends before the uid of the file."""
    form_of: Callable[[Place], str] | None = None
    """The address of the form or the answer; None where the reader knows no forms."""
    edits: Callable[[Place], bool] = lambda place: False
    links: str = ""
    """What stands before `#`; empty on the page of the section itself."""

    say_of: Callable[[Place], str] | None = None
    """The address at which something is said of a place; None for who may not."""
    draw_thread: Callable[[Thread, int], str] = lambda thread, level: ""
    """A comment, with a heading of this level."""
    unfold: Callable[[int], str] = lambda number: ""
    """The address of the page on which a comment is shown with those around it."""
    language: str = ""
    """Of links and comments, where it is not that of the text around them."""
    is_within: bool = False
    """Whether the page stands under a heading of its own among others: its headings go deeper."""
    _tools: dict[tuple[Shape, bool], str] = field(default_factory=dict)

    def printed(self, leaf: Leaf) -> Print:
        """The page with the tools of its places, before anything is said of it."""
        pieces: list[str] = []
        openings: list[Opening] = []
        stretches: list[Stretch] = []
        at, level = 0, 1
        for part in leaf.parts:
            place = None if isinstance(part, str) else leaf.places[_place(part)]
            if isinstance(part, tuple):
                html = self.tools(place) if part[0] is Gap.TOOLS and place else ""
            else:
                html = part.html if isinstance(part, Words) else part
                level = _level(html, level)
                html = self._within(html.replace(PICTURE, f'src="{self.pictures}'))
            pieces.append(html)
            if place is not None and isinstance(part, Words):
                of = (place.uid, part.field, place.block)
                stretches.append(Stretch(at, at + len(html), *of))
            at += len(html)
            # What is said of a row of a table stands in a row of its own.
            if isinstance(part, tuple) and place is not None and _is_open(part[0], place):
                openings.append(Opening(at, place.id, part[0], level + 1))
        ids = frozenset(place.id for place in leaf.places)
        return Print("".join(pieces), tuple(openings), tuple(stretches), ids)

    def laid(self, page: Print, marks: Marks, stacks: Mapping[str, Stack]) -> Print:
        """The page with a mark around the words that are spoken of, and a frame beside each place
        where something was said."""
        frames = {
            one.place: self._frame(one, stacks[one.place])
            for one in page.openings
            if one.place in stacks
        }
        return self._marked(page, marks).around(frames)

    def _marked(self, page: Print, marks: Marks) -> Print:
        def draw(stretch: Marked) -> str:
            return self._mark(stretch, marks.folded)

        found = [
            (one.start, one.end, marked(page.html[one.start : one.end], said, draw))
            for one in page.stretches
            if (said := marks.by_place.get((one.uid, one.field, one.block)))
        ]
        return page.changed(found)

    def drawn(self, said: Beside) -> str:
        """The page with what was said beside its places; '' where nothing is written."""
        if said.page is None:
            return ""
        put = [(one.at, one.at, self._said(one, said)) for one in said.page.openings]
        return said.page.with_(put)

    def _within(self, html: str) -> str:
        return _HEADING.sub(_deeper, html) if self.is_within else html

    def _said(self, opening: Opening, said: Beside) -> str:
        return self._threads(said.at[opening.place], opening.level)

    def _threads(self, pile: Pile, level: int) -> str:
        return "".join(self.draw_thread(thread, level) for thread in pile.threads)

    def _frame(self, opening: Opening, stack: Stack) -> tuple[str, str]:
        """What stands before and after the comments that are shown at one place."""
        earlier, later = self._ways(stack, len(stack.shown))
        before, after = f'<div class="app-said"{self._spoken}>{earlier}', f"{later}</div>"
        if opening.gap is Gap.ROW_NOTES:
            cell = '<tr class="app-read__said"><td colspan="99">'
            return f"{cell}{before}", f"{after}</td></tr>"
        return before, after

    def pile(self, pile: Pile, level: int = 3) -> Markup:
        """Comments, and the ways to those of them that are folded away."""
        earlier, later = self._ways(pile, len(pile.threads))
        return Markup(f"{earlier}{self._threads(pile, level)}{later}")

    def _ways(self, folded: Pile | Stack, shown: int) -> tuple[str, str]:
        """To what is folded away before and after those that are shown; '' where nothing is."""
        earlier = self._way(folded.earlier, _earlier(folded.before)) if folded.before else ""
        later = self._way(folded.later, _later(folded.after, shown)) if folded.after else ""
        return earlier, later

    def _way(self, number: int, words: str) -> str:
        href = f"{escape(self.unfold(number))}#comment-{number}"
        link = f'<a class="govuk-link" href="{href}">{escape(words)}</a>'
        return f'<p class="app-said__more">{link}</p>'

    def _mark(self, stretch: Marked, folded: frozenset[int]) -> str:
        """Marked words, after the numbers of the comments whose mark begins with them."""
        numbers = "".join(
            f"<sup>{number}</sup>" if stretch.is_in_link else self._number(number, folded)
            for number in stretch.begun
        )
        named = " ".join(map(str, stretch.numbers))
        return f'{numbers}<mark class="app-mark" data-comments="{named}">{stretch.html}</mark>'

    def _number(self, number: int, folded: frozenset[int]) -> str:
        words = escape(gettext("Comment %(number)s", number=number))
        page = escape(self.unfold(number)) if number in folded else ""
        sup = f"<sup>{number}</sup>"
        link = f'class="app-mark__number" href="{page}#comment-{number}"'
        return f'<a {link} aria-label="{words}">{sup}</a>'

    @property
    def _spoken(self) -> str:
        if not self.language:
            return ""
        return f' lang="{escape(self.language)}" dir="{direction(self.language)}"'

    def tools(self, place: Place) -> str:
        """Links of one place."""
        key = (place.shape, self.form_of is not None and self.edits(place))
        if key not in self._tools:
            self._tools[key] = self._drawn_tools(*key)
        drawn = self._tools[key]
        if self.form_of is not None:
            drawn = drawn.replace(_FORM, str(escape(self.form_of(place))))
        if self.say_of is not None:
            drawn = drawn.replace(_SAY, str(escape(self.say_of(place))))
        return drawn.replace(_ID, place.id)

    def _drawn_tools(self, shape: Shape, edits: bool) -> str:
        return part(
            "read/_tools.html",
            words=gettext(LINK_WORDS[shape]),
            link=f"{self.links}#{_ID}",
            form=_FORM if self.form_of else "",
            say=_SAY if self.say_of else "",
            edits=edits,
            spoken=Markup(self._spoken),
        )


def around(template: str, words: str, **values: Any) -> str:
    """A page around the words of a document, which are put in last: they are long, and a template
    copies again and again what passes through it."""
    drawn = render_template(template, page=_WORDS if words else "", **values)
    return drawn.replace(_WORDS, words, 1)


def part(name: str, **values: Any) -> str:
    """A small template that is drawn often: it knows nothing but what it is given."""
    return current_app.jinja_env.get_template(name).render(values).strip()


def _earlier(number: int) -> str:
    return ngettext("%(n)s earlier comment here", "%(n)s earlier comments here", number)


def _later(number: int, shown: int) -> str:
    if not shown:
        return ngettext("%(n)s comment here", "%(n)s comments here", number)
    return ngettext("%(n)s more comment here", "%(n)s more comments here", number)


def _place(part: Words | tuple[Gap, int]) -> int:
    return part.place if isinstance(part, Words) else part[1]


def _is_open(gap: Gap, place: Place) -> bool:
    return gap is Gap.ROW_NOTES or place.shape is not Shape.ROW


def _level(html: str, before: int) -> int:
    """Of the last heading so far: what was said beside the text stands one below it."""
    found = _OPENING.findall(html) if "<h" in html else []
    return int(found[-1]) if found else before


def _deeper(found: re.Match[str]) -> str:
    return f"<{found[1]}h{int(found[2]) + 1}"
