"""Naming a plan: its Party, titles, languages and period; who drafts a section by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from nap_tracker.annex_c.validity import date_problems
from nap_tracker.forms.kinds.days import parse
from nap_tracker.forms.kinds.typed import Refused
from nap_tracker.forms.parts import Form, OneOf, lines, offer, one_line
from nap_tracker.i18n import N_, gettext, language_name, locale

FURTHER = {
    "further_1": N_("Second language, where the text is also written in it"),
    "further_2": N_("Third language"),
    "further_3": N_("Fourth language"),
}
"""Languages a plan can be written in besides the binding one."""
PARTY = OneOf(N_("Select the Party"))
KNOWN_LANGUAGE = OneOf(N_("Select one of the languages offered"))

LANGUAGES = (
    "am", "ar", "ay", "bm", "bn", "my", "zh", "nl", "en", "ee", "ff", "fr", "ka", "gn", "ha",
    "hi", "hu", "id", "it", "rw", "kk", "km", "ko", "ky", "lo", "ln", "lg", "ms", "mg", "mn",
    "ne", "om", "fa", "pt", "pt-BR", "qu", "ro", "ru", "rn", "sg", "sn", "si", "so", "es", "sw",
    "tl", "tg", "ta", "th", "ti", "tr", "tk", "tw", "uk", "ur", "uz", "vi", "wo", "xh", "yo", "zu",
)  # fmt: skip
"""Languages offered for plans: official and widely used ones of countries with small-scale gold."""


class PartialDateField(StringField):
    """A year, a month or a day, typed in figures or words."""

    kind = "date"
    """Templates draw it as they draw dates of a plan."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """What was typed stays in the field where it is no date, or none that exists."""
        typed = "".join(valuelist).strip()
        self.data = typed
        if typed:
            try:
                read = parse(typed, (locale(), "en"))
            except Refused as refused:
                raise ValueError(refused.refusals[0].words) from None
            for problem in date_problems(read):
                raise ValueError(gettext(problem.message, **problem.params))
            self.data = read


class PlanForm(Form):
    """A plan's titles, languages and period; `new_plan_form` and `settings_form` add the fields."""

    titled: tuple[str, ...] = ()
    """Languages that have a title field of their own, the binding one first; none in a new plan."""

    def validate_language(self, field: Any) -> None:
        """The empty choice is there so that nothing is chosen by accident."""
        if not field.data:
            raise ValidationError(N_("Select the binding language"))

    def validate_period_end(self, field: Any) -> None:
        """A year holds its months: 2025 to 2025-06 is a period."""
        first, last = self["period_start"].data, field.data
        if first and last and not self["period_start"].errors:
            length = min(len(first), len(last))
            if last[:length] < first[:length]:
                raise ValidationError(N_("The end cannot be before the start. Correct one of them"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes, without the titles."""
        further = [self[name].data for name in FURTHER]
        languages = dict.fromkeys(tag for tag in (self["language"].data, *further) if tag)
        return {
            "language": self["language"].data,
            "languages": list(languages),
            "period_start": self["period_start"].data or None,
            "period_end": self["period_end"].data or None,
        }

    def titles(self, kept: Mapping[str, str]) -> dict[str, str]:
        """The titles as typed; one in a language that is no longer asked for stays.

        Where the binding language changed, its title is the one it had in the language before.
        """
        if not self.titled:
            return {self["language"].data: self["title"].data}
        words = {**kept, **self._typed("title")}
        words.setdefault(self["language"].data, words[self.titled[0]])
        return words

    @property
    def short_titles(self) -> dict[str, str]:
        """The short titles as typed, blanks left out."""
        if self.titled:
            return self._typed("short_title")
        typed = self["short_title"].data
        return {self["language"].data: typed} if typed else {}

    def _typed(self, name: str) -> dict[str, str]:
        typed = {tag: self[f"{name}_{tag}"].data for tag in self.titled}
        return {tag: words for tag, words in typed.items() if words}


def new_plan_form(parties: Iterable[tuple[str, str]]) -> PlanForm:
    """The form that begins a plan of one of these Parties."""
    offered = list(parties)
    fields: dict[str, Any] = {
        "party": RadioField(
            N_("Party"), choices=offer(offered), validate_choice=False, validators=[PARTY]
        ),
        "title": title_field(N_("Title"), is_needed=True),
        "short_title": _short_title(N_("Short title")),
        **common_fields(()),
    }
    made: PlanForm = type("NewPlanForm", (PlanForm,), fields)(
        data={"party": offered[0][0] if len(offered) == 1 else None}
    )
    return made


def settings_form(
    languages: Iterable[str],
    *,
    title: Mapping[str, str],
    short_title: Mapping[str, str],
    **facts: Any,
) -> PlanForm:
    """The form of an existing plan, with a title for each language it is written in."""
    tags = tuple(languages)
    fields: dict[str, Any] = {"titled": tags}
    data: dict[str, Any] = {**facts, "language": tags[0]}
    for tag in tags:
        words = {"language": language_name(tag, locale())}
        fields[f"title_{tag}"] = title_field(
            gettext("Title (%(language)s)", **words), is_needed=tag == tags[0]
        )
        fields[f"short_title_{tag}"] = _short_title(gettext("Short title (%(language)s)", **words))
        data[f"title_{tag}"] = title.get(tag, "")
        data[f"short_title_{tag}"] = short_title.get(tag, "")
    data |= dict(zip(FURTHER, tags[1:], strict=False))
    made: PlanForm = type("SettingsForm", (PlanForm,), {**fields, **common_fields(tags)})(data=data)
    return made


def common_fields(also: Iterable[str]) -> dict[str, Any]:
    """Languages and period, in the order of the page; `also` are languages the plan has already."""
    named = {tag: language_name(tag, locale()) for tag in {*LANGUAGES, *also}}
    offered = sorted(named.items(), key=lambda pair: pair[1].casefold())
    return {
        "language": SelectField(
            N_("Binding language"),
            description=N_("The language of the plan itself. Documents speak it."),
            choices=offer([("", ""), *offered]),
            validate_choice=False,
            validators=[KNOWN_LANGUAGE],
        ),
        **{
            name: SelectField(
                label,
                choices=offer([("", gettext("None")), *offered]),
                validate_choice=False,
                validators=[KNOWN_LANGUAGE],
            )
            for name, label in FURTHER.items()
        },
        "period_start": PartialDateField(N_("The plan begins")),
        "period_end": PartialDateField(N_("The plan ends")),
    }


def title_field(label: str, *, is_needed: bool) -> StringField:
    needed = DataRequired(N_("Enter the title of the plan")) if is_needed else Optional()
    too_long = N_("Shorten the title to 300 characters or fewer")
    return StringField(
        label,
        description=N_("As it stands on the cover.") if is_needed else "",
        filters=[one_line],
        validators=[needed, Length(max=300, message=too_long)],
    )


def _short_title(label: str) -> StringField:
    too_long = N_("Shorten the short title to 60 characters or fewer")
    return StringField(
        label, filters=[one_line], validators=[Optional(), Length(max=60, message=too_long)]
    )


class AssignmentForm(Form):
    """Who drafts a section, and by when."""

    person = SelectField(
        N_("Person"), validate_choice=False, validators=[OneOf(N_("Select a person or nobody"))]
    )
    due_on = PartialDateField(N_("Due"), validators=[Optional()])

    def __init__(self, *, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person.choices = offer([("", gettext("Nobody")), *people])


class ReasonForm(Form):
    """Why a warning of the check does not matter here."""

    seen = HiddenField()
    """The fingerprint of the reason that was shown."""
    reason = TextAreaField(
        N_("Reason"),
        description=N_("It is kept with the plan and shown to reviewers."),
        filters=[lines],
        validators=[
            DataRequired(N_("Enter the reason")),
            Length(max=2000, message=N_("Shorten the reason to 2000 characters or fewer")),
        ],
    )
