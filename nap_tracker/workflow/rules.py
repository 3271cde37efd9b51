"""Why a date is what it is: a sentence with its figures, said in the language of who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nap_tracker import i18n
from nap_tracker.i18n import gettext
from nap_tracker.workflow.spans import Span


@dataclass(frozen=True, slots=True)
class Rule:
    """`message` is marked with N_; dates and numbers among `params` are said in the language."""

    message: str
    params: Mapping[str, Span | int | str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The sentence in the language in force."""
        return gettext(self.message, **self.said)

    @property
    def said(self) -> dict[str, str]:
        """The figures in the language in force."""
        return {name: _said(value) for name, value in self.params.items()}


def _said(value: Span | int | str) -> str:
    """Text among the params is a message of its own."""
    if isinstance(value, Span):
        return value.words
    return i18n.number(value) if isinstance(value, int) else gettext(value)
