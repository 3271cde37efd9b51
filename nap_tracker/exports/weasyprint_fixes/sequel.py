"""A part of a document goes on where the one before it ended: the name of its chapter.

WeasyPrint 70.0 knows only strings that were set in the document itself; until the first one of a
part is set, its running head takes the last one of the parts before.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import LayoutContext

_get_string = LayoutContext.get_string_set_for

_before: dict[str, str] = {}
"""Name of a string -> its last value before the part that is laid out now."""


def install() -> None:
    """Put the string of the parts before in the place of none."""
    LayoutContext.get_string_set_for = _string_or_the_one_before


def begin(**strings: str) -> None:
    """What the next part to be laid out follows."""
    _before.clear()
    _before.update({name: value for name, value in strings.items() if value})


def forget() -> None:
    """A document that is printed whole follows nothing."""
    _before.clear()


def _string_or_the_one_before(context: Any, page: Any, name: str, keyword: str = "first") -> Any:
    found = _get_string(context, page, name, keyword)
    return found or ((_before[name],) if name in _before else ())
