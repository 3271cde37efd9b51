"""Our PDF beside headless Chromium printing the same HTML, in turns."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

from bench import chromium, report
from bench.cost import Cost, measured, median
from bench.plans import EXTENTS, LANGUAGE, Extent, one_section_changed, plan
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.tree import PlanContent
from nap_tracker.exports import document, html, press
from nap_tracker.exports.document_tree import Mark
from nap_tracker.exports.part_store import PartStore
from nap_tracker.exports.pictures import Pictures
from nap_tracker.i18n import use_locale
from tests.exports.plans import options, pictures

MOST_TIMES = 2
"""Of Chromium's time."""
MOST_BYTES = 400_000_000
"""Of one process."""
LEAST_GAIN = 0.5
"""Part of the time that may be needed again after one section changed."""

OURS, AGAIN, CHROMIUM = "NAP Tracker", "the same, one section changed", "headless Chromium"


@dataclass
class Printer:
    """One way to print one plan, and what its runs cost."""

    name: str
    work: Callable[[], bytes]
    costs: list[Cost] = field(default_factory=list)
    data: bytes = b""

    def run(self) -> None:
        cost, self.data = measured(self.work)
        self.costs.append(cost)

    @property
    def cost(self) -> Cost:
        return median(self.costs)

    @property
    def pages(self) -> int:
        with pikepdf.open(io.BytesIO(self.data)) as found:
            return len(found.pages)


def run(runs: int) -> str:
    """The tables; `runs` rounds, each printing every plan in every way."""
    sizes = {extent.name: _printers(extent) for extent in EXTENTS}
    for _round in range(runs):
        for printers in sizes.values():
            for printer in printers:
                printer.run()
    rows = [_row(size, printer, found) for size, found in sizes.items() for printer in found]
    head = ("PDF", "pages", "time", "of Chromium's", "processor", "memory", "largest", "file")
    largest = sizes[EXTENTS[-1].name]
    return "\n\n".join((_said(runs), report.table(head, rows), "\n".join(promises(largest))))


def _said(runs: int) -> str:
    return (
        f"Medians of {runs} runs, each from the start of a process to its end, in turns. *Memory* "
        "is that of all processes of the printer together (PSS), *largest* its largest process "
        "(RSS). Chromium prints no footnotes and no page numbers in the contents."
    )


def _printers(extent: Extent) -> list[Printer]:
    content = plan(extent)
    page, changed = to_html(content), to_html(one_section_changed(content))
    shown = pictures()
    parts = PartStore(Path(tempfile.mkdtemp(prefix="nap-bench-")))
    found = [
        Printer(OURS, lambda: _printed_anew(page, shown, parts)),
        Printer(AGAIN, lambda: _printed(changed, shown, parts)),
    ]
    program = chromium.program()
    if program:
        whole = chromium.with_pictures_inside(page, shown)
        found.append(Printer(CHROMIUM, lambda: chromium.print_pdf(program, whole)))
    return found


def _printed_anew(page: str, shown: Pictures, parts: PartStore) -> bytes:
    """With no part kept from before; what it leaves serves the same plan after a change."""
    shutil.rmtree(parts.folder)
    return _printed(page, shown, parts)


def _printed(page: str, shown: Pictures, parts: PartStore) -> bytes:
    press.configure(megabytes=3072, seconds=600, store=parts.folder)
    return press.render(page, shown).data


def to_html(content: PlanContent) -> str:
    """The page that both print: a clean copy for everybody."""
    with use_locale(LANGUAGE):
        tree = document.build(content, treaty(content.edition, LANGUAGE), options(Mark.NONE))
        return html.to_html(tree)


def _row(size: str, printer: Printer, beside: list[Printer]) -> tuple[str, ...]:
    cost, other = printer.cost, _named(beside, CHROMIUM)
    return (
        f"{size}, {printer.name}",
        str(printer.pages),
        report.seconds(cost.seconds),
        report.ratio(cost.seconds, other.cost.seconds) if other else "no Chromium here",
        report.seconds(cost.processor),
        report.megabytes(cost.together),
        report.megabytes(cost.largest),
        report.megabytes(len(printer.data)),
    )


def _named(printers: list[Printer], name: str) -> Printer | None:
    return next((printer for printer in printers if printer.name == name), None)


def promises(printers: list[Printer]) -> list[str]:
    ours, again = printers[0].cost, printers[1].cost
    other = _named(printers, CHROMIUM)
    told = [
        report.promise(
            f"about 150 pages within {report.megabytes(MOST_BYTES)} a process",
            kept=ours.largest <= MOST_BYTES,
            found=report.megabytes(ours.largest),
        ),
        report.promise(
            "after one section changed at most half the time",
            kept=again.seconds <= LEAST_GAIN * ours.seconds,
            found=report.ratio(again.seconds, ours.seconds),
        ),
    ]
    if other:
        times = ours.seconds / other.cost.seconds
        told.insert(
            0,
            report.promise(
                f"about 150 pages within {MOST_TIMES} times Chromium's time",
                kept=times <= MOST_TIMES,
                found=report.ratio(ours.seconds, other.cost.seconds),
            ),
        )
    return told
