"""Lines of text: shaped once for layout and drawing, and drawn without a call for each glyph."""

from __future__ import annotations

import struct
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.layout import inline, leader
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout

_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
_PARAGRAPH_ENDS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_GLYPH = struct.Struct("=IiiiI")
"""A PangoGlyphInfo: glyph, width, x offset, y offset, flags."""

_setup = Layout.setup
_set_text = Layout.set_text
_deactivate = Layout.deactivate
_reactivate = Layout.reactivate
_draw_first_line = drawing.draw_first_line
_handle_leader = leader.handle_leader

_split_first_line = line_break.split_first_line

_SOFT = frozenset("\xad\t") | _PARAGRAPH_ENDS
"""Characters that make the library break lines in ways of its own."""
_MOST_BREAKS = 20_000
_contexts: dict[tuple[int, str, str | None], tuple[Any, Any]] = {}
_breaks: dict[tuple[int, float, str], tuple[str, int]] = {}
"""(style, width, text that is left) -> its first line, and where the next one begins in bytes."""


def install() -> None:
    """Put the quicker ways in the places of the library's own."""
    if ffi.sizeof("PangoGlyphInfo") != _GLYPH.size:
        raise RuntimeError("Pango lays out glyphs in another way than this patch knows")
    Layout.setup = _setup_from_style
    Layout.set_text = _set_one_paragraph
    Layout.deactivate = _keep
    Layout.reactivate = _reuse
    drawing.draw_first_line = _draw_glyphs
    inline.handle_leader = _one_leader
    inline.split_first_line = _split_by_paragraph


def forget() -> None:
    """Drop the contexts of one document; their fonts go with them."""
    _contexts.clear()
    _breaks.clear()


def _setup_from_style(layout: Any, style: Any) -> None:
    """A layout in the context and with the font that all texts of a style share."""
    known = style.__dict__.get("_nap_font")
    if known is None:
        known = style._nap_font = _is_plain(style) and (
            _context(style),
            get_font_description(style),
        )
    if not known:
        _setup(layout, style)
        return
    (context, language), description = known
    layout.style = style
    layout.first_line_direction = 0
    layout.language = language
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, description)
    layout.ascent = layout.underline_position = None
    layout.strikethrough_position = layout.underline_thickness = None


def _is_plain(style: Any) -> bool:
    """Without anything that Pango must be told beyond the font."""
    return (
        style["text_decoration_line"] == "none"
        and style["letter_spacing"] == "normal"
        and not style["word_spacing"]
        and style["font_language_override"] == "normal"
        and style["font_variation_settings"] == "normal"
        and not font_features(*(style[name] for name in _FEATURES))
    )


def _context(style: Any) -> tuple[Any, Any]:
    font_map = style.font_config.font_map
    key = (id(font_map), style["direction"], style["lang"])
    if key not in _contexts:
        context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
        language = pango.pango_language_get_default()
        if style["lang"]:
            pointer, _bytes = unicode_to_char_p(style["lang"])
            language = pango.pango_language_from_string(pointer)
            pango.pango_context_set_language(context, language)
        _contexts[key] = context, language
    return _contexts[key]


def _set_one_paragraph(layout: Any, text: str, justify: bool = False) -> None:
    """Drawing asks for single-paragraph mode; a change of mode would shape the line again."""
    if layout.style.__dict__.get("_nap_font"):
        single = _PARAGRAPH_ENDS.isdisjoint(text)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, single)
    _set_text(layout, text, justify)


def _keep(layout: Any) -> None:
    """After layout the shaped line stays for drawing; after drawing it goes."""
    drawn = layout.__dict__.pop("_nap_drawn", False)
    if drawn or layout.justification_spacing or not layout.style.__dict__.get("_nap_font"):
        _deactivate(layout)
    else:
        del layout.style


def _reuse(layout: Any, style: Any) -> None:
    layout.__dict__["_nap_drawn"] = True
    if "layout" not in layout.__dict__:
        _reactivate(layout, style)
        return
    layout.style = style
    if style["direction"] == "rtl" and layout.text[-1:] == " ":
        # A width makes Pango drop the space at the end, which stands before the text here.
        pango.pango_layout_set_width(layout.layout, -1)


def _split_by_paragraph(
    text: str,
    style: Any,
    context: Any,
    max_width: Any,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """The first line of what is left of a paragraph, from breaks found for all of it at once.

    The library shapes about four lines to find the end of one. The last line, lines that do not
    fit, and everything but plain text take its way.
    """
    if is_line_start and not justification_spacing and _is_long(text, style, max_width):
        key = id(style), max_width, text
        if key not in _breaks:
            _find_breaks(text, style, max_width)
        if key in _breaks:
            line, resume = _breaks[key]
            layout = Layout(style, 0, max_width)
            layout.set_text(line)
            first, _index = layout.get_first_line()
            width, height = line_break.line_size(first, style)
            baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
            length = first.length
            layout.deactivate()
            return layout, length, resume, width, height, baseline
    return _split_first_line(
        text, style, context, max_width, justification_spacing, is_line_start, minimum
    )


def _is_long(text: str, style: Any, max_width: Any) -> bool:
    """Whether the text surely takes several lines and breaks at its spaces alone."""
    return (
        max_width is not None
        and 0 < max_width < 2**21
        and len(text) * style["font_size"] > 2 * max_width
        and style["font_size"] * 4 < max_width
        and style["white_space"] == "normal"
        and style["hyphens"] != "auto"
        and style["word_break"] == "normal"
        and bool(style.__dict__.get("_nap_font"))
        and _SOFT.isdisjoint(text)
    )


def _find_breaks(text: str, style: Any, max_width: float) -> None:
    if len(_breaks) > _MOST_BREAKS:
        _breaks.clear()
    layout = line_break.create_layout(text, style, None, max_width, 0)
    left, place = text.encode(), 0
    line = pango.pango_layout_get_line_readonly(layout.layout, 0)
    following = pango.pango_layout_get_line_readonly(layout.layout, 1)
    while following != ffi.NULL and line_break.line_size(line, style)[0] <= max_width:
        resume = following.start_index - line.start_index
        words = left[: line.length].decode().rstrip(" ")
        _breaks[id(style), max_width, left.decode()] = words, resume
        left, place = left[resume:], place + 1
        line = following
        following = pango.pango_layout_get_line_readonly(layout.layout, place + 1)


def _one_leader(context: Any, line: Any, containing_block: Any) -> None:
    """The dots of a leader as one text instead of one box for each of them."""
    _handle_leader(context, line, containing_block)
    index, box = leader.leader_index(line)
    if index is None or len(box.children) < 2:
        return
    first = box.children[0]
    text = first.text * len(box.children)
    dots = first.copy_with_text(text)
    dots.pango_layout = line_break.split_first_line(text, first.style, context, None, 0)[0]
    dots.position_x = min(child.position_x for child in box.children)
    dots.width = first.width * len(box.children)
    box.children = (dots,)


def _draw_glyphs(
    stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any
) -> Any:
    """One line of text; ellipses and drawn fonts (emoji) take the library's own way."""
    if text_overflow == "ellipsis" or block_ellipsis != "none":
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    if not textbox.text.strip() or textbox.style["font_size"] < 1e-6:
        return []
    layout = textbox.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line = pango.pango_layout_get_line_readonly(layout.layout, 0)
    runs = list(_runs(line))
    fonts = [stream.add_font(run.item.analysis.font)[0] for run in runs]
    if any(font.png or font.svg or font.colr or font.bitmap for font in fonts):
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    pen = _Pen(stream, layout.text)
    for run in runs:
        pen.draw(run)
    pen.show()
    return []


def _runs(line: Any) -> Any:
    run = line.runs
    while run != ffi.NULL:
        yield run.data
        run = run.next


class _Pen:
    """Writes glyphs as few operators: strings of glyphs, with moves where shaping asks for one."""

    def __init__(self, stream: Any, text: str) -> None:
        self.stream = stream
        self.text = text
        self.utf8: bytes | None = None
        self.pango_font: Any = None
        self.font: Any = None
        self.size = 1.0
        self.parts: list[str] = []
        self.glyphs: list[str] = []

    def draw(self, run: Any) -> None:
        item, string = run.item, run.glyphs
        number = string.num_glyphs
        self._use(item.analysis.font)
        known = self.font.to_unicode
        infos = _GLYPH.iter_unpack(ffi.buffer(string.glyphs, number * _GLYPH.size))
        for place, (glyph, width, x, y, _flags) in enumerate(infos):
            if glyph == pango.PANGO_GLYPH_EMPTY:
                self._move(-width / self.size)
                continue
            if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                glyph = self._unknown(glyph, width)
            if glyph not in known:
                known[glyph] = self._meaning(item, string, place, number)
            self._put(glyph, width, x / self.size, y)

    def _put(self, glyph: int, width: int, offset: float, y: int) -> None:
        if y:
            self._raised(glyph, offset, y)
        else:
            if offset:
                self._move(-offset)
            self.glyphs.append(f"{glyph:04x}")
        natural = self.font.widths.get(glyph)
        if natural is None:
            natural = self._natural_width(glyph)
        kerning = int(natural + offset - width * 1000 * FROM_UNITS / self.size)
        if kerning:
            self._move(kerning)

    def show(self) -> None:
        """Write what has been gathered."""
        self._close()
        if self.parts:
            self.stream.show_text(" ".join(self.parts))
            self.parts = []

    def _use(self, pango_font: Any) -> None:
        if pango_font != self.pango_font:
            self.show()
            self.pango_font = pango_font
            self.font, self.size = self.stream.add_font(pango_font)
            self.stream.set_font_size(self.font.hash, self.size)

    def _close(self) -> None:
        if self.glyphs:
            self.parts.append(f"<{''.join(self.glyphs)}>")
            self.glyphs = []

    def _move(self, distance: float) -> None:
        self._close()
        self.parts.append(f"{distance:.3f}" if isinstance(distance, float) else str(distance))

    def _raised(self, glyph: int, offset: float, y: int) -> None:
        self.show()
        self.stream.set_text_rise(-y / 1000)
        self.stream.show_text(f"{-offset:.3f} <{glyph:04x}>" if offset else f"<{glyph:04x}>")
        self.stream.set_text_rise(0)

    def _unknown(self, glyph: int, width: int) -> int:
        """No font has it: a box is drawn, and `pdf.py` tells people which character it was."""
        code = glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG
        drawing.LOGGER.warning(
            '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)',
            chr(code),
            code,
        )
        unused: int = self.font.get_unused_glyph_id(code)
        self.font.widths[unused] = round(width * 1000 * FROM_UNITS / self.size)
        self.font.widths.setdefault(0, self.font.widths[unused])
        return unused

    def _meaning(self, item: Any, string: Any, place: int, number: int) -> str:
        """The characters a glyph stands for."""
        clusters = string.log_clusters
        start = clusters[place]
        if item.analysis.level % 2:
            end = item.length if place == 0 else clusters[place - 1]
        else:
            end = item.length if place == number - 1 else clusters[place + 1]
        if self.utf8 is None:
            self.utf8 = self.text.encode()
        return self.utf8[item.offset + start : item.offset + end].decode()

    def _natural_width(self, glyph: int) -> int:
        stream = self.stream
        pango.pango_font_get_glyph_extents(
            self.pango_font, glyph, stream.ink_rect, stream.logical_rect
        )
        width = round(stream.logical_rect.width * 1000 * FROM_UNITS / self.size)
        self.font.widths[glyph] = width
        return width
