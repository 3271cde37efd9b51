"""After how many months the readings of a plan's progress change."""

from __future__ import annotations

from wtforms import IntegerField
from wtforms.validators import InputRequired

from nap_tracker.forms.parts import Form
from nap_tracker.i18n import N_

MONTHS = N_("In whole months, from 1 to 120.")
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


def months(label: str) -> MonthsField:
    return MonthsField(label, description=MONTHS, validators=[InputRequired(NEEDED)])


class LimitsForm(Form):
    """Named as the limits are."""

    fresh = months(N_("A report counts as heard of lately up to"))
    acceptable = months(N_("After that, as heard of some time ago up to"))
    late = months(N_("After that, as not heard of for long up to; then for very long"))
    severe = months(N_("A date is severely late when it was missed by more than"))
    ahead = months(N_("Somebody looks ahead where a milestone is due within"))
    value = months(N_("A value of an indicator is of the present, once the next is due, up to"))
