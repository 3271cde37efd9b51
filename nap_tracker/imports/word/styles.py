"""What the styles and the numbering of a file say: headings, captions, lists, emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from nap_tracker.imports.word.names import is_on, local, number, val, w

_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"toc [1-9]|table of figures|toc heading|table of authorities")
_DEEPER = re.compile(r"list (?:bullet |number |continue |)([2-5])")
_DEEPEST = 20
"""Styles that rest on each other; a ring ends here."""


class Style(NamedTuple):
    """What a style means to us, once what it rests on is taken in."""

    heading: int = 0
    """1 to 9; 0 where it is none."""
    is_title: bool = False
    is_caption: bool = False
    is_contents: bool = False
    is_citation: bool = False
    """Whether our own files set in it the paragraph of the treaty that a heading answers."""
    continues: bool = False
    """Whether its paragraphs go on with the item of a list before them."""
    list_id: str = ""
    depth: int = 0
    indent: int = 0
    rtl: bool = False
    bold: bool = False
    italic: bool = False
    shift: str = ""
    hidden: bool = False


PLAIN = Style()


class Styles:
    """The styles of a file by their ids."""

    def __init__(self, root: Any) -> None:
        found = () if root is None else root.iter(w("style"))
        self._styles = {style.get(w("styleId"), ""): style for style in found}
        self._known: dict[str, Style] = {}
        defaults = None if root is None else root.find(f"{w('docDefaults')}//{w('lang')}")
        self.language = "" if defaults is None else str(defaults.get(w("val"), ""))
        self._default = next(
            (
                id
                for id, style in self._styles.items()
                if style.get(w("default")) in ("1", "true") and style.get(w("type")) == "paragraph"
            ),
            "",
        )

    def of(self, style_id: str) -> Style:
        """A style; the default one where nothing or an unknown one is named."""
        key = style_id if style_id in self._styles else self._default
        if key not in self._known:
            self._known[key] = self._made(key)
        return self._known[key]

    def of_run(self, style_id: str) -> Style:
        """The style of some words; nothing where none is named."""
        return self.of(style_id) if style_id in self._styles else PLAIN

    def table_heads(self, style_id: str, part: str) -> bool:
        """Whether a style of tables sets a part apart: 'firstRow' or 'firstCol'."""
        return any(
            each.get(w("type")) == part
            for style in self._chain(style_id)
            for each in style.iter(w("tblStylePr"))
        )

    def _chain(self, style_id: str) -> Iterator[Any]:
        """The style and those it rests on, nearest first."""
        for _ in range(_DEEPEST):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = val(style, "basedOn")

    def _made(self, style_id: str) -> Style:
        made = PLAIN
        for style in reversed(list(self._chain(style_id))):
            made = _with_run(_with_paragraph(made, style), style)
        return made


def _with_paragraph(made: Style, style: Any) -> Style:
    name = val(style, "name").lower()
    heading = _HEADING.fullmatch(name)
    properties = style.find(w("pPr"))
    outline = number(val(properties, "outlineLvl", "-1"), -1)
    if heading or 0 <= outline <= 8:
        made = made._replace(heading=int(heading[1]) if heading else outline + 1)
    elif name in ("normal", "body text") or outline == 9:
        made = made._replace(heading=0)
    made = made._replace(
        is_title=made.is_title or name == "title",
        is_caption=made.is_caption or name == "caption",
        is_contents=made.is_contents or bool(_CONTENTS.fullmatch(name)),
        is_citation=made.is_citation or name == "annex c reference",
        continues=made.continues or name.startswith("list continue"),
    )
    deeper = _DEEPER.fullmatch(name)
    if deeper:
        made = made._replace(depth=int(deeper[1]) - 1)
    numbering = None if properties is None else properties.find(w("numPr"))
    if numbering is not None:
        made = made._replace(
            list_id=val(numbering, "numId"), depth=number(val(numbering, "ilvl"), made.depth)
        )
    indent = indent_of(properties)
    rtl = is_on(properties, "bidi")
    return made._replace(
        indent=made.indent if indent is None else indent, rtl=made.rtl if rtl is None else rtl
    )


def _with_run(made: Style, style: Any) -> Style:
    properties = style.find(w("rPr"))
    bold, italic, hidden = (is_on(properties, name) for name in ("b", "i", "vanish"))
    return made._replace(
        bold=made.bold if bold is None else bold,
        italic=made.italic if italic is None else italic,
        hidden=made.hidden if hidden is None else hidden,
        shift=SHIFTS.get(val(properties, "vertAlign"), made.shift),
    )


SHIFTS = {"superscript": "^", "subscript": "_", "baseline": ""}


def indent_of(properties: Any) -> int | None:
    """How far a paragraph stands in, in twentieths of a point; None where nothing is said."""
    found = None if properties is None else properties.find(w("ind"))
    if found is None:
        return None
    for name in ("left", "start"):
        if found.get(w(name)) is not None:
            return number(found.get(w(name)))
    return None


class Numbering:
    """Whether a level of a numbered thing has bullets or numbers."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Any] = {}
        self._numbers: dict[str, Any] = {}
        for each in () if root is None else root:
            if local(each) == "abstractNum":
                self._abstract[each.get(w("abstractNumId"), "")] = each
            elif local(each) == "num":
                self._numbers[each.get(w("numId"), "")] = each

    def listing(self, list_id: str, depth: int) -> str:
        """'ul', 'ol', or '' for a number that shows nothing."""
        level = self._level(list_id, depth, _DEEPEST)
        if level is None:
            return ""
        form = val(level, "numFmt", "decimal")
        if form == "none" and not val(level, "lvlText"):
            return ""
        return "ul" if form in ("bullet", "none") else "ol"

    def is_outline(self, list_id: str) -> bool:
        """Whether the numbers are those of headings."""
        number = self._numbers.get(list_id)
        abstract = self._abstract.get(val(number, "abstractNumId"))
        return abstract is not None and any(
            self._styles.of_run(val(level, "pStyle")).heading for level in abstract.iter(w("lvl"))
        )

    def _level(self, list_id: str, depth: int, steps: int) -> Any:
        number = self._numbers.get(list_id)
        if number is None or steps == 0:
            return None
        for override in number.iter(w("lvlOverride")):
            level = override.find(w("lvl"))
            if override.get(w("ilvl")) == str(depth) and level is not None:
                return level
        abstract = self._abstract.get(val(number, "abstractNumId"))
        if abstract is None:
            return None
        linked = val(abstract, "numStyleLink")
        if linked:
            return self._level(self._styles.of_run(linked).list_id, depth, steps - 1)
        levels = list(abstract.iter(w("lvl")))
        found = next((level for level in levels if level.get(w("ilvl")) == str(depth)), None)
        return levels[0] if found is None and levels else found
