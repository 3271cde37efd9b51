"""Outlines of regions: the file, the property with their names, which outline is which region."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import Field, HiddenField, SelectField

from nap_tracker.forms.parts import Form, OneOf, offer
from nap_tracker.i18n import N_, gettext

LISTED = N_("Select one of the regions of the plan, or that it is none of them")


class OutlinesForm(Form):
    """The file."""

    file = FileField(
        N_("File with the outlines of the regions (GeoJSON)"),
        description=N_(
            "Longitude and latitude (WGS 84, EPSG:4326), up to 20 MB. You see which outline goes"
            " with which region before anything is kept."
        ),
        validators=[FileRequired(N_("Choose a file from your computer"))],
    )


class PropertyForm(Form):
    """Which property of the file holds the names."""

    called_by = SelectField(
        N_("Property of the file that holds the names of the regions"),
        validate_choice=False,
        validators=[OneOf(N_("Select one of the properties of the file"))],
    )

    def __init__(self, *, properties: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.called_by.choices = offer((name, name) for name in properties)


class MatchForm(Form):
    """For each outline the region it is; made by `match_form`."""

    seen = HiddenField()
    """The sum of the matches as they were when the page was opened."""

    @property
    def outlines(self) -> list[Field]:
        """One field for each outline, in the order of the file."""
        return [field for field in self if field.short_name.startswith("outline_")]

    @property
    def regions(self) -> list[str | None]:
        """Their uids; None for an outline that is no region of the plan."""
        return [field.data or None for field in self.outlines]


def match_form(
    called: Sequence[tuple[str, str | None]], regions: Iterable[tuple[str, str]], seen: str
) -> MatchForm:
    """`called`: what the file calls each outline, and the uid of the region it is now; `seen` is
    the sum of these matches."""
    offered = offer([("", gettext("No region of the plan")), *regions])
    fields = {
        f"outline_{place}": SelectField(
            name or gettext("Outline %(number)s, without a name", number=place + 1),
            choices=offered,
            default=uid or "",
            validate_choice=False,
            validators=[OneOf(LISTED)],
        )
        for place, (name, uid) in enumerate(called)
    }
    made: MatchForm = type("MatchOfOutlines", (MatchForm,), fields)(data={"seen": seen})
    return made


class RemovalForm(Form):
    """Nothing but the button."""
