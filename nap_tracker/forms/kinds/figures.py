"""What is counted, measured or paid: a figure, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from nap_tracker.annex_c.codes import CURRENCIES
from nap_tracker.annex_c.definitions import PEOPLE, RANGE, Empty, Field, Unit
from nap_tracker.annex_c.values import problems
from nap_tracker.forms.kinds.base import Compound, Pairs, Part
from nap_tracker.forms.kinds.numerals import ascii_digits, parse, shown
from nap_tracker.forms.kinds.setting import Setting
from nap_tracker.forms.kinds.typed import Refusal, Refused, refused
from nap_tracker.forms.kinds.words import cleaned, with_text
from nap_tracker.i18n import N_, currency_name, gettext
from nap_tracker.text import normalise

ANSWERED = "answered"
EMPTY = {
    Empty.NOT_KNOWN: N_("Not known"),
    Empty.DOES_NOT_APPLY: N_("Does not apply"),
    Empty.NOT_COSTED: N_("Not costed"),
}
LABELS = {
    "low": N_("Lowest"),
    "best": N_("Best"),
    "high": N_("Highest"),
    "women": N_("Women"),
    "men": N_("Men"),
    "girls": N_("Girls"),
    "boys": N_("Boys"),
    "unknown": N_("Sex or age not recorded"),
}
NOTES = ("method", "source", "reason")
ABSENCES = frozenset({"no_amount", "no_people"})
"""Problems that say that no number was given at all."""


class FigureField(Compound):
    """The frame of every figure: `empty` says what kind of answer it is, `reason` why it is none.

    Choosing 'not known' puts the figures aside; the revision before keeps them.
    """

    empties: tuple[Empty, ...] = (Empty.NOT_KNOWN, Empty.DOES_NOT_APPLY)
    numbers: tuple[str, ...] = ()
    """Parts that hold numbers."""
    plain: tuple[str, ...] = ()
    """Parts that hold a code or a year."""
    places: int | None = None
    """The most decimals; see `numerals.parse`."""

    def make_parts(self) -> Iterator[tuple[str, Part]]:
        yield self.part("empty", N_("Kind of answer"), choices=self._kinds_of_answer())
        yield from self.make_values()
        yield self.note("reason", N_("Reason"))

    def make_values(self) -> Iterator[tuple[str, Part]]:
        """The controls of the figure itself."""
        raise NotImplementedError

    def _kinds_of_answer(self) -> tuple[tuple[str, str], ...]:
        empties = tuple((empty.value, gettext(EMPTY[empty])) for empty in self.empties)
        return ((ANSWERED, gettext("A figure")), *empties)

    def show(self, value: Any) -> dict[str, str]:
        value = value or {}
        held = {key: str(value.get(key, "")) for key in self.plain}
        held["empty"] = str(value.get("empty", ANSWERED))
        for key in self.numbers:
            held[key] = shown(value.get(key, ""), self.setting.reader)
        for key in self.parts:
            if key in NOTES:
                held[key] = str((value.get(key) or {}).get(self.setting.language, ""))
        return held

    def parse(self, typed: Mapping[str, str]) -> dict[str, Any] | None:
        empty = typed.get("empty") or ANSWERED
        if empty != ANSWERED:
            return self._parse_empty(empty, typed)
        value, refusals = self._parse_parts(typed)
        if refusals:
            raise Refused(*self._with_further(refusals, value))
        return value if self._says_something(value) else None

    def _with_further(self, refusals: list[Refusal], value: Mapping[str, Any]) -> list[Refusal]:
        """What is wrong with the other parts is told in the same breath, in the order of the page.

        A number that could not be read is not also said to be missing.
        """
        unread = {one.part for one in refusals}
        further = [
            refused(found)
            for found in problems(self.spec, value)
            if found.part not in unread and found.code not in ABSENCES
        ]
        order = list(self.parts)
        return sorted([*refusals, *further], key=lambda one: order.index(one.part))

    def _parse_empty(self, empty: str, typed: Mapping[str, str]) -> dict[str, Any]:
        value: dict[str, Any] = {"empty": empty}
        reason = self._note("reason", typed)
        return {**value, "reason": reason} if reason else value

    def _parse_parts(self, typed: Mapping[str, str]) -> tuple[dict[str, Any], list[Refusal]]:
        value: dict[str, Any] = {}
        refusals: list[Refusal] = []
        for key in self.parts:
            if key in ("empty", "reason"):
                continue
            try:
                part = self._parse_part(key, typed)
            except Refused as refused:
                refusals += [one.inside(key) for one in refused.refusals]
                continue
            if part:
                value[key] = part
        return value, refusals

    def _parse_part(self, key: str, typed: Mapping[str, str]) -> Any:
        if key in NOTES:
            return self._note(key, typed)
        text = typed.get(key, "").strip()
        if key not in self.numbers:
            return ascii_digits(text) if key == "year" else text
        if not text:
            return None
        if text == shown((self.start or {}).get(key, ""), self.setting.reader):
            return self.start[key]
        return parse(text, self.setting.notations, places=self.places)

    def _note(self, key: str, typed: Mapping[str, str]) -> dict[str, str] | None:
        """Other languages of a note stay; an untouched text keeps its bytes."""
        before = (self.start or {}).get(key) or {}
        language = self.setting.language
        if typed.get(key, "") == before.get(language, ""):
            return dict(before) or None
        return with_text(before, language, cleaned(typed.get(key, ""), normalise.paragraph, key))

    def _says_something(self, value: Mapping[str, Any]) -> bool:
        """A unit or currency that was offered is no answer."""
        return any(key not in ("unit", "currency") for key in value)

    def described(self, value: Any) -> str | Pairs:
        if "empty" in value:
            words = [gettext(EMPTY[Empty(value["empty"])]), self.show(value)["reason"]]
            return ": ".join(filter(None, words))
        return [pair for pair in self.pairs(value) if pair[0] != self.parts["empty"].label.text]


class NumberField(FigureField):
    """A whole number of things."""

    kind = "number"
    numbers = ("value",)
    places = 0

    def make_values(self) -> Iterator[tuple[str, Part]]:
        yield self.part("value", N_("Number"))


class QuantityField(FigureField):
    """A range with its unit, year, method and source."""

    kind = "quantity"
    numbers = RANGE
    plain = ("unit", "year")

    def make_values(self) -> Iterator[tuple[str, Part]]:
        for end in RANGE:
            yield self.part(end, LABELS[end])
        yield self.part("unit", N_("Unit"), choices=self._units())
        yield self.part("year", N_("Year"))
        yield self.note("method", N_("Method"))
        yield self.note("source", N_("Source"))

    def _units(self) -> tuple[tuple[str, str], ...]:
        units = [self.setting.schema.unit(code) for code in self.spec.units]
        if len(units) == 1:
            return ((units[0].code, units[0].symbol),)
        return (("", ""), *((unit.code, _unit(unit)) for unit in units))

    def show(self, value: Any) -> dict[str, str]:
        held = super().show(value)
        if len(self.spec.units) == 1:
            held["unit"] = held["unit"] or self.spec.units[0]
        return held


def _unit(unit: Unit) -> str:
    if unit.symbol == unit.name:
        return unit.name
    return gettext("%(name)s (%(symbol)s)", name=unit.name, symbol=unit.symbol)


class PeopleField(FigureField):
    """Counts of people by sex and age; zero is a count, blank is not."""

    kind = "people"
    numbers = PEOPLE
    plain = ("year",)
    places = 0

    def make_values(self) -> Iterator[tuple[str, Part]]:
        for group in PEOPLE:
            yield self.part(group, LABELS[group])
        yield self.part("year", N_("Year"))
        yield self.note("source", N_("Source"))


class MoneyField(FigureField):
    """An amount with its currency; zero is free, which 'not costed' is not."""

    kind = "money"
    empties = (Empty.NOT_COSTED, Empty.NOT_KNOWN, Empty.DOES_NOT_APPLY)
    numbers = ("amount",)
    plain = ("currency",)

    def __init__(self, spec: Field, setting: Setting, **kwargs: Any) -> None:
        super().__init__(spec, setting, **kwargs)
        self.parts["currency"].groups = _currency_groups(tuple(setting.currencies), setting.reader)

    def make_values(self) -> Iterator[tuple[str, Part]]:
        yield self.part("amount", N_("Amount"))
        yield self.part("currency", N_("Currency"))

    def parse(self, typed: Mapping[str, str]) -> dict[str, Any] | None:
        self.places = 3 if typed.get("currency") in THREE_DECIMALS else 2
        return super().parse(typed)


@cache
def _currency_groups(
    used: tuple[str, ...], reader: str
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The plan's own currencies first, then all; the empty one stands for no choice yet."""
    others = tuple(_currency(code, reader) for code in sorted(CURRENCIES - set(used)))
    first = ("", gettext("Choose"))
    if not used:
        return {gettext("All currencies"): (first, *others)}
    own = tuple(_currency(code, reader) for code in used)
    return {
        gettext("Used in this plan"): (first, *own),
        gettext("All other currencies"): others,
    }


def _currency(code: str, reader: str) -> tuple[str, str]:
    return code, gettext("%(code)s: %(name)s", code=code, name=currency_name(code, reader))


THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Currencies of a thousand parts: for the others '1.234' is never a sum of money."""
