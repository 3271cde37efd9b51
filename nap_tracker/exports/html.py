"""From a document to one HTML page, style sheet included: what the PDF and the preview show.

The Jinja environment knows no request, no user and no address of ours: a template that asks for one
fails at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup, escape

from nap_tracker.exports import document_tree as tree
from nap_tracker.exports import prose
from nap_tracker.exports.columns import breadth
from nap_tracker.exports.document_tree import (
    END,
    LEFT_TO_RIGHT,
    Cell,
    Column,
    Document,
    Lines,
    Row,
    Style,
    Text,
)
from nap_tracker.exports.document_values import fixed
from nap_tracker.exports.drawing import Drawing
from nap_tracker.exports.pictures import address
from nap_tracker.i18n import direction, gettext, labelled, locale, ngettext, number
from nap_tracker.text.scripts import for_print

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "documents"
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_ISOLATED = re.compile(f"{LEFT_TO_RIGHT}[^{END}]*{END}")
_NOT_HERE = re.compile("[/\u2013]")
"""Inside, a line may break at a space but not after the stroke of 'kg/yr' or within a range."""
FONTS = (
    "Noto Sans",
    "Amiri",
    "Noto Sans Lao",
    "Noto Sans SC",
    "Noto Sans Math",
    "Noto Sans Symbols 2",
)
"""Embedded in every PDF; made at set-up."""
LARGEST_MARK = 84
TITLE_SIZES = ((80, 2.5), (160, 1.9), (320, 1.5), (10_000, 1.2))
"""Up to so many characters, so many ems."""
DIAGONAL = 1250
"""Points of room across a page, times two: a letter is about half as wide as it is high."""


def to_html(document: Document) -> str:
    """The whole document. Must be called under the `use_locale` the document was built under."""
    mirrored = document.direction == "rtl"
    arabic = _is_arabic(document.language)
    return (
        environment()
        .get_template("plan.html")
        .render(
            document=document,
            start="right" if mirrored else "left",
            end="left" if mirrored else "right",
            fonts=fonts(document.language),
            size=size(document.language),
            small=10 if arabic else 8,
            caption=11 if arabic else 9,
            spoken_direction=direction(document.spoken),
        )
    )


def fonts(language: str) -> Markup:
    """The fonts of a document, that of its own script first."""
    first = "Amiri" if _is_arabic(language) else "Noto Sans"
    names = (first, *(name for name in FONTS if name != first))
    return Markup(", ".join(f'"{name}"' for name in names))


def size(language: str) -> int:
    """Of its letters, in points; Arabic ones are smaller than they measure."""
    return 12 if _is_arabic(language) else 10


def _is_arabic(language: str) -> bool:
    return language.partition("-")[0] in ("ar", "fa", "ur", "ps", "ku")


@cache
def environment() -> Environment:
    """What every document is drawn with."""
    environment = Environment(
        loader=loader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        _=gettext,
        address=address,
        chart_style=chart_style(),
        mark_size=_mark_size,
        ngettext=ngettext,
        number=number,
        page_of_pages=_page_of_pages,
        title_size=_title_size,
    )
    environment.filters.update(
        css=_css_string,
        direction=direction,
        fixed=lambda words: _said(fixed(words)),
        html=_prose,
        inline=_inline,
        labelled=labelled,
        lines=_lines,
        plain=_plain,
        plain_words=_bare_words,
        said=_said,
        under=under,
        words=_words,
    )
    environment.tests.update({name: is_(cls) for name, cls in BLOCKS.items()})
    return environment


def loader() -> ChoiceLoader:
    """Templates of documents, and of the macros of pages the one that draws the same in print."""
    drawn = FileSystemLoader(TEMPLATES.parent / "macros")
    return ChoiceLoader([FileSystemLoader(TEMPLATES), PrefixLoader({"macros": drawn})])


@cache
def chart_style() -> Markup:
    """The look of shapes: the printer asks each SVG for its own, and no style sheet of the page."""
    return Markup((TEMPLATES / "charts_shapes.css").read_text("utf-8"))


BLOCKS = {
    "chart": tree.Chart,
    "drawing": Drawing,
    "facts": tree.Facts,
    "figure": tree.Figure,
    "heading": tree.Heading,
    "paragraph": tree.Paragraph,
    "prose": tree.Prose,
    "prose_table": tree.ProseTable,
    "signature": tree.Signature,
    "table": tree.Table,
}
"""What a template calls the kinds of blocks."""


def is_(cls: type) -> Callable[[object], bool]:
    """A test of templates."""
    return lambda block: isinstance(block, cls)


def cured(text: str, language: str | None = None) -> str:
    """HTML or plain text as the printer needs it; private-use characters have no shape in it."""
    known = _PRIVATE.sub(lambda found: " " if found.group() == "\uf020" else "\u2022", text)
    return for_print(known, language or locale())


def _words(text: str, language: str | None = None) -> Markup:
    """Plain words, cured for print; figures and codes marked as left-to-right where it matters."""
    joined = _ISOLATED.sub(lambda found: _NOT_HERE.sub("\\g<0>\u2060", found.group()), text)
    cured_words = str(escape(cured(joined, language)))
    if direction() == "rtl":
        marked = cured_words.replace(LEFT_TO_RIGHT, '<span dir="ltr">').replace(END, "</span>")
        return Markup(marked)
    return Markup(_bare(cured_words))


def _bare(text: str) -> str:
    return text.replace(LEFT_TO_RIGHT, "").replace(END, "")


def _bare_words(text: str) -> str:
    """For attributes, which have no markup."""
    return _bare(text)


def _said(text: Text | None) -> Markup:
    """A text with its language, its style and its link."""
    if text is None:
        return Markup("")
    inside = _words(text.text, text.language)
    if text.link:
        inside = Markup('<a href="{}">{}</a>').format(text.link, inside)
    if text.language:
        inside = Markup('<span lang="{}" dir="{}">{}</span>').format(
            text.language, direction(text.language), inside
        )
    if text.style is Style.NOTE:
        return Markup("<small>{}</small>").format(inside)
    if text.style is Style.STRONG:
        return Markup("<b>{}</b>").format(inside)
    return inside


def _lines(lines: Lines) -> Markup:
    return Markup("<br>").join(map(_said, lines))


def _inline(lines: Lines) -> Markup:
    return Markup("; ").join(map(_said, lines))


def _prose(html: str, language: str | None = None) -> Markup:
    """Sanitised long text, cured for print, in a box of its own language where it differs."""
    inside = Markup(prose.printed(cured(html, language)))
    if not language:
        return inside
    return Markup('<div lang="{}" dir="{}">{}</div>').format(language, direction(language), inside)


def _plain(html: str) -> Markup:
    """The words of sanitised HTML."""
    return _words(prose.words(html))


def under(row: Row, columns: tuple[Column, ...]) -> Iterator[tuple[Column, Cell]]:
    """Each cell with the column it begins in."""
    place = 0
    for cell in row.cells:
        yield columns[place], cell
        place += cell.span


def _css_string(text: str) -> Markup:
    """A string of a style sheet: everything but letters and digits written as an escape."""
    words = cured(_bare(text))
    return Markup('"{}"').format(
        Markup("".join(c if c.isalnum() else f"\\{ord(c):06x}" for c in words))
    )


def _page_of_pages() -> Markup:
    """'Page 3 of 120' as content of a style sheet, in the word order of the language."""
    words = gettext("Page %(page)s of %(pages)s", page="\x00", pages="\x01")
    content = str(_css_string(words))
    for mark, counter in (("\\000000", "page"), ("\\000001", "pages")):
        content = content.replace(mark, f'" counter({counter}) "')
    return Markup(content)


def _title_size(title: str) -> float:
    """In ems: the longest title a form takes (600 characters) leaves room for the rest."""
    return next(size for length, size in TITLE_SIZES if breadth(title) <= length)


def _mark_size(mark: str) -> int:
    """In points: as large as fits across the page."""
    return min(LARGEST_MARK, round(DIAGONAL / max(1, breadth(mark))))
