"""Handing a role to a colleague for a period, and one's work over for good."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from nap_tracker.forms.parts import DayField, Form, OneOf, lines, offer
from nap_tracker.i18n import N_


class DelegationForm(Form):
    """Which of one's roles, to whom, from which day to which."""

    role = RadioField(
        N_("Your role"), validate_choice=False, validators=[OneOf(N_("Select a role"))]
    )
    colleague = SelectField(
        N_("Colleague"),
        description=N_("Somebody who has a role in the Party already."),
        validate_choice=False,
        validators=[OneOf(N_("Choose a colleague"))],
    )
    first_day = DayField(
        N_("First day"),
        description=N_("For example 2027-03-01"),
        validators=[InputRequired(N_("Enter the first day"))],
    )
    last_day = DayField(
        N_("Last day"),
        description=N_("The colleague's time ends by itself when this day does."),
        validators=[InputRequired(N_("Enter the last day"))],
    )

    def __init__(
        self,
        *,
        roles: Iterable[tuple[str, str]],
        colleagues: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.role.choices = offer(roles)
        self.colleague.choices = [*offer([("", "")]), *offer(colleagues)]


class HandoverForm(Form):
    """To whom, and what they should know."""

    colleague = SelectField(
        N_("Colleague"),
        description=N_("Somebody who has a role in the Party already."),
        validate_choice=False,
        validators=[OneOf(N_("Choose a colleague"))],
    )
    note = TextAreaField(
        N_("What your colleague should know"),
        filters=[lines],
        validators=[Length(max=2000, message=N_("At most 2000 characters"))],
    )

    def __init__(self, *, colleagues: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.colleague.choices = [*offer([("", "")]), *offer(colleagues)]


class AcceptForm(Form):
    """Taking over, said on purpose."""

    seen = BooleanField(
        N_("I have read the list and take all of it over"),
        validators=[InputRequired(N_("Say that you take it over"))],
    )
