"""The lists of a document: headings, bullets, numbers, annexes."""

from __future__ import annotations

from collections.abc import Sequence

from nap_tracker.exports.document_writer import DEEPEST_NUMBER
from nap_tracker.exports.docx.headings import ANNEXES, CHAPTERS, PARTS, counted
from nap_tracker.exports.docx.long_text import BULLETS, DEEPEST_LIST, INDENT
from nap_tracker.exports.docx.markup import escaped, part
from nap_tracker.i18n import gettext as _

FIRST_STOP = 1701
"""Where the words begin behind 'Part III' and 'Annex 12', in twentieths of a point."""
HEADING_STOPS = {2: 680, 3: 794, 4: 964}
"""The same behind '12', '12.10' and '12.10.1'."""
_SIGNS = "\u2022\u2013\u25aa"
_COUNTS = ("decimal", "lowerLetter", "lowerRoman")
_HEADS, _MARKS, _DIGITS, _ADDED, _GROUPS = range(5)
"""Kinds of list, by their number among the definitions."""


def numbering(ordered: Sequence[int]) -> bytes:
    """Definitions of every kind of list, then the lists; each of `ordered` begins again at 1."""
    definitions = [
        _kind(_HEADS, "".join(_heading(level) for level in range(2, 7))),
        _kind(_MARKS, "".join(_bullet(level) for level in range(DEEPEST_LIST + 1))),
        _kind(_DIGITS, "".join(_number(level) for level in range(DEEPEST_LIST + 1))),
        _kind(_ADDED, _annex()),
        _kind(_GROUPS, _heading(1)),
    ]
    lists = [_list(CHAPTERS, _HEADS), _list(BULLETS, _MARKS), _list(ANNEXES, _ADDED)]
    lists.append(_list(PARTS, _GROUPS))
    again = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
        for level in range(DEEPEST_LIST + 1)
    )
    lists += [_list(number, _DIGITS, again) for number in ordered]
    return part("numbering", "".join(definitions) + "".join(lists))


def _kind(number: int, levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )


def _list(number: int, kind: int, inside: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{inside}</w:num>'


def _annex() -> str:
    text = _("Annex %(number)s", number="%1")
    return _level(0, "decimal", text, "", _indented(0, 0, stop=FIRST_STOP))


def _heading(level: int) -> str:
    """Parts in Roman figures; chapters in our own, and below them 8.1 and 8.1.1."""
    style = f'<w:pStyle w:val="Heading{level}"/>'
    _number, place = counted(level)
    if level == 1:
        text = _("Part %(number)s", number="%1")
        return _level(place, "upperRoman", text, style, _indented(0, 0, stop=FIRST_STOP))
    if level > DEEPEST_NUMBER:
        return _level(place, "none", "", style + '<w:suff w:val="nothing"/>', _indented(0, 0))
    text = ".".join(f"%{above}" for above in range(1, level))
    room = HEADING_STOPS[level]
    return _level(place, "decimal", text, style, _indented(room, room))


def _bullet(level: int) -> str:
    style = '<w:pStyle w:val="ListBullet"/>' if level == 0 else ""
    return _level(level, "bullet", _SIGNS[level % 3], style, _indented(INDENT * (level + 1)))


def _number(level: int) -> str:
    style = '<w:pStyle w:val="ListNumber"/>' if level == 0 else ""
    place = _indented(INDENT * (level + 1))
    return _level(level, _COUNTS[level % 3], f"%{level + 1}.", style, place)


def _indented(start: int, hanging: int = INDENT, stop: int | None = None) -> str:
    """Where the words begin, and how far before them the number stands."""
    at = f'<w:tabs><w:tab w:val="num" w:pos="{start if stop is None else stop}"/></w:tabs>'
    return f'<w:pPr>{at}<w:ind w:left="{start}" w:hanging="{hanging}"/></w:pPr>'


def _level(level: int, count: str, text: str, before: str, place: str) -> str:
    """`before` stands between how it counts and how it looks, in the order Word reads them."""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{count}"/>{before}'
        f'<w:lvlText w:val="{escaped(text)}"/><w:lvlJc w:val="left"/>{place}</w:lvl>'
    )
