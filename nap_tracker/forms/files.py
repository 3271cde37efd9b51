"""Taking in a file, and saying who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from nap_tracker.i18n import N_, gettext

AUDIENCES = {
    "drafting_team": N_("Drafting team only"),
    "reviewers": N_("Drafting team and reviewers"),
    "public": N_("Everybody, once the plan is published"),
}


class UploadForm(FlaskForm):
    """One file from the person's computer."""

    file = FileField(
        N_("Choose a file"),
        description=N_("PDF, picture, Word, Excel, OpenDocument or plain text, up to 25 MB."),
        validators=[FileRequired(N_("Choose a file from your computer"))],
    )


class AudienceForm(FlaskForm):
    """Who may see a file."""

    audience = RadioField(
        N_("Who may see this file?"),
        validators=[InputRequired(N_("Select who may see this file"))],
    )

    def __init__(self, *, audiences: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.audience.choices = [SelectChoice(one, gettext(AUDIENCES[one])) for one in audiences]
