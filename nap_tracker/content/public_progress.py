"""What the public reads of how a plan is carried out: readings that are let through, by name.

Stands are written as the drafting team reads them. Whatever is not named here stays with the team,
also a reading that somebody adds later: it is public only once it stands in `OPEN`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nap_tracker.content.canonical import digest, dumps
from nap_tracker.content.stand import Kind, Stand, arrived, from_data, to_data
from nap_tracker.workflow.spans import Span

FORMAT = "nap-tracker-progress"
VERSION = 1

MONEY = frozenset({"budgeted", "secured", "spent"})
OPEN: Mapping[Kind, frozenset[str]] = {
    "activity": frozenset({"lead", "phase", "status", "milestones", "heard"}),
    "indicator": frozenset({"baseline", "target", "target_on", "last", "as_of", "standing"}),
    "money": MONEY | {"gap"},
    "source": MONEY,
    "practice": frozenset(
        {"sites", "present", "reduced", "eliminated", "not_practised", "needs_visit", "not_known"}
    ),
}
"""Kind -> the readings the public may be shown; other kinds are never published here."""

FLAGGED: frozenset[Kind] = frozenset({"source", "practice"})
"""Kinds that can lead to givers, or to places and people: only a person's own tick chooses them."""


Read = Callable[[Any], Stand | None]
"""One stand of what is kept; None for what is none."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything that is public of one publication beside its name."""

    party: str
    """What the Party is called, in the language of the publication."""
    language: str
    starts_on: str
    """The first day it looks back to, "" where it tells only how things stand."""
    until: str
    note: str
    stands: tuple[Stand, ...]
    name: str = ""
    """Of one in a further language: what it is called there, "" where it has no name of its own."""
    note_in: str = ""
    """The language of its note, where that is not its own."""
    others: tuple[Progress, ...] = ()
    """The very same things in further languages of the plan."""

    def also_in(
        self,
        language: str,
        *,
        party: str,
        stands: tuple[Stand, ...],
        name: str = "",
        note: str = "",
    ) -> Progress:
        """The same in a further language; without a note there, the note is as it was written."""
        there = {} if note else {"note_in": self.language}
        return replace(
            self,
            language=language,
            party=party,
            stands=stands,
            name=name,
            note=note or self.note,
            others=(),
            **there,
        )

    def read_in(self, language: str) -> Progress:
        """In this language where it is kept, else in the publication's own."""
        return next((one for one in self.others if one.language == language), self)

    def of(self, kind: Kind) -> tuple[Stand, ...]:
        """The things of one kind, in their order."""
        return tuple(stand for stand in self.stands if stand.kind == kind)


def opened(stand: Stand) -> Stand | None:
    """A stand with its public readings alone; None where nothing of it may be public."""
    told = tuple(one for one in stand.readings if one.key in OPEN.get(stand.kind, ()))
    return replace(stand, readings=told) if told else None


def to_content(progress: Progress) -> dict[str, Any]:
    """As it is kept. Whatever is not public is left behind here too."""
    others = {one.language: _other(one) for one in progress.others}
    return {
        "format": FORMAT,
        "version": VERSION,
        "party": progress.party,
        "language": progress.language,
        "starts_on": progress.starts_on,
        "until": progress.until,
        "note": progress.note,
        "stands": _data(progress.stands),
        **({"others": others} if others else {}),
    }


def _other(progress: Progress) -> dict[str, Any]:
    """Of a further language what is not the same in each; its name and note where it has them."""
    note = "" if progress.note_in else progress.note
    words = {key: said for key, said in (("name", progress.name), ("note", note)) if said}
    return {"party": progress.party, "stands": _data(progress.stands), **words}


def from_content(content: Mapping[str, Any], *, is_arriving: bool = False) -> Progress:
    """What was kept, for the public.

    Removal for protection may have gone through it: what is no stand any more is left out, and the
    filter holds once more. `is_arriving`: it comes from another installation now, so that every
    word of it is checked; raises ValueError for what beside the stands is no text.
    """
    read = _arrived if is_arriving else _kept
    if is_arriving:
        _refuse_other_than_text(content)
    own = Progress(
        party=content["party"],
        language=content["language"],
        starts_on=content["starts_on"] if _is_day(content["starts_on"]) else "",
        until=content["until"],
        note=content["note"],
        stands=_stands(content["stands"], read),
    )
    others = (
        own.also_in(
            language,
            party=one["party"],
            stands=_stands(one["stands"], read),
            name=one.get("name", ""),
            note=one.get("note", ""),
        )
        for language, one in content.get("others", {}).items()
    )
    return replace(own, others=tuple(others))


def called(name: str, language: str, progress: Progress, reader: str) -> tuple[str, str]:
    """(Name, its language) for a reader of a language, of what has a name in its own."""
    shown = progress.read_in(reader)
    return (shown.name, shown.language) if shown.name else (name, language)


def sum_of(name: str, content: Mapping[str, Any]) -> str:
    """By which it is known whether a publication is still what it was."""
    return digest(dumps([name, content]))


def _data(stands: Sequence[Stand]) -> list[dict[str, Any]]:
    return [to_data(stand) for stand in _opened(stands)]


def _stands(data: Iterable[Any], read: Read) -> tuple[Stand, ...]:
    found = (read(one) for one in data)
    return _opened([stand for stand in found if stand is not None])


def _opened(stands: Sequence[Stand]) -> tuple[Stand, ...]:
    return tuple(told for stand in stands if (told := opened(stand)) is not None)


def _is_day(text: str) -> bool:
    try:
        Span.of(text)
    except ValueError:
        return False
    return True


def _kept(data: Any) -> Stand | None:
    try:
        return from_data(data)
    except (KeyError, TypeError, ValueError):
        return None


def _arrived(data: Any) -> Stand | None:
    try:
        return arrived(data)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _refuse_other_than_text(content: Mapping[str, Any]) -> None:
    """Of the publication itself, and of each further language."""
    own = [content[name] for name in ("party", "language", "starts_on", "until", "note")]
    others = content.get("others", {})
    more = [one.get(name, "") for one in others.values() for name in ("party", "name", "note")]
    if not all(isinstance(text, str) for text in (*own, *more)):
        raise ValueError("it says something that is no text")
