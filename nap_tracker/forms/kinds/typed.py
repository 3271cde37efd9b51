"""What a person typed, before it is an answer: refusals with their reason, and text as it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nap_tracker.annex_c.problems import ValueProblem
from nap_tracker.i18n import gettext


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something typed is no answer yet. `part` is where in a compound answer, '' for the whole.

    `message` is marked with N_ and says how to put it right; `params` fill its placeholders.
    """

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""

    @property
    def words(self) -> str:
        """The sentence in the language in force."""
        return gettext(self.message, **self.params)

    def inside(self, part: str) -> Refusal:
        """The same refusal, seen from the answer that holds this one as `part`."""
        return Refusal(self.message, self.params, part)


class Refused(ValueError):
    """What was typed cannot be taken; carries the refusals."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(refusals[0].message)
        self.refusals = refusals


def refused(problem: ValueProblem) -> Refusal:
    """A fault found in a canonical value, as a refusal at the part it names."""
    return Refusal(problem.message, dict(problem.params), problem.part.partition(".")[0])


def as_sent(text: str) -> str:
    """Text with the line ends it had in the page: browsers send CRLF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
