"""Forms of comments: saying, replying, answering, entering what was received, finding a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from nap_tracker.forms.parts import Form, lines, offer, one_line
from nap_tracker.forms.plans import PartialDateField
from nap_tracker.i18n import N_, gettext
from nap_tracker.workflow.hearing import Visibility

KINDS = {
    "question": N_("Question"),
    "change": N_("Change wanted"),
    "error": N_("Error of fact"),
    "note": N_("Note"),
}
ANSWERS = {
    "accepted": N_("Accepted"),
    "partly": N_("Partly accepted"),
    "noted": N_("Noted"),
    "declined": N_("Declined"),
}
MEANS = {
    "letter": N_("By letter"),
    "mail": N_("By e-mail"),
    "meeting": N_("In a meeting"),
}
SAY = N_("Enter what you want to say")
SHORTER = N_("Shorten this to 10,000 characters or fewer")


def _words(label: str, hint: str = "", needed: str = "") -> TextAreaField:
    asked = [DataRequired(needed)] if needed else []
    return TextAreaField(
        label,
        description=hint,
        filters=[lines],
        validators=[*asked, Length(max=10_000, message=SHORTER)],
    )


class CommentForm(Form):
    """What somebody says of a place, who may read it first."""

    ORDER = (
        *("on_behalf_of", "received_by", "received_on", "file"),
        *("visibility", "kind", "quote", "body", "proposed", "files"),
    )
    visibility = RadioField(
        N_("Who may read this?"), validators=[InputRequired(N_("Choose who may read the comment"))]
    )
    kind = RadioField(
        N_("What kind of comment is it?"),
        validators=[InputRequired(N_("Choose what kind of comment it is"))],
    )
    quote = TextAreaField(
        N_("The words it is about"),
        description=N_("Copy them from the text. Leave this blank for the answer as a whole."),
        filters=[lines],
    )
    body = _words(N_("Your comment"), needed=SAY)
    proposed = _words(
        N_("Wording you propose instead"),
        N_("A drafter can put it in their place with one press. You may leave this blank."),
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
        circles: Mapping[Visibility, str],
        has_words: bool = True,
        is_new: bool = True,
        **kwargs: Any,
    ) -> None:
        """`has_words`: whether words can be chosen there; `is_new`: not when it is put right."""
        super().__init__(**kwargs)
        self.visibility.choices = offer(
            (one.value, gettext(words)) for one, words in circles.items()
        )
        self.kind.choices = offer((one, gettext(words)) for one, words in KINDS.items())
        if not has_words:
            del self.quote, self.proposed
        if not is_new:
            del self.visibility, self.files
            if has_words:
                del self.quote

    @property
    def said(self) -> Mapping[str, str | None]:
        """What was typed; '' for proposed wording is no proposal."""
        proposed = self.proposed.data if "proposed" in self else None
        return {
            "kind": self.kind.data,
            "body": self.body.data or "",
            "proposed": proposed or None,
        }

    @property
    def sent(self) -> list[FileStorage]:
        """The files that were chosen; a browser sends an empty one where none was."""
        return [f for f in self.files.data or () if isinstance(f, FileStorage) and f.filename]


class ReceivedForm(CommentForm):
    """The same for somebody else, with how it came."""

    files = None
    on_behalf_of = StringField(
        N_("Whose comment is it?"),
        description=N_("The person or body, as they signed it."),
        filters=[one_line],
        validators=[
            DataRequired(N_("Enter whose comment it is")),
            Length(max=200, message=N_("Shorten the name to 200 characters or fewer")),
        ],
    )
    received_by = RadioField(
        N_("How did it come?"), validators=[InputRequired(N_("Choose how the comment came"))]
    )
    received_on = PartialDateField(
        N_("When was it said?"),
        description=N_("A day, a month or a year: 2026-05-17, 2026-05 or 2026."),
        validators=[Optional()],
    )
    file = FileField(N_("The letter or the minutes"), description=N_("You may leave it out."))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.received_by.choices = offer((one, gettext(words)) for one, words in MEANS.items())
        self.body.label.text = gettext("What they say")


class ReplyForm(Form):
    """A reply under a comment."""

    body = _words(N_("Your reply"), needed=SAY)


class ResponseForm(Form):
    """What the government answers."""

    kind = RadioField(
        N_("What does the government answer?"),
        validators=[InputRequired(N_("Choose what the government answers"))],
    )
    reason = _words(
        N_("Reason"),
        N_(
            "Needed unless the comment is accepted. Whoever reads the comment reads it, once the"
            " response is published."
        ),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = offer((one, gettext(words)) for one, words in ANSWERS.items())

    @property
    def answer(self) -> dict[str, str]:
        """What the service takes."""
        return {"kind": self.kind.data, "reason": self.reason.data or ""}


class TogetherForm(ResponseForm):
    """One response to several comments."""

    comments = SelectMultipleField(N_("Comments that are answered together"), validate_choice=False)

    def __init__(self, *, offered: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.comments.choices = offer(offered)


class CircleForm(Form):
    """Who may read a comment; a wider circle only after a question."""

    visibility = RadioField(
        N_("Who may read this comment?"),
        validators=[InputRequired(N_("Choose who may read the comment"))],
    )
    is_sure = BooleanField(N_("I want more people to read this than now"))

    def __init__(self, *, circles: Mapping[Visibility, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.visibility.choices = offer(
            (one.value, gettext(words)) for one, words in circles.items()
        )


class PlaceForm(Form):
    """The words a lost comment is about now."""

    quote = TextAreaField(
        N_("The words it is about now"),
        description=N_("Copy them from the text. Leave this blank for the answer as a whole."),
        filters=[lines],
    )
