"""The one face of Babel: languages of the interface, words, numbers and dates, without a request.

Catalogues are read from the .po files at start, so there is no compile step to forget. The locale
is a context variable: web sets it from the reader, mail and documents from theirs.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.dates import format_time as babel_time
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.plural import PluralRule

from nap_tracker import datewords
from nap_tracker.datewords import Partial

CATALOGUES = Path(__file__).parent / "translations"
SOURCE_LANGUAGE = "en"
PSEUDO = "qps"
"""A made-up right-to-left language that tests the mirrored layout before Arabic is complete."""
QUESTIONS = ("?", "\u061f", "\uff1f")
"""How a question ends: also in Arabic and in Chinese."""

_locale: ContextVar[str] = ContextVar("locale", default=SOURCE_LANGUAGE)


def N_(message: str) -> str:
    """Mark a message of a pure module for translation, without translating it."""
    return message


@cache
def languages() -> tuple[str, ...]:
    """Interface languages: English and every catalogue present."""
    found = sorted(p.parent.parent.name for p in CATALOGUES.glob("*/LC_MESSAGES/messages.po"))
    return (SOURCE_LANGUAGE, *found)


def locale() -> str:
    """The language in force here."""
    return _locale.get()


@contextlib.contextmanager
def use_locale(language: str) -> Iterator[None]:
    """Speak another language for the length of a block."""
    token = _locale.set(language)
    try:
        yield
    finally:
        _locale.reset(token)


def set_locale(language: str) -> None:
    """Speak this language from here on in this context (a request, a job)."""
    _locale.set(language)


def direction(language: str | None = None) -> str:
    """'rtl' or 'ltr' for a language tag."""
    language = language or locale()
    if language == PSEUDO:
        return "rtl"
    return babel_locale(language).text_direction


@cache
def babel_locale(language: str) -> Locale:
    """The CLDR locale, falling back to English for tags CLDR does not know."""
    if language == SOURCE_LANGUAGE:
        return Locale("en", "GB")  # our English is British: 30 June 2027
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(SOURCE_LANGUAGE)


@cache
def _catalogue(language: str) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    single: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    if not path.exists():
        return single, plural
    with path.open("rb") as file:
        catalogue = read_po(file, locale=babel_locale(language))
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        text: Any = message.string
        if isinstance(message.id, tuple | list):
            if all(text):
                plural[message.id[0]] = tuple(spaced(form, language) for form in text)
        elif text:
            single[message.id] = spaced(str(text), language)
    return single, plural


_NARROW = re.compile(r"[ \u202f](?=[:;?!»])|(?<=«)[ \u202f]|(?<=\d) (?=%)")


def spaced(text: str, language: str) -> str:
    """The words of an interface with the spaces their language sets beside its marks.

    French has one before : ; ? ! and % and inside its quotation marks, at which no line may end.
    """
    return _NARROW.sub("\u00a0", text) if language.partition("-")[0] == "fr" else text


def labelled(label: str) -> str:
    """'Label:', as the language sets it; what it says of something follows after a space.

    A question carries its mark already, and is answered without another.
    """
    return label if label.endswith(QUESTIONS) else _labelled(str(label), locale())


@lru_cache(maxsize=4096)
def _labelled(label: str, _language: str) -> str:
    """A page of a long plan says the same few labels a thousand times."""
    return gettext("%(label)s:", label=label)


def gettext(message: str, /, **params: Any) -> str:
    """The message in the locale in force, with its named placeholders filled."""
    text = _catalogue(locale())[0].get(message, message)
    return _filled(text, params) if params else text


def _filled(text: str, params: Mapping[str, Any]) -> str:
    return datewords.fitted(text, params, locale()) % params


def ngettext(singular: str, plural: str, n: int, /, **params: Any) -> str:
    """The message for a number, by the plural rule of the locale; `n` is also a placeholder."""
    forms = _catalogue(locale())[1].get(singular)
    if forms is None:
        text = singular if n == 1 else plural
    else:
        text = forms[min(_plural_index(locale(), n), len(forms) - 1)]
    return _filled(text, {"n": number(n), "num": n, **params})


def sentence(message: str, params: Mapping[str, str | Mapping[str, str]]) -> str:
    """A message whose placeholders are texts or {language: text}, in the locale in force."""
    said = {name: v if isinstance(v, str) else chosen(v) for name, v in params.items()}
    return gettext(message, **said)


_ORDER = ("zero", "one", "two", "few", "many", "other")


def _plural_index(language: str, n: int) -> int:
    rule: PluralRule = babel_locale(language).plural_form
    tags = [tag for tag in _ORDER if tag in rule.tags or tag == "other"]
    # French, Spanish and Portuguese catalogues have two forms; CLDR's 'many' is for millions.
    if "many" in tags and "few" not in tags:
        tags.remove("many")
    tag = rule(n)
    return tags.index(tag) if tag in tags else len(tags) - 1


def number(value: int | Decimal | str, language: str | None = None) -> str:
    """A number in the reader's notation; a string or Decimal keeps its given decimals."""
    # 1 and 1.0 are equal, and are not written the same.
    return _number(str(value), language or locale())


@lru_cache(maxsize=4096)
def _number(value: str, language: str) -> str:
    given = Decimal(value)
    places = max(0, -int(given.as_tuple().exponent))
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(given, format=pattern, locale=babel_locale(language))


def day(value: date | str, language: str | None = None, form: str = "long") -> str:
    """A date that may be partial ('2024', '2024-05', '2024-05-17') in words of the language."""
    if isinstance(value, date):
        value = value.isoformat()
    return _day(value, language or locale(), form)


@lru_cache(maxsize=4096)
def _day(value: str, language: str, form: str) -> str:
    where = babel_locale(language)
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return Partial(parts[0])
    if len(parts) == 2:
        return Partial(babel_date(date(parts[0], parts[1], 1), format="LLLL y", locale=where))
    return _first_of_month(babel_date(date(*parts), format=form, locale=where), where)


def _first_of_month(words: str, where: Locale) -> str:
    """CLDR writes French days alike, and French does not."""
    is_first = where.language == "fr" and words.startswith("1 ")
    return words.replace("1", "1er", 1) if is_first else words


def moment(value: datetime, zone: str = "UTC", language: str | None = None) -> str:
    """A date and time of day in a zone."""
    return _moment(value, zone, language or locale())


@lru_cache(maxsize=4096)
def _moment(value: datetime, zone: str, language: str) -> str:
    """Of hundreds of moments on a page most were written before."""
    where = babel_locale(language)
    words = babel_datetime(value, format="medium", tzinfo=ZoneInfo(zone), locale=where)
    return _first_of_month(words, where)


def time_of_day(value: datetime, zone: str = "UTC", language: str | None = None) -> str:
    """Hours and minutes in a zone."""
    where = babel_locale(language or locale())
    return babel_time(value, format="short", tzinfo=ZoneInfo(zone), locale=where)


def span(start: datetime, end: datetime, zone: str = "UTC", language: str | None = None) -> str:
    """The time between two moments, a day they share said once: '3 Mar 2026, 14:02–14:31'."""
    where = babel_locale(language or locale())
    here, there = (value.astimezone(ZoneInfo(zone)) for value in (start, end))
    first, last = (
        _first_of_month(babel_datetime(one, format="d MMM y, HH:mm", locale=where), where)
        for one in (here, there)
    )
    if here.date() != there.date():
        return f"{first} – {last}"
    if here.strftime("%H:%M") == there.strftime("%H:%M"):
        return first
    return f"{first}–{babel_datetime(there, format='HH:mm', locale=where)}"


def listing(words: Sequence[str], language: str | None = None) -> str:
    """Several things as one phrase: 'A, B and C'."""
    return format_list(list(words), locale=babel_locale(language or locale()))


def is_language(tag: str) -> bool:
    """Whether CLDR knows the language of a tag; anything else is more likely a slip."""
    try:
        known = Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    return str(known).replace("_", "-").casefold() == tag.casefold()


def language_name(tag: str, language: str | None = None) -> str:
    """What a language is called: in itself, or in another language."""
    if tag == PSEUDO:
        return "Pseudo"
    try:
        named = Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        # CLDR knows what some languages are called, but nothing else of them.
        return babel_locale(language or locale()).languages.get(tag, tag)
    return named.get_display_name(babel_locale(language or tag)) or tag


def chosen(words: Mapping[str, str], language: str | None = None) -> str:
    """One text of {language: text}: the reader's language, else English, else the first there."""
    wanted = (language or locale(), SOURCE_LANGUAGE, *words)
    return next((words[tag] for tag in wanted if words.get(tag)), "")


def country_name(alpha2: str, language: str | None = None) -> str:
    """A territory's name in the reader's language."""
    return str(babel_locale(language or locale()).territories.get(alpha2, alpha2))


@cache
def weekend(alpha2: str) -> frozenset[int]:
    """The days on which offices of a country are closed each week; 0 is Monday."""
    try:
        where = Locale.parse(f"und_{alpha2}")
    except (UnknownLocaleError, ValueError):
        return frozenset({5, 6})
    return frozenset(range(where.weekend_start, where.weekend_end + 1))


def currency_name(code: str, language: str | None = None) -> str:
    """A currency's name in the reader's language; its code where CLDR knows none."""
    return str(babel_locale(language or locale()).currencies.get(code, code))
