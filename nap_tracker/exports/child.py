"""The process that prints: `python -m nap_tracker.exports.child FOLDER`, started by `press.py`.

It reads `job.json`, `document.html`, the pictures and the parts that were printed before from the
folder, and leaves `out.pdf`, `report.json` and the other parts there.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import Any

from nap_tracker import fence
from nap_tracker.exports import parts, pdf
from nap_tracker.exports.binding.bind import NotBound
from nap_tracker.exports.binding.printing import Printing
from nap_tracker.exports.pictures import ImageData, Pictures

Report = dict[str, Any]


def main(folder: Path) -> int:
    """0 when printed; 1 when refused, with the reason in the report."""
    job = json.loads((folder / "job.json").read_text("utf-8"))
    fence.end_with_parent()
    fence.limit(job["limits"])
    # Boxes of a document live as long as the process: looking for garbage among them every few
    # hundred allocations takes a sixth of the time and finds nothing.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    html = (folder / "document.html").read_text("utf-8")
    pictures = _pictures(folder, job)
    pieces = parts.split(html)
    printing = Printing(folder, pieces, pictures) if pieces else None
    if printing:
        printing.begin()
    fence.fence(folder)
    report = _print(folder, html, pictures, printing)
    (folder / "report.json").write_text(json.dumps(report), "utf-8")
    return 0 if "pages" in report else 1


def _pictures(folder: Path, job: Report) -> Pictures:
    return {
        name: ImageData(
            (folder / picture["file"]).read_bytes(),
            picture["media_type"],
            picture["width"],
            picture["height"],
        )
        for name, picture in job["pictures"].items()
    }


def _print(folder: Path, html: str, pictures: Pictures, printing: Printing | None) -> Report:
    try:
        printed = _bound(printing) or pdf.to_pdf(html, pictures)
    except pdf.Unprintable as refusal:
        return {"error": "unprintable", "complaints": refusal.complaints}
    except MemoryError:
        return {"error": "memory"}
    except RecursionError:
        return {"error": "unprintable", "complaints": ["nested too deeply"]}
    (folder / "out.pdf").write_bytes(printed.data)
    return {"pages": printed.pages, "missing": printed.missing}


def _bound(printing: Printing | None) -> pdf.Printed | None:
    """The document bound from its parts; None where it must be printed whole."""
    if printing is None:
        return None
    try:
        return printing.finish()
    except (NotBound, pdf.FatalURLFetchingError):
        return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
