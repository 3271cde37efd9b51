"""After how many months the readings of a plan's progress change."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import InputRequired

from nap_tracker.forms.parts import Form
from nap_tracker.i18n import N_

MONTHS = N_("In whole months, from 1 to 120.")
OLDER = N_("In whole months, from 1 to 120. What is older counts as “not heard of for very long”.")
NEEDED = N_("Enter a whole number of months from 1 to 120")


class MonthsField(IntegerField):
    """A whole number; what was typed stays."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ValueError with a message of ours."""
        self.data: int | None = None
        typed = "".join(valuelist).strip()
        if not typed:
            return
        if not (typed.isascii() and typed.isdigit()) or len(typed) > 4:
            raise ValueError(NEEDED)
        self.data = int(typed)


def months(label: str, hint: str = MONTHS) -> MonthsField:
    return MonthsField(label, description=hint, validators=[InputRequired(NEEDED)])


class LimitsForm(Form):
    """Named as the limits are."""

    fresh = months(N_("“Heard of lately” means within the last"))
    acceptable = months(N_("“Heard of some time ago” means within the last"))
    late = months(N_("“Not heard of for long” means within the last"), OLDER)
    severe = months(N_("A missed date is severely late after more than"))
    ahead = months(N_("An activity looks ahead where its next milestone is due within"))
    value = months(N_("How long a value counts as present after the next was due"))
