"""How an indicator is followed, one of the team's own, and closing values of a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from nap_tracker.forms.activities import OnceForm
from nap_tracker.forms.dated_facts import text, words
from nap_tracker.forms.indicators import NumberField
from nap_tracker.forms.parts import Form, OneOf, lines, offer
from nap_tracker.forms.plans import PartialDateField
from nap_tracker.i18n import N_, gettext

Pairs = Iterable[tuple[str, str]]
ONE_OF = OneOf(N_("Select one of the answers offered"))


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen from, in the order of the page."""

    directions: Pairs
    frequencies: Pairs
    splits: Pairs
    institutions: Pairs
    activities: Pairs
    kinds: Pairs = ()
    units: Pairs = ()
    items: Pairs = ()


def several(label: str, hint: str = "") -> SelectMultipleField:
    """As many as apply. What is not offered is left out by who reads the form."""
    return SelectMultipleField(
        label,
        description=hint,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )


class SettingsForm(OnceForm):
    """How an indicator is followed."""

    direction = RadioField(
        N_("Which way is good?"), validate_choice=False, validators=[Optional(), ONE_OF]
    )
    margin = NumberField(
        N_("Margin, in per cent"),
        description=N_(
            "Of the way from start to target; of what should stay as it is, of the target itself."
            " A value that far behind still counts as on track."
        ),
    )
    shows_progress = BooleanField(
        N_("It shows how far the plan has come"),
        description=N_("Without this it only describes the country, and decides no status."),
    )
    activities = several(
        N_("Which activities does it show the success of?"),
        N_("Where it is behind, these activities are late. Choose only what it truly depends on."),
    )
    limits = TextAreaField(
        N_("What it cannot tell"),
        description=N_("Everybody who reads its figures reads this beside them."),
        filters=[lines],
    )
    frequency = SelectField(
        N_("How often is it measured?"), validate_choice=False, validators=[ONE_OF]
    )
    responsible = SelectField(N_("Who measures it?"), validate_choice=False, validators=[ONE_OF])
    split = several(
        N_("How figures are split"), N_("Groups of fewer than five people are never shown.")
    )

    def __init__(self, *, offered: Offered, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.direction.choices = offer(offered.directions)
        self.activities.choices = offer(offered.activities)
        self.frequency.choices = offer([("", gettext("Nobody said")), *offered.frequencies])
        self.responsible.choices = offer([("", gettext("Nobody said")), *offered.institutions])
        self.split.choices = offer(offered.splits)

    def picked(self, name: str) -> list[str]:
        """What was chosen of that which is offered, in the order of the page."""
        chosen = set(self[name].data or ())
        return [one.value for one in self[name].choices if one.value in chosen]


class OwnForm(SettingsForm):
    """An indicator that neither the plan nor the library has."""

    title = words(N_("Name of the indicator"), needed=N_("Enter a name of at most 300 characters"))
    definition = text(N_("What exactly is measured, and how?"))
    kind = RadioField(
        N_("How is it measured?"), validate_choice=False, validators=[Optional(), ONE_OF]
    )
    unit = SelectField(
        N_("Unit"),
        description=N_("Of a quantity. A share is typed as two numbers, a scale as a step."),
        validate_choice=False,
        validators=[ONE_OF],
    )
    unit_words = words(
        N_("What is counted?"), hint=N_("Where the unit is another one, for example “kilns”.")
    )
    steps = TextAreaField(
        N_("Steps of the scale"),
        description=N_("Two to nine, one on each line, the lowest first."),
        filters=[lines],
    )
    items = several(N_("Items of Annex C"))

    def __init__(self, *, offered: Offered, **kwargs: Any) -> None:
        super().__init__(offered=offered, **kwargs)
        self.kind.choices = offer(offered.kinds)
        self.unit.choices = offer(offered.units)
        self.items.choices = offer(offered.items)


class PeriodForm(Form):
    """Up to when values are closed."""

    until = PartialDateField(
        N_("Values up to when are closed?"),
        description=N_("A year or a month is enough. Leave it blank to open all values again."),
        validators=[Optional()],
    )
    reason = text(
        N_("Why are closed values opened again?"), hint=N_("Needed only where some are opened.")
    )


def pairs(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Codes with their translated words."""
    return [(str(code), gettext(words)) for code, words in names.items()]
