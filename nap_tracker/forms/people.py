"""Inviting people, changing what they are, letting an administrator read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import (
    EmailField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from nap_tracker.forms.accounts import language_choices
from nap_tracker.forms.parts import DayField, Form, OneOf, lines, offer
from nap_tracker.i18n import N_, gettext, ngettext
from nap_tracker.roles import ROLE_NAMES, Role

ROLE_HINT = N_(
    "A focal point decides for the Party. A coordinator runs the drafting. An officer drafts."
    " A viewer reads."
)
LAST_DAY = N_("Last day of the role")
LAST_DAY_HINT = N_(
    "For a consultant or a person on loan, for example 2027-12-31. Leave it empty where the role"
    " has no end yet."
)
DAYS = (1, 3, 7, 30)


def role_choices(roles: Iterable[Role]) -> list[SelectChoice]:
    """Roles by their names."""
    return offer((role.value, gettext(ROLE_NAMES[role])) for role in roles)


def address(hint: str) -> EmailField:
    """Of the one person who is invited."""
    return EmailField(
        N_("E-mail address"),
        description=hint,
        validators=[InputRequired(N_("Enter an e-mail address"))],
        render_kw={"autocomplete": "off"},
    )


def in_language() -> SelectField:
    """In which language they are invited."""
    return SelectField(
        N_("Language of the invitation"),
        validate_choice=False,
        validators=[OneOf(N_("Select a language"))],
    )


def until() -> DayField:
    """How long the role lasts."""
    return DayField(LAST_DAY, description=LAST_DAY_HINT)


class InvitationForm(Form):
    """Whom to invite, as what, until when."""

    email = address(N_("Of one person. A shared mailbox would be a shared account."))
    role = RadioField(
        N_("Role"),
        description=ROLE_HINT,
        validate_choice=False,
        validators=[OneOf(N_("Select a role"))],
    )
    last_day = until()
    locale = in_language()

    def __init__(self, *, roles: Iterable[Role], languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.role.choices = role_choices(roles)
        self.locale.choices = language_choices(languages)


class ReviewerForm(Form):
    """Which outside reader to invite to one plan."""

    email = address(N_("Of one person outside the Party, for example of a partnership area."))
    plan = RadioField(
        N_("Plan to review"),
        description=N_(
            "A reviewer reads what the plan shows to reviewers, and nothing else of the Party."
        ),
        validate_choice=False,
        validators=[OneOf(N_("Select a plan"))],
    )
    last_day = until()
    locale = in_language()

    def __init__(
        self, *, plans: Iterable[tuple[str, str]], languages: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.plan.choices = offer(plans)
        self.locale.choices = language_choices(languages)


class SectionDrafterForm(Form):
    """Whom to invite to draft which sections of a plan, until when."""

    email = address(N_("Of one person, for example in the ministry of health."))
    plan = RadioField(N_("Plan"), validate_choice=False, validators=[OneOf(N_("Select a plan"))])
    sections = SelectMultipleField(
        N_("Sections to draft"),
        description=N_(
            "The person changes these and no others, and reads of the rest what the plan shows to"
            " reviewers."
        ),
        validate_choice=False,
        validators=[InputRequired(N_("Choose at least one section"))],
    )
    last_day = until()
    locale = in_language()

    def __init__(
        self,
        *,
        plans: Iterable[tuple[str, str]],
        offered: Iterable[tuple[str, str]],
        languages: Iterable[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.plan.choices = offer(plans)
        self.sections.choices = offer(offered)
        self.locale.choices = language_choices(languages)


class InstitutionOfficerForm(Form):
    """Whom to invite to report for which institution of a plan in force, until when."""

    email = address(N_("Of one person of the institution. A shared mailbox is a shared account."))
    institution = RadioField(
        N_("Institution"),
        description=N_(
            "The person sees the activities this institution leads or supports and the indicators"
            " it measures, reports on them, and sees nothing else of the plan."
        ),
        validate_choice=False,
        validators=[OneOf(N_("Select an institution"))],
    )
    last_day = until()
    locale = in_language()

    def __init__(
        self, *, institutions: Iterable[tuple[str, str]], languages: Iterable[str], **kwargs: Any
    ) -> None:
        """`institutions`: each as `plan:uid`, since two plans may name the same one."""
        super().__init__(**kwargs)
        self.institution.choices = offer(institutions)
        self.locale.choices = language_choices(languages)

    @property
    def uid(self) -> str:
        """The chosen institution's."""
        return str(self.institution.data).partition(":")[2]


class RoleForm(Form):
    """Another role, another last day."""

    role = RadioField(
        N_("Role"),
        description=ROLE_HINT,
        validate_choice=False,
        validators=[OneOf(N_("Select a role"))],
    )
    last_day = until()

    def __init__(self, *, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.role.choices = role_choices(roles)


class ConsentForm(Form):
    """Which administrator may read, for how long, and why."""

    administrator = RadioField(
        N_("Administrator"),
        validate_choice=False,
        validators=[OneOf(N_("Select an administrator"))],
    )
    days = RadioField(
        N_("For how long"),
        coerce=int,
        validate_choice=False,
        validators=[OneOf(N_("Select for how long"))],
    )
    reason = TextAreaField(
        N_("Reason"),
        description=N_("Everybody in the Party sees it."),
        filters=[lines],
        validators=[
            InputRequired(N_("Enter the reason")),
            Length(max=500, message=N_("Give the reason in at most 500 characters")),
        ],
    )

    def __init__(self, *, administrators: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.administrator.choices = offer(administrators)
        self.days.choices = offer((n, ngettext("%(n)s day", "%(n)s days", n)) for n in DAYS)
