"""What is recorded of a Party's duties: a deposit, a determination, a letter, a filing, why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from nap_tracker.forms.parts import Form, OneOf, lines, offer, one_line
from nap_tracker.forms.plans import PartialDateField
from nap_tracker.i18n import N_

LONG = Length(max=300, message=N_("Enter at most 300 characters"))
VERY_LONG = Length(max=10_000, message=N_("Enter at most 10,000 characters"))
DATES = ("signed_on", "happened_on", "received_on", "acknowledged_on")
LINES = ("choice", "body", "reference", "reasoning")
LAST = ("keep", "files", "reason")
"""What stands below the questions of every kind."""


def _day(label: str, hint: str = "") -> PartialDateField:
    return PartialDateField(label, description=hint, validators=[Optional()])


class FactForm(Form):
    """What every fact has: its files, and the statement that was seen when it was opened."""

    fact_id = HiddenField()
    seen = HiddenField()
    expects = HiddenField()
    keep = SelectMultipleField(N_("Files attached"), validate_choice=False)
    files = MultipleFileField(
        N_("Attach files"),
        description=N_(
            "PDF, picture, Word, Excel, OpenDocument or plain text, up to 25 MB each. Only the"
            " drafting team sees them."
        ),
    )
    reason = TextAreaField(
        N_("Why it changes"),
        description=N_("What it said before stays readable, with who changed it and when."),
        filters=[lines],
        validators=[VERY_LONG],
    )

    def __init__(
        self, *, attached: Iterable[tuple[str, str]] = (), corrects: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.attached = list(attached)
        self.keep.choices = offer(self.attached)
        if not corrects:
            del self.reason
        for name in LAST:
            if name in self._fields:
                self._fields[name] = self._fields.pop(name)

    def __iter__(self) -> Iterator[Field]:
        """Nothing is asked about files where there are none."""
        return (field for field in super().__iter__() if field is not self.keep or self.attached)

    def attach(self, added: Iterable[tuple[str, str]]) -> None:
        """Files that were taken in with this form: nobody has to choose them again."""
        self.attached += [one for one in added if one not in self.attached]
        self.keep.choices = offer(self.attached)
        self.keep.data = [*(self.keep.data or ()), *(id for id, _ in added)]

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes, without the files."""
        said: dict[str, Any] = {n: self[n].data or None for n in DATES if n in self}
        return said | {n: self[n].data or "" for n in LINES if n in self}

    @property
    def kept(self) -> tuple[str, ...]:
        """Ids of the files that stay attached."""
        ids = {id for id, _ in self.attached}
        return tuple(id for id in self.keep.data or () if id in ids)

    @property
    def seen_number(self) -> int:
        """Of the statement the form was opened with."""
        sent = self.seen.data or ""
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


class DepositForm(FactForm):
    """How and when the state became bound."""

    choice = RadioField(
        N_("How did the state become bound?"),
        validate_choice=False,
        validators=[OneOf(N_("Select how the state became bound"))],
    )
    signed_on = _day(N_("Signed"), N_("Leave it empty where the state acceded without signing."))
    happened_on = _day(
        N_("Instrument deposited"),
        N_(
            "With the Depositary in New York. The day of a ratification at home is another one."
            " For example 2017-04-10."
        ),
    )
    reference = StringField(N_("Depositary's reference"), filters=[one_line], validators=[LONG])


class DeterminationForm(FactForm):
    """What a body of the state decided about its small-scale gold mining."""

    choice = RadioField(
        N_("What was decided?"),
        validate_choice=False,
        validators=[OneOf(N_("Select what was decided"))],
    )
    happened_on = _day(
        N_("When"),
        N_(
            "A year, a month or a day, for example 2019, 2019-05 or 2019-05-17. Leave it empty only"
            " where nobody knows."
        ),
    )
    body = StringField(
        N_("Who decided"),
        description=N_("For example the Council of Ministers, or the Ministry of Environment."),
        filters=[one_line],
        validators=[LONG],
    )
    reference = StringField(
        N_("Instrument"),
        description=N_("The decree, decision or minutes, with its number."),
        filters=[one_line],
        validators=[LONG],
    )
    reasoning = TextAreaField(
        N_("Reasoning"),
        description=N_("Why it was decided so, in the state's own words."),
        filters=[lines],
        validators=[VERY_LONG],
        render_kw={"dir": "auto"},
    )


class NotificationForm(FactForm):
    """A letter to the Secretariat."""

    happened_on = _day(N_("Sent"), N_("A year, a month or a day. Leave empty what is not known."))
    received_on = _day(N_("Received by the Secretariat"))
    acknowledged_on = _day(N_("Acknowledged by the Secretariat"))
    reference = StringField(N_("Reference of the letter"), filters=[one_line], validators=[LONG])


class FilingForm(FactForm):
    """That a review or a national report was filed."""

    happened_on = _day(N_("Filed"), N_("A year, a month or a day, for example 2021-12-20."))
    reference = StringField(N_("Reference"), filters=[one_line], validators=[LONG])


FORMS: dict[str, type[FactForm]] = {
    "deposit": DepositForm,
    "determination": DeterminationForm,
    "filing": FilingForm,
    "notification": NotificationForm,
}


class StrikeForm(Form):
    """Why a fact does not count."""

    seen = HiddenField()
    expects = HiddenField()
    reason = TextAreaField(
        N_("Why it does not count"),
        description=N_("For example: entered twice, or meant for another country."),
        filters=[lines],
        validators=[VERY_LONG],
    )


class ReadingForm(Form):
    """How the Party reads what the Convention leaves open, and why."""

    choice = RadioField(
        N_("How the Party reads it"),
        validate_choice=False,
        validators=[OneOf(N_("Select how the Party reads it"))],
    )
    reason = TextAreaField(
        N_("Reason"),
        description=N_("For example a letter of the Secretariat, or advice of a lawyer."),
        filters=[lines],
        validators=[VERY_LONG],
        render_kw={"dir": "auto"},
    )

    def __init__(self, *, answers: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choice.choices = offer(answers)
