"""Asking for a document: which kind, of which part, for whom, with which mark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, ValidationError
from wtforms.fields import SelectChoice

from nap_tracker.forms.parts import OneOf, offer
from nap_tracker.i18n import N_, gettext

TEAM = "drafting_team"
AUDIENCES = {
    TEAM: N_("Drafting team: the whole plan"),
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
    "docx": N_("Word (DOCX): the plan to work on in a word processor"),
    "form": N_("Blank form for paper (PDF): to fill in by hand"),
    "filled_form": N_("Form for paper, filled in (PDF): to read and correct by hand"),
    "json": N_("JSON: all its data and files, to bring into another installation"),
}


PAPER = ("form", "filled_form")
"""Kinds that speak the reader's language where the plan does."""


class ExportForm(FlaskForm):
    """Which document to make; the choices are those the person may make."""

    format = RadioField(
        N_("Which kind of document?"),
        validate_choice=False,
        validators=[OneOf(N_("Select the kind of document"))],
        default="pdf",
    )
    section = SelectField(
        N_("Which part of the plan?"),
        default="",
        validate_choice=False,
        validators=[OneOf(N_("Select the whole plan or one of its sections"))],
    )
    audience = RadioField(
        N_("Who is it for?"),
        description=N_("It holds only what these people may read, and says so on its face."),
        validate_choice=False,
        validators=[OneOf(N_("Select who the document is for"))],
    )
    mark = RadioField(
        N_("Which mark do its pages bear?"),
        description=N_(
            "Forms for paper bear it at the foot alone, so that there is room to write."
        ),
        validate_choice=False,
        validators=[OneOf(N_("Select the mark of the document"))],
        default="draft",
    )

    def __init__(
        self,
        *,
        audiences: Iterable[str],
        marks: Iterable[str],
        sections: Iterable[tuple[str, str]],
        drafted: frozenset[str] = frozenset(),
        **kwargs: Any,
    ) -> None:
        """`drafted`: the sections in which alone the person is of the drafting team."""
        super().__init__(**kwargs)
        self.drafted = drafted
        team = N_("Drafting team: a section that you draft") if drafted else AUDIENCES[TEAM]
        names = {**AUDIENCES, TEAM: team}
        self.section.choices = offer([("", gettext("The whole plan")), *sections])
        self.format.choices = [SelectChoice(one, gettext(words)) for one, words in FORMATS.items()]
        self.audience.choices = [SelectChoice(one, gettext(names[one])) for one in audiences]
        self.mark.choices = [SelectChoice(one, gettext(MARKS[one])) for one in marks]

    def validate_section(self, field: SelectField) -> None:
        """Another installation takes in whole plans."""
        if field.data and self.format.data == "json":
            raise ValidationError(
                N_("JSON holds the whole plan: select the whole plan, or another kind of document")
            )
        if self.drafted and self.audience.data == TEAM and field.data not in self.drafted:
            raise ValidationError(
                N_("For the drafting team, select a section that you draft; or another audience")
            )
