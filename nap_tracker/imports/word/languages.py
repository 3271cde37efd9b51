"""Whether the language a run is marked with is meant, or was left behind by the spelling checker.

Word marks every run with the keyboard's language, so in most files the marks say nothing. A mark is
believed where the script or the small words of the passage bear it out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SCRIPTS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "ar": re.compile(r"[\u0600-\u06ff]"),
        "fa": re.compile(r"[\u0600-\u06ff]"),
        "he": re.compile(r"[\u0590-\u05ff]"),
        "lo": re.compile(r"[\u0e80-\u0eff]"),
        "th": re.compile(r"[\u0e00-\u0e7f]"),
        "km": re.compile(r"[\u1780-\u17ff]"),
        "my": re.compile(r"[\u1000-\u109f]"),
        "am": re.compile(r"[\u1200-\u137f]"),
        "hi": re.compile(r"[\u0900-\u097f]"),
        "zh": re.compile(r"[\u4e00-\u9fff]"),
        "ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
        "ko": re.compile(r"[\uac00-\ud7af]"),
        "ru": re.compile(r"[\u0400-\u04ff]"),
        "mn": re.compile(r"[\u0400-\u04ff\u1800-\u18af]"),
        "ky": re.compile(r"[\u0400-\u04ff]"),
    }
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SMALL: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": _words("the of and to in is for on with by are be this that from it as at"),
        "fr": _words("le la les de des du et en est pour sur avec par sont ce que un une"),
        "es": _words("el la los las de del y en es para con por son que un una se al"),
        "pt": _words("o os as de do da dos das e em para com por que um uma se ao"),
        "id": _words("yang dan di dari untuk dengan pada ini itu adalah dalam oleh"),
        "sw": _words("ya na wa kwa ni katika za la kuwa hii"),
    }
)


def small_words(*tags: str) -> frozenset[str]:
    """Articles and the like of some languages."""
    return frozenset().union(*(_SMALL[each] for each in tags))


def tag(language: str) -> str:
    """The language without its country: 'fr-CM' is 'fr'; '' for what is no tag."""
    return language.partition("-")[0].lower() if _TAG.fullmatch(language) else ""


def is_meant(text: str, language: str, main: str) -> bool:
    """Whether a passage marked with `language` in a text of `main` is really in it."""
    said, around = tag(language), tag(main)
    if not said or said == around or not any(map(str.isalpha, text)):
        return False
    script = _SCRIPTS.get(said)
    if script is not None:
        return bool(script.search(text)) and around not in _same_script(said)
    if said not in _SMALL or any(each.search(text) for each in _SCRIPTS.values()):
        return False
    words = re.findall(r"\w+", text.lower())
    mine = sum(word in _SMALL[said] for word in words)
    theirs = sum(word in _SMALL.get(around, frozenset()) for word in words)
    return mine > theirs


def _same_script(language: str) -> frozenset[str]:
    pattern = _SCRIPTS[language]
    return frozenset(other for other, found in _SCRIPTS.items() if found == pattern)
