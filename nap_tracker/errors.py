"""What can go wrong in the domain, as data: no HTML, no status codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class DomainError(Exception):
    """A refusal the person must read; `message` is marked with N_, `params` fill it."""

    message: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % dict(self.params) if self.params else self.message


class NotFound(DomainError):
    """The thing does not exist, or this actor must not know that it does (walls)."""


class Removed(NotFound):
    """The row was taken out while somebody was writing in it."""


class Hidden(NotFound):
    """Absent or behind a wall; its page is the same for both, whatever the message says."""


class SignedOut(DomainError):
    """Somebody has to sign in first, and what they sent could not be kept for them."""


class Forbidden(DomainError):
    """The actor may know of the thing but not do this to it."""


class InvalidTransition(DomainError):
    """The state does not allow it now."""


class Overtaken(InvalidTransition):
    """Somebody was quicker; the message says what they did."""


class ReadOnly(Forbidden):
    """The text is closed for a while to somebody who otherwise writes in it."""


class Frozen(InvalidTransition):
    """The text of this version is kept for ever as it is."""


class NotReady(DomainError):
    """Something has to be done first."""


class Locked(DomainError):
    """Somebody asked the others to leave this part alone for a while."""


@dataclass
class Invalid(DomainError):
    """What was given cannot be taken; nothing of it was stored."""

    about: str = ""
    """Which of the things given, by the name of its form field, where it is one."""


class TooMany(DomainError):
    """Tried too often: wait and try again."""


@dataclass
class StaleEdit(DomainError):
    """Two people changed the same field or block; `conflicts` holds both texts, field by field."""

    conflicts: tuple[Any, ...] = ()


class Redacted(StaleEdit):
    """The form still holds words that were removed to protect people: it is not shown again."""


@dataclass(frozen=True, slots=True)
class PathProblem:
    """One fault in a file from outside: where it is (JSON path, or row and column) and what."""

    path: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class InvalidFile(DomainError):
    """A file that was refused whole, with every problem found in it."""

    problems: tuple[PathProblem, ...] = ()
