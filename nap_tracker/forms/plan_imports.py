"""Bringing a whole plan in from its JSON file."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField
from wtforms.validators import InputRequired

from nap_tracker.i18n import N_


class PlanImportForm(FlaskForm):  # type: ignore[misc]
    """The file, and what to do when the plan is here already."""

    file = FileField(
        N_("JSON file of the plan"),
        description=N_("A file that NAP Tracker made, here or in another installation."),
        validators=[FileRequired(N_("Choose the JSON file of the plan"))],
    )
    existing = RadioField(
        N_("If the plan is here already"),
        choices=[
            ("refuse", N_("Leave it as it is and refuse the file")),
            ("new_draft", N_("Make a new draft; the text of now is kept and closed")),
        ],
        default="refuse",
        validators=[InputRequired(N_("Select what to do if the plan is here already"))],
    )
