"""The JSON Schema of what is taken out of a plan in force: every key, and what may stand there."""

from __future__ import annotations

from typing import Any

from nap_tracker.content.extract import FORMAT, VERSION, What
from nap_tracker.content.finances import Movement
from nap_tracker.content.json_schema import DATE, LANGUAGE, NUMBER, UID, WORDS
from nap_tracker.estimates.on_track import Direction, Lacking, Verdict
from nap_tracker.estimates.small_groups import Hidden
from nap_tracker.workflow.implementation import Phase
from nap_tracker.workflow.progress import Because, Freshness, Status

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
COUNT: Json = {"type": "integer", "minimum": 0}
FLAG: Json = {"type": "boolean"}
CURRENCY: Json = {"type": "string", "pattern": "^[A-Z]{3}$"}
DAY: Json = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
ITEMS: Json = {"type": "array", "items": TEXT}


def extract_schema(what: What) -> Json:
    """What a file of this sort holds."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{FORMAT}, version {VERSION}: {what.value}",
        **_object(
            {
                "format": {"const": FORMAT},
                "version": {"const": VERSION},
                "what": {"const": what.value},
                "audience": {"enum": ["drafting_team", "viewers", "institution"]},
                "made_at": {"type": "string", "pattern": "^[0-9T:+-]{25}$"},
                "made_by": TEXT,
                "party": {"type": "string", "pattern": "^[A-Z]{3}$"},
                "plan": _object(
                    {
                        "id": UID,
                        "title": WORDS,
                        "language": {"type": "string", "pattern": LANGUAGE},
                        "number": {"type": "integer", "minimum": 1},
                    }
                ),
                **BODIES[what],
            }
        ),
    }


def _object(properties: Json, *, optional: Json | None = None) -> Json:
    """Every key is there, but for the optional ones; nothing else is."""
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(spec: Json) -> Json:
    return {"anyOf": [spec, {"type": "null"}]}


def _codes(enum: Any) -> Json:
    return {"enum": [one.value for one in enum]}


def _several(spec: Json) -> Json:
    return {"type": "array", "items": spec}


AMOUNTS = _several(_object({"currency": CURRENCY, "amount": NUMBER}))
STANDING = _object(
    {
        "budgeted": AMOUNTS,
        "lines": COUNT,
        "lines_not_costed": COUNT,
        "lines_not_known": COUNT,
        "secured": AMOUNTS,
        "spent": AMOUNTS,
        "still_needed": _or_null(AMOUNTS),
        "is_at_least": FLAG,
    }
)
BODY = _object({"id": _or_null(UID), "name": WORDS})
ACTIVITY = _object(
    {
        "id": UID,
        "number": WORDS,
        "statement": WORDS,
        "items": ITEMS,
        "strategy": _or_null(_object({"id": UID, "heading": WORDS})),
        "lead": _or_null(BODY),
        "supporting": _several(BODY),
        "start": _or_null(DATE),
        "end": _or_null(DATE),
        "phase": _codes(Phase),
        "status": _codes(Status),
        "because": _codes(Because),
        "merged_into": _or_null(
            _object({"id": _or_null(UID), "number": WORDS, "statement": WORDS})
        ),
        "worked_out": _codes(Status),
        "freshness": _codes(Freshness),
        "heard_on": _or_null(DAY),
        "monitoring": _object({"is_described": FLAG, "looks_ahead": FLAG, "is_measured": FLAG}),
        "next_milestone": _or_null(
            _object({"id": UID, "title": WORDS, "due": _or_null(DATE), "is_overdue": FLAG})
        ),
    },
    optional={"decided_because": _or_null(TEXT), "money": STANDING},
)
ENDS: Json = {"low": _or_null(NUMBER), "best": _or_null(NUMBER), "high": _or_null(NUMBER)}
FIGURE = _object(
    {"on": _or_null(DATE)},
    optional={
        **ENDS,
        "source": TEXT,
        "hidden": _codes(Hidden),
        "empty": {"enum": ["not_known", "blank"]},
    },
)
INDICATOR = _object(
    {
        "id": UID,
        "source": {"type": "string", "pattern": "^(row|library|own):"},
        "number": TEXT,
        "title": WORDS,
        "unit": TEXT,
        "unit_words": WORDS,
        "kind": {"enum": ["quantity", "share", "scale"]},
        "items": ITEMS,
        "direction": _codes(Direction),
        "margin": NUMBER,
        "baseline": _or_null(FIGURE),
        "target": _or_null(FIGURE),
        "last": _or_null(FIGURE),
        "groups": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {"anyOf": [NUMBER, _object({"hidden": _codes(Hidden)})]},
            },
        },
        "on_track": _codes(Verdict),
        "lacking": _or_null(_codes(Lacking)),
        "approved": COUNT,
        "without_evidence": COUNT,
        "waiting": COUNT,
    }
)
LINE = _object(
    {
        "id": UID,
        "activity": _or_null(UID),
        "items": ITEMS,
        "description": WORDS,
        "cost": _or_null({"type": "object"}),
        "year": _or_null(DATE),
        "funding_status": _or_null(TEXT),
        "source_type": _or_null(TEXT),
        "source": WORDS,
        "secured": AMOUNTS,
        "spent": AMOUNTS,
    }
)
RECORD = _object(
    {
        "id": UID,
        "on": DATE,
        "movement": _codes(Movement),
        "activity": _or_null(UID),
        "line": _or_null(UID),
        "currency": CURRENCY,
        "amount": NUMBER,
        "source_type": _or_null(TEXT),
        "source": TEXT,
    },
    optional={"note": TEXT},
)
RATE = _object({"base": CURRENCY, "quote": CURRENCY, "rate": TEXT, "on": DAY, "source": TEXT})
BODIES: dict[What, Json] = {
    What.ACTIVITIES: {
        "filter": _object(
            {"show": _or_null(TEXT), "institution": _or_null(TEXT), "item": _or_null(TEXT)}
        ),
        "activities": _several(ACTIVITY),
    },
    What.BUDGET: {
        "filter": _object({"currency": _or_null(CURRENCY)}),
        "whole": STANDING,
        "lines": _several(LINE),
        "records": _several(RECORD),
        "rates": _several(RATE),
    },
    What.INDICATORS: {"filter": _object({}), "indicators": _several(INDICATOR)},
}
