"""Reporting on an activity: how far it is, what happened, its milestones, a decided status."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from nap_tracker.forms.dated_facts import is_uid, text, words
from nap_tracker.forms.parts import Form, OneOf, offer
from nap_tracker.forms.plans import PartialDateField
from nap_tracker.i18n import N_, gettext

FILE = N_(
    "A letter, minutes, a picture: PDF, picture, Word, Excel or plain text, up to 25 MB. Only the"
    " drafting team opens it."
)
ELSEWHERE = N_(
    "Only where it was merged into another. Where the activity of another institution took it up,"
    " ask the coordinator of the plan to say so."
)
YEAR = N_("A year is enough where the day is not known.")
Pairs = Iterable[tuple[str, str]]


class OnceForm(Form):
    """Does its act once, however often its button is pressed."""

    once = HiddenField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not is_uid(self.once.data):
            self.once.data = str(uuid4())


class ReportForm(OnceForm):
    """What somebody says of an activity in one go."""

    phase = RadioField(
        N_("How far is it?"),
        validate_choice=False,
        validators=[Optional(), OneOf(N_("Select one of the answers offered"))],
    )
    into = SelectField(
        N_("Which activity took it up?"),
        default="",
        description=N_("Only where it was merged into another."),
        validate_choice=False,
        validators=[OneOf(N_("Select one of the answers offered"))],
    )
    text = text(
        N_("What happened?"),
        hint=N_(
            "A sentence or two. Whoever cancels an activity, merges it into another or takes it up"
            " again says why."
        ),
    )
    file = FileField(N_("Evidence"), description=FILE)
    behalf = SelectField(
        N_("Who said so?"),
        description=N_("For an institution that has no account; add what shows it."),
        validate_choice=False,
        validators=[OneOf(N_("Select one of the institutions offered"))],
    )

    def __init__(
        self,
        *,
        phases: Pairs,
        institutions: Pairs,
        into: Iterable[tuple[str, str]] = (),
        is_merged: bool = False,
        is_team: bool = True,
        **kwargs: Any,
    ) -> None:
        """Without `institutions` whoever sends it speaks for themselves; without `into` there is
        nothing that could have taken it up.
        """
        super().__init__(**kwargs)
        targets = list(into)
        as_before = gettext("As it was said before") if is_merged else gettext("No other activity")
        self.into.choices = offer([("", as_before), *targets])
        if not is_team:
            self.into.description = gettext(ELSEWHERE)
        if not targets:
            del self.into
        self.phase.choices = offer(phases)
        others = list(institutions)
        self.behalf.choices = offer([("", gettext("I say so myself")), *others])
        if not others:
            del self.behalf


class ReachedForm(OnceForm):
    """When a milestone was reached, and what shows it."""

    reached_on = PartialDateField(
        N_("When was it reached?"), description=YEAR, validators=[Optional()]
    )
    text = text(N_("What shows it?"))
    file = FileField(N_("Evidence"), description=FILE)


class MoveForm(Form):
    """Another due date for a milestone."""

    due = PartialDateField(N_("New date"), description=YEAR, validators=[Optional()])
    reason = text(
        N_("Why is the date moved?"),
        hint=N_("The date before stays on the page, with this reason."),
        needed=N_("Enter why the date is moved"),
    )


class MilestoneForm(OnceForm):
    """A milestone that the text does not have."""

    title = text(
        N_("Milestone"),
        hint=N_("Name a point in time that can be checked."),
        needed=N_("Enter what can be checked"),
    )
    due = PartialDateField(N_("Due"), description=YEAR, validators=[Optional()])


class StatusForm(Form):
    """A status that somebody decides."""

    status = RadioField(
        N_("Status"),
        validate_choice=False,
        validators=[OneOf(N_("Select a status"))],
    )
    reason = text(
        N_("Why?"),
        hint=N_("Everybody who reads the activity reads this reason beside the status."),
        needed=N_("Enter why"),
    )

    def __init__(self, *, statuses: Pairs, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.status.choices = offer(statuses)


class NotedForm(OnceForm):
    """An activity as the file of a registered plan has it."""

    statement = text(
        N_("Activity"),
        hint=N_("Copy the words of the plan."),
        needed=N_("Enter what the plan says will be done"),
    )
    items = SelectMultipleField(
        N_("Annex C items it answers"),
        description=N_("Choose as many as apply."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    lead = words(N_("Who leads it?"), hint=N_("As the plan names the institution."))
    start = PartialDateField(N_("Start"), description=YEAR, validators=[Optional()])
    end = PartialDateField(N_("End"), description=YEAR, validators=[Optional()])

    def __init__(self, *, items: Pairs, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.items.choices = offer(items)


class TakenBackForm(Form):
    """Why a report holds no more."""

    because = text(
        N_("Why is it withdrawn?"),
        hint=N_("It stays on record with this reason, and counts no more."),
        needed=N_("Enter why"),
    )
