"""A Party's own facts, and the treaty's authentic words in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from nap_tracker.clock import time_zones
from nap_tracker.forms.parts import Form, OneOf, lines, offer, one_line
from nap_tracker.i18n import N_, gettext, is_language, language_name, locale

UN_LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
LONGEST_NAME = 200
LONGEST_TEXT = 4000
NAME = "name_"


class PartyForm(Form):
    """What a Party is called and where its days begin; `party_form` adds the fields."""

    def validate_other_language(self, field: Any) -> None:
        """A name needs its language."""
        if field.data and not is_language(field.data):
            raise ValidationError(N_("Enter the code of a language, for example lo"))
        if self["other_name"].data and not field.data:
            raise ValidationError(N_("Enter which language the name is in"))

    @property
    def names(self) -> dict[str, str]:
        """{language: name} as typed, blanks left out."""
        typed = {f.name.removeprefix(NAME): f.data for f in self.name_fields}
        typed[self["other_language"].data] = self["other_name"].data
        return {tag: name for tag, name in typed.items() if tag and name}

    @property
    def name_fields(self) -> list[StringField]:
        """The fields of the names, in order."""
        return [field for field in self if field.name.startswith(NAME)]


def party_form(
    languages: Iterable[str], names: Mapping[str, str], *, is_new: bool = False, **data: Any
) -> PartyForm:
    """The form with a name for each of the languages and for each name there is already."""
    tags = list(dict.fromkeys((*languages, *names)))
    fields: dict[str, Any] = {"code": _code()} if is_new else {}
    fields |= {f"{NAME}{tag}": _name(tag, is_first=tag == tags[0]) for tag in tags}
    fields |= {"other_language": _other_language(), "other_name": _other_name()}
    fields["time_zone"] = _time_zone()
    made: PartyForm = type("PartyForm", (PartyForm,), fields)(
        **{f"{NAME}{tag}": text for tag, text in names.items()}, **data
    )
    return made


def _code() -> StringField:
    return StringField(
        N_("Code"),
        description=N_("Three letters by ISO 3166-1, for example GHA. Trials use XAA to XZZ."),
        filters=[one_line],
        validators=[InputRequired(N_("Enter the code"))],
    )


def _name(tag: str, *, is_first: bool) -> StringField:
    return StringField(
        gettext("Name in %(language)s", language=language_name(tag, locale())),
        description=N_("As it prints on the cover. One language is enough.") if is_first else "",
        filters=[one_line],
        validators=[Length(max=LONGEST_NAME, message=N_("Enter at most 200 characters"))],
        render_kw={"lang": tag, "dir": "auto"},
    )


def _other_language() -> StringField:
    return StringField(
        N_("Another language"),
        description=N_("Its code, for example lo for Lao, sw for Swahili or pt for Portuguese."),
        filters=[one_line],
    )


def _other_name() -> StringField:
    return StringField(
        N_("Name in that language"),
        filters=[one_line],
        validators=[Length(max=LONGEST_NAME, message=N_("Enter at most 200 characters"))],
    )


def _time_zone() -> SelectField:
    return SelectField(
        N_("Time zone"),
        description=N_("Due dates and last days are days there."),
        choices=offer((zone, zone.replace("_", " ")) for zone in time_zones()),
        validate_choice=False,
        validators=[OneOf(N_("Select a time zone"))],
    )


TITLES, NOTES = "titles", "notes"


class MailForm(Form):
    """What mail about the Party's plans may carry out of the program."""

    carries = RadioField(
        N_("What mail may carry"),
        description=N_(
            "Mail passes through servers that nobody here controls. What it says can be read there."
        ),
        validate_choice=False,
        validators=[OneOf(N_("Choose what mail may carry"))],
    )


def mail_form(*, has_words: bool) -> MailForm:
    """The form as it stands."""
    form = MailForm(carries=NOTES if has_words else TITLES)
    form.carries.choices = offer(
        [
            (TITLES, gettext("Titles and links only")),
            (NOTES, gettext("Also the notes that people write, such as a reason for sending back")),
        ]
    )
    return form


def treaty_form(items: Iterable[tuple[str, str]], texts: Mapping[str, str], language: str) -> Form:
    """One text for each Annex C item: (key, heading) pairs and {key: text} there already."""
    fields = {
        field_name(key): TextAreaField(
            heading,
            filters=[lines],
            validators=[Length(max=LONGEST_TEXT, message=N_("Enter at most 4,000 characters"))],
            render_kw={"lang": language, "dir": "auto"},
        )
        for key, heading in items
    }
    made = type("TreatyForm", (Form,), fields)
    return made(**{field_name(key): text for key, text in texts.items()})


def field_name(key: str) -> str:
    """An Annex C item's key as the name of a field: `1b.i` is `item_1b_i`."""
    return "item_" + key.replace(".", "_")
