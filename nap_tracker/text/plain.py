"""Long text without its form: for search, for counts, and to know whether anything is written."""

from __future__ import annotations

import html as entities
import re

from nap_tracker.text.inline import is_visible
from nap_tracker.text.lao import syllables

_EDGE = re.compile(
    r"</?(?:p|h[3-5]|ul|ol|li|table|caption|thead|tbody|tr|figure|figcaption)\b[^>]*>"
)
_CELL = re.compile(r"</t[hd]>(?!</tr>)")
_SPAN = re.compile(r"</?span\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_BREAKS = re.compile(r" *\n[ \n]*")
_EACH_A_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def to_text(html: str) -> str:
    """The words of canonical HTML: a line a paragraph, item or row, tabs between cells.

    Footnotes stand in brackets at their place.
    """
    text = _EDGE.sub("\n", _CELL.sub("\t", _notes_in_brackets(html)))
    return _BREAKS.sub("\n", entities.unescape(_TAG.sub("", text))).strip(" \n")


def is_blank(html: str) -> bool:
    """Whether there is neither a word nor a picture to see; an empty table is blank."""
    return "<img" not in html and not is_visible(to_text(html))


def word_count(html: str) -> int:
    """How many words. Chinese and Japanese characters count one each, Lao by its syllables."""
    return sum(_words_in(part) for part in to_text(html).split())


def _words_in(part: str) -> int:
    rest, characters = _EACH_A_WORD.subn(" ", part)
    lao = len(syllables(rest))
    others = any(each.isalnum() and not "\u0e80" <= each <= "\u0eff" for each in rest)
    return characters + lao + others


def _notes_in_brackets(html: str) -> str:
    if 'class="fn"' not in html:
        return html
    ends: list[str] = []

    def bracket(found: re.Match[str]) -> str:
        tag = found.group()
        if tag == "</span>":
            return ends.pop()
        is_note = 'class="fn"' in tag
        ends.append(")" if is_note else "")
        return " (" if is_note else ""

    return _SPAN.sub(bracket, html)
