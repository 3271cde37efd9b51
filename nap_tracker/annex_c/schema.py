"""The door to the treaty as data: `treaty(edition, language)`, cached, and all its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from nap_tracker.annex_c.definitions import (
    AUDIENCES,
    CHOOSING,
    FIGURES,
    PEOPLE,
    RANGE,
    REFERRING,
    WORDED,
    Empty,
    Field,
    Group,
    Item,
    Kind,
    Level,
    Option,
    Owner,
    Register,
    Schema,
    Section,
    Unit,
)
from nap_tracker.annex_c.faults import SchemaFault
from nap_tracker.annex_c.loader import SOURCE_LANGUAGE, editions, languages, load

__all__ = [
    "AUDIENCES",
    "CHOOSING",
    "FIGURES",
    "LANGUAGES",
    "LATEST",
    "PEOPLE",
    "RANGE",
    "REFERRING",
    "WORDED",
    "Empty",
    "Field",
    "Group",
    "Item",
    "Kind",
    "Level",
    "Option",
    "Owner",
    "Register",
    "Schema",
    "SchemaFault",
    "Section",
    "Unit",
    "treaty",
    "with_authentic",
]

LATEST = editions()[-1]
LANGUAGES = languages(LATEST)
"""Languages the latest edition speaks: English and those with an overlay."""


def treaty(edition: int = LATEST, language: str = SOURCE_LANGUAGE) -> Schema:
    """The schema of an edition in a language; the same object every time.

    A language without an overlay reads English, 'fr-CA' reads 'fr', and words an overlay lacks
    stay English, field by field. Raises KeyError for an edition that does not exist.
    """
    return _treaty(edition, _spoken(edition, language))


def with_authentic(schema: Schema, texts: Mapping[str, str]) -> Schema:
    """The schema with the authentic treaty text a Party loaded for some items.

    `texts` is {item key: text} in the schema's language. Raises KeyError for an unknown key.
    """
    for key in texts:
        schema.item(key)
    items = tuple(
        replace(item, authentic=texts[item.key]) if texts.get(item.key) else item
        for item in schema.items
    )
    return replace(schema, items=items)


@cache
def _treaty(edition: int, language: str) -> Schema:
    return load(edition, language)


@cache
def _spoken(edition: int, language: str) -> str:
    if edition not in editions():
        raise KeyError(edition)
    known = languages(edition)
    short = language.replace("_", "-").partition("-")[0]
    return next((tag for tag in (language, short) if tag in known), SOURCE_LANGUAGE)
