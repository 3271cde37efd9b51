"""What the ids in the log are called now; what was removed has no name any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.extensions import db
from nap_tracker.i18n import chosen, gettext, ngettext
from nap_tracker.models.account import Party, User
from nap_tracker.models.entry import Entry
from nap_tracker.models.export import Export
from nap_tracker.models.named_point import NamedPoint
from nap_tracker.models.plan import Plan
from nap_tracker.models.removal import Removal
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.models.search_text import SearchText
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.models.turn import Turn
from nap_tracker.services import turns
from nap_tracker.services.acts import Act
from nap_tracker.services.sentences import DETAILS, Speech

ACCOUNT = "account"
NUMBER = "number"
LONGEST = 110


@dataclass(frozen=True, slots=True)
class Names:
    """Of everything the acts on a page speak of."""

    schema: Schema
    """In the reader's language."""
    found: Mapping[str, str]
    """`noun:id` -> what it is called."""
    there: frozenset[str]
    """Uids of rows that are in the plan now."""

    def of(self, subject: str) -> str:
        """'' where nothing is called so any more."""
        noun, _, id = subject.partition(":")
        if noun == "section":
            return self.section(id)
        register = next((r for r in self.schema.registers if r.id == noun), None)
        name = self.found.get(subject, "")
        if register is None:
            return name
        if not name:
            return register.singular
        return gettext("%(register)s: %(name)s", register=register.singular, name=name)

    def account(self, id: str | None) -> str:
        """A person's name."""
        return self.found.get(f"{ACCOUNT}:{id}", "") if id else ""

    def plan(self, id: str | None) -> str:
        """A plan's title."""
        return self.found.get(f"plan:{id}", "") if id else ""

    def section(self, id: str) -> str:
        """A section's title."""
        return next((s.title for s in self.schema.sections if s.id == id), "")


def names_of(acts: Iterable[Act], language: str) -> Names:
    """Asked only for acts that the reader may see, in as many queries for one as for many."""
    listed = list(acts)
    schema = treaty(LATEST, language)
    subjects = {act.event.subject for act in listed} | _people(listed) | _plans(listed)
    by_noun: dict[str, set[str]] = {}
    for subject in subjects:
        noun, _, id = subject.partition(":")
        by_noun.setdefault(noun, set()).add(id)
    found: dict[str, str] = {}
    for noun, look in NOUNS.items():
        if by_noun.get(noun):
            found |= {f"{noun}:{id}": name for id, name in look(sorted(by_noun[noun])).items()}
    rows = {id: noun for noun in by_noun for id in by_noun[noun] if noun in _registers(schema)}
    there: frozenset[str] = frozenset()
    if rows:
        there = _there(rows)
        found |= {f"{rows[uid]}:{uid}": name for uid, name in _row_names(rows, schema).items()}
    return Names(schema, found, there)


def _people(acts: Iterable[Act]) -> set[str]:
    spoken = [name for name, (_, speech) in DETAILS.items() if speech is Speech.ACCOUNT]
    ids = {act.event.actor_id for act in acts}
    ids |= {act.details[name] for act in acts for name in spoken if name in act.details}
    return {f"{ACCOUNT}:{id}" for id in ids if id}


def _plans(acts: Iterable[Act]) -> set[str]:
    return {f"plan:{act.event.plan_id}" for act in acts if act.event.plan_id}


def _registers(schema: Schema) -> set[str]:
    return {register.id for register in schema.registers}


def _there(rows: Mapping[str, str]) -> frozenset[str]:
    query = select(Entry.uid).where(Entry.uid.in_(sorted(rows)), Entry.removed_at.is_(None))
    return frozenset(db.session.scalars(query))


def _row_names(rows: Mapping[str, str], schema: Schema) -> dict[str, str]:
    """Their numbers and naming answers, as the search of the plan has them."""
    labels = {register.id: register.label_field for register in schema.registers}
    fields = {NUMBER, *labels.values()}
    query = select(SearchText.uid, SearchText.field, SearchText.text).where(
        SearchText.uid.in_(sorted(rows)), SearchText.field.in_(sorted(fields))
    )
    said: dict[str, dict[str, str]] = {}
    for uid, field, text in db.session.execute(query.order_by(SearchText.language)):
        said.setdefault(uid, {}).setdefault(field, text)
    found = {}
    for uid, words in said.items():
        parts = (words.get(NUMBER, ""), words.get(labels[rows[uid]], ""))
        whole = " ".join(part for part in parts if part).replace("\n", " ")
        found[uid] = whole if len(whole) <= LONGEST else f"{whole[:LONGEST].rstrip()}…"
    return found


def _accounts(ids: list[str]) -> dict[str, str]:
    return _pairs(User.id, User.name, ids)


def _files(ids: list[str]) -> dict[str, str]:
    return _pairs(StoredFile.id, StoredFile.name, ids)


def _points(ids: list[str]) -> dict[str, str]:
    return _pairs(NamedPoint.id, NamedPoint.name, ids)


def _parties(ids: list[str]) -> dict[str, str]:
    return {id: chosen(words) for id, words in _pairs(Party.id, Party.name, ids).items()}


def _titles(ids: list[str]) -> dict[str, str]:
    return {id: chosen(words) for id, words in _pairs(Plan.id, Plan.title, ids).items()}


def _removals(ids: list[str]) -> dict[str, str]:
    found = _pairs(Removal.id, Removal.places, ids)
    return {
        id: ngettext("%(n)s place", "%(n)s places", len(places)) for id, places in found.items()
    }


def _exports(ids: list[str]) -> dict[str, str]:
    query = select(Export.id, Export.name, Export.format).where(Export.id.in_(ids))
    return {id: name or format.upper() for id, name, format in db.session.execute(query)}


def _rounds(ids: list[str]) -> dict[str, str]:
    return _pairs(Round.id, Round.title, ids)


def _seats(ids: list[str]) -> dict[str, str]:
    return _pairs(RoundInvitation.id, RoundInvitation.name, ids)


def _turns(ids: list[str]) -> dict[str, str]:
    query = select(Turn.id, Turn.holder, Turn.role, Turn.is_round).where(Turn.id.in_(ids))
    return {
        id: turns.name_of(holder, role, is_round=is_round)
        for id, holder, role, is_round in db.session.execute(query)
    }


def _pairs(id: Any, name: Any, ids: list[str]) -> dict[str, Any]:
    return {key: value for key, value in db.session.execute(select(id, name).where(id.in_(ids)))}  # noqa: C416 (rows)


NOUNS: dict[str, Callable[[list[str]], dict[str, str]]] = {
    ACCOUNT: _accounts,
    "export": _exports,
    "file": _files,
    "party": _parties,
    "plan": _titles,
    "point": _points,
    "removal": _removals,
    "round": _rounds,
    "seat": _seats,
    "turn": _turns,
}
"""By the noun of a subject; rows of registers and sections are found by the schema."""
