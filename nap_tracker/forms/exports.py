"""Asking for a document: for whom, with which mark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from nap_tracker.i18n import N_, gettext

AUDIENCES = {
    "drafting_team": N_("Drafting team: the whole plan"),
    "reviewers": N_("Reviewers of this plan"),
    "public": N_("Public"),
}
MARKS = {
    "draft": N_("DRAFT"),
    "for_validation": N_("FOR VALIDATION"),
    "for_endorsement": N_("FOR ENDORSEMENT"),
    "none": N_("No mark: a clean copy for the body that endorses"),
}


FORMATS = {
    "pdf": N_("PDF: the plan to read, print and send"),
    "json": N_("JSON: all its data and files, to bring into another installation"),
}


class ExportForm(FlaskForm):
    """Which document to make; the choices are those the person may make."""

    format = RadioField(
        N_("Which kind of document?"),
        validators=[InputRequired(N_("Select the kind of document"))],
        default="pdf",
    )
    audience = RadioField(
        N_("Who is it for?"),
        description=N_("It holds only what these people may read, and says so on its face."),
        validators=[InputRequired(N_("Select who the document is for"))],
    )
    mark = RadioField(
        N_("What is printed across every page?"),
        validators=[InputRequired(N_("Select the mark of the document"))],
        default="draft",
    )

    def __init__(self, *, audiences: Iterable[str], marks: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.format.choices = [SelectChoice(one, gettext(words)) for one, words in FORMATS.items()]
        self.audience.choices = [SelectChoice(one, gettext(AUDIENCES[one])) for one in audiences]
        self.mark.choices = [SelectChoice(one, gettext(MARKS[one])) for one in marks]
