"""The cover letter as a Word file: plain paragraphs under room for a letterhead."""

from __future__ import annotations

from nap_tracker.exports import letter as said
from nap_tracker.exports.docx import package
from nap_tracker.exports.docx.markup import paragraph, run
from nap_tracker.exports.docx.styles import BOLD, styles
from nap_tracker.i18n import direction, gettext

LETTERHEAD = 2835
"""Twentieths of a point: 5 cm at the top of the page, where a ministry prints its own head."""
MARGIN = 1418
_SMALL = '<w:sz w:val="17"/><w:szCs w:val="17"/>'


def to_docx(letter: said.Letter) -> bytes:
    """The whole letter. Must be called under the `use_locale` of its language."""
    main = package.empty(said.subject(letter), letter.party, letter.made_on, letter.language)
    way = "<w:bidi/>" if direction(letter.language) == "rtl" else ""
    lines = [
        *(paragraph(run(line), before=_spaced(0, 60) + way) for line in said.head(letter)),
        paragraph(run(said.subject(letter), BOLD), before=_spaced(360, 240) + way),
        *(paragraph(run(line), before=_spaced(0, 160) + way) for line in said.body(letter)),
        paragraph(run(gettext("Enclosed:"), BOLD), before=_spaced(160, 60) + way),
        *(
            paragraph(run(line, _SMALL), before=_spaced(0, 60) + way)
            for line in said.enclosures(letter)
        ),
        paragraph(run(gettext("Signature: %(blank)s", blank=said.OPEN)), before=_spaced(960, 60)),
        paragraph(run(letter.signatory or gettext("Name and office")), before=_spaced(0, 0) + way),
    ]
    package.fill(main, "".join(lines) + _page())
    package.add(main, "styles", styles(letter.language))
    return package.packed(main)


def _spaced(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _page() -> str:
    return (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{LETTERHEAD}" w:right="{MARGIN}" w:bottom="{MARGIN}" '
        f'w:left="{MARGIN}" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    )
