"""The form of a register's row; a new one carries its permanent id, so that it is added once."""

from __future__ import annotations

from uuid import UUID

from nap_tracker.forms.fields import EntryForm
from nap_tracker.i18n import N_, gettext

NOTHING_GIVEN = N_("Enter “%(question)s”, or leave this page")


class RowForm(EntryForm):
    """The answers of one row."""

    nameless = ""
    """What is said where the row was sent with nothing in it."""

    def ask_for_a_name(self) -> None:
        """Say at the field that names a row, and at the head of the page, that it is wanted."""
        naming = self[self.owner.label_field]  # type: ignore[union-attr]
        self.nameless = gettext(NOTHING_GIVEN, question=naming.label.text)
        naming.errors = [self.nameless]

    @property
    def errors_in_order(self) -> list[tuple[str, str]]:
        """(element id, message) for the error summary."""
        if self.nameless:
            return [(self.owner.label_field, self.nameless)]  # type: ignore[union-attr]
        return super().errors_in_order

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was given: that is no row yet."""
        return not self.unaccepted and all(value is None for value in self.answers.values())


def uid(sent: str) -> str | None:
    """A permanent id as a form carried it; None where it is no id."""
    try:
        return str(UUID(sent))
    except ValueError:
        return None
