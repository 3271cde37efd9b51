"""The plan's JSON form: public and versioned. What `plan schema` describes and files carry."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from nap_tracker.annex_c.definitions import Owner, Schema
from nap_tracker.content.canonical import pretty
from nap_tracker.content.tree import SECTION, EntryContent, FileContent, PlanContent

FORMAT = "nap-tracker-plan"
VERSION = 1

Bytes = Callable[[FileContent], bytes]


def to_file(plan: PlanContent, schema: Schema, audience: str, bytes_of: Bytes) -> bytes:
    """The plan as a JSON file. The same content is always the same bytes.

    Keys stand in the order of the schema, rows in their order, numbers are strings, and nothing
    says when or by whom the file was made. It carries its files, and says its audience.
    """
    return pretty(
        {
            "format": FORMAT,
            "version": VERSION,
            "audience": audience,
            "party": _party(plan),
            "plan": _plan(plan),
            "sections": [
                {"section": section.id, **_entry(section, entry)}
                for section in schema.sections
                if (entry := plan.section(section.id)) is not None
            ],
            "registers": {
                register.id: [_entry(register, row) for row in plan.rows(register.id)]
                for register in schema.registers
                if plan.rows(register.id)
            },
            "answered_warnings": [
                {"key": key, "reason": dict(plan.answered_warnings[key])}
                for key in sorted(plan.answered_warnings)
            ],
            "files": [_file(file, bytes_of(file)) for file in sorted(plan.files, key=_by_uid)],
        }
    ).encode()


def _party(plan: PlanContent) -> dict[str, Any]:
    party = plan.party
    return _given(
        code=party.code,
        name=dict(party.name),
        emblem=party.emblem,
        sample=party.sample,
        authentic={key: dict(words) for key, words in sorted(party.authentic.items())},
    )


def _plan(plan: PlanContent) -> dict[str, Any]:
    return _given(
        id=plan.uid,
        title=dict(plan.title),
        short_title=dict(plan.short_title),
        language=plan.language,
        languages=list(plan.languages),
        period_start=plan.period_start,
        period_end=plan.period_end,
        edition=plan.edition,
        number=plan.version,
        sample=plan.sample,
    )


def _entry(owner: Owner, entry: EntryContent) -> dict[str, Any]:
    """Answers in the order of the form."""
    order = [field.id for field in owner.fields]
    return _given(
        id=entry.uid,
        audience=entry.audience,
        audiences={k: entry.audiences[k] for k in order if k in entry.audiences},
        completed=entry.completed,
        answers={k: _plain(entry.answers[k]) for k in order if k in entry.answers},
    )


def _file(file: FileContent, data: bytes) -> dict[str, Any]:
    return {
        "id": file.uid,
        "name": file.name,
        "media_type": file.media_type,
        "audience": file.audience,
        "sha256": file.sha256,
        "data": base64.b64encode(data).decode("ascii"),
    }


def _by_uid(file: FileContent) -> str:
    return file.uid


def _given(**values: Any) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v not in (None, False, "", [], {})}


def _plain(value: Any) -> Any:
    """Objects with sorted keys, so that the form in which a value was saved does not show."""
    if isinstance(value, Mapping):
        return {key: _plain(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def entry_content(kind: str, position: int, data: Mapping[str, Any]) -> EntryContent:
    """An entry of a file that was checked."""
    return EntryContent(
        uid=data["id"],
        kind=kind,
        position=position,
        section=data.get("section") if kind == SECTION else None,
        answers=data.get("answers", {}),
        audience=data.get("audience"),
        audiences=data.get("audiences", {}),
        completed=data.get("completed", False),
    )
