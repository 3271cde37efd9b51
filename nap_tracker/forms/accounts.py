"""Signing in, one's own account, passwords, accepting an invitation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired

from nap_tracker.forms.parts import Form, OneOf, offer, one_line
from nap_tracker.i18n import N_, language_name

AGAIN = "again-"
"""Before the names of the fields when one signs in in an open page, where others have names too."""
NAME = N_("Your name")
LANGUAGE = N_("Language of the pages and of mail")
PASSWORD_HINT = N_(
    "At least 12 characters. A few words that do not belong together are easy to remember and hard"
    " to guess. No special characters are needed."
)


def new_password(label: str) -> PasswordField:
    """A field for a password that is being chosen; the service judges it."""
    return PasswordField(
        label,
        description=PASSWORD_HINT,
        validators=[InputRequired(N_("Enter a password"))],
        render_kw={"autocomplete": "new-password"},
    )


def languages() -> SelectField:
    """The interface languages; the choices come in through the form's constructor."""
    return SelectField(LANGUAGE, validate_choice=False, validators=[OneOf(N_("Select a language"))])


def language_choices(offered: Iterable[str]) -> list[SelectChoice]:
    """Each language by its own name."""
    return offer((tag, language_name(tag)) for tag in offered)


class SignInForm(Form):
    """Who one is."""

    email = EmailField(
        N_("E-mail address"), validators=[InputRequired(N_("Enter your e-mail address"))]
    )
    password = PasswordField(
        N_("Password"),
        validators=[InputRequired(N_("Enter your password"))],
        render_kw={"autocomplete": "current-password"},
    )
    shared = BooleanField(
        N_("This is a shared computer"),
        description=N_(
            "Nothing you type is kept in this browser, and you are signed out sooner when you stop"
            " working, and when the browser is closed."
        ),
    )


class ForgotPasswordForm(Form):
    """Where to send the link."""

    email = EmailField(
        N_("E-mail address"), validators=[InputRequired(N_("Enter your e-mail address"))]
    )


class SetPasswordForm(Form):
    """A new password, by a link."""

    password = new_password(N_("New password"))


class ChangePasswordForm(Form):
    """A new password, by who knows the present one."""

    current = PasswordField(
        N_("Present password"),
        validators=[InputRequired(N_("Enter your present password"))],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password(N_("New password"))


class NameAndLanguage(Form):
    """What every account has."""

    name = StringField(
        NAME,
        filters=[one_line],
        validators=[InputRequired(N_("Enter your name"))],
        render_kw={"autocomplete": "name"},
    )
    locale = languages()

    def __init__(self, *, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.locale.choices = language_choices(languages)


class AccountForm(NameAndLanguage):
    """One's own account."""


class NewAccountForm(NameAndLanguage):
    """An account made by accepting an invitation."""

    password = new_password(N_("Password"))


class SearchForm(Form):
    """Which accounts to show; reads only, so without a token."""

    class Meta:
        csrf = False

    search = StringField(N_("Name or e-mail address"), filters=[one_line])


class StopForm(Form):
    """Stopping an account that leads a Party alone."""

    knows = BooleanField(N_("Stop it all the same"))
