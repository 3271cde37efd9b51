"""A work plan from a spreadsheet: the file, and where in it the table stands."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from nap_tracker.forms.parts import Form, OneOf, offer
from nap_tracker.i18n import N_, gettext
from nap_tracker.imports.delimited import DELIMITERS, ENCODINGS
from nap_tracker.imports.sheet import Sheet
from nap_tracker.imports.table import MAX_ROWS

OFFERED = N_("Choose one of the answers offered")
SIGNS = {",": N_("Comma"), ";": N_("Semicolon"), "\t": N_("Tab"), "|": N_("Vertical bar")}


class FileForm(Form):
    """One spreadsheet from the person's computer."""

    file = FileField(
        N_("Spreadsheet of the work plan"),
        description=N_("XLSX or CSV, up to 10 MB. Nothing is added to the plan yet."),
        validators=[FileRequired(N_("Choose a spreadsheet from your computer"))],
    )


class SourceForm(Form):
    """Where the table stands in the file, if it was not found by itself."""

    sheet = SelectField(N_("Worksheet"), validate_choice=False, validators=[OneOf(OFFERED)])
    header_row = IntegerField(
        N_("Row that holds the headings"),
        description=N_("Its number in the spreadsheet. Leave it empty to have it found."),
        validators=[
            Optional(),
            NumberRange(1, MAX_ROWS, N_("Enter the number of a row of the file")),
        ],
    )
    encoding = SelectField(
        N_("Encoding of the text"),
        description=N_("Choose another where accents come out wrong."),
        validate_choice=False,
        validators=[OneOf(OFFERED)],
    )
    delimiter = SelectField(
        N_("Sign between the columns"), validate_choice=False, validators=[OneOf(OFFERED)]
    )

    def __init__(self, *, table: Sheet, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        found = ("", gettext("Find out from the file"))
        if table.names:
            self.sheet.choices = offer([found, *((name, name) for name in table.names)])
            del self.encoding, self.delimiter
        else:
            self.encoding.choices = offer([found, *((name, name) for name in ENCODINGS)])
            signs = ((sign, gettext(SIGNS[sign])) for sign in DELIMITERS)
            self.delimiter.choices = offer([found, *signs])
            del self.sheet

    @property
    def source(self) -> dict[str, Any]:
        """What was chosen, by the names the services use."""
        said = {field.name: field.data for field in self if field.name != "csrf_token"}
        return {**said, "header_row": self.header_row.data or 0}
