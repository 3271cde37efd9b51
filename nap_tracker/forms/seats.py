"""The forms of a reviewer's seat: answering the invitation, the code, comments, questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from nap_tracker.forms.parts import Form, OneOf, lines, offer, one_line
from nap_tracker.i18n import N_, gettext
from nap_tracker.workflow.hearing import Side, circles
from nap_tracker.workflow.resolution import KIND_NAMES


class DeclineForm(Form):
    """Why not, and who instead; both may be left out."""

    reason = TextAreaField(
        N_("Why not? (optional)"),
        filters=[lines],
        validators=[Length(max=2000, message=N_("Shorten this to 2000 characters or fewer"))],
    )
    suggested = TextAreaField(
        N_("Who could be asked instead? (optional)"),
        description=N_("For example a name, an organisation and an e-mail address."),
        filters=[lines],
        validators=[Length(max=2000, message=N_("Shorten this to 2000 characters or fewer"))],
    )


UNNAMED = N_(
    "You may leave this out. PDF, picture, Word, Excel, OpenDocument or plain text, up to 25 MB"
    " each. Your code takes the place of a file’s name, and the names kept inside the file are"
    " taken out. What you wrote in it yourself stays: see that it does not name you."
)


class SayingForm(Form):
    """What a reviewer says of a place of the text under review."""

    visibility = RadioField(
        N_("Who may read this?"),
        validate_choice=False,
        validators=[OneOf(N_("Choose who may read the comment"))],
    )
    kind = RadioField(
        N_("What kind of comment is it?"),
        validate_choice=False,
        validators=[OneOf(N_("Choose what kind of comment it is"))],
    )
    quote = TextAreaField(
        N_("The words it is about"),
        description=N_("Copy them from the text. Leave this blank for the answer as a whole."),
        filters=[lines],
    )
    body = TextAreaField(
        N_("Your comment"),
        filters=[lines],
        validators=[DataRequired(N_("Enter what you want to say"))],
    )
    proposed = TextAreaField(
        N_("Wording you propose instead"),
        description=N_(
            "A drafter can put it in their place with one press. You may leave this blank."
        ),
        filters=[lines],
    )
    files = MultipleFileField(
        N_("Files that show it"),
        description=N_(
            "You may leave this out. PDF, picture, Word, Excel, OpenDocument or plain text, up to"
            " 25 MB each. Who reads the comment can open a copy without the names kept inside the"
            " file."
        ),
    )

    def __init__(
        self,
        *,
        side: Side | None,
        has_words: bool = True,
        is_new: bool = True,
        is_anonymous: bool = False,
        **kwargs: Any,
    ) -> None:
        """`has_words`: whether words can be chosen there; they stay once it is written."""
        super().__init__(**kwargs)
        if is_anonymous:
            self.files.description = UNNAMED
        self.visibility.choices = offer((c.value, gettext(w)) for c, w in circles(side).items())
        self.kind.choices = offer((kind.value, gettext(w)) for kind, w in KIND_NAMES.items())
        if not (has_words and is_new):
            del self.quote
        if not has_words:
            del self.proposed

    @property
    def said(self) -> dict[str, Any]:
        """As the service takes it; no proposed wording is no proposal."""
        proposed = self.proposed.data if "proposed" in self else None
        return {
            "kind": self.kind.data,
            "body": self.body.data or "",
            "proposed": proposed or None,
            "quote": (self.quote.data or "") if "quote" in self else "",
            "visibility": self.visibility.data,
        }

    @property
    def sent(self) -> list[FileStorage]:
        """The files that were chosen; a browser sends an empty one where none was."""
        return [f for f in self.files.data or () if isinstance(f, FileStorage) and f.filename]


class CodeForm(Form):
    """The code from the mail."""

    code = StringField(
        N_("Code from the mail"),
        description=N_("Eight digits. Spaces do not matter."),
        filters=[one_line],
        validators=[DataRequired(N_("Enter the code from the mail"))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class QuestionsForm(Form):
    """Answers to the questions of one round; its fields are made from them."""

    @property
    def given(self) -> Mapping[str, tuple[int | None, str]]:
        """Question -> (step of the scale, words)."""
        found: dict[str, tuple[int | None, str]] = {}
        for field in self:
            kind, _, question = field.name.partition("_")
            scale, text = found.get(question, (None, ""))
            if kind == "scale":
                found[question] = (int(field.data) if field.data else None), text
            elif kind == "text":
                found[question] = scale, field.data or ""
        return found


def questions_form(
    questions: Sequence[Mapping[str, Any]], scale: Mapping[int, str]
) -> type[QuestionsForm]:
    """The form for the questions that may still be answered."""
    steps = [("", gettext("No answer")), *((str(n), gettext(w)) for n, w in scale.items())]
    fields: dict[str, Any] = {}
    for question in questions:
        label = question["text"]
        if question["has_scale"]:
            fields[f"scale_{question['id']}"] = RadioField(
                label, choices=offer(steps), default="", validate_choice=False, filters=[_step]
            )
            label = gettext("In your words: %(question)s", question=label)
        fields[f"text_{question['id']}"] = TextAreaField(
            label,
            filters=[lines],
            validators=[
                Length(max=8000, message=N_("Shorten this answer to 8000 characters or fewer"))
            ],
        )
    return type("QuestionsOfRound", (QuestionsForm,), fields)


def _step(value: str | None) -> str:
    return value if value in {"1", "2", "3", "4", "5"} else ""
