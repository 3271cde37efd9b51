"""The form of a register's row; a new one carries its permanent id, so that it is added once."""

from __future__ import annotations

from uuid import UUID

from nap_tracker.forms.fields import EntryForm
from nap_tracker.i18n import N_

NOTHING_GIVEN = N_("Enter “%(question)s”, or leave this page")


class RowForm(EntryForm):
    """The answers of one row."""

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
