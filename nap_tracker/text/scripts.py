"""What a script or language asks of print and layout. Nothing made here is ever stored."""

from __future__ import annotations

import re
from collections.abc import Callable

from nap_tracker.text import lao

# fmt: off
_RTL_LANGUAGES = frozenset((
    "ar", "arc", "ckb", "dv", "fa", "glk", "he", "khw", "lrc", "mzn", "nqo", "pnb", "ps", "qps",
    "sd", "syr", "ug", "ur", "yi",
))
_RTL_SCRIPTS = frozenset((
    "adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa",
))
# fmt: on
_SCRIPT = re.compile(r"-([a-z]{4})(?=-|$)")
_LAO = re.compile(r"[\u0e80-\u0eff]")
_FRENCH_SPACE = re.compile(r"(?<=[^\s]) (?=[:;!?»%])|(?<=«) (?=\S)|(?<=\d) (?=\d{3}(?!\d))")
_NO_BREAK_SPACE = "\u00a0"
_TAG = re.compile(r"(</?[a-z][^<>]*>)")


def direction(lang: str) -> str:
    """'rtl' or 'ltr' for a language tag; a script subtag decides where there is one."""
    tag = lang.lower().replace("_", "-")
    script = _SCRIPT.search(tag)
    if script:
        return "rtl" if script[1] in _RTL_SCRIPTS else "ltr"
    return "rtl" if tag.split("-")[0] in _RTL_LANGUAGES else "ltr"


def for_print(text: str, lang: str) -> str:
    """HTML or plain text as the printer needs it; tags stay as they are.

    Lao gets places to break its lines, whatever the language around it; French keeps high
    punctuation, per cent signs and thousands on one line with what they belong to.
    """
    cures: list[Callable[[str], str]] = []
    if _LAO.search(text):
        cures += [lao.with_breaks, lao.without_am]
    if lang.lower().replace("_", "-").split("-")[0] == "fr":
        cures.append(_french)
    parts = _TAG.split(text) if cures else [text]
    for cure in cures:
        parts[::2] = [cure(part) for part in parts[::2]]
    return "".join(parts)


def _french(text: str) -> str:
    return _FRENCH_SPACE.sub(_NO_BREAK_SPACE, text)
