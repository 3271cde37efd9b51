"""Comments on the made-up plan of `factories` as rows of a table: the same for each seed."""

from __future__ import annotations

import io
import os
import random
import shutil
import string
import subprocess
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.matrix import KINDS, RESPONSES, Column, MatrixRow, Sheet
from nap_tracker.content.places import Place, Places
from nap_tracker.content.tree import PlanContent
from nap_tracker.exports import comment_matrix
from tests.factories import complete_plan

MADE_AT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
OFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""
IS_REQUIRED = "libreoffice" in os.environ.get("NAP_TEST_REQUIRE", "").split(",")
in_an_office = pytest.mark.skipif(not OFFICE and not IS_REQUIRED, reason="LibreOffice is not here")
_WORDS = (
    *("mercury", "l’orpaillage", "=SUM(A1)", "+5 kg", "-12", "@home", "\tfar", "“quoted”"),
    *("_x0041_", "1e5", "00012", "2026-11-26", "<b>", "&amp;", "汞", "زئبق", "café"),
)


def places_of(plan: PlanContent, language: str = "en") -> Places:
    schema = treaty(plan.edition, language)
    return Places(plan, schema, [treaty(plan.edition, other) for other in ("en", "fr")])


def said(chance: random.Random, longest: int = 12) -> str:
    """Some words, with line breaks, and with what a spreadsheet takes for something else."""
    words = [chance.choice(_WORDS) if chance.random() < 0.6 else _letters(chance)
             for _ in range(chance.randint(1, longest))]  # fmt: skip
    return "".join(word + chance.choice((" ", " ", "\n")) for word in words).strip()


def _letters(chance: random.Random) -> str:
    return "".join(chance.choices(string.ascii_letters, k=chance.randint(1, 9)))


def rows_on(places: Places, seed: int, count: int = 12) -> tuple[MatrixRow, ...]:
    """Comments on places of a plan."""
    chance = random.Random(seed)
    return tuple(
        row_on(chance.choice(places.all), chance, number) for number in range(1, count + 1)
    )


def row_on(place: Place, chance: random.Random, number: int) -> MatrixRow:
    response = chance.choice(("", *RESPONSES))
    return MatrixRow(
        id=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        number=number,
        spot=place.spot,
        section=place.section,
        field=place.line,
        text=place.text[:200],
        comment=said(chance),
        kind=chance.choice(tuple(KINDS)),
        proposed=said(chance) if chance.random() < 0.5 else "",
        reviewer=chance.choice(("Reviewer 3", "Ama Mensah", "=HYPERLINK(1)")),
        response=response,
        reason=said(chance) if response and response != "accepted" else "",
        files=chance.choice(("", "R-1-1.pdf", "=HYPERLINK(1).pdf, b.png")),
    )


def sheet_of(plan: PlanContent, number: int | None = 2) -> Sheet:
    return Sheet(plan.uid, plan.version, number, (("Plan", plan.title[plan.language]),), "Comments")


def workbook_of(
    rows: tuple[MatrixRow, ...],
    plan: PlanContent | None = None,
    *,
    language: str = "en",
    answers: bool = True,
    number: int | None = 2,
) -> bytes:
    plan = plan or complete_plan()
    return comment_matrix.to_xlsx(
        rows,
        sheet_of(plan, number),
        places_of(plan, language).all,
        language=language,
        made_at=MADE_AT,
        answers=answers,
    )


def saved_by_office(data: bytes, folder: Path, form: str) -> bytes:
    """The file as LibreOffice saves it again in the same form."""
    (folder / f"in.{form}").write_bytes(data)
    (folder / "out").mkdir(exist_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    filters = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "docx": "docx:MS Word 2007 XML"}
    command = [OFFICE, profile, "--headless", "--norestore", "--convert-to", filters[form]]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(folder / f"in.{form}")],
        check=True,
        timeout=180,
        capture_output=True,
    )
    made = folder / "out" / f"in.{form}"
    if not made.exists():  # it comes in parts: a writer may be here without the sheets
        lacking = pytest.fail if IS_REQUIRED else pytest.skip
        lacking("LibreOffice has no part for this here: install libreoffice-calc")
    return made.read_bytes()


def edited(data: bytes, edit: Callable[[Worksheet, dict[Column, int]], None]) -> bytes:
    """The workbook after somebody worked on its table."""
    book = load_workbook(io.BytesIO(data))
    page = book.worksheets[1]
    codes = {cell.value: cell.column for cell in page[1]}
    edit(page, {column: codes["nap:" + column] for column in Column if "nap:" + column in codes})
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
