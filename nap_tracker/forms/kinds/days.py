"""Dates as people type them: a year, a month or a day, in figures or with the month in words."""

from __future__ import annotations

import re
from functools import cache

from nap_tracker import i18n
from nap_tracker.annex_c.problems import MESSAGES
from nap_tracker.forms.kinds.numerals import ascii_digits
from nap_tracker.forms.kinds.typed import Refusal, Refused
from nap_tracker.i18n import N_

TWO_READINGS = N_(
    "“%(typed)s” can be read as two different days. Enter it with the year first, for example"
    " %(example)s"
)

_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?)?")
_YEAR_LAST = re.compile(r"(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ](\d{4})")
_WORDED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?\s+(?:de\s+)?)?(.+?)\s+(?:de\s+)?(\d{4})"
)


def parse(text: str, languages: tuple[str, ...]) -> str:
    """'2024', '2024-05' or '2024-05-17' of what was typed; Refused when it is none, or two."""
    plain = ascii_digits(text)
    if match := _YEAR_FIRST.fullmatch(plain):
        return _iso(*match.groups())
    if match := _YEAR_LAST.fullmatch(plain):
        return _day_and_month(*match.groups(), typed=text.strip())
    if match := _WORDED.fullmatch(plain):
        day, word, year = match.groups()
        month = _month(word, languages)
        if month:
            return _iso(year, str(month), day)
    raise Refused(Refusal(MESSAGES["not_a_date"]))


def _iso(year: str, month: str | None, day: str | None) -> str:
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def _day_and_month(first: str | None, second: str, year: str, *, typed: str) -> str:
    """'17/05/2024' has one reading and '03/04/2024' two; only a person knows which was meant."""
    if first is None or first == second:
        return _iso(year, second, first)
    if int(first) <= 12 and int(second) <= 12:
        example = _iso(year, second, first)
        raise Refused(Refusal(TWO_READINGS, {"typed": typed, "example": example}))
    return _iso(year, second, first) if int(first) > 12 else _iso(year, first, second)


def _month(word: str, languages: tuple[str, ...]) -> int | None:
    wanted = word.casefold().strip(". ")
    return next((m for tag in languages if (m := _months(tag).get(wanted))), None)


@cache
def _months(language: str) -> dict[str, int]:
    """Month names of a language as they stand alone and inside a date, long and short."""
    names: dict[str, int] = {}
    for number in range(1, 13):
        whole = f"2000-{number:02}"
        for words in (
            i18n.day(whole, language),
            i18n.day(f"{whole}-11", language),
            i18n.day(f"{whole}-11", language, "medium"),
        ):
            for name in re.findall(r"[^\W\d_]+", words):
                names.setdefault(name.casefold(), number)
    return {name: number for name, number in names.items() if name not in ("de", "г", "年", "月")}
