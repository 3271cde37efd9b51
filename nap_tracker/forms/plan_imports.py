"""Bringing a whole plan in from its JSON file."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from nap_tracker.i18n import N_, gettext

EXISTING = {
    "refuse": N_("Leave it as it is and refuse the file"),
    "new_draft": N_("Make a new draft; the text of now is kept and closed"),
}


class PlanImportForm(FlaskForm):
    """The file, and what to do when the plan is here already."""

    file = FileField(
        N_("JSON file of the plan"),
        description=N_("A file that NAP Tracker made, here or in another installation."),
        validators=[FileRequired(N_("Choose the JSON file of the plan"))],
    )
    existing = RadioField(
        N_("If the plan is here already"),
        default="refuse",
        validators=[InputRequired(N_("Select what to do if the plan is here already"))],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.existing.choices = [SelectChoice(c, gettext(words)) for c, words in EXISTING.items()]
