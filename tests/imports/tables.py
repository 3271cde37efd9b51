"""Small files made in the tests, and the real plans beside the repository."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings
from openpyxl import Workbook

from nap_tracker.imports import sheet
from nap_tracker.imports.columns import Column
from nap_tracker.imports.options import Options
from nap_tracker.imports.proposal import Proposal
from nap_tracker.imports.workplan import propose

patient = settings(deadline=None)
"""A machine that many share may be slow once; a test is not wrong for it."""
few = settings(deadline=None, max_examples=25)
NAPS = Path(__file__).resolve().parents[3] / "shared" / "naps"
COUNTRIES = ("bfa", "ecu", "mdg", "mng", "sen", "sle", "uga")


def as_csv(
    rows: Iterable[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    """The rows as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(
    rows: Iterable[Sequence[Any]], *merged: str, formats: dict[str, str] | None = None
) -> bytes:
    """The rows as a workbook, with merged ranges and number formats by cell."""
    book = Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    for cell, form in (formats or {}).items():
        page[cell].number_format = form
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def proposed(
    rows: Sequence[Sequence[str]], options: Options | None = None, **kwargs: Any
) -> Proposal:
    """What the rows come to; the first one holds the headings, which are guessed."""
    return of_file(as_csv(rows), options, **kwargs)


def of_file(
    data: bytes,
    options: Options | None = None,
    columns: dict[int, Column] | None = None,
    **kwargs: Any,
) -> Proposal:
    """What a file comes to."""
    table = sheet.read(data, "plan")
    return propose(table, columns or table.guess(), options or Options("en"), **kwargs)


def codes(proposal: Proposal) -> list[str]:
    """The problems' codes, in order."""
    return [problem.code for problem in proposal.problems]


def real(name: str) -> Path:
    """A file of the real plans; a visible skip where they are absent, unless they are required."""
    path = NAPS / name
    if not path.exists():
        said = f"the real plans are not beside the repository ({NAPS})"
        if "naps" in os.environ.get("NAP_TEST_REQUIRE", "").split(","):
            pytest.fail(said)
        pytest.skip(said)
    return path


@cache
def real_plan(code: str) -> dict[str, Any]:
    """One real plan as data."""
    with real(f"{code}.yaml").open(encoding="utf-8") as file:
        plan: dict[str, Any] = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return plan
