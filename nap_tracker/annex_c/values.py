"""What a value amounts to: blank, given, not known; the numbers in it; what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from nap_tracker.annex_c.decimals import decimal
from nap_tracker.annex_c.definitions import PEOPLE, RANGE, Empty, Field
from nap_tracker.annex_c.problems import ValueProblem
from nap_tracker.annex_c.validity import found

_SETTINGS = frozenset({"unit", "currency"})
_EMPTY = {empty.value: empty for empty in Empty}
_WORDS_OUTSIDE_TAGS = re.compile(r"(?:^|>)[^<]*[^<\s]")


def is_blank(value: Any) -> bool:
    """Whether nobody has answered; a unit or currency alone is no answer, `false` and '0' are."""
    if value is None:
        return True
    if isinstance(value, str):
        return not _visible(value)
    if isinstance(value, Mapping):
        return all(key in _SETTINGS or is_blank(part) for key, part in value.items())
    if isinstance(value, list | tuple):
        return all(is_blank(part) for part in value)
    return False


def problems(field: Field, value: Any) -> tuple[ValueProblem, ...]:
    """Everything that keeps a value from being a canonical answer to the field; a blank is fine.

    The last fence before storage, for forms and files alike. Whether the row or file it names
    exists, and whether HTML is sanitised, is known elsewhere.
    """
    if is_blank(value):
        return ()
    return tuple(found(field, value))


def is_answered(value: Any) -> bool:
    """Whether somebody answered, 'not known' among the answers."""
    return not is_blank(value)


def is_empty_answer(value: Any) -> bool:
    """Whether the answer is 'not known', 'does not apply' or 'not costed'."""
    return empty_of(value) is not None


def is_given(value: Any) -> bool:
    """Whether there is something to read: answered, and not with one of the empty answers."""
    return is_answered(value) and not is_empty_answer(value)


def is_unknown(value: Any) -> bool:
    """Whether the answer is 'not known'. It never satisfies Annex C 1(b) or 1(d)."""
    return empty_of(value) is Empty.NOT_KNOWN


def is_not_costed(value: Any) -> bool:
    """Whether the cost has not been worked out; a blank cost is not the same."""
    return empty_of(value) is Empty.NOT_COSTED


def empty_of(value: Any) -> Empty | None:
    """The empty answer, or None where there is a figure or a blank."""
    code = value.get("empty") if isinstance(value, Mapping) else None
    return _EMPTY.get(code) if isinstance(code, str) else None


def reason_of(value: Any) -> Mapping[str, str]:
    """Why a figure is empty, in the languages given; nothing where nobody said."""
    reason = value.get("reason") if isinstance(value, Mapping) else None
    return reason if isinstance(reason, Mapping) else {}


def range_of(quantity: Any) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Low, best and high of a quantity as typed, in its own unit; None for what is not given."""
    if not isinstance(quantity, Mapping):
        return (None, None, None)
    low, best, high = (decimal(quantity.get(end)) for end in RANGE)
    return low, best, high


def amount_of(money: Any) -> Decimal | None:
    """The amount, or None where it is blank or not costed: unknown money is never zero."""
    return decimal(money.get("amount")) if isinstance(money, Mapping) else None


def count_of(number: Any) -> Decimal | None:
    """The whole number, or None where there is none."""
    return decimal(number.get("value")) if isinstance(number, Mapping) else None


def people_of(people: Any) -> int | None:
    """Everybody counted, or None where nobody was: an empty answer is not zero people."""
    if not isinstance(people, Mapping):
        return None
    counts = [count for group in PEOPLE if (count := decimal(people.get(group))) is not None]
    return int(sum(counts)) if counts else None


def _visible(text: str) -> bool:
    """Formatted text is blank when it has neither words nor a picture."""
    if "data-block=" in text and "<img" not in text:
        return _WORDS_OUTSIDE_TAGS.search(text) is not None
    return bool(text.strip())
