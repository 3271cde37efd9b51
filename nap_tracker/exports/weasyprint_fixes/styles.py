"""Computed styles, worked out once.

WeasyPrint asks every box anew for values that depend on its style alone, and makes styles for
pseudo-elements that no element of ours can have. What is remembered here is kept on the style
object itself, so it lives exactly as long; a style that is changed by layout is copied first.
"""

from __future__ import annotations

from typing import Any

import weasyprint
from weasyprint import html as weasyprint_html
from weasyprint.css import ComputedStyle, StyleFor
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import absolute, background, block, inline, page, percent, table
from weasyprint.layout import float as floats
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text import line_break

_LENGTHS = (
    "margin_left",
    "margin_right",
    "margin_top",
    "margin_bottom",
    "padding_left",
    "padding_right",
    "padding_top",
    "padding_bottom",
    "width",
    "min_width",
    "max_width",
    "height",
    "min_height",
    "max_height",
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_CORNERS = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
_SQUARE = dict.fromkeys(_CORNERS, (0, 0))

# These are worked out from other properties, so they take the library's own way.
_INTRICATE = frozenset({"display", "float", "page", "position"})
_PLAIN_INHERITED = frozenset(
    name
    for name in INHERITED
    if name not in _INTRICATE
    and name not in PHYSICAL_FUNCTIONS
    and not name.startswith("text_decoration_")
)
_PLAIN_INITIAL = frozenset(
    name
    for name, value in INITIAL_VALUES.items()
    if name not in INHERITED
    and name not in INITIAL_NOT_COMPUTED
    and name not in _INTRICATE
    and not name.startswith("text_decoration_")
    and not check_math(value)
)

_missing = ComputedStyle.__missing__
_resolve_percentages = percent.resolve_percentages
_resolve_radii = percent.resolve_radii_percentages
_set_page_styles = page.set_page_type_computed_styles
_set_computed_styles = StyleFor.set_computed_styles
_strut = line_break.strut
_is_in_normal_flow = Box.is_in_normal_flow
_is_floated = Box.is_floated


def install() -> None:
    """Put the quicker ways in the places of the library's own."""
    weasyprint.HTML._ua_stylesheets = _our_own_stylesheet
    ComputedStyle.__missing__ = _quick_value
    for module in (absolute, block, floats, inline, page, percent, table):
        if hasattr(module, "resolve_percentages"):
            module.resolve_percentages = resolve_percentages
    background.resolve_radii_percentages = _quick_radii
    page.set_page_type_computed_styles = _page_styles_once
    StyleFor.set_computed_styles = _pseudo_styles_once
    inline.strut = _strut_once
    Box.is_in_normal_flow = _in_flow_once
    Box.is_floated = _floated_once


def _stylesheet() -> Any:
    """The library's own sheet, with pseudo-elements only where our documents have them.

    '::marker' and '::footnote-call' without an element match every element of a document: five
    styles for each of them, which nothing ever reads.
    """
    lines: list[str] = []
    for line in weasyprint_html.UA.splitlines():
        if line.startswith("::marker"):
            lines.append(f"li{line}")
        elif line.startswith("::footnote"):
            lines.append(f".fn{line}")
        elif not line.startswith(("::note", "input", "select")):
            lines.append(line)
    return weasyprint.CSS(
        string="\n".join(lines), counter_style=weasyprint_html.UA_COUNTER_STYLE.copy()
    )


_STYLESHEET = _stylesheet()


def _our_own_stylesheet(_html: Any, forms: bool = False) -> list[Any]:
    return [_STYLESHEET]


def _quick_value(style: Any, key: str) -> Any:
    """A property nobody set: the parent's value, or the initial one, without the general way."""
    if key not in style.cascaded:
        if key in _PLAIN_INHERITED:
            if style.parent_style is not None:
                value = style[key] = style.parent_style[key]
                return value
        elif key in _PLAIN_INITIAL:
            logical = PHYSICAL_FUNCTIONS.get(key)
            if not logical or logical(block="ttb", inline=style["direction"]) not in style.cascaded:
                value = style[key] = INITIAL_VALUES[key]
                return value
    return _missing(style, key)


def _page_styles_once(page_type: Any, html: Any, style_for: Any) -> None:
    """Pages that differ by their number alone share their styles and those of their margins.

    Our sheets have no ':nth()' selector; ':first', ':left', ':blank' and names are in the key.
    """
    known = style_for.__dict__.setdefault("_nap_pages", {})
    key = (page_type.side, page_type.blank, page_type.name, page_type.index == 0)
    computed = style_for.get_computed_styles()
    if key not in known:
        _set_page_styles(page_type, html, style_for)
        known[key] = [
            (pseudo, style) for (element, pseudo), style in computed.items() if element == page_type
        ]
    elif (page_type, None) not in computed:
        for pseudo, style in known[key]:
            computed[page_type, pseudo] = style


def _pseudo_styles_once(
    style_for: Any, element: Any, parent: Any, pseudo_type: str | None = None, **given: Any
) -> None:
    """Pseudo-elements with the same declarations under the same style share one, as elements do."""
    computed = style_for.get_computed_styles()
    if pseudo_type is None or (parent, None) not in computed:
        _set_computed_styles(style_for, element, parent, pseudo_type=pseudo_type, **given)
        return
    declared = style_for.get_cascaded_styles().get((element, pseudo_type), {})
    values = tuple((name, id(value)) for name, (value, _weight) in declared.items())
    key = id(computed[parent, None]), pseudo_type, values
    known = style_for.__dict__.setdefault("_nap_pseudo_elements", {})
    if key not in known:
        _set_computed_styles(style_for, element, parent, pseudo_type=pseudo_type, **given)
        known[key] = computed[element, pseudo_type]
    computed[element, pseudo_type] = known[key]


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Used lengths of a box; those of a style without percentages never change."""
    style = box.style
    known = style.__dict__.get("_nap_lengths")
    if known is None:
        known = style._nap_lengths = _absolute_lengths(style)
    if known is False or type(box) is AbsolutePlaceholder:
        _resolve_percentages(box, containing_block)
        return
    lengths, borders = known
    own = box.__dict__
    own.update(lengths)
    if borders:
        # Conflicts of collapsed borders were settled before, on the box itself.
        for name, width in borders.items():
            own.setdefault(name, width)


def _absolute_lengths(style: Any) -> tuple[dict[str, Any], dict[str, Any]] | bool:
    """Lengths, and widths of collapsed borders; False where any depends on something else."""
    if style["box_sizing"] != "content-box":
        return False
    lengths: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value is None or value == "auto":
            lengths[name] = 0 if value and name in ("min_width", "min_height") else value
        elif getattr(value, "unit", None) == "px":
            lengths[name] = value.value
        else:
            return False
    borders = {name: style[name] for name in _BORDERS}
    if style["border_collapse"] == "collapse":
        return lengths, borders
    return lengths | borders, {}


def _quick_radii(box: Any) -> None:
    style = box.style
    known = style.__dict__.get("_nap_square")
    if known is None:
        known = style._nap_square = all((0, "px") in style[corner] for corner in _CORNERS)
    if known and type(box) is not AbsolutePlaceholder:
        box.__dict__.update(_SQUARE)
    else:
        _resolve_radii(box)


def _strut_once(style: Any) -> Any:
    known = style.__dict__.get("_nap_strut")
    if known is None:
        known = style._nap_strut = _strut(style)
    return known


def _in_flow_once(box: Any) -> bool:
    style = box.style
    known: bool | None = style.__dict__.get("_nap_in_flow")
    if known is None:
        known = style._nap_in_flow = bool(_is_in_normal_flow(box))
    return known


def _floated_once(box: Any) -> bool:
    style = box.style
    known: bool | None = style.__dict__.get("_nap_floated")
    if known is None:
        known = style._nap_floated = bool(_is_floated(box))
    return known
