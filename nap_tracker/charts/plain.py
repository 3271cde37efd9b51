"""Pictures as plain data and back: a document that is sealed keeps just what was drawn in it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from nap_tracker.charts.bars import Bars
from nap_tracker.charts.heat import Heat
from nap_tracker.charts.map import Map
from nap_tracker.charts.tiles import Tiles
from nap_tracker.charts.timeline import Timeline
from nap_tracker.charts.trend import Trend

AnyPicture = Bars | Heat | Map | Tiles | Timeline | Trend
KINDS: dict[str, type[AnyPicture]] = {
    one.kind: one for one in (Bars, Heat, Map, Tiles, Timeline, Trend)
}


def to_data(picture: AnyPicture) -> dict[str, Any]:
    """Keys and plain values alone, as canonical JSON has them."""
    return {"kind": picture.kind, **_fields(picture)}


def from_data(data: dict[str, Any]) -> AnyPicture:
    """The very same picture. Raises KeyError for a kind that is not known, and ValueError for lines
    that no map of ours has."""
    return _made(KINDS[data["kind"]], data)  # type: ignore[no-any-return]


def _fields(value: Any) -> dict[str, Any]:
    return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return _fields(value) if is_dataclass(value) else value


def _made(kind: Any, data: Any) -> Any:
    """A value of the type that a field says."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        one = next(each for each in inside if each is not NoneType)
        return None if data is None else _made(one, data)
    if origin is tuple:
        if inside[-1] is Ellipsis:
            return tuple(_made(inside[0], one) for one in data)
        return tuple(_made(*pair) for pair in zip(inside, data, strict=True))
    if origin is frozenset:
        return frozenset(data)
    if is_dataclass(kind):
        return _built(kind, data)
    return kind(data) if isinstance(kind, type) and issubclass(kind, StrEnum) else data


def _built(kind: Any, data: Any) -> Any:
    return kind(**{name: _made(each, data[name]) for name, each in _types(kind).items()})


@cache
def _types(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: hints[one.name] for one in fields(kind)}
