"""Which way words run and in which letters: Word wants to be told run by run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from nap_tracker.exports.document_tree import END, LEFT_TO_RIGHT
from nap_tracker.text.scripts import direction

MARK = "\u200e"
"""A left-to-right mark keeps figures together for readers that work the order out themselves."""
_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATED = re.compile(f"{LEFT_TO_RIGHT}([^{END}]*){END}")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_EAST = frozenset({"zh", "ja", "ko"})
_COMPLEX = frozenset({"lo", "th", "km", "my"})
_REGIONS = {
    "ar": "ar-SA",
    "en": "en-GB",
    "es": "es-ES",
    "fa": "fa-IR",
    "fr": "fr-FR",
    "ja": "ja-JP",
    "ko": "ko-KR",
    "lo": "lo-LA",
    "mn": "mn-MN",
    "pt": "pt-PT",
    "ru": "ru-RU",
    "zh": "zh-CN",
}
"""Word knows spelling and fonts by language and country."""
Fonts = tuple[str, str, str]
_LATIN: Fonts = ("Calibri", "SimSun", "Arial")
_FONTS: dict[str, Fonts] = {
    "ja": ("Calibri", "MS Mincho", "Arial"),
    "ko": ("Calibri", "Malgun Gothic", "Arial"),
    "km": ("Khmer UI", "SimSun", "Khmer UI"),
    "lo": ("Phetsarath OT", "SimSun", "Phetsarath OT"),
    "my": ("Myanmar Text", "SimSun", "Myanmar Text"),
    "th": ("Calibri", "SimSun", "Leelawadee UI"),
}


def fonts(language: str) -> Fonts:
    """For Latin and Cyrillic, for East Asian and for complex scripts: those offices have."""
    return _FONTS.get(_short(language), _LATIN)


def spoken(language: str) -> str:
    """The mark of a language as Word writes it, in the slot of its script."""
    tag = escaped_tag(_REGIONS.get(language, language))
    if _short(language) in _EAST:
        return f'<w:lang w:eastAsia="{tag}"/>'
    if direction(language) == "rtl":
        return f'<w:lang w:bidi="{tag}"/>'
    if _short(language) in _COMPLEX:
        return f'<w:lang w:val="{tag}" w:bidi="{tag}"/>'
    return f'<w:lang w:val="{tag}"/>'


def spoken_by_default(language: str) -> str:
    """The same for a whole document: every slot is filled."""
    tag = escaped_tag(_REGIONS.get(language, language))
    east = tag if _short(language) in _EAST else "zh-CN"
    mirrored = direction(language) == "rtl" or _short(language) in _COMPLEX
    latin = "en-GB" if direction(language) == "rtl" or _short(language) in _EAST else tag
    return f'<w:lang w:val="{latin}" w:eastAsia="{east}" w:bidi="{tag if mirrored else "ar-SA"}"/>'


def escaped_tag(tag: str) -> str:
    """A language tag has letters, digits and hyphens and nothing else."""
    return re.sub("[^A-Za-z0-9-]", "", tag)


def readable(text: str) -> str:
    """Private-use characters have no shape outside the font they came from."""
    return _PRIVATE.sub(lambda found: " " if found.group() == "\uf020" else "\u2022", text)


def bare(text: str) -> str:
    """Without the marks around figures."""
    return text.replace(LEFT_TO_RIGHT, "").replace(END, "")


def closed(text: str) -> str:
    """Words from left to right that stand among others from the right: their points and figures
    at either end would go astray."""
    bare_text = bare(text)
    if not bare_text:
        return text
    before = "" if _strong(bare_text[0]) is False else MARK
    after = "" if _strong(bare_text[-1]) is False else MARK
    return f"{before}{text}{after}"


def pieces(text: str, base: str) -> Iterator[tuple[str, bool]]:
    """Stretches of one direction, in order: the words, and whether they run from the right.

    What is between U+2066 and U+2069 stays together from left to right.
    """
    text = readable(text)
    if base == "ltr" and not _RIGHT.search(text):
        yield bare(text), False
        return
    end = 0
    for found in _ISOLATED.finditer(text):
        yield from _stretches(bare(text[end : found.start()]), base)
        inside = found.group(1)
        yield (f"{MARK}{inside}{MARK}" if base == "rtl" and inside else inside), False
        end = found.end()
    yield from _stretches(bare(text[end:]), base)


def _stretches(text: str, base: str) -> Iterator[tuple[str, bool]]:
    """What has no direction of its own goes with its neighbours, or with the paragraph."""
    start, current = 0, None
    loose = 0
    for place, char in enumerate(text):
        strong = _strong(char)
        if strong is None:
            continue
        if current is None:
            current = strong if strong == (base == "rtl") or place == 0 else base == "rtl"
            if current != strong:
                yield text[start:place], current
                start, current = place, strong
        elif strong != current:
            # Spaces and points between two directions belong to the paragraph's own.
            cut = place if current == (base == "rtl") else loose
            yield text[start:cut], current
            start, current = cut, strong
        loose = place + 1
    if start < len(text):
        yield from _tail(text, start, loose, base, current)


def _tail(
    text: str, start: int, loose: int, base: str, current: bool | None
) -> Iterator[tuple[str, bool]]:
    own = base == "rtl"
    if current is None or current == own or loose >= len(text):
        yield text[start:], own if current is None else current
        return
    yield text[start:loose], current
    yield text[loose:], own


def _strong(char: str) -> bool | None:
    kind = unicodedata.bidirectional(char)
    if kind in ("R", "AL"):
        return True
    return False if kind == "L" else None


def _short(language: str) -> str:
    return language.replace("_", "-").partition("-")[0]
