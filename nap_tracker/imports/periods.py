"""Dates as people write them in a work plan: a day, a month, a quarter, a year, or a span."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nap_tracker.imports.figures import Unreadable


@dataclass(frozen=True, slots=True)
class Period:
    """First and last date, each a year, a month or a day as an ISO prefix; equal for one date."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class DayOrder:
    """Whether '03/04/2021' is the third of April in a file, and the cell that shows it."""

    day_first: bool | None = None
    evidence: str = ""
    ambiguous: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the person has to say which number is the day."""
        return bool(self.ambiguous) and self.day_first is None


_MONTH_WORDS = (
    "jan january janv janvier", "feb february fév fevr févr février fevrier fev",
    "mar march mars", "apr april avr avril", "may mai", "jun june juin", "jul july juil juillet",
    "aug august aoû août aout", "sep sept september septembre", "oct october octobre",
    "nov november novembre", "dec december déc décembre decembre",
)  # fmt: skip
_MONTHS: Mapping[str, int] = {
    word: month for month, words in enumerate(_MONTH_WORDS, 1) for word in words.split()
}
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_PART = r"(?P<part>[qts])(?P<n>[1-4])"
_SLASHED = re.compile(rf"(?P<a>\d{{1,2}})[/.](?P<b>\d{{1,2}})[/.]{_YEAR}")
_FORMS = tuple(
    re.compile(form)
    for form in (
        _YEAR,
        rf"{_YEAR}[-/.](?P<m>\d{{1,2}})",
        rf"(?P<m>\d{{1,2}})[-/.]{_YEAR}",
        rf"{_YEAR}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})",
        rf"(?P<w>[^\W\d_]+)\.?[ -]{_YEAR}",
        rf"(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)?[ -](?P<w>[^\W\d_]+)\.?[ -]{_YEAR}",
        rf"(?P<w>[^\W\d_]+) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}",
        rf"{_PART}[ /-]?{_YEAR}",
        rf"{_YEAR}[ /-]?{_PART}",
    )
)
_QUARTER = re.compile(
    r"(?P<n>[1-4])(?:er|e|ème|eme|st|nd|rd|th)? (?P<word>trimestre|quarter|semestre|semester|half)"
    r"(?: of| de)?|\bh(?P<h>[12])(?=\W)"
)
_SPAN = re.compile(r"\s+[-–—]\s+|\s*[–—]\s*|\s+(?:to|until|through|à|a|au|jusqu'à|jusqu’à)\s+|/|-")
_OPENING = re.compile(r"^(?:from|between|de|du|d'|d’|en|in|entre)\s+")


def read(text: str, day_first: bool | None = None) -> Period:
    """The period that was meant.

    `day_first` settles '03/04/2021'. Raises Unreadable for anything else than one date or one
    unbroken span: 'in 2023, 2026 and 2029' is not squeezed into start and end.
    """
    plain = _OPENING.sub("", _plain(text))
    period = _one(plain, day_first) or _span(plain, day_first)
    if period is None:
        raise Unreadable("date")
    if is_before(period.end, period.start):
        raise Unreadable("reversed")
    return period


def decide(texts: Iterable[str]) -> DayOrder:
    """Which number is the day in dates such as '03/04/2021', by those that leave no doubt."""
    evidence: dict[bool, str] = {}
    ambiguous = []
    for text in texts:
        for match in _SLASHED.finditer(text):
            a, b = int(match["a"]), int(match["b"])
            if a > 12 >= b:
                evidence.setdefault(True, text)
            elif b > 12 >= a:
                evidence.setdefault(False, text)
            elif a != b:
                ambiguous.append(text)
    if len(evidence) == 1:
        ((day_first, cell),) = evidence.items()
        return DayOrder(day_first, cell, tuple(ambiguous))
    return DayOrder(ambiguous=tuple(ambiguous))


def is_before(end: str, start: str) -> bool:
    """Whether `end` lies wholly before `start`; 2020 is not before 2020-05."""
    shared = min(len(end), len(start))
    return end[:shared] < start[:shared]


def years_in(text: str) -> tuple[str, ...]:
    """The calendar years a heading names, such as 'Cost 2021'."""
    return tuple(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))


def _plain(text: str) -> str:
    """Lower case, single spaces, quarters and halves in one form ('q2', 's1')."""
    lowered = " ".join(text.casefold().split()).strip(" .;,")
    return _QUARTER.sub(_short_part, lowered).replace("  ", " ")


def _short_part(match: re.Match[str]) -> str:
    if match["h"]:
        return f"s{match['h']}"
    return ("q" if match["word"] in ("trimestre", "quarter") else "s") + match["n"]


def _span(plain: str, day_first: bool | None) -> Period | None:
    """The only way to cut the text into two readable dates; the first may lack its year."""
    found = set()
    for cut in _SPAN.finditer(plain):
        left, right = plain[: cut.start()], plain[cut.end() :]
        last = _one(right, day_first) or _one(_with_century(left, right), day_first)
        if last is None:
            continue
        first = _one(left, day_first) or _one(f"{left} {last.end[:4]}", day_first)
        if first:
            found.add(Period(first.start, last.end))
    return found.pop() if len(found) == 1 else None


def _with_century(left: str, right: str) -> str:
    """'2020-23' means 2023."""
    is_short = re.fullmatch(_YEAR, left) and re.fullmatch(r"\d\d", right)
    return left[:2] + right if is_short else ""


def _one(plain: str, day_first: bool | None) -> Period | None:
    slashed = _SLASHED.fullmatch(plain)
    if slashed:
        return _slashed(slashed, day_first)
    for form in _FORMS:
        match = form.fullmatch(plain)
        period = _period(match.groupdict()) if match else None
        if period:
            return period
    return None


def _slashed(match: re.Match[str], day_first: bool | None) -> Period | None:
    a, b = int(match["a"]), int(match["b"])
    if a <= 12 and b <= 12 and a != b and day_first is None:
        raise Unreadable("ambiguous_date")
    if a > 12 or (day_first and b <= 12):
        return _dated(int(match["y"]), b, a)
    return _dated(int(match["y"]), a, b)


def _period(groups: Mapping[str, str | None]) -> Period | None:
    year = int(groups["y"] or 0)
    if groups.get("part"):
        return _part_of(year, groups["part"] or "", int(groups["n"] or 0))
    month = _MONTHS.get(groups.get("w") or "") or int(groups.get("m") or 0)
    if not month:
        return Period(str(year), str(year)) if set(groups) == {"y"} else None
    day = groups.get("d")
    return _dated(year, month, int(day) if day else None)


def _part_of(year: int, part: str, number: int) -> Period | None:
    """A quarter ('q', 't') or a half ('s') of a year, in months."""
    length = 6 if part == "s" else 3
    last = number * length
    return Period(f"{year}-{last - length + 1:02}", f"{year}-{last:02}") if last <= 12 else None


def _dated(year: int, month: int, day: int | None) -> Period | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= monthrange(year, month)[1]):
        return None
    date = f"{year}-{month:02}" + (f"-{day:02}" if day else "")
    return Period(date, date)
