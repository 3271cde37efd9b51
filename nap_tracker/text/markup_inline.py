"""A line of light markup and the runs it stands for: what is written, and how it is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from nap_tracker.text.inline import shared
from nap_tracker.text.tree import Inline, Note, Run, Style

_ESCAPABLE = r"\\*_^\[\](){}#.•\-"
_ESCAPED = re.compile(rf"\\([{_ESCAPABLE}])")
_BLOCK_START = re.compile(r"(#{1,6}(?= )|[-•](?= |$)|\d{1,9}(?=[.)](?: |$)))")
_SHIFTS = {"sub": "_{", "sup": "^{"}


def line(inlines: Sequence[Inline], base: Style, name: Callable[[Note], str]) -> str:
    """Runs as one line; `base` is the paragraph's own style, `name` gives a note's placeholder."""
    parts: list[str] = []
    before = base
    for place, one in enumerate(inlines):
        if isinstance(one, Note):  # Emphasis that stops here stops before the footnote.
            behind = (each.style for each in inlines[place:] if isinstance(each, Run))
            style, words = shared(before, next(behind, base), base), name(one)
        else:
            style, words = one.style, _escaped(one.text, one.style, base)
        parts += [_turn(before, style, base), words]
        before = style
    return "".join([*parts, _turn(before, base, base)])


def as_text(markup: str) -> str:
    """A line whose beginning would be a heading or list made one that is not."""
    found = _BLOCK_START.match(markup)
    if not found:
        return markup
    end = found.end() if found[0].isdigit() else 0
    return f"{markup[:end]}\\{markup[end:]}"


def language_words(style: Style, base: Style) -> str:
    """'lang ar rtl', 'dir ltr': what a style says of language beside its surroundings, or ''."""
    lang = f"lang {style.lang}" if style.lang and style.lang != base.lang else ""
    direction = style.dir if style.dir and style.dir != base.dir else ""
    if lang and direction:
        return f"{lang} {direction}"
    return lang or (direction and f"dir {direction}")


def _turn(old: Style, new: Style, base: Style) -> str:
    """What stands between two runs: the ends of what stops, the starts of what begins."""
    around = old[:3] != new[:3]
    ends, starts = [], []
    if old.shift and (around or old.shift != new.shift):
        ends.append("}")
    ends.append(_stars(old.strong and not new.strong, old.em and not new.em))
    if around:
        if language_words(old, base):
            ends.append("]]")
        if old.href and old.href != new.href:
            ends.append(f"]({_address(old.href)})")
        if new.href and old.href != new.href:
            starts.append("[")
        words = language_words(new, base)
        if words:
            starts.append(f"[[{words}: ")
    starts.append(_stars(new.strong and not old.strong, new.em and not old.em))
    if new.shift and (around or old.shift != new.shift):
        starts.append(_SHIFTS[new.shift])
    return "".join(ends + starts)


def _stars(strong: bool, em: bool) -> str:
    return "*" * (2 * strong + em)


def _address(href: str) -> str:
    return re.sub(r"[\\()]", r"\\\g<0>", href)


def _escaped(text: str, style: Style, base: Style) -> str:
    bracketed = bool(style.href or language_words(style, base))
    return _dangerous(bracketed, bool(style.shift)).sub(r"\\\g<0>", text)


@cache
def _dangerous(bracketed: bool, shifted: bool) -> re.Pattern[str]:
    """Characters that would mean something where they stand, and no others."""
    parts = [rf"\\(?=[{_ESCAPABLE}]|\Z)", r"\*", r"[_^](?=\{)"]
    parts.append(r"[\[\]]" if bracketed else r"\[(?=\[|\Z)|\](?=\()")
    if shifted:
        parts.append(r"\}")
    return re.compile("|".join(parts))
