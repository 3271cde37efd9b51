"""The forms of indicators: a start or target, a value, why one is sent back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import uuid4

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from nap_tracker.errors import Invalid
from nap_tracker.forms.dated_facts import is_uid
from nap_tracker.forms.kinds.base import Refused
from nap_tracker.forms.kinds.numerals import parse, shown
from nap_tracker.forms.parts import Form, lines, offer, one_line
from nap_tracker.forms.plans import PartialDateField
from nap_tracker.i18n import N_, gettext, locale
from nap_tracker.workflow.observing import REASONS

PARTIAL = N_("A year or a month is enough, for example 2026 or 2026-06.")


REGION = "region_"
GROUPS = {"sex": ("women", "men"), "age": ("children", "adults")}
"""Split -> the fields of its groups; a region has a field of its own, by uid."""


class NumberField(StringField):
    """A number in the reader's own writing; a blank is none."""

    number: Decimal | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """What was typed stays where it is no number."""
        self.data = "".join(valuelist).strip()
        if self.data:
            try:
                self.number = Decimal(parse(self.data, (locale(), "en")))
            except Refused as refused:
                raise ValueError(refused.refusals[0].words) from None

    def process_data(self, value: Any) -> None:
        self.number = value
        self.data = "" if value is None else shown(str(value), locale())


class FigureForm(Form):
    """Where an indicator starts, or what is to be reached."""

    best = NumberField(N_("Value, or best estimate"))
    low = NumberField(N_("Lowest it may be"), description=N_("Leave it empty where nobody knows."))
    high = NumberField(N_("Highest it may be"))
    unknown = BooleanField(N_("It is not known"))
    on = PartialDateField(N_("Of which year, month or day?"), description=PARTIAL)
    source = TextAreaField(N_("Where does it come from?"), filters=[lines])
    reason = SelectField(N_("Why does it change?"), validate_choice=False)
    words = TextAreaField(
        N_("Why, in words"),
        description=N_("What it was before stays in the record, with this reason."),
        filters=[lines],
    )

    def __init__(
        self, *, asks_reason: bool = False, is_target: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        if is_target:
            self.on.label.text = N_("By when is it to be reached?")
        if asks_reason:
            pairs = [("", gettext("Choose")), *((k, gettext(w)) for k, w in REASONS.items())]
            self.reason.choices = offer(pairs)
        else:
            del self.reason
            del self.words


class ValueForm(Form):
    """One value of an indicator, in its unit."""

    once = HiddenField()
    seen = HiddenField()
    as_of = PartialDateField(
        N_("As of when?"),
        description=PARTIAL,
        validators=[DataRequired(N_("Enter the year, month or day it is of"))],
    )
    best = NumberField(N_("Value, or best estimate"))
    part = NumberField("")
    whole = NumberField("")
    low = NumberField(N_("Lowest it may be"), description=N_("Leave it empty where nobody knows."))
    high = NumberField(N_("Highest it may be"))
    unknown = BooleanField(
        N_("It is not known"), description=N_("“Not known” is an answer. It never counts as zero.")
    )
    women = NumberField(N_("Of these, women"))
    men = NumberField(N_("Of these, men"))
    children = NumberField(N_("Of these, under 18"))
    adults = NumberField(N_("Of these, 18 and older"))
    behalf = SelectField(N_("Whose figure is it?"), validate_choice=False)
    source = TextAreaField(N_("Where does it come from?"), filters=[lines])
    comment = TextAreaField(N_("Comment"), filters=[lines])
    file = FileField(
        N_("Evidence"),
        description=N_("A file that shows it: a report, minutes, a photograph. Up to 25 MB."),
    )

    def __init__(
        self,
        *,
        kind: str,
        split: Iterable[str],
        steps: Iterable[str] = (),
        labels: tuple[str, str] = ("", ""),
        institutions: Mapping[str, str],
        unit: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if not is_uid(self.once.data):
            self.once.data = str(uuid4())
        if unit:
            self.best.description = gettext("In %(unit)s.", unit=unit)
        self._keep(kind, set(split), labels)
        if kind == "scale":
            words = "\n".join(f"{n}. {step}" for n, step in enumerate(steps, 1))
            self.best.label.text = gettext("Number of the step that fits")
            self.best.description = words
        nobody = ("", gettext("The drafting team's own"))
        self.behalf.choices = offer([nobody, *institutions.items()])
        if not institutions:
            del self.behalf

    def _keep(self, kind: str, split: set[str], labels: tuple[str, str]) -> None:
        if kind == "share":
            self.part.label.text, self.whole.label.text = labels
            del self.best, self.low, self.high
        else:
            del self.part, self.whole
        if kind == "scale":
            del self.low, self.high
        if "sex" not in split:
            del self.women, self.men
        if "age" not in split:
            del self.children, self.adults
        groups = [name for name in self._fields if _is_group(name)]
        rest = [name for name in self._fields if name not in groups]
        at = rest.index("behalf")
        order = [*rest[:at], *groups, *rest[at:]]
        for name in order:
            self._fields[name] = self._fields.pop(name)

    def refuse(self, error: Invalid) -> None:
        """What is wrong with groups stands at the first of them."""
        if error.about == "groups":
            error.about = next((name for name in self._fields if _is_group(name)), "")
        super().refuse(error)

    def figure(self, name: str) -> Decimal | None:
        """A number, where the form asks for it."""
        return self[name].number if name in self else None

    @property
    def groups(self) -> dict[str, dict[str, Decimal]]:
        """Counts of people, as far as they were given."""
        given = {
            split: {key: n for key in keys if (n := self.figure(key)) is not None}
            for split, keys in GROUPS.items()
        }
        given["region"] = {
            name.removeprefix(REGION): n
            for name in self._fields
            if name.startswith(REGION) and (n := self.figure(name)) is not None
        }
        return {split: counts for split, counts in given.items() if counts}


def value_form(regions: Mapping[str, str]) -> type[ValueForm]:
    """The form with a number for each region, beside those of the other groups."""
    fields = {
        REGION + uid: NumberField(gettext("Of these, in %(region)s", region=name))
        for uid, name in regions.items()
    }
    return type("ValueForm", (ValueForm,), fields)


def _is_group(name: str) -> bool:
    return name.startswith(REGION) or any(name in keys for keys in GROUPS.values())


class NoteForm(Form):
    """Why a value is sent back."""

    note = TextAreaField(
        N_("What has to be put right?"),
        description=N_("Who entered it reads this."),
        filters=[lines],
        validators=[DataRequired(N_("Say what has to be put right"))],
    )


class FollowForm(Form):
    """Which indicator is chosen."""

    source = HiddenField(filters=[one_line])
