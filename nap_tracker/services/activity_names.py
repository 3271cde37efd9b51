"""What an activity is called wherever it is named."""

from __future__ import annotations

from nap_tracker.content.tree import Words
from nap_tracker.i18n import N_, chosen, gettext

GONE = N_("An activity that is not in the plan in force")


def named(number: Words, statement: Words, language: str) -> str:
    """Number and statement, in the language of the plan."""
    words = (chosen(number, language), chosen(statement, language))
    return " ".join(filter(None, words)) or gettext("Untitled")
