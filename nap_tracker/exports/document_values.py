"""From canonical values to lines of print, in the language of the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from babel.core import get_global

from nap_tracker.annex_c.schema import PEOPLE, Field, Kind, Schema
from nap_tracker.content.tree import EntryContent, PlanContent, Words
from nap_tracker.exports.document_tree import Lines, Style, Text, isolated
from nap_tracker.i18n import SOURCE_LANGUAGE, country_name, day, languages, locale, number
from nap_tracker.i18n import gettext as _

FEW = 5
"""Groups of people smaller than this are not printed as a number outside the drafting team."""
NO_SYMBOL = frozenset({"count"})
"""Units whose number speaks for itself."""


@dataclass(frozen=True)
class Voice:
    """How values are put into words: whose plan, which schema, which language, for whom.

    Must be used under `i18n.use_locale(language)`.
    """

    plan: PlanContent
    schema: Schema
    language: str
    audience: str

    def words(self, value: Words | None) -> Text | None:
        """The text in the document's language, else in the first one there is, marked as such."""
        if not value:
            return None
        for language in (self.language, self.plan.language, *self.plan.languages, *value):
            if value.get(language):
                other = None if language == self.language else language
                return Text(value[language], other)
        return None

    def term(self, words: str) -> Text:
        """Words of the schema, marked where it does not speak the document's language."""
        same = self.language.partition("-")[0] == self.schema.language.partition("-")[0]
        return Text(words, None if same else self.schema.language)

    def lines(self, field: Field, value: Any) -> Lines:
        """The value as lines; nothing for a blank."""
        if value in (None, "", [], {}):
            return ()
        if isinstance(value, Mapping) and "empty" in value:
            return self._empty(value)
        return _SPEAKERS[field.kind](self, field, value)

    def row_label(self, uid: str) -> Text | None:
        """How a row is named where another one points at it."""
        row = self.plan.row(uid)
        if row is None:
            return None
        short = self.words(row.answers.get("acronym"))
        name, code = self.name_of(row), self.number_of(row)
        if short or not name:
            return short
        return replace(name, text=f"{isolated(code)} {name.text}") if code else name

    def name_of(self, row: EntryContent) -> Text | None:
        """What names a row, without the number the Party gave it."""
        register = self.schema.register(row.kind)
        field = register.field(register.label_field)
        return next(iter(self.lines(field, row.answers.get(field.id))), None)

    def number_of(self, row: EntryContent) -> str:
        """The number the Party gave a row; empty without one."""
        given = self.words(row.answers.get("number"))
        return given.text if given else ""

    def items(self, keys: tuple[str, ...] | list[str]) -> str:
        """Annex C items in the order of the treaty: '1(b)(i), 1(e)'."""
        return ", ".join(isolated(short_citation(key)) for key in self.in_order(keys))

    def in_order(self, keys: tuple[str, ...] | list[str]) -> tuple[str, ...]:
        """Item keys in the order of the treaty."""
        known = tuple(item.key for item in self.schema.items if item.key in keys)
        return (*known, *(key for key in keys if key not in known))

    def amount(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency, kept together."""
        return isolated(f"{money(amount)}\u00a0{currency}")

    def _empty(self, value: Mapping[str, Any]) -> Lines:
        reason = self.words(value.get("reason"))
        first = fixed(empty_words(value["empty"]))
        return (first, replace(reason, style=Style.NOTE)) if reason else (first,)


def fixed(words: str, style: Style = Style.PLAIN) -> Text:
    """Words of the program; marked as English where no catalogue speaks the document's language."""
    return Text(words, None if locale() in languages() else SOURCE_LANGUAGE, style)


def empty_words(code: str) -> str:
    """The three answers to a figure that are no figure."""
    return {
        "not_known": _("Not known"),
        "does_not_apply": _("Does not apply"),
        "not_costed": _("Not costed"),
    }[code]


def short_citation(key: str) -> str:
    """An item key as the language cites it inside Annex C: '1b.i' is 1(b)(i) or 1 b) i)."""
    letters = key[1:].split(".") if key[1:] else []
    return key[:1] + "".join(_("(%(letter)s)", letter=letter) for letter in letters)


def money(amount: Decimal) -> str:
    """An amount in the notation of the language; cents only where there are any."""
    whole = amount.to_integral_value()
    return number(whole if whole == amount else amount.quantize(Decimal("0.01")))


def _worded(voice: Voice, field: Field, value: Any) -> Lines:
    text = voice.words(value)
    if text is None:
        return ()
    return tuple(replace(text, text=line) for line in text.text.splitlines() if line.strip())


def _option(voice: Voice, field: Field, code: str) -> Text:
    known = {option.code: option.label for option in field.options}
    return voice.term(known[code]) if code in known else Text(code)


def _choice(voice: Voice, field: Field, value: Any) -> Lines:
    return (_option(voice, field, value),)


def _choices(voice: Voice, field: Field, value: Any) -> Lines:
    return tuple(_option(voice, field, code) for code in value)


def _yesno(voice: Voice, field: Field, value: Any) -> Lines:
    return (fixed(_("Yes") if value else _("No")),)


def _number(voice: Voice, field: Field, value: Any) -> Lines:
    return (Text(isolated(number(value["value"]))),) if value.get("value") else ()


def _quantity(voice: Voice, field: Field, value: Any) -> Lines:
    lines = [Text(isolated(quantity(voice, value)))]
    year, method, source = value.get("year"), value.get("method"), value.get("source")
    if year:
        lines.append(Text(isolated(str(year)), style=Style.NOTE))
    lines += [replace(t, style=Style.NOTE) for t in map(voice.words, (method, source)) if t]
    return tuple(lines) if lines[0].text else tuple(lines[1:])


def quantity(voice: Voice, value: Mapping[str, Any]) -> str:
    """'12,500 (8,000-17,000) kg/yr': best first, then the range, then the unit."""
    ends = [number(value[end]) for end in ("low", "high") if value.get(end)]
    spread = "\u2013".join(ends)
    best = number(value["best"]) if value.get("best") else ""
    figure = f"{best} ({spread})" if best and len(ends) == 2 else best or spread
    unit = value.get("unit")
    if not figure or not unit or unit in NO_SYMBOL:
        return figure
    try:
        symbol = voice.schema.unit(unit).symbol
    except KeyError:
        symbol = unit
    return f"{figure}\u00a0{symbol}"


def _people(voice: Voice, field: Field, value: Any) -> Lines:
    """Small groups are not told; nor is a total from which one could be worked out."""
    labels = people_labels()
    counts = {who: int(value[who]) for who in PEOPLE if value.get(who)}
    if counts.get("unknown") == 0 and len(counts) > 1:
        del counts["unknown"]
    hides = voice.audience != "drafting_team"
    hidden = sum(0 < count < FEW for count in counts.values()) if hides else 0
    lines = [
        fixed(_("%(who)s: %(number)s", who=labels[who], number=_count(count, hides)))
        for who, count in counts.items()
    ]
    if len(counts) > 1 and not hidden:
        total = isolated(number(sum(counts.values())))
        lines.append(fixed(_("Total: %(number)s", number=total), Style.STRONG))
    if value.get("year"):
        lines.append(Text(isolated(str(value["year"])), style=Style.NOTE))
    source = voice.words(value.get("source"))
    return (*lines, replace(source, style=Style.NOTE)) if source else tuple(lines)


def _count(count: int, hides: bool) -> str:
    return _("fewer than 5") if hides and 0 < count < FEW else isolated(number(count))


def people_labels() -> dict[str, str]:
    """Who is counted, in words."""
    return {
        "women": _("Women"),
        "men": _("Men"),
        "girls": _("Girls"),
        "boys": _("Boys"),
        "unknown": _("Not recorded by sex or age"),
    }


def _money(voice: Voice, field: Field, value: Any) -> Lines:
    if not value.get("amount"):
        return ()
    return (Text(voice.amount(Decimal(value["amount"]), value.get("currency", ""))),)


def _date(voice: Voice, field: Field, value: Any) -> Lines:
    return (Text(day(value)),)


def _country(voice: Voice, field: Field, value: Any) -> Lines:
    aliases: list[str] = get_global("territory_aliases").get(value, [value])
    return (Text(country_name(aliases[0])),)


def _coordinates(voice: Voice, field: Field, value: Any) -> Lines:
    parts = [f"{number(value[axis])}°" for axis in ("lat", "lon") if value.get(axis)]
    return (Text(isolated("; ".join(parts))),) if parts else ()


def _ref(voice: Voice, field: Field, value: Any) -> Lines:
    label = voice.row_label(value)
    return (label,) if label else ()


def _refs(voice: Voice, field: Field, value: Any) -> Lines:
    return tuple(label for uid in value if (label := voice.row_label(uid)))


def _items(voice: Voice, field: Field, value: Any) -> Lines:
    return (Text(voice.items(value)),)


def _evidence(voice: Voice, field: Field, value: Any) -> Lines:
    return tuple(line for one in value if (line := _proof(voice, one)))


def _proof(voice: Voice, one: Mapping[str, Any]) -> Text | None:
    title = voice.words(one.get("title"))
    link = one.get("link")
    if link:
        return replace(title, link=link) if title else Text(isolated(link), link=link)
    if title:
        return title
    file = voice.plan.file(one.get("file", ""))
    return Text(isolated(file.name)) if file else None


def _nothing(voice: Voice, field: Field, value: Any) -> Lines:
    return ()


Speaker = Callable[[Voice, Field, Any], Lines]
_SPEAKERS: Mapping[Kind, Speaker] = {
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.COORDINATES: _coordinates,
    Kind.COUNTRY: _country,
    Kind.DATE: _date,
    Kind.EVIDENCE: _evidence,
    Kind.ITEMS: _items,
    Kind.LONGTEXT: _nothing,
    Kind.MONEY: _money,
    Kind.NUMBER: _number,
    Kind.PARAGRAPH: _worded,
    Kind.PEOPLE: _people,
    Kind.PLACE: _worded,
    Kind.QUANTITY: _quantity,
    Kind.REF: _ref,
    Kind.REFS: _refs,
    Kind.ROWS: _nothing,
    Kind.TEXT: _worded,
    Kind.YESNO: _yesno,
}
