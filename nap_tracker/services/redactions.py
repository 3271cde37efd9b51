"""Texts without the words that were removed to protect people: what each of them becomes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from nap_tracker.content.canonical import dumps
from nap_tracker.content.leaves import answer_changed, changed
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, gettext, use_locale
from nap_tracker.models.account import Party
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.services import finding
from nap_tracker.services.finding import Finder, InFact, InText, Place
from nap_tracker.text.redaction import without

INSTEAD = N_("[removed for protection]")
"""Stands in the text, in the plan's language."""


class Words:
    """The words, and what each text becomes without them, in the language of its plan."""

    def __init__(self, finder: Finder) -> None:
        self.finder = finder
        self._instead: dict[str | None, str] = {}

    def gone(self, plan_id: str | None) -> Any:
        """What a text of a plan becomes."""
        instead = self.instead(plan_id)

        def change(text: str) -> str:
            holds = self.finder.holds(text)
            return without(text, self.finder.needle, instead) if holds else text

        return change

    def instead(self, plan_id: str | None) -> str:
        """The mark in the plan's language."""
        if plan_id not in self._instead:
            plan = db.session.get(Plan, plan_id) if plan_id else None
            with use_locale(plan.language if plan else "en"):
                self._instead[plan_id] = gettext(INSTEAD)
        return self._instead[plan_id]


def of_answers(
    answers: Mapping[str, Any],
    fields: Mapping[str, Any],
    wanted: Mapping[str, set[str]],
    change: Any,
) -> dict[str, Any]:
    """Answers without the words in these fields and languages."""
    kept = {}
    for name, value in answers.items():
        if name in wanted:
            value = answer_changed(fields.get(name), value, wanted[name], change)
        if value is not None:
            kept[name] = value
    return kept


def by_field(chosen: Iterable[InText]) -> dict[str, set[str]]:
    """Field -> the languages it loses the words in."""
    wanted: dict[str, set[str]] = {}
    for where in chosen:
        wanted.setdefault(where.field, set()).add(where.language)
    return wanted


def of_frozen(words: Words, chosen: Sequence[Place]) -> list[PlanVersion]:
    """What was frozen loses the same answers; the versions of which the text changed."""
    texts: dict[str, list[InText]] = {}
    facts: set[str] = set()
    for place in chosen:
        if isinstance(place.where, InText) and place.is_frozen:
            texts.setdefault(place.where.version_id, []).append(place.where)
        elif isinstance(place.where, InFact) and place.where.is_snapshot:
            facts.add(place.where.key[0])
    touched = []
    for version_id in sorted({*texts, *facts}):
        version = db.session.get_one(PlanVersion, version_id)
        frozen = json.loads(version.snapshot or "{}")
        change = words.gone(version.plan_id)
        if version_id in facts:
            rest = {k: v for k, v in frozen.items() if k not in ("entries", "party")}
            frozen |= changed(rest, change)
        for entry in frozen.get("entries", ()):
            mine = [w for w in texts.get(version_id, ()) if w.uid == entry["uid"]]
            fields = finding.fields_of(version.schema_edition, entry["kind"], entry.get("section"))
            said = entry.get("answers", {})
            entry["answers"] = of_answers(said, fields, by_field(mine), change)
        touched += _changed_to(version, frozen)
    return touched


def without_file(party: Party, file: StoredFile) -> list[PlanVersion]:
    """Frozen versions no longer list the file, or their documents could not be made any more."""
    query = select(PlanVersion).where(
        PlanVersion.party_id == party.id, PlanVersion.snapshot.is_not(None)
    )
    touched = []
    for version in db.session.scalars(query.order_by(PlanVersion.id)):
        frozen = json.loads(version.snapshot or "{}")
        kept = [one for one in frozen["files"] if one["uid"] != file.id]
        touched += _changed_to(version, {**frozen, "files": kept})
    return touched


def _changed_to(version: PlanVersion, frozen: Mapping[str, Any]) -> list[PlanVersion]:
    text = dumps(frozen)
    if text == version.snapshot:
        return []
    version.snapshot = text
    return [version]
