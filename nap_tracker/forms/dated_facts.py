"""What is said of a frozen version with a date: endorsed, sent, published; and correcting it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from nap_tracker.forms.parts import Form, OneOf, lines, offer, one_line
from nap_tracker.forms.plans import PartialDateField
from nap_tracker.i18n import N_, gettext

PARTIAL = N_("A year is enough where the day is not known. Leave it blank where nothing is known.")


def words(label: str, *, hint: str = "", needed: str = "", most: int = 300) -> StringField:
    """One line of text."""
    first = DataRequired(needed) if needed else Optional()
    too_long = N_("Shorten this to 300 characters or fewer")
    if most != 300:
        too_long = N_("Shorten this to 2000 characters or fewer")
    return StringField(
        label, description=hint, filters=[one_line], validators=[first, Length(0, most, too_long)]
    )


def text(label: str, *, hint: str = "", needed: str = "") -> TextAreaField:
    """Several lines of text."""
    first = DataRequired(needed) if needed else Optional()
    too_long = N_("Shorten this to 2000 characters or fewer")
    return TextAreaField(
        label, description=hint, filters=[lines], validators=[first, Length(0, 2000, too_long)]
    )


class FactForm(Form):
    """Records a fact once, however often its button is pressed; or corrects one, with a reason."""

    once = HiddenField()
    because = text(
        N_("Why is it corrected?"),
        hint=N_("What was recorded before stays in the record, with this reason."),
        needed=N_("Enter why it is corrected"),
    )
    facts: tuple[str, ...] = ()
    """Fields the service takes under their own names."""

    def __init__(self, *, corrects: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not corrects:
            del self.because
        if not is_uid(self.once.data):
            self.once.data = str(uuid4())

    def __iter__(self) -> Any:
        """The reason stands last on the page."""
        return iter(sorted(super().__iter__(), key=lambda f: f.name == "because"))

    @property
    def details(self) -> dict[str, Any]:
        """What the service takes; a blank date is none."""
        return {name: _value(self[name]) for name in self.facts}


class EndorsementForm(FactForm):
    """Who endorsed the text, by which instrument, and when."""

    facts = ("body", "instrument", "signatory", "endorsed_on", "with_changes", "note")
    body = words(
        N_("Who endorsed it?"),
        hint=N_("For example the Council of Ministers, or the Ministry of the Environment."),
        needed=N_("Enter who endorsed it"),
    )
    instrument = words(
        N_("By which instrument?"), hint=N_("The decree, decision or minutes, with its number.")
    )
    endorsed_on = PartialDateField(
        N_("When was it endorsed?"), description=PARTIAL, validators=[Optional()]
    )
    signatory = words(N_("Who signed?"), hint=N_("Name and office."))
    file = FileField(
        N_("The signed file"),
        description=N_(
            "PDF, picture or Word, up to 25 MB. It is kept byte for byte; only the drafting team"
            " sees it."
        ),
    )
    with_changes = BooleanField(
        N_("The body changed the text"),
        description=N_("You then enter its changes in the next version, as endorsed."),
    )
    note = text(N_("Note"))


class SubmissionForm(FactForm):
    """When a version was sent to the Secretariat and received there."""

    facts = ("sent_on", "received_on", "reference", "bundle_id", "note")
    sent_on = PartialDateField(
        N_("When was it sent?"), description=PARTIAL, validators=[Optional()]
    )
    received_on = PartialDateField(
        N_("When did the Secretariat receive it?"),
        description=N_("Leave it blank until you know; you can add it later."),
        validators=[Optional()],
    )
    reference = words(
        N_("Reference"), hint=N_("Of the letter, note verbale or mail it was sent with.")
    )
    bundle_id = SelectField(
        N_("What was sent?"),
        validate_choice=False,
        validators=[OneOf(N_("Select what was sent"))],
    )
    note = text(N_("Note"))

    def __init__(self, *, bundles: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bundle_id.choices = offer(
            [*bundles, ("", gettext("Something that was not made here"))]
        )


class PublicationForm(FactForm):
    """Where a version can be read, and since when."""

    facts = ("place", "address", "published_on", "note")
    place = words(
        N_("Where was it published?"),
        hint=N_("For example the official gazette, or the site of the ministry."),
        needed=N_("Enter where it was published"),
    )
    address = words(N_("Address on the web"), most=2000)
    published_on = PartialDateField(
        N_("When was it published?"), description=PARTIAL, validators=[Optional()]
    )
    note = text(N_("Note"))


class BundleForm(Form):
    """What stands in the cover letter, and what goes along with the plan."""

    language = SelectField(
        N_("Language of the letter"),
        validate_choice=False,
        validators=[OneOf(N_("Select one of the languages offered"))],
    )
    reference = words(N_("Reference of the letter"))
    signatory = words(N_("Who will sign?"), hint=N_("Name and office, as they stand below."))
    contact = words(
        N_("Contact for questions"), hint=N_("A name, an address of mail or a telephone number.")
    )
    may_publish = BooleanField(N_("Say that the Secretariat may publish the text"))
    with_endorsements = BooleanField(
        N_("Put the signed endorsement into the bundle"),
        description=N_("The file goes out exactly as it was added, with its properties."),
    )

    def __init__(self, *, languages: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language.choices = offer(languages)


class WithdrawalForm(Form):
    """Why a fact that was recorded by mistake holds no more."""

    because = text(
        N_("Why was it a mistake?"),
        hint=N_("It stays in the record with this reason, and holds no more."),
        needed=N_("Enter why"),
    )


def _value(field: Any) -> Any:
    return field.data or None if isinstance(field, PartialDateField | SelectField) else field.data


def is_uid(sent: Any) -> bool:
    try:
        return str(UUID(sent)) == sent
    except (ValueError, TypeError, AttributeError):
        return False
