"""A Word document of a plan: how long the tree and the file take, and how large it is."""

from __future__ import annotations

import statistics
import time

from bench import report
from bench.plans import EXTENTS, LANGUAGE, Extent, plan
from nap_tracker.annex_c.schema import treaty
from nap_tracker.exports import document
from nap_tracker.exports.document_tree import Mark
from nap_tracker.exports.docx.file import to_docx
from nap_tracker.i18n import use_locale
from tests.exports.plans import options, pictures

MOST_SECONDS = 3
"""For the largest plan, so that the worker goes on to the next document soon."""


def run(runs: int) -> str:
    """A row for each size of plan; medians."""
    rows = [_row(extent, runs) for extent in EXTENTS]
    head = ("Word document", "tree", "file", "processor", "size")
    took = rows[-1][1] + rows[-1][2]
    kept = "kept" if took <= MOST_SECONDS else "**missed**"
    told = f"- {EXTENTS[-1].name} within {MOST_SECONDS} s: {took:.1f} s ({kept})"
    printed = [
        (name, f"{tree:.2f} s", f"{file:.2f} s", f"{processor:.2f} s", f"{size // 1000} kB")
        for name, tree, file, processor, size in rows
    ]
    return f"Medians of {runs} runs.\n\n{report.table(head, printed)}\n\n{told}"


def _row(extent: Extent, runs: int) -> tuple[str, float, float, float, int]:
    content, shown = plan(extent), pictures()
    schema = treaty(content.edition, LANGUAGE)
    trees, files, processor = [], [], []
    data = b""
    for _round in range(runs):
        began, worked = time.perf_counter(), time.process_time()
        tree = document.build(content, schema, options(Mark.DRAFT, "public"))
        built = time.perf_counter()
        with use_locale(LANGUAGE):
            data = to_docx(tree, shown)
        trees.append(built - began)
        files.append(time.perf_counter() - built)
        processor.append(time.process_time() - worked)
    middle = statistics.median
    return extent.name, middle(trees), middle(files), middle(processor), len(data)
