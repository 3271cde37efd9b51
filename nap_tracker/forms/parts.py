"""What our plain forms are made of: a form that lists its errors in order, a day, tidy text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import DateField, SelectChoice
from wtforms.validators import ValidationError

from nap_tracker.errors import Invalid
from nap_tracker.i18n import N_, gettext
from nap_tracker.text import normalise


class Form(FlaskForm):
    """A form whose errors the summary at the head of the page can list."""

    ORDER: ClassVar[tuple[str, ...]] = ()
    """Names of its fields as they stand on the page, where the classes do not have them so."""

    def __iter__(self) -> Iterator[Any]:
        """The fields that are there, as they stand on the page."""
        ordered = [self[name] for name in self.ORDER if name in self]
        return iter([*ordered, *(f for f in super().__iter__() if f.short_name not in self.ORDER)])

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, message) in the order of the page."""
        named = [(f.id, message) for f in self for message in f.errors]
        return [*named, *(("", message) for message in self.form_errors)]

    def refuse(self, error: Invalid) -> None:
        """Show what a service refused at the field it is about."""
        message = gettext(error.message) % dict(error.params)
        if error.about in self:
            self[error.about].errors = [*self[error.about].errors, message]
        else:
            self.form_errors.append(message)


class DayField(DateField):
    """A whole calendar day, typed as 2027-12-31."""

    kind = "date"
    """Templates draw it as they draw dates of a plan."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ValueError with a message of ours; a blank is no day."""
        self.data: date | None = None
        self.raw_data = valuelist
        typed = "".join(valuelist).strip()
        if typed:
            try:
                self.data = date.fromisoformat(typed)
            except ValueError:
                raise ValueError(N_("Enter a day, for example 2027-12-31")) from None


def one_line(value: str | None) -> str:
    """Filter: text of one line in the one form in which text is stored."""
    return _tidy(normalise.line, value)


def lines(value: str | None) -> str:
    """Filter: the same for text with line breaks."""
    return _tidy(normalise.paragraph, value)


class OneOf:
    """The chosen value is one of those offered; WTForms' own message is not in our catalogues."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if field.data not in [choice.value for choice in field.choices]:
            raise ValidationError(self.message)


def offer(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """(value, words) pairs as the choices of a field."""
    return [SelectChoice(value, words) for value, words in pairs]


def _tidy(tidy: Callable[[str], str], value: str | None) -> str:
    try:
        return tidy(value or "")
    except normalise.RefusedCharacter as error:
        raise ValueError(gettext(error.message, **error.params)) from None
