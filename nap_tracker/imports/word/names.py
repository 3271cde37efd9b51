"""Names of WordprocessingML elements and attributes as lxml spells them."""

from __future__ import annotations

from typing import Any, Final

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def w(name: str) -> str:
    """An element or attribute of WordprocessingML."""
    return _W + name


def r(name: str) -> str:
    """An attribute that names a relation."""
    return _R + name


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def val(element: Any, child: str, default: str = "") -> str:
    """The w:val of a child; the default where there is no such child."""
    found = None if element is None else element.find(_W + child)
    return default if found is None else str(found.get(_W + "val", default))


def is_on(element: Any, child: str) -> bool | None:
    """A switch: on, off, or None where nothing is said."""
    found = None if element is None else element.find(_W + child)
    if found is None:
        return None
    return found.get(_W + "val", "true") not in ("0", "false", "off", "none")


def number(text: str | None, default: int = 0) -> int:
    """A whole number of an attribute; what is none is the default."""
    try:
        return int(float(text)) if text else default
    except (ValueError, OverflowError):
        return default
