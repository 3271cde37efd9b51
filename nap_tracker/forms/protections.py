"""Removal for protection: the words to look for, then what to remove and why."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from nap_tracker.forms.parts import Form, lines, offer
from nap_tracker.i18n import N_

Choices = Iterable[tuple[str, str]]


class WordsForm(Form):
    """What is looked for. It travels in the body of a request, never in an address."""

    words = StringField(
        N_("Words to remove"),
        description=N_(
            "A name, a place, a telephone number: as short as it is dangerous. It is found in every"
            " script, also where a part of it is bold or stands in a footnote."
        ),
        validators=[InputRequired(N_("Enter the words to remove: 2 to 500 characters"))],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    exact = BooleanField(N_("Capital letters and accents must be the same"))
    whole = BooleanField(N_("Not inside longer words"))


class _Removal(Form):
    files = SelectMultipleField(
        N_("Files to withdraw"),
        description=N_(
            "A file is withdrawn as a whole, never edited. Its sum (SHA-256) stays on record."
        ),
        validate_choice=False,
    )
    reason = TextAreaField(
        N_("Why?"),
        description=N_("The reason stays on record. Do not repeat in it what is removed."),
        filters=[lines],
        validators=[InputRequired(N_("Enter the reason in at most 1000 characters"))],
    )
    sure = BooleanField(
        N_("I have understood that nobody can bring this back"),
        validators=[InputRequired(N_("Say that you have understood it"))],
    )

    def offer_files(self, choices: Choices, chosen: Iterable[str] | None) -> None:
        """Tick those that hold the words, unless the person has chosen."""
        self.files.choices = offer(choices)
        if chosen is not None:
            self.files.data = list(chosen)


class RemovalForm(_Removal):
    """Which places lose the words; all of them unless somebody says otherwise."""

    words = HiddenField()
    exact = HiddenField()
    whole = HiddenField()
    places = SelectMultipleField(
        N_("Where to remove them"),
        description=N_("In every revision, also of versions that are frozen."),
        validate_choice=False,
    )

    def offer_places(self, choices: Choices, chosen: Iterable[str] | None) -> None:
        """Tick everything, unless the person has chosen."""
        self.places.choices = offer(choices)
        if chosen is not None:
            self.places.data = list(chosen)


class FileRemovalForm(_Removal):
    """Why a file goes, and which documents that show it go along."""
