"""Rows for the macro `table`: what stands in the cells, and the thing the row's buttons act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One row, ready to print; the first cell names it and leads to `url` when there is one."""

    id: str
    cells: Sequence[str]
    url: str = ""
    of: Any = None
