"""Which acts of a log to show: a kind, a person, a period."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import SelectField

from nap_tracker.forms.parts import DayField, Form, OneOf, offer
from nap_tracker.i18n import N_, gettext

FOR_EXAMPLE = N_("For example 2027-12-31")


class ActsForm(Form):
    """Reads only, so without a token."""

    class Meta:
        csrf = False

    group = SelectField(
        N_("Kind of act"),
        default="",
        validate_choice=False,
        validators=[OneOf(N_("Select one of the kinds of acts"))],
    )
    person = SelectField(
        N_("Who"),
        default="",
        validate_choice=False,
        validators=[OneOf(N_("Select one of the people"))],
    )
    since = DayField(N_("From this day on"), description=FOR_EXAMPLE)
    until = DayField(N_("Up to and with this day"), description=FOR_EXAMPLE)

    def choices(
        self, groups: Iterable[tuple[str, str]], people: Iterable[tuple[str, str]]
    ) -> ActsForm:
        """Offer these kinds and people."""
        self.group.choices = offer([("", gettext("All kinds")), *groups])
        self.person.choices = offer([("", gettext("Everybody")), *people])
        return self
