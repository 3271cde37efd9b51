"""Answers picked from a list: one option, several, yes or no, a country, items of Annex C."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from nap_tracker.annex_c.codes import COUNTRIES
from nap_tracker.annex_c.problems import MESSAGES
from nap_tracker.forms.kinds.base import KindField, Option
from nap_tracker.forms.kinds.typed import Refusal, Refused
from nap_tracker.i18n import country_name, gettext


class ChoiceField(KindField):
    """One code of a list; the option with the empty value stands for no answer."""

    kind = "choice"

    def choices(self) -> list[tuple[str, str]]:
        """(value, words), without the empty one."""
        return [(option.code, option.label) for option in self.spec.options]

    def show(self, value: Any) -> str:
        return str(value or "")

    def parse(self, typed: str) -> Any:
        if not typed:
            return None
        if typed not in dict(self.choices()):
            raise Refused(Refusal(MESSAGES["unknown_option"], {"value": typed[:40]}))
        return typed

    def described(self, value: Any) -> str:
        shown = self.show(value)
        return dict(self.choices()).get(shown, shown)

    def iter_choices(self) -> Iterator[Option]:
        for value, words in (("", ""), *self.choices()):
            yield Option(value, words, value == self.typed)

    def has_groups(self) -> bool:
        return False


class YesNoField(ChoiceField):
    """Yes or no; stored as true and false."""

    kind = "yesno"

    def choices(self) -> list[tuple[str, str]]:
        return [("yes", gettext("Yes")), ("no", gettext("No"))]

    def show(self, value: Any) -> str:
        return "" if value is None else "yes" if value else "no"

    def parse(self, typed: str) -> bool | None:
        code = super().parse(typed)
        return None if code is None else code == "yes"


class CountryField(ChoiceField):
    """A country by its name in the reader's language."""

    kind = "country"

    def choices(self) -> list[tuple[str, str]]:
        return list(_countries(self.setting.reader))


@cache
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    named = ((code, country_name(alpha2, language)) for code, alpha2 in COUNTRIES.items())
    return tuple(sorted(named, key=lambda pair: pair[1].casefold()))


class ChoicesField(KindField):
    """Several codes, kept in the order in which they are offered."""

    kind = "choices"

    def choices(self) -> list[tuple[str, str]]:
        """(value, words) in the order of the schema."""
        return [(option.code, option.label) for option in self.spec.options]

    def show(self, value: Any) -> list[str]:
        return list(value or ())

    def collect(self, formdata: Any) -> list[str]:
        """No tick at all is sent as nothing at all."""
        return [value for value in formdata.getlist(self.name) if value]

    def is_as_shown(self, typed: list[str]) -> bool:
        return sorted(typed) == sorted(self.typed)

    def parse(self, typed: list[str]) -> list[str] | None:
        offered = [value for value, _ in self.choices()]
        unknown = [value for value in typed if value not in offered]
        if unknown:
            raise Refused(Refusal(MESSAGES["unknown_option"], {"value": unknown[0][:40]}))
        return [value for value in offered if value in typed] or None

    def described(self, value: Any) -> str:
        words = dict(self.choices())
        return ", ".join(words.get(code, code) for code in value)

    def iter_choices(self) -> Iterator[Option]:
        for value, words in self.choices():
            yield Option(value, words, value in self.typed)

    def has_groups(self) -> bool:
        return False

    def _value(self) -> str:
        return ", ".join(self.typed)


class ItemsField(ChoicesField):
    """Items of Annex C, each with the paragraph it stands in."""

    kind = "items"

    def choices(self) -> list[tuple[str, str]]:
        return [
            (item.key, gettext("%(citation)s: %(title)s", citation=item.citation, title=item.title))
            for item in self.setting.schema.items
        ]
