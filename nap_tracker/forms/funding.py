"""What is recorded of money: a movement, a rate of exchange, and why one of them was a mistake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from nap_tracker.annex_c.codes import CURRENCIES
from nap_tracker.content.finances import MOVEMENTS
from nap_tracker.forms.dated_facts import is_uid, text, words
from nap_tracker.forms.kinds.figures import THREE_DECIMALS
from nap_tracker.forms.kinds.numerals import parse
from nap_tracker.forms.kinds.typed import Refused
from nap_tracker.forms.parts import DayField, Form, OneOf, offer
from nap_tracker.forms.plans import PartialDateField
from nap_tracker.i18n import N_, currency_name, gettext, locale

SOURCE_TYPE = OneOf(N_("Select one of the kinds offered"))
NEEDS_DATE = N_("Enter when it was; a year is enough")


class AmountField(StringField):
    """A number in the reader's notation; what was typed stays where it is none."""

    places: int | None = None
    """The most decimals such a figure has; see `numerals.parse`."""
    number: Decimal | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = "".join(valuelist).strip()

    def pre_validate(self, form: Any) -> None:
        """Raises ValidationError."""
        self.number = None
        if not self.data:
            raise ValidationError(N_("Enter a number"))
        try:
            self.number = Decimal(parse(self.data, (locale(), form.language), places=self.places))
        except Refused as refused:
            raise ValidationError(refused.refusals[0].words) from None


class OnceForm(Form):
    """Recorded once, however often its button is pressed."""

    once = HiddenField()

    def __init__(self, *, language: str, **kwargs: Any) -> None:
        """`language` is the plan's binding one: numbers may be in its notation too."""
        super().__init__(**kwargs)
        self.language = language
        if not is_uid(self.once.data):
            self.once.data = str(uuid4())


class FundingForm(OnceForm):
    """One movement of money for an activity, or for the plan as a whole."""

    movement = RadioField(
        N_("What happened?"),
        validate_choice=False,
        validators=[OneOf(N_("Select what happened"))],
    )
    amount = AmountField(N_("How much?"))
    currency = SelectField(
        N_("Currency"),
        description=N_("The currency it was given or paid in; nothing is converted when stored."),
        validate_choice=False,
        validators=[OneOf(N_("Choose the currency"))],
    )
    happened_on = PartialDateField(
        N_("When?"),
        description=N_("A year is enough where the day is not known."),
        validators=[InputRequired(NEEDS_DATE)],
    )
    line_uid = SelectField(
        N_("For which budget line?"),
        validate_choice=False,
        validators=[OneOf(N_("Select one of the budget lines, or none"))],
    )
    source_type = SelectField(N_("Kind of source"), validate_choice=False, validators=[SOURCE_TYPE])
    source = words(N_("Name of the source"), hint=N_("Name the fund, programme or donor."))
    note = text(N_("Note"), hint=N_("Only the drafting team reads it."))
    file = FileField(
        N_("Evidence"),
        description=N_(
            "A letter, an agreement or an account: PDF, picture, Word, Excel, OpenDocument or plain"
            " text, up to 25 MB. Only the drafting team sees it."
        ),
    )

    def __init__(
        self,
        *,
        used: Sequence[str],
        sources: Iterable[tuple[str, str]],
        lines: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """`used` are the plan's own currencies, which come first."""
        super().__init__(**kwargs)
        self.movement.choices = offer((one, gettext(name)) for one, name in MOVEMENTS.items())
        self.currency.choices = offer(currencies(used))
        self.source_type.choices = offer([("", gettext("Not said")), *sources])
        lines = list(lines)
        if lines:
            self.line_uid.choices = offer([("", gettext("The activity as a whole")), *lines])
        else:
            del self.line_uid
        self.amount.places = 3 if self.currency.data in THREE_DECIMALS else 2

    @property
    def details(self) -> dict[str, Any]:
        """What the service takes, without the activity."""
        line = self.line_uid.data if "line_uid" in self else None
        return {
            "movement": self.movement.data,
            "line_uid": line or None,
            "amount": self.amount.number,
            "currency": self.currency.data,
            "happened_on": self.happened_on.data,
            "source_type": self.source_type.data or None,
            "source": self.source.data,
            "note": self.note.data,
        }


class RateForm(OnceForm):
    """One unit of a currency in another one, on a day, and who says so."""

    base = SelectField(
        N_("One unit of"), validate_choice=False, validators=[OneOf(N_("Choose the currency"))]
    )
    rate = AmountField(N_("is worth"), description=N_("For example 581.84."))
    quote = SelectField(
        N_("units of"), validate_choice=False, validators=[OneOf(N_("Choose the currency"))]
    )
    stated_on = DayField(
        N_("On which day?"),
        description=N_("For example 2027-12-31."),
        validators=[InputRequired(N_("Enter the day of the rate"))],
    )
    source = words(
        N_("Who says so?"),
        hint=N_("For example the central bank, or the agreement with a donor."),
        needed=N_("Enter who says so"),
    )

    def __init__(self, *, used: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.base.choices = self.quote.choices = offer(currencies(used))

    @property
    def details(self) -> dict[str, Any]:
        """What the service takes."""
        day = self.stated_on.data
        return {
            "base": self.base.data,
            "quote": self.quote.data,
            "rate": self.rate.number,
            "stated_on": day.isoformat() if day else None,
            "source": self.source.data,
        }


def currencies(used: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Those of the plan first, then all."""
    named = dict.fromkeys((*used, *sorted(CURRENCIES)))
    reader = locale()
    yield "", gettext("Choose")
    for code in named:
        yield code, gettext("%(code)s: %(name)s", code=code, name=currency_name(code, reader))
