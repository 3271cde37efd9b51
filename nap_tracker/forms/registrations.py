"""Registering a plan made elsewhere: what it is called, its file, and what happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired, Optional

from nap_tracker.forms.dated_facts import PARTIAL, is_uid, words
from nap_tracker.forms.parts import offer
from nap_tracker.forms.plans import PARTY, PartialDateField, PlanForm, common_fields, title_field
from nap_tracker.i18n import N_, gettext

READERS = {
    "drafting_team": N_("Drafting team only"),
    "reviewers": N_("Drafting team and reviewers"),
    "public": N_("Everybody: it is a public document"),
}


class RegistrationForm(PlanForm):
    """The fields of a plan, its original file, and the dates of what was done with it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not is_uid(self["once"].data):
            self["once"].data = str(uuid4())

    @property
    def endorsement(self) -> dict[str, Any] | None:
        """None where nothing is said of one."""
        date, body = self["endorsed_on"].data or None, self["endorsed_by"].data
        if not date and not body:
            return None
        return {"endorsed_on": date, "body": body or gettext("Not known")}

    @property
    def submission(self) -> dict[str, Any] | None:
        """None where nothing is said of one."""
        facts = {
            "sent_on": self["sent_on"].data or None,
            "received_on": self["received_on"].data or None,
            "reference": self["reference"].data,
        }
        return facts if any(facts.values()) else None

    @property
    def publication(self) -> dict[str, Any] | None:
        """None where nothing is said of one."""
        address = self["address"].data
        return {"place": gettext("On the web"), "address": address} if address else None


def registration_form(parties: Iterable[tuple[str, str]]) -> RegistrationForm:
    """The form that registers a plan of one of these Parties."""
    offered = list(parties)
    needed = [FileRequired(N_("Choose the file of the plan"))]
    fields: dict[str, Any] = {
        "once": HiddenField(),
        "party": RadioField(
            N_("Party"), choices=offer(offered), validate_choice=False, validators=[PARTY]
        ),
        "title": title_field(N_("Title"), is_needed=True),
        "file": FileField(
            N_("The original file"),
            description=N_(
                "The plan as it was endorsed or sent: PDF or Word, up to 25 MB. It is the"
                " authoritative text, kept and given out byte for byte, with its properties."
            ),
            validators=needed,
        ),
        "audience": RadioField(
            N_("Who may see the file?"),
            choices=offer((one, gettext(said)) for one, said in READERS.items()),
            default="drafting_team",
            validators=[InputRequired(N_("Select who may see the file"))],
        ),
        **common_fields(()),
        "endorsed_on": PartialDateField(
            N_("When was it endorsed?"), description=PARTIAL, validators=[Optional()]
        ),
        "endorsed_by": words(N_("Who endorsed it?")),
        "sent_on": PartialDateField(
            N_("When was it sent to the Secretariat?"),
            description=PARTIAL,
            validators=[Optional()],
        ),
        "received_on": PartialDateField(
            N_("When did the Secretariat receive it?"), validators=[Optional()]
        ),
        "reference": words(N_("Reference of the letter")),
        "address": words(N_("Where it can be read on the web"), most=2000),
    }
    made: RegistrationForm = type("Registration", (RegistrationForm,), fields)(
        data={"party": offered[0][0] if len(offered) == 1 else None, "audience": "drafting_team"}
    )
    return made
