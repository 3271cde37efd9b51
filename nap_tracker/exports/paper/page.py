"""From a form to one HTML page for the printer."""

from __future__ import annotations

import re

from nap_tracker.exports import html
from nap_tracker.exports.document_tree import Prose
from nap_tracker.exports.paper import tree
from nap_tracker.i18n import direction

_HEADING = re.compile(r"<(/?)h[3-5]\b[^>]*>")


def to_html(form: tree.Form) -> str:
    """The whole form. Must be called under the `use_locale` of its language."""
    mirrored = form.direction == "rtl"
    return (
        html.environment()
        .get_template("form.html")
        .render(
            form=form,
            fonts=html.fonts(form.language),
            start="right" if mirrored else "left",
            end="left" if mirrored else "right",
            size=html.size(form.language),
            spoken_direction=direction(form.spoken),
            kind_of=kind_of,
            flat=flat,
        )
    )


def kind_of(space: tree.Space) -> str:
    """'ruled', 'blanks', 'ticks' or 'grid'."""
    return type(space).__name__.lower()


def flat(prose: Prose) -> str:
    """Long text whose headings are strong lines: a form has headings of its own."""
    return _HEADING.sub(lambda found: "</strong></p>" if found[1] else "<p><strong>", prose.html)
