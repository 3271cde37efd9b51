"""What a page tells its form: whose language, which rows and files there are to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from nap_tracker import i18n
from nap_tracker.annex_c.definitions import Schema

Choices = Sequence[tuple[str, str]]
"""(value, words) pairs."""


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A file of the plan that can be picked as evidence or, if it is a picture, as a figure."""

    uid: str
    name: str
    url: str
    is_picture: bool = False
    alt: str = ""


@dataclass(frozen=True)
class Setting:
    """Everything a form needs from outside; forms ask no database."""

    schema: Schema
    """In the reader's language."""
    language: str
    """Of the texts that are edited."""
    binding: str
    """The plan's binding language."""
    reader: str = field(default_factory=i18n.locale)
    rows: Mapping[str, Choices] = field(default_factory=dict)
    """Register id -> (uid, label) of its rows."""
    files: Sequence[PlanFile] = ()
    currencies: Sequence[str] = ()
    """Those the plan already uses, the most frequent first."""
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Register id, or 'file': (words, address) of the page that adds one."""

    @cached_property
    def notations(self) -> tuple[str, ...]:
        """Languages whose numbers and dates are understood here: the reader's and the plan's."""
        return tuple(dict.fromkeys((self.reader, self.binding)))

    @cached_property
    def direction(self) -> str:
        """'rtl' or 'ltr' of the texts that are edited."""
        return i18n.direction(self.language)

    @cached_property
    def figures(self) -> list[tuple[str, str, str, str]]:
        """(uid, name, alt, url) of the pictures long text can show."""
        return [(f.uid, f.name, f.alt, f.url) for f in self.files if f.is_picture]
