"""The canonical form of every kind, as functions that tell what a value lacks of it."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from nap_tracker.annex_c import decimals
from nap_tracker.annex_c.codes import COUNTRIES, CURRENCIES
from nap_tracker.annex_c.definitions import PEOPLE, RANGE, Empty, Field, Kind
from nap_tracker.annex_c.problems import ValueProblem

FIRST_YEAR, LAST_YEAR = 1800, 2150
"""Laws can be old and goals far; anything outside is a slip of the keyboard."""
NOTE_LENGTH = 2_000
"""Characters of a method, source, reason or title inside another value."""
LINK_LENGTH = 2_000

Found = Iterator[ValueProblem]

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_LINK = re.compile(r"https?://[^\s/?#]+[^\s]*")
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})


def found(field: Field, value: Any) -> Found:
    """Every problem of a value that is not blank."""
    if field.is_figure and isinstance(value, Mapping) and "empty" in value:
        return _empty(field, value)
    return CHECKS[field.kind](field, value)


def _problem(code: str, part: str = "", **params: object) -> ValueProblem:
    return ValueProblem(code, {name: str(param) for name, param in params.items()}, part)


def _keys(value: Any, known: Sequence[str]) -> bool:
    return isinstance(value, Mapping) and all(key in known for key in value)


# Words


def _words(value: Any, *, max_length: int, lines: bool) -> Found:
    if not isinstance(value, Mapping):
        yield _problem("wrong_shape")
        return
    for language, text in value.items():
        if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
            yield _problem("unknown_language", language=language)
        elif not isinstance(text, str):
            yield _problem("wrong_shape", language)
        else:
            yield from (p.inside(language) for p in _text(text, max_length, lines=lines))


def _text(text: str, max_length: int, *, lines: bool) -> Found:
    if not text.strip():
        yield _problem("empty_text")
    if len(text) > max_length:
        yield _problem("too_long", max=max_length, length=len(text))
    if not lines and "\n" in text:
        yield _problem("line_break")
    if any(unicodedata.category(c) in _UNSEEN for c in {*text} - {"\n", "\t"}):
        yield _problem("control_character")


def _note(value: Mapping[str, Any], part: str) -> Found:
    if part in value:
        problems = _words(value[part], max_length=NOTE_LENGTH, lines=True)
        yield from (p.inside(part) for p in problems)


def _line(field: Field, value: Any) -> Found:
    return _words(value, max_length=field.max_length or NOTE_LENGTH, lines=False)


def _lines(field: Field, value: Any) -> Found:
    return _words(value, max_length=field.max_length or NOTE_LENGTH, lines=True)


# Choices and references


def _choice(field: Field, value: Any) -> Found:
    if not isinstance(value, str):
        yield _problem("wrong_shape")
    elif value not in {option.code for option in field.options}:
        yield _problem("unknown_option", value=value)


def _choices(field: Field, value: Any) -> Found:
    if not _strings(value):
        yield _problem("wrong_shape")
        return
    yield from _repeated(value)
    order = [option.code for option in field.options]
    for code in value:
        if code not in order:
            yield _problem("unknown_option", value=code)
    known = [order.index(code) for code in value if code in order]
    if known != sorted(known):
        yield _problem("not_in_order")


def _yesno(field: Field, value: Any) -> Found:
    if not isinstance(value, bool):
        yield _problem("wrong_shape")


def _ref(field: Field, value: Any) -> Found:
    if not isinstance(value, str):
        yield _problem("wrong_shape")
    elif not _ID.fullmatch(value):
        yield _problem("not_an_id", value=value)


def _refs(field: Field, value: Any) -> Found:
    if not _strings(value):
        yield _problem("wrong_shape")
        return
    yield from _repeated(value)
    for uid in value:
        yield from _ref(field, uid)


def _strings(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(part, str) for part in value)


def _repeated(values: Sequence[str]) -> Found:
    for value in dict.fromkeys(v for v in values if values.count(v) > 1):
        yield _problem("repeated", value=value)


# Figures


def _empty(field: Field, value: Mapping[str, Any]) -> Found:
    if not _keys(value, ("empty", "reason")):
        yield _problem("wrong_shape")
    code = value["empty"]
    costed = code != Empty.NOT_COSTED or field.kind is Kind.MONEY
    if code not in list(Empty) or not costed:
        yield _problem("unknown_answer", value=code)
    yield from _note(value, "reason")


def _figure(
    text: Any,
    part: str,
    *,
    integer_digits: int = decimals.INTEGER_DIGITS,
    places: int = decimals.DECIMALS,
    maximum: Decimal | None = None,
) -> Found:
    """A number that is not below zero and fits the scaled integers it is stored as."""
    number = decimals.decimal(text)
    if number is None:
        yield _problem("not_a_number", part)
        return
    whole, fraction = decimals.digits(number)
    if number < 0:
        yield _problem("negative", part)
    if whole > integer_digits:
        yield _problem("too_large", part, max=integer_digits)
    if fraction > places:
        yield _problem("not_whole" if places == 0 else "too_precise", part, max=places)
    if maximum is not None and number > maximum:
        yield _problem("above_maximum", part, max=maximum)


def _number(field: Field, value: Any) -> Found:
    if not _keys(value, ("value",)):
        yield _problem("wrong_shape")
        return
    yield from _figure(value.get("value"), "value", places=0, maximum=field.maximum)


def _quantity(field: Field, value: Any) -> Found:
    if not _keys(value, (*RANGE, "unit", "year", "method", "source")):
        yield _problem("wrong_shape")
        return
    for end in RANGE:
        if end in value:
            yield from _figure(value[end], end, maximum=field.maximum)
    yield from _range(value)
    if not value.get("unit"):
        yield _problem("unit_missing", "unit")
    elif value["unit"] not in field.units:
        yield _problem("unknown_unit", "unit", value=value["unit"])
    yield from _year(value)
    yield from _note(value, "method")
    yield from _note(value, "source")


def _range(value: Mapping[str, Any]) -> Found:
    if "best" not in value and not ("low" in value and "high" in value):
        yield _problem("no_amount", "best")
    low, best, high = (decimals.decimal(value.get(end)) for end in RANGE)
    if low is not None and best is not None and low > best:
        yield _problem("low_above_best", "low")
    elif low is not None and high is not None and low > high:
        yield _problem("low_above_high", "low")
    if best is not None and high is not None and best > high:
        yield _problem("best_above_high", "high")


def _people(field: Field, value: Any) -> Found:
    if not _keys(value, (*PEOPLE, "year", "source")):
        yield _problem("wrong_shape")
        return
    if not any(group in value for group in PEOPLE):
        yield _problem("no_people")
    for group in PEOPLE:
        if group in value:
            yield from _figure(value[group], group, places=0)
    yield from _year(value)
    yield from _note(value, "source")


def _money(field: Field, value: Any) -> Found:
    if not _keys(value, ("amount", "currency")):
        yield _problem("wrong_shape")
        return
    yield from _figure(
        value.get("amount"),
        "amount",
        integer_digits=decimals.MONEY_INTEGER_DIGITS,
        places=decimals.MONEY_DECIMALS,
    )
    if not value.get("currency"):
        yield _problem("currency_missing", "currency")
    elif not _is_currency(value["currency"]):
        yield _problem("unknown_currency", "currency", value=value["currency"])


def _is_currency(code: Any) -> bool:
    return isinstance(code, str) and code in CURRENCIES


# Dates and places


def _year(value: Mapping[str, Any]) -> Found:
    if "year" not in value:
        return
    year = value["year"]
    if not isinstance(year, str) or not re.fullmatch(r"[0-9]{4}", year):
        yield _problem("not_a_year", "year")
    else:
        yield from (p.inside("year") for p in _year_in_range(int(year)))


def _year_in_range(year: int) -> Found:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        yield _problem("year_out_of_range", first=FIRST_YEAR, last=LAST_YEAR)


def _date(field: Field, value: Any) -> Found:
    return date_problems(value)


def date_problems(value: Any) -> Found:
    """What keeps a value from being a year, a month or a day that exists."""
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        yield _problem("not_a_date")
        return
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    yield from _year_in_range(year)
    if month is not None and not 1 <= month <= 12:
        yield _problem("impossible_date")
    elif month is not None and day is not None:
        # The year 0 would not do for monthrange; it is already out of range.
        last = calendar.monthrange(max(year, 1), month)[1]
        if not 1 <= day <= last:
            yield _problem("impossible_date")


def _country(field: Field, value: Any) -> Found:
    if not isinstance(value, str):
        yield _problem("wrong_shape")
    elif value not in COUNTRIES:
        yield _problem("unknown_country", value=value)


def _coordinates(field: Field, value: Any) -> Found:
    if not _keys(value, ("lat", "lon")):
        yield _problem("wrong_shape")
        return
    for part, limit, code in (
        ("lat", 90, "latitude_out_of_range"),
        ("lon", 180, "longitude_out_of_range"),
    ):
        if part not in value:
            yield _problem("coordinate_missing", part)
            continue
        number = decimals.decimal(value[part])
        if number is None:
            yield _problem("not_a_number", part)
        elif abs(number) > limit:
            yield _problem(code, part)
        elif decimals.digits(number)[1] > decimals.DECIMALS:
            yield _problem("too_precise", part, max=decimals.DECIMALS)


# Evidence and registers


def _evidence(field: Field, value: Any) -> Found:
    if not isinstance(value, list | tuple):
        yield _problem("wrong_shape")
        return
    for index, piece in enumerate(value):
        yield from (p.inside(str(index)) for p in _piece(piece))
    ids = [p["id"] for p in value if isinstance(p, Mapping) and isinstance(p.get("id"), str)]
    yield from _repeated(ids)


def _piece(piece: Any) -> Found:
    if not _keys(piece, ("id", "file", "link", "title")):
        yield _problem("wrong_shape")
        return
    for part in ("id", "file"):
        id = piece.get(part)
        if (part == "id" or id is not None) and not (isinstance(id, str) and _ID.fullmatch(id)):
            yield _problem("not_an_id", part, value=id)
    if ("file" in piece) is ("link" in piece):
        yield _problem("file_or_link")
    if "link" in piece and not _is_link(piece["link"]):
        yield _problem("not_a_link", "link")
    yield from _note(piece, "title")


def _is_link(link: Any) -> bool:
    return isinstance(link, str) and len(link) <= LINK_LENGTH and bool(_LINK.fullmatch(link))


def _rows(field: Field, value: Any) -> Found:
    yield _problem("no_value")


CHECKS: Mapping[Kind, Callable[[Field, Any], Found]] = MappingProxyType(
    {
        Kind.CHOICE: _choice,
        Kind.CHOICES: _choices,
        Kind.COORDINATES: _coordinates,
        Kind.COUNTRY: _country,
        Kind.DATE: _date,
        Kind.EVIDENCE: _evidence,
        Kind.ITEMS: _choices,
        Kind.LONGTEXT: _lines,
        Kind.MONEY: _money,
        Kind.NUMBER: _number,
        Kind.PARAGRAPH: _lines,
        Kind.PEOPLE: _people,
        Kind.PLACE: _line,
        Kind.QUANTITY: _quantity,
        Kind.REF: _ref,
        Kind.REFS: _refs,
        Kind.ROWS: _rows,
        Kind.TEXT: _line,
        Kind.YESNO: _yesno,
    }
)
