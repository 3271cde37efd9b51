"""Made-up plans of any size, and copies of a plan under other ids for a database full of them."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from nap_tracker.content import serial
from nap_tracker.content.tree import FileContent, PlanContent
from nap_tracker.imports.interchange import Incoming, IncomingFile
from tests.exports import plans as made
from tests.exports.plans import Size

UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a plan is written."""

    name: str
    size: Size
    required_only: bool = True
    holds: frozenset[str] = frozenset()
    """Sections and registers; empty for all of them."""


EXTENTS = (
    Extent(
        "about 10 pages",
        Size(paragraphs=1, strategies=1, activities=2, rows=1),
        holds=frozenset({"summary", "objective", "institution", "strategy", "activity"}),
    ),
    Extent("about 50 pages", Size(paragraphs=1, strategies=4, activities=3, rows=3)),
    Extent(
        "about 150 pages",
        Size(paragraphs=2, strategies=9, activities=4, rows=8),
        required_only=False,
    ),
)
"""From a plan just begun to a long one, as they print."""

LONG_WORK_PLAN = Size(paragraphs=3, strategies=20, activities=8)
"""160 activities, and long text everywhere."""


def plan(extent: Extent) -> PlanContent:
    """The plan as far as it is written; the same every time."""
    whole = made.plan(LANGUAGE, extent.size, required_only=extent.required_only)
    if not extent.holds:
        return whole
    kept = tuple(e for e in whole.entries if (e.section or e.kind) in extent.holds)
    return replace(whole, entries=kept)


def one_section_changed(plan: PlanContent) -> PlanContent:
    """The same plan after an officer added a paragraph to the summary."""
    entry = plan.section("summary")
    if entry is None:
        raise LookupError("the plan has no summary")
    field, words = next(iter(entry.answers.items()))
    longer = f'{words[LANGUAGE]}<p data-block="addition">A paragraph that was not there.</p>'
    changed = replace(entry, answers={**entry.answers, field: {LANGUAGE: longer}})
    return replace(plan, entries=tuple(changed if e is entry else e for e in plan.entries))


def incoming(plan: PlanContent) -> Incoming:
    """A made-up plan with the bytes of its files, as an import hands it over."""
    files = [_with_bytes(file) for file in plan.files]
    return Incoming(replace(plan, files=tuple(one.content for one in files)), tuple(files))


def copy(one: Incoming, number: int, party: str) -> Incoming:
    """The same content as another plan of another Party: every permanent id is another one."""
    text = UID.sub(lambda found: _renamed(found.group(), number), serial.to_text(one.plan))
    plan = serial.from_text(text)
    plan = replace(plan, party=replace(plan.party, code=party))
    data = {_renamed(file.content.uid, number): file.data for file in one.files}
    return Incoming(plan, tuple(IncomingFile(file, data[file.uid]) for file in plan.files))


def _renamed(uid: str, number: int) -> str:
    return str(uuid.uuid5(uuid.UUID(uid), str(number)))


def _with_bytes(file: FileContent) -> IncomingFile:
    data = _bytes(file, made.pictures())
    content = replace(file, size=len(data), sha256=hashlib.sha256(data).hexdigest())
    return IncomingFile(content, data)


def _bytes(file: FileContent, pictures: Mapping[str, made.ImageData]) -> bytes:
    picture = pictures.get(file.uid)
    return picture.data if picture else _EMPTY_PDF


_EMPTY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
