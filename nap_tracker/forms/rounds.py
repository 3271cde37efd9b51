"""The forms of review rounds, for who runs them: opening one, inviting, closing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from nap_tracker.errors import Invalid
from nap_tracker.forms.accounts import language_choices
from nap_tracker.forms.parts import DayField, Form, lines, offer, one_line
from nap_tracker.i18n import N_, gettext
from nap_tracker.text import mailboxes
from nap_tracker.workflow.rounds import LONGEST_NAME, LONGEST_QUESTION, MOST_QUESTIONS, MOST_SEATS

MARK = re.compile(r"\s*[,;\t]\s*")
PEOPLE = N_("People with a role here")
OTHERS = N_("Other people, without an account")
OTHERS_HINT = N_(
    "One person on each line: name, organisation, e-mail address, with commas between. The address"
    " stands last; the organisation may be left out."
)
WHOLE = "*"
"""In place of all the sections."""
SHORTER = N_("Shorten this to 4000 characters or fewer")
NAME = N_("Enter a name of at most 200 characters")
NO_ADDRESS = N_(
    "No e-mail address stands at the end of “%(line)s”. Enter one, for example"
    " name@ministry.example."
)
LONG_NAME = N_("Shorten the name and the organisation in “%(line)s” to 200 characters each")
TWICE = N_("%(email)s stands in the list more than once")
SHOWN = 60
"""Characters of a line that a message repeats."""


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list of other people."""

    name: str
    organisation: str
    email: str
    line: str = ""
    """As it was typed."""

    @property
    def fault(self) -> str:
        """What is wrong with the line, as a marked message; '' for nothing."""
        if not mailboxes.is_mailbox(self.email):
            return NO_ADDRESS
        return LONG_NAME if max(len(self.name), len(self.organisation)) > LONGEST_NAME else ""


class AskingForm(Form):
    """Whom to ask."""

    people = SelectMultipleField(PEOPLE, validate_choice=False)
    others = TextAreaField(
        OTHERS,
        description=OTHERS_HINT,
        filters=[lines],
        validators=[Length(max=20_000, message=N_("Shorten this list"))],
    )
    language = SelectField(
        N_("Language of their mail and pages"), validate_choice=False, filters=[one_line]
    )

    def __init__(
        self,
        *,
        people: Iterable[tuple[str, str]],
        languages: Iterable[str],
        others: bool,
        **kwargs: Any,
    ) -> None:
        """`others`: whether people without an account may be asked at all."""
        super().__init__(**kwargs)
        self.people.choices = offer(people)
        self.language.choices = language_choices(languages)
        if not others:
            del self.others, self.language

    def validate(self, extra_validators: Any = None) -> bool:
        """Everything that is wrong at once, line by line; of rights the services judge."""
        super().validate(extra_validators)
        named = self.named
        if not self.people.data and not named:
            self.miss("people", N_("Name at least one person"))
        if len(self.people.data or ()) + len(named) > MOST_SEATS:
            self.miss("people", N_("Ask at most 60 people in one round"))
        for person in named:
            if person.fault:
                shown = person.line if len(person.line) <= SHOWN else f"{person.line[:SHOWN]}…"
                self.miss("others", person.fault, line=shown)
        written = Counter(mailboxes.normal(person.email) for person in named if person.email)
        for email in (email for email, times in written.items() if times > 1):
            self.miss("others", TWICE, email=email)
        return not self.problems

    def miss(self, name: str, message: str, **params: str) -> None:
        """Say at a field what is missing or wrong there."""
        self.refuse(Invalid(message, params, about=name))

    @property
    def named(self) -> tuple[Person, ...]:
        """The other people, line by line; what is no line of this kind has no address."""
        text = (self.others.data or "") if "others" in self else ""
        return tuple(_person(line) for line in text.split("\n") if line.strip())


class OpeningForm(AskingForm):
    """Everything that is decided when a round is opened."""

    ORDER = (
        *("title", "sections", "people", "others", "language", "allows_links", "due_on", "note"),
        *("in_words", "on_scale", "is_anonymous", "accepted", "stage_note"),
    )
    uid = HiddenField()
    """Of the round that this page makes: sent twice it makes one."""
    title = StringField(
        N_("Name of the review"),
        description=N_("For example: Ministries, first draft."),
        filters=[one_line],
        validators=[DataRequired(NAME), Length(max=LONGEST_NAME, message=NAME)],
    )
    sections = SelectMultipleField(N_("Sections to read"), validate_choice=False)
    allows_links = BooleanField(
        N_("These people may take part by a personal link, without an account"),
        description=N_(
            "Each link shows the sections of this review to one person, who first types a code that"
            " is mailed to them. It ends with the review and can be taken back."
        ),
    )
    due_on = DayField(
        N_("Until when?"),
        description=N_("A day, for example 2027-12-31."),
        validators=[DataRequired(N_("Enter the day until which reviewers may hand in"))],
    )
    note = TextAreaField(
        N_("What should reviewers know? How long will it take? (optional)"),
        filters=[lines],
        validators=[Length(max=4000, message=SHORTER)],
    )
    in_words = TextAreaField(
        N_("Questions to answer in words (optional)"),
        description=N_("One question on each line."),
        filters=[lines],
    )
    on_scale = TextAreaField(
        N_("Questions to answer on a scale from 1 to 5 and in words (optional)"),
        description=N_("One question on each line. 1 means not at all, 5 means fully."),
        filters=[lines],
    )
    is_anonymous = BooleanField(
        N_("Show no names on what reviewers say"),
        description=N_(
            "Every page, mail and file shows a code. Who was invited stays known; who wrote what is"
            " shown to nobody, you included."
        ),
    )
    accepted = SelectMultipleField(
        N_("Warnings: tick each to show that you have read it"), validate_choice=False
    )
    stage_note = TextAreaField(
        N_("Note on what is skipped, repeated or run side by side"),
        filters=[lines],
        validators=[Length(max=4000, message=SHORTER)],
    )

    def __init__(
        self,
        *,
        sections: Iterable[tuple[str, str]],
        warnings: Iterable[tuple[str, str]],
        needs_note: bool,
        first_day: date,
        **kwargs: Any,
    ) -> None:
        """`first_day`: the first on which the round may end."""
        super().__init__(**kwargs)
        self._first_day = first_day
        self.sections.choices = offer([(WHOLE, gettext("The whole plan")), *sections])
        self.accepted.choices = offer(warnings)
        if "others" not in self:
            del self.allows_links
        if not self.accepted.choices:
            del self.accepted
        if not needs_note:
            del self.stage_note

    def validate(self, extra_validators: Any = None) -> bool:
        """Everything that is missing at once; of what is there the services judge."""
        super().validate(extra_validators)
        if not self.sections.data:
            self.miss("sections", N_("Choose at least one section"))
        if self.due_on.data and self.due_on.data < self._first_day:
            self.miss("due_on", N_("Enter a day that is not over yet"))
        texts = [text for text, _ in self.questions]
        if len(texts) > MOST_QUESTIONS or any(len(text) > LONGEST_QUESTION for text in texts):
            self.miss("in_words", N_("Ask at most 20 questions, each of at most 4000 characters"))
        if "accepted" in self and {c.value for c in self.accepted.choices} - self.ticked:
            self.miss("accepted", N_("Tick every warning to show that you have read it"))
        if "stage_note" in self and not self.stage_words.strip():
            self.miss(
                "stage_note", N_("Enter a note about what is skipped, repeated or run side by side")
            )
        return not self.problems

    @property
    def chosen(self) -> list[str]:
        """The sections to read."""
        sent = self.sections.data or []
        if WHOLE not in sent:
            return sent
        return [choice.value for choice in self.sections.choices if choice.value != WHOLE]

    @property
    def questions(self) -> tuple[tuple[str, bool], ...]:
        """(text, whether it has a scale), those in words first."""
        return tuple(
            (line.strip(), has_scale)
            for field, has_scale in ((self.in_words, False), (self.on_scale, True))
            for line in (field.data or "").split("\n")
            if line.strip()
        )

    @property
    def links(self) -> bool:
        return bool(self.allows_links.data) if "allows_links" in self else False

    @property
    def ticked(self) -> frozenset[str]:
        """Warnings that were read."""
        return frozenset(self.accepted.data or ()) if "accepted" in self else frozenset()

    @property
    def stage_words(self) -> str:
        return (self.stage_note.data or "") if "stage_note" in self else ""


class ClosingForm(Form):
    """What is said when a round is closed."""

    accepted = SelectMultipleField(
        N_("Warnings: tick each to show that you have read it"), validate_choice=False
    )
    reason = TextAreaField(
        N_("One reason for all comments that have no answer"),
        description=N_("Each of them is answered as noted, with this reason."),
        filters=[lines],
        validators=[Length(max=4000, message=SHORTER)],
    )

    def __init__(self, *, warnings: Iterable[tuple[str, str]], notes: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.accepted.choices = offer(warnings)
        if not self.accepted.choices:
            del self.accepted
        if not notes:
            del self.reason

    @property
    def ticked(self) -> frozenset[str]:
        return frozenset(self.accepted.data or ()) if "accepted" in self else frozenset()

    @property
    def words(self) -> str:
        return (self.reason.data or "") if "reason" in self else ""


def _person(line: str) -> Person:
    typed = line.strip()
    parts = [part for part in MARK.split(typed) if part]
    *names, last = parts or [""]
    if "@" not in last:
        return Person(typed, "", "", typed)
    email = last.strip("<>() ")
    if not names:
        return Person(email.partition("@")[0], "", email, typed)
    return Person(names[0], ", ".join(names[1:]), email, typed)
