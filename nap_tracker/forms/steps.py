"""The forms of moving a plan on: one act, asking, answering."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from nap_tracker.forms.parts import DayField, Form, OneOf, lines, offer, one_line
from nap_tracker.forms.plans import PartialDateField
from nap_tracker.i18n import N_, gettext

A_DAY = N_("A day, for example 2027-12-31.")
HAPPENED = N_("When did this happen?")
HAPPENED_HINT = N_(
    "A day, a month or a year, for example 2026-05-03 or 2026-05. The moment at which you record it"
    " is kept beside it."
)


KNOWN = "known-bodies"
"""Id of the list of names that a page offers beside a field."""
PICK = N_("Which institutions of the plan are asked?")


class MoveForm(Form):
    """What is said with an act: what it does not ask for is taken out by the page."""

    seen = HiddenField()
    """The number of the last act the page showed."""
    bodies = TextAreaField(
        N_("Who is asked?"),
        description=N_("One body on each line, for example Ministry of Health."),
        filters=[lines],
        validators=[Length(max=8000, message=N_("Shorten this list"))],
    )
    body = StringField(
        N_("Which body endorses the plan?"),
        description=N_("For example the Cabinet, or the Minister of Environment."),
        filters=[one_line],
        render_kw={"list": KNOWN},
    )
    picked = SelectMultipleField(PICK, validate_choice=False)
    due_on = DayField(N_("Until when?"), description=A_DAY)
    accepted = SelectMultipleField(
        N_("Warnings: tick each to show that you have read it"), validate_choice=False
    )
    overrides = BooleanField(N_("Go on all the same. I give the reason below"))
    note = TextAreaField(N_("Note"), filters=[lines])
    happened_on = PartialDateField(
        HAPPENED,
        description=HAPPENED_HINT,
        validators=[DataRequired(N_("Enter when this happened"))],
    )

    def __init__(
        self,
        *,
        warnings: Iterable[tuple[str, str]],
        overrides: bool,
        bodies: bool,
        one_body: bool,
        known: Iterable[str] = (),
        due: str,
        note: str,
        **kwargs: Any,
    ) -> None:
        """`due` and `note` are labels; without one the field is taken out. `known` are bodies."""
        super().__init__(**kwargs)
        self.picked.choices = offer((name, name) for name in known)
        self.accepted.choices = offer(warnings)
        self.note.label.text = note
        kept = {
            "accepted": bool(self.accepted.choices),
            "bodies": bool(bodies),
            "body": one_body,
            "due_on": bool(due),
            "picked": bool(bodies and self.picked.choices),
            "overrides": overrides,
        }
        if due:
            self.due_on.label.text = due
        for name, is_kept in kept.items():
            if not is_kept:
                del self[name]

    @property
    def named(self) -> list[str]:
        """The bodies, one a line; or the one that endorses."""
        if "body" in self:
            return [self.body.data or ""]
        return _named(self) if "bodies" in self else []

    @property
    def due(self) -> str | None:
        """The day until which they are asked."""
        day = self.due_on.data if "due_on" in self else None
        return day.isoformat() if day else None

    @property
    def ticked(self) -> frozenset[str]:
        """Warnings that were read."""
        return frozenset(self.accepted.data or ()) if "accepted" in self else frozenset()

    @property
    def passes_over(self) -> bool:
        """Whether what stands in the way is passed over."""
        return bool(self.overrides.data) if "overrides" in self else False


def _named(form: Form) -> list[str]:
    """The bodies that were picked, then those that were typed."""
    picked = list(form["picked"].data or ()) if "picked" in form else []
    return [*picked, *(form["bodies"].data or "").split("\n")]


class RequestForm(Form):
    """Asking the focal point for an act."""

    question = TextAreaField(
        N_("What do you want to say? (optional)"),
        filters=[lines],
        validators=[Length(max=2000, message=N_("Shorten this to 2000 characters or fewer"))],
    )
    lapses_on = DayField(
        N_("Until when? The request lapses after this day"),
        description=A_DAY,
        validators=[DataRequired(N_("Enter the day on which the request lapses"))],
    )


class OthersForm(Form):
    """Asking more bodies in a step that is open."""

    bodies = TextAreaField(
        N_("Who else is asked?"),
        description=N_("One body on each line, for example Ministry of Health."),
        filters=[lines],
    )
    picked = SelectMultipleField(PICK, validate_choice=False)
    due_on = DayField(N_("Until when?"), description=A_DAY)

    def __init__(self, *, known: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.picked.choices = offer((name, name) for name in known)
        if not self.picked.choices:
            del self["picked"]

    @property
    def named(self) -> list[str]:
        return _named(self)


class AnswerForm(Form):
    """What somebody who was asked answered, and when."""

    outcome = RadioField(
        N_("What is the answer?"),
        validate_choice=False,
        validators=[OneOf(N_("Say whether they answered or refused"))],
    )
    words = TextAreaField(
        N_("In their words"),
        description=N_("A refusal needs its reason."),
        filters=[lines],
        validators=[Length(max=2000, message=N_("Shorten this to 2000 characters or fewer"))],
    )
    on = PartialDateField(
        N_("When did they answer?"),
        description=HAPPENED_HINT,
        validators=[DataRequired(N_("Enter when they answered"))],
    )

    def __init__(self, *, of_role: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if of_role:
            self.outcome.choices = offer([("refused", gettext("I refuse, for the reason below"))])
        else:
            self.outcome.choices = offer(
                [
                    ("answered", gettext("They answered")),
                    ("refused", gettext("They refused, for the reason below")),
                ]
            )
