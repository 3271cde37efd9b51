"""A page of the document as it is shown: its gaps filled for who reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import render_template
from markupsafe import Markup, escape

from nap_tracker.i18n import gettext
from nap_tracker.services.reading import Gap, Leaf, Place, Shape, Words

_ID, _FORM, _SAY, _NAME = "PLACE-ID", "FORM-URL", "SAY-URL", "PLACE-NAME"
"""Stand in the tools of a place, which are drawn once and used for all."""
_HEADING = re.compile("<(/?)h([2-5])\\b")
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

    is_within: bool = False
    """Whether the page stands under a heading of its own among others: its headings go deeper."""

    def drawn(self, leaf: Leaf) -> Markup:
        """The page."""
        html = "".join(self._pieces(leaf)).replace(PICTURE, f'src="{self.pictures}')
        return Markup(_HEADING.sub(_deeper, html) if self.is_within else html)

    def _pieces(self, leaf: Leaf) -> Iterator[str]:
        for part in leaf.parts:
            if isinstance(part, str):
                yield part
            elif isinstance(part, Words):
                yield part.html
            elif part[0] is Gap.TOOLS:
                yield self.tools(leaf.places[part[1]])

    def tools(self, place: Place) -> str:
        """Links of one place."""
        drawn = self._tools[(place.shape, self.form_of is not None and self.edits(place))]
        if self.form_of is not None:
            drawn = drawn.replace(_FORM, str(escape(self.form_of(place))))
        return drawn.replace(_ID, place.id)

    @cached_property
    def _tools(self) -> Mapping[tuple[Shape, bool], str]:
        return {
            (shape, edits): render_template(
                "read/_tools.html",
                words=words,
                link=f"{self.links}#{_ID}",
                form=_FORM if self.form_of else "",
                edits=edits,
            ).strip()
            for shape, words in _link_words().items()
            for edits in (False, True)
        }


def _deeper(found: re.Match[str]) -> str:
    return f"<{found[1]}h{int(found[2]) + 1}"


def _link_words() -> dict[Shape, str]:
    return {
        Shape.ANSWER: gettext("Link to this answer"),
        Shape.HEADING: gettext("Link to this heading"),
        Shape.PARAGRAPH: gettext("Link to this paragraph"),
        Shape.ROW: gettext("Link to this row"),
    }
