"""The form that asks the others to leave a section alone."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from nap_tracker.forms.parts import Form, OneOf, offer, one_line
from nap_tracker.i18n import N_, ngettext


def _reason(example: str) -> StringField:
    return StringField(
        N_("Reason"),
        description=example,
        filters=[one_line],
        validators=[
            DataRequired(N_("Enter the reason in at most 200 characters")),
            Length(max=200, message=N_("Enter the reason in at most 200 characters")),
        ],
    )


class LockEndForm(Form):
    """Why somebody else's request ends."""

    reason = _reason(N_("For example: the deadline is today, everybody has to write"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(prefix="end-", **kwargs)


class LockForm(Form):
    """Why, and for how long."""

    reason = _reason(N_("For example: merging the figures of the districts"))
    hours = SelectField(
        N_("For how long"),
        coerce=str,
        validate_choice=False,
        validators=[OneOf(N_("Choose for how long, at most eight hours"))],
    )

    def __init__(self, *, default: int, longest: int, **kwargs: Any) -> None:
        super().__init__(data={"hours": str(default)}, **kwargs)
        self.hours.choices = offer(
            (str(n), ngettext("%(n)s hour", "%(n)s hours", n)) for n in range(1, longest + 1)
        )
