"""A workbook that came back from an institution."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from nap_tracker.forms.parts import Form
from nap_tracker.i18n import N_


class FileForm(Form):
    """The file; whose it is stands on its cover."""

    file = FileField(
        N_("File that an institution sent back (XLSX)"),
        description=N_("You see what would be reported before anything is stored."),
        validators=[FileRequired(N_("Choose a file from your computer"))],
    )


class ApplyForm(Form):
    """What the person looked at."""

    fingerprint = HiddenField()
