"""The forms of publishing how a plan is carried out: what is chosen, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Optional

from nap_tracker.forms.accounts import language_choices
from nap_tracker.forms.dated_facts import is_uid, text, words
from nap_tracker.forms.parts import DayField, Form, OneOf
from nap_tracker.i18n import N_, gettext, language_name, locale


class PublicationOfProgressForm(Form):
    """A name, a day, a language, and every thing that is to be public."""

    uid = HiddenField()
    """Of the publication that this page makes: sent twice it makes one."""
    seen = HiddenField()
    """The sum of what was read as the public will."""
    name = words(
        N_("Name of the publication"),
        hint=N_("The public knows it by this name, for example “How the plan stands in 2026”."),
        needed=N_("Enter a name"),
    )
    until = DayField(
        N_("Figures as of"),
        description=N_("What was recorded of later days is left out."),
        validators=[DataRequired(N_("Enter a day, for example 2027-12-31"))],
    )
    starts_on = DayField(
        N_("Looking back to"),
        description=N_("The first day of the period, where the publication is about one."),
        validators=[Optional()],
    )
    language = SelectField(
        N_("Language"),
        validate_choice=False,
        validators=[OneOf(N_("Select one of the languages offered"))],
    )
    note = text(
        N_("Note for the public"),
        hint=N_("What readers should know. Name nobody who could be harmed by it."),
    )
    chosen = SelectMultipleField(N_("What is published"), validate_choice=False)
    further: tuple[str, ...] = ()
    """Languages that have a name and a note of their own."""

    def __init__(self, *, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language.choices = language_choices(languages)
        self.chosen.choices = []
        if not is_uid(self.uid.data):
            self.uid.data = str(uuid4())

    def typed(self, name: str) -> dict[str, str]:
        """Further language -> the name or note that was written in it; in that of the publication
        they are its own."""
        tags = (tag for tag in self.further if tag != self.language.data)
        typed = {tag: self[f"{name}_{tag}"].data for tag in tags}
        return {tag: said for tag, said in typed.items() if said}

    def words_in(self, language: str) -> tuple[Any, Any]:
        """The fields for the name and the note in a further language."""
        return self[f"name_{language}"], self[f"note_{language}"]


def publication_form(
    languages: Iterable[str], further: Iterable[str], data: Mapping[str, Any]
) -> PublicationOfProgressForm:
    """With a name and a note for each language of `further`; blank ones are read as written."""
    tags = tuple(further)
    fields: dict[str, Any] = {"further": tags}
    for tag in tags:
        language = language_name(tag, locale())
        fields[f"name_{tag}"] = words(gettext("Name (%(language)s)", language=language))
        fields[f"note_{tag}"] = text(gettext("Note (%(language)s)", language=language))
    made: type[PublicationOfProgressForm] = type(
        "PublicationForm", (PublicationOfProgressForm,), fields
    )
    return made(languages=languages, data=data)


class WithdrawalOfProgressForm(Form):
    """Why what was published is taken back."""

    because = text(
        N_("Why is it withdrawn?"),
        hint=N_(
            "It stays in the record of your Party. The public reads only when it was withdrawn."
        ),
        needed=N_("Enter why it is withdrawn"),
    )
