"""From merged raw tables to a Schema: every name checked where it is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nap_tracker.annex_c.definitions import (
    AUDIENCES,
    CHOOSING,
    REFERRING,
    WORDED,
    Field,
    Group,
    Item,
    Kind,
    Level,
    Option,
    Register,
    Schema,
    Section,
    Unit,
)
from nap_tracker.annex_c.faults import SchemaFault

Raw = Mapping[str, Any]

DEFAULT_AUDIENCE = "public"
LENGTHS = {Kind.TEXT: 300, Kind.PLACE: 200, Kind.PARAGRAPH: 5_000, Kind.LONGTEXT: 300_000}
"""Characters per language where the file says nothing."""

FIELD_KEYS = frozenset(
    {
        "audience",
        "cites",
        "hint",
        "item",
        "kind",
        "label",
        "level",
        "max_length",
        "maximum",
        "options",
        "register",
        "units",
    }
)
SECTION_KEYS = frozenset({"audience", "cites", "field", "guidance", "level", "task", "title"})
REGISTER_KEYS = frozenset(
    {"audience", "cites", "field", "label_field", "singular", "title", "typed"}
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a field may refer to, and where the fault lies if it does not exist."""

    file: str
    path: str
    raw: Raw
    cites: str
    audience: str

    def fault(self, reason: str, id: str = "") -> SchemaFault:
        return SchemaFault(self.file, f"{self.path}.{id}" if id else self.path, reason)


def build(raw: Raw, *, edition: int, language: str, sources: Mapping[str, str]) -> Schema:
    """The schema of merged tables; raises SchemaFault at the first thing that is not right."""
    schema = Schema(
        edition=edition,
        language=language,
        title=_text(raw["treaty"]["edition"], "title", "treaty.edition", sources),
        groups=tuple(
            Group(id, _text(table, "title", f"group.{id}", sources))
            for id, table in raw["group"].items()
        ),
        sections=tuple(_section(id, raw, sources) for id in _section_order(raw, sources)),
        registers=tuple(_register(id, raw, sources) for id in _register_order(raw, sources)),
        items=tuple(_item(key, table, sources) for key, table in raw["item"].items()),
        units=tuple(_unit(code, table, sources) for code, table in raw["unit"].items()),
    )
    _every_register_has_one_home(schema, sources)
    return schema


def _section_order(raw: Raw, sources: Mapping[str, str]) -> tuple[str, ...]:
    listed = tuple(id for group in raw["group"].values() for id in group["sections"])
    _same_ids("section", listed, raw["section"], sources["group.front"])
    return listed


def _register_order(raw: Raw, sources: Mapping[str, str]) -> tuple[str, ...]:
    listed = tuple(raw["treaty"]["edition"]["registers"])
    _same_ids("register", listed, raw["register"], sources["treaty.edition"])
    return listed


def _same_ids(table: str, listed: tuple[str, ...], present: Raw, file: str) -> None:
    if len(set(listed)) != len(listed):
        raise SchemaFault(file, table, "is listed twice")
    for id in sorted(set(listed) ^ set(present)):
        reason = "is listed but has no table" if id in listed else "has a table but is not listed"
        raise SchemaFault(file, f"{table}.{id}", reason)


def _section(id: str, raw: Raw, sources: Mapping[str, str]) -> Section:
    table, path = raw["section"][id], f"section.{id}"
    context = _context(path, table, raw, sources)
    _known_keys(table, SECTION_KEYS, context)
    paragraph, item = _citation(context.cites, context)
    return Section(
        id=id,
        group=next(key for key, group in raw["group"].items() if id in group["sections"]),
        title=_text(table, "title", path, sources),
        task=_text(table, "task", path, sources),
        paragraph=paragraph,
        item=item,
        level=_level(table, context),
        guidance=_text(table, "guidance", path, sources),
        audience=context.audience,
        fields=_fields(table, context),
    )


def _register(id: str, raw: Raw, sources: Mapping[str, str]) -> Register:
    table, path = raw["register"][id], f"register.{id}"
    context = _context(path, table, raw, sources)
    _known_keys(table, REGISTER_KEYS, context)
    fields = _fields(table, context)
    label_field = table.get("label_field")
    if label_field not in {field.id for field in fields}:
        raise context.fault(f"label_field {label_field!r} is no field of it")
    return Register(
        id=id,
        title=_text(table, "title", path, sources),
        singular=_text(table, "singular", path, sources),
        audience=context.audience,
        label_field=label_field,
        fields=fields,
        typed=bool(table.get("typed", True)),
    )


def _context(path: str, table: Raw, raw: Raw, sources: Mapping[str, str]) -> Context:
    audience = table.get("audience", DEFAULT_AUDIENCE)
    context = Context(sources[path], path, raw, table.get("cites", ""), audience)
    _known_audience(audience, context)
    return context


def _fields(table: Raw, context: Context) -> tuple[Field, ...]:
    return tuple(_field(id, field, context) for id, field in table.get("field", {}).items())


def _field(id: str, table: Raw, owner: Context) -> Field:
    context = Context(
        owner.file,
        f"{owner.path}.field.{id}",
        owner.raw,
        table.get("cites", owner.cites),
        table.get("audience", owner.audience),
    )
    _known_keys(table, FIELD_KEYS, context)
    _known_audience(context.audience, context)
    kind = _kind(table, context)
    paragraph, item = _citation(context.cites, context)
    return Field(
        id=id,
        kind=kind,
        label=_word(table, "label", context),
        hint=_word(table, "hint", context),
        level=_level(table, context),
        paragraph=paragraph,
        item=_item_key(table.get("item", item), context),
        audience=context.audience,
        units=_units(kind, table, context),
        options=_options(kind, table, context),
        register=_register_id(kind, table, context),
        max_length=_max_length(kind, table, context),
        maximum=Decimal(table["maximum"]) if "maximum" in table else None,
    )


def _kind(table: Raw, context: Context) -> Kind:
    try:
        return Kind(table["kind"])
    except (KeyError, ValueError) as error:
        raise context.fault(f"kind {table.get('kind')!r} is not known") from error


def _level(table: Raw, context: Context) -> Level:
    try:
        return Level(table["level"])
    except (KeyError, ValueError) as error:
        raise context.fault(f"level {table.get('level')!r} is not known") from error


def _known_audience(audience: str, context: Context) -> None:
    if audience not in AUDIENCES:
        raise context.fault(f"audience {audience!r} is not known")


def _known_keys(table: Raw, known: frozenset[str], context: Context) -> None:
    for key in table:
        if key not in known:
            raise context.fault("is not a key that is read", key)


def _citation(cites: str, context: Context) -> tuple[str, str | None]:
    """The printed citation, and the item key if it is an item of Annex C."""
    if not cites:
        return "", None
    if cites in context.raw["item"]:
        return str(context.raw["item"][cites]["citation"]), cites
    if cites in context.raw["citation"]:
        return str(context.raw["citation"][cites]), None
    raise context.fault(f"cites {cites!r}, which is neither an item nor a citation")


def _item_key(key: str | None, context: Context) -> str | None:
    if key is not None and key not in context.raw["item"]:
        raise context.fault(f"item {key!r} is not known")
    return key


def _units(kind: Kind, table: Raw, context: Context) -> tuple[str, ...]:
    units = tuple(table.get("units", ()))
    if bool(units) is not (kind is Kind.QUANTITY):
        raise context.fault("a quantity has units, and nothing else has")
    for unit in units:
        if unit not in context.raw["unit"]:
            raise context.fault(f"unit {unit!r} is not known")
    return units


def _options(kind: Kind, table: Raw, context: Context) -> tuple[Option, ...]:
    if kind is Kind.ITEMS:
        return tuple(Option(key, item["title"]) for key, item in context.raw["item"].items())
    name = table.get("options")
    if (name is not None) is not (kind in CHOOSING):
        raise context.fault("a choice has options, and nothing else has")
    if name is None:
        return ()
    if name not in context.raw["choice"]:
        raise context.fault(f"options {name!r} are not known")
    return tuple(Option(code, label) for code, label in context.raw["choice"][name].items())


def _register_id(kind: Kind, table: Raw, context: Context) -> str | None:
    register = table.get("register")
    if (register is not None) is not (kind in REFERRING):
        raise context.fault("ref, refs and rows name a register, and nothing else does")
    if register is not None and register not in context.raw["register"]:
        raise context.fault(f"register {register!r} does not exist")
    return register


def _max_length(kind: Kind, table: Raw, context: Context) -> int | None:
    if kind not in WORDED:
        if "max_length" in table:
            raise context.fault("max_length is for words only")
        return None
    return int(table.get("max_length", LENGTHS[kind]))


def _item(key: str, table: Raw, sources: Mapping[str, str]) -> Item:
    path = f"item.{key}"
    context = Context(sources[path], path, {}, "", DEFAULT_AUDIENCE)
    return Item(
        key=key,
        citation=_word(table, "citation", context),
        title=_word(table, "title", context),
        paraphrase=_word(table, "paraphrase", context),
        level=_level(table, context),
    )


def _unit(code: str, table: Raw, sources: Mapping[str, str]) -> Unit:
    path = f"unit.{code}"
    return Unit(code, _text(table, "symbol", path, sources), _text(table, "name", path, sources))


def _text(table: Raw, key: str, path: str, sources: Mapping[str, str]) -> str:
    return _word(table, key, Context(sources[path], path, {}, "", DEFAULT_AUDIENCE))


def _word(table: Raw, key: str, context: Context) -> str:
    """Words that must be there, without the white space around them."""
    words = str(table.get(key, "")).strip()
    if not words:
        raise context.fault(f"has no {key}")
    return words


def _every_register_has_one_home(schema: Schema, sources: Mapping[str, str]) -> None:
    shown = [register for section in schema.sections for register in section.registers]
    for register in schema.registers:
        if shown.count(register.id) != 1:
            path = f"register.{register.id}"
            raise SchemaFault(sources[path], path, "is not shown on exactly one section page")
