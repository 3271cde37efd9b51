"""The forms of a three-yearly review: opening one, an answer, what others said, a step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import HiddenInput

from nap_tracker.forms.accounts import language_choices
from nap_tracker.forms.parts import DayField, Form, lines, offer, one_line
from nap_tracker.i18n import N_, gettext

SHORTER = N_("Shorten this to 8000 characters or fewer")
YES_NO = {"yes": N_("Yes"), "no": N_("No"), "": N_("Not answered yet")}


class OpeningForm(Form):
    """The period a review looks back on, and the duty it answers."""

    uid = HiddenField()
    """Of the review that this page makes: sent twice it makes one."""
    duty = SelectField(N_("Which review is it?"), validate_choice=False, filters=[one_line])
    starts_on = DayField(
        N_("First day under review"),
        description=N_("A day, for example 2024-01-01."),
        validators=[DataRequired(N_("Enter the first day of the period"))],
    )
    ends_on = DayField(
        N_("Last day under review"),
        description=N_("A day, for example 2026-12-31."),
        validators=[DataRequired(N_("Enter the last day of the period"))],
    )
    language = SelectField(
        N_("Language of the review pack"), validate_choice=False, filters=[one_line]
    )

    def __init__(
        self, *, duties: Iterable[tuple[str, str]], languages: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        chosen = ("", gettext("Another period, chosen by us"))
        self.duty.choices = offer([*duties, chosen])
        self.language.choices = language_choices(languages)


class AnswerForm(Form):
    """One question of the pack."""

    seen = IntegerField(widget=HiddenInput(), default=0)
    yes_no = RadioField(
        N_("Yes or no"), choices=[], default="", validate_choice=False, filters=[one_line]
    )
    text = TextAreaField(
        N_("In your words"),
        filters=[lines],
        validators=[Length(max=8000, message=SHORTER)],
    )

    def __init__(self, *, yes_no: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.yes_no.choices = offer((code, gettext(words)) for code, words in YES_NO.items())
        if not yes_no:
            del self.yes_no

    @property
    def chosen(self) -> bool | None:
        """What was chosen; None where nothing was, or it is not asked."""
        value = self.yes_no.data if "yes_no" in self else ""
        return {"yes": True, "no": False}.get(value or "")


class InputForm(Form):
    """What an organisation or a community said."""

    organisation = StringField(
        N_("Organisation or community"),
        description=N_("Name no person who could be harmed by it."),
        filters=[one_line],
        validators=[
            DataRequired(N_("Enter who said it")),
            Length(max=200, message=N_("Shorten this to 200 characters or fewer")),
        ],
    )
    said_on = DayField(
        N_("On which day?"),
        description=N_("A day, for example 2026-05-20."),
        validators=[DataRequired(N_("Enter the day on which it was said"))],
    )
    words = TextAreaField(
        N_("What was said"),
        filters=[lines],
        validators=[DataRequired(N_("Enter what was said")), Length(max=8000, message=SHORTER)],
    )
    response = TextAreaField(
        N_("Response of the government"),
        filters=[lines],
        validators=[Length(max=8000, message=SHORTER)],
    )
    files = MultipleFileField(
        N_("Files in which it was said"),
        description=N_(
            "You may leave this out: a letter, minutes. Up to 25 MB each. Only the drafting team"
            " can open them; the pack lists each as an annex, by its kind and sum, never its name."
        ),
    )

    @property
    def sent(self) -> list[FileStorage]:
        """The files that were chosen; a browser sends an empty one where none was."""
        return [f for f in self.files.data or () if isinstance(f, FileStorage) and f.filename]


class StepForm(Form):
    """One step of the review."""

    seen = IntegerField(widget=HiddenInput(), default=0)
    happened_on = DayField(
        N_("On which day?"), description=N_("Leave it empty where it happens today.")
    )
    accepted = SelectMultipleField(
        N_("Warnings: tick each one that you have read"), validate_choice=False
    )
    note = TextAreaField(
        N_("Note"),
        filters=[lines],
        validators=[Length(max=4000, message=N_("Shorten this to 4000 characters or fewer"))],
    )

    signed_as = StringField(
        N_("Who approved it, as the pack is to say"),
        description=N_(
            "An office, for example Minister of Mines. Left empty it says “the national focal"
            " point”. A person is named there only if you write the name."
        ),
        filters=[one_line],
        validators=[Length(max=200, message=N_("Shorten this to 200 characters or fewer"))],
    )

    def __init__(
        self, *, warnings: Iterable[tuple[str, str]], signs: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        if not signs:
            del self.signed_as
        self.accepted.choices = offer(warnings)
        if not self.accepted.choices:
            del self.accepted
