"""Forms about history: the name of a moment."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from nap_tracker.forms.parts import Form, one_line
from nap_tracker.i18n import N_


class PointForm(Form):
    """What a moment of the draft is called."""

    name = StringField(
        N_("Name of this point"),
        description=N_("For example: sent to the ministry of health"),
        filters=[one_line],
        validators=[
            DataRequired(N_("Enter a name of at most 200 characters")),
            Length(max=200, message=N_("Enter a name of at most 200 characters")),
        ],
    )
