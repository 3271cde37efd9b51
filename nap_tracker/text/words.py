"""Values in several languages, {language: text}: which of them a reader gets, how they are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from nap_tracker.text.normalise import line


class Chosen(NamedTuple):
    """A text and the language it is in; both '' where there is none."""

    lang: str
    text: str


def words(value: Mapping[str, str] | None, lang: str, fallback: Sequence[str] = ()) -> str:
    """The text in a language, or in the nearest to it that is there."""
    return chosen(value, lang, fallback).text


def chosen(value: Mapping[str, str] | None, lang: str, fallback: Sequence[str] = ()) -> Chosen:
    """The text a reader of `lang` gets, with its language, so that it can be marked.

    In this order: the language itself, without its region or script, another of the same
    language, the languages of `fallback` (the plan's binding language first) in the same way,
    then whatever comes first. Blank texts do not count.
    """
    there = {tag: text for tag, text in (value or {}).items() if text.strip()}
    for wanted in (lang, *fallback):
        for tag in _nearest(wanted, there):
            return Chosen(tag, there[tag])
    return next((Chosen(*pair) for pair in there.items()), Chosen("", ""))


def cleaned(value: Mapping[str, str], clean: Callable[[str], str] = line) -> dict[str, str]:
    """The value as it is stored: each text normalised, blank ones left out, languages in order.

    Raises RefusedCharacter.
    """
    texts = ((tag, clean(text)) for tag, text in sorted(value.items()))
    return {tag: text for tag, text in texts if text}


def languages(values: Iterable[Mapping[str, str]]) -> list[str]:
    """The languages in which anything is said, in order of their tags."""
    return sorted({tag for value in values for tag, text in value.items() if text.strip()})


def _nearest(wanted: str, there: Mapping[str, str]) -> list[str]:
    base = wanted.split("-")[0]
    return [
        *(tag for tag in (wanted, base) if tag in there),
        *(tag for tag in there if tag.split("-")[0] == base),
    ]
