"""Forms of visits to sites: what was found, a site of our own, how long it is believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, Optional

from nap_tracker.forms.dated_facts import is_uid, text, words
from nap_tracker.forms.parts import Form, OneOf, offer
from nap_tracker.forms.plans import PartialDateField
from nap_tracker.i18n import N_, gettext
from nap_tracker.workflow.eliminating import FINDING_NAMES, PRACTICES

TEAM_ONLY = N_("Only the drafting team ever sees this; it is in no document.")
DETAILS = ("visited_on", "evidence", "seen_by", "interviewees", "place", "note")


def _found() -> RadioField:
    return RadioField(
        default="", validate_choice=False, validators=[OneOf(N_("Select what was found"))]
    )


class VisitForm(Form):
    """One visit: all four practices on one page."""

    once = HiddenField()
    visited_on = PartialDateField(
        N_("When was the site visited?"),
        description=N_("A day, a month or a year: 2026-05-17, 2026-05 or 2026."),
        validators=[
            DataRequired(
                N_("Enter when the site was visited. A year is enough where the day is not known")
            )
        ],
    )
    b_i = _found()
    b_ii = _found()
    b_iii = _found()
    b_iv = _found()
    evidence = text(
        N_("What shows it?"),
        hint=N_(
            "A report, a letter, a laboratory result: its name, number and date. “Eliminated” needs"
            " this or a file."
        ),
    )
    files = MultipleFileField(
        N_("Files that show it"),
        description=N_(
            "You may leave this out. PDF, picture, Word, Excel, OpenDocument or plain text, up to"
            " 25 MB each. Only the drafting team can open them."
        ),
    )
    seen_by = text(N_("Who saw it?"), hint=TEAM_ONLY)
    interviewees = text(N_("Who was spoken with?"), hint=TEAM_ONLY)
    place = text(N_("Where exactly?"), hint=TEAM_ONLY)
    note = text(N_("Note"), hint=TEAM_ONLY)

    def __init__(self, *, practices: Mapping[str, str], **kwargs: Any) -> None:
        """`practices`: what each of the four is called."""
        super().__init__(**kwargs)
        for code in PRACTICES:
            self[code].label.text = practices[code]
            found = [(one.value, gettext(name)) for one, name in FINDING_NAMES.items()]
            self[code].choices = offer([*found, ("", gettext("Nobody looked at this"))])
        if not is_uid(self.once.data):
            self.once.data = str(uuid4())

    @property
    def details(self) -> dict[str, Any]:
        """What the service takes; a blank date is none."""
        return {name: self[name].data or None for name in DETAILS}

    @property
    def findings(self) -> dict[str, str]:
        """Of each practice that somebody looked at."""
        return {code: self[code].data for code in PRACTICES if self[code].data}

    @property
    def sent(self) -> list[FileStorage]:
        """The files that were chosen; a browser sends an empty one where none was."""
        return [f for f in self.files.data or () if isinstance(f, FileStorage) and f.filename]


class SiteForm(Form):
    """A site the plan does not list."""

    name = words(N_("Name of the site"), most=300, needed=N_("Enter the name of the site"))
    region = SelectField(
        N_("Region"),
        validate_choice=False,
        validators=[OneOf(N_("Select one of the regions of the plan, or that it is not known"))],
    )
    place = text(N_("Where exactly?"), hint=TEAM_ONLY)

    def __init__(self, *, regions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.region.choices = offer([*regions, ("", gettext("Region not known"))])


class AgeForm(Form):
    """How long an elimination is believed without a new visit."""

    months = IntegerField(
        N_("After how many months does “Eliminated” need a new visit?"),
        description=N_("Counted from the earliest day the visit can have been."),
        validators=[Optional()],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.months.process_errors:  # the library's own words are not in our catalogues
            self.months.process_errors = []
            self.months.data = None
