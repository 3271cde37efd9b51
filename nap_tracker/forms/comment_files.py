"""A file of comments: choosing it, saying what its columns hold, and how it is to be brought in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectField

from nap_tracker.content.matrix import LABELS, Column
from nap_tracker.forms.parts import DayField, Form, OneOf, offer
from nap_tracker.i18n import N_, gettext

OFFERED = N_("Choose one of the answers offered")
NONE = "none"
NAMED = 5
"""Authors that the question names."""
MEANS = (("mail", N_("By e-mail")), ("letter", N_("By letter")), ("meeting", N_("In a meeting")))


class FileForm(Form):
    """The table or the Word file."""

    file = FileField(
        N_("Table (XLSX) or Word file (DOCX) with comments"),
        description=N_("You see what would become of each line before anything is stored."),
        validators=[FileRequired(N_("Choose a file from your computer"))],
    )


class BringForm(Form):
    """Whose comments they are, where not simply one's own."""

    fingerprint = HiddenField()
    whose = RadioField(
        N_("Whose comments are these?"),
        validate_choice=False,
        validators=[OneOf(N_("Choose whose comments these are"))],
    )
    received_by = RadioField(
        N_("How did they come? (if they are others’)"),
        default="mail",
        validate_choice=False,
        validators=[OneOf(OFFERED)],
    )
    received_on = DayField(
        N_("On which day? (if they are others’)"),
        description=N_("Leave it empty to take the day that the file says."),
    )
    with_edits = BooleanField(
        N_("Also make comments of changes in the text that were not tracked"), default=True
    )

    def __init__(
        self, *, receives: bool, has_edits: bool, others: Sequence[str], **kwargs: Any
    ) -> None:
        """`others`: whom the file names. Where it names anybody, nothing is chosen beforehand:
        one press would put their words under the name of who brings them in."""
        super().__init__(**kwargs)
        if not receives:
            del self.whose, self.received_by, self.received_on
        else:
            self.whose.choices = offer(
                [
                    ("mine", gettext("My own")),
                    ("theirs", _theirs(others)),
                ]
            )
            if not others and self.whose.data is None:
                self.whose.data = "mine"
            self.received_by.choices = offer((code, gettext(words)) for code, words in MEANS)
        if not has_edits:
            del self.with_edits

    @property
    def is_own(self) -> bool:
        return "whose" not in self or self.whose.data == "mine"


def _theirs(others: Sequence[str]) -> str:
    if not others:
        return gettext("Those of the people whom the file names")
    names = [*others[:NAMED], *("…" for _ in others[NAMED : NAMED + 1])]
    return gettext("Those of the people whom the file names: %(names)s", names=", ".join(names))


class ColumnsForm(Form):
    """Which columns hold what could not be found."""

    @property
    def chosen(self) -> dict[Column, int | None]:
        return {
            column: None if self[column.value].data == NONE else int(self[column.value].data)
            for column in LABELS
            if column.value in self
        }


def columns_form(missing: Sequence[Column], headings: Sequence[str]) -> ColumnsForm:
    """A form that asks for these columns, by the headings of the file."""
    offered = [(NONE, gettext("The file has no such column"))]
    offered += [
        (str(at), heading or gettext("Column %(number)s", number=at + 1))
        for at, heading in enumerate(headings)
    ]
    fields = {
        column.value: SelectField(
            LABELS[column],
            choices=offer(offered),
            validate_choice=False,
            validators=[OneOf(OFFERED)],
        )
        for column in missing
    }
    return type("ColumnsOfTable", (ColumnsForm,), fields)()
