"""The JSON Schema of the plan's JSON form, made from the treaty as data."""

from __future__ import annotations

from typing import Any

from nap_tracker.annex_c.definitions import AUDIENCES, Field, Kind, Owner, Schema
from nap_tracker.content.interchange import FORMAT, VERSION

Json = dict[str, Any]

UID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
NUMBER = {"type": "string", "pattern": r"^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?$"}
DATE = {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
WORDS = {
    "type": "object",
    "propertyNames": {"pattern": LANGUAGE},
    "additionalProperties": {"type": "string"},
}
AUDIENCE = {"enum": list(AUDIENCES)}


def _object(*required: str, **properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _figure(**properties: Json) -> Json:
    """A figure, or one of the three kinds of empty with its reason."""
    return {"anyOf": [_object(**properties), _ref("empty")]}


YEAR = {"type": "string", "pattern": "^[0-9]{4}$"}
DEFS: Json = {
    "uid": UID,
    "words": WORDS,
    "number": NUMBER,
    "audience": AUDIENCE,
    "empty": _object(
        "empty",
        empty={"enum": ["not_known", "does_not_apply", "not_costed"]},
        reason=_ref("words"),
    ),
    Kind.NUMBER.value + "_figure": _figure(value=_ref("number")),
    Kind.QUANTITY.value: _figure(
        low=_ref("number"),
        best=_ref("number"),
        high=_ref("number"),
        unit={"type": "string"},
        year=YEAR,
        method=_ref("words"),
        source=_ref("words"),
    ),
    Kind.PEOPLE.value: _figure(
        **{group: _ref("number") for group in ("women", "men", "girls", "boys", "unknown")},
        year=YEAR,
        source=_ref("words"),
    ),
    Kind.MONEY.value: _figure(
        amount=_ref("number"), currency={"type": "string", "pattern": "^[A-Z]{3}$"}
    ),
    Kind.COORDINATES.value: _object("lat", "lon", lat=_ref("number"), lon=_ref("number")),
    Kind.EVIDENCE.value: {
        "type": "array",
        "items": _object(
            "id",
            id=_ref("uid"),
            file=_ref("uid"),
            link={"type": "string", "pattern": "^https?://"},
            title=_ref("words"),
        ),
    },
}
KINDS: dict[Kind, Json] = {
    Kind.TEXT: _ref("words"),
    Kind.PARAGRAPH: _ref("words"),
    Kind.LONGTEXT: _ref("words"),
    Kind.PLACE: _ref("words"),
    Kind.YESNO: {"type": "boolean"},
    Kind.DATE: DATE,
    Kind.COUNTRY: {"type": "string", "pattern": "^[A-Z]{3}$"},
    Kind.REF: _ref("uid"),
    Kind.REFS: {"type": "array", "items": _ref("uid")},
    Kind.NUMBER: _ref("number_figure"),
    **{
        kind: _ref(kind.value)
        for kind in (Kind.QUANTITY, Kind.PEOPLE, Kind.MONEY, Kind.COORDINATES, Kind.EVIDENCE)
    },
}


def json_schema(schema: Schema) -> Json:
    """What a file of this edition may hold; `$comment`s carry the labels of the form."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{FORMAT}, version {VERSION}, edition {schema.edition} of the form",
        **_object(
            "format",
            "version",
            "party",
            "plan",
            format={"const": FORMAT},
            version={"const": VERSION},
            audience=AUDIENCE,
            party=_object(
                "code",
                "name",
                code={"type": "string", "pattern": "^[A-Z]{3}$"},
                name=_ref("words"),
                emblem=_ref("uid"),
                sample={"type": "boolean"},
                authentic={
                    "type": "object",
                    "propertyNames": {"enum": [item.key for item in schema.items]},
                    "additionalProperties": _ref("words"),
                },
            ),
            plan=_plan(),
            sections={
                "type": "array",
                "items": {"oneOf": [_section(section) for section in schema.sections]},
            },
            registers=_object(
                **{
                    register.id: {"type": "array", "items": _entry(register)}
                    for register in schema.registers
                }
            ),
            answered_warnings={
                "type": "array",
                "items": _object("key", "reason", key={"type": "string"}, reason=_ref("words")),
            },
            files={"type": "array", "items": _file()},
        ),
        "$defs": DEFS,
    }


def owner_schema(owner: Owner) -> Json:
    """One section or one row of a register by itself, for messages that name the exact place."""
    inside = _section(owner) if hasattr(owner, "guidance") else _entry(owner)
    return {**inside, "$defs": DEFS}


def _plan() -> Json:
    language = {"type": "string", "pattern": LANGUAGE}
    return _object(
        "id",
        "title",
        "language",
        "edition",
        id=_ref("uid"),
        title=_ref("words"),
        short_title=_ref("words"),
        language=language,
        languages={"type": "array", "items": language},
        period_start=DATE,
        period_end=DATE,
        edition={"type": "integer", "minimum": 1},
        number={"type": "integer", "minimum": 1, "maximum": 100000},
        sample={"type": "boolean"},
    )


def _file() -> Json:
    return _object(
        "id",
        "name",
        "audience",
        "sha256",
        "data",
        id=_ref("uid"),
        name={"type": "string", "maxLength": 200},
        media_type={"type": "string"},
        audience=AUDIENCE,
        sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
        data={"type": "string", "contentEncoding": "base64"},
    )


def _section(section: Owner) -> Json:
    entry = _entry(section)
    entry["properties"] = {"section": {"const": section.id}, **entry["properties"]}
    entry["required"] = ["section", *entry["required"]]
    return entry


def _entry(owner: Owner) -> Json:
    answers = {f.id: {**_kind(f), "$comment": f.label} for f in owner.fields if _stored(f)}
    names = {"propertyNames": {"enum": [field.id for field in owner.fields]}}
    return _object(
        "id",
        id=_ref("uid"),
        audience=AUDIENCE,
        audiences={"type": "object", **names, "additionalProperties": AUDIENCE},
        completed={"type": "boolean"},
        answers=_object(**answers),
    )


def _stored(field: Field) -> bool:
    return field.kind is not Kind.ROWS


def _kind(field: Field) -> Json:
    if field.kind is Kind.CHOICE:
        return {"enum": [option.code for option in field.options]}
    if field.kind is Kind.CHOICES:
        codes = [option.code for option in field.options]
        return {"type": "array", "items": {"enum": codes}, "uniqueItems": True}
    if field.kind is Kind.ITEMS:
        return {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
    return KINDS[field.kind]
