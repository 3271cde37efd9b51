"""A Word file of 140 pages, from the bytes to the page that shows where each part goes."""

from __future__ import annotations

import io
import os
import statistics

import docx

from bench import report
from bench.cost import Cost, measured, median
from nap_tracker.annex_c.schema import treaty
from nap_tracker.imports.word import desk, placement
from nap_tracker.imports.word.bundle import Bundle
from nap_tracker.imports.word.choices import Choices
from nap_tracker.imports.word.placing import targets

PAGES = 140
WORDS = 330
"""On a page, as LibreOffice sets the file."""
MOST_SECONDS = 10
SENTENCE = (
    "Miners who burn amalgam in the open breathe the mercury, and so do the people who live beside"
    " them, wherever no retort is used. "
)


def run(runs: int) -> str:
    """The table; `runs` rounds of the whole way."""
    data = made()
    rounds = [_round(data) for _ in range(runs)]
    cost = median([cost for cost, _ in rounds])
    processor = statistics.median(spent for _, spent in rounds)
    head = ("Word file", "size", "time", "processor", "memory of the reader")
    row = (
        f"{PAGES} pages: read, proposed, composed, sanitised",
        report.megabytes(len(data)),
        report.seconds(cost.seconds),
        report.seconds(processor),
        report.megabytes(cost.largest),
    )
    kept = report.promise(
        f"{PAGES} pages within {MOST_SECONDS} seconds of processor time",
        kept=processor <= MOST_SECONDS,
        found=report.seconds(processor),
    )
    return f"{report.table(head, [row])}\n\n{kept}"


def _round(data: bytes) -> tuple[Cost, float]:
    """The cost of the reader, and the processor time of both processes."""
    before = sum(os.times()[:4])
    cost, _ = measured(lambda: work(data))
    return cost, sum(os.times()[:4]) - before


def made(pages: int = PAGES) -> bytes:
    """A plan as a consultant writes it: headings of ours, paragraphs, lists, tables."""
    written = docx.Document()
    sections = targets(treaty())
    for page in range(pages):
        section, fields = sections[page % len(sections)]
        written.add_heading(section.title if page < len(sections) else f"Annex {page}", 1)
        written.add_heading(fields[page % len(fields)].label, 2)
        for _ in range(WORDS * 3 // 4 // len(SENTENCE.split())):
            written.add_paragraph(SENTENCE)
        for point in range(5):
            written.add_paragraph(f"Point {point}: {SENTENCE}", style="List Bullet")
        if page % 4 == 0:
            table = written.add_table(rows=12, cols=5)
            for row in table.rows:
                for cell in row.cells:
                    cell.text = "Train miners"
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def work(data: bytes) -> bytes:
    """Everything between the upload and the result, but for the database."""
    document, pictures = desk.read(data)
    read = Bundle(document, "", pictures)
    found = placement.place(read, Choices("en"), treaty(), rtl=False, seed="bench")
    return "".join(found.html(target) for target in found.fields).encode()
